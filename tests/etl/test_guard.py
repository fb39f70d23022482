"""The guard answers every hostile file with a rule, and lets honest ones pass."""

from __future__ import annotations

import io
import random
import struct
import zipfile

import pytest
from workbooks import (
    MAIN,
    cell,
    far_cell_workbook,
    ole_file,
    parts_of,
    plain_workbook,
    row,
    sheet_xml,
    workbook_of,
    xls_workbook,
    zipped,
)

from etl import guard
from etl.errors import GuardRefusal

OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
GOOD = plain_workbook([["TT", "Tên xã"], [1, "Xã Lam Sơn"], [2, "Xã Minh Sơn"]])


def refusal(data: bytes) -> GuardRefusal:
    with pytest.raises(GuardRefusal) as caught:
        guard.inspect(data)
    return caught.value


def test_an_honest_workbook_passes_and_its_cells_are_counted() -> None:
    result = guard.inspect(GOOD)

    assert result.kind == "xlsx"
    assert [(name, scan.cells) for name, scan in result.sheets.items()] == [("Bieu 01", 6)]


def test_an_empty_file_is_called_empty() -> None:
    assert refusal(b"").rule == "empty_file"


def test_a_file_over_the_limit_is_refused_with_its_size() -> None:
    error = refusal(b"PK\x03\x04" + bytes(guard.SIZE_LIMIT))

    assert (error.rule, error.values["limit_mb"]) == ("too_large", 30)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "image"),
        (zipped({"word/document.xml": "<w/>", "[Content_Types].xml": "<T/>"}), "word"),
        (zipped({"a.txt": "x"}), "zip"),
        (zipped({"xl/workbook.bin": b"x"}), "xlsb"),
        (ole_file("WordDocument"), "word"),
        (zipped({"mimetype": f"{OPEN_DOCUMENT}.text", "content.xml": "<d/>"}), "text"),
        (zipped({"mimetype": f"{OPEN_DOCUMENT}.presentation", "content.xml": "<d/>"}), "presentation"),
        (zipped({"Index/Document.iwa": "x", "Metadata/Properties.plist": "x"}), "numbers"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99), "image"),
        (b"<html><body><table><tr><td>1</td></tr></table>", "html"),
        (b'<?xml version="1.0"?><Workbook/>', "xml"),
        ("TT,Tên xã\n1,Lam Sơn\n".encode(), "text"),
        ("TT\tTên xã\n1\tLam Sơn\n".encode("utf-16"), "text"),
        (bytes(2000), "unknown"),
        (random.Random(7).randbytes(3000), "unknown"),
    ],
)
def test_a_file_that_is_no_workbook_is_called_by_what_it_is(data: bytes, kind: str) -> None:
    error = refusal(data)

    assert (error.rule, error.values) == ("not_a_workbook", {"kind": kind})
    assert not guard.is_workbook_at_sight(data)


def test_an_open_document_with_a_damaged_type_is_called_damaged() -> None:
    data = zipped({"mimetype": f"{OPEN_DOCUMENT}.spreadsheet", "content.xml": "<d/>"})
    start = 30 + len("mimetype")  # behind the head of the first part

    error = refusal(data[:start] + b"\xff\xff" + data[start + 2 :])

    assert (error.rule, error.values["part"]) == ("broken_zip", "mimetype")


@pytest.mark.parametrize("data", [GOOD, xls_workbook()])
def test_a_workbook_is_known_at_sight(data: bytes) -> None:
    assert guard.is_workbook_at_sight(data)


@pytest.mark.parametrize("data", [b"", ole_file("EncryptedPackage"), GOOD[:200]])
def test_what_is_empty_locked_or_cut_off_is_no_workbook_at_sight(data: bytes) -> None:
    assert not guard.is_workbook_at_sight(data)


def test_a_workbook_with_a_password_is_told_apart() -> None:
    assert refusal(ole_file("EncryptedPackage")).rule == "encrypted_workbook"


def test_a_binary_xls_passes_whatever_it_is_called() -> None:
    assert guard.inspect(xls_workbook()).kind == "xls"


@pytest.mark.parametrize(
    ("reference", "number"),
    [("XFD1048576", 1048576), ("XFE1", 1), ("A16777217", 16777217), ("B200101", 200101), ("ZZZZZ9", 9)],
)
def test_a_cell_far_away_is_refused_and_named(reference: str, number: int) -> None:
    error = refusal(far_cell_workbook(reference, number))

    assert (error.rule, error.values["cell"], error.values["sheet"]) == ("far_cell", reference, "Bieu 01")


def test_a_far_cell_in_the_middle_of_a_sheet_is_found_too() -> None:
    body = (
        row(1, cell("A1"))
        + row(2, cell("XFD1048576"))
        + "".join(row(number, cell(f"A{number}")) for number in range(3, 400))
    )

    assert refusal(workbook_of(body)).rule == "far_cell"


@pytest.mark.parametrize(
    "body",
    [
        "<x:row r='1'><x:c r='XFD1048576'><x:v>1</x:v></x:c></x:row>",
        "<row r='1'><c r='XFD1048576'><v>1</v></c></row>",
        '<row r="1"><c\n r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c s="0" r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="&#88;FD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c><v>1</v></c></row>',
    ],
)
def test_a_far_cell_cannot_hide_behind_unusual_xml(body: str) -> None:
    sheet = sheet_xml(row(1, cell("A1")) + body).replace("<worksheet", '<worksheet xmlns:x="urn:x"')

    assert refusal(zipped(parts_of(sheet))).rule == "far_cell"


