"""Typed total rows against the sum of the rows: both figures are shown, the rows count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.checks import Findings
from etl.mapping.labels import fold
from etl.model import CellValue, Sheet

_SLACK = 0.001
_OF_ALL = re.compile(r"^(?:toan|tong (?:cong|so)? ?toan|cong toan)\b")  # on top, where no group has begun
_OF_GROUP = re.compile(r"khoi|\((?:i|ii|iii|iv|a|b)\)|cong [ivx]+\b|nhom|cum|huien")


@dataclass(slots=True)
class Summed:
    """One row that a total may count: its place in the table and its figures by column."""

    index: int
    group: int
    figures: dict[int, float]


@dataclass(slots=True)
class Total:
    """One typed total row."""

    index: int
    label: str
    group: int
    figures: dict[int, float]


def check_totals(
    findings: Findings, sheet: Sheet, totals: Sequence[Total], rows: Sequence[Summed], names: dict[int, str]
) -> set[int]:
    """Report every typed total that no sum of rows gives: neither of all rows nor of its group.

    Returns the rows on which a total was reported.

    Args:
        findings: The list to write to.
        sheet: The sheet they stand on.
        totals: The total rows.
        rows: The rows of data.
        names: Column key by column.
    """
    reported = set()
    for total in totals:
        own = [row for row in rows if row.group == total.group]
        is_of_group = _is_of_group(total.label) and len(own) < len(rows)
        for column, typed in total.figures.items():
            sums = (_sum(rows, column), _sum(own, column))
            expected = sums[1] if is_of_group else sums[0]
            if expected is None or any(one is not None and abs(typed - one) <= _SLACK for one in sums):
                continue
            reported.add(total.index)
            counted = sum(1 for row in (own if is_of_group else rows) if column in row.figures)
            findings.add(
                "total_mismatch", sheet.name, (total.index, column), raw=sheet.rows[total.index][column],
                label=total.label, column=names[column], typed=_plain(typed), summed=_plain(expected),
                difference=_plain(abs(typed - expected)), rows=counted,
            )  # fmt: skip
    return reported


def _is_of_group(label: str) -> bool:
    plain = fold(label)
    return bool(_OF_GROUP.search(plain)) and not _OF_ALL.match(plain)


def _sum(rows: Sequence[Summed], column: int) -> float | None:
    figures = [row.figures[column] for row in rows if column in row.figures]
    return sum(figures) if figures else None


def _plain(number: float) -> CellValue:
    rounded = round(number, 4)
    return int(rounded) if float(rounded).is_integer() else rounded
