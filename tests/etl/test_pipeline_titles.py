from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from title_books import (
    GOOD,
    TITLE,
    add,
    as_bytes,
    check,
    fact,
    found,
    plain_rows,
    row_of,
    rules,
    titles_book,
    with_cell,
    write_head,
)


def test_a_faultless_book_is_accepted_with_form_year_place_and_channel() -> None:
    verdict = check(titles_book())

    assert (verdict.verdict, verdict.findings) == ("accepted", [])
    assert (verdict.form, verdict.year, verdict.period) == ("danh-hieu", 2018, "nam")
    assert (verdict.unit_code, verdict.channel) == ("389", "hoi_khuyen_hoc")
    assert (verdict.rows.loaded, verdict.rows.rejected) == (4, 0)
    assert verdict.tables[0].columns["dong_ho.recognised"] == "I"
    assert len(verdict.facts["title_count"]) == 16


def test_each_fact_keeps_its_row_and_its_counts() -> None:
    figures = fact(check(titles_book()), "Minh Sơn", "dong_ho")

    assert (figures["sheet"], figures["row"]) == ("Bieu 01", 10)
    assert (figures["total"], figures["registered"], figures["recognised"]) == (20, 15, 10)


def test_titles_head_and_signatures_are_ignored_with_their_reasons() -> None:
    reasons = {row.row: row.reason for row in check(titles_book()).ignored}

    assert reasons[4] == "title"
    assert reasons[7] == reasons[8] == "header"
    assert {reasons[row] for row in (14, 15, 16) if row in reasons} == {"signature"}


def test_a_name_in_the_signature_block_is_not_a_commune() -> None:
    verdict = check(titles_book())

    assert "Quang Trung" not in {row["village_name"] for row in verdict.facts["title_count"]}
    assert "unknown_place" not in rules(verdict)


@pytest.mark.parametrize(
    "numbering", [["A", "B", *range(1, 17)], ["(1)", "(2)", *(f"({n})" for n in range(3, 19))]]
)
def test_a_numbering_row_is_not_a_commune(numbering: list[Any]) -> None:
    numbers = [*numbering[:5], "4=3/1", *numbering[6:]]

    verdict = check(titles_book([numbers, *plain_rows()]))

    assert verdict.verdict == "accepted"
    assert [row.reason for row in verdict.ignored if row.row == 9] == ["numbering"]


@pytest.mark.parametrize("label", ["Tổng cộng", "TOÀN HUYỆN", "Cộng", "Tổng số"])
@pytest.mark.parametrize("is_on_top", [True, False])
def test_a_total_row_is_compared_and_never_loaded(label: str, is_on_top: bool) -> None:
    total = row_of(label, None, gia_dinh=(4010, 3600, 3200, 79.8), dong_ho=(80, 60, 40, 50))
    rows = [total, *plain_rows()] if is_on_top else [*plain_rows(), total]

    verdict = check(titles_book(rows))

    assert verdict.verdict == "accepted"
    assert verdict.rows.loaded == 4


def test_a_total_that_does_not_add_up_is_a_warning_with_both_figures() -> None:
    total = row_of("Tổng cộng", None, gia_dinh=(4010, 3600, 3242, None))

    verdict = check(titles_book([*plain_rows(), total]))

    assert verdict.verdict == "warnings"
    assert found(verdict, "total_mismatch") == ("warning", "E13", "3242")
    values = verdict.findings[0].values
    assert (values["typed"], values["summed"], values["difference"]) == (3242, 3200, 42)


def test_units_of_a_district_stand_on_the_districts_code() -> None:
    rows = [
        ["I", "Khối xã, thị trấn"],
        *plain_rows(),
        row_of("Cộng khối xã", None, don_vi=(20, 20, 16, 80)),
        ["II", "Khối cơ quan, đơn vị trực thuộc huyện"],
        row_of("Công an huyện", 1, don_vi=(1, 1, 1, 100)),
        row_of("Kho bạc Nhà nước", 2, don_vi=(1, 1, 0, 0)),
        row_of("Tổng cộng (I+II)", None, don_vi=(22, 22, 17, 77.3)),
    ]

    verdict = check(titles_book(rows))

    own = [row for row in verdict.facts["title_count"] if row["own_offices"]]
    assert verdict.verdict == "accepted"
    assert [(row["unit_code"], row["title"], row["managed_by"]) for row in own] == [
        ("389", "don_vi", "huyen")
    ] * 2
    assert [row.reason for row in verdict.ignored if row.row in (9, 15)] == ["group", "group"]


