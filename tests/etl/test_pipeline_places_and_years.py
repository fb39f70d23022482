from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from title_books import (
    GOOD,
    TITLE,
    add,
    as_bytes,
    check,
    fact,
    found,
    named,
    plain_rows,
    row_of,
    rules,
    titles_book,
)

from etl.words import render
from warehouse.places import load_places


def test_six_months_are_kept_apart_with_a_warning() -> None:
    verdict = check(titles_book(titles=[*TITLE[:3], "6 tháng đầu năm 2018"]))

    assert found(verdict, "period_six_months") == ("warning", "A4", "6 tháng đầu năm 2018")
    assert {row["period"] for row in verdict.facts["title_count"]} == {"6_thang"}


def test_a_book_without_a_year_is_rejected_unless_the_officer_names_it() -> None:
    data = titles_book(titles=TITLE[:3])

    assert (check(data).verdict, rules(check(data))) == ("rejected", ["year_missing"])
    assert check(data).rows.rejected == 4
    assert check(data, year=2018).verdict == "accepted"


def test_the_year_may_stand_in_the_sheets_name_only() -> None:
    verdict = check(titles_book(titles=TITLE[:3], sheet_name="Nam 2018"))

    assert (verdict.verdict, verdict.year) == ("accepted", 2018)


def test_two_years_contradict_each_other_until_the_officer_settles_them() -> None:
    data = titles_book(titles=[*TITLE[:3], "Năm 2018", "(Số liệu năm 2017)"])

    assert rules(check(data)) == ["year_contradiction"]
    assert check(data, year=2018).year == 2018
    assert rules(check(titles_book(), year=2019)) == ["year_contradiction"]


def test_a_book_without_a_place_is_rejected_unless_the_officer_names_it() -> None:
    data = titles_book(titles=TITLE[2:4])

    assert (check(data).verdict, rules(check(data))) == ("rejected", ["place_missing"])
    assert "chưa biết biểu của huyện, tỉnh nào" in render(named(check(data), "place_missing"))
    assert check(data, unit="389").verdict == "accepted"


def test_another_place_than_the_officers_is_an_error() -> None:
    assert rules(check(titles_book(), unit="390")) == ["place_contradiction"]


def test_an_abolished_district_is_refused_with_date_and_successors() -> None:
    verdict = check(titles_book(titles=[*TITLE[:3], "Năm 2026"]))

    assert rules(verdict) == ["abolished_place"]
    assert verdict.findings[0].values["ended"] == "2025-06-30"


def test_a_sheet_of_something_else_is_no_known_form() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    add(sheet, ["Danh sách lớp"], ["TT", "Họ và tên", "Ngày sinh"], [1, "Học sinh A", 2010])

    assert rules(check(as_bytes(book))) == ["unknown_form"]
    assert rules(check(as_bytes(Workbook()))) == ["empty_workbook"]


def test_bytes_that_are_no_workbook_are_not_readable() -> None:
    verdict = check(b"%PDF-1.4 something")

    assert (verdict.verdict, verdict.readable, rules(verdict)) == ("rejected", False, ["not_a_workbook"])


def test_one_sheet_a_title_takes_its_title_from_the_lines_above() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    add(sheet, ["UBND HUYỆN NGỌC LẶC"], ["BIỂU TỔNG HỢP DÒNG HỌ HỌC TẬP"], ["Năm 2018"])
    add(
        sheet,
        ["TT", "Đơn vị", "Tổng số", "Đăng ký", "Được công nhận", "Tỷ lệ %"],
        [1, "Lam Sơn", 20, 15, 10, 50],
    )

    figures = fact(check(as_bytes(book)), "Lam Sơn", "dong_ho")

    assert (figures["total"], figures["registered"], figures["recognised"]) == (20, 15, 10)


def test_no_commune_of_the_country_is_taken_for_a_total_a_group_or_a_signature() -> None:
    from etl.mapping.rows import is_group, kind_of_name, names_own_offices

    names = {
        n for unit in load_places().units if unit.level == "commune" for n in (unit.name, unit.short_name)
    }

    assert [n for n in names if kind_of_name(n) or is_group("1", n) or is_group("", n)] == []
    assert [n for n in names if names_own_offices(n)] == []


@pytest.mark.parametrize("number", [1, None])
def test_a_commune_with_a_short_prefix_is_no_tenth_group(number: int | None) -> None:
    rows = [row_of("X. Lam Sơn", number, gia_dinh=GOOD), row_of("X.Minh Sơn", number, gia_dinh=GOOD)]

    verdict = check(titles_book(rows))

    assert (verdict.verdict, verdict.rows.loaded) == ("accepted", 2)
    assert fact(verdict, "Lam Sơn")["recognised"] == 800


@pytest.mark.parametrize(
    "name", ["Huyện Ngọc Lặc", "TX. Bỉm Sơn", "H. Mường Lát", "Cẩm Thủy", "TP Thanh Hóa"]
)
def test_figures_of_a_district_never_become_those_of_the_town_of_its_name(name: str) -> None:
    titles = ("UBND TỈNH THANH HÓA", "HỘI KHUYẾN HỌC", TITLE[2], "Năm 2018", "")

    verdict = check(titles_book([row_of(name, 1, gia_dinh=GOOD)], titles=titles, unit="Đơn vị"))

    assert found(verdict, "district_row") == ("error", "B9", name)
    assert (verdict.rows.loaded, verdict.rows.rejected) == (0, 1)


