"""Heads as offices write them: names of the place column, years side by side, and which year a book is of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook
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

from etl.model import Verdict
from etl.words import render


def years_book(
    labels: Sequence[str] = ("Tổng số hộ", "Năm 2017", "Năm 2018", "Lũy kế"),
    figures: Sequence[Any] = (1000, 700, 800, 950),
    *,
    year_line: str = "Năm 2018",
    group: str = "GIA ĐÌNH HỌC TẬP",
    below: Sequence[str | None] | None = None,
    sheet_name: str = "Bieu 01",
) -> bytes:
    """Return a book with one title, whose columns the labels name; `below` adds a third row to the head."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = sheet_name
    add(sheet, ["UBND HUYỆN NGỌC LẶC"], ["BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP"], [year_line])
    top = sheet.max_row + 1
    for column, label in enumerate(("TT", "Xã, thị trấn"), start=1):
        sheet.cell(top, column, label)
        sheet.merge_cells(
            start_row=top, end_row=top + (2 if below else 1), start_column=column, end_column=column
        )
    sheet.cell(top, 3, group)
    sheet.merge_cells(start_row=top, end_row=top, start_column=3, end_column=2 + len(labels))
    for column, label in enumerate(labels, start=3):
        sheet.cell(top + 1, column, label or None)
        sheet.cell(top + 2, column, below[column - 3] if below else None)
    row = top + (3 if below else 2)
    for column, value in enumerate((1, "Lam Sơn", *figures), start=1):
        sheet.cell(row, column, value)
    return as_bytes(book)


@pytest.mark.parametrize("year", [2017, 2018])
def test_only_the_columns_of_the_settled_year_are_read(year: int) -> None:
    verdict = check(years_book(year_line=f"Năm {year}"))

    figures = fact(verdict, "Lam Sơn")
    assert figures["year"] == year
    recognised = {2017: 700, 2018: 800}[year]
    assert (figures["total"], figures["recognised"], figures["cumulative"]) == (1000, recognised, 950)
    assert named(verdict, "columns_of_other_years").values["year"] == year


def test_a_year_column_that_does_not_say_what_it_counts_is_said_to_be_read_as_recognised() -> None:
    finding = named(check(years_book()), "year_column_read")

    assert (finding.severity, finding.cell, finding.raw) == ("warning", "E6", "Năm 2018")
    assert "hộ" in render(finding)


def test_years_under_recognised_need_no_reading_between_the_lines() -> None:
    labels = ("Tổng số hộ", "Được công nhận", "", "")
    verdict = check(years_book(labels, below=(None, "Năm 2017", "Năm 2018", "Lũy kế đến 2018")))

    figures = fact(verdict, "Lam Sơn")
    assert (figures["total"], figures["recognised"], figures["cumulative"]) == (1000, 800, 950)
    assert rules(verdict) == ["columns_of_other_years"]


def test_years_with_counts_and_rates_below_them_are_read_together() -> None:
    labels = ("Tổng số hộ", "Năm 2017", "", "Năm 2018", "", "Lũy kế", "")
    below = (None, "SL", "TL %", "SL", "TL %", "SL", "TL %")

    verdict = check(years_book(labels, (1000, 700, 70, 800, 80, 950, 95), below=below))

    figures = fact(verdict, "Lam Sơn")
    assert (figures["recognised"], figures["cumulative"]) == (800, 950)
    assert "rate_mismatch" not in rules(verdict)


@pytest.mark.parametrize("line", ["", "Các năm 2017, 2018", "Giai đoạn 2017-2018"])
def test_columns_of_several_years_without_a_year_of_the_book_are_asked_about(line: str) -> None:
    data = years_book(year_line=line)

    finding = named(check(data), "year_of_columns")

    assert (finding.severity, finding.cell, finding.raw) == ("error", "D6", "Năm 2017")
    assert finding.values["years"] == [2017, 2018]
    assert check(data).verdict == "rejected"
    assert fact(check(data, year=2017), "Lam Sơn")["recognised"] == 700


def test_a_year_that_no_column_is_of_contradicts_the_head() -> None:
    verdict = check(years_book(year_line="Năm 2019"))

    assert (verdict.verdict, rules(verdict)) == ("rejected", ["year_contradiction"])
    assert named(verdict, "year_contradiction").cell == "D6"


