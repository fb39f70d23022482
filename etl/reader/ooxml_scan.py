"""What calamine does not tell about an xlsx: limits, hidden parts, errors, formulas, percents, fonts.

Called by the guard on parts that are already inflated, before any parser sees them. Targeted regular
expressions go over the bytes and check themselves: where the number of matches differs from the number of
tags, or the XML is written in an unusual way, `xml_scan` reads the same part with expat instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree import ElementTree

from etl.cells import column_index, column_letters
from etl.errors import GuardRefusal

ROW_LIMIT = 200_100
COLUMN_LIMIT = 256
GRID_COLUMNS = 16_384
CELL_LIMIT = 4_000_000
AREA_LIMIT = 8_000_000  # a parser fills the box from A1 to the last cell, sheet by sheet

LEGACY_FONT = re.compile(r"^(?:\.Vn|VNI)", re.IGNORECASE)
_PERCENT_BUILT_IN = frozenset({9, 10})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = b"0123456789"
_REF = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"')
# Two patterns: one that begins with alternatives loses the quick search for a literal start.
_ODD_CELL = re.compile(rb"<c[>/\t\r\n]")
_PREFIXED = re.compile(rb":(?:c|row|f)[\s/>]")
_FORMULA = re.compile(rb"<f((?: [^>]*?)?)(?:/>|>([^<]*)</f>)\s*(?:<v(?:/>|>([^<]*)</v>))?")
_ERROR = re.compile(rb' t="e"[^>]*>\s*(?:<f[^>]*?(?:/>|>[^<]*</f>))?\s*<v>([^<]*)</v>')
_HIDDEN_ROW = re.compile(rb'<row r="([0-9]+)"[^>]*? hidden="(?:1|true)"')
_COLUMN = re.compile(rb"<col ([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_MERGE = re.compile(rb'<mergeCell ref="([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)"')
_SHARED_INDEX = re.compile(rb' t="s"[^>]*><v>([0-9]+)</v>')
_RUN_FONT = re.compile(rb'<rFont val="([^"]+)"')


@dataclass(slots=True)
class SheetScan:
    """What stands beside the values of one sheet. Rows and columns count from zero."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    error_cells: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached_formulas: set[tuple[int, int]] = field(default_factory=set)
    percent_cells: set[tuple[int, int]] = field(default_factory=set)
    legacy_fonts: set[str] = field(default_factory=set)
    cells: int = 0
    area: int = 0


@dataclass(frozen=True, slots=True)
class Styles:
    """The style numbers that matter: those shown as percent, and those in a legacy font."""

    percent: frozenset[int] = frozenset()
    legacy: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SharedFonts:
    """Shared strings with a run in a legacy font: index of the string -> names of the fonts."""

    strings: dict[int, frozenset[str]] = field(default_factory=dict)


class OddXmlError(Exception):
    """The part is written in a way that the quick scan does not read; expat must."""


def check_extent(row: int, column: int, *, sheet: str, cell: Callable[[], str]) -> None:
    """Refuse a sheet whose last row and column (zero-based) lie beyond the limits.

    Args:
        row: Last row.
        column: Last column.
        sheet: Name of the sheet.
        cell: Gives the cell to name: one that stands in the file, so that it can be found and removed.

    Raises:
        GuardRefusal: `far_cell` or `too_many_columns`.
    """
    if row >= ROW_LIMIT or column >= GRID_COLUMNS or (row + 1) * (column + 1) > AREA_LIMIT:
        raise GuardRefusal("far_cell", {"cell": cell(), "sheet": sheet, "limit": ROW_LIMIT})
    if column >= COLUMN_LIMIT:
        values = {"cell": cell(), "sheet": sheet, "columns": column + 1, "limit": COLUMN_LIMIT}
        raise GuardRefusal("too_many_columns", values)


def scan_sheet(data: bytes, styles: Styles, shared: SharedFonts, *, sheet: str) -> SheetScan:
    """Return what the quick scan sees in one sheet's XML.

    Raises:
        GuardRefusal: A cell lies beyond the limits.
        OddXmlError: The quick scan cannot vouch for this part.
    """
    scan = SheetScan()
    _scan_extent(data, scan, sheet)
    start = max(0, data.find(b"<sheetData"))
    end = data.rfind(b"</sheetData>") + 1 or len(data)
    _scan_layout(data, scan, start, end)
    _scan_errors(data, scan, start, end)
    _scan_formulas(data, scan, start, end)
    _scan_percents(data, scan, styles)
    _scan_fonts(data, scan, styles, shared)
    return scan


