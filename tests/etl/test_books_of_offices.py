"""Correct books in the layouts of offices: read as they are meant, without an error or a warning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook
from title_books import add, as_bytes, check, fact, found, rules

from etl.model import Verdict
from warehouse.places import load_places

TOP = ("HỘI KHUYẾN HỌC HUYỆN NGỌC LẶC", "TỔNG HỢP GIA ĐÌNH HỌC TẬP NĂM 2018")
VILLAGES = (
    "HỘI KHUYẾN HỌC XÃ LAM SƠN",
    "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP NĂM 2018",
    "Xã Lam Sơn, huyện Ngọc Lặc",
)


def book(heads: Sequence[Sequence[Any]], *rows: Sequence[Any], top: Sequence[str] = TOP) -> Verdict:
    """Check a book; in the rows of the head a blank is merged to the left, below the first row upwards."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    add(sheet, *([line] for line in top), *heads, *rows)
    first = sheet.max_row - len(rows) - len(heads) + 1
    for column, label in enumerate(heads[0], start=1):
        if len(heads) > 1 and label is not None and heads[1][column - 1] is None:
            sheet.merge_cells(start_row=first, end_row=first + 1, start_column=column, end_column=column)
    names = [column for column, label in enumerate(heads[0], start=1) if label is not None]
    for start, end in zip(names, [*names[1:], len(heads[0]) + 1], strict=True):
        if end - start > 1:
            sheet.merge_cells(start_row=first, end_row=first, start_column=start, end_column=end - 1)
    return check(as_bytes(made))


def alarms(verdict: Verdict) -> list[str]:
    return [item.rule for item in verdict.findings if item.severity != "note"]


def test_groups_by_area_with_their_sums_and_names_numbered_in_their_own_cell() -> None:
    verdict = book(
        [("Xã, thị trấn", "Tổng số hộ", "Số hộ ĐK", "Số hộ đạt", "Tỷ lệ % đạt/ĐK")],
        ("A. Các xã vùng cao",),
        ("1. Lam Sơn", 1000, 800, 600, 75),
        ("2. Kiên Thọ", 1000, 900, 720, 80),
        ("Cộng vùng cao", 2000, 1700, 1320, 77.6),
        ("B. Các xã vùng thấp",),
        ("3. Minh Sơn", 500, 400, 300, 75),
        ("Cộng các xã vùng thấp", 500, 400, 300, 75),
        ("Tổng cộng (A+B)", 2500, 2100, 1620, 77.1),
    )

    assert (alarms(verdict), verdict.rows.loaded) == ([], 3)
    assert fact(verdict, "Kiên Thọ")["recognised"] == 720


def test_registrations_of_the_next_year_beside_the_results() -> None:
    title = "KẾT QUẢ CÔNG NHẬN GIA ĐÌNH HỌC TẬP NĂM 2018 VÀ ĐĂNG KÝ NĂM 2019"
    verdict = book(
        [
            ("TT", "Xã, thị trấn", "Tổng số hộ", "Kết quả năm 2018", None, "Đăng ký năm 2019", None),
            (None, None, None, "Số hộ đăng ký", "Số hộ được công nhận", "Số hộ", "Tỷ lệ %"),
        ],
        (1, "Lam Sơn", 1000, 900, 800, 950, 95),
        top=(TOP[0], title),
    )

    counts = fact(verdict, "Lam Sơn")
    assert (alarms(verdict), verdict.year) == ([], 2018)
    assert (counts["registered"], counts["recognised"]) == (900, 800)


def test_a_book_of_registrations_is_of_its_own_year() -> None:
    verdict = book(
        [("TT", "Xã, thị trấn", "Tổng số hộ", "Số hộ đăng ký", "Số hộ được công nhận")],
        (1, "Lam Sơn", 1000, 900, 800),
        top=(TOP[0], "KẾT QUẢ CÔNG NHẬN VÀ ĐĂNG KÝ GIA ĐÌNH HỌC TẬP NĂM 2018"),
    )

    assert (alarms(verdict), verdict.year) == ([], 2018)


def test_the_years_compared_with_are_not_the_year_of_the_report() -> None:
    verdict = book(
        [
            ("TT", "Xã, thị trấn", "Năm 2017", None, "Năm 2018", None),
            (None, None, "Tổng số hộ", "Đạt GĐHT", "Tổng số hộ", "Đạt GĐHT"),
        ],
        (1, "Lam Sơn", 990, 700, 1000, 800),
        top=(TOP[0], "TỔNG HỢP GIA ĐÌNH HỌC TẬP NĂM 2018 (so với các năm 2016, 2017)"),
    )

    assert (alarms(verdict), verdict.year) == ([], 2018)
    assert fact(verdict, "Lam Sơn")["recognised"] == 800


