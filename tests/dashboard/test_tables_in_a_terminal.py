"""Tables for people at 80 columns: no line is too long, no word is broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from dashboard.cli.output import print_rows
from warehouse import queries

SHORT = ("year", "code", "name", "level", "file", "period", "rule", "severity", "state")
Run = Callable[..., tuple[int, str, str]]


def table(frame: pl.DataFrame, capsys: pytest.CaptureFixture[str]) -> list[str]:
    print_rows(frame, frame.columns, table="coverage", as_json=False, as_csv=False)
    return capsys.readouterr().out.splitlines()


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_a_narrow_table_has_lines_and_vietnamese_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    lines = table(
        pl.DataFrame({"year": [2018], "total": [15741], "rate_pct": [1234.5], "counts_now": [True]}), capsys
    )

    assert lines[0].startswith("┏")
    assert "Năm" in lines[1]
    assert "Đang tính" in lines[1]
    assert lines[3].split() == ["│", "2018", "│", "15.741", "│", "1.234,5", "│", "có", "│"]


def test_a_wide_table_does_without_lines_before_it_breaks_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    frame = pl.DataFrame({key: ["a_long_code"] for key in SHORT[:6]} | {"message": ["two words"]})

    lines = table(frame, capsys)

    assert max(map(len, lines)) <= 80
    assert "┃" not in lines[0]
    assert [line.split()[:6] for line in lines].count(["a_long_code"] * 6) == 1


def test_a_table_of_too_many_words_shows_each_row_as_a_block(capsys: pytest.CaptureFixture[str]) -> None:
    frame = pl.DataFrame({key: ["a_long_code", "b"] for key in SHORT})

    lines = [line.rstrip() for line in table(frame, capsys)]

    assert [line.split() for line in lines[:2]] == [["Năm", "a_long_code"], ["Mã", "a_long_code"]]
    assert [line.split() for line in lines[9:11]] == [[], ["Năm", "b"]]


@pytest.mark.parametrize(
    ("command", "whole"),
    [
        ("goals list", ["cong_dong_xa", "281/QĐ-TTg", "secondary", "Mẫu số"]),
        ("query goals --unit 389 --year 2018", ["cong_dong_xa", "281/QĐ-TTg", "secondary", "general"]),
        ("query goals --unit 525 --year 2019", ["registered", "Danh hiệu", "trên"]),
        ("query submissions", ["accepted", "Mã nộp"]),
        ("query coverage --year 2018", ["nhận", "cong_dong_xa", "Danh", "phải"]),
        ("query findings", ["Mức", "Nội dung"]),
        ("query scores --year 2018", ["Xếp loại", "Tổng điểm"]),
        ("query units --year 2018 --level province", ["Tên", "Từ ngày"]),
        ("rubric list", ["Bộ tiêu", "Tình", "trạng"]),
        ("rubric show tt44-2014", ["Điểm tối đa"]),
        ("rubric compare tt44-2014 tt44-2014 --year 2018", ["Khác", "nhau", "Chưa"]),
    ],
)
def test_no_answer_breaks_a_word_or_runs_over_the_edge(
    run_xhht: Run, sample_data: Path, command: str, whole: list[str]
) -> None:
    code, out, _ = run_xhht(*command.split())

    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    assert [word for word in whole if word not in out] == []
    assert re.findall(r"\b(?:year|unit|title|total|status|goal|document|valid|level|code)\b(?!-)", out) == []


def test_scripts_keep_the_names_of_the_fields(run_xhht: Run, sample_data: Path) -> None:
    _, out, _ = run_xhht("query", "coverage", "--year", "2018", "--csv")

    assert out.splitlines()[0].split(",") == list(queries.COVERAGE_KEYS)
