"""Names of files and tabs that say another year or commune than the lines above the table."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from score_books import GOOD, score_sheet
from title_books import as_bytes, check, found, named, rules, titles_book

from etl.model import Hints, Verdict
from etl.pipeline import check_workbook
from etl.words import render


def of_file(file_name: str, year: int | None = None) -> Verdict:
    return check_workbook(titles_book(), file_name=file_name, hints=Hints(year=year))


@pytest.mark.parametrize(
    "name",
    ["Bao cao nam 2019.xlsx", "Báo cáo năm 2019 (bản cuối).xlsx", "BC_NAM_2019.xls", "bieu-1-nam-2019.xls"],
)
def test_a_file_named_after_another_year_is_told_and_the_table_decides(name: str) -> None:
    verdict = of_file(name)

    assert (verdict.verdict, verdict.year, rules(verdict)) == ("warnings", 2018, ["file_year_differs"])
    assert render(named(verdict, "file_year_differs")) == (
        f"Tệp mang tên “{name}”, nhưng biểu ghi năm 2018. Đã lấy năm 2018 theo biểu; "
        "sửa năm trên biểu nếu là số năm 2019, hoặc đổi tên tệp."
    )


@pytest.mark.parametrize(
    "name",
    [
        "Bao cao nam 2018.xlsx",
        "Bao cao 2019-01-15.xlsx",
        "Báo cáo nộp ngày 15.1.2019.xlsx",
        "Ngoc Lac, ngay 15 thang 1 nam 2019.xlsx",
        "BC_thang_01_nam_2019.xlsx",
        "Bieu theo QĐ 12 năm 2019.xlsx",
        "bao cao 2018-2019.xlsx",
        "bao cao nam 2019 - 2020.xlsx",
        "Báo cáo năm học 2019_2020.xlsx",
        "Kế hoạch năm 2019.xlsx",
        "Bao cao nam 2018 so voi nam 2017.xlsx",
        "Hội khuyến học Hà Nam 2019.xlsx",
        "Bieu 2019.xlsx",
    ],
)
def test_a_number_that_is_no_year_assessed_leaves_nothing_to_tell(name: str) -> None:
    assert of_file(name).findings == []


def test_the_year_that_the_officer_chose_needs_no_word_on_the_name() -> None:
    assert of_file("Bao cao nam 2019.xlsx", 2018).findings == []


def of_villages(tab: str, place: str = "Xã Lam Sơn, huyện Ngọc Lặc") -> bytes:
    """Return the titles of the villages of a commune on a tab of some name; the place stands in A1."""
    book = load_workbook(io.BytesIO(titles_book(titles=(place, "BIỂU DANH HIỆU HỌC TẬP", "Năm 2018"))))
    sheet = book.worksheets[0]
    sheet.title, sheet["B5"] = tab, "Thôn, bản"
    for row in range(7, 11):
        sheet.cell(row, 2, f"Thôn {row}")
    return as_bytes(book)


@pytest.mark.parametrize("tab", ["Minh Sơn", "minh son", "X. Minh Sơn"])
def test_a_tab_named_after_another_commune_than_its_title_is_told(tab: str) -> None:
    for data, cell in ((score_sheet({"assessed": GOOD}, sheet_name=tab), "A3"), (of_villages(tab), "A1")):
        verdict = check(data)

        assert (verdict.unit_code, found(verdict, "sheet_place_differs")) == ("15064", ("warning", cell, tab))
        assert render(named(verdict, "sheet_place_differs")).endswith(
            f"trang tính mang tên “{tab}” (xã Minh Sơn), nhưng biểu ghi xã Lam Sơn. Đã lấy là số của xã Lam "
            "Sơn theo biểu; sửa tên đơn vị trên biểu nếu là số của xã Minh Sơn, hoặc đổi tên trang tính."
        )


@pytest.mark.parametrize("tab", ["Lam Sơn", "Phieu", "Ngọc Lặc", "Thọ Xuân", "Minh Sơ", "2018"])
def test_a_tab_that_names_no_other_commune_of_the_district_leaves_nothing_to_tell(tab: str) -> None:
    for data in (score_sheet({"assessed": GOOD}, sheet_name=tab), of_villages(tab)):
        assert "sheet_place_differs" not in rules(check(data))


def test_a_tab_that_alone_names_the_commune_contradicts_nothing() -> None:
    for data in (
        score_sheet({"assessed": GOOD}, sheet_name="Minh Sơn", place="Huyện: Ngọc Lặc"),
        of_villages("Minh Sơn", "Huyện Ngọc Lặc"),
    ):
        assert "sheet_place_differs" not in rules(check(data))


def test_the_commune_that_the_officer_chose_is_not_said_to_stand_in_the_title() -> None:
    data = score_sheet({"assessed": GOOD}, sheet_name="Minh Sơn", place="Huyện: Ngọc Lặc")

    assert "sheet_place_differs" not in rules(check(data, unit="15064"))


def test_a_tab_of_a_table_of_communes_may_bear_the_name_of_one() -> None:
    assert rules(check(titles_book(sheet_name="Minh Sơn"))) == []
