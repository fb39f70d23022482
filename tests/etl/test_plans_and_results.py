"""Heads that say only when or how far: plan and result, parts of the year, met and not met."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from openpyxl import Workbook
from title_books import COMMUNES, TITLE, add, as_bytes, check, found, named, rules

from etl.model import Verdict
from etl.words import render

FIGURES = (1000, 700, 650, 80)


def table_of(
    labels: Sequence[str],
    *,
    group: str | None = "Gia đình học tập",
    year: str = "Năm 2018",
    top: str = TITLE[2],
    figures: Sequence[int | float] = FIGURES,
) -> Verdict:
    """Check a table of two communes whose columns stand below one title, or below none."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line, text in enumerate((TITLE[0], top, year), start=1):
        sheet.cell(line, 1, text)
    depth = 2 if group else 1
    for column, label in ((1, "TT"), (2, "Xã, thị trấn")):
        sheet.cell(5, column, label)
        sheet.merge_cells(start_row=5, end_row=4 + depth, start_column=column, end_column=column)
    if group:
        sheet.cell(5, 3, group)
        sheet.merge_cells(start_row=5, end_row=5, start_column=3, end_column=2 + len(labels))
    for column, label in enumerate(labels, start=3):
        sheet.cell(4 + depth, column, label)
    for place, name in enumerate(COMMUNES[:2], start=1):
        add(sheet, [place, name, *figures[: len(labels)]])
    return check(as_bytes(book))


def read(verdict: Verdict) -> set[tuple[int | None, int | None, int | None]]:
    return {(row["total"], row["registered"], row["recognised"]) for row in verdict.facts["title_count"]}


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("Tổng số hộ", "Kế hoạch", "Thực hiện", "Tỷ lệ"), (1000, None, 650)),
        (("Tổng số hộ", "Chỉ tiêu", "Kết quả", "Tỷ lệ (%)"), (1000, None, 650)),
        (("Kế hoạch", "Thực hiện", "Tỷ lệ"), (None, None, 700)),
        (("KH", "TH", "%"), (None, None, 700)),
        (("Tổng số hộ", "KH giao", "Kết quả thực hiện"), (1000, None, 650)),
    ],
)
def test_what_was_done_beside_its_plan_is_what_was_recognised(
    labels: tuple[str, ...], expected: tuple[int | None, ...]
) -> None:
    verdict = table_of(labels)

    assert (verdict.verdict, read(verdict)) == ("accepted", {expected})
    assert {"actual_column_read", "plan_columns"} <= set(rules(verdict))
    assert named(verdict, "plan_columns").severity == "note"
    assert "đã hiểu là số hộ được công nhận" in render(named(verdict, "actual_column_read"))


def test_plan_and_result_may_stand_above_the_titles() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    add(sheet, [TITLE[0]], [TITLE[2]], ["Năm 2018"])
    add(sheet, ["TT", "Xã, thị trấn", "Kế hoạch", None, "Thực hiện", None])
    add(sheet, [None, None, "Gia đình học tập", "Dòng họ học tập", "Gia đình học tập", "Dòng họ học tập"])
    for cells in ("A5:A6", "B5:B6", "C5:D5", "E5:F5"):
        sheet.merge_cells(cells)
    add(sheet, [1, "Lam Sơn", 900, 20, 800, 15])

    verdict = check(as_bytes(book))

    recognised = {row["title"]: row["recognised"] for row in verdict.facts["title_count"]}
    assert (verdict.verdict, recognised) == ("accepted", {"gia_dinh": 800, "dong_ho": 15})
    told = [(item.cell, item.raw) for item in verdict.findings if item.rule == "actual_column_read"]
    assert told == [("E5", "Thực hiện")] * 2


def test_below_a_line_on_one_title_plan_and_result_are_read_too() -> None:
    top = "KẾT QUẢ XÂY DỰNG GIA ĐÌNH HỌC TẬP"

    verdict = table_of(("Tổng số hộ", "Kế hoạch", "Thực hiện"), group=None, top=top)

    assert (read(verdict), "no_recognised_column" in rules(verdict)) == ({(1000, None, 650)}, False)


