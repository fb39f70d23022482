"""Which goal holds for a place and a year, by the documents on record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from etl.publish import open_snapshot
from warehouse import queries
from warehouse.access import Scope
from warehouse.store import Snapshot, Store

FAMILIES = "gia_dinh"


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Yield a snapshot with places and the packaged law alone."""
    with open_snapshot(Store(tmp_path_factory.mktemp("law"))) as snapshot:
        yield snapshot


def goal(snapshot: Snapshot, unit: str, year: int, title: str = FAMILIES) -> dict[str, Any]:
    rows = queries.goals(snapshot, Scope.everything(), unit=unit, years=[year], title=title)
    assert rows.height == 1
    return rows.row(0, named=True)


@pytest.mark.parametrize("unit", ["VN", "38", "389", "15085"])
@pytest.mark.parametrize(("year", "pct"), [(2013, None), (2014, 70.0), (2015, 70.0), (2016, 70.0)])
def test_goals_hold_in_years_before_the_lists_of_places(
    law: Snapshot, unit: str, year: int, pct: float | None
) -> None:
    assert goal(law, unit, year)["goal_pct"] == pct


def test_the_communes_of_a_district_have_goals_before_the_lists_of_places(law: Snapshot) -> None:
    asked = {"unit": "389", "level": "commune", "title": FAMILIES}

    before, first = (queries.goals(law, Scope.everything(), years=[year], **asked) for year in (2014, 2016))

    assert before.height == 22
    assert before.drop("year").equals(first.drop("year"))


def test_a_place_that_came_later_has_no_goal_before(law: Snapshot) -> None:
    rows = queries.goals(law, Scope.everything(), years=[2014], unit="03002")

    assert rows.is_empty()
