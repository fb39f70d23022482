"""Points by criterion and ranks by year: what is missing stays missing, and is in no sum."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from submissions import FULL_POINTS, PLACES, assessment_row, score_rows, submission

from etl.publish import publish
from warehouse import queries
from warehouse.access import Scope
from warehouse.store import Snapshot, Store

DISTRICT, EVERYTHING = "389", Scope.everything()
FULL, PARTIAL, TYPED, SELF, NAMED = (
    unit.code for unit in PLACES.children(DISTRICT, level="commune", on=date(2018, 12, 31))[:5]
)
SOME = {name: points / 2 for name, points in FULL_POINTS.items() if name != "tc04"}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    store = Store(tmp_path_factory.mktemp("criteria"))
    points = [
        *score_rows(FULL, 2018, FULL_POINTS),
        *score_rows(PARTIAL, 2018, SOME),
        *score_rows(SELF, 2018, FULL_POINTS, basis="self"),
    ]
    stated = [
        assessment_row(FULL, 2018, rank="kha", total=100.0),
        assessment_row(TYPED, 2018, rank="trung_binh", total=60.0),
        assessment_row(NAMED, 2018, rank="kha", total=None),
    ]
    publish(store, [submission("NOP-AAAA", criterion_score=points, assessment=stated)])
    with store.read() as snapshot:
        yield snapshot


def test_every_scored_commune_has_each_criterion_and_null_where_it_gave_none(snapshot: Snapshot) -> None:
    rows = queries.criterion_points(snapshot, EVERYTHING, year=2018, unit=DISTRICT).to_dicts()
    known = {(row["unit_code"], row["criterion"]): row for row in rows}

    assert len(known) == len(rows) == 5 * 15
    assert (known[FULL, "tc04"]["points"], known[FULL, "tc04"]["maximum"]) == (10.0, 10.0)
    assert known[PARTIAL, "tc04"]["points"] is None
    assert {known[TYPED, name]["points"] for name in FULL_POINTS} == {None}
    assert (known[SELF, "tc04"]["basis"], known[SELF, "tc04"]["points_assessed"]) == ("self", None)
    assert known[FULL, "tc01"]["title_vi"].startswith("Sự lãnh đạo")


@pytest.mark.parametrize(("unit", "level"), [(DISTRICT, None), ("38", "district"), ("VN", "district")])
def test_sums_are_over_the_communes_that_report_the_criterion(
    snapshot: Snapshot, unit: str, level: str | None
) -> None:
    rows = queries.criterion_sums(snapshot, EVERYTHING, year=2018, unit=unit, level=level).to_dicts()
    sums = {row["criterion"]: (row["unit_code"], row["points"], row["maximum"], row["units"]) for row in rows}

    assert len(rows) == 15
    assert sums["tc01"] == (DISTRICT, 25.0, 30.0, 3)
    assert sums["tc04"] == (DISTRICT, 20.0, 20.0, 2)


def test_a_year_without_scores_has_neither_points_nor_sums(snapshot: Snapshot) -> None:
    assert queries.criterion_points(snapshot, EVERYTHING, year=2017).is_empty()
    assert queries.criterion_sums(snapshot, EVERYTHING, year=2017).is_empty()


def test_ranks_count_as_reported_and_tell_own_scores_and_missing_points_apart(snapshot: Snapshot) -> None:
    rows = queries.rank_counts(snapshot, EVERYTHING, unit=DISTRICT).to_dicts()

    assert {row["result"]: row["units"] for row in rows} == {"kha": 1, "none": 2, "self": 1, "trung_binh": 1}
    assert {(row["year"], row["units_reported"], row["units_expected"]) for row in rows} == {(2018, 5, 22)}


def test_counted_ranks_are_those_that_the_title_of_communes_rests_on(snapshot: Snapshot) -> None:
    rows = queries.rank_counts(snapshot, EVERYTHING, unit=DISTRICT).to_dicts()
    title = queries.coverage(snapshot, EVERYTHING, year=2018, unit=DISTRICT, title="cong_dong_xa").to_dicts()

    assert sum(row["units"] for row in rows if row["result"] not in ("self", "none")) == 2
    assert title[0]["units_reported"] == 2