@pytest.mark.parametrize("label", ["Thực hiện", "TH", "Kết quả"])
def test_what_was_done_without_a_plan_is_asked_about_and_not_guessed(label: str) -> None:
    verdict = table_of(("Tổng số hộ", label))

    assert (rules(verdict), read(verdict)) == (["actual_column_unclear"], {(1000, None, None)})
    assert found(verdict, "actual_column_unclear") == ("warning", "D6", label)
    assert "ví dụ “Số hộ được công nhận”" in render(named(verdict, "actual_column_unclear"))


def test_a_named_column_of_the_recognised_leaves_what_was_done_aside() -> None:
    verdict = table_of(("Tổng số hộ", "Kế hoạch", "Thực hiện", "Số được công nhận"))

    assert (read(verdict), rules(verdict)) == ({(1000, None, 80)}, ["unexpected_columns", "plan_columns"])


@pytest.mark.parametrize(
    ("year", "period", "expected"), [("Năm 2018", "nam", 80), ("6 tháng đầu năm 2018", "6_thang", 700)]
)
def test_of_parts_of_the_year_only_that_of_the_report_is_read(year: str, period: str, expected: int) -> None:
    verdict = table_of(("Tổng số hộ", "6 tháng", "9 tháng", "Cả năm"), year=year)

    assert (verdict.period, read(verdict)) == (period, {(1000, None, expected)})
    assert found(verdict, "period_columns")[0] == "note"
    assert "no_recognised_column" not in rules(verdict)


def test_parts_of_the_year_alone_leave_no_column_of_the_year() -> None:
    verdict = table_of(("Tổng số hộ", "6 tháng", "9 tháng"))

    assert (read(verdict), rules(verdict)) == (
        {(1000, None, None)}, ["other_period_columns", "no_recognised_column"],
    )  # fmt: skip


def test_met_is_read_and_not_met_left() -> None:
    verdict = table_of(("Đạt", "Không đạt"))

    assert (verdict.verdict, rules(verdict), read(verdict)) == (
        "accepted",
        ["negative_columns"],
        {(None, None, 1000)},
    )


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("Tổng số hộ", "Kế hoạch đăng ký", "Thực hiện", "Tỷ lệ"), (1000, 650, None)),
        (("Kế hoạch đăng ký", "Thực hiện"), (None, 700, None)),
        (("KH đăng ký", "TH", "KH công nhận", "TH"), (None, 700, 80)),
    ],
)
def test_what_was_done_of_a_plan_to_register_is_what_was_registered(
    labels: tuple[str, ...], expected: tuple[int | None, ...]
) -> None:
    verdict = table_of(labels)

    assert read(verdict) == {expected}
    told = [render(item) for item in verdict.findings if item.rule == "actual_column_read"]
    assert "đã hiểu là số hộ đăng ký" in told[0]


@pytest.mark.parametrize("group", ["Gia đình học tập", None])
@pytest.mark.parametrize(
    "top", ["BIỂU TỔNG HỢP SỐ HỘ ĐĂNG KÝ GIA ĐÌNH HỌC TẬP", "BIỂU TỔNG HỢP ĐĂNG KÝ XÂY DỰNG GIA ĐÌNH HỌC TẬP"]
)
def test_below_a_line_on_registration_what_was_done_is_asked_about(top: str, group: str | None) -> None:
    verdict = table_of(("Tổng số hộ", "Kế hoạch", "Thực hiện"), group=group, top=top)

    assert read(verdict) == {(1000, None, None)}
    assert found(verdict, "actual_column_unclear")[:2] == ("warning", "E6" if group else "E5")


def test_below_a_line_on_both_registered_and_recognised_what_was_done_is_recognised() -> None:
    top = "BIỂU TỔNG HỢP ĐĂNG KÝ, CÔNG NHẬN GIA ĐÌNH HỌC TẬP"

    assert read(table_of(("Tổng số hộ", "Kế hoạch", "Thực hiện"), top=top)) == {(1000, None, 650)}


