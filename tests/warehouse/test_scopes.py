"""Every question takes a scope, and a narrow one hides what lies outside it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

import polars as pl
import pytest
from submissions import FULL_POINTS, PLACES, assessment_row, score_rows, submission, title_row, trial_goal

from etl.publish import open_snapshot, publish
from rubrics import compare, library
from warehouse import queries
from warehouse.access import Commune, Scope
from warehouse.ledger import NewEvent
from warehouse.store import Snapshot, Store

THANH_HOA, NGOC_LAC, TRA_BONG = "38", "389", "525"
FACT_TABLES = ("title_count", "criterion_score", "assessment")
FUNCTIONS = {
    name: function
    for name, function in inspect.getmembers(queries, inspect.isfunction)
    if function.__module__ == queries.__name__ and not name.startswith("_")
}


def first_communes(district: str, number: int) -> list[Commune]:
    units = PLACES.children(district, level="commune", on=date(2018, 12, 31))
    return [Commune(unit.code, unit.valid_from) for unit in units[:number]]


MINE, NEIGHBOUR = first_communes(NGOC_LAC, 2)
(FAR,) = first_communes(TRA_BONG, 1)
NARROW = Scope(communes=frozenset({MINE}))
LOCAL_GOAL = trial_goal("tra-bong-thu", "525", "district", act="2/KH")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("scopes"))
    everyone = (MINE, NEIGHBOUR, FAR)
    counts = [title_row(one.code, 2018, "gia_dinh", total=100, recognised=50) for one in everyone]
    village = {"village_key": "lang 1", "village_name": "Làng 1"}
    counts += [
        title_row(one.code, 2018, "dong_ho", row=9, total=5, recognised=2) | village for one in everyone
    ]
    points = [row for one in everyone for row in score_rows(one.code, 2018, FULL_POINTS)]
    ranks = [assessment_row(one.code, 2018, rank="kha", total=80.0) for one in everyone]
    facts = submission("NOP-AAAA", title_count=counts, criterion_score=points, assessment=ranks)
    of_far = submission("NOP-SSSS", title_count=[title_row(FAR.code, 2019, "dong_ho", total=9, recognised=5)])
    of_far.payload["submission"]["origin"] = "sample"
    of_far.payload["findings"].append({"severity": "note", "rule": "nfd", "values": {}})
    publish(store, [facts, of_far, NewEvent("goal", "admin", {"yaml": LOCAL_GOAL})])
    return store


@pytest.fixture
def snapshot(store: Store) -> Iterator[Snapshot]:
    with open_snapshot(store) as snapshot:
        yield snapshot


def current(table: str) -> Callable[[Snapshot, Scope], set[str]]:
    return asking(partial(queries.current_facts, table=table))


def counting(kind: str) -> Callable[[Snapshot, Scope], set[str]]:
    return asking(partial(queries.counting, kind=kind, title_form="danh-hieu"))


def asking(question: Callable[..., list[dict[str, Any]]]) -> Callable[[Snapshot, Scope], set[str]]:
    units = [MINE.code, NEIGHBOUR.code, FAR.code]

    def ask(snapshot: Snapshot, scope: Scope) -> set[str]:
        return {row["unit_code"] for row in question(snapshot, scope, units=units, years=[2018])}

    return ask


def ranked(snapshot: Snapshot, scope: Scope) -> set[Any]:
    """Return each rank of 2018 as often as it is counted."""
    rows = queries.rank_counts(snapshot, scope)
    return {
        (rank, place) for rank, units in rows.select("result", "units").iter_rows() for place in range(units)
    }


def villages(snapshot: Snapshot, scope: Scope) -> set[Any]:
    units = (MINE.code, NEIGHBOUR.code, FAR.code)
    return {
        code
        for unit in units
        for code in queries.villages(snapshot, scope, year=2018, unit=unit)["unit_code"]
    }


def trial(snapshot: Snapshot, scope: Scope, *, year: int) -> pl.DataFrame:
    rubric = library().rubric("tt44-2014")
    query = compare(rubric, rubric, source=queries.ASKED_POINTS)
    return queries.trial_scores(snapshot, scope, year=year, query=query)


def codes_of(function: Callable[..., pl.DataFrame], **asked: Any) -> Callable[[Snapshot, Scope], set[Any]]:
    def ask(snapshot: Snapshot, scope: Scope) -> set[Any]:
        answer = function(snapshot, scope, **asked)
        keys = ("unit_code", "place_code", "submission", "code")
        return set(answer[next(key for key in keys if key in answer.columns)])

    return ask


def of_each(function: Callable[..., pl.DataFrame], **asked: Any) -> Callable[[Snapshot, Scope], set[Any]]:
    """Return a question about one commune, asked of each."""

    def ask(snapshot: Snapshot, scope: Scope) -> set[Any]:
        units = (MINE.code, NEIGHBOUR.code, FAR.code)
        return set().union(*(codes_of(function, unit=unit, **asked)(snapshot, scope) for unit in units))

    return ask


def reported(year: int, **asked: Any) -> Callable[[Snapshot, Scope], set[Any]]:
    return codes_of(queries.reporting, forms=["danh-hieu"], title_form="danh-hieu", year=year, **asked)


# What is asked of each function, and what of the answer is seen from one commune of Ngọc Lặc.
QUESTIONS: list[tuple[str, Callable[[Snapshot, Scope], set[Any]], set[Any]]] = [
    ("coverage", codes_of(queries.coverage, year=2018, level="commune"), {MINE.code}),
    ("coverage", codes_of(queries.coverage, year=2018, unit=NGOC_LAC), set()),
    ("reporting", reported(2018, level="commune"), {MINE.code}),
    ("reporting", reported(2018, unit=NGOC_LAC), set()),
    ("title_parts", codes_of(queries.title_parts, year=2018, title="gia_dinh"), {MINE.code}),
    ("title_cells", of_each(queries.title_cells, year=2018, title="gia_dinh"), {MINE.code}),
    ("score_cells", of_each(queries.score_cells, year=2018), {MINE.code}),
    ("scores", codes_of(queries.scores, year=2018), {MINE.code}),
    ("criterion_points", codes_of(queries.criterion_points, year=2018), {MINE.code}),
    ("criterion_sums", codes_of(queries.criterion_sums, year=2018, level="district"), {NGOC_LAC}),
    ("rank_counts", ranked, {("kha", 0)}),
    ("villages", villages, {MINE.code}),
    ("units", codes_of(queries.units, year=2018, level="commune"), {MINE.code}),
    ("units", codes_of(queries.units, year=2018, level="district"), {NGOC_LAC}),
    ("goals", codes_of(queries.goals, years=[2018], level="commune"), {MINE.code}),
    ("goal_documents", codes_of(queries.goal_documents, year=2018), {"VN"}),
    ("submissions", codes_of(queries.submissions), set()),
    ("findings", codes_of(queries.findings), set()),
    ("years", lambda snapshot, scope: set(queries.years(snapshot, scope)), {2018}),
    ("places_with_data", codes_of(queries.places_with_data, year=2018), {NGOC_LAC, THANH_HOA}),
    ("has_sample", lambda snapshot, scope: {queries.has_sample(snapshot, scope)}, {False}),
    ("trial_scores", codes_of(trial, year=2018), {MINE.code}),
    *[("current_facts", current(table), {MINE.code}) for table in FACT_TABLES],
    *[("counting", counting(kind), {MINE.code}) for kind in ("title", "score")],
]


@pytest.mark.parametrize(("name", "ask", "seen"), QUESTIONS)
def test_a_narrow_scope_hides_what_lies_outside_it(
    snapshot: Snapshot, name: str, ask: Callable[[Snapshot, Scope], set[Any]], seen: set[Any]
) -> None:
    assert ask(snapshot, NARROW) == seen
    assert ask(snapshot, Scope.everything()) > seen or name == "has_sample"
    assert not ask(snapshot, Scope()) & {MINE.code, NEIGHBOUR.code, FAR.code, NGOC_LAC, True}


def test_the_sample_is_seen_by_whom_it_is_shown_to(snapshot: Snapshot) -> None:
    assert queries.has_sample(snapshot, Scope.everything())
    assert queries.has_sample(snapshot, Scope(communes=frozenset({FAR})))


def test_every_question_takes_a_scope_and_is_asked_above() -> None:
    assert {name for name, _, _ in QUESTIONS} == set(FUNCTIONS)
    for function in FUNCTIONS.values():
        scope = list(inspect.signature(function).parameters.values())[1]
        assert (scope.name, scope.annotation, scope.default) == ("scope", "Scope", inspect.Parameter.empty)


def test_a_scope_does_not_see_who_else_has_the_code(snapshot: Snapshot) -> None:
    """The code of the commune of 2018 was given again on 1 July 2025."""
    again = PLACES.in_force(MINE.code, 2025)
    assert again is not None
    assert again.valid_from > MINE.valid_from
    of_today = Scope(communes=frozenset({Commune(MINE.code, again.valid_from)}))

    for name, ask, _ in QUESTIONS:
        assert MINE.code not in ask(snapshot, of_today), name
    assert codes_of(queries.units, year=2025, level="commune")(snapshot, of_today) == {MINE.code}
