"""Cells as they stand in an original: texts in their own letters, formulas beside what they came to."""

from __future__ import annotations

from collections.abc import Sequence

from etl.cells import address, column_index
from etl.mapping.labels import text_of
from etl.model import CellValue, Sheet
from etl.reader import read_workbook

Spot = tuple[str, int, str | None]  # sheet, Excel row, letters of the column; None for the whole row
Sent = tuple[str, str, str, str]  # sheet, cell, text as it stands, formula


def cells_as_sent(data: bytes, spots: Sequence[Spot]) -> list[Sent]:
    """Return what stands in cells of a workbook; of a whole row, the cells that are filled.

    Args:
        data: The original, byte for byte.
        spots: Which cells.
    """
    sheets = {sheet.name: sheet for sheet in read_workbook(data).sheets}
    return [
        sent for name, row, letters in spots if name in sheets for sent in _sent(sheets[name], row, letters)
    ]


def _sent(sheet: Sheet, row: int, letters: str | None) -> list[Sent]:
    line = sheet.rows[row - 1] if row <= len(sheet.rows) else []
    if letters is None:
        return [_cell(sheet, row - 1, column, value) for column, value in enumerate(line) if value != ""]
    column = column_index(letters)
    return [_cell(sheet, row - 1, column, line[column] if column < len(line) else "")]


def _cell(sheet: Sheet, row: int, column: int, value: CellValue) -> Sent:
    text = sheet.error_cells.get((row, column)) or text_of(value)
    formula = sheet.formulas.get((row, column), "")
    return sheet.name, address(row, column), text, f"={formula}" if formula else ""