def test_a_wide_sheet_is_refused_with_its_width() -> None:
    error = refusal(workbook_of(row(1, cell("A1") + cell("IW1"))))

    assert (error.rule, error.values["cell"], error.values["columns"]) == ("too_many_columns", "IW1", 257)


def test_the_far_cell_named_is_one_that_stands_in_the_file() -> None:
    body = row(1, cell("A1") + cell("F1")) + row(900000, cell("C900000"))

    assert refusal(workbook_of(body)).values["cell"] == "C900000"


def test_two_near_corners_that_span_a_huge_box_are_refused() -> None:
    error = refusal(workbook_of(row(1, cell("IV1")) + row(200100, cell("A200100"))))

    assert (error.rule, error.values["cell"]) == ("far_cell", "A200100")


def test_cells_without_address_are_counted_into_columns() -> None:
    error = refusal(workbook_of('<row r="1">' + "<c><v>1</v></c>" * 300 + "</row>"))

    assert error.rule == "too_many_columns"


def test_a_false_dimension_and_a_styled_empty_row_at_the_end_do_no_harm() -> None:
    body = row(1, cell("A1")) + '<row r="1048576" ht="12.8"/>'

    assert guard.inspect(workbook_of(body, before='<dimension ref="A1:XFD1048576"/>')).kind == "xlsx"


def test_a_part_that_swells_beyond_the_ratio_is_refused_as_a_bomb() -> None:
    error = refusal(zipped(parts_of(sheet_xml(""), xl__sharedStrings_dot_xml=b"<sst>" + b"A" * (40 << 20))))

    assert (error.rule, error.values["part"]) == ("zip_bomb", "xl/sharedStrings.xml")


def test_a_declared_size_over_the_budget_is_refused_before_inflating() -> None:
    data = bytearray(GOOD)
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 2 << 30)

    assert refusal(bytes(data)).rule == "zip_bomb"


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/theme/theme1.xml", "docProps/core.xml"])
def test_a_document_type_is_refused_in_any_part(name: str) -> None:
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>'
    parts = parts_of(sheet_xml("")) | {name: f'<?xml version="1.0"?>{laughs}<a>&c;</a>'}

    error = refusal(zipped(parts))

    assert (error.rule, error.values) == ("doctype_refused", {"part": name})


def test_a_document_type_in_utf_16_cannot_slip_through() -> None:
    parts = parts_of(sheet_xml("")) | {"xl/theme.xml": '<!DOCTYPE a [<!ENTITY b "ha">]><a/>'.encode("utf-16")}

    error = refusal(zipped(parts))

    assert (error.rule, error.values["part"]) == ("broken_zip", "xl/theme.xml")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_called_broken(share: float) -> None:
    assert refusal(GOOD[: int(len(GOOD) * share)]).rule == "broken_zip"


def test_flipped_bytes_are_found_and_the_part_is_named() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    data = bytearray(GOOD)
    start = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    data[start : start + 4] = bytes(byte ^ 0xFF for byte in data[start : start + 4])

    error = refusal(bytes(data))

    assert (error.rule, error.values["part"]) == ("broken_zip", part.filename)


def test_a_sheet_that_is_not_well_formed_names_the_part() -> None:
    error = refusal(zipped(parts_of(sheet_xml("<row r='1'><c>"))))

    assert (error.rule, error.values["part"]) == ("broken_zip", "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil", "xl\\..\\..\\evil", "C:/evil"])
def test_a_part_that_climbs_out_of_the_archive_is_refused(name: str) -> None:
    assert refusal(zipped(parts_of(sheet_xml("")) | {name: "x"})).rule == "unsafe_part"


def test_a_part_given_twice_is_refused() -> None:
    parts = parts_of(sheet_xml("")) | {"XL/WorkSheets/Sheet1.xml": "x"}

    assert refusal(zipped(parts)).rule == "repeated_part"


def test_too_many_parts_are_refused() -> None:
    parts = parts_of(sheet_xml("")) | {f"xl/media/{number}.png": "" for number in range(2001)}

    assert refusal(zipped(parts)).rule == "too_many_parts"


def test_a_sheet_under_another_name_is_scanned_all_the_same() -> None:
    parts = parts_of(sheet_xml("")) | {"docProps/hidden.xml": sheet_xml(row(1, cell("XFD1048576")))}

    assert refusal(zipped(parts)).rule == "far_cell"


def test_macros_and_external_links_are_noted_not_refused() -> None:
    parts = parts_of(
        sheet_xml(row(1, cell("A1"))),
        xl__vbaProject_dot_bin=b"\0",
        xl__externalLinks__externalLink1_dot_xml="<externalLink/>",
    )

    result = guard.inspect(zipped(parts))

    assert (result.kind, result.has_macros, result.has_external_links) == ("xlsm", True, True)


def test_random_damage_never_raises_anything_but_a_refusal() -> None:
    dice = random.Random(20)
    for _ in range(200):
        data = bytearray(GOOD)
        for _ in range(dice.randrange(1, 12)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            guard.inspect(bytes(data))
        except GuardRefusal as error:
            assert error.rule


def test_an_archive_without_a_workbook_is_refused_by_its_directory() -> None:
    with pytest.raises(GuardRefusal, match="not_a_workbook"):
        guard.inspect(zipped({"ppt/presentation.xml": MAIN}))


def test_a_refusal_prints_its_rule_and_values() -> None:
    assert str(GuardRefusal("far_cell", {"cell": "XFD1", "sheet": None})) == "far_cell: cell=“XFD1”"
