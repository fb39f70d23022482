"""Which column holds a figure: parts are not added to their whole, like words do not pass for the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook
from title_books import add, as_bytes, check, fact, found, named, rules

from etl.words import render

Group = tuple[str, Sequence[tuple[str, Any]]]


def groups_book(*groups: Group, names: Sequence[str] = ("Lam Sơn",)) -> bytes:
    """Return a book of groups of columns: each a label, and the labels below it with one figure each.

    `Cơ quan > Tổng số` stands on two rows below the group.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row, title in enumerate(
        ("UBND HUYỆN NGỌC LẶC", "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP", "Năm 2018"), start=1
    ):
        sheet.cell(row, 1, title)
    labels = [(group, *label.split(" > ")) for group, columns in groups for label, _ in columns]
    depth = max(len(path) for path in labels)
    for column, label in enumerate(("TT", "Xã, thị trấn"), start=1):
        sheet.cell(4, column, label)
        sheet.merge_cells(start_row=4, end_row=3 + depth, start_column=column, end_column=column)
    for column, path in enumerate(labels, start=3):
        for row in range(depth):
            sheet.cell(4 + row, column, path[row] if row < len(path) else path[-1])
    figures = [figure for _, columns in groups for _, figure in columns]
    for place, name in enumerate(names, start=1):
        add(sheet, [place, name, *figures])
    return as_bytes(book)


def units(*columns: tuple[str, Any]) -> bytes:
    return groups_book(("ĐƠN VỊ HỌC TẬP", columns))


def families(*columns: tuple[str, Any]) -> bytes:
    return groups_book(("GIA ĐÌNH HỌC TẬP", columns))


def counts(data: bytes, title: str) -> tuple[Any, Any, Any]:
    row = fact(check(data), "Lam Sơn", title)
    return row["total"], row["registered"], row["recognised"]


def test_levels_beside_all_units_are_parts_and_not_added() -> None:
    data = units(
        ("Tổng số > Tổng số", 12), ("Tổng số > Công nhận", 7), ("Xã quản lý > Tổng số", 3),
        ("Xã quản lý > Công nhận", 2), ("Huyện quản lý > Tổng số", 9), ("Huyện quản lý > Công nhận", 5),
    )  # fmt: skip

    assert counts(data, "don_vi") == (12, None, 7)
    assert (found(check(data), "part_columns")[0], rules(check(data))) == ("note", ["part_columns"])
    assert fact(check(data), "Lam Sơn", "don_vi")["managed_by"] is None


def test_levels_without_a_column_of_all_units_are_summed() -> None:
    data = units(
        ("Tổng số", 12), ("Công nhận > Xã quản lý", 2), ("Công nhận > Huyện quản lý", 5),
    )  # fmt: skip

    assert counts(data, "don_vi") == (12, None, 7)
    assert rules(check(data)) == []


def test_of_which_levels_below_the_recognised_are_not_added() -> None:
    data = units(
        ("Tổng số đơn vị", 12), ("Được công nhận > Tổng số", 7),
        ("Được công nhận > Trong đó: xã quản lý", 2), ("Được công nhận > Trong đó: huyện quản lý", 5),
    )  # fmt: skip

    assert counts(data, "don_vi") == (12, None, 7)


def test_parts_that_make_more_than_the_whole_are_asked_about() -> None:
    data = units(
        ("Tổng số", 12), ("Công nhận > Tổng số", 7), ("Công nhận > Xã quản lý", 4),
        ("Công nhận > Huyện quản lý", 5),
    )  # fmt: skip

    finding = named(check(data), "parts_over_whole")
    assert (finding.severity, finding.cell, finding.values["whole"], finding.values["parts"]) == (
        "warning", "D7", 7, 9,
    )  # fmt: skip
    assert counts(data, "don_vi")[2] == 7


def test_kinds_of_units_are_summed() -> None:
    data = units(
        ("Cơ quan > Tổng số", 3), ("Cơ quan > Công nhận", 2), ("Trường học > Tổng số", 4),
        ("Trường học > Công nhận", 4), ("Doanh nghiệp > Tổng số", 5), ("Doanh nghiệp > Công nhận", 1),
        ("LLVT > Tổng số", 2), ("LLVT > Công nhận", 2),
    )  # fmt: skip

    assert counts(data, "don_vi") == (14, None, 9)
    assert rules(check(data)) == []
    assert fact(check(data), "Lam Sơn", "don_vi")["managed_by"] is None