def test_a_group_of_own_offices_without_rows_below_is_the_row_itself() -> None:
    rows = [*plain_rows(), row_of("II. Khối cơ quan trực thuộc huyện", None, don_vi=(30, 30, 28, 93.3))]

    verdict = check(titles_book(rows))

    assert [row["total"] for row in verdict.facts["title_count"] if row["own_offices"]] == [30]
    assert verdict.rows.loaded == 5


def test_villages_are_kept_as_detail_on_their_commune() -> None:
    titles = ["HỘI KHUYẾN HỌC XÃ LAM SƠN", "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP", "Năm 2018", "Huyện Ngọc Lặc"]
    rows = [
        row_of("Thôn Minh Hòa", 1, gia_dinh=(100, 90, 80, 80)),
        row_of("Thôn 2", 2, gia_dinh=(50, 50, 40, 80)),
    ]

    verdict = check(titles_book(rows, titles=titles, unit="Thôn, bản, khu phố"))

    facts = verdict.facts["title_count"]
    assert {row["unit_code"] for row in facts} == {"15064"}
    assert [(row["village_name"], row["total"]) for row in facts] == [("Thôn Minh Hòa", 100), ("Thôn 2", 50)]


def test_blank_dash_and_zero_stay_apart() -> None:
    rows = [
        row_of("Lam Sơn", 1, gia_dinh=GOOD, dong_ho=(0, 0, 0, None)),
        row_of("Minh Sơn", 2, gia_dinh=GOOD, dong_ho=("-", "-", "-", None)),
        row_of("Thúy Sơn", 3, gia_dinh=GOOD, dong_ho=(None, None, 3, None)),
    ]

    verdict = check(titles_book(rows))

    assert fact(verdict, "Lam Sơn", "dong_ho")["total"] == 0
    assert fact(verdict, "Thúy Sơn", "dong_ho")["total"] is None
    assert [
        row for row in verdict.facts["title_count"] if row["row"] == 10 and row["title"] == "dong_ho"
    ] == []
    assert rules(verdict) == ["dash_is_not_zero"]


def test_a_commune_without_figures_is_not_reported_as_zero() -> None:
    verdict = check(titles_book([*plain_rows(), [5, "Quang Trung", *[None] * 16, "chưa b/c"]]))

    assert [row.reason for row in verdict.ignored if row.row == 13] == ["no_figures"]
    assert verdict.rows.loaded == 4


@pytest.mark.parametrize(
    ("cell", "value", "rule"),
    [
        ("D10", "hai mươi", "not_a_number"),
        ("D10", -5, "negative_number"),
        ("D10", 12.5, "not_whole_number"),
        ("D10", "=1/0", "uncached_formula"),
        ("E10", 1500, "recognised_over_total"),
        ("D10", 1500, "registered_over_total"),
        ("B10", "Không Có Đâu", "unknown_place"),
        ("B10", "Cẩm Giang", "place_out_of_scope"),
        ("B10", None, "name_missing"),
    ],
)
def test_an_error_rejects_its_row_and_only_that(cell: str, value: Any, rule: str) -> None:
    verdict = check(with_cell(cell, value))

    assert verdict.verdict == "partial"
    assert found(verdict, rule)[:2] == ("error", cell)
    assert (verdict.rows.loaded, verdict.rows.rejected) == (3, 1)
    assert 10 not in {row["row"] for row in verdict.facts["title_count"]}


def test_a_near_name_is_read_and_said() -> None:
    verdict = check(with_cell("B10", "Đồng Tinh"))

    assert found(verdict, "fuzzy_place") == ("warning", "B10", "Đồng Tinh")
    assert fact(verdict, "Đồng Thịnh")["row"] == 10


def test_more_recognised_than_registered_is_only_a_warning() -> None:
    verdict = check(with_cell("D10", 700))

    assert found(verdict, "recognised_over_registered") == ("warning", "E10", "800")
    assert verdict.rows.loaded == 4


