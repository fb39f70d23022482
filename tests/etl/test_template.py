from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from etl.mapping.headers import Head
from etl.template import TemplateError, write_template
from warehouse.places import load_places


def open_template(form: str, unit: str, year: int, **more: str) -> Any:
    data = write_template(form, unit_code=unit, year=year, places=load_places(), **more)
    return openpyxl.load_workbook(BytesIO(data))


def column_of(sheet: Any, letter: str) -> list[Any]:
    return [cell.value for cell in sheet[letter] if cell.value is not None]


def meta_of(book: Any) -> dict[str, str]:
    return {row[0]: row[1] for row in book["_Meta"].iter_rows(values_only=True) if row[0]}


def test_a_district_template_names_the_communes_of_that_year() -> None:
    before = column_of(open_template("danh-hieu", "389", 2018).worksheets[0], "B")
    after = column_of(open_template("danh-hieu", "389", 2020).worksheets[0], "B")

    assert "Xã Ngọc Khê" in before and "Xã Ngọc Khê" not in after
    assert "Thị trấn Ngọc Lặc" in after
    assert sum(str(name).startswith(("Xã ", "Thị trấn ")) for name in before) == 22


def test_a_district_template_has_a_line_for_its_own_offices_with_units_only() -> None:
    sheet = open_template("danh-hieu", "389", 2018).worksheets[0]

    line = next(row for row in sheet.iter_rows() if row[1].value == "Khối cơ quan, đơn vị trực thuộc huyện")

    assert [cell.column_letter for cell in line if not cell.protection.locked] == ["O", "P", "Q"]


def test_a_province_of_three_levels_groups_its_communes_by_district() -> None:
    sheet = open_template("danh-hieu", "38", 2018).worksheets[0]

    groups = [row[1].value for row in sheet.iter_rows() if row[0].value in {"I", "XXVII"}]

    assert len(groups) == 2
    assert sum(isinstance(cell.value, int) for cell in sheet["A"]) == 635


def test_a_province_template_of_2025_has_the_new_communes_and_the_citizens() -> None:
    sheet = open_template("danh-hieu", "38", 2025).worksheets[0]

    assert sum(isinstance(cell.value, int) for cell in sheet["A"]) == 166
    assert "CÔNG DÂN HỌC TẬP" in [cell.value for cell in sheet[9]]


def test_meta_is_hidden_well_and_says_form_unit_year_and_columns() -> None:
    book = open_template("tong-hop-diem-xa", "389", 2018)

    meta = meta_of(book)

    assert book["_Meta"].sheet_state == "veryHidden"
    assert {key: meta[key] for key in ("form", "unit", "year", "period")} == {
        "form": "tong-hop-diem-xa",
        "unit": "389",
        "year": "2018",
        "period": "nam",
    }
    assert meta["column.tc15"] == "Q" and meta["column.total"] == "R"


def test_rates_are_locked_formulas_without_a_kept_value() -> None:
    data = write_template("danh-hieu", unit_code="389", year=2018, places=load_places())
    formulas = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    values = openpyxl.load_workbook(BytesIO(data), data_only=True).worksheets[0]

    assert str(formulas["F11"].value).startswith("=IF(")
    assert values["F11"].value in (None, "")
    assert formulas["F11"].protection.locked and not formulas["C11"].protection.locked
    assert formulas.protection.sheet


def test_counts_must_be_whole_numbers_from_zero() -> None:
    sheet = open_template("danh-hieu", "389", 2018).worksheets[0]

    rules = {(rule.type, rule.operator, rule.formula1) for rule in sheet.data_validations.dataValidation}

    assert rules == {("whole", "greaterThanOrEqual", "0")}


def test_score_forms_carry_the_maxima_of_the_rubric_in_force() -> None:
    summary = open_template("tong-hop-diem-xa", "389", 2018).worksheets[0]
    sheet = open_template("cham-diem-xa", "15064", 2018).worksheets[0]

    assert [cell.value for cell in summary[11][2:18]] == [
        10,
        10,
        5,
        10,
        10,
        5,
        5,
        10,
        5,
        5,
        5,
        5,
        5,
        5,
        5,
        100,
    ]
    assert [sheet.cell(row, 3).value for row in range(10, 25)] == [
        10,
        10,
        5,
        10,
        10,
        5,
        5,
        10,
        5,
        5,
        5,
        5,
        5,
        5,
        5,
    ]


