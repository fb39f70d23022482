"""Every value stands at its own address, and what calamine leaves out is found by the scan."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from workbooks import cell, parts_of, row, sheet_xml, workbook_of, xls_workbook, zipped

from etl.errors import GuardRefusal, UnreadableWorkbook
from etl.model import Sheet, Workbook
from etl.reader import ooxml_scan, read_workbook, xml_scan


@pytest.fixture(scope="module")
def book() -> Workbook:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as writer:
        percent = writer.add_format({"num_format": "0.0%"})
        quoted = writer.add_format({"num_format": '0.0"%"'})
        legacy = writer.add_format({"font_name": ".VnTime"})
        date = writer.add_format({"num_format": "dd/mm/yyyy"})
        sheet = writer.add_worksheet("Biểu 1 & 2")
        sheet.merge_range("C5:E5", "Tỷ lệ")
        sheet.write("C6", 0.855, percent)
        sheet.write("D6", 85.5, quoted)
        sheet.write("E6", "Cao ThÞnh", legacy)
        sheet.write("C7", datetime.date(2018, 12, 5), date)
        sheet.write_formula("C8", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D8", '=IF(A1<2,"&","")', None, "")
        sheet.write_formula("E8", "=SUM(C6:D6)", None, 86.355)
        sheet.write_rich_string("C9", "a", writer.add_format({"font_name": "VNI-Times"}), "b", "c")
        sheet.set_row(6, None, None, {"hidden": True})
        sheet.set_column("G:H", None, None, {"hidden": True})
        writer.add_worksheet("Ẩn").hide()
        writer.add_worksheet("_Meta").very_hidden()
    return read_workbook(stream.getvalue())


@pytest.fixture(scope="module")
def first(book: Workbook) -> Sheet:
    return book.sheets[0]


def test_sheets_keep_their_order_and_say_whether_they_are_hidden(book: Workbook) -> None:
    assert [(sheet.name, sheet.is_hidden) for sheet in book.sheets] == [
        ("Biểu 1 & 2", False),
        ("Ẩn", True),
        ("_Meta", True),
    ]


def test_a_table_that_begins_at_c5_keeps_its_addresses(first: Sheet) -> None:
    assert first.rows[4][2] == "Tỷ lệ"
    assert first.rows[6][2] == datetime.date(2018, 12, 5)
    assert first.merges == [(4, 2, 4, 4)]


def test_hidden_rows_and_columns_are_named(first: Sheet) -> None:
    assert first.hidden_rows == {6}
    assert first.hidden_columns == {6, 7}


def test_an_error_cell_is_not_mistaken_for_a_blank(first: Sheet) -> None:
    assert first.rows[7][2] == ""
    assert first.error_cells == {(7, 2): "#DIV/0!"}


def test_formulas_keep_their_text_and_one_written_without_a_result_is_marked(first: Sheet) -> None:
    assert first.formulas == {(7, 2): "1/0", (7, 3): 'IF(A1<2,"&","")', (7, 4): "SUM(C6:D6)"}
    assert first.uncached_formulas == {(7, 3)}


def test_only_a_true_percent_format_makes_a_percent_cell(first: Sheet) -> None:
    assert first.percent_cells == {(5, 2)}


def test_legacy_fonts_are_found_in_cells_and_in_runs(first: Sheet, book: Workbook) -> None:
    assert first.legacy_fonts == {".VnTime", "VNI-Times"}
    assert book.sheets[1].legacy_fonts == frozenset()


def test_a_default_font_of_the_old_kind_counts_for_cells_without_a_style() -> None:
    styles = (
        '<styleSheet><fonts><font><name val=".VnTime"/></font></fonts>'
        '<cellXfs><xf numFmtId="0" fontId="0"/></cellXfs></styleSheet>'
    )
    data = zipped(parts_of(sheet_xml(row(1, cell("A1"))), xl__styles_dot_xml=styles))

    assert read_workbook(data).sheets[0].legacy_fonts == {".VnTime"}


@pytest.mark.parametrize("cached", ["", "<v></v>", "<v/>"])
def test_a_formula_without_a_result_is_marked(cached: str) -> None:
    data = workbook_of(
        row(1, cell("A1") + f'<c r="B1"><f>A1*2</f>{cached}</c><c r="C1"><f>A1</f><v>1</v></c>')
    )

    sheet = read_workbook(data).sheets[0]

    assert sheet.uncached_formulas == {(0, 1)}
    assert sheet.formulas == {(0, 1): "A1*2", (0, 2): "A1"}


def test_a_formula_whose_result_is_the_empty_text_counts_as_calculated() -> None:
    data = workbook_of(row(1, '<c r="A1" t="str"><f>IF(1,"","")</f><v></v></c>'))

    assert read_workbook(data).sheets[0].uncached_formulas == frozenset()


def test_a_follower_of_a_shared_formula_gets_the_masters_text() -> None:
    body = '<c r="A1"><f t="shared" ref="A1:A2" si="0">[1]S!B1</f><v>1</v></c>'
    data = workbook_of(row(1, body) + row(2, '<c r="A2"><f t="shared" si="0"/><v>2</v></c>'))

    assert read_workbook(data).sheets[0].formulas == {(0, 0): "[1]S!B1", (1, 0): "[1]S!B1"}


ODD_SHEETS = [
    row(1, cell("A1") + cell("B1", attributes=' s="1"')),
    row(1, cell("A1", "#N/A", ' t="e"') + cell("C1", "x", ' t="str"')),
    row(2, cell("A2"), ' hidden="1"') + row(5, '<c r="B5" s="1" t="e"><f>A1&lt;2</f><v>#REF!</v></c>'),
    row(1, '<c r="A1"><f>B1</f></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><f>1</f><v/></c>'),
    row(1, '<c r="A1" s="1"><f t="shared" ref="A1:A2" si="3">Z1</f><v>1</v></c>')
    + row(2, '<c r="A2"><f t="shared" si="3"/><v>2</v></c>'),
    row(1, '<c r="A1" t="inlineStr"><is><r><rPr><rFont val=".VnArial"/></rPr><t>x</t></r></is></c>'),
    "",
]


@pytest.mark.parametrize("body", ODD_SHEETS)
def test_the_quick_scan_and_expat_see_the_same(body: str) -> None:
    layout = {
        "before": '<cols><col min="2" max="3" width="9" hidden="1"/></cols>',
        "after": '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
    }
    data = sheet_xml(body, **layout).encode()
    styles = ooxml_scan.Styles(frozenset({1}), {1: "VNI-Times"})

    quick = ooxml_scan.scan_sheet(data, styles, ooxml_scan.SharedFonts(), sheet="S")
    slow = xml_scan.scan_sheet(data, styles, ooxml_scan.SharedFonts(), sheet="S")

    assert quick == slow


@pytest.mark.parametrize("opening", ["<!-- a note -->", "<row><c><v>9</v></c></row>"])
def test_unusual_xml_is_read_by_expat_with_the_same_answers(opening: str) -> None:
    data = workbook_of(opening + row(3, cell("B3", "#N/A", ' t="e"'), ' hidden="1"'))

    sheet = read_workbook(data).sheets[0]

    assert (sheet.error_cells, sheet.hidden_rows) == ({(2, 1): "#N/A"}, {2})


ODD_SPELLINGS = [
    "<!-- a note -->",
    "<row r='1'></row>",
    "<row></row>",
    '<x:row r="1"></x:row>',
    '<row r="1"><x:c r="A1"/></row>',
    '<row r="1"><c\tr="A1"/></row>',
    '<row r="1"><c r="A1"><x:f>B1</x:f></c></row>',
]


@pytest.mark.parametrize("opening", ODD_SPELLINGS)
def test_the_quick_scan_vouches_for_no_unusual_xml(opening: str) -> None:
    data = sheet_xml(opening + row(3, cell("B3"))).encode()

    with pytest.raises(ooxml_scan.OddXmlError):
        ooxml_scan.scan_sheet(data, ooxml_scan.Styles(), ooxml_scan.SharedFonts(), sheet="S")


def test_a_shared_string_that_does_not_exist_is_an_unreadable_workbook() -> None:
    data = workbook_of(row(1, cell("A1", "99", ' t="s"')))

    with pytest.raises(UnreadableWorkbook, match="reason=“parser”"):
        read_workbook(data)


def test_reading_runs_the_guard_itself() -> None:
    with pytest.raises(GuardRefusal, match="empty_file"):
        read_workbook(b"")


def test_an_old_xls_gives_values_hidden_parts_errors_and_fonts() -> None:
    book = read_workbook(xls_workbook())

    sheet = book.sheets[0]
    assert (book.kind, sheet.rows[0][0], sheet.rows[1][1]) == ("xls", "Xa A1", 512.0)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({1}, {3})
    assert sheet.error_cells == {(2, 2): "#DIV/0!"}
    assert sheet.percent_cells == {(1, 1)}
    assert sheet.legacy_fonts == {".VnTime"}
    assert sheet.merges == [(0, 0, 0, 2)]


def test_a_damaged_xls_is_an_unreadable_workbook() -> None:
    data = bytearray(xls_workbook())
    data[1536:1600] = bytes(64)  # the record that opens the workbook

    with pytest.raises(UnreadableWorkbook):
        read_workbook(bytes(data))


def read_bare(data: bytes) -> list[Any]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
