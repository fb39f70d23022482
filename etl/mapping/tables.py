"""All tables of a workbook: heads found by their words, with what the lines above each say."""

from __future__ import annotations

from dataclasses import dataclass, replace

from etl.forms import forms
from etl.mapping.columns import ColumnMap, assume_title, fits, holders, map_columns, recognise
from etl.mapping.headers import Head, is_head_row, read_head
from etl.mapping.labels import text_of
from etl.mapping.lines import LineColumns, line_columns, read_lines
from etl.mapping.measures import OF_YEAR, group_key, names_title
from etl.mapping.rows import is_footer
from etl.mapping.titles import TitleRead, read_below, read_sheet_name, read_titles
from etl.mapping.years import is_of_other_period, is_year_label, path_of_year, years_in_head
from etl.model import CellValue, Sheet
from etl.text.unicode import clean

LINE_CELLS = 2  # most cells that a row of title lines fills


@dataclass
class FoundTable:
    """A head that a form explains, and the lines above it."""

    sheet: Sheet
    head: Head
    columns: ColumnMap
    title: TitleRead
    sheet_name: TitleRead
    stop: int = 0
    lines: LineColumns | None = None  # one line an indicator, one column a year


def find_tables(sheet: Sheet) -> list[FoundTable]:
    """Return the tables of a sheet from top to bottom; a head repeated for printing begins none."""
    found: list[FoundTable] = []
    name = _read_tab(sheet.name)
    index = 0
    while index < len(sheet.rows):
        if not is_head_row(sheet.rows[index]) or (found and _is_line(found[-1], sheet.rows[index])):
            index += 1
            continue
        head = read_head(sheet, index)
        if found and head.paths == found[-1].head.paths and _continues(sheet, found[-1], head):
            index = head.last + 1
            continue
        first = 0 if not found else _titles_begin(sheet, index, found[-1].head.last)
        title = read_titles(sheet, first, index)
        if found and title.title is None and head.paths == found[-1].head.paths:
            title.title = found[-1].title.title
        if (title.is_other or name.is_other) and not title.is_of_learning:
            head = _of_named_titles(head)
        columns = _columns(head, title.title or name.title)
        lines = _lines(sheet, head) if columns is None else None
        if lines is not None:
            columns = ColumnMap(forms()["danh-hieu"], {"indicator": lines.indicator})
        if columns is None:
            index += 1
            continue
        found.append(FoundTable(sheet, head, columns, title, name, lines=lines))
        index = head.last + 1
    for place, table in enumerate(found, start=1):
        table.stop = _stop(sheet, table, found[place]) if place < len(found) else len(sheet.rows)
        read_below(table.title, sheet, table.head.last + 1, table.stop)
    return found


def _read_tab(text: str) -> TitleRead:
    """Return what a tab's name says; written with its Đ, CĐHT is the community and no citizen."""
    read = read_sheet_name(text)
    if read.title is None and "CĐHT" in clean(text).upper():
        read.title = "cong_dong"
    return read


def _continues(sheet: Sheet, table: FoundTable, head: Head) -> bool:
    """Say whether a head typed again goes on with the table above: no lines between say otherwise.

    Another title makes it a table of its own where the head leaves the title open; so do another year,
    and another commune above a list of villages.
    """
    if _has_footer(sheet, table.head.last, head.first):
        return False
    keys, above = table.columns.keys, table.title
    between = read_titles(sheet, _titles_begin(sheet, head.first, table.head.last), head.first)
    if between.title not in (None, above.title):
        columns = _columns(head, between.title)
        if columns is not None and columns.keys != keys:
            return False
    if "criterion" not in keys and above.years and between.years.keys() - above.years.keys():
        return False
    places = {mention.name for mention in between.mentions} - {mention.name for mention in above.mentions}
    return "village" not in keys or not places


def _is_line(table: FoundTable, row: list[CellValue]) -> bool:
    """Say whether a row has a figure below the results of a table of lines: its unit may be `thôn`."""
    return table.lines is not None and any(
        isinstance(row[column], float) for column, _, _ in table.lines.results if column < len(row)
    )


