"""Which goal holds for a place and a year, by the documents on record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from submissions import submission, title_row

from etl.publish import open_snapshot, publish
from warehouse import queries
from warehouse.access import Scope
from warehouse.ledger import NewEvent
from warehouse.store import Snapshot, Store

FAMILIES = "gia_dinh"
DIFFICULT = "insert into place.area_class values ('15085', date '2017-01-01', null, 'difficult', '1/QĐ')"


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


def plan(number: int, place: str, level: str, *goals: str, first_year: int = 2016) -> NewEvent:
    """Return a local document without a last year; a goal is `pct by year`."""
    rows = [goal.split(" by ") for goal in goals]
    lines = [
        f"  - {{title: gia_dinh, area_class: general, pct: {pct}, goal_year: {year}, denominator: all}}"
        for pct, year in rows
    ]
    head = f"""
id: plan-{number}
kind: goals
title: {{vi: Kế hoạch {number}, en: Plan {number}}}
document: {number}/KH
reference: {{act: {number}/KH, issued: 2016-01-01}}
place: {{code: "{place}", level: {level}}}
first_year: {first_year}
confidence: official
goals:
"""
    return NewEvent("goal", "admin", {"yaml": head + "\n".join(lines) + "\n"})


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Yield a snapshot in which a province has two documents, and one of its districts two steps of one."""
    store = Store(tmp_path_factory.mktemp("plans"))
    # `goals add` records each step as a programme of its own, of one document.
    steps = plan(3, "389", "district", "40 by 2018"), plan(3, "389", "district", "66 by 2020")
    steps[1].payload["yaml"] = steps[1].payload["yaml"].replace("id: plan-3", "id: a-plan-3")
    documents = [
        plan(1, "38", "province", "71 by 2018"),
        plan(2, "38", "province", "72 by 2020", first_year=2018),
    ]
    publish(store, [*documents, *steps])
    with open_snapshot(store) as snapshot:
        yield snapshot


@pytest.mark.parametrize(
    ("unit", "year", "pct", "document", "next_pct", "next_document"),
    [
        ("38", 2015, 70.0, "Quyết định 281/QĐ-TTg", None, None),
        ("38", 2017, 71.0, "1/KH", 70.0, "Quyết định 281/QĐ-TTg"),
        # The older document of the same place is not the next one up.
        ("38", 2018, 72.0, "2/KH", 70.0, "Quyết định 281/QĐ-TTg"),
        ("38", 2020, 72.0, "2/KH", 70.0, "Quyết định 281/QĐ-TTg"),
        ("38", 2021, 70.0, "Quyết định 387/QĐ-TTg", None, None),
        ("389", 2018, 40.0, "3/KH", 72.0, "2/KH"),
        ("389", 2019, 66.0, "3/KH", 72.0, "2/KH"),
        ("15085", 2020, 66.0, "3/KH", 72.0, "2/KH"),
        ("389", 2021, 70.0, "Quyết định 387/QĐ-TTg", None, None),
        ("VN", 2026, None, None, None, None),
    ],
)
def test_the_nearest_document_holds_until_a_later_programme_with_the_next_one_up_beside(
    planned: Snapshot,
    unit: str,
    year: int,
    pct: float | None,
    document: str | None,
    next_pct: float | None,
    next_document: str | None,
) -> None:
    row = goal(planned, unit, year)

    assert (row["goal_pct"], row["document"]) == (pct, document)
    assert (row["next_goal_pct"], row["next_document"]) == (next_pct, next_document)


@pytest.mark.parametrize(
    ("unit", "year", "title", "other"),
    [
        ("389", 2018, FAMILIES, ("difficult", 60.0, "Quyết định 281/QĐ-TTg")),
        # The province's own document has no lower tier: that of the country stands beside it.
        ("34", 2018, "dong_ho", ("difficult", 40.0, "Quyết định 281/QĐ-TTg")),
        ("389", 2021, FAMILIES, (None, None, None)),
        ("389", 2018, "cong_dong_xa", (None, None, None)),
    ],
)
def test_without_an_area_class_a_place_is_general_with_the_other_tier_beside(
    law: Snapshot, unit: str, year: int, title: str, other: tuple[str | None, float | None, str | None]
) -> None:
    row = goal(law, unit, year, title)

    assert (row["area_class"], row["is_area_known"]) == ("general", False)
    assert (row["other_area_class"], row["other_area_goal_pct"], row["other_area_document"]) == other


def test_a_difficult_place_has_the_lower_tier_with_the_general_one_beside(tmp_path: Path) -> None:
    with open_snapshot(Store(tmp_path)) as snapshot:
        snapshot.script([(DIFFICULT, {})], "select 1")

        before, after = (goal(snapshot, "15085", year) for year in (2016, 2017))
        without_goal = goal(snapshot, "15085", 2017, "cong_dong_xa")

    assert (before["area_class"], before["goal_pct"], before["is_area_known"]) == ("general", 70.0, False)
    assert (after["area_class"], after["goal_pct"], after["is_area_known"]) == ("difficult", 60.0, True)
    assert (after["other_area_class"], after["other_area_goal_pct"]) == ("general", 70.0)
    assert (without_goal["area_class"], without_goal["goal_pct"]) == ("difficult", None)


def test_coverage_carries_the_next_goal_up_and_the_other_tier(tmp_path: Path) -> None:
    store = Store(tmp_path)
    row = title_row("15085", 2018, FAMILIES, total=100, recognised=50)
    publish(store, [plan(3, "389", "district", "66 by 2020"), submission("NOP-AAAA", title_count=[row])])

    with open_snapshot(store) as snapshot:
        (found,) = queries.coverage(
            snapshot, Scope.everything(), unit="389", year=2018, title=FAMILIES
        ).to_dicts()

    next_up = (found["next_goal_pct"], found["next_goal_year"], found["next_document"])
    assert next_up == (70.0, 2020, "Quyết định 281/QĐ-TTg")
    assert (found["goal_pct"], found["other_area_goal_pct"], found["is_area_known"]) == (66.0, 60.0, False)