def things_below(plan: str, done: str, *things: str) -> Verdict:
    """Check a table in which plan and result stand above what is counted."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    count = len(things)
    add(sheet, [TITLE[0]], [TITLE[2]], ["Năm 2018"])
    add(sheet, ["TT", "Xã, thị trấn", plan, *[None] * (count - 1), done], [None, None, *things, *things])
    for cells in ("A5:A6", "B5:B6"):
        sheet.merge_cells(cells)
    for first in (3, 3 + count):
        sheet.merge_cells(start_row=5, end_row=5, start_column=first, end_column=first + count - 1)
    add(sheet, [1, "Lam Sơn", *(900, 850, 20)[:count], *(800, 750, 15)[:count]])
    return check(as_bytes(book))


@pytest.mark.parametrize("year", ["", " năm 2018"])
def test_things_counted_below_plan_and_result_are_what_was_done_and_no_total(year: str) -> None:
    verdict = things_below(f"Kế hoạch{year}", f"Thực hiện{year}", "Số hộ", "Số dòng họ", "Số thôn")

    recognised = {row["title"]: (row["total"], row["recognised"]) for row in verdict.facts["title_count"]}
    assert recognised == {"gia_dinh": (None, 800), "dong_ho": (None, 750), "cong_dong": (None, 15)}
    assert rules(verdict).count("actual_column_read") == 3
    assert "no_recognised_column" not in rules(verdict)


def test_a_total_below_the_result_that_may_be_of_all_is_asked_about() -> None:
    verdict = things_below("Kế hoạch", "Thực hiện", "Tổng số hộ", "Tổng số dòng họ")

    assert verdict.facts["title_count"] == []
    assert rules(verdict).count("actual_column_unclear") == 2


def test_a_total_beside_other_counts_of_the_result_stays_a_total() -> None:
    verdict = things_below("Kế hoạch", "Thực hiện", "Số hộ", "Số hộ được công nhận")

    assert read(verdict) == {(800, None, 750)}


@pytest.mark.parametrize("top", [TITLE[2], "KẾT QUẢ XÂY DỰNG GIA ĐÌNH HỌC TẬP"])
@pytest.mark.parametrize(
    ("labels", "rate"),
    [
        (("Tổng số hộ", "Kế hoạch", "Thực hiện", "Tỷ lệ"), 92.9),
        (("Tổng số hộ", "Chỉ tiêu giao", "Kết quả đạt được", "% đạt"), 92.9),
        (("Tổng số hộ", "Kế hoạch", "Thực hiện (đăng ký)", "Tỷ lệ"), 92.9),
        (("Tổng số hộ", "Kế hoạch", "Số hộ đạt", "Tỷ lệ"), 92.9),
        (("Tổng số hộ", "Kế hoạch", "Số hộ đạt", "Tỷ lệ"), 65),
    ],
)
def test_a_rate_that_fits_the_plan_is_right(labels: tuple[str, ...], rate: float, top: str) -> None:
    verdict = table_of(labels, top=top, figures=(1000, 700, 650, rate))

    assert "rate_mismatch" not in rules(verdict)


def test_a_rate_that_fits_neither_plan_nor_total_is_asked_about() -> None:
    labels = ("Tổng số hộ", "Kế hoạch", "Số hộ đạt", "Tỷ lệ")

    verdict = table_of(labels, figures=(1000, 700, 650, 80))

    assert rules(verdict).count("rate_mismatch") == 2


def test_totals_of_two_periods_are_no_conflict() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    counted = ("Tổng số hộ", "Số hộ đăng ký", "Số hộ đạt")
    add(sheet, [TITLE[0]], [TITLE[2]], ["Năm 2018"])
    add(sheet, ["TT", "Xã, thị trấn", "6 tháng đầu năm", None, None, "Cả năm"])
    add(sheet, [None, None, *counted, *counted])
    for cells in ("A5:A6", "B5:B6", "C5:E5", "F5:H5"):
        sheet.merge_cells(cells)
    add(sheet, [1, "Lam Sơn", 900, 800, 100, 910, 820, 700])

    verdict = check(as_bytes(book))

    assert (verdict.verdict, read(verdict), rules(verdict)) == (
        "accepted", {(910, 820, 700)}, ["period_columns"],
    )  # fmt: skip
    assert named(verdict, "period_columns").values["count"] == 3
