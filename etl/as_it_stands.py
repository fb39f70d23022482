"""Findings as the officer sees the file: the cell where a row's name stands, texts in their own letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from etl.cells import address, position
from etl.facts import Read
from etl.mapping.labels import fold, text_of
from etl.model import Finding, Sheet

_MARGINS = ' .,:;-–()“”"'


def as_it_stands(finding: Finding, sheets: Mapping[str, Sheet], read: Read) -> Finding:
    """Return a finding with the cell of its row's name, if it names none, and what was read as written.

    Args:
        finding: What was found.
        sheets: All sheets by name.
        read: Knows where the name of each row stands.
    """
    sheet = sheets.get(finding.sheet or "")
    if sheet is None or finding.row is None:
        return finding
    if finding.cell is None:
        return replace(finding, cell=_cell_of_row(sheet, finding.row, read))
    if not finding.raw:
        return finding
    row, column = position(finding.cell)
    if sheet.formulas.get((row, column)) == finding.raw:
        return replace(finding, raw=f"={finding.raw}")
    line = sheet.rows[row] if row < len(sheet.rows) else []
    value = line[column] if column < len(line) else ""
    raw = as_written(finding.raw, text_of(value)) if isinstance(value, str) else finding.raw
    return finding if raw == finding.raw else replace(finding, raw=raw)


def _cell_of_row(sheet: Sheet, row: int, read: Read) -> str | None:
    """Return the cell of a row's name, else its first cell with anything in it."""
    _, (index, column) = read.name_at((sheet.name, row))
    if column is None:
        line = sheet.rows[index] if index < len(sheet.rows) else []
        column = next((place for place, value in enumerate(line) if value != ""), None)
    return None if column is None else address(index, column)


def as_written(read: str, text: str) -> str:
    """Return what was read in the letters of the text from which it was read.

    >>> as_written("huyện tĩnh gia", "UBND HUYỆN TĨNH GIA"), as_written("xuat sac", "Xếp loại: Xuất sắc.")
    ('HUYỆN TĨNH GIA', 'Xuất sắc')
    """
    if read in text:
        return read
    wanted, words = fold(read).strip(_MARGINS), text.split()
    count = len(wanted.split())
    for first in range(len(words) - count + 1):
        found = " ".join(words[first : first + count]).strip(_MARGINS)
        if fold(found) == wanted:
            return found
    return read
