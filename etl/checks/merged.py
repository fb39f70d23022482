"""Cells merged over several rows of data: one figure, and nobody can tell how much of it is whose."""

from __future__ import annotations

from etl.checks import Findings
from etl.facts import Read
from etl.mapping.headers import Head
from etl.mapping.measures import RATE_MEASURES
from etl.model import Sheet

_NO_FIGURES = frozenset({"number", "unit", "village", "criterion", "indicator", "note", "district"})


def check_merged(findings: Findings, sheet: Sheet, head: Head, keys: dict[str, int], read: Read) -> None:
    """Report each figure that is merged over several rows of data, and reject all of these rows.

    Args:
        findings: The list to write to.
        sheet: The sheet.
        head: The head of the table: merges above and within it say nothing of data.
        keys: Its columns by key.
        read: Tells which rows are data.
    """
    if "unit" not in keys and "village" not in keys:
        return  # points of a criterion are often merged over its indicators
    names = {column: name for name, column in keys.items() if _is_figure(name)}
    for top, left, bottom, right in sorted(sheet.merges):
        if top <= head.last or bottom == top or top >= len(sheet.rows):
            continue
        column = next((column for column in range(left, right + 1) if column in names), None)
        row = sheet.rows[top]
        if column is None or left >= len(row) or row[left] == "":
            continue
        spots = [
            spot for index in range(top, bottom + 1) if (spot := (sheet.name, index + 1)) in read.data_rows
        ]
        if len(spots) > 1:
            places = [read.names[spot][0] for spot in spots]
            findings.add(
                "merged_cells", sheet.name, (top, left), raw=row[left], column=names[column],
                places=places[:4], count=len(spots),
            )  # fmt: skip
            findings.rejected.update(spots)


def _is_figure(name: str) -> bool:
    return name not in _NO_FIGURES and name.partition(".")[2] not in RATE_MEASURES
