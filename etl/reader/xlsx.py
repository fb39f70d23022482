"""xlsx, xlsm and ods: values from calamine, the rest from the guard's scan."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from etl.errors import GuardRefusal, UnreadableWorkbook
from etl.model import CellValue, Sheet, Workbook
from etl.reader.ooxml_scan import AREA_LIMIT, SheetScan

if TYPE_CHECKING:
    from etl.guard import GuardResult


def read_xlsx(data: bytes, inspected: GuardResult) -> Workbook:
    """Return values, merges and everything the scan saw, sheet by sheet in the workbook's order."""
    with opened(data) as book:
        sheets = [
            _sheet(sheet, is_hidden=is_hidden, scan=inspected.sheets.get(sheet.name))
            for sheet, is_hidden in worksheets(book)
        ]
    return Workbook(
        kind=inspected.kind,
        sheets=sheets,
        has_macros=inspected.has_macros,
        has_external_links=inspected.has_external_links,
    )


@contextmanager
def opened(data: bytes) -> Iterator[CalamineWorkbook]:
    """Open a workbook from its bytes; whatever the parser raises becomes a fault with a rule.

    Raises:
        GuardRefusal: The workbook wants a password.
        UnreadableWorkbook: The parser gave up or panicked.
    """
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            yield book
    except PasswordError as error:
        raise GuardRefusal("encrypted_workbook", {}) from error
    except (CalamineError, ValueError, OSError, MemoryError) as error:
        raise UnreadableWorkbook(reason="parser", detail=str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # pyo3's panic is no Exception
            raise
        raise UnreadableWorkbook(reason="parser", detail="panic") from error


def worksheets(book: CalamineWorkbook) -> Iterator[tuple[CalamineSheet, bool]]:
    """Yield each worksheet and whether it is hidden; chart and dialogue sheets hold no cells."""
    for item in book.sheets_metadata:
        if item.typ == SheetTypeEnum.WorkSheet:
            yield book.get_sheet_by_name(item.name), item.visible != SheetVisibleEnum.Visible


def values(sheet: CalamineSheet) -> list[list[CellValue]]:
    """Return the rows from A1 on, so that an index is an address."""
    end = sheet.end
    if end and (end[0] + 1) * (end[1] + 1) > AREA_LIMIT:
        raise UnreadableWorkbook(reason="area", sheet=sheet.name)
    return sheet.to_python(skip_empty_area=False)


def _sheet(sheet: CalamineSheet, *, is_hidden: bool, scan: SheetScan | None) -> Sheet:
    rows = values(sheet)
    if scan is None:
        return Sheet(name=sheet.name, rows=rows, is_hidden=is_hidden)
    return Sheet(
        name=sheet.name,
        rows=rows,
        is_hidden=is_hidden,
        merges=scan.merges,
        hidden_rows=frozenset(scan.hidden_rows),
        hidden_columns=frozenset(scan.hidden_columns),
        error_cells=scan.error_cells,
        uncached_formulas=frozenset(scan.uncached_formulas),
        formulas=scan.formulas,
        percent_cells=frozenset(scan.percent_cells),
        legacy_fonts=frozenset(scan.legacy_fonts),
    )