def _scan_extent(data: bytes, scan: SheetScan, sheet: str) -> None:
    refs = _REF.findall(data)
    scan.cells = len(refs)
    if scan.cells != data.count(b"<c ") or _is_odd(data):
        raise OddXmlError
    if scan.cells > CELL_LIMIT:
        raise GuardRefusal("too_many_cells", {"cells": scan.cells, "limit": CELL_LIMIT, "sheet": sheet})
    if not refs:
        return
    joined = b" ".join(refs)
    row = max(map(int, set(joined.translate(None, _LETTERS).split()))) - 1
    names = set(joined.translate(None, _DIGITS).split())
    column = max(column_index(name.decode()) for name in names)
    check_extent(row, column, sheet=sheet, cell=lambda: _farthest(refs, row, column))
    scan.area = (row + 1) * (column + 1)


def _is_odd(data: bytes) -> bool:
    """Say whether cells, rows or formulas may be written as the quick scan does not look for them.

    A single sign is found many times faster than two: most sheets hold neither `!` nor `'`.
    """
    return (
        (b"!" in data and b"<!" in data)
        or (b"'" in data and b"='" in data)
        or b"<row>" in data
        or bool(_PREFIXED.search(data) or _ODD_CELL.search(data))
    )


def _farthest(refs: list[bytes], row: int, column: int) -> str:
    """Return the cell in the last row where that is far out, else in the last column."""
    is_low = (row + 1) * (column + 1) > AREA_LIMIT or row >= ROW_LIMIT
    if is_low and column < GRID_COLUMNS:
        number = str(row + 1).encode()
        return next(ref for ref in refs if ref.translate(None, _LETTERS) == number).decode()
    letters = column_letters(column).encode()
    return next(ref for ref in refs if ref.translate(None, _DIGITS) == letters).decode()


def _scan_layout(data: bytes, scan: SheetScan, start: int, end: int) -> None:
    if data.find(b' hidden="', start, end) >= 0:
        scan.hidden_rows = {int(row) - 1 for row in _HIDDEN_ROW.findall(data, start, end)}
    if data.find(b' hidden="', 0, start) >= 0:
        for attributes in _COLUMN.findall(data, 0, start):
            scan.hidden_columns |= hidden_span(dict(_ATTRIBUTE.findall(attributes)))
    for left, top, right, bottom in _MERGE.findall(data, end):
        columns = column_index(left.decode()), column_index(right.decode())
        scan.merges.append((int(top) - 1, columns[0], int(bottom) - 1, columns[1]))


def hidden_span(attributes: dict[bytes, bytes]) -> set[int]:
    """Return the zero-based columns that one `col` element hides, within the limit."""
    if attributes.get(b"hidden") not in (b"1", b"true"):
        return set()
    first, last = int(attributes.get(b"min", b"1")), int(attributes.get(b"max", b"1"))
    return set(range(first - 1, min(last, COLUMN_LIMIT)))


def _cell_at(data: bytes, position: int) -> tuple[tuple[int, int], bytes] | None:
    """Return address and attributes of the cell whose tag holds or ends before a position."""
    start = data.rfind(b"<", 0, position)
    if not data.startswith(b'<c r="', start):
        return None
    reference, _, attributes = data[start + 6 : position].partition(b'"')
    row = reference.lstrip(_LETTERS)
    return (int(row) - 1, _column(reference[: -len(row)])), attributes


@lru_cache(maxsize=COLUMN_LIMIT)
def _column(letters: bytes) -> int:
    return column_index(letters.decode())


def _scan_errors(data: bytes, scan: SheetScan, start: int, end: int) -> None:
    expected = data.count(b' t="e"', start, end)
    if not expected:
        return
    for found in _ERROR.finditer(data, start, end):
        cell = _cell_at(data, found.start())
        if cell:
            scan.error_cells[cell[0]] = found[1].decode("utf-8", "replace")
    if len(scan.error_cells) != expected:
        raise OddXmlError


