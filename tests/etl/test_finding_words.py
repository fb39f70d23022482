from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from title_books import check, plain_rows, row_of, titles_book, with_cell

import etl
from etl.checks import severities
from etl.model import Finding
from etl.words import Language, render, sentences
from warehouse.sql import CHECKS, sql_files


def of_rule(data: bytes, rule: str) -> Finding:
    return next(finding for finding in check(data).findings if finding.rule == rule)


def wordings(language: Language) -> dict[tuple[str, str], str]:
    return {
        (rule, condition): text
        for rule, choice in sentences(language)["rules"].items()
        for condition, text in (choice.items() if isinstance(choice, dict) else [("", choice)])
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_rule_has_words(language: Language) -> None:
    assert set(severities()) == set(sentences(language)["rules"]) - {"other"}


def test_no_reason_of_a_rule_repeats_a_year_that_the_code_decides() -> None:
    text = (Path(etl.__file__).parent / "rules.yaml").read_text(encoding="utf-8")

    assert re.findall(r"\b(?:19|20)\d\d\b", text) == []


def test_both_languages_have_the_same_sentences_and_holes() -> None:
    holes = {
        language: {
            key: {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for key, text in wordings(language).items()
        }
        for language in ("vi", "en")
    }

    assert holes["vi"] == holes["en"]


def test_no_sentence_promises_a_choice_of_reasons_that_no_page_offers() -> None:
    assert not [text for text in wordings("vi").values() if "lý do" in text]
    assert not [text for text in wordings("en").values() if "reason" in text]


def test_an_error_names_cell_commune_both_figures_and_the_other_cell() -> None:
    rows = [row_of("Lam Sơn", 1, gia_dinh=(1180, 1200, 1512, None)), *plain_rows()[1:]]

    finding = of_rule(titles_book(rows), "recognised_over_total")

    assert render(finding, "vi") == (
        "Trang tính “Bieu 01”, ô E9 (xã Lam Sơn): số hộ được công nhận 1.512 lớn hơn tổng số hộ 1.180. "
        "Kiểm tra lại ô này hoặc ô C9."
    )
    assert render(finding, "en") == (
        "Sheet “Bieu 01”, cell E9 (xã Lam Sơn): recognised families 1,512 are more than all families 1,180. "
        "Check this cell or cell C9."
    )


def test_a_total_shows_both_figures_and_their_difference() -> None:
    total = row_of("Tổng cộng", None, gia_dinh=(4010, 3642, 3200, None))

    sentence = render(of_rule(titles_book([*plain_rows(), total]), "total_mismatch"), "vi")

    assert "“Tổng cộng” ghi 3.642, cộng 4 dòng được 3.600, chênh 42" in sentence


def test_what_cannot_be_read_is_quoted_as_it_stands() -> None:
    rows = [row_of("Lam Sơn", 1, gia_dinh=("hai mươi", 900, 800, None)), *plain_rows()[1:]]

    assert "“hai mươi” chưa phải là số" in render(of_rule(titles_book(rows), "not_a_number"), "vi")


def test_a_sentence_about_the_whole_file_begins_with_a_capital() -> None:
    assert render(Finding("error", "empty_workbook"), "vi").startswith("Tệp không có")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_check_of_the_store_has_a_sentence_of_its_own(language: Language) -> None:
    told = sentences(language)["rules"]["refused_by_check"]

    assert {f"check={path.stem}" for path in sql_files(CHECKS)} | {"default"} == set(told)


def test_a_refusal_without_a_cell_begins_with_its_place() -> None:
    values = {"check": "not known yet", "place": "Xã Lam Sơn"}

    assert render(Finding("error", "refused_by_check", values=values), "vi") == (
        "Xã Lam Sơn: số liệu này trái với số đã có nên chưa được lấy. Kiểm tra lại dòng này rồi nộp lại."
    )


def test_a_number_that_is_no_count_is_written_as_its_reader_writes_numbers() -> None:
    finding = of_rule(with_cell("D10", 1600.5), "not_whole_number")

    assert "ghi 1.600,5, không phải số nguyên" in render(finding)
    assert "1,600.5 is not a whole number" in render(finding, "en")
    assert finding.raw == "1600.5"
