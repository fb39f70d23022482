"""`xhht goals import` takes goals for places that exist, and nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rubrics.shelf import FOLDER

Run = Callable[..., tuple[int, str, str]]
GOALS = """\
id: local-thanh-hoa
kind: goals
title: {vi: Kế hoạch 12, en: Plan 12}
document: KH 12/KH-UBND
reference: {act: KH 12/KH-UBND, issued: "2026-01-15"}
place: {code: "38", level: province}
first_year: 2026
confidence: official
goals:
  - {title: gia_dinh, area_class: general, pct: 82, goal_year: 2030, denominator: all}
"""


def imported(run_xhht: Run, folder: Path, text: str) -> tuple[int, str]:
    """Return exit code and what was said of a file; nothing is on record where it was refused."""
    path = folder / "muc-tieu.yaml"
    path.write_text(text, encoding="utf-8")
    code, out, error = run_xhht("goals", "import", path, "--by", "admin")
    assert bool(out) == (code == 0)
    assert Path(os.environ["XHHT_DATA"]).exists() == (code == 0)
    return code, error.replace(str(path), "muc-tieu.yaml")


def test_goals_of_a_known_place_are_recorded(run_xhht: Run, tmp_path: Path) -> None:
    assert imported(run_xhht, tmp_path, GOALS) == (0, "")

    _, out, _ = run_xhht("query", "goals", "--unit", "38", "--year", 2026, "--json")
    assert {row["title"]: row["goal_pct"] for row in json.loads(out)}["gia_dinh"] == 82.0


def test_a_rubric_is_no_goal(run_xhht: Run, tmp_path: Path) -> None:
    text = next((FOLDER / "library").rglob("*.yaml")).read_text(encoding="utf-8")
    dated = tmp_path / "2015-01-27.yaml"
    dated.write_text(text, encoding="utf-8")

    code, out, error = run_xhht("goals", "import", dated, "--by", "admin")

    assert (code, out) == (1, "")
    assert "› kind: đây là bộ tiêu chí, không có mục tiêu nào để ghi." in error
    assert not Path(os.environ["XHHT_DATA"]).exists()


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        (
            '"38"',
            '"999999"',
            "place › code: không có đơn vị hành chính mã “999999”.\n  Gần nhất: ",
        ),
        (
            "province",
            "district",
            "place › level: mã “38” là Tỉnh Thanh Hóa, level: province",
        ),
    ],
)
def test_a_place_that_is_not_there_is_named_with_line_and_mend(
    run_xhht: Run, tmp_path: Path, was: str, becomes: str, words: str
) -> None:
    code, error = imported(run_xhht, tmp_path, GOALS.replace(was, becomes))

    assert code == 1
    assert error.startswith(f"muc-tieu.yaml:6 › {words}")
    assert error.rstrip().endswith("trong tệp rồi ghi lại.")
