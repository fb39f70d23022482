"""Marks of villages: met and not met in two columns or in one, with signs, figures or words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook
from title_books import as_bytes, check, found, rules

from etl.model import Verdict
from etl.words import render

TOP = ("UBND XÃ LAM SƠN", "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP", "Xã Lam Sơn, huyện Ngọc Lặc", "Năm 2018")


def book_of(marks: Sequence[Sequence[Any]], labels: Sequence[str] = ("Đạt", "Không đạt")) -> bytes:
    """Return a book of villages with the marks of each below Cộng đồng học tập; Thôn 1 stands in row 7."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for text in TOP:
        sheet.append([text])
    sheet.append(["TT", "Thôn, bản", "Gia đình học tập", None, "Cộng đồng học tập"])
    sheet.append([None, None, "Tổng số hộ", "Được công nhận", *labels])
    for cells in ("A5:A6", "B5:B6", "C5:D5"):
        sheet.merge_cells(cells)
    if len(labels) > 1:
        sheet.merge_cells(start_row=5, end_row=5, start_column=5, end_column=4 + len(labels))
    for number, pair in enumerate(marks, start=1):
        sheet.append([number, f"Thôn {number}", 100, 80, *pair])
    return as_bytes(book)


def of_two(*pairs: Sequence[Any]) -> Verdict:
    return check(book_of(pairs))


def of_one(*marks: Any) -> Verdict:
    return check(book_of([(mark,) for mark in marks], ("Đạt",)))


def counted(verdict: Verdict) -> tuple[int, int]:
    rows = [row for row in verdict.facts["title_count"] if row["title"] == "cong_dong"]
    return sum(row["total"] for row in rows), sum(row["recognised"] for row in rows)


@pytest.mark.parametrize("mark", ["x", 1, "1", True, "Đạt"])
@pytest.mark.parametrize("nothing", [None, "-", 0])
def test_a_village_marked_as_not_met_is_one_that_did_not(mark: Any, nothing: Any) -> None:
    verdict = of_two((mark, nothing), (mark, nothing), (nothing, mark), (mark, nothing))

    assert counted(verdict) == (4, 3)
    assert (verdict.verdict, set(rules(verdict)) - {"text_numbers"}) == ("accepted", set())
    assert verdict.tables[0].columns["cong_dong.not_met"] == "F"


@pytest.mark.parametrize("mark", ["x", 1])
def test_a_village_marked_as_both_is_asked_about_and_not_taken(mark: Any) -> None:
    verdict = of_two((mark, None), (mark, mark), (None, mark))

    assert found(verdict, "marked_both") == ("error", "F8", str(mark))
    assert "ở cột đạt (ô E8)" in render(verdict.findings[0])
    assert verdict.verdict == "rejected"  # the sum of a commune wants all of its villages


def test_a_village_marked_as_neither_beside_both_is_asked_about() -> None:
    verdict = of_two(("x", None), (None, "x"), (None, None))

    assert (rules(verdict), counted(verdict)) == (["blank_mark_open"], (2, 1))
    assert found(verdict, "blank_mark_open")[1] == "E9"


def test_a_column_of_those_that_did_not_register_is_no_mark_of_not_met() -> None:
    verdict = check(book_of([("x", "x"), ("x", None)], ("Đạt", "Chưa đăng ký")))

    assert (rules(verdict), counted(verdict)) == (["negative_columns"], (2, 2))


def test_in_a_book_of_recognised_and_not_recognised_figures_mark_alike() -> None:
    verdict = check(book_of([(1, None), (None, 1)], ("Được công nhận", "Không được công nhận")))

    assert (verdict.verdict, counted(verdict)) == ("accepted", (2, 1))


@pytest.mark.parametrize("blank", [None, "-"])
def test_a_blank_beside_ones_is_not_met_and_says_so_as_beside_signs(blank: str | None) -> None:
    verdict = of_one(1, 1, blank, 1)

    assert (rules(verdict), counted(verdict)) == (["blank_mark"], (4, 3))
    assert found(verdict, "blank_mark")[:2] == ("warning", "E9")


def test_a_blank_beside_ones_and_noughts_is_open() -> None:
    verdict = of_one(1, 0, None)

    assert (rules(verdict), counted(verdict)) == (["blank_mark_open"], (2, 1))


@pytest.mark.parametrize("text", ["Đạt (lần 2)", "nt", "Đang đề nghị", "80%", "Chưa XL"])
def test_what_is_no_mark_is_asked_about_once_and_in_words_for_marks(text: str) -> None:
    verdict = of_one("Đạt", text, "Không")

    assert [rule for rule in rules(verdict) if rule != "villages_incomplete"] == ["unknown_mark"]
    assert found(verdict, "unknown_mark") == ("error", "E8", text)
    assert render(verdict.findings[0]).endswith(f"“{text}” chưa rõ là đạt hay không. Ghi Đạt hoặc Không.")


@pytest.mark.parametrize(
    "marks", [(True, False), ("TRUE", "FALSE"), ("Có", "Không"), ("\u0445", "o"), ("\u0425", 0)]
)
def test_truth_values_and_a_cyrillic_x_are_marks(marks: tuple[Any, Any]) -> None:
    verdict = of_one(*marks)

    assert (verdict.verdict, rules(verdict), counted(verdict)) == ("accepted", [], (2, 1))


@pytest.mark.parametrize("label", ["Đạt", "Được công nhận"])
@pytest.mark.parametrize("blank", [(1, None), (1, "-"), (None, None)])
def test_a_blank_beside_ones_and_the_one_of_all_is_not_met_and_says_so(
    label: str, blank: tuple[Any, Any]
) -> None:
    verdict = check(book_of([(1, 1), (1, 1), blank, (1, 1)], ("Tổng số thôn", label)))

    assert (rules(verdict), counted(verdict)) == (["blank_mark"], (4, 3))
    assert found(verdict, "blank_mark")[:2] == ("warning", "F9")


def test_a_blank_beside_noughts_and_the_one_of_all_is_open_and_keeps_its_one() -> None:
    verdict = check(book_of([(1, 1), (1, 0), (1, None)], ("Tổng số thôn", "Đạt")))

    rows = [row for row in verdict.facts["title_count"] if row["title"] == "cong_dong"]
    assert [(row["total"], row["recognised"]) for row in rows] == [(1, 1), (1, 0), (1, None)]
    assert (rules(verdict), found(verdict, "blank_mark_open")[1]) == (["blank_mark_open"], "F9")


@pytest.mark.parametrize("others", [(1, None), (3, 2)])
def test_where_none_is_marked_or_figures_count_a_blank_is_no_mark_and_keeps_its_total(
    others: tuple[int, int | None],
) -> None:
    verdict = check(book_of([others, (1, None)], ("Tổng số thôn", "Đạt")))

    rows = [row for row in verdict.facts["title_count"] if row["title"] == "cong_dong"]
    assert sorted(row["total"] for row in rows) == sorted([others[0], 1])
    assert not [rule for rule in rules(verdict) if rule.startswith("blank_mark")]
