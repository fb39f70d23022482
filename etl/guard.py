"""What may be parsed at all: first step after receipt, before any parser sees the file.

`inspect` looks at size, first bytes and the zip directory, then inflates every part against a measured
budget and scans the sheets; it belongs into a worker, and the web process looks at nothing but the size.
Nothing here trusts a file's name or a size that the file declares.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from xml.etree import ElementTree
from xml.parsers import expat

from etl.errors import GuardRefusal
from etl.reader import ooxml_scan, xml_scan
from etl.reader.ooxml_scan import AREA_LIMIT, CELL_LIMIT, OddXmlError, SharedFonts, SheetScan, Styles
from etl.reader.sniff import sniff

MEBIBYTE = 1 << 20
SIZE_LIMIT = 30 * MEBIBYTE
PARTS_LIMIT = 2_000
TOTAL_LIMIT = 400 * MEBIBYTE
PART_LIMIT = 300 * MEBIBYTE
STRINGS_LIMIT = 100 * MEBIBYTE
RATIO_LIMIT = 200
RATIO_FROM = 10 * MEBIBYTE

Parsed = TypeVar("Parsed")

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_STRINGS = "xl/sharedStrings.xml"
_FIRST = (_WORKBOOK, _RELATIONS, _STYLES, _STRINGS)
_MIMETYPE_LENGTH = 80  # the longest of OpenDocument; never more is inflated at sight
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_XML_NAMES = (".xml", ".rels", ".vml")
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


@dataclass(slots=True)
class GuardResult:
    """A file that may be parsed, and what the guard noticed on the way.

    `sheets` maps the sheet's name to its scan; only xlsx and xlsm have any. Rows and columns count from 0.
    """

    kind: str  # xlsx, xlsm, xls, ods
    sheets: dict[str, SheetScan] = field(default_factory=dict)
    has_macros: bool = False
    has_external_links: bool = False


def check_size(size: int) -> None:
    """Refuse what is larger than any report; asked before such a file is read into memory.

    Raises:
        GuardRefusal: too_large.
    """
    if size > SIZE_LIMIT:
        values = {"size_mb": round(size / MEBIBYTE, 1), "limit_mb": SIZE_LIMIT // MEBIBYTE}
        raise GuardRefusal("too_large", values)


def inspect(data: bytes) -> GuardResult:
    """Return what the guard and the OOXML scan see in a file, in one pass over its parts.

    Raises:
        GuardRefusal: The file must not be parsed; `rule` and `values` say why.
    """
    kind = _kind(data)
    if kind == "xls":
        return GuardResult(kind)
    with _open(data) as archive:
        kind = _check_directory(archive)
        return _Pass(archive, kind).run()


def is_workbook_at_sight(data: bytes) -> bool:
    """Return whether size, first bytes and zip directory let a file be opened; inflates nothing."""
    try:
        if _kind(data) != "xls":
            with _open(data) as archive:
                _check_directory(archive)
    except GuardRefusal:
        return False
    return True


def _kind(data: bytes) -> str:
    if not data:
        raise GuardRefusal("empty_file", {"size": 0})
    check_size(len(data))
    kind = sniff(data)
    if kind == "encrypted":
        raise GuardRefusal("encrypted_workbook", {})
    if kind not in ("zip", "xls"):
        raise GuardRefusal("not_a_workbook", {"kind": kind})
    return kind


def _open(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _ZIP_FAULTS as error:
        raise GuardRefusal("broken_zip", {"part": None, "detail": str(error)}) from error


def _check_directory(archive: zipfile.ZipFile) -> str:
    """Return the kind that the directory shows: xlsx, xlsm or ods."""
    parts = archive.infolist()
    if len(parts) > PARTS_LIMIT:
        raise GuardRefusal("too_many_parts", {"parts": len(parts), "limit": PARTS_LIMIT})
    seen: set[str] = set()
    for part in parts:
        _check_entry(part, seen)
    declared = sum(part.file_size for part in parts)
    if declared > TOTAL_LIMIT:
        raise _bomb(None, declared)
    return _zip_kind(archive, {part.filename for part in parts})


def _check_entry(part: zipfile.ZipInfo, seen: set[str]) -> None:
    name = part.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or ":" in name:
        raise GuardRefusal("unsafe_part", {"part": part.filename[:200]})
    if name.casefold() in seen:
        raise GuardRefusal("repeated_part", {"part": part.filename[:200]})
    seen.add(name.casefold())
    if part.flag_bits & 1:
        raise GuardRefusal("encrypted_workbook", {})
    if part.compress_type not in _METHODS:
        raise GuardRefusal("broken_zip", {"part": part.filename, "detail": "compression"})


def _zip_kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    if _WORKBOOK in names:
        return "xlsm" if any(name.endswith("vbaProject.bin") for name in names) else "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return _open_document_kind(archive)
    for marker, kind in (
        ("xl/workbook.bin", "xlsb"),
        ("word/", "word"),
        ("ppt/", "presentation"),
        ("Index/Document.iwa", "numbers"),
    ):
        if any(name.startswith(marker) for name in names):
            raise GuardRefusal("not_a_workbook", {"kind": kind})
    raise GuardRefusal("not_a_workbook", {"kind": "zip"})


def _open_document_kind(archive: zipfile.ZipFile) -> str:
    """Return ods, or refuse what says of itself that it is text or slides."""
    try:
        with archive.open("mimetype") as part:
            says = part.read(_MIMETYPE_LENGTH)
    except _ZIP_FAULTS as error:
        raise GuardRefusal("broken_zip", {"part": "mimetype", "detail": str(error)}) from error
    for mark, kind in ((b"opendocument.text", "text"), (b"opendocument.presentation", "presentation")):
        if mark in says:
            raise GuardRefusal("not_a_workbook", {"kind": kind})
    return "ods"


def _bomb(part: str | None, size: int) -> GuardRefusal:
    values = {"part": part, "size_mb": round(size / MEBIBYTE), "limit_mb": TOTAL_LIMIT // MEBIBYTE}
    return GuardRefusal("zip_bomb", values)


class _Pass:
    """One walk over the parts of an archive: inflate, refuse, scan, let go."""

    def __init__(self, archive: zipfile.ZipFile, kind: str) -> None:
        self._archive = archive
        self._kind = kind
        self._total = self._cells = self._area = 0
        self._styles, self._shared = Styles(), SharedFonts()

    def run(self) -> GuardResult:
        """Return what the parts hold; parts that name the others come first."""
        parts = {part.filename: part for part in self._archive.infolist() if not part.is_dir()}
        names = self._read_book({name: self._inflate(parts[name]) for name in _FIRST if name in parts})
        sheets: dict[str, SheetScan] = {}
        for name, part in parts.items():
            data = b"" if name in _FIRST else self._inflate(part)
            if b"sheetData" in data and _is_xml(name, data):
                sheet = names.get(name.casefold(), name)
                sheets[sheet] = self._scan(data, sheet, name)
        return GuardResult(
            kind=self._kind,
            sheets={name: sheets[name] for name in [*names.values(), *sheets] if name in sheets},
            has_macros=self._kind == "xlsm",
            has_external_links=any(name.startswith("xl/externalLinks/") for name in parts),
        )

    def _inflate(self, part: zipfile.ZipInfo) -> bytes:
        """Return one part, read in pieces so that a lying size is found out in time."""
        limit = STRINGS_LIMIT if part.filename.casefold().endswith("sharedstrings.xml") else PART_LIMIT
        pieces: list[bytes] = []
        size = 0
        try:
            with self._archive.open(part) as stream:
                while piece := stream.read(MEBIBYTE):
                    pieces.append(piece)
                    size += len(piece)
                    self._spend(part, size, len(piece), limit)
        except _ZIP_FAULTS as error:
            raise GuardRefusal("broken_zip", {"part": part.filename, "detail": str(error)}) from error
        data = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        _check_text(part.filename, data)
        return data

    def _spend(self, part: zipfile.ZipInfo, size: int, piece: int, limit: int) -> None:
        self._total += piece
        is_thin = size > RATIO_FROM and size > RATIO_LIMIT * max(1, part.compress_size)
        if is_thin or size > limit or self._total > TOTAL_LIMIT:
            raise _bomb(part.filename, size)

    def _read_book(self, book: dict[str, bytes]) -> dict[str, str]:
        """Take styles and strings in; return the name of the sheet that each part holds."""
        if _STYLES in book:
            self._styles = _parsed(_STYLES, lambda: ooxml_scan.scan_styles(book[_STYLES]))
        if _STRINGS in book:
            self._shared = ooxml_scan.scan_shared_strings(book[_STRINGS])
        if _WORKBOOK not in book or _RELATIONS not in book:
            return {}
        relations = _parsed(_RELATIONS, lambda: ElementTree.fromstring(book[_RELATIONS]))
        workbook = _parsed(_WORKBOOK, lambda: ElementTree.fromstring(book[_WORKBOOK]))
        return _sheet_names(workbook, relations)

    def _scan(self, data: bytes, sheet: str, part: str) -> SheetScan:
        try:
            scan = ooxml_scan.scan_sheet(data, self._styles, self._shared, sheet=sheet)
        except OddXmlError:
            scan = _parsed(part, lambda: xml_scan.scan_sheet(data, self._styles, self._shared, sheet=sheet))
        self._cells += scan.cells
        self._area += scan.area
        if self._cells > CELL_LIMIT or self._area > AREA_LIMIT:
            values = {"cells": max(self._cells, self._area), "limit": CELL_LIMIT, "sheet": sheet}
            raise GuardRefusal("too_many_cells", values)
        return scan


def _parsed(part: str, parse: Callable[[], Parsed]) -> Parsed:
    try:
        return parse()
    except (ElementTree.ParseError, expat.ExpatError, ValueError) as error:
        raise GuardRefusal("broken_zip", {"part": part, "detail": str(error)}) from error


def _sheet_names(workbook: ElementTree.Element, relations: ElementTree.Element) -> dict[str, str]:
    targets = {item.get("Id"): _resolve(item.get("Target", "")) for item in relations}
    names: dict[str, str] = {}
    for item in workbook.iter():
        if item.tag.rpartition("}")[2] == "sheet":
            relation = next((value for key, value in item.items() if key.endswith("}id")), None)
            names[targets.get(relation, "").casefold()] = item.get("name", "")
    return names


def _resolve(target: str) -> str:
    """Return the part that a relation of the workbook means, from the root of the archive."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _is_xml(name: str, data: bytes) -> bool:
    return name.casefold().endswith(_XML_NAMES) or data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _check_text(name: str, data: bytes) -> None:
    """Refuse XML with a document type, and XML that hides its signs from a search (UTF-16).

    Excel writes neither.
    """
    if not _is_xml(name, data):
        return
    if b"\0" in data[:256]:
        raise GuardRefusal("broken_zip", {"part": name, "detail": "encoding"})
    if b"!" in data and _DECLARATION.search(data):  # one sign is found many times faster than two
        raise GuardRefusal("doctype_refused", {"part": name})