def _scan_formulas(data: bytes, scan: SheetScan, start: int, end: int) -> None:
    if data.find(b"<f", start, end) < 0:
        return
    expected = sum(data.count(tag, start, end) for tag in (b"<f>", b"<f ", b"<f/"))
    masters: dict[bytes, bytes] = {}
    for found in _FORMULA.finditer(data, start, end):
        kind, text, cached = found.groups()
        cell = _cell_at(data, found.start())
        if not cell:
            raise OddXmlError
        scan.formulas[cell[0]] = unescape(shared_text(kind, text or b"", masters))
        if not cached and b't="str"' not in cell[1]:
            scan.uncached_formulas.add(cell[0])
    if len(scan.formulas) != expected:
        raise OddXmlError


def shared_text(kind: bytes, text: bytes, masters: dict[bytes, bytes]) -> bytes:
    """Return the text of a formula; a follower of a shared formula gets the master's, unshifted."""
    if b't="shared"' not in kind:
        return text
    index = dict(_ATTRIBUTE.findall(kind)).get(b"si", b"")
    if text:
        masters[index] = text
    return masters.get(index, b"")


def unescape(text: bytes) -> str:
    """Return XML text with its five named entities replaced."""
    plain = text.decode("utf-8", "replace")
    if "&" not in plain:
        return plain
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        plain = plain.replace(entity, sign)
    return plain


def _scan_percents(data: bytes, scan: SheetScan, styles: Styles) -> None:
    if 0 in styles.percent and data.count(b' s="') < scan.cells:
        raise OddXmlError
    used = [b"%d" % style for style in styles.percent if b' s="%d"' % style in data]
    if not used:
        return
    for found in re.finditer(rb' s="(?:' + b"|".join(used) + rb')"', data):
        cell = _cell_at(data, found.start())
        if cell:  # a whole row may carry a style too
            scan.percent_cells.add(cell[0])


def _scan_fonts(data: bytes, scan: SheetScan, styles: Styles, shared: SharedFonts) -> None:
    for style, font in styles.legacy.items():
        if (b'<c r="' in data and not style and data.count(b' s="') < scan.cells) or (
            b' s="%d"' % style in data
        ):
            scan.legacy_fonts.add(font)
    scan.legacy_fonts |= _run_fonts(data)
    if shared.strings:
        for index in {int(text) for text in _SHARED_INDEX.findall(data)} & shared.strings.keys():
            scan.legacy_fonts |= shared.strings[index]


def _run_fonts(data: bytes) -> frozenset[str]:
    if b"<rFont" not in data:
        return frozenset()
    names = {name.decode("utf-8", "replace") for name in _RUN_FONT.findall(data)}
    return frozenset(name for name in names if LEGACY_FONT.match(name))


def scan_shared_strings(data: bytes) -> SharedFonts:
    """Return which shared strings have a run in a legacy font."""
    if not _run_fonts(data):
        return SharedFonts()
    fonts = ((index, _run_fonts(item)) for index, item in enumerate(re.split(rb"<si[ >/]", data)[1:]))
    return SharedFonts({index: names for index, names in fonts if names})


def is_percent_format(code: str) -> bool:
    """Return whether a number format shows a share as percent (a quoted % does not)."""
    return "%" in _QUOTED.sub("", code)


def scan_styles(data: bytes) -> Styles:
    """Return the style numbers that show percent or use a legacy font."""
    root = ElementTree.fromstring(data)
    formats: dict[int, str] = {}
    fonts: list[str] = []
    styles: list[tuple[int, int]] = []
    for part in root:
        name = part.tag.rpartition("}")[2]
        if name == "numFmts":
            formats = {int(item.get("numFmtId", "0")): item.get("formatCode", "") for item in part}
        elif name == "fonts":
            fonts = [_font_name(item) for item in part]
        elif name == "cellXfs":
            styles = [(int(item.get("numFmtId", "0")), int(item.get("fontId", "0"))) for item in part]
    percent = {key for key, code in formats.items() if is_percent_format(code)} | _PERCENT_BUILT_IN
    legacy = {index: fonts[font] for index, (_, font) in enumerate(styles) if font < len(fonts)}
    return Styles(
        percent=frozenset(index for index, (number, _) in enumerate(styles) if number in percent),
        legacy={index: name for index, name in legacy.items() if LEGACY_FONT.match(name)},
    )


def _font_name(font: ElementTree.Element) -> str:
    for item in font:
        if item.tag.rpartition("}")[2] in ("name", "rFont"):
            return item.get("val", "")
    return ""
