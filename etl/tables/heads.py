"""Which columns of a head are read for the year of the report, and what is said about the others."""

from __future__ import annotations

import re
from collections.abc import Callable

from etl.checks import Findings
from etl.mapping.columns import (
    ColumnMap,
    holders,
    is_read_as_done,
    leave_actual_columns,
    open_done_columns,
    settle_year_columns,
)
from etl.mapping.headers import Head, cells_over
from etl.mapping.labels import key, text_of
from etl.mapping.lines import read_lines, result_column
from etl.mapping.measures import is_done_label, is_of_registered, title_words
from etl.mapping.periods import part_of_year
from etl.mapping.tables import FoundTable, columns_of_other_periods, columns_of_year
from etl.mapping.years import is_whole_year, label_years, year_cell, years_in_head
from etl.model import Sheet

SHOWN = 8
TITLE_LINES = 12  # most rows above a head in which its title stands
_REPORT = re.compile(r"(?:bieu|bang|tong hop|danh sach|ket qua|bao cao|so lieu)\b")


def settle_columns(findings: Findings, table: FoundTable, year: int, period: str) -> bool:
    """Keep the columns of the settled year; say which were left, and False if none are of that year."""
    if table.lines is None:
        found = columns_of_year(table, year, period)
        _report_other_periods(findings, table, period)
    else:
        found = _result_of_year(table, year, period)
    years = years_in_head(table.head)
    at = year_cell(table.sheet, table.head)
    if found is None:
        raw = table.sheet.rows[at[0]][at[1]] if at else None
        findings.add("year_contradiction", table.sheet.name, at, raw=raw, years=sorted({year, *years}))
        return False
    if years - {year}:
        findings.add("columns_of_other_years", table.sheet.name, at, years=sorted(years), year=year)
    settled, read = settle_year_columns(found)
    if _is_about_registration(table):
        settled = open_done_columns(settled, table.head)
    table.columns, unclear = leave_actual_columns(settled)
    for name in read:
        _report_read(findings, table, name, year)
    if table.lines is None:
        _report_actual(findings, table)
    _ask_for_measure(findings, table, unclear)
    _warn_without_recognised(findings, table, set(unclear))
    return True


def _report_other_periods(findings: Findings, table: FoundTable, period: str) -> None:
    """Name the columns of a month, a quarter or another part of the year: they are not of this report."""
    columns = columns_of_other_periods(table, period)
    if columns:
        labels = [table.columns.labels[column] for column in columns]
        at = _label_cell(table.sheet, table.head, columns[0])
        of_periods = sorted(set(range(len(table.head.paths))) - set(columns))
        is_beside = any(_is_of_period(table.head.paths[column], period) for column in of_periods)
        rule = "period_columns" if is_beside else "other_period_columns"
        findings.add(rule, table.sheet.name, at, labels=labels[:SHOWN], count=len(columns))


def _is_of_period(path: tuple[str, ...], period: str) -> bool:
    """Say whether labels name the very period of the report: `Cả năm`, `6 tháng`."""
    if period == "nam":
        return any(map(is_whole_year, path))
    return any(part_of_year(label) == period for label in path)


def _result_of_year(table: FoundTable, year: int, period: str) -> ColumnMap | None:
    """Return the lines of a table as keys, all in the one column of results of the year and period."""
    if table.lines is None:
        return None
    column = result_column(table.lines, year, period)
    if column is None:
        return None
    lines = read_lines(table.sheet, table.head, table.lines, table.stop)
    keys = {"indicator": table.lines.indicator, **{line.key: column for line in lines if line.key}}
    return ColumnMap(table.columns.form, keys, (), table.columns.labels)


def _label_cell(sheet: Sheet, head: Head, column: int) -> tuple[int, int]:
    """Return the lowest cell of a head that stands right over a column."""
    over = cells_over(sheet, head, column)
    return next(((row, at) for row, at in over if at == column), (head.last, column))


def _cell_over(sheet: Sheet, head: Head, column: int, is_meant: Callable[[str], object]) -> tuple[int, int]:
    """Return the lowest cell over a column of which the key is meant, such as that of its year."""
    over = cells_over(sheet, head, column)
    named = ((row, at) for row, at in over if is_meant(key(text_of(sheet.rows[row][at]))))
    return next(named, (head.last, column))


def _report_read(findings: Findings, table: FoundTable, name: str, year: int) -> None:
    at = _cell_over(table.sheet, table.head, table.columns.keys[name], label_years)
    title = name.partition(".")[0].partition("@")[0]
    raw = table.sheet.rows[at[0]][at[1]]
    findings.add("year_column_read", table.sheet.name, at, raw=raw, title=title, year=year)


def _is_about_registration(table: FoundTable) -> bool:
    """Say whether the title lines speak of who registers and not of who is recognised."""
    lines = table.sheet.rows[max(0, table.head.first - TITLE_LINES) : table.head.first]
    texts = (key(text_of(value)) for row in lines for value in row if isinstance(value, str) and value)
    named = tuple(text for text in texts if _REPORT.match(text) or title_words().search(text))
    return is_of_registered(named)


def _report_actual(findings: Findings, table: FoundTable) -> None:
    """Say that what was done beside a plan is read as recognised, or as registered."""
    for name, column in table.columns.keys.items():
        if is_read_as_done(name, table.head.paths[column]):
            at = _cell_over(table.sheet, table.head, column, is_done_label)
            title, raw = name.partition(".")[0].partition("@")[0], table.sheet.rows[at[0]][at[1]]
            findings.add("actual_column_read", table.sheet.name, at, raw=raw, title=title, column=name)


def _ask_for_measure(findings: Findings, table: FoundTable, unclear: dict[str, int]) -> None:
    """Ask what a column counts that only says that it was done."""
    for title, column in unclear.items():
        at = _cell_over(table.sheet, table.head, column, is_done_label)
        raw = table.sheet.rows[at[0]][at[1]]
        findings.add("actual_column_unclear", table.sheet.name, at, raw=raw, title=title)


def _warn_without_recognised(findings: Findings, table: FoundTable, asked: set[str]) -> None:
    """Warn of each title with a total and no column that says how many hold it; not of those asked about."""
    keys = table.columns.keys
    held = {group.partition("@")[0] for group in holders(keys)} | asked
    warned: set[str] = set()
    for name, column in keys.items():
        group, _, measure = name.partition(".")
        title = group.partition("@")[0]
        if measure == "total" and title not in held | warned:
            warned.add(title)
            at = _label_cell(table.sheet, table.head, column)
            raw = table.sheet.rows[at[0]][at[1]] if at[1] < len(table.sheet.rows[at[0]]) else None
            findings.add("no_recognised_column", table.sheet.name, at, raw=raw, title=title)
