"""The same answers as `ooxml_scan`, from expat: slower, and right for any well-formed sheet.

Used for parts with a namespace prefix, comments, single quotes, cells without an address and the like.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from etl.cells import address, column_index
from etl.errors import GuardRefusal
from etl.reader.ooxml_scan import (
    CELL_LIMIT,
    COLUMN_LIMIT,
    LEGACY_FONT,
    SharedFonts,
    SheetScan,
    Styles,
    check_extent,
    hidden_span,
)

_REF = re.compile(r"^([A-Za-z]{1,7})([0-9]{1,10})$")
_RANGE = re.compile(r"^([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)$")


def scan_sheet(data: bytes, styles: Styles, shared: SharedFonts, *, sheet: str) -> SheetScan:
    """Return what one sheet's XML holds beside its values.

    Raises:
        GuardRefusal: A cell lies beyond the limits.
        expat.ExpatError: The part is not well-formed.
    """
    walker = _Walker(styles, shared, sheet)
    parser = expat.ParserCreate()
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    parser.Parse(data, True)
    walker.scan.area = (walker.last_row + 1) * (walker.last_column + 1)
    return walker.scan


class _Walker:
    """Holds the place in one sheet while expat calls."""

    def __init__(self, styles: Styles, shared: SharedFonts, sheet: str) -> None:
        self.scan = SheetScan()
        self.last_row = self.last_column = -1
        self._styles, self._shared, self._sheet = styles, shared, sheet
        self._row, self._column = -1, -1
        self._cell_type = ""
        self._formula: str | None = None
        self._formula_index: str | None = None
        self._value = ""
        self._inside = ""
        self._masters: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self._inside = tag if tag in ("v", "f") else ""
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "f" and self._formula is None:
            self._formula = ""
            self._formula_index = attributes.get("si") if attributes.get("t") == "shared" else None
        elif tag == "col":
            self.scan.hidden_columns |= hidden_span(
                {key.encode(): value.encode() for key, value in attributes.items()}
            )
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "rFont" and LEGACY_FONT.match(attributes.get("val", "")):
            self.scan.legacy_fonts.add(attributes["val"])

    def text(self, text: str) -> None:
        if self._inside == "v":
            self._value += text
        elif self._inside == "f" and self._formula is not None:
            self._formula += text

    def end(self, name: str) -> None:
        self._inside = ""
        if name.rpartition(":")[2] == "c":
            self._end_cell()

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) - 1 if number.isascii() and number.isdigit() else self._row + 1
        self._column = -1
        if attributes.get("hidden") in ("1", "true"):
            self.scan.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.scan.cells += 1
        if self.scan.cells > CELL_LIMIT:
            values = {"cells": self.scan.cells, "limit": CELL_LIMIT, "sheet": self._sheet}
            raise GuardRefusal("too_many_cells", values)
        self._move(attributes.get("r"))
        self._cell_type = attributes.get("t", "")
        self._formula, self._formula_index, self._value = None, None, ""
        number = attributes.get("s", "0")
        style = int(number) if number.isascii() and number.isdigit() else 0
        if style in self._styles.percent:
            self.scan.percent_cells.add((self._row, self._column))
        if style in self._styles.legacy:
            self.scan.legacy_fonts.add(self._styles.legacy[style])

    def _move(self, reference: str | None) -> None:
        found = _REF.match(reference) if reference else None
        if found:
            self._row, self._column = int(found[2]) - 1, column_index(found[1].upper())
        elif reference:
            raise GuardRefusal(
                "far_cell", {"cell": reference[:40], "sheet": self._sheet, "limit": COLUMN_LIMIT}
            )
        else:
            self._column += 1
        self.last_row = max(self.last_row, self._row)
        self.last_column = max(self.last_column, self._column)
        check_extent(self.last_row, self.last_column, sheet=self._sheet, cell=self._cell_name)

    def _cell_name(self) -> str:
        return address(self._row, self._column)

    def _end_cell(self) -> None:
        cell = self._row, self._column
        if self._cell_type == "e":
            self.scan.error_cells[cell] = self._value
        elif self._cell_type == "s" and self._shared.strings and self._value.strip().isdigit():
            self.scan.legacy_fonts |= self._shared.strings.get(int(self._value), frozenset())
        if self._formula is None:
            return
        if self._formula_index is not None:
            self._formula = self._formula or self._masters.get(self._formula_index, "")
            self._masters[self._formula_index] = self._formula
        self.scan.formulas[cell] = self._formula
        if not self._value and self._cell_type != "str":
            self.scan.uncached_formulas.add(cell)

    def _merge(self, reference: str) -> None:
        found = _RANGE.match(reference)
        if found:
            left, top, right, bottom = found.groups()
            self.scan.merges.append((int(top) - 1, column_index(left), int(bottom) - 1, column_index(right)))