def test_a_rate_of_the_registered_is_named_as_such() -> None:
    verdict = check(with_cell("F10", 88.9))

    assert found(verdict, "rate_mismatch") == ("warning", "F10", "88.9")
    assert verdict.findings[0].values["fits_whole_name"] == "registered"
    assert verdict.rows.loaded == 4


@pytest.mark.parametrize("value", [79.8, "79,8%", "79.8 %", 0.798, 80])
def test_a_right_rate_is_accepted_however_it_is_typed(value: Any) -> None:
    assert check(with_cell("F10", value)).findings == []


@pytest.mark.parametrize(
    ("text", "count"), [("1.180", 1180), ("1 180", 1180), ("1.180 hộ", 1180), ("1180", 1180)]
)
def test_numbers_typed_as_text_are_read_with_a_note(text: str, count: int) -> None:
    rows = [row_of("Lam Sơn", 1, gia_dinh=(text, 900, 800, None)), *plain_rows()[1:]]

    verdict = check(titles_book(rows))

    assert fact(verdict, "Lam Sơn")["total"] == count
    assert verdict.verdict == "accepted"
    assert rules(verdict) == ["text_numbers"]


def test_two_figures_in_a_cell_are_part_and_total_where_no_total_stands() -> None:
    rows = [row_of("Lam Sơn", 1, gia_dinh=(None, None, "2.315/5.650", None)), *plain_rows()[1:]]

    verdict = check(titles_book(rows))

    figures = fact(verdict, "Lam Sơn")
    assert (figures["recognised"], figures["total"]) == (2315, 5650)
    assert found(verdict, "fraction_read")[0] == "note"


def test_two_figures_beside_another_total_are_an_error() -> None:
    verdict = check(with_cell("E10", "315/650"))

    assert found(verdict, "fraction_in_cell") == ("error", "E10", "315/650")
    assert verdict.rows.rejected == 1


def test_the_same_row_twice_counts_once() -> None:
    rows = plain_rows()

    verdict = check(titles_book([*rows, rows[0]]))

    assert found(verdict, "duplicate_row")[0] == "warning"
    assert [row.row for row in verdict.ignored if row.reason == "duplicate"] == [13]
    assert fact(verdict, "Lam Sơn")["row"] == 9


def test_two_different_rows_of_one_commune_are_both_rejected() -> None:
    verdict = check(titles_book([*plain_rows(), row_of("Xã Lam Sơn", 5, gia_dinh=(1, 1, 1, 100))]))

    assert sorted(item.row or 0 for item in verdict.findings) == [9, 13]
    assert set(rules(verdict)) == {"duplicate_conflict"}
    assert (verdict.rows.loaded, verdict.rows.rejected) == (3, 2)


def test_hidden_rows_are_loaded_and_named() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[10].hidden = True

    verdict = check(titles_book(mend=hide))

    assert found(verdict, "hidden_rows")[0] == "warning"
    assert verdict.findings[0].values["rows"] == "10"
    assert verdict.rows.loaded == 4


def test_a_hidden_sheet_with_figures_is_left_out_and_said() -> None:
    book = Workbook()
    first = book.active
    assert first is not None
    write_head(first)
    add(first, *plain_rows())
    old = book.create_sheet("Nam truoc")
    write_head(old, titles=[*TITLE[:3], "Năm 2017"])
    add(old, *plain_rows())
    old.sheet_state = "hidden"

    verdict = check(as_bytes(book))

    assert found(verdict, "hidden_sheet")[0] == "warning"
    assert (verdict.year, verdict.rows.loaded) == (2018, 4)
    assert {row["year"] for row in verdict.facts["title_count"]} == {2018}


def test_decomposed_letters_are_read_as_composed_ones() -> None:
    rows = [
        [unicodedata.normalize("NFD", v) if isinstance(v, str) else v for v in row] for row in plain_rows()
    ]
    titles = [unicodedata.normalize("NFD", text) for text in TITLE]

    verdict = check(titles_book(rows, titles=titles))

    assert (verdict.verdict, rules(verdict)) == ("accepted", ["nfd"])
    assert verdict.rows.loaded == 4
