"""Figures written in thousands: counts are taken as they stand, so the table waits for whole ones."""

from __future__ import annotations

from etl.checks import Findings
from etl.mapping.headers import cells_over
from etl.mapping.labels import text_of
from etl.mapping.lines import read_lines
from etl.mapping.scales import is_scaled_label, is_scaled_line
from etl.mapping.tables import FoundTable

At = tuple[int, int]


def check_scale(findings: Findings, table: FoundTable) -> bool:
    """Report a unit of measure by which counts stand for more than they say; say whether there is one."""
    if not table.columns.form.titles:
        return False
    at = table.title.scaled_at or _in_head(table) or _in_lines(table) or _below(table)
    if at is not None:
        raw = table.sheet.rows[at[0]][at[1]]
        findings.add("scaled_unit", table.sheet.name, at, raw=raw)
    return at is not None


def _in_head(table: FoundTable) -> At | None:
    """Return the cell of a scale over a column of counts; other columns may be sums of money."""
    columns = [column for name, column in table.columns.keys.items() if "." in name]
    over = (at for column in columns for at in cells_over(table.sheet, table.head, column))
    return next((at for at in over if is_scaled_label(_text(table, at))), None)


def _in_lines(table: FoundTable) -> At | None:
    """Return the cell of a scale beside a line that counts something."""
    if table.lines is None or table.lines.measure_unit is None:
        return None
    lines = read_lines(table.sheet, table.head, table.lines, table.stop)
    cells = ((line.index, table.lines.measure_unit) for line in lines if line.key)
    return next((at for at in cells if is_scaled_label(_text(table, at))), None)


def _below(table: FoundTable) -> At | None:
    """Return the cell of a scale in a remark below the head: a row without a figure."""
    for index in range(table.head.last + 1, table.stop):
        row = table.sheet.rows[index]
        if float in map(type, row):
            continue
        for column, value in enumerate(row):
            if type(value) is str and value and is_scaled_line(value):
                return index, column
    return None


def _text(table: FoundTable, at: At) -> str:
    row = table.sheet.rows[at[0]]
    return text_of(row[at[1]]) if at[1] < len(row) else ""
