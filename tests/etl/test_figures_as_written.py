"""What was read: a text as it stands in the file, the number of a cell as its reader would write it."""

from __future__ import annotations

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from title_books import check, named, row_of, titles_book

from etl.checks import Findings
from etl.model import Finding
from etl.words import render, written


@pytest.mark.parametrize(
    ("typed", "rule", "vi", "en"),
    [
        (1234.5, "not_whole_number", "1.234,5", "1,234.5"),
        (-7000.0, "negative_number", "-7.000", "-7,000"),
        ("1.234,5 hộ/thôn", "not_a_number", "1.234,5 hộ/thôn", "1.234,5 hộ/thôn"),
        (True, "not_a_number", "TRUE", "TRUE"),
        (False, "not_a_number", "FALSE", "FALSE"),
    ],
)
def test_a_number_is_written_in_the_language_and_a_text_stays(
    typed: object, rule: str, vi: str, en: str
) -> None:
    finding = named(check(titles_book([row_of("Lam Sơn", gia_dinh=(1000, 900, typed, None))])), rule)

    assert (written(finding), written(finding, "en")) == (vi, en)
    assert vi in render(finding)


def test_a_count_shown_as_a_percentage_is_written_with_its_comma() -> None:
    def as_percent(sheet: Worksheet) -> None:
        sheet["E9"].value, sheet["E9"].number_format = 0.953, "0.0%"

    finding = named(check(titles_book(mend=as_percent)), "percent_in_count")

    assert (finding.raw, written(finding)) == ("95.3%", "95,3%")
    assert "“95,3%”" in render(finding)


def test_the_year_in_a_cell_is_no_quantity() -> None:
    def add(rule: str) -> Finding:
        findings = Findings()
        findings.add(rule, "Bieu 01", (3, 0), raw=2018.0, years=[2018, 2019])
        return findings.items[0]

    assert written(add("year_contradiction")) == "2018"
    assert written(add("merged_cells")) == "2.018"
