from __future__ import annotations

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from title_books import check, fact, found, plain_rows, row_of, rules, titles_book

from etl.words import render


def merged(*areas: str) -> bytes:
    def mend(sheet: Worksheet) -> None:
        for area in areas:
            sheet.merge_cells(area)

    return titles_book(mend=mend)


def test_a_figure_merged_over_two_communes_rejects_both() -> None:
    verdict = check(merged("E9:E10"))

    assert found(verdict, "merged_cells") == ("error", "E9", "800")
    assert verdict.rows.rejected == 2
    assert {row["row"] for row in verdict.facts["title_count"]} == {11, 12}
    sentence = render(verdict.findings[0])
    assert "ô gộp của 2 dòng (xã Lam Sơn; xã Minh Sơn)" in sentence


@pytest.mark.parametrize("area", ["F9:F10", "S9:S10", "A9:A10", "E13:E14"])
def test_rates_remarks_numbers_and_blank_cells_may_be_merged(area: str) -> None:
    assert "merged_cells" not in rules(check(merged(area)))


@pytest.mark.parametrize("label", ["TOÀN HUYỆN", "Tổng số", "Toàn huyện"])
def test_a_total_on_top_is_checked_where_groups_follow(label: str) -> None:
    offices = row_of("Khối cơ quan, đơn vị trực thuộc huyện", "II", don_vi=(4, 4, 2, None))
    rows = [
        row_of(label, None, gia_dinh=(4010, 3600, 3250, None), don_vi=(24, 24, 18, None)),
        ["I", "Khối xã, thị trấn"], *plain_rows(), offices,
    ]  # fmt: skip

    verdict = check(titles_book(rows))

    assert rules(verdict) == ["total_mismatch"]
    assert found(verdict, "total_mismatch") == ("warning", "E9", "3250")
    assert fact(verdict, "Lam Sơn")["recognised"] == 800


def test_the_sum_of_a_group_is_compared_with_its_group() -> None:
    rows = [["I", "Khối xã"], *plain_rows(), row_of("Cộng khối xã", None, gia_dinh=(4010, 3600, 3200, None))]

    assert rules(check(titles_book(rows))) == []
