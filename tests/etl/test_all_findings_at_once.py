from __future__ import annotations

from typing import Any

import pytest
from openpyxl import Workbook
from title_books import COMMUNES, GOOD, add, as_bytes, check, found, row_of, rules, titles_book, write_head

NO_YEAR = ("UBND HUYỆN NGỌC LẶC", "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP")
NO_PLACE = ("BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP", "Năm 2018")
FAULTY = [
    row_of("Lam Sơn", 1, gia_dinh=GOOD),
    row_of("Xã Không Đâu Cả", 2, gia_dinh=GOOD),
    row_of("Thúy Sơn", 3, gia_dinh=(1000, 900, "hai mươi", None)),
    row_of("Cao Thịnh", 4, gia_dinh=(1000, 900, 1200, None)),
]


def test_without_a_year_the_faults_of_the_rows_show_too() -> None:
    verdict = check(titles_book(FAULTY, titles=NO_YEAR))

    assert set(rules(verdict)) == {"year_missing", "unknown_place", "not_a_number", "recognised_over_total"}
    assert (verdict.verdict, verdict.year, verdict.rows.loaded) == ("rejected", None, 0)
    assert verdict.rows.rejected == 4
    assert not any(verdict.facts.values())


def test_without_a_place_the_faults_of_the_cells_show_too() -> None:
    verdict = check(titles_book(FAULTY, titles=NO_PLACE))

    assert sorted(rules(verdict)) == ["not_a_number", "place_missing", "recognised_over_total"]
    assert (verdict.rows.loaded, verdict.rows.rejected) == (0, 4)


def test_without_year_and_place_the_faults_of_the_cells_show_too() -> None:
    verdict = check(titles_book(FAULTY, titles=("BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP",)))

    expected = ["not_a_number", "place_missing", "recognised_over_total", "year_missing"]
    assert sorted(rules(verdict)) == expected
    assert verdict.rows.loaded == 0


def test_a_commune_named_alone_is_asked_for_what_stands_above_it_beside_the_year() -> None:
    titles = ("UBND XÃ LAM SƠN", "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP")
    data = titles_book([row_of("Thôn 1", 1, gia_dinh=GOOD)], titles=titles, unit="Thôn, bản")

    assert sorted(rules(check(data))) == ["place_missing", "year_missing"]
    assert found(check(data), "place_missing")[1:] == ("A1", "XÃ LAM SƠN")


@pytest.mark.parametrize("officer", [{"unit": "389"}, {"year": 2018}])
def test_what_the_officer_says_is_not_asked_for_beside_the_rest(officer: dict[str, Any]) -> None:
    verdict = check(titles_book(titles=("BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP",)), **officer)

    assert rules(verdict) == ["year_missing" if "unit" in officer else "place_missing"]


@pytest.mark.parametrize("name", [*COMMUNES, "Mỹ Tân", "Phúc Thịnh"])
def test_a_name_of_any_time_is_no_fault_while_the_year_is_open(name: str) -> None:
    verdict = check(titles_book([row_of(name, 1, gia_dinh=GOOD)], titles=NO_YEAR))

    assert rules(verdict) == ["year_missing"]


def test_a_contradicted_year_leaves_the_faults_of_the_rows_visible() -> None:
    titles = (*NO_YEAR, "Năm 2018", "Số liệu năm 2017")

    verdict = check(titles_book(FAULTY, titles=titles))

    assert "year_contradiction" in rules(verdict)
    assert found(verdict, "not_a_number")[1] is not None
    assert verdict.rows.loaded == 0


def test_two_tables_without_a_year_do_not_contradict_each_other() -> None:
    book = Workbook()
    for name, recognised in (("A", 800), ("B", 700)):
        sheet = book.create_sheet(name)
        write_head(sheet, titles=NO_YEAR)
        add(sheet, row_of("Lam Sơn", 1, gia_dinh=(1000, 900, recognised, None)))

    assert set(rules(check(as_bytes(book)))) == {"year_missing"}


def test_a_year_before_the_lists_of_places_hides_no_fault_of_a_cell() -> None:
    verdict = check(titles_book(FAULTY, titles=(*NO_YEAR, "Năm 2005")))

    assert sorted(rules(verdict)) == ["not_a_number", "recognised_over_total", "year_before_places"]
    assert (verdict.rows.loaded, verdict.rows.rejected) == (0, 4)
