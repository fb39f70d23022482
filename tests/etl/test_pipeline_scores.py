from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from score_books import GOOD, MAXIMA, score_sheet, summary_book
from title_books import as_bytes, check, edited, found, named, rules

from etl.words import render

KHA = tuple(points * 0.75 if points == 10 else points - 1 for points in MAXIMA)
TOTAL = sum(GOOD)


def commune(name: str = "Lam Sơn", points: Any = GOOD, rank: str = "Tốt", number: int = 1) -> list[Any]:
    return [number, name, *points, sum(p for p in points if isinstance(p, (int, float))), rank]


def test_a_summary_gives_points_totals_and_ranks() -> None:
    verdict = check(summary_book([commune(), commune("Minh Sơn", number=2)]))

    assert (verdict.verdict, verdict.form, verdict.findings) == ("accepted", "tong-hop-diem-xa", [])
    assert (verdict.year, verdict.unit_code, verdict.channel) == (2018, "389", "giao_duc")
    points = [row["points"] for row in verdict.facts["criterion_score"] if row["unit_code"] == "15064"]
    assert tuple(points) == GOOD
    first = verdict.facts["assessment"][0]
    assert (first["total_assessed"], first["rank_reported"], first["row"]) == (TOTAL, "tot", 7)


def test_the_maxima_row_is_not_a_commune() -> None:
    verdict = check(summary_book([commune()], with_maxima=True))

    assert verdict.verdict == "accepted"
    assert [row.reason for row in verdict.ignored if row.row == 7] == ["maxima"]


def test_the_summary_block_is_never_data() -> None:
    text = "Tổng số xã: 22. Trong đó: Tốt: 16 (72,7%); Khá: 5; Trung bình: 0; Không xếp loại: 1"

    verdict = check(summary_book([commune()], below=[text]))

    assert verdict.verdict == "accepted"
    assert [row.reason for row in verdict.ignored if row.row == 8] == ["summary"]


def test_points_over_the_maximum_reject_the_commune() -> None:
    verdict = check(summary_book([commune(points=(11, *GOOD[1:])), commune("Minh Sơn", number=2)]))

    assert found(verdict, "points_over_maximum") == ("error", "C7", "11")
    assert (verdict.verdict, verdict.rows.loaded, verdict.rows.rejected) == ("partial", 1, 1)


@pytest.mark.parametrize(
    ("row", "rule", "cell"),
    [
        (commune(rank="Khá"), "rank_differs", "S7"),
        ([1, "Lam Sơn", *GOOD, TOTAL + 1, "Tốt"], "points_sum_mismatch", "R7"),
        (commune(points=(8.3, *GOOD[1:])), "points_off_step", "C7"),
        ([1, "Lam Sơn", *[None] * 16, "KXL"], "kxl_without_points", "S7"),
    ],
)
def test_doubtful_points_and_ranks_are_warnings(row: list[Any], rule: str, cell: str) -> None:
    verdict = check(summary_book([row]))

    assert found(verdict, rule)[:2] == ("warning", cell)
    assert (verdict.verdict, verdict.rows.loaded) == ("warnings", 1)


def test_decimal_commas_are_points() -> None:
    verdict = check(summary_book([[1, "Lam Sơn", "8,5", *GOOD[1:], f"{TOTAL}".replace(".", ","), "Tốt"]]))

    assert verdict.facts["criterion_score"][0]["points"] == 8.5
    assert verdict.facts["assessment"][0]["total_assessed"] == TOTAL
    assert rules(verdict) == ["text_numbers"]


@pytest.mark.parametrize("value", ["x", "5%", "mười"])
def test_of_a_score_that_cannot_be_read_only_its_cell_is_told(value: str) -> None:
    verdict = check(score_sheet({"assessed": (value, *GOOD[1:])}, total=TOTAL))

    assert [item.cell for item in verdict.findings if item.rule != "score_incomplete"] == ["E7"]


def test_beside_a_score_that_cannot_be_read_a_blank_one_is_still_named() -> None:
    verdict = check(score_sheet({"assessed": ("x", None, *GOOD[2:])}))

    assert named(verdict, "missing_criterion").values["numbers"] == [2]


def test_a_missing_criterion_is_named() -> None:
    verdict = check(summary_book([commune(points=(*GOOD[:4], None, *GOOD[5:]))]))

    assert found(verdict, "missing_criterion")[0] == "warning"
    assert verdict.findings[0].values["numbers"] == [5]


def test_two_lines_a_commune_are_self_and_assessed() -> None:
    rows = [
        [1, "Lam Sơn", "Tự chấm", *MAXIMA, 100, "Tốt"],
        [None, None, "Thẩm định", *GOOD, TOTAL, "Tốt"],
    ]

    verdict = check(summary_book(rows, by_line=True))

    assert {row["basis"] for row in verdict.facts["criterion_score"]} == {"self", "assessed"}
    (only,) = verdict.facts["assessment"]
    assert (only["total_self"], only["total_assessed"]) == (100, TOTAL)
    assert verdict.rows.loaded == 2


def test_a_score_sheet_gives_both_bases_total_and_rank() -> None:
    verdict = check(score_sheet({"self": MAXIMA, "assessed": GOOD}, total=TOTAL))

    assert (verdict.verdict, verdict.form, verdict.unit_code) == ("accepted", "cham-diem-xa", "15064")
    assert len(verdict.facts["criterion_score"]) == 30
    (only,) = verdict.facts["assessment"]
    assert (only["total_assessed"], only["rank_reported"]) == (TOTAL, "tot")
    assert verdict.rows.loaded == 17