def test_paper_and_font_are_those_of_offices() -> None:
    sheet = open_template("danh-hieu", "389", 2018).worksheets[0]

    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet["C11"].font.name, sheet["C11"].font.size) == ("Times New Roman", 12)


@pytest.mark.parametrize(
    ("form", "unit", "first_row"),
    [
        ("danh-hieu", "389", 8),
        ("danh-hieu", "15064", 8),
        ("tong-hop-diem-xa", "389", 8),
        ("cham-diem-xa", "15064", 8),
    ],
)
def test_the_reader_knows_every_column_that_the_template_writes(form: str, unit: str, first_row: int) -> None:
    from etl.cells import column_letters
    from etl.forms import forms
    from etl.mapping.columns import map_columns
    from etl.mapping.labels import key

    book = open_template(form, unit, 2018)
    labels = filled_heads(book.worksheets[0], first_row, depth=1 if form == "cham-diem-xa" else 2)
    paths = tuple(tuple(dict.fromkeys(key(text) for text in path)) for path in labels)
    head = Head(first=first_row, last=first_row + 1, paths=paths, labels=tuple(" / ".join(p) for p in labels))

    found = {name: column_letters(column) for name, column in map_columns(forms()[form], head).keys.items()}

    written = {key_[7:]: letter for key_, letter in meta_of(book).items() if key_.startswith("column.")}
    rate = {name: letter for name, letter in found.items() if name.endswith(".rate_total")}
    plain = {name.replace("rate_total", "rate"): letter for name, letter in {**found, **rate}.items()}
    assert plain == written


def filled_heads(sheet: Any, first_row: int, *, depth: int) -> list[list[str]]:
    """Return the labels over each column, merged cells filled."""
    rows = [[cell.value for cell in sheet[first_row + 1 + step]] for step in range(depth)]
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row + 1):
            if first_row < row <= first_row + depth:
                for column in range(area.min_col, area.max_col + 1):
                    rows[row - first_row - 1][column - 1] = sheet.cell(area.min_row, area.min_col).value
    return [[str(text) for text in dict.fromkeys(column) if text] for column in zip(*rows, strict=True)]


def test_equal_templates_have_equal_bytes() -> None:
    first, second = (
        write_template("danh-hieu", unit_code="389", year=2018, places=load_places()) for _ in range(2)
    )

    assert first == second


def test_hints_follow_the_language_and_the_form_stays_vietnamese() -> None:
    sheet = open_template("danh-hieu", "389", 2018, language="en").worksheets[0]

    assert sheet.data_validations.dataValidation[0].errorTitle == "A whole number is needed"
    assert "GIA ĐÌNH HỌC TẬP" in [cell.value for cell in sheet[9]]


@pytest.mark.parametrize(
    ("form", "unit", "year", "words"),
    [
        ("danh-hiu", "389", 2018, ["“danh-hiu”", "“danh-hieu”", "tong-hop-diem-xa"]),
        ("danh-hieu", "3899", 2018, ["“3899”", "2018", "389 (Huyện Ngọc Lặc)"]),
        ("danh-hieu", "389", 1999, ["“1999”", "Gần nhất: 2016"]),
        ("danh-hieu", "389", 2026, ["“389”", "30/06/2025"]),
        ("cham-diem-xa", "389", 2018, ["“389”", "Huyện Ngọc Lặc", "“tong-hop-diem-xa”", "xã"]),
        ("tong-hop-diem-xa", "15064", 2018, ["“15064”", "“cham-diem-xa”", "tỉnh, huyện"]),
        ("tong-hop-diem-xa", "38", 2026, ["2026", "Năm gần nhất lập được: 2023"]),
    ],
)
def test_what_cannot_be_made_is_told_with_the_nearest(
    form: str, unit: str, year: int, words: list[str]
) -> None:
    with pytest.raises(TemplateError) as caught:
        write_template(form, unit_code=unit, year=year, places=load_places())

    assert [word for word in words if word not in caught.value.message("vi")] == []
    assert str(year) in caught.value.message("en") or form in caught.value.message("en")