def test_the_town_of_a_district_is_still_found_in_that_districts_book() -> None:
    verdict = check(titles_book([row_of("Ngọc Lặc", 1, gia_dinh=GOOD), row_of("Huyện Ngọc Lặc", 2)]))

    assert fact(verdict, "Thị trấn Ngọc Lặc")["recognised"] == 800


def test_no_commune_of_the_country_is_taken_for_a_whole_district() -> None:
    from etl.match import _DISTRICT_PREFIX

    names = {
        n for unit in load_places().units if unit.level == "commune" for n in (unit.name, unit.short_name)
    }

    assert [n for n in names if _DISTRICT_PREFIX.match(n.casefold())] == []


def test_a_school_below_the_villages_is_a_unit_and_no_community() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (
        "UBND XÃ MINH SƠN",
        "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP",
        "Xã Minh Sơn, huyện Ngọc Lặc",
        "Năm 2018",
    ):
        sheet.append([line])
    sheet.append(
        ["TT", "Thôn, bản", "Tổng số hộ", "Số hộ đăng ký", "Số hộ được công nhận", "Cộng đồng học tập"]
    )
    sheet.append([1, "Thôn 1", 100, 90, 80, "Đạt"])
    sheet.append(["II", "Cơ quan, đơn vị, trường học trên địa bàn"])
    sheet.append([1, "Trường TH Minh Sơn", None, None, None, "Đạt"])

    facts = check(as_bytes(book)).facts["title_count"]

    assert [(row["row"], row["title"]) for row in facts if row["title"] != "gia_dinh"] == [
        (6, "cong_dong"),
        (8, "don_vi"),
    ]


def test_a_commune_added_below_the_signatures_is_named() -> None:
    def late(sheet: Worksheet) -> None:
        add(sheet, row_of("Cao Ngọc", 5, gia_dinh=GOOD))

    verdict = check(titles_book(mend=late))

    (finding,) = verdict.findings
    assert (finding.severity, finding.rule, finding.row) == ("warning", "rows_below_signatures", 16)
    assert (verdict.verdict, verdict.rows.loaded) == ("warnings", 4)


@pytest.mark.parametrize("year", [1816, 2108])
def test_a_year_of_another_century_is_named_and_not_called_missing(year: int) -> None:
    verdict = check(titles_book(titles=[*TITLE[:3], f"Năm {year}"]))

    assert found(verdict, "year_unlikely") == ("error", "A4", str(year))
    assert f"biểu ghi năm {year}, ngoài các năm được nhận (từ 2005 đến 2049)" in render(verdict.findings[0])


@pytest.mark.parametrize("unit", [None, "389"])
def test_a_year_before_the_lists_of_places_is_told_and_not_a_missing_place(unit: str | None) -> None:
    verdict = check(titles_book(titles=[*TITLE[:3], "Năm 2015"]), **({"unit": unit} if unit else {}))

    assert rules(verdict) == ["year_before_places"]
    assert "danh sách đơn vị hành chính bắt đầu từ 01/01/2016" in render(verdict.findings[0])
    assert verdict.rows.rejected == 4


@pytest.mark.parametrize(("year", "is_unlikely"), [(2004, True), (2005, False), (2049, False), (2050, True)])
def test_a_year_outside_those_that_are_taken_is_a_slip_of_the_pen(year: int, is_unlikely: bool) -> None:
    verdict = check(titles_book(titles=[*TITLE[:3], f"Năm {year}"]))

    assert ("year_unlikely" in rules(verdict)) is is_unlikely
    assert verdict.year == (None if is_unlikely else year)


NGA_SON, LAM_SON, MINH_SON = "401", "15064", "15124"


@pytest.mark.parametrize(
    ("top", "rows", "unit", "cell", "read"),
    [
        ("UBND HUYỆN NGA SƠN", 4, "389", "A1", "huyện Nga Sơn"),
        ("UBND HUYỆN NGỌC LẶC", 4, NGA_SON, "A1", "huyện Ngọc Lặc"),
        ("UBND HUYỆN NGỌC LẶC", 4, LAM_SON, "A1", "huyện Ngọc Lặc"),
        ("UBND XÃ LAM SƠN, HUYỆN NGỌC LẶC", 1, MINH_SON, "B9", "xã Lam Sơn"),
    ],
)
def test_of_a_contradicted_place_one_thing_is_said_and_nothing_of_the_names_in_rows(
    top: str, rows: int, unit: str, cell: str, read: str
) -> None:
    verdict = check(titles_book(plain_rows()[:rows], titles=[top, *TITLE[1:]]), unit=unit)

    assert (rules(verdict), verdict.rows.rejected) == (["place_contradiction"], rows)
    assert found(verdict, "place_contradiction")[:2] == ("error", cell)
    assert f"biểu ghi {read}, nhưng khi nộp chọn" in render(named(verdict, "place_contradiction"))


def test_a_commune_that_sends_its_own_row_of_the_districts_book_contradicts_nothing() -> None:
    verdict = check(titles_book(plain_rows()[:1]), unit=LAM_SON)

    assert (verdict.verdict, verdict.rows.loaded) == ("accepted", 1)


def test_figures_are_still_checked_where_the_place_is_contradicted() -> None:
    rows = [row_of("Lam Sơn", gia_dinh=(1000, 900, 1200, None))]

    verdict = check(titles_book(rows), unit=NGA_SON)

    assert sorted(rules(verdict)) == ["place_contradiction", "recognised_over_total"]