def test_a_cumulative_figure_is_never_the_recognised_and_its_absence_is_said() -> None:
    verdict = check(years_book(("Tổng số hộ", "Lũy kế"), (1000, 950)))

    figures = fact(verdict, "Lam Sơn")
    assert (figures["total"], figures["recognised"], figures["cumulative"]) == (1000, None, 950)
    assert (found(verdict, "no_recognised_column")[:2]) == ("warning", "C6")


def test_recognised_under_cumulative_is_cumulative() -> None:
    labels = ("Tổng số hộ", "Lũy kế", "", "Năm 2018", "")
    below = (None, "Số hộ được công nhận", "Tỷ lệ %", "Số hộ được công nhận", "Tỷ lệ %")

    verdict = check(years_book(labels, (1000, 950, 95, 800, 80), below=below))

    figures = fact(verdict, "Lam Sơn")
    assert (figures["recognised"], figures["cumulative"]) == (800, 950)
    assert {item.severity for item in verdict.findings} <= {"note"}


def test_a_plan_is_never_read_as_recognised() -> None:
    labels = ("Tổng số hộ", "Kế hoạch", "Thực hiện")
    below = (None, "Số hộ được công nhận", "Số hộ được công nhận")

    assert fact(check(years_book(labels, (1000, 900, 800), below=below)), "Lam Sơn")["recognised"] == 800


@pytest.mark.parametrize(
    "label",
    [
        "Huyện, xã", "Xã, phường, thị trấn", "Xã/phường", "Đơn vị (xã, phường)", "Tên đơn vị", "Xã, TT",
        "Tên xã (phường, thị trấn)", "Đơn vị\n(xã, phường, thị trấn)", "Tên đơn vị (xã, thị trấn)",
        "Huyện/xã", "Xã, phường, đặc khu", "Tên huyện, xã", "Các xã, thị trấn", "Đơn vị xã, phường",
        "Địa phương (xã)",
        "Xã – phường – thị trấn", "Phường, xã", "Thị trấn, xã", "Tên địa phương, đơn vị",
    ],
)  # fmt: skip
def test_the_place_column_is_known_by_many_names(label: str) -> None:
    verdict = check(titles_book(unit=label))

    assert (verdict.verdict, rules(verdict)) == ("accepted", [])
    assert verdict.tables[0].columns["unit"] == "B"


@pytest.mark.parametrize("label", ["Đơn vị tính", "ĐVT", "Đơn vị quản lý", "Thôn của xã báo cáo tháng"])
def test_other_columns_are_not_taken_for_the_place(label: str) -> None:
    assert rules(check(titles_book(unit=label))) == ["unknown_form"]


def test_the_commune_column_wins_over_a_column_of_districts() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    add(sheet, ["UBND HUYỆN NGỌC LẶC"], ["BIỂU TỔNG HỢP GIA ĐÌNH HỌC TẬP"], ["Năm 2018"])
    add(
        sheet,
        ["TT", "Huyện", "Xã", "Tổng số hộ", "Số hộ đăng ký", "Số hộ được công nhận"],
        [1, "Ngọc Lặc", "Lam Sơn", 1000, 900, 800],
    )

    assert fact(check(as_bytes(book)), "Lam Sơn")["recognised"] == 800


def test_a_title_line_wins_over_the_tab_with_a_warning_that_names_the_tab() -> None:
    verdict = check(titles_book(sheet_name="2017"))

    assert (verdict.verdict, verdict.year, verdict.rows.loaded) == ("warnings", 2018, 4)
    assert found(verdict, "sheet_year_differs") == ("warning", "A4", "2017")
    assert "2017" in render(named(verdict, "sheet_year_differs"))
    assert check(titles_book(sheet_name="2018")).findings == []


@pytest.mark.parametrize(
    "lines",
    [
        ("BÁO CÁO KẾT QUẢ DANH HIỆU HỌC TẬP NĂM 2018, PHƯƠNG HƯỚNG NĂM 2019",),
        ("TỔNG HỢP DANH HIỆU HỌC TẬP NĂM 2018", "KẾ HOẠCH NĂM 2019"),
        ("TỔNG HỢP DANH HIỆU HỌC TẬP NĂM 2018 VÀ NHIỆM VỤ TRỌNG TÂM NĂM 2019",),
        ("PHƯƠNG HƯỚNG, NHIỆM VỤ 2019", "KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2018"),
        ("KẾT QUẢ THỰC HIỆN KẾ HOẠCH NĂM 2018 - KẾ HOẠCH 6 THÁNG ĐẦU NĂM 2019",),
    ],
)
def test_a_line_about_next_years_plan_is_not_the_reports_year(lines: tuple[str, ...]) -> None:
    verdict = check(titles_book(titles=[*TITLE[:2], *lines, ""]))

    assert (verdict.verdict, verdict.year, verdict.period) == ("accepted", 2018, "nam")
    assert verdict.rows.loaded == 4