def _of_named_titles(head: Head) -> Head:
    """Return a head below a line on Gia đình văn hóa: hộ and thôn are counted there for that title.

    A head that names one of our titles itself is read as it stands.
    """
    counted = [path for path in head.paths if path and group_key(path) is not None]
    if any(names_title(path) for path in counted):
        return head
    return replace(head, paths=tuple(() if path in counted else path for path in head.paths))


def _columns(head: Head, title: str | None) -> ColumnMap | None:
    columns = recognise(head)
    if title is None or (columns is not None and (not columns.extras or not columns.form.titles)):
        return columns
    assumed = assume_title(columns or map_columns(forms()["danh-hieu"], head), head, title)
    return assumed if fits(assumed) else columns


def _lines(sheet: Sheet, head: Head) -> LineColumns | None:
    """Return the columns of a table of lines, if at least two lines below the head speak of a title."""
    columns = line_columns(head)
    if columns is None:
        return None
    known = [line for line in read_lines(sheet, head, columns, len(sheet.rows)) if line.key]
    return columns if len(known) > 1 else None


def columns_of_year(table: FoundTable, year: int, period: str) -> ColumnMap | None:
    """Return the columns of one year and period where a head names others too; None if none are of them."""
    other_years = years_in_head(table.head) - {year}
    left = columns_of_other_periods(table, period)
    if not other_years and not left:
        return table.columns
    of_year = [path_of_year(path, year) for path in table.head.paths]
    paths = tuple(() if column in left else path for column, path in enumerate(of_year))
    columns = _columns(replace(table.head, paths=paths), table.title.title or table.sheet_name.title)
    if columns is None or columns.form is not table.columns.form:
        return None
    is_of_year = not other_years or year in years_in_head(table.head)
    return columns if is_of_year or _held(columns) == _held(table.columns) else None


def columns_of_other_periods(table: FoundTable, period: str) -> list[int]:
    """Return the columns of counts that are of a month, a quarter, or another part of the year.

    How many there are in all is often known of a day: `Tổng số hộ (tính đến 30/6/2018)`; it is left only
    beside another of the report's own period.
    """
    named = [*table.columns.keys.items(), *((name, left) for name, _, left in table.columns.conflicts)]
    counted = {column for name, column in named if "." in name and not name.endswith(".total")}
    counted |= {column for column in table.columns.extras if is_year_label(table.head.paths[column][-1])}
    paths = table.head.paths
    for name in {name for name, _, _ in table.columns.conflicts if name.endswith(".total")}:
        totals = {column for known, column in named if known == name}
        if any(not is_of_other_period(paths[column], period) for column in totals):
            counted |= totals
    return [column for column in sorted(counted) if is_of_other_period(paths[column], period)]


def _held(columns: ColumnMap) -> set[str]:
    return holders(columns.keys) | {name for name in columns.keys if name.endswith(OF_YEAR)}


def _has_footer(sheet: Sheet, first: int, last: int) -> bool:
    return any(_is_footer_row(sheet.rows[index]) for index in range(first + 1, last))


def _is_footer_row(row: list[CellValue]) -> bool:
    return any(isinstance(value, str) and is_footer(text_of(value)) for value in row)


def _stop(sheet: Sheet, table: FoundTable, following: FoundTable) -> int:
    """Return where a table ends: at the lines of at most two cells above the head of the next."""
    first = _titles_begin(sheet, following.head.first, table.head.last)
    index = following.head.first
    while index > first and len(row := sheet.rows[index - 1]) - row.count("") <= LINE_CELLS:
        index -= 1
    return index


def _titles_begin(sheet: Sheet, head_row: int, lowest: int) -> int:
    """Return the first title row of a lower table: below figures and signatures of the one above."""
    index = head_row
    while index > lowest + 1:
        row = sheet.rows[index - 1]
        if any(isinstance(value, float) for value in row) or _is_footer_row(row):
            break
        index -= 1
    return index
