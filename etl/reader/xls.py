"""The old binary .xls: values from calamine; hidden parts, errors, formats and fonts from xlrd."""

from __future__ import annotations

import io
from typing import Any

import xlrd

from etl.errors import UnreadableWorkbook
from etl.model import Sheet, Workbook
from etl.reader.ooxml_scan import LEGACY_FONT, SheetScan, is_percent_format
from etl.reader.xlsx import opened, values, worksheets


def read_xls(data: bytes) -> Workbook:
    """Return values, merges, hidden parts, error cells and fonts of an .xls.

    Formula texts are not given: neither library reads them.

    Raises:
        GuardRefusal: The workbook wants a password.
        UnreadableWorkbook: One of the two parsers cannot read it; a file that only one of them reads would
            silently lose its error cells.
    """
    sheets = []
    with opened(data) as book:
        scans = _scan_book(data)
        for sheet, is_hidden in worksheets(book):
            scan = scans.get(sheet.name, SheetScan())
            sheets.append(
                Sheet(
                    name=sheet.name,
                    rows=values(sheet),
                    is_hidden=is_hidden,
                    merges=scan.merges,
                    hidden_rows=frozenset(scan.hidden_rows),
                    hidden_columns=frozenset(scan.hidden_columns),
                    error_cells=scan.error_cells,
                    percent_cells=frozenset(scan.percent_cells),
                    legacy_fonts=frozenset(scan.legacy_fonts),
                )
            )
    return Workbook(kind="xls", sheets=sheets)


def _scan_book(data: bytes) -> dict[str, SheetScan]:
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        return {sheet.name: _scan_sheet(book, sheet) for sheet in book.sheets()}
    except Exception as error:  # xlrd meets broken files with whatever Python raises
        raise UnreadableWorkbook(reason="parser", detail=f"{type(error).__name__}: {error}") from error


def _scan_sheet(book: Any, sheet: Any) -> SheetScan:
    scan = SheetScan(
        hidden_rows={row for row, info in sheet.rowinfo_map.items() if info.hidden},
        hidden_columns={column for column, info in sheet.colinfo_map.items() if info.hidden},
        # xlrd closes its ranges half-open: first row, after last row, first column, after last column.
        merges=[(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells],
    )
    percent, fonts = _styles(book)
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            _scan_cell(sheet, (row, column), scan, percent, fonts)
    return scan


def _styles(book: Any) -> tuple[frozenset[int], dict[int, str]]:
    percent, fonts = set(), {}
    for index, style in enumerate(book.xf_list):
        number_format = book.format_map.get(style.format_key)
        if number_format is not None and is_percent_format(number_format.format_str):
            percent.add(index)
        font = book.font_list[style.font_index].name if style.font_index < len(book.font_list) else ""
        if LEGACY_FONT.match(font):
            fonts[index] = font
    return frozenset(percent), fonts


def _scan_cell(
    sheet: Any, cell: tuple[int, int], scan: SheetScan, percent: frozenset[int], fonts: dict[int, str]
) -> None:
    kind = sheet.cell_type(*cell)
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return
    if kind == xlrd.XL_CELL_ERROR:
        code = sheet.cell_value(*cell)
        scan.error_cells[cell] = xlrd.error_text_from_code.get(code, "#?")
    style = sheet.cell_xf_index(*cell)
    if style in percent:
        scan.percent_cells.add(cell)
    if style in fonts:
        scan.legacy_fonts.add(fonts[style])
