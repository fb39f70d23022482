"""Numbers as offices type them are read one way, or called what they are."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.text.numbers import decide_separator, parse_number
from etl.text.unicode import clean, fold_label, nfc


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        (512, 512, None),
        (85.5, 85.5, None),
        ("512", 512, "text"),
        (" 512 ", 512, "text"),
        ("'512", 512, "text"),
        ("1.234", 1234, "grouped"),
        ("1,234", 1234, "grouped"),
        ("1.234.567", 1234567, "grouped"),
        ("1.234,5", 1234.5, "decimal_comma"),
        ("1,234.5", 1234.5, "decimal_dot"),
        ("85,5", 85.5, "decimal_comma"),
        ("85.5", 85.5, "decimal_dot"),
        ("0,855", 0.855, "decimal_comma"),
        ("1\u00a0200", 1200, "spaces"),
        ("1.180 hộ", 1180, "unit"),
        ("12 dòng họ", 12, "unit"),
        ("12dòng họ", 12, "unit"),
        ("\u22125", -5, "text"),
        ("92 điểm.", 92, "unit"),
        (1e16, 1e16, "digits_lost"),
    ],
)
def test_a_count_is_read_as_its_office_means_it(text: Any, value: float, note: str | None) -> None:
    parsed = parse_number(text, kind="count")

    assert (parsed.value, parsed.state, parsed.note) == (value, "number", note)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", "blank"),
        (None, "blank"),
        (" ", "blank"),
        ("\u00a0", "blank"),
        ("…", "blank"),
        ("KCSL", "blank"),
        ("-", "not_applicable"),
        ("—", "not_applicable"),
        ("k.a.d", "not_applicable"),
        ("X", "mark"),
        ("√", "mark"),
        ("Đ", "mark"),
        ("không có", "none_word"),
        ("Kho\u0302ng co\u0301", "none_word"),
        ("nt", "ditto"),
        ('"', "ditto"),
        (datetime.date(2018, 3, 5), "date"),
        (True, "text"),
        (float("nan"), "text"),
        ("12x5", "text"),
        ("hai mươi", "text"),
        ("1.5.2", "text"),
        ("1O", "text"),
        ("３", "text"),
        ("%", "text"),
        ("9" * 5000, "text"),
        ("đạt", "text"),
    ],
)
def test_what_is_no_number_is_called_by_its_name(text: Any, state: str) -> None:
    parsed = parse_number(text)

    assert (parsed.value, parsed.state) == (None, state)


def test_two_figures_in_one_cell_are_a_fraction_with_both() -> None:
    parsed = parse_number("2.315/5.650")

    assert (parsed.value, parsed.whole, parsed.state) == (2315, 5650, "fraction")
    assert parse_number("1.385/1847 hộ").whole == 1847


def test_a_percent_sign_gives_zero_to_a_hundred_in_a_share_and_is_reported_elsewhere() -> None:
    assert (parse_number("12,5%", kind="share").value, parse_number("12,5%", kind="share").state) == (
        12.5,
        "number",
    )
    assert parse_number("85 %", kind="count").state == "percent"
    assert parse_number("95,123%", kind="share").value == 95.123


def test_one_mark_before_three_digits_is_ambiguous_in_points_until_the_column_settles_it() -> None:
    assert parse_number("1.234", kind="points").candidates == (1234, 1.234)
    assert parse_number("1.234", kind="points").state == "ambiguous"
    assert parse_number("1.234", kind="points", style="comma").value == 1234
    assert parse_number("1.234", kind="points", style="dot").value == 1.234
    assert parse_number("1.234", kind="points", style="mixed").state == "ambiguous"


@pytest.mark.parametrize(
    ("column", "style"),
    [
        (["85,5", 90, "1.234"], "comma"),
        (["85.5", "", "đạt"], "dot"),
        (["1.234.567"], "comma"),
        (["1,234.5 hộ"], "dot"),
        (["85,5", "85.5"], "mixed"),
        (["1.234", "12", 7.5], "unknown"),
        ([], "unknown"),
    ],
)
def test_a_column_says_how_it_writes_decimals(column: list[Any], style: str) -> None:
    assert decide_separator(column) == style


@given(st.integers(min_value=0, max_value=999_999_999))
def test_a_count_written_with_dots_or_spaces_comes_back(number: int) -> None:
    grouped = f"{number:,}"

    assert parse_number(grouped.replace(",", ".")).value == number
    assert parse_number(grouped.replace(",", "\u00a0")).value == number


@given(st.one_of(st.text(max_size=80), st.floats(), st.integers(), st.none(), st.booleans()))
def test_no_cell_makes_the_parser_stumble(value: Any) -> None:
    assert parse_number(value, kind="points").state


def test_text_is_cleaned_to_one_line_in_composed_form() -> None:
    assert clean(" Xa\u0303\u00a0 Lam_x000D_\r\nSo\u031bn\u200b ") == "Xã Lam Sơn"
    assert nfc("a\u0303") == "ã"


@pytest.mark.parametrize("label", ["Tỷ lệ\n(%)", "TỈ LỆ %", "ti le %", "Ty\u0309 le\u0323\u0302 (%)"])
def test_header_words_fold_to_one_key(label: str) -> None:
    assert fold_label(label) == "ti le %"


def test_the_letter_d_with_a_bar_folds_to_d() -> None:
    assert fold_label("ĐẠT chuẩn: Đơn vị") == "dat chuan don vi"
