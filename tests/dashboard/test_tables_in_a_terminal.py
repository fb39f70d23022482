"""Tables for people at 80 columns: no line is too long, no word is broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from dashboard.cli.output import print_rows

Run = Callable[..., tuple[int, str, str]]


def table(frame: pl.DataFrame, capsys: pytest.CaptureFixture[str]) -> list[str]:
    print_rows(frame, frame.columns, as_json=False, as_csv=False)
    return capsys.readouterr().out.splitlines()


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_a_narrow_table_has_lines_and_vietnamese_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    lines = table(
        pl.DataFrame({"year": [2018], "total": [15741], "rate_pct": [1234.5], "is_new": [True]}), capsys
    )

    assert lines[0].startswith("┏")
    assert lines[3].split() == ["│", "2018", "│", "15.741", "│", "1.234,5", "│", "có", "│"]


def test_a_wide_table_does_without_lines_before_it_breaks_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    frame = pl.DataFrame({f"column_{n}": ["a_long_code"] for n in range(6)} | {"note": ["two words"]})

    lines = table(frame, capsys)

    assert max(map(len, lines)) <= 80
    assert "┃" not in lines[0]
    assert [line.split()[:6] for line in lines].count(["a_long_code"] * 6) == 1


def test_a_table_of_too_many_words_shows_each_row_as_a_block(capsys: pytest.CaptureFixture[str]) -> None:
    frame = pl.DataFrame({f"column_{n}": ["a_long_code", "b"] for n in range(9)})

    lines = [line.rstrip() for line in table(frame, capsys)]

    assert lines[:2] == ["column 0  a_long_code", "column 1  a_long_code"]
    assert lines[9:11] == ["", "column 0  b"]


@pytest.mark.parametrize(
    ("command", "whole"),
    [
        ("goals list", ["cong_dong_xa", "281/QĐ-TTg", "secondary", "denominator"]),
        ("query goals --unit 389 --year 2018", ["cong_dong_xa", "281/QĐ-TTg", "secondary", "general"]),
        ("query goals --unit 525 --year 2019", ["registered", "next document"]),
        ("query submissions", ["accepted", "submission"]),
        ("query coverage --year 2018", ["recognised", "cong_dong_xa", "expected"]),
        ("query findings", ["severity", "message"]),
        ("rubric compare tt44-2014 tt44-2014 --year 2018", ["different", "missing"]),
    ],
)
def test_no_answer_breaks_a_word_or_runs_over_the_edge(
    run_xhht: Run, sample_data: Path, command: str, whole: list[str]
) -> None:
    code, out, _ = run_xhht(*command.split())

    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    assert [word for word in whole if word not in out] == []
