"""A year without a rubric in force: what the sheets state is kept and shown, and nothing is scored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from submissions import FULL_POINTS, PLACES, assessment_row, score_rows, submission

from etl.publish import open_snapshot, publish
from warehouse import queries
from warehouse.access import Scope
from warehouse.store import Snapshot, Store

YEAR = 2024  # Thông tư 25/2023 applies; its criteria are not in the library
NGOC_LAC = "389"
TYPED, WITH_POINTS, ONLY_POINTS, BY_ITSELF = (
    unit.code for unit in PLACES.children(NGOC_LAC, level="commune", on=date(YEAR, 12, 31))[:4]
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    store = Store(tmp_path_factory.mktemp("unscored"))
    by_itself = assessment_row(BY_ITSELF, YEAR, rank="tot", total=None) | {"total_self": 91.0}
    stated = [
        assessment_row(TYPED, YEAR, rank="kha", total=82.5),
        assessment_row(WITH_POINTS, YEAR, rank="tot", total=100.0),
        by_itself,
        assessment_row(TYPED, 2023, rank="kha", total=82.5),
    ]
    points = [row for code in (WITH_POINTS, ONLY_POINTS) for row in score_rows(code, YEAR, FULL_POINTS)]
    publish(store, [submission("NOP-AAAA", assessment=stated, criterion_score=points)])
    with open_snapshot(store) as snapshot:
        yield snapshot


def scores(snapshot: Snapshot, year: int) -> dict[str, dict[str, Any]]:
    rows = queries.scores(snapshot, Scope.everything(), year=year, unit=NGOC_LAC)
    return {row["unit_code"]: row for row in rows.iter_rows(named=True)}


def test_what_the_sheets_state_is_shown_without_a_score_of_ours(snapshot: Snapshot) -> None:
    found = scores(snapshot, YEAR)

    stated = {code: (row["total_reported"], row["rank_reported"]) for code, row in found.items()}
    assert stated == {
        TYPED: (82.5, "kha"),
        WITH_POINTS: (100.0, "tot"),
        ONLY_POINTS: (None, None),
        BY_ITSELF: (91.0, "tot"),
    }
    for row in found.values():
        assert (row["rubric"], row["total"], row["rank"], row["confidence"]) == (None, None, None, None)
        assert (row["missing"], row["failed_gates"], row["reason_key"]) == ([], [], "no_rubric")


def test_a_year_with_a_rubric_is_scored_as_before(snapshot: Snapshot) -> None:
    row = scores(snapshot, 2023)[TYPED]

    assert (row["rubric"], row["reason_key"], row["rank_reported"]) == ("tt44-2014", "no_points", "kha")


def test_the_year_is_known_and_nothing_in_it_counts_as_recognised(snapshot: Snapshot) -> None:
    assert queries.years(snapshot, Scope.everything()) == [2023, YEAR]
    (row,) = queries.coverage(
        snapshot, Scope.everything(), unit=NGOC_LAC, year=YEAR, title="cong_dong_xa"
    ).to_dicts()
    assert (row["recognised"], row["units_reported"], row["status"]) == (None, 0, "no_data")


def test_a_submission_of_that_year_counts_now(snapshot: Snapshot) -> None:
    (row,) = queries.submissions(snapshot, Scope.everything()).to_dicts()

    assert row["counts_now"] == 5
