"""Titles summary of one commune with one line an indicator and one column a year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from title_books import add, as_bytes, check, fact, found, rules

from etl.words import render

HEAD = (
    "TT", "Chỉ tiêu", "ĐVT", "Thực hiện 2017", "Kế hoạch 2018", "Thực hiện 2018", "So KH (%)",
    "So cùng kỳ (%)",
)  # fmt: skip
LINES: tuple[tuple[Any, ...], ...] = (
    ("I", "Gia đình học tập"),
    (1, "1. Tổng số hộ", "hộ", 990, 1000, 1000, 100, 101),
    (None, "- Số hộ đăng ký GĐHT", "hộ", 850, 900, 900, 100, 105.9),
    (None, "- Số hộ đạt", "hộ", 700, 850, 800, 94.1, 114.3),
    (None, "Tỷ lệ %", "%", 70.7, 85, 80, None, None),
    ("II", "Dòng họ học tập"),
    (2, "Tổng số dòng họ", "dòng họ", 20, 20, 20, 100, 100),
    (None, "Số dòng họ được công nhận", "dòng họ", 9, 12, 10, 83.3, 111.1),
    (3, "Tổng số thôn, bản", "thôn", 10, 10, 10, 100, 100),
    (None, "Số thôn đạt Cộng đồng học tập", "thôn", 7, 9, 8, 88.9, 114.3),
    (4, "Tổng số cơ quan, đơn vị", "đơn vị", 5, 5, 5, 100, 100),
    (None, "- Đạt danh hiệu Đơn vị học tập", "đơn vị", 3, 4, 4, 100, 133.3),
)
TOP = ("UBND XÃ LAM SƠN", "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP", "Xã Lam Sơn, huyện Ngọc Lặc", "Năm 2018")
FOOT = (None, "Người lập biểu", None, None, "Lam Sơn, ngày 05 tháng 12 năm 2018")


def write(
    sheet: Worksheet,
    *,
    top: Sequence[str] = TOP,
    head: Sequence[Any] = HEAD,
    lines: Sequence[Sequence[Any]] = LINES,
) -> None:
    for text in top:
        sheet.append([text])
    for row in (head, *lines):
        sheet.append(list(row))
    add(sheet, FOOT)


def lines_book(**parts: Any) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    write(sheet, **parts)
    return as_bytes(book)


def with_line(place: int, *values: Any) -> bytes:
    return lines_book(lines=[*LINES[:place], values, *LINES[place + 1 :]])


def counts(verdict: Any, title: str) -> tuple[Any, ...]:
    figures = fact(verdict, "Lam Sơn", title)
    return figures["total"], figures["registered"], figures["recognised"]


def test_the_lines_of_a_commune_make_one_fact_a_title() -> None:
    verdict = check(lines_book())

    assert (verdict.form, verdict.year, verdict.unit_code) == ("danh-hieu", 2018, "15064")
    assert counts(verdict, "gia_dinh") == (1000, 900, 800)
    assert counts(verdict, "dong_ho") == (20, None, 10)
    assert counts(verdict, "cong_dong") == (10, None, 8)
    assert counts(verdict, "don_vi") == (5, None, 4)
    assert (verdict.verdict, rules(verdict)) == ("accepted", ["columns_of_other_years"])


def test_each_line_is_loaded_and_each_other_row_has_its_reason() -> None:
    verdict = check(lines_book())

    assert (verdict.rows.loaded, verdict.rows.rejected) == (10, 0)
    assert {row.row: row.reason for row in verdict.ignored if row.row > 4} == {
        5: "header", 6: "group", 11: "group", 18: "signature",
    }  # fmt: skip
    assert verdict.tables[0].columns["gia_dinh.registered"] == "F"
    assert fact(verdict, "Lam Sơn")["row"] == 9


def test_the_year_settles_which_column_is_read() -> None:
    verdict = check(lines_book(top=[*TOP[:3], "Năm 2017"]))

    assert counts(verdict, "gia_dinh") == (990, 850, 700)


def test_without_a_year_the_officer_is_asked_which_column_counts() -> None:
    data = lines_book(top=TOP[:3])

    assert found(check(data), "year_of_columns") == ("error", "D4", "Thực hiện 2017")
    assert (check(data).verdict, check(data).rows.rejected) == ("rejected", 10)
    assert counts(check(data, year=2018), "dong_ho") == (20, None, 10)


def test_a_year_with_a_plan_only_is_never_loaded_from_the_plan() -> None:
    head = (*HEAD[:5], "Ước thực hiện 2018", *HEAD[6:])

    assert rules(check(lines_book(head=head))) == ["year_contradiction"]


def test_an_error_stands_on_its_line_and_rejects_its_title_only() -> None:
    verdict = check(with_line(3, None, "- Số hộ đạt", "hộ", 700, 850, 1500, 94.1, 114.3))

    assert found(verdict, "recognised_over_total") == ("error", "F9", "1500")
    (finding,) = [item for item in verdict.findings if item.severity == "error"]
    assert finding.values["other_cell"] == "F7"
    assert verdict.rows.rejected == 4
    assert {row["title"] for row in verdict.facts["title_count"]} == {"dong_ho", "cong_dong", "don_vi"}


@pytest.mark.parametrize(("value", "rule"), [("tám trăm", "not_a_number"), (12.5, "not_whole_number")])
def test_a_cell_that_is_no_count_is_named_by_its_address(value: Any, rule: str) -> None:
    verdict = check(with_line(2, None, "- Số hộ đăng ký GĐHT", "hộ", 850, 900, value))

    assert found(verdict, rule)[:2] == ("error", "F8")


def test_a_rate_that_does_not_fit_is_a_warning_on_its_cell() -> None:
    verdict = check(with_line(4, None, "Tỷ lệ %", "%", 70.7, 85, 88.9))

    assert found(verdict, "rate_mismatch") == ("warning", "F10", "88.9")
    assert verdict.findings[0].values["fits_whole_name"] == "registered"


def test_lines_of_other_things_are_left_and_named() -> None:
    verdict = check(
        lines_book(
            lines=[
                *LINES,
                (5, "Số hội viên khuyến học", "người", 100, 120, 130),
                (None, "Tỷ lệ", "%", 1, 2, 3),
            ]
        )
    )

    assert found(verdict, "unexpected_lines")[0] == "note"
    assert "Số hội viên khuyến học" in render(verdict.findings[-1])
    assert counts(verdict, "don_vi") == (5, None, 4)


@pytest.mark.parametrize("label", ["Số thôn có quỹ khuyến học", "Số hộ nghèo"])
def test_a_line_that_only_mentions_a_thing_is_no_total_of_it(label: str) -> None:
    verdict = check(lines_book(lines=[(1, label, None, 4, 5, 6), *LINES]))

    assert (counts(verdict, "cong_dong"), counts(verdict, "gia_dinh")) == ((10, None, 8), (1000, 900, 800))


def test_the_years_may_stand_above_plan_and_result() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for text in TOP:
        sheet.append([text])
    sheet.append(["TT", "Nội dung", "Đơn vị tính", "Năm 2017", None, "Năm 2018", None])
    sheet.append([None, None, None, "KH", "TH", "KH", "TH"])
    sheet.append([1, "Tổng số hộ", "Hộ", 990, 990, 1000, 1000])
    sheet.append([2, "Gia đình học tập", "Hộ", 750, 700, 850, 800])
    for left in (4, 6):
        sheet.merge_cells(start_row=5, end_row=5, start_column=left, end_column=left + 1)
    for column in (1, 2, 3):
        sheet.merge_cells(start_row=5, end_row=6, start_column=column, end_column=column)

    assert counts(check(as_bytes(book)), "gia_dinh") == (1000, None, 800)


def test_a_whole_districts_lines_are_not_put_beside_those_of_its_communes() -> None:
    top = ("UBND HUYỆN NGỌC LẶC", "HỘI KHUYẾN HỌC", TOP[1], "Năm 2018")

    verdict = check(lines_book(top=top))

    assert (verdict.verdict, found(verdict, "district_lines")[:2]) == ("rejected", ("error", "B5"))
    assert "huyện Ngọc Lặc" in render(verdict.findings[0])
    assert check(lines_book(top=top), unit="15064").facts["title_count"]


def test_villages_in_the_same_workbook_count_and_the_lines_are_compared_with_their_sum() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    write(sheet, lines=LINES[:5])
    detail = book.create_sheet("Chi tiet")
    for text in TOP:
        detail.append([text])
    detail.append(["TT", "Thôn, bản", "Tổng số hộ", "Số hộ đăng ký", "Số hộ được công nhận"])
    detail.append([1, "Thôn 1", 600, 500, 450])
    detail.append([2, "Thôn 2", 400, 400, 340])

    verdict = check(as_bytes(book))

    rows = verdict.facts["title_count"]
    assert [(row["village_name"], row["recognised"]) for row in rows] == [("Thôn 1", 450), ("Thôn 2", 340)]
    assert found(verdict, "total_mismatch") == ("warning", "F9", "800")
    assert verdict.rows.loaded == 2


def test_the_same_commune_as_a_row_and_as_lines_is_asked_about() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    write(sheet, lines=LINES[:5])
    other = book.create_sheet("Huyen")
    for text in ("UBND HUYỆN NGỌC LẶC", TOP[1], "Năm 2018"):
        other.append([text])
    other.append(["TT", "Xã, thị trấn", "Tổng số hộ", "Số hộ đăng ký", "Số hộ được công nhận"])
    other.append([1, "Lam Sơn", 1000, 900, 700])

    verdict = check(as_bytes(book))

    assert verdict.verdict == "rejected"
    assert "duplicate_conflict" in rules(verdict)


def test_new_and_again_above_the_total_reject_the_lines_of_that_title_at_a_cell() -> None:
    lines = [
        (1, "Tổng số hộ", "hộ", None, None, 1000),
        (2, "Số hộ công nhận mới Gia đình học tập", "hộ", None, None, 700),
        (3, "Số hộ công nhận lại Gia đình học tập", "hộ", None, None, 800),
        *LINES[5:],
    ]

    verdict = check(lines_book(lines=lines))

    assert found(verdict, "recognised_over_total") == ("error", "F7", "700")
    assert (verdict.verdict, verdict.rows.rejected) == ("partial", 3)
    assert {row["title"] for row in verdict.facts["title_count"]} == {"dong_ho", "cong_dong", "don_vi"}


def test_lines_by_managing_level_are_all_told_as_loaded() -> None:
    lines = [
        (1, "Tổng số đơn vị thuộc xã quản lý", "đơn vị", None, None, 5),
        (2, "Đạt danh hiệu Đơn vị học tập thuộc xã quản lý", "đơn vị", None, None, 4),
        (3, "Tổng số đơn vị thuộc huyện quản lý", "đơn vị", None, None, 3),
        (4, "Đạt danh hiệu Đơn vị học tập thuộc huyện quản lý", "đơn vị", None, None, 2),
    ]

    verdict = check(lines_book(lines=lines))

    assert (counts(verdict, "don_vi"), verdict.rows.loaded) == ((8, None, 6), 4)
