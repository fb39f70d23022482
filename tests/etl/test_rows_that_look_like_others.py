"""Marks, blanks, signs, groups and notes in the wrong place: read rightly, or asked about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from title_books import TITLE, as_bytes, check, fact, found, row_of, rules, titles_book, with_cell

from etl.model import Verdict
from etl.words import render

VILLAGE_TOP = ("UBND XÃ LAM SƠN", "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP", "Xã Lam Sơn, huyện Ngọc Lặc", "Năm 2018")
GROUP_OF_OFFICES = ["II", "Khối cơ quan, đơn vị trực thuộc huyện"]


def book_of(top: Sequence[str], head: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (*([text] for text in top), head, *rows):
        sheet.append(list(line))
    return as_bytes(book)


def villages(head: Sequence[str], *rows: Sequence[Any]) -> Verdict:
    return check(book_of(VILLAGE_TOP, ("TT", "Thôn, bản", *head), rows))


def total(verdict: Verdict, title: str) -> tuple[int, int]:
    rows = [row for row in verdict.facts["title_count"] if row["title"] == title]
    return sum(row["total"] or 0 for row in rows), sum(row["recognised"] or 0 for row in rows)


@pytest.mark.parametrize("mark", ["x", "Đạt", "v"])
def test_a_mark_beside_a_count_is_asked_about_and_never_replaces_the_count(mark: str) -> None:
    head = ("TT", "Xã, thị trấn", "Tổng số hộ", "Số hộ đạt Gia đình học tập")

    verdict = check(
        book_of((*TITLE[:3], "Năm 2018"), head, [(1, "Lam Sơn", 1000, mark), (2, "Minh Sơn", 900, 700)])
    )

    assert found(verdict, "mark_in_count") == ("error", "D6", mark)
    assert (verdict.verdict, [row["total"] for row in verdict.facts["title_count"]]) == ("partial", [900])


@pytest.mark.parametrize("mark", ["x", "X", "v", "√", "Đ", "+"])
@pytest.mark.parametrize("cell", ["C9", "D9", "E9"])
def test_a_mark_in_any_column_of_counts_is_asked_about_and_a_dash_stays_nothing(cell: str, mark: str) -> None:
    verdict = check(with_cell(cell, mark))

    assert found(verdict, "mark_in_count") == ("error", cell, mark)
    assert verdict.rows.rejected == 1
    assert rules(check(with_cell(cell, "–"))) == ["dash_is_not_zero"]


def test_a_mark_for_a_village_says_nothing_of_its_families() -> None:
    verdict = villages(("Tổng số hộ", "Số hộ đạt Gia đình học tập"), (1, "Thôn 1", None, "x"))

    assert found(verdict, "mark_in_count") == ("error", "D6", "x")


def test_a_blank_among_marks_of_those_that_met_is_not_met_and_says_so() -> None:
    marks = ("x", None, "x", None)
    rows = [(n, f"Thôn {n}", 100, 80, mark) for n, mark in enumerate(marks, start=1)]

    verdict = villages(("Tổng số hộ", "Số hộ đạt Gia đình học tập", "Cộng đồng học tập"), *rows)

    assert total(verdict, "cong_dong") == (4, 2)
    assert found(verdict, "blank_mark")[:2] == ("warning", "E7")
    assert "2 thôn" in render(next(item for item in verdict.findings if item.rule == "blank_mark"))


def test_a_blank_beside_marks_for_both_is_not_counted_and_is_asked_about() -> None:
    marks = ("Đạt", "Không", None)
    rows = [(n, f"Thôn {n}", 100, 80, mark) for n, mark in enumerate(marks, start=1)]

    verdict = villages(("Tổng số hộ", "Số hộ đạt Gia đình học tập", "Cộng đồng học tập"), *rows)

    assert (total(verdict, "cong_dong"), found(verdict, "blank_mark_open")[:2]) == ((2, 1), ("warning", "E8"))


@pytest.mark.parametrize(
    ("marks", "rule", "counted"),
    [
        (("x", "-", None, "x"), "blank_mark", (4, 2)),
        (("x", "–", "–", "x"), "blank_mark", (4, 2)),
        (("Đạt", "–", "Không"), "blank_mark_open", (2, 1)),
    ],
)
def test_of_a_dash_among_marks_one_thing_is_said(
    marks: Sequence[str | None], rule: str, counted: tuple[int, int]
) -> None:
    rows = [(n, f"Thôn {n}", 100, 80, mark) for n, mark in enumerate(marks, start=1)]

    verdict = villages(("Tổng số hộ", "Số hộ đạt Gia đình học tập", "Cộng đồng học tập"), *rows)

    assert (rules(verdict), total(verdict, "cong_dong")) == ([rule], counted)
    assert "thôn để trống hoặc ghi “" in render(verdict.findings[0])


def test_a_dash_below_a_head_that_says_how_to_mark_is_nothing_to_speak_of() -> None:
    rows = [(1, "Thôn 1", 100, 80, "x"), (2, "Thôn 2", 100, 80, "-")]

    verdict = villages(("Tổng số hộ", "Số hộ đạt Gia đình học tập", "Cộng đồng học tập (đạt: x)"), *rows)

    assert (verdict.verdict, rules(verdict), total(verdict, "cong_dong")) == ("accepted", [], (2, 1))


def test_dashes_elsewhere_are_still_told_beside_those_among_marks() -> None:
    rows = [(1, "Thôn 1", 100, 80, "x"), (2, "Thôn 2", 100, "-", "-")]

    verdict = villages(("Tổng số hộ", "Số hộ đạt Gia đình học tập", "Cộng đồng học tập"), *rows)

    assert sorted(rules(verdict)) == ["blank_mark", "dash_is_not_zero"]
    assert found(verdict, "dash_is_not_zero")[1] == "D7"


def test_one_and_nought_mark_a_village_too() -> None:
    rows = [(n, f"Thôn {n}", 100, 80, mark) for n, mark in enumerate((1, 0, 1), start=1)]

    verdict = villages(("Tổng số hộ", "Số hộ đạt Gia đình học tập", "Cộng đồng học tập"), *rows)

    assert total(verdict, "cong_dong") == (3, 2)


def test_groups_below_a_village_are_not_added_to_it_again() -> None:
    verdict = villages(
        ("Tổng số hộ", "Số hộ đạt Gia đình học tập"),
        (1, "Thôn 1", 100, 80), (None, "Tổ 1", 60, 50), (None, "Tổ 2", 40, 30), (2, "Thôn 2", 100, 80),
    )  # fmt: skip

    assert (total(verdict, "gia_dinh"), found(verdict, "sub_village_rows")[:2]) == (
        (200, 160),
        ("warning", "B7"),
    )


def test_a_ward_of_numbered_groups_alone_keeps_them() -> None:
    verdict = villages(("Tổng số hộ", "Số hộ đạt Gia đình học tập"), (1, "Tổ 1", 60, 50), (2, "Tổ 2", 40, 30))

    assert (total(verdict, "gia_dinh"), rules(verdict)) == ((100, 80), [])


def offices(*rows: Sequence[Any]) -> Verdict:
    lines = [[mark, name] + [None] * 12 + [count, count, count, 100] for mark, name, count in rows]
    return check(titles_book([row_of("Lam Sơn", 1, don_vi=(5, 5, 4, 80)), GROUP_OF_OFFICES, *lines]))


def test_a_group_of_offices_with_its_offices_below_counts_once() -> None:
    verdict = offices(
        (1, "Khối trường học", 6), (None, "Trường THPT Ngọc Lặc", 3), (None, "Trường THPT Lê Lai", 3),
        (2, "Khối cơ quan Đảng", 4),
    )  # fmt: skip

    own = [row["total"] for row in verdict.facts["title_count"] if row["own_offices"]]
    assert (own, verdict.verdict) == ([3, 3, 4], "accepted")


def test_a_commune_added_below_the_group_of_offices_is_still_a_commune() -> None:
    late = row_of("Xã Minh Sơn", 3, gia_dinh=(1300, 1200, 1100, None))
    office = [1, "Trường THPT Ngọc Lặc"] + [None] * 12 + [1, 1, 1, 100]

    verdict = check(
        titles_book([row_of("Lam Sơn", 1, gia_dinh=(1000, 900, 800, 80)), GROUP_OF_OFFICES, office, late])
    )

    row = fact(verdict, "Minh Sơn")
    assert (row["total"], row["own_offices"]) == (1300, False)


@pytest.mark.parametrize("sign", ["- ", "+ ", "* ", "-"])
def test_a_sign_before_the_name_of_a_commune_drops_no_row(sign: str) -> None:
    rows = [row_of(f"{sign}{name}", None, gia_dinh=(1000, 900, 800, 80)) for name in ("Lam Sơn", "Minh Sơn")]

    verdict = check(titles_book(rows))

    assert (verdict.rows.loaded, len(verdict.facts["title_count"])) == (2, 2)


def test_a_count_shown_as_a_percentage_is_asked_about() -> None:
    def as_percent(sheet: Worksheet) -> None:
        sheet["E9"].value, sheet["E9"].number_format = 1, "0%"

    verdict = check(titles_book(mend=as_percent))

    assert found(verdict, "percent_in_count") == ("error", "E9", "100%")


def test_the_noise_of_a_formula_is_no_fraction_of_a_household() -> None:
    verdict = check(with_cell("E9", 800.0000000000002))

    assert (verdict.verdict, fact(verdict, "Lam Sơn")["recognised"]) == ("accepted", 800)


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


def points_book(rows: Sequence[Sequence[Any]]) -> Verdict:
    top = (
        "BẢNG ĐIỂM ĐÁNH GIÁ, XẾP LOẠI “CỘNG ĐỒNG HỌC TẬP” CẤP XÃ",
        "Năm 2018",
        "Xã: Lam Sơn – Huyện: Ngọc Lặc",
    )
    return check(
        book_of(top, ("TT", "Nội dung tiêu chí", "Điểm tối đa", "Xã tự chấm", "Huyện thẩm định"), rows)
    )


@pytest.mark.parametrize("label", ["Tiêu chí {n}", "Nội dung thứ {n}"])
def test_criteria_numbered_in_roman_numerals_keep_their_points(label: str) -> None:
    rows = [(mark, label.format(n=n), 5, 4, 3) for n, mark in enumerate(ROMAN, start=1)]

    verdict = points_book(rows)

    scored = {row["criterion"] for row in verdict.facts["criterion_score"] if row["basis"] == "assessed"}
    assert scored == {f"tc{n:02d}" for n in range(1, 16)}


def test_indicators_numbered_from_one_below_a_named_criterion_stay_its_indicators() -> None:
    rows: list[tuple[Any, ...]] = []
    for n in range(1, 16):
        rows += [
            ("TC " + str(n), f"Nội dung thứ {n}", 5, None, None),
            (1, "Mục một", 3, 2, 2),
            (2, "Mục hai", 2, 1, 1),
        ]

    verdict = points_book(rows)

    scored = {
        row["criterion"]: row["points"]
        for row in verdict.facts["criterion_score"]
        if row["basis"] == "assessed"
    }
    assert scored == {f"tc{n:02d}": 3.0 for n in range(1, 16)}


def test_a_rate_in_a_column_of_points_is_told_as_such() -> None:
    verdict = points_book([(n, f"Nội dung thứ {n}", 10, "95%" if n == 1 else 4, 4) for n in range(1, 16)])

    assert found(verdict, "percent_in_points")[:2] == ("error", "D5")
    assert "Ghi số điểm" in render(verdict.findings[0])
