"""Names of files and tabs that say another year or commune than the lines above the table."""

from __future__ import annotations

import pytest
from title_books import named, rules, titles_book

from etl.model import Hints, Verdict
from etl.pipeline import check_workbook
from etl.words import render


def of_file(file_name: str, year: int | None = None) -> Verdict:
    return check_workbook(titles_book(), file_name=file_name, hints=Hints(year=year))


@pytest.mark.parametrize(
    "name",
    ["Bao cao nam 2019.xlsx", "Báo cáo năm 2019 (bản cuối).xlsx", "BC_NAM_2019.xls", "bieu-1-nam-2019.xls"],
)
def test_a_file_named_after_another_year_is_told_and_the_table_decides(name: str) -> None:
    verdict = of_file(name)

    assert (verdict.verdict, verdict.year, rules(verdict)) == ("warnings", 2018, ["file_year_differs"])
    assert render(named(verdict, "file_year_differs")) == (
        f"Tệp mang tên “{name}”, nhưng biểu ghi năm 2018. Đã lấy năm 2018 theo biểu; "
        "sửa năm trên biểu nếu là số năm 2019, hoặc đổi tên tệp."
    )


@pytest.mark.parametrize(
    "name",
    [
        "Bao cao nam 2018.xlsx",
        "Bao cao 2019-01-15.xlsx",
        "Báo cáo nộp ngày 15.1.2019.xlsx",
        "Ngoc Lac, ngay 15 thang 1 nam 2019.xlsx",
        "BC_thang_01_nam_2019.xlsx",
        "Bieu theo QĐ 12 năm 2019.xlsx",
        "bao cao 2018-2019.xlsx",
        "bao cao nam 2019 - 2020.xlsx",
        "Báo cáo năm học 2019_2020.xlsx",
        "Kế hoạch năm 2019.xlsx",
        "Bao cao nam 2018 so voi nam 2017.xlsx",
        "Hội khuyến học Hà Nam 2019.xlsx",
        "Bieu 2019.xlsx",
    ],
)
def test_a_number_that_is_no_year_assessed_leaves_nothing_to_tell(name: str) -> None:
    assert of_file(name).findings == []


def test_the_year_that_the_officer_chose_needs_no_word_on_the_name() -> None:
    assert of_file("Bao cao nam 2019.xlsx", 2018).findings == []