def test_the_commune_may_stand_in_the_sheets_name_only() -> None:
    verdict = check(
        score_sheet({"assessed": GOOD}, total=TOTAL, place="Huyện: Ngọc Lặc", sheet_name="Lam Sơn")
    )

    assert verdict.unit_code == "15064"
    assert verdict.rows.loaded == 17


def test_eleven_of_ten_keeps_the_whole_score_of_a_sheet_out_and_names_its_cell() -> None:
    verdict = check(score_sheet({"assessed": (11, *GOOD[1:])}, total=TOTAL))

    assert found(verdict, "points_over_maximum") == ("error", "E7", "11")
    assert found(verdict, "score_incomplete")[:2] == ("error", "B7")
    assert (verdict.verdict, verdict.rows.loaded, verdict.rows.rejected) == ("rejected", 0, 17)
    assert verdict.facts["criterion_score"] == verdict.facts["assessment"] == []


def test_a_faulty_line_of_a_commune_keeps_its_other_line_out_and_no_other_commune() -> None:
    rows = [
        [1, "Lam Sơn", "Tự chấm", *MAXIMA, 100, "Tốt"],
        [None, None, "Thẩm định", 11, *GOOD[1:], TOTAL, "Tốt"],
        [2, "Minh Sơn", "Thẩm định", *GOOD, TOTAL, "Tốt"],
    ]

    verdict = check(summary_book(rows, by_line=True))

    assert (verdict.verdict, verdict.rows.loaded, verdict.rows.rejected) == ("partial", 1, 2)
    assert "chưa lấy 1 dòng kia, điểm đã nộp trước (nếu có) vẫn giữ" in render(verdict.findings[1])
    assert {row["row"] for row in verdict.facts["criterion_score"]} == {9}


def test_points_on_indicators_are_added_to_their_criterion() -> None:
    from io import BytesIO

    from openpyxl import load_workbook
    from title_books import as_bytes

    book = load_workbook(BytesIO(score_sheet({"assessed": (None, *GOOD[1:])}, total=TOTAL)))
    sheet = book.worksheets[0]
    sheet.insert_rows(8, 2)
    for row, (mark, points) in enumerate((("a", 5), ("b", 3.5)), start=8):
        sheet.cell(row, 1, mark)
        sheet.cell(row, 2, "Chỉ số")
        sheet.cell(row, 5, points)

    verdict = check(as_bytes(book))

    first = next(row for row in verdict.facts["criterion_score"] if row["criterion"] == "tc01")
    assert (first["points"], first["row"]) == (8.5, 7)
    assert verdict.verdict == "accepted"


def test_dates_and_committees_among_the_criteria_do_not_end_a_score_sheet() -> None:
    data = score_sheet({"self": GOOD, "assessed": GOOD}, total=TOTAL)

    verdict = check(
        edited(data, B9="Ban Chỉ đạo hoạt động nền nếp", F10="Quyết định ngày 12 tháng 3 năm 2018")
    )

    assert (verdict.verdict, verdict.findings) == ("accepted", [])
    assert len(verdict.facts["criterion_score"]) == 30


def test_signers_below_the_columns_of_points_cost_no_criterion() -> None:
    data = score_sheet({"self": GOOD, "assessed": GOOD}, total=TOTAL)

    verdict = check(edited(data, B25="ĐẠI DIỆN XÃ", D25=None, E25="TRƯỞNG ĐOÀN KIỂM TRA"))

    assert (verdict.verdict, verdict.findings) == ("accepted", [])
    assert len(verdict.facts["criterion_score"]) == 30


def test_criteria_heads_named_tc_count_without_merged_cells() -> None:
    data = summary_book([commune()], with_maxima=True)
    book = load_workbook(io.BytesIO(data))
    sheet = book.active
    assert sheet is not None
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    for number in range(1, 16):
        sheet.cell(6, 2 + number, f"TC{number}")

    verdict = check(as_bytes(book))

    assert (verdict.verdict, len(verdict.facts["criterion_score"])) == ("accepted", 15)


def _three_years() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in ("UBND HUYỆN NGỌC LẶC", "BIỂU TỔNG HỢP ĐIỂM, XẾP LOẠI “CỘNG ĐỒNG HỌC TẬP” CẤP XÃ"):
        sheet.append([line])
    sheet.append(["TT", "Xã, thị trấn", "Năm 2016", None, "Năm 2017", None, "Năm 2018", None])
    sheet.append([None, None, *["Tổng điểm", "Xếp loại"] * 3])
    for cells in ("A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:H3"):
        sheet.merge_cells(cells)
    sheet.append([1, "Lam Sơn", 60, "Trung bình", 75, "Khá", 85, "Tốt"])
    return as_bytes(book)


def test_of_years_side_by_side_the_year_asked_for_is_read() -> None:
    first = check(_three_years(), year=2018).facts["assessment"][0]

    assert (first["total_assessed"], first["rank_reported"]) == (85.0, "tot")


def test_of_years_side_by_side_a_year_that_is_missing_is_asked_for() -> None:
    verdict = check(_three_years(), year=2019)

    assert (verdict.verdict, rules(verdict)) == ("rejected", ["year_contradiction"])
