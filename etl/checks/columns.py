"""What is said about the columns of a head that were not taken, or that could be taken for another."""

from __future__ import annotations

from collections.abc import Iterable

from etl.cells import address
from etl.checks import Findings
from etl.checks.left_out import table_beside
from etl.mapping.measures import APART
from etl.mapping.parts import whole_of
from etl.mapping.tables import FoundTable

SHOWN = 8


def report_columns(findings: Findings, table: FoundTable) -> None:
    """Name the columns that were left, each with why."""
    columns = table.columns
    beside = _beside(findings, table)
    extras = [column for column in columns.extras if column < beside]
    _note(findings, table, "unexpected_columns", extras)
    for why in APART:
        _note(findings, table, f"{why}_columns", [c for c, one in columns.apart.items() if one == why])
    _note(findings, table, "part_columns", sorted(columns.parts.values()))
    has_villages = any(name.startswith("cong_dong.") for name in columns.keys)
    if "sub_village" in columns.apart.values() and not has_villages:
        at = next(column for column, why in columns.apart.items() if why == "sub_village")
        findings.add("sub_village_only", table.sheet.name, (table.head.last, at), raw=columns.labels[at])
    for name, taken, left in columns.conflicts:
        if left >= beside:
            continue
        findings.add(
            "column_conflict", table.sheet.name, (table.head.last, left), raw=columns.labels[left],
            column=name, other=columns.labels[taken], other_cell=address(table.head.last, taken),
        )  # fmt: skip


def _beside(findings: Findings, table: FoundTable) -> int:
    """Return where a whole table on the right begins, which is told by itself; else where the head ends."""
    sheet = table.sheet
    beside = table_beside(sheet, table.head, table.columns)
    if beside is None:
        return len(table.head.paths)
    raw = sheet.rows[table.head.first][beside]
    findings.add("table_beside", sheet.name, (table.head.first, beside), raw=raw)
    return beside


def _note(findings: Findings, table: FoundTable, rule: str, columns: Iterable[int]) -> None:
    found = list(columns)
    labels = list(dict.fromkeys(table.columns.labels[column] for column in found))
    if labels:
        at = (table.head.last, found[0])
        findings.add(rule, table.sheet.name, at, labels=labels[:SHOWN], count=len(found))


def check_parts_of_units(findings: Findings, table: FoundTable, rows: Iterable[int]) -> None:
    """Warn where the levels or kinds of units make more than all of them."""
    if not table.columns.parts:
        return
    sums: dict[int, list[int]] = {}
    for name, column in table.columns.parts.items():
        if (whole := whole_of(name, table.columns.keys)) is not None:
            sums.setdefault(whole, []).append(column)
    for index in rows:
        line = table.sheet.rows[index]
        for whole, parts in sums.items():
            typed = line[whole] if whole < len(line) else ""
            figures = [line[column] for column in parts if column < len(line)]
            summed = sum(value for value in figures if isinstance(value, float))
            if isinstance(typed, float) and summed > typed:
                findings.add(
                    "parts_over_whole", table.sheet.name, (index, whole), raw=typed, whole=int(typed),
                    parts=int(summed), cells=[address(index, column) for column in parts],
                )  # fmt: skip
