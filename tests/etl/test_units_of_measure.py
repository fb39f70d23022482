"""Figures in thousands are never loaded as they stand; units of counting are nothing to speak of."""

from __future__ import annotations

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from title_books import SIGNATURES, TITLE, add, as_bytes, check, edited, found, named, rules, titles_book

from etl.mapping.scales import is_scaled_label, is_scaled_line
from etl.words import render

SCALED = (
    "Đơn vị tính: nghìn hộ",
    "ĐVT: 1.000 hộ",
    "(Đơn vị: nghìn)",
    "Đơn vị tính: 1000 hộ, thôn",
    "ĐVT: hộ (x 1.000)",
    "Đơn vị tính: hộ, nghìn người",
    "ĐVT: Nghìn",
    "đvt: chục hộ",
    "(nghìn hộ)",
    "Đơn vị tính: trăm hộ",
    "ĐVT: 1 000 hộ",
    "Đơn vị tính: ngàn dòng họ",
    "Năm 2018 (Đơn vị tính: nghìn hộ)",
    "Don vi tinh: nghin ho",
    "(Số liệu tính theo đơn vị nghìn hộ)",
    "Số hộ tính bằng nghìn hộ",
    "Số liệu tính bằng: nghìn",
)
PLAIN = (
    "Đơn vị tính: hộ",
    "ĐVT: %",
    "Đơn vị tính: gia đình",
    "ĐVT: điểm",
    "Đơn vị tính: hộ, triệu đồng",
    "ĐVT: nghìn đồng",
    "ĐVT: 1.000đ",
    "Đơn vị: Trạm y tế xã",
    "Đơn vị: Thị trấn Ngan Dừa",
    "Đơn vị: Hội Khuyến học xã (1.000 hội viên)",
    "(Kèm theo Báo cáo số 100/BC-HKH)",
    "ĐVT: hộ. Kèm theo Báo cáo số 100, năm 2018",
    "Toàn huyện có 1.000 hộ",
    "Kinh phí tính bằng nghìn đồng",
    "Số liệu tính theo đơn vị hộ",
    "Tỷ lệ tính bằng số hộ đạt trên 100 hộ",
    "Tỷ lệ tính theo 1.000 hộ",
    "Tổng hợp theo đơn vị: Thị trấn Ngan Dừa",
)


@pytest.mark.parametrize("line", SCALED)
def test_a_table_in_thousands_waits_for_whole_figures(line: str) -> None:
    verdict = check(titles_book(titles=[*TITLE[:4], line]))

    assert (verdict.verdict, rules(verdict), verdict.rows.rejected) == ("rejected", ["scaled_unit"], 4)
    assert found(verdict, "scaled_unit") == ("error", "A5", line)
    assert "Ghi số đầy đủ đến từng hộ, từng đơn vị" in render(named(verdict, "scaled_unit"))


@pytest.mark.parametrize("line", PLAIN)
def test_a_unit_of_counting_is_nothing_to_speak_of(line: str) -> None:
    assert not is_scaled_line(line)


@pytest.mark.parametrize("line", ["Đơn vị tính: hộ", "ĐVT: %", "Đơn vị tính: gia đình", "ĐVT: nghìn đồng"])
def test_a_table_with_a_unit_of_counting_is_loaded(line: str) -> None:
    assert check(titles_book(titles=[*TITLE[:4], line])).verdict == "accepted"


@pytest.mark.parametrize(
    "label", ["Tổng số hộ (nghìn)", "Tổng số nghìn hộ", "Tổng số hộ (1.000 hộ)", "Tổng số hộ (x1.000)"]
)
def test_a_scale_in_the_head_of_a_count_is_told_at_its_cell(label: str) -> None:
    verdict = check(edited(titles_book(), C8=label))

    assert (rules(verdict), found(verdict, "scaled_unit")) == (["scaled_unit"], ("error", "C8", label))


@pytest.mark.parametrize(
    "label", ["Tỷ lệ trên 1.000 hộ", "Số GĐHT trên nghìn hộ", "Tổng số hộ (100%)", "Số hộ (2018)"]
)
def test_a_ratio_is_no_scale(label: str) -> None:
    assert not is_scaled_label(label)


def test_a_fund_in_thousands_of_dong_scales_no_count() -> None:
    assert check(edited(titles_book(), S7="Quỹ khuyến học (nghìn đồng)")).verdict == "accepted"


@pytest.mark.parametrize("line", ["Ghi chú: Đơn vị tính: nghìn hộ", "* Số hộ tính bằng nghìn hộ"])
def test_a_remark_below_the_table_is_read_too(line: str) -> None:
    def mend(sheet: Worksheet) -> None:
        add(sheet, [], [None, line], *SIGNATURES)

    verdict = check(titles_book(mend=mend))

    assert (rules(verdict), verdict.rows.loaded) == (["scaled_unit"], 0)


def test_the_unit_beside_a_line_is_read_too() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    lines = [
        [1, "Tổng số hộ", "nghìn hộ", 1.2],
        [2, "Số gia đình được công nhận gia đình học tập", "nghìn hộ", 0.8],
    ]
    head = ["TT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2018"]
    add(sheet, [TITLE[2]], ["Xã Lam Sơn, huyện Ngọc Lặc"], ["Năm 2018"], head, *lines)

    verdict = check(as_bytes(book))

    assert (rules(verdict), found(verdict, "scaled_unit")[1]) == (["scaled_unit"], "C6")


def test_a_scale_is_told_though_the_year_is_missing_too() -> None:
    verdict = check(titles_book(titles=[*TITLE[:3], "ĐVT: nghìn hộ"]))

    assert sorted(rules(verdict)) == ["scaled_unit", "year_missing"]
