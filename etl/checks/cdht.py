"""`CDHT` typed without Đ: công dân or cộng đồng, by what they are counted among, else asked about."""

from __future__ import annotations

import re
from dataclasses import replace

from etl.checks import Findings
from etl.mapping.headers import cells_over
from etl.mapping.labels import key, text_of
from etl.mapping.tables import FoundTable
from etl.model import CellValue

WITHOUT_STROKE = re.compile(r"(?<![^\W_])C\.?D\.?H\.?T(?![^\W_])", re.IGNORECASE)
_VILLAGES = re.compile(r"(?<![a-z])(?:cong dong|thon|ban|lang|ap|khom|khu pho|pho|tdp|to dan pho)(?![a-z])")
_FEW, _MANY = 60, 300  # villages, and people of 18 years and more, of one commune


def settle_cdht(findings: Findings, table: FoundTable) -> None:
    """Read the columns below a bare `CDHT` as what their figures fit, or leave them and ask."""
    _settle_pair(findings, table)
    columns = table.columns
    mine = {name: column for name, column in columns.keys.items() if _is_bare(table, name, column)}
    if not mine:
        return
    rest = {name: column for name, column in columns.keys.items() if name not in mine}
    read = _other_title(rest) or _by_size(table, mine)
    at = _cell(table, min(mine.values()))
    raw = table.sheet.rows[at[0]][at[1]]
    if read is None:
        left = dict.fromkeys(mine.values(), "unclear")
        table.columns = replace(columns, keys=rest, apart=columns.apart | left)
        findings.add("cdht_unclear", table.sheet.name, at, raw=raw)
        return
    named = {f"{read}.{name.partition('.')[2]}": column for name, column in mine.items()}
    table.columns = replace(columns, keys=rest | named)
    findings.add("cdht_read", table.sheet.name, at, raw=raw, title=read)


def _settle_pair(findings: Findings, table: FoundTable) -> None:
    """Read `CDHT` as công dân where `CĐHT` stands beside it."""
    columns = table.columns
    pairs = [one for one in columns.conflicts if _is_bare(table, one[0], one[2])]
    is_known = any(name.startswith("cong_dan.") for name in columns.keys)
    if not pairs or is_known or any(_is_bare(table, name, taken) for name, taken, _ in pairs):
        return
    named = {f"cong_dan.{name.partition('.')[2]}": left for name, _, left in pairs}
    conflicts = tuple(one for one in columns.conflicts if one not in pairs)
    table.columns = replace(columns, keys=columns.keys | named, conflicts=conflicts)
    at = _cell(table, min(named.values()))
    raw = table.sheet.rows[at[0]][at[1]]
    findings.add("cdht_read", table.sheet.name, at, raw=raw, title="cong_dan")


def _is_bare(table: FoundTable, name: str, column: int) -> bool:
    """Say whether a column is one of `CDHT` only: nothing else in its labels tells which is meant."""
    if not name.startswith("cong_dong."):
        return False
    path = table.head.paths[column]
    if not any("cdht" in label.split() for label in path):
        return False
    if any(_VILLAGES.search(label) for label in path):
        return False
    at = _cell(table, column)
    return bool(WITHOUT_STROKE.search(text_of(table.sheet.rows[at[0]][at[1]])))


def _cell(table: FoundTable, column: int) -> tuple[int, int]:
    """Return the highest cell of the head that says `CDHT` over a column."""
    found = [
        (row, at) for row, at in cells_over(table.sheet, table.head, column)
        if "cdht" in key(text_of(table.sheet.rows[row][at])).split()
    ]  # fmt: skip
    return found[-1] if found else (table.head.last, column)


def _other_title(rest: dict[str, int]) -> str | None:
    """Return the title that is left where the head names the other one in full."""
    named = {name.partition(".")[0] for name in rest}
    both = [title for title in ("cong_dan", "cong_dong") if title not in named]
    return both[0] if len(both) == 1 else None


def _by_size(table: FoundTable, mine: dict[str, int]) -> str | None:
    """Return what the totals fit, beside the households of each row where these are reported."""
    column = mine.get("cong_dong.total")
    households = table.columns.keys.get("gia_dinh.total")
    answers: set[str | None] = set()
    for row in table.sheet.rows[table.head.last + 1 : table.stop]:
        figure = _figure(row, column)
        if figure is not None:
            answers.add(_of_row(figure, _figure(row, households)))
    return next(iter(answers)) if len(answers) == 1 else None


def _figure(row: list[CellValue], column: int | None) -> float | None:
    value = row[column] if column is not None and column < len(row) else None
    return value if isinstance(value, float) and value > 0 else None


def _of_row(figure: float, households: float | None) -> str | None:
    if households is not None:
        if figure >= households:
            return "cong_dan"
        return "cong_dong" if figure * 8 <= households else None
    if figure <= _FEW:
        return "cong_dong"
    return "cong_dan" if figure >= _MANY else None
