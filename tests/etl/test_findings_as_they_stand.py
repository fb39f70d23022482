from __future__ import annotations

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from score_books import GOOD, score_sheet, summary_book
from title_books import GOOD as COUNTS
from title_books import add, check, found, plain_rows, row_of, titles_book, with_cell

from etl.as_it_stands import as_written
from etl.words import render


@pytest.mark.parametrize(
    ("read", "text", "written"),
    [
        ("xuat sac", "Tổng điểm: 87,5 – Xếp loại: Xuất sắc.", "Xuất sắc"),
        ("huyện tĩnh gia", "UBND HUYỆN TĨNH GIA\nHỘI KHUYẾN HỌC", "HUYỆN TĨNH GIA"),
        ("12x5", "12x5", "12x5"),
        ("khác hẳn", "Lam Sơn", "khác hẳn"),
    ],
)
def test_what_was_read_is_shown_in_the_letters_of_the_file(read: str, text: str, written: str) -> None:
    assert as_written(read, text) == written


def test_a_formula_is_shown_with_its_sign() -> None:
    assert found(check(with_cell("C9", "=1/0")), "uncached_formula") == ("error", "C9", "=1/0")


def test_a_place_above_the_table_is_quoted_in_its_capitals() -> None:
    titles = ("UBND HUYỆN TĨNH GIA", "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP", "Năm 2021")

    verdict = check(titles_book([row_of("Hải Châu", 1, gia_dinh=COUNTS)], titles=titles))

    assert found(verdict, "abolished_place") == ("error", "A1", "HUYỆN TĨNH GIA")
    assert "“HUYỆN TĨNH GIA”" in render(verdict.findings[0])


def test_hidden_rows_and_rows_below_signatures_name_a_cell() -> None:
    def mend(sheet: Worksheet) -> None:
        sheet.row_dimensions[10].hidden = True
        add(sheet, row_of("Cao Ngọc", 5, gia_dinh=COUNTS))

    verdict = check(titles_book(plain_rows(), mend=mend))

    assert found(verdict, "hidden_rows")[1] == "B10"
    assert found(verdict, "rows_below_signatures")[1] == "B16"


def test_a_missing_criterion_names_the_cell_of_its_commune() -> None:
    points = (*GOOD[:4], None, *GOOD[5:])

    of_summary = check(summary_book([[1, "Lam Sơn", *points, None, None]]))
    of_sheet = check(score_sheet({"assessed": points}))

    assert found(of_summary, "missing_criterion")[1] == "B7"
    assert found(of_sheet, "missing_criterion")[1] == "A6"
