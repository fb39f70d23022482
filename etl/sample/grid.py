"""A sheet on paper before it is written: cells with styles, merges, and where each figure stands."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from etl.sample.model import words

_BASE = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
_TABLE = {**_BASE, "border": 1}
_STYLES: dict[str, dict[str, Any]] = {
    "plain": _BASE,
    "bold": {**_BASE, "bold": True, "align": "center"},
    "title": {**_BASE, "bold": True, "align": "center", "font_size": 14},
    "italic": {**_BASE, "italic": True, "align": "center"},
    "block": {**_BASE, "bold": True, "align": "center", "text_wrap": True},
    "head": {**_TABLE, "bold": True, "align": "center", "text_wrap": True, "font_size": 11},
    "center": {**_TABLE, "align": "center"},
    "text": {**_TABLE, "text_wrap": True},
    "count": {**_TABLE, "num_format": "#,##0"},
    "rate": {**_TABLE, "num_format": "0.0"},
    "points": {**_TABLE, "num_format": "0.0", "align": "center"},
    "group": {**_TABLE, "bold": True},
    "sum": {**_TABLE, "bold": True, "num_format": "#,##0"},
    "sum_rate": {**_TABLE, "bold": True, "num_format": "0.0"},
}
_MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # a fixed day: equal bytes at every run


@dataclass(frozen=True)
class Formula:
    """A formula with the value that a spreadsheet programme would have kept."""

    text: str
    value: float | int | str


@dataclass
class Grid:
    """Cells by (row, column), zero-based, and an index from (unit code, column key) to the cell."""

    name: str
    cells: dict[tuple[int, int], tuple[Any, str]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: list[tuple[int, float]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    is_hidden: bool = False
    is_portrait: bool = False
    is_legacy: bool = False  # in the font and codes of before Unicode
    index: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)  # unit code -> Excel rows
    total: dict[str, tuple[int, int]] = field(default_factory=dict)  # column key -> cell of the total row
    columns: dict[str, int] = field(default_factory=dict)  # column key -> column

    def put(self, row: int, column: int, value: Any, style: str = "plain") -> None:
        """Set a cell."""
        self.cells[row, column] = (value, style)

    def merge(self, area: tuple[int, int, int, int], value: Any, style: str) -> None:
        """Set a cell over an area; one cell only is set plainly."""
        top, left, bottom, right = area
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.put(row, column, None, style)
        self.put(top, left, value, style)
        if (top, left) != (bottom, right):
            self.merges.append(area)

    def replace(self, cell: tuple[int, int], value: Any) -> None:
        """Set the value of a cell and leave its looks."""
        self.cells[cell] = (value, self.cells[cell][1])

    def address(self, cell: tuple[int, int]) -> str:
        """Return the cell's address as a spreadsheet shows it."""
        return str(xl_rowcol_to_cell(*cell))

    def last_row(self) -> int:
        """Return the lowest row that holds a cell."""
        return max(row for row, _ in self.cells)

    def decompose(self) -> None:
        """Spell every text with separate marks, as some phones and Macs do."""
        for cell, (value, style) in self.cells.items():
            if isinstance(value, str):
                self.cells[cell] = (unicodedata.normalize("NFD", value), style)

    def to_legacy(self) -> None:
        """Write every text in TCVN3, as sheets copied on from year to year still are."""
        known = dict(zip(words()["legacy"]["letters"], words()["legacy"]["codes"], strict=True))
        toned = {letter.upper(): code for letter, code in known.items() if letter.upper() not in known}
        codes = str.maketrans(toned | known)  # capitals with a tone have no codes of their own
        self.is_legacy = True
        for cell, (value, style) in self.cells.items():
            if isinstance(value, str):
                self.cells[cell] = (value.translate(codes), style)


def save(grids: list[Grid], path: Path, *, title: str) -> None:
    """Write the sheets as a workbook that says in its properties that it is a sample."""
    workbook = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    label = words()["label"]
    workbook.set_properties({"title": title, "subject": label, "comments": label, "created": _MADE})
    formats = {name: workbook.add_format(style) for name, style in _STYLES.items()}
    font = {"font_name": words()["legacy"]["font"]}
    legacy = {name: workbook.add_format(style | font) for name, style in _STYLES.items()}
    for grid in grids:
        _write(workbook.add_worksheet(grid.name), grid, legacy if grid.is_legacy else formats)
    workbook.close()


def _write(sheet: Any, grid: Grid, formats: dict[str, Any]) -> None:
    sheet.set_portrait() if grid.is_portrait else sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(1)
    for column, width in grid.widths:
        sheet.set_column(column, column, width)
    for top, left, bottom, right in grid.merges:
        sheet.merge_range(top, left, bottom, right, "", formats[grid.cells[top, left][1]])
    for (row, column), (value, style) in grid.cells.items():
        _put(sheet, row, column, value, formats[style])
    for row in grid.hidden_rows:
        sheet.set_row(row, None, None, {"hidden": True})
    if grid.is_hidden:
        sheet.hide()


def _put(sheet: Any, row: int, column: int, value: Any, look: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, Formula):
        sheet.write_formula(row, column, value.text, look, value.value)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)
