"""A commune beside its villages, an old unit beside the new one: nothing counts twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook
from title_books import TITLE, add, as_bytes, check, fact, found, row_of, rules, write_head

from etl.words import render

COMMUNE_TOP = ("UBND XÃ LAM SƠN", "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP", "Xã Lam Sơn, huyện Ngọc Lặc", "Năm 2018")
VILLAGE_HEAD = ("TT", "Thôn, bản", "Tổng số hộ", "Số hộ đăng ký", "Số hộ được công nhận")
VILLAGES = ((1, "Thôn 1", 500, 450, 400), (2, "Thôn 2", 500, 450, 400))


def village_sheet(
    book: Workbook, rows: Sequence[Sequence[Any]], *, head: Sequence[str] = VILLAGE_HEAD
) -> None:
    sheet = book.create_sheet("Thon")
    for text in COMMUNE_TOP:
        sheet.append([text])
    sheet.append(list(head))
    for row in rows:
        sheet.append(list(row))


def commune_sheet(book: Workbook, *rows: Sequence[Any], name: str = "Tong hop", year: int = 2018) -> None:
    sheet = book.create_sheet(name)
    write_head(sheet, titles=(*TITLE[:3], f"Năm {year}"))
    add(sheet, *rows)


def written(book: Workbook) -> bytes:
    book.remove(book.worksheets[0])
    return as_bytes(book)


def both(villages: Sequence[Sequence[Any]], **parts: Any) -> bytes:
    book = Workbook()
    commune_sheet(
        book,
        row_of("Lam Sơn", 1, gia_dinh=(1000, 900, 800, 80)),
        row_of("Minh Sơn", 2, gia_dinh=(900, 800, 700, None)),
    )
    village_sheet(book, villages, **parts)
    return written(book)


def test_a_commune_and_its_villages_are_never_added_together() -> None:
    verdict = check(both(VILLAGES))

    rows = [
        row
        for row in verdict.facts["title_count"]
        if row["unit_code"] == fact(verdict, "Minh Sơn")["unit_code"]
    ]
    others = [row for row in verdict.facts["title_count"] if row not in rows]
    assert [(row["village_name"], row["total"]) for row in others] == [("Thôn 1", 500), ("Thôn 2", 500)]
    assert (verdict.verdict, verdict.rows.loaded) == ("accepted", 3)
    assert ("Tong hop", "total") in {(row.sheet, row.reason) for row in verdict.ignored}


def test_a_difference_between_a_commune_and_its_villages_shows_both_figures_at_the_communes_cell() -> None:
    verdict = check(both([*VILLAGES, (3, "Thôn 3", 100, 90, 80)]))

    first = next(item for item in verdict.findings if item.cell == "C8")
    assert (first.rule, first.severity, first.raw) == ("total_mismatch", "warning", "1000")
    assert "1.100" in render(first)


def test_villages_that_say_less_than_their_commune_are_left_and_the_commune_counts() -> None:
    head = ("TT", "Thôn, bản", "Tổng số hộ", "Số hộ được công nhận")

    verdict = check(both([(1, "Thôn 1", 500, 400), (2, "Thôn 2", 490, 400)], head=head))

    assert fact(verdict, "Lam Sơn")["registered"] == 900
    assert [row["village_key"] for row in verdict.facts["title_count"]] == [None, None]
    assert [row.reason for row in verdict.ignored if row.sheet == "Thon"][-2:] == ["detail", "detail"]
    assert "Số liệu lấy theo dòng này" in render(verdict.findings[0])


@pytest.mark.parametrize(
    "faulty",
    [(2, "Thôn 2", 500, 450, "hai mươi"), (2, "Thôn 2", 500, 450, 600), (2, None, 500, 450, 400)],
)
def test_one_faulty_village_keeps_all_of_its_commune_out_and_says_so(faulty: tuple[Any, ...]) -> None:
    book = Workbook()
    village_sheet(book, [VILLAGES[0], faulty, (3, "Thôn 3", 100, 90, 80)])

    verdict = check(written(book))

    assert (verdict.verdict, verdict.rows.rejected, verdict.facts["title_count"]) == ("rejected", 3, [])
    assert found(verdict, "villages_incomplete")[:2] == ("error", "B7")
    assert "số đã nộp trước vẫn giữ" in " ".join(render(item) for item in verdict.findings)


def test_a_commune_counts_by_its_own_row_where_a_village_is_faulty() -> None:
    verdict = check(both([VILLAGES[0], (2, "Thôn 2", 500, 450, "hai mươi")]))

    assert (verdict.verdict, fact(verdict, "Lam Sơn")["total"]) == ("partial", 1000)


def test_the_offices_of_a_district_on_two_sheets_count_once() -> None:
    offices = ["II", "Cơ quan, đơn vị trực thuộc huyện"] + [None] * 12 + [30, 28, 25, 83.3]
    book = Workbook()
    for name in ("Bieu 01", "Bieu 01 (2)"):
        commune_sheet(book, row_of("Lam Sơn", 1, don_vi=(5, 5, 4, 80)), offices, name=name)

    verdict = check(written(book))

    own = [row["total"] for row in verdict.facts["title_count"] if row["own_offices"]]
    assert (own, set(rules(verdict))) == ([30], {"duplicate_row"})


def test_two_different_offices_of_one_kind_are_both_counted() -> None:
    names = ("Trường THPT Ngọc Lặc", "Trường THPT Lê Lai")
    offices = [[place, name] + [None] * 12 + [1, 1, 1, 100] for place, name in enumerate(names, start=1)]
    book = Workbook()
    group = ["II", "Khối cơ quan, đơn vị trực thuộc huyện"]
    commune_sheet(book, row_of("Lam Sơn", 1, don_vi=(5, 5, 4, 80)), group, *offices)

    verdict = check(written(book))

    assert [row["total"] for row in verdict.facts["title_count"] if row["own_offices"]] == [1, 1]
    assert verdict.verdict == "accepted"


def test_the_cell_of_the_name_is_told_where_two_rows_contradict_each_other() -> None:
    book = Workbook()
    rows = [row_of("Lam Sơn", place, gia_dinh=(1000 + place, 900, 800, None)) for place in (1, 2)]
    commune_sheet(book, *rows)

    verdict = check(written(book))

    cells = [item.cell for item in verdict.findings if item.rule == "duplicate_conflict"]
    assert cells == ["B8", "B9"]


def old_and_new(year: int, names: tuple[str, str], district: str) -> bytes:
    book = Workbook()
    sheet = book.create_sheet("Bieu 01")
    write_head(sheet, titles=(f"UBND HUYỆN {district}", TITLE[2], f"Năm {year}"))
    add(
        sheet,
        *(row_of(name, place, gia_dinh=(1000, 900, 800, 80)) for place, name in enumerate(names, start=1)),
    )
    return written(book)


def test_an_old_commune_and_the_one_in_its_place_are_not_both_taken() -> None:
    verdict = check(old_and_new(2019, ("Thị trấn Quan Sơn", "Thị trấn Sơn Lư"), "QUAN SƠN"))

    assert (verdict.verdict, rules(verdict)) == ("rejected", ["ground_twice", "ground_twice"])
    assert [item.cell for item in verdict.findings] == ["B7", "B8"]
    assert "tính trùng" in render(verdict.findings[0])


def test_new_and_again_above_the_total_are_told_at_their_cell() -> None:
    book = Workbook()
    sheet = book.create_sheet("Bieu 01")
    for text in (*TITLE[:3], "Năm 2018"):
        sheet.append([text])
    sheet.append(["TT", "Xã, thị trấn", "Tổng số hộ", "Số hộ công nhận mới", "Số hộ công nhận lại"])
    sheet.append([1, "Lam Sơn", 1000, 700, 800])

    assert found(check(written(book)), "recognised_over_total") == ("error", "D6", "700")
