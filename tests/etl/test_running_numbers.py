"""Rows whose running number or name carries more than it should: Roman numerals, remarks, footnotes."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl import Workbook
from title_books import GOOD, TITLE, add, as_bytes, check, fact, found, row_of, rules, titles_book

from etl.mapping.labels import fold
from etl.mapping.place_labels import is_village_name, place_words
from etl.mapping.remarks import without_remark
from warehouse.places import load_places

ROMAN = ("I", "II", "III", "IV")
NAMES = ("Lam Sơn", "Minh Sơn", "Thúy Sơn", "Cao Thịnh")


def roman_rows() -> list[list[Any]]:
    return [row_of(name, mark, gia_dinh=GOOD) for mark, name in zip(ROMAN, NAMES, strict=True)]


def test_communes_numbered_in_roman_are_data() -> None:
    verdict = check(titles_book([*roman_rows(), row_of("Tổng cộng", None, gia_dinh=(4000, 3600, 3200, 80))]))

    assert (verdict.verdict, verdict.rows.loaded) == ("accepted", 4)
    assert [fact(verdict, name)["recognised"] for name in NAMES] == [800] * 4


def test_a_roman_numeral_may_stand_before_the_name() -> None:
    rows = [row_of(f"{mark}. {name}", None, gia_dinh=GOOD) for mark, name in zip(ROMAN, NAMES, strict=True)]

    verdict = check(titles_book(rows))

    assert (verdict.verdict, verdict.rows.loaded) == ("accepted", 4)
    assert fact(verdict, "Minh Sơn")["row"] == 10


def test_a_group_whose_figures_sum_its_rows_stays_a_group() -> None:
    rows = [
        row_of("Khối xã", "I", gia_dinh=(2000, 1800, 1600, 80)),
        row_of("Lam Sơn", 1, gia_dinh=GOOD),
        row_of("Minh Sơn", 2, gia_dinh=GOOD),
        row_of("Khối thị trấn", "II", gia_dinh=GOOD),
        row_of("Thị trấn Ngọc Lặc", 1, gia_dinh=GOOD),
    ]

    verdict = check(titles_book(rows))

    assert [row.row for row in verdict.ignored if row.reason == "group"] == [9, 12]
    assert verdict.rows.loaded == 3


def test_a_group_named_after_a_commune_that_sums_its_rows_stays_a_group() -> None:
    rows = [
        row_of("Lam Sơn", "I", gia_dinh=(2000, 1800, 1600, 80)),
        row_of("Minh Sơn", 1, gia_dinh=GOOD),
        row_of("Thúy Sơn", 2, gia_dinh=GOOD),
        row_of("Cao Thịnh", "II", gia_dinh=GOOD),
    ]

    verdict = check(titles_book(rows))

    assert [row.row for row in verdict.ignored if row.reason == "group"] == [9]
    assert verdict.rows.loaded == 3


def test_a_commune_of_unknown_name_among_roman_numbers_is_asked_about() -> None:
    verdict = check(titles_book([*roman_rows(), row_of("Không Có Đâu", "V", gia_dinh=GOOD)]))

    assert found(verdict, "unknown_place") == ("error", "B13", "Không Có Đâu")
    assert (verdict.rows.loaded, verdict.rows.rejected) == (4, 1)


def test_own_offices_below_roman_communes_are_still_own_offices() -> None:
    rows = [*roman_rows()[:2], row_of("Khối cơ quan trực thuộc huyện", "III", don_vi=(30, 30, 28, 93.3))]

    verdict = check(titles_book(rows))

    own = [row for row in verdict.facts["title_count"] if row["own_offices"]]
    assert [(row["unit_code"], row["total"]) for row in own] == [("389", 30)]
    assert verdict.rows.loaded == 3


def test_figures_typed_as_text_make_a_roman_row_data_too() -> None:
    rows = [row_of("Lam Sơn", "I", gia_dinh=("1.180", "1.000", "900", None)), *roman_rows()[1:]]

    assert fact(check(titles_book(rows)), "Lam Sơn")["total"] == 1180


def test_villages_numbered_in_roman_are_data() -> None:
    titles = ["HỘI KHUYẾN HỌC XÃ LAM SƠN", TITLE[2], "Năm 2018", "Huyện Ngọc Lặc"]
    rows = [row_of("Thôn Minh Hòa", "I", gia_dinh=GOOD), row_of("Thôn 2", "II", gia_dinh=GOOD)]

    verdict = check(titles_book(rows, titles=titles, unit="Thôn, bản, khu phố"))

    assert (verdict.verdict, verdict.rows.loaded) == ("accepted", 2)


@pytest.mark.parametrize(
    "remark",
    [
        "(ĐBKK)", "(xã ĐBKK)", "(miền núi)", "(*)", "*", "**", "(1)", "¹", "1", "(xã đặc biệt khó khăn)",
        "(MN)", "(KV III)", "(xã khu vực III)", "- ĐBKK", "(xã vùng cao, ĐBKK)", "(mới sáp nhập)", "[2]",
    ],
)  # fmt: skip
def test_a_remark_behind_a_name_is_taken_off_with_a_note(remark: str) -> None:
    gap = "" if remark in ("*", "**", "¹", "1") else " "
    written = f"Lam Sơn{gap}{remark}"

    verdict = check(titles_book([row_of(written, 1, gia_dinh=GOOD), row_of("Minh Sơn", 2, gia_dinh=GOOD)]))

    assert fact(verdict, "Lam Sơn")["recognised"] == 800
    assert rules(verdict) == ["place_remark"]
    assert found(verdict, "place_remark") == ("note", "B9", written)
    assert verdict.verdict == "accepted"


def test_several_remarks_make_one_note_with_their_count() -> None:
    rows = [row_of(f"{name} (xã ĐBKK)", place, gia_dinh=GOOD) for place, name in enumerate(NAMES, start=1)]

    (finding,) = check(titles_book(rows)).findings

    assert (finding.rule, finding.values["count"]) == ("place_remark", 4)


def test_no_name_of_the_country_loses_a_part_as_a_remark() -> None:
    names = {n for unit in load_places().units for n in (unit.name, unit.short_name)}

    assert [name for name in names if without_remark(name) != name] == []


def test_a_bracket_that_says_something_else_stays() -> None:
    assert without_remark("Quang Trung (Ngọc Lặc)") == "Quang Trung (Ngọc Lặc)"
    assert without_remark("(*)") == "(*)"


def test_remarks_are_taken_off_in_the_scores_summary_too() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    add(sheet, ["UBND HUYỆN NGỌC LẶC"], ["BIỂU TỔNG HỢP ĐIỂM, XẾP LOẠI CÁC XÃ"], ["Năm 2018"])
    add(
        sheet,
        ["TT", "Xã, thị trấn", "Tổng điểm", "Xếp loại"],
        ["I", "Lam Sơn (ĐBKK)", 85, "Khá"],
        ["II", "Minh Sơn", 92, "Tốt"],
    )

    verdict = check(as_bytes(book))

    assert (verdict.rows.loaded, rules(verdict)) == (2, ["place_remark"])


def test_the_words_for_villages_and_remarks_are_those_of_the_yaml_file() -> None:
    words = place_words()

    assert [word for word in words["village"] if not is_village_name(fold(f"{word} Minh Hòa"))] == []
    remarks = [word for word in words["remarks"] if word not in ("xã", "phường", "thị trấn")]
    assert [word for word in remarks if without_remark(f"Lam Sơn ({word})") != "Lam Sơn"] == []
