"""Workbooks for tests, good and hostile, written part by part so that each can say exactly what it likes."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def sheet_xml(body: str, *, before: str = "", after: str = "", declaration: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{declaration}<worksheet xmlns="{MAIN}">'
        f"{before}<sheetData>{body}</sheetData>{after}</worksheet>"
    )


def cell(reference: str, value: str = "1", attributes: str = "") -> str:
    return f'<c r="{reference}"{attributes}><v>{value}</v></c>'


def row(number: int, cells: str, attributes: str = "") -> str:
    return f'<row r="{number}"{attributes}>{cells}</row>'


def parts_of(sheet: str, **more: str | bytes) -> dict[str, str | bytes]:
    """Return the parts of a workbook of one sheet; keyword names write `__` for `/` and `_dot_` for `.`."""
    types = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Bieu 01" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }
    return parts | {key.replace("__", "/").replace("_dot_", "."): value for key, value in more.items()}


def zipped(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def workbook_of(body: str, **layout: Any) -> bytes:
    return zipped(parts_of(sheet_xml(body, **layout)))


def far_cell_workbook(reference: str = "XFD1048576", number: int = 1048576) -> bytes:
    return workbook_of(row(1, cell("A1")) + row(number, cell(reference)))


def plain_workbook(rows: list[list[Any]], *, name: str = "Bieu 01") -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(name)
        for number, values in enumerate(rows):
            sheet.write_row(number, 0, values)
    return stream.getvalue()


def ole_file(stream_name: str, content: bytes = b"") -> bytes:
    """Return a compound file that holds one stream of at least 4096 bytes."""
    sector = 512
    content = content.ljust(max(4096, -(-len(content) // sector) * sector), b"\0")
    count = len(content) // sector
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    chain = [fat_mark, end, *range(3, count + 2), end]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(sector, b"\xff")
    entries = _entry("Root Entry", 5, child=1, start=end, size=0) + _entry(
        stream_name, 2, child=free, start=2, size=len(content)
    )
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0, 0,
    )  # fmt: skip
    return header.ljust(sector, b"\xff") + fat + entries.ljust(sector, b"\0") + content


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)


def _record(number: int, body: bytes) -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def xls_workbook() -> bytes:
    """Return an .xls with a text in A1, 512 in B2, #DIV/0! in C3, row 2 and column 4 hidden."""

    def text8(text: str) -> bytes:
        return struct.pack("<BB", len(text), 0) + text.encode("ascii")

    start = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    font = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0)
    book = start + _record(0x42, struct.pack("<H", 1200))
    book += b"".join(_record(0x31, font + text8(name)) for name in ("Arial",) * 4 + (".VnTime",))
    # Font 4 does not exist in BIFF: the fifth font on file has index 5.
    book += b"".join(
        _record(0xE0, struct.pack("<HHH14x", font_index, number_format, 0xFFF5 if index < 15 else 1))
        for index, (font_index, number_format) in enumerate([(0, 0)] * 16 + [(5, 0), (0, 9)])
    )
    name = text8("Bieu 01")
    length = len(book) + 4 + 4 + 2 + len(name) + 4
    book += _record(0x85, struct.pack("<IBB", length, 0, 0) + name) + _record(0x0A, b"")
    label = struct.pack("<HHHHB", 0, 0, 16, 5, 0) + b"Xa A1"
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += _record(0x200, struct.pack("<IIHHH", 0, 3, 0, 3, 0))
    sheet += _record(0x7D, struct.pack("<HHHHHH", 3, 3, 2560, 15, 1, 0))
    sheet += _record(0x208, struct.pack("<HHHHHHI", 1, 0, 3, 255, 0, 0, 0x120))
    sheet += _record(0x204, label)
    sheet += _record(0x203, struct.pack("<HHHd", 1, 1, 17, 512.0))
    sheet += _record(0x205, struct.pack("<HHHBB", 2, 2, 15, 7, 1))
    sheet += _record(0xE5, struct.pack("<HHHHH", 1, 0, 0, 0, 2)) + _record(0x0A, b"")
    return ole_file("Workbook", book + sheet)
