"""`query scores` says in words why a commune has the rank that it has, or none."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import yaml
from submissions import FULL_POINTS, PLACES, assessment_row, score_rows, submission

from dashboard.cli import query_commands
from etl.publish import publish
from rubrics.compile import REASONS
from warehouse.store import Store

WORDS = Path(query_commands.__file__).parent / "words.yaml"
Run = Callable[..., tuple[int, str, str]]
FULL, PARTIAL, TYPED = (
    unit.code for unit in PLACES.children("389", level="commune", on=date(2018, 12, 31))[:3]
)


def test_the_reasons_in_words_are_those_that_scoring_gives() -> None:
    words = yaml.safe_load(WORDS.read_text(encoding="utf-8"))

    said = {key.removeprefix("reason_") for key in words if key.startswith("reason_")}
    assert said == {*REASONS, "no_rubric", "in_band_unverified"}


def test_scores_say_why(run_xhht: Run) -> None:
    partial = {name: points for name, points in FULL_POINTS.items() if name not in ("tc04", "tc12")}
    points = [*score_rows(FULL, 2018, FULL_POINTS), *score_rows(PARTIAL, 2018, partial)]
    stated = [assessment_row(TYPED, year, rank="kha", total=82.5) for year in (2018, 2024)]
    store = Store(Path(os.environ["XHHT_DATA"]))
    publish(store, [submission("NOP-AAAA", criterion_score=points, assessment=stated)])

    _, out, _ = run_xhht("query", "scores", "--unit", "389", "--json")

    rows = {(row["unit_code"], row["year"]): row for row in json.loads(out)}
    assert {key: row["reason"] for key, row in rows.items()} == {
        (FULL, 2018): "tính thử, chưa đối chiếu",
        (PARTIAL, 2018): "chưa đủ điểm để xếp loại: chưa có điểm tiêu chí 4, 12",
        (TYPED, 2018): "chưa có điểm tiêu chí nào",
        (TYPED, 2024): "chưa chấm, chưa có bộ tiêu chí",
    }
    typed = rows[TYPED, 2024]
    assert (typed["rubric"], typed["total"], typed["rank"]) == (None, None, None)
    assert (typed["total_reported"], typed["rank_reported"]) == (82.5, "kha")