def test_a_plan_alone_is_no_year_of_a_report() -> None:
    data = titles_book(titles=[*TITLE[:3], "KẾ HOẠCH NĂM 2019"])

    assert rules(check(data)) == ["year_missing"]
    assert check(data, year=2018).year == 2018


def test_a_table_of_next_years_plan_in_a_later_section_is_set_aside_and_said() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    head = ["TT", "Đơn vị", "Tổng số hộ", "Số hộ đăng ký", "Số hộ được công nhận"]
    add(sheet, ["UBND HUYỆN NGỌC LẶC"], ["I. KẾT QUẢ NĂM 2018"], head, [1, "Lam Sơn", 1000, 900, 800])
    add(sheet, ["II. PHƯƠNG HƯỚNG NĂM 2019"], [*head[:4], "Số hộ được CN"], [1, "Lam Sơn", 1000, 950, 900])

    verdict = check(as_bytes(book))

    assert fact(verdict, "Lam Sơn")["recognised"] == 800
    assert found(verdict, "plan_table")[:2] == ("warning", "A6")
    assert (verdict.year, verdict.rows.loaded, verdict.rows.rejected) == (2018, 1, 0)
    assert [row.row for row in verdict.ignored if row.reason == "plan"] == [7, 8]


def test_a_plan_below_the_table_does_not_matter() -> None:
    rows = [*plain_rows(), [None, "Phương hướng năm 2019: phấn đấu 80% gia đình"]]

    assert check(titles_book(rows)).year == 2018
    assert check(titles_book([row_of("Lam Sơn", 1, gia_dinh=GOOD)])).verdict == "accepted"


def unmerged(head: Sequence[Any], lower: Sequence[Any], row: Sequence[Any]) -> Verdict:
    """Check a book whose head stands in two rows without a merged cell."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    top = ("HỘI KHUYẾN HỌC HUYỆN NGỌC LẶC", "TỔNG HỢP GIA ĐÌNH HỌC TẬP NĂM 2018")
    add(sheet, *([line] for line in top), head, (None, None, *lower), (1, *row))
    return check(as_bytes(book))


@pytest.mark.parametrize(
    ("labels", "figures", "total", "recognised"),
    [
        (("Tổng số hộ", "Năm 2017", "Năm 2018"), (1000, 500, 600), 1000, 600),
        (("Tổng số hộ", "Đạt năm 2017", "Đạt năm 2018"), (1000, 500, 600), 1000, 600),
        (("Tổng số hộ", "Số hộ 6 tháng", "Số hộ đạt"), (1000, 500, 600), 1000, 600),
    ],
)
def test_a_lower_row_with_numbers_in_its_labels_is_head_also_where_nothing_is_merged(
    labels: tuple[str, ...], figures: tuple[int, ...], total: int, recognised: int
) -> None:
    """Without its lower row the first column below the group's name, the total, passed for the recognised."""
    verdict = unmerged(("TT", "Xã", "Gia đình học tập"), labels, ("Lam Sơn", *figures))

    made = fact(verdict, "Lam Sơn")
    assert (made["total"], made["recognised"]) == (total, recognised)


@pytest.mark.parametrize(
    "years", [(2016, 2017, 2018), ("2016", "2017", "2018"), ("Năm 2016", "Năm 2017", "Năm 2018")]
)
def test_years_side_by_side_are_told_apart_where_nothing_is_merged(years: tuple[Any, ...]) -> None:
    verdict = unmerged(
        ("TT", "Xã", "Tổng số hộ", "Số hộ được công nhận"),
        (None, *years),
        ("Lam Sơn", 1000, 300, 400, 500),
    )

    assert (fact(verdict, "Lam Sơn")["recognised"], verdict.rows.loaded) == (500, 1)