def test_kinds_below_all_units_are_parts() -> None:
    data = units(
        ("Tổng số đơn vị", 12), ("Công nhận > Tổng số", 7), ("Công nhận > Cơ quan", 2),
        ("Công nhận > Trường học", 5),
    )  # fmt: skip

    assert counts(data, "don_vi") == (12, None, 7)


def test_one_kind_beside_all_units_is_never_the_whole() -> None:
    data = units(("Tổng số đơn vị", 12), ("Số trường học được công nhận", 4))

    assert counts(data, "don_vi") == (12, None, None)
    assert set(rules(check(data))) == {"no_recognised_column", "part_columns"}


def test_one_kind_alone_stands_for_units() -> None:
    assert counts(units(("Tổng số cơ quan", 12), ("Số cơ quan được công nhận", 4)), "don_vi") == (12, None, 4)


@pytest.mark.parametrize("is_first", [True, False])
def test_groups_below_the_village_are_never_villages(*, is_first: bool) -> None:
    small: list[tuple[str, Any]] = [("Tổng số tổ", 40), ("Số tổ được công nhận", 30)]
    large: list[tuple[str, Any]] = [("Tổng số thôn", 12), ("Số thôn được công nhận", 8)]
    data = groups_book(("CỘNG ĐỒNG HỌC TẬP", small + large if is_first else large + small))

    assert counts(data, "cong_dong") == (12, None, 8)
    assert rules(check(data)) == ["sub_village_columns"]
    assert "Chưa lấy" in render(named(check(data), "sub_village_columns"))


def test_only_groups_below_the_village_are_asked_about() -> None:
    data = groups_book(
        ("GIA ĐÌNH HỌC TẬP", [("Tổng số hộ", 1000), ("Công nhận", 800)]),
        ("CỘNG ĐỒNG HỌC TẬP", [("Cấp tổ > Tổng số", 40), ("Cấp tổ > Công nhận", 30)]),
    )

    assert {row["title"] for row in check(data).facts["title_count"]} == {"gia_dinh"}
    assert found(check(data), "sub_village_only")[0] == "warning"


@pytest.mark.parametrize("thing", ["tổ dân phố", "TDP", "phố", "khu phố", "tiểu khu", "thôn, tổ"])
def test_what_is_village_level_stays_so(thing: str) -> None:
    data = groups_book(("CỘNG ĐỒNG HỌC TẬP", [(f"Tổng số {thing}", 12), (f"Số {thing} được công nhận", 8)]))

    assert (counts(data, "cong_dong"), rules(check(data))) == ((12, None, 8), [])


@pytest.mark.parametrize(
    ("label", "rule"),
    [
        ("Số hộ chưa đạt", "negative_columns"),
        ("Số hộ không đạt", "negative_columns"),
        ("Hộ chưa được công nhận", "negative_columns"),
        ("Số hộ không được công nhận lại", "negative_columns"),
        ("Số hộ chưa đăng ký", "negative_columns"),
        ("Không đạt > Số lượng", "negative_columns"),
        ("Đạt, chưa có quyết định công nhận", "negative_columns"),
        ("Đề nghị công nhận", "proposed_columns"),
        ("Số hộ đề nghị", "proposed_columns"),
        ("Đề nghị công nhận > Số lượng", "proposed_columns"),
        ("Đạt 3 năm liền", "consecutive_columns"),
        ("Đạt liên tục từ 5 năm trở lên", "consecutive_columns"),
    ],
)
def test_words_turned_round_are_never_what_they_turn(label: str, rule: str) -> None:
    columns: list[tuple[str, Any]] = [("Tổng số hộ", 1000), (label, 200)]

    alone = check(families(*columns))
    assert counts(families(*columns), "gia_dinh") == (1000, None, None)
    assert (named(alone, rule).severity, found(alone, "no_recognised_column")[0]) == ("note", "warning")
    beside = families(*columns, ("Số hộ đăng ký", 900), ("Số hộ đạt", 800))
    assert (counts(beside, "gia_dinh"), rules(check(beside))) == ((1000, 900, 800), [rule])


def test_either_or_in_a_head_is_the_result() -> None:
    assert counts(families(("Tổng số hộ", 1000), ("Đạt/không đạt", 800)), "gia_dinh")[2] == 800


@pytest.mark.parametrize(
    "group",
    ["Gia đình văn hóa", "Gia đình đạt danh hiệu văn hóa", "Nông thôn mới", "Hội viên", "Chi hội khuyến học"],
)
def test_other_movements_are_no_learning_titles(group: str) -> None:
    data = groups_book(
        (group, [("Tổng số hộ", 990), ("Đạt", 850)]),
        ("Gia đình học tập", [("Tổng số hộ", 1000), ("Đăng ký", 900), ("Đạt", 800)]),
    )

    assert counts(data, "gia_dinh") == (1000, 900, 800)


