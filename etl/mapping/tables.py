"""All tables of a workbook: heads found by their words, with what the lines above each say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from etl.forms import forms
from etl.mapping.columns import ColumnMap, assume_title, fits, map_columns, recognise
from etl.mapping.headers import Head, is_head_row, read_head
from etl.mapping.labels import text_of
from etl.mapping.rows import is_footer
from etl.mapping.titles import TitleRead, read_sheet_name, read_titles
from etl.model import CellValue, Sheet

_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")


@dataclass
class FoundTable:
    """A head that a form explains, and the lines above it."""

    sheet: Sheet
    head: Head
    columns: ColumnMap
    title: TitleRead
    sheet_name: TitleRead
    stop: int = 0


def find_tables(sheet: Sheet) -> list[FoundTable]:
    """Return the tables of a sheet from top to bottom; a head repeated for printing begins none."""
    found: list[FoundTable] = []
    name = read_sheet_name(sheet.name)
    index = 0
    while index < len(sheet.rows):
        if not is_head_row(sheet.rows[index]):
            index += 1
            continue
        head = read_head(sheet, index)
        if (
            found
            and head.paths == found[-1].head.paths
            and not _has_footer(sheet, found[-1].head.last, index)
        ):
            index = head.last + 1
            continue
        first = 0 if not found else _titles_begin(sheet, index, found[-1].head.last)
        title = read_titles(sheet, first, index)
        columns = _columns(head, title.title or name.title)
        if columns is None:
            index += 1
            continue
        found.append(FoundTable(sheet, head, columns, title, name))
        index = head.last + 1
    for place, table in enumerate(found, start=1):
        table.stop = found[place].head.first if place < len(found) else len(sheet.rows)
    return found


def _columns(head: Head, title: str | None) -> ColumnMap | None:
    columns = recognise(head)
    if title is None or (columns is not None and (not columns.extras or not columns.form.titles)):
        return columns
    assumed = assume_title(columns or map_columns(forms()["danh-hieu"], head), head, title)
    return assumed if fits(assumed) else columns


def years_in_head(head: Head) -> set[int]:
    """Return the years that the labels of a head name."""
    return {int(year) for path in head.paths for label in path for year in _YEAR.findall(label)}


def columns_of_year(table: FoundTable, year: int) -> ColumnMap | None:
    """Return the columns of one year where a head sets several side by side; None if it lacks that year."""
    if len(years_in_head(table.head)) < 2:  # noqa: PLR2004
        return table.columns
    paths = tuple(
        ()
        if (named := {y for label in path for y in _YEAR.findall(label)}) and str(year) not in named
        else path
        for path in table.head.paths
    )
    return _columns(replace(table.head, paths=paths), table.title.title or table.sheet_name.title)


def _has_footer(sheet: Sheet, first: int, last: int) -> bool:
    return any(_is_footer_row(sheet.rows[index]) for index in range(first + 1, last))


def _is_footer_row(row: list[CellValue]) -> bool:
    return any(isinstance(value, str) and is_footer(text_of(value)) for value in row)


def _titles_begin(sheet: Sheet, head_row: int, lowest: int) -> int:
    """Return the first title row of a lower table: below figures and signatures of the one above."""
    index = head_row
    while index > lowest + 1:
        row = sheet.rows[index - 1]
        if any(isinstance(value, float) for value in row) or _is_footer_row(row):
            break
        index -= 1
    return index
