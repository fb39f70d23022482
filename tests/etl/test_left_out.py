from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook
from title_books import add, as_bytes, check, fact, found, rules

from etl.model import Verdict
from etl.words import render

TITLES = (["UBND HUYỆN NGỌC LẶC"], ["BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP"], ["Năm 2018"])
HEAD = ["TT", "Xã, thị trấn", "Tổng số", "Đăng ký", "Được công nhận"]
FAMILIES = [[1, "Lam Sơn", 1000, 900, 800], [2, "Mỹ Tân", 1010, 900, 800], [3, "Thúy Sơn", 1020, 900, 800]]
CLANS = [[1, "Lam Sơn", 20, 15, 10], [2, "Mỹ Tân", 21, 15, 10], [3, "Thúy Sơn", 22, 15, 10]]


def book(**sheets: Sequence[Sequence[Any]]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        add(made.create_sheet(name), *rows)
    return as_bytes(made)


def test_a_sheet_of_figures_with_an_unknown_head_is_told() -> None:
    unknown = [
        ["DÒNG HỌ HỌC TẬP"],
        ["Số", "Nơi báo", "Có", "Được"],
        [1, "Lam Sơn", 20, 10],
        [2, "Mỹ Tân", 2, 1],
    ]

    verdict = check(book(GDHT=[*TITLES, HEAD, *FAMILIES], DH=unknown))

    assert rules(verdict) == ["sheet_not_read"]
    assert found(verdict, "sheet_not_read")[0] == "warning"
    assert verdict.findings[0].sheet == "DH"
    assert "2 dòng số liệu chưa được lấy" in render(verdict.findings[0])
    assert verdict.verdict == "warnings"


def test_sheets_told_apart_by_their_tabs_are_all_read_or_told() -> None:
    rows = [*TITLES, HEAD, *CLANS]

    told = check(book(GDHT=rows, DHHT=rows, CDHT=rows, DVHT=rows))
    read = check(book(GĐHT=rows, DHHT=rows, CĐHT=rows, ĐVHT=rows))

    assert rules(told) == ["sheet_not_read"]
    assert "cộng đồng hoặc công dân" in render(told.findings[0])
    assert rules(read) == []
    for title in ("gia_dinh", "dong_ho", "cong_dong", "don_vi"):
        assert fact(read, "Lam Sơn", title)["recognised"] == 10


def test_a_tab_with_its_stroke_is_not_called_unclear() -> None:
    unknown = [["Danh sách"], ["Đề mục", "Cột một", "Cột hai"], ["Lam Sơn", 10, 8]]

    verdict = check(book(GDHT=[*TITLES, HEAD, *FAMILIES], CĐHT=unknown))

    assert "đầu bảng chưa rõ" in render(verdict.findings[0])


def test_a_sheet_of_notes_is_not_told() -> None:
    assert rules(check(book(GDHT=[*TITLES, HEAD, *FAMILIES], Sheet2=[["Ghi chú"], ["Kèm theo", 12]]))) == []


def test_two_tables_with_one_head_take_their_titles_from_the_lines_above_each() -> None:
    rows = [*TITLES, ["I. GIA ĐÌNH HỌC TẬP"], HEAD, *FAMILIES, ["II. DÒNG HỌ HỌC TẬP"], HEAD, *CLANS]

    verdict = check(book(Bieu=rows))

    assert rules(verdict) == []
    assert fact(verdict, "Lam Sơn")["total"] == 1000
    assert fact(verdict, "Lam Sơn", "dong_ho")["total"] == 20


@pytest.mark.parametrize("line", [[], [["I. GIA ĐÌNH HỌC TẬP (tiếp theo)"]]])
def test_a_head_typed_again_for_the_next_page_continues_the_table(line: list[list[str]]) -> None:
    verdict = check(book(Bieu=[*TITLES, ["GIA ĐÌNH HỌC TẬP"], HEAD, *FAMILIES[:2], *line, HEAD, FAMILIES[2]]))

    assert rules(verdict) == []
    assert len(verdict.tables) == 1
    assert fact(verdict, "Thúy Sơn")["total"] == 1020


def test_the_same_head_under_another_year_is_another_table() -> None:
    rows = [*TITLES, ["GIA ĐÌNH HỌC TẬP"], HEAD, *FAMILIES, ["Năm 2017"], HEAD, *FAMILIES]

    verdict = check(book(Bieu=rows))

    assert [table.year for table in verdict.tables] == [2018, 2017]
    assert verdict.rows.loaded == 6


def test_the_second_of_two_tables_side_by_side_is_told() -> None:
    head = ["TT", "Xã, thị trấn", "Tổng số hộ", "Số hộ được công nhận GĐHT"]
    left, right = [1, "Lam Sơn", 1000, 800], [2, "Thúy Sơn", 1100, 700]

    verdict = check(book(Bieu=[*TITLES, [*head, None, *head], [*left, None, *right]]))

    assert rules(verdict) == ["table_beside"]
    assert found(verdict, "table_beside") == ("warning", "F5", "TT")
    assert fact(verdict, "Lam Sơn")["recognised"] == 800


def test_villages_of_two_communes_on_one_sheet_stay_apart() -> None:
    head = ["TT", "Thôn, bản", "Tổng số hộ", "Số hộ được công nhận GĐHT"]
    villages = [[1, "Thôn 1", 100, 80], [2, "Thôn 2", 100, 70]]
    rows = [*TITLES, ["Xã Lam Sơn"], head, *villages, ["Xã Mỹ Tân"], head, *villages]

    verdict = check(book(Bieu=rows))

    assert rules(verdict) == []
    assert verdict.rows.loaded == 4
    assert len({table.unit_code for table in verdict.tables}) == 2


def families(
    *titles: str, head: tuple[str, ...] = ("Tổng số hộ", "Số hộ đăng ký", "Số hộ được công nhận")
) -> Verdict:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    add(sheet, *([title] for title in titles), ["Năm 2018"], ["TT", "Xã, thị trấn", *head])
    add(sheet, [1, "Lam Sơn", 1000, 900, 800])
    return check(as_bytes(book))


def test_a_sheet_of_another_title_is_never_loaded_as_one_of_learning() -> None:
    verdict = families("UBND HUYỆN NGỌC LẶC", "HỘI KHUYẾN HỌC", "BIỂU TỔNG HỢP GIA ĐÌNH VĂN HÓA")

    assert (verdict.verdict, verdict.facts["title_count"]) == ("rejected", [])
    assert verdict.findings[0].severity == "error"


@pytest.mark.parametrize(
    "titles",
    [
        ("HUYỆN NGỌC LẶC", "BIỂU TỔNG HỢP GIA ĐÌNH VĂN HÓA, GIA ĐÌNH HỌC TẬP"),
        ("HUYỆN NGỌC LẶC", "GẮN VỚI PHONG TRÀO GIA ĐÌNH VĂN HÓA", "BIỂU TỔNG HỢP GIA ĐÌNH HIẾU HỌC"),
        ("PHÒNG VĂN HÓA VÀ THÔNG TIN", "HUYỆN NGỌC LẶC", "BIỂU TỔNG HỢP GIA ĐÌNH HỌC TẬP"),
        ("TRUNG TÂM HỌC TẬP CỘNG ĐỒNG", "HUYỆN NGỌC LẶC", "BIỂU TỔNG HỢP"),
    ],
)
def test_another_title_beside_ours_takes_nothing_from_it(titles: tuple[str, ...]) -> None:
    verdict = families(*titles)

    assert fact(verdict, "Lam Sơn")["recognised"] == 800


def test_a_head_that_names_our_title_is_read_below_another() -> None:
    head = ("Tổng số hộ", "GĐHT đăng ký", "GĐHT được công nhận")

    counts = fact(families("HUYỆN NGỌC LẶC", "BIỂU TỔNG HỢP GIA ĐÌNH VĂN HÓA", head=head), "Lam Sơn")

    assert (counts["total"], counts["recognised"]) == (1000, 800)