@pytest.mark.parametrize(
    "group", ["Làng văn hóa", "Cơ quan văn hóa", "Trung tâm học tập cộng đồng", "Chi hội"]
)
def test_offices_and_villages_of_other_movements_are_not_counted(group: str) -> None:
    data = groups_book(
        (group, [("Tổng số cơ quan", 9), ("Đạt", 7)]),
        ("Đơn vị học tập", [("Tổng số", 6), ("Công nhận", 4)]),
    )

    assert counts(data, "don_vi") == (6, None, 4)
    assert {row["title"] for row in check(data).facts["title_count"]} == {"don_vi"}


@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_columns_the_better_fitting_is_taken_and_both_are_named(*, is_first: bool) -> None:
    trading, all_ = ("Số hộ kinh doanh được công nhận", 90), ("Số hộ được công nhận", 800)
    data = families(("Tổng số hộ", 1000), *((trading, all_) if is_first else (all_, trading)))

    finding = named(check(data), "column_conflict")
    assert counts(data, "gia_dinh") == (1000, None, 800)
    assert (finding.severity, finding.raw) == ("warning", trading[0])
    assert (finding.values["other"], finding.cell) == (all_[0], "D5" if is_first else "E5")
    assert trading[0] in render(finding) and all_[0] in render(finding)


def cdht(total: float, *others: Group) -> bytes:
    return groups_book(("CDHT", [("Tổng số", total), ("Đạt", total - 1)]), *others)


FAMILIES: Group = ("GĐHT", [("Tổng số", 1000), ("Đạt", 800)])


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (cdht(3000, FAMILIES), "cong_dan"),
        (cdht(12, FAMILIES), "cong_dong"),
        (cdht(3000), "cong_dan"),
        (cdht(12), "cong_dong"),
    ],
)
def test_cdht_without_a_stroke_is_read_by_its_figures_and_said(data: bytes, title: str) -> None:
    verdict = check(data)

    assert title in {row["title"] for row in verdict.facts["title_count"]}
    assert found(verdict, "cdht_read")[:2] == ("note", "C4")
    other = {"cong_dan": "cong_dong", "cong_dong": "cong_dan"}[title]
    assert other not in {row["title"] for row in verdict.facts["title_count"]}


def test_cdht_that_fits_neither_is_not_taken_and_asked_about() -> None:
    verdict = check(cdht(400, FAMILIES))

    assert {row["title"] for row in verdict.facts["title_count"]} == {"gia_dinh"}
    assert found(verdict, "cdht_unclear") == ("warning", "C4", "CDHT")


def test_cdht_beside_cdht_with_a_stroke_is_the_other_title() -> None:
    data = groups_book(("CĐHT", [("Tổng số", 12), ("Đạt", 8)]), ("CDHT", [("Tổng số", 3000), ("Đạt", 900)]))

    assert counts(data, "cong_dong") == (12, None, 8)
    assert counts(data, "cong_dan") == (3000, None, 900)


@pytest.mark.parametrize("label", ["CĐHT", "CDHT (thôn, bản)"])
def test_a_stroke_or_the_word_for_villages_settles_it(label: str) -> None:
    data = groups_book((label, [("Tổng số", 70), ("Đạt", 60)]), FAMILIES)

    assert (counts(data, "cong_dong"), rules(check(data))) == ((70, None, 60), [])


def test_a_rate_after_the_registered_is_theirs() -> None:
    data = families(
        ("Tổng số hộ", 1000), ("Hộ đăng ký", 900), ("Tỷ lệ %", 90), ("Hộ đạt", 800), ("Tỷ lệ (%)", 80)
    )

    verdict = check(data)
    assert (counts(data, "gia_dinh"), rules(verdict)) == ((1000, 900, 800), [])
    assert verdict.tables[0].columns["gia_dinh.registered_rate"] == "E"
    assert verdict.tables[0].columns["gia_dinh.rate"] == "G"


def test_a_wrong_rate_of_the_registered_is_still_found() -> None:
    data = families(("Tổng số hộ", 1000), ("Hộ đăng ký", 900), ("Tỷ lệ %", 70), ("Hộ đạt", 800))

    assert found(check(data), "rate_mismatch")[:2] == ("warning", "E6")