@pytest.mark.parametrize("name", ["Phường 1", "P. 1", "P1", 1, "01"])
def test_a_ward_of_a_number_is_found_with_and_without_its_nought(name: Any) -> None:
    verdict = book(
        [("TT", "Phường", "Tổng số hộ", "Số hộ đăng ký", "Số hộ được công nhận")],
        (1, name, 1000, 900, 800),
        top=("UBND QUẬN 3 - THÀNH PHỐ HỒ CHÍ MINH", TOP[1]),
    )

    ward = load_places().find("Phường 01", scope="770", on_year=2018).unit
    assert ward is not None
    assert (alarms(verdict), [row["unit_code"] for row in verdict.facts["title_count"]]) == ([], [ward.code])


@pytest.mark.parametrize("part", ["Hộ nghèo đạt GĐHT", "Hộ dân tộc thiểu số đạt GĐHT"])
def test_a_part_of_the_families_never_passes_for_all_of_them(part: str) -> None:
    head = ["TT", "Xã, thị trấn", "Tổng số hộ", part]

    beside = book([[*head, "Số hộ đạt GĐHT"]], (1, "Lam Sơn", 1000, 60, 800))
    alone = book([head], (1, "Lam Sơn", 1000, 60))

    assert (rules(beside), fact(beside, "Lam Sơn")["recognised"]) == (["subset_columns"], 800)
    assert (alarms(alone), fact(alone, "Lam Sơn")["recognised"]) == (["no_recognised_column"], None)


def test_of_which_columns_below_a_total_make_no_conflict() -> None:
    verdict = book(
        [
            ("TT", "Xã, thị trấn", "Tổng số hộ", None, "Số hộ đạt GĐHT", None),
            (None, None, "Tổng số", "Trong đó: hộ nghèo", "Tổng số", "Trong đó: hộ nghèo"),
        ],
        (1, "Lam Sơn", 1000, 70, 800, 20),
    )

    assert (alarms(verdict), rules(verdict)) == ([], ["subset_columns"])
    assert (fact(verdict, "Lam Sơn")["total"], fact(verdict, "Lam Sơn")["recognised"]) == (1000, 800)


def test_marks_below_registered_and_recognised_are_those_of_one_village() -> None:
    verdict = book(
        [
            ("TT", "Thôn, bản", "Tổng số hộ", "Số hộ đạt GĐHT", "Cộng đồng học tập", None),
            (None, None, None, None, "Đăng ký", "Được công nhận"),
        ],
        (1, "Thôn 1", 100, 80, "x", "x"),
        (2, "Thôn 2", 100, 80, "x", None),
        top=VILLAGES,
    )

    rows = [row for row in verdict.facts["title_count"] if row["title"] == "cong_dong"]
    assert found(verdict, "blank_mark")[:2] == ("warning", "F8")
    assert [(row["total"], row["registered"], row["recognised"]) for row in rows] == [(1, 1, 1), (1, 1, 0)]


def test_a_mark_where_a_village_book_asks_how_many_is_still_asked_about() -> None:
    verdict = book(
        [("TT", "Thôn, bản", "Tổng số hộ", "Số thôn được công nhận Cộng đồng học tập")],
        (1, "Thôn 1", 100, "x"),
        top=VILLAGES,
    )

    assert found(verdict, "mark_in_count") == ("error", "D6", "x")


def test_a_head_that_says_how_to_mark_needs_no_word_on_blanks() -> None:
    verdict = book(
        [("TT", "Thôn, bản", "Tổng số hộ", "Số hộ đạt GĐHT", "Cộng đồng học tập (đạt: x)")],
        (1, "Thôn 1", 100, 80, "x"),
        (2, "Thôn 2", 100, 80, None),
        top=VILLAGES,
    )

    rows = [row for row in verdict.facts["title_count"] if row["title"] == "cong_dong"]
    assert (alarms(verdict), [row["recognised"] for row in rows]) == ([], [1, 0])


@pytest.mark.parametrize("is_repeated", [True, False])
def test_a_column_of_districts_says_where_the_communes_of_one_name_lie(*, is_repeated: bool) -> None:
    rows = [
        ("Ngọc Lặc", "Lam Sơn"),
        ("Ngọc Lặc", "Quang Trung"),
        ("TX Bỉm Sơn", "Lam Sơn"),
        ("TX Bỉm Sơn", "Quang Trung"),
    ]
    shown = [
        (n, district if is_repeated or n % 2 else None, name, 1000, 900, 800 + n)
        for n, (district, name) in enumerate(rows, start=1)
    ]
    verdict = book(
        [
            (
                "TT",
                "Huyện, thị xã",
                "Xã, phường, thị trấn",
                "Tổng số hộ",
                "Số hộ đăng ký",
                "Số hộ được công nhận",
            )
        ],
        *shown,
        (None, None, "Tổng cộng", 4000, 3600, 3210),
        top=("HỘI KHUYẾN HỌC TỈNH THANH HÓA", TOP[1]),
    )

    places = load_places()
    found_in = [places.in_force(row["unit_code"], 2018) for row in verdict.facts["title_count"]]
    assert (alarms(verdict), rules(verdict)) == ([], [])
    assert [(unit.district_code, unit.short_name) for unit in found_in if unit] == [
        ("389", "Lam Sơn"), ("389", "Quang Trung"), ("381", "Lam Sơn"), ("381", "Quang Trung"),
    ]  # fmt: skip
