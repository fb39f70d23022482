"""Scores as DuckDB computes them from the compiled rubric."""

import math
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubrics import IncompleteRubricError, Rubric, UnknownRubricError, compile_rubric, explain, library
from rubrics.shelf import assemble
from rubrics.validate import examine

SMALL = (Path(__file__).parent / "small_rubric.yaml").read_text(encoding="utf-8")
TT44 = library().rubric("tt44-2014")
IDS = [criterion.id for criterion in TT44.criteria]
RANKS = ["khong_xep_loai", "trung_binh", "kha", "tot"]


def rubric_of(text: str) -> Rubric:
    (rubric,) = assemble({"a.yaml": text}).rubrics
    return rubric


def points_adding_up_to(total: float) -> dict[str, float | None]:
    left, points = total, {}
    for criterion in TT44.criteria:
        points[criterion.id] = min(left, float(criterion.maximum))
        left = round(left - points[criterion.id], 4)
    return points


@pytest.mark.parametrize(
    ("total", "rank"),
    [
        (100, "tot"),
        (94.5, "tot"),
        (80, "tot"),
        (79.96, "kha"),
        (79.5, "kha"),
        (65, "kha"),
        (64.5, "trung_binh"),
        (50, "trung_binh"),
        (49.5, "khong_xep_loai"),
        (0, "khong_xep_loai"),
    ],
)
def test_a_total_at_the_edge_of_a_band_takes_the_rank_of_that_side(total: float, rank: str) -> None:
    score = explain(TT44, points_adding_up_to(total))

    assert (score.total, score.rank, score.reason_key) == (total, rank, "in_band")


@pytest.mark.parametrize(
    ("rounding", "total", "rank"),
    [
        ("{mode: none}", 15.96, "kha"),
        ("{mode: half_up, decimals: 2}", 15.96, "kha"),
        ("{mode: half_up, decimals: 1}", 16.0, "tot"),
        ("{mode: half_up, decimals: 0}", 16.0, "tot"),
    ],
)
def test_the_rounding_rule_of_the_rubric_comes_before_its_bands(
    rounding: str, total: float, rank: str
) -> None:
    rubric = rubric_of(SMALL + f"rounding: {rounding}\n")

    score = explain(rubric, {"tc01": 9.96, "tc02": 4, "tc03": 2})

    assert (score.total, score.rank) == (total, rank)


def test_half_is_rounded_up() -> None:
    rubric = rubric_of(SMALL + "rounding: {mode: half_up, decimals: 0}\n")

    assert explain(rubric, {"tc01": 9.5, "tc02": 4, "tc03": 2}).total == 16
    assert explain(rubric, {"tc01": 8.5, "tc02": 4, "tc03": 2}).total == 15


def test_tenths_are_added_exactly() -> None:
    points = {**points_adding_up_to(49.7), "tc15": 0.1, "tc14": 0.2}

    score = explain(TT44, points)

    assert (score.total, score.rank) == (50.0, "trung_binh")


def test_a_missing_criterion_is_named_and_leaves_no_total_and_no_rank() -> None:
    score = explain(TT44, {**points_adding_up_to(95), "tc07": None})

    assert (score.total, score.rank, score.missing) == (None, None, ("tc07",))
    assert score.reason_key == "missing_criterion"
    assert "Chưa có điểm tiêu chí 7." in score.message_vi


def test_missing_is_not_zero() -> None:
    score = explain(TT44, {**points_adding_up_to(95), "tc07": 0})

    assert (score.missing, score.rank) == ((), "tot")


@pytest.mark.parametrize("points", [11, 10.0001, -0.5, math.inf, -math.inf, math.nan, 1e300])
def test_points_outside_zero_to_the_maximum_are_not_silently_accepted(points: float) -> None:
    score = explain(TT44, {**points_adding_up_to(95), "tc01": points})

    assert (score.total, score.rank, score.reason_key) == (None, None, "points_out_of_range")
    assert (score.missing, score.out_of_range) == (("tc01",), ("tc01",))


def test_no_points_at_all_is_told_from_some_missing() -> None:
    score = explain(TT44, {})

    assert (score.reason_key, score.total, len(score.missing)) == ("no_points", None, 15)


def test_a_failed_gate_bars_its_rank_and_leaves_the_next() -> None:
    score = explain(rubric_of(SMALL), {"tc01": 7.5, "tc02": 5, "tc03": 5})

    assert (score.total, score.rank, score.failed_gates) == (17.5, "kha", ("dk1",))
    assert score.reason_key == "gate_failed"
    assert "Chưa đạt điều kiện bắt buộc: Điều kiện một." in score.message_vi


def test_a_gate_is_silent_where_the_total_would_not_give_the_rank_anyway() -> None:
    score = explain(rubric_of(SMALL), {"tc01": 5, "tc02": 5, "tc03": 5})

    assert (score.rank, score.failed_gates, score.reason_key) == ("kha", (), "in_band")


def test_a_gate_of_a_lower_rank_bars_the_better_ones_too() -> None:
    text = SMALL.replace("applies_to_rank: tot", "applies_to_rank: kha")

    score = explain(rubric_of(text), {"tc01": 7.5, "tc02": 5, "tc03": 5})

    assert (score.rank, score.failed_gates) == ("khong_xep_loai", ("dk1",))


@settings(max_examples=25, deadline=None)
@given(
    halves=st.tuples(st.integers(0, 20), st.integers(0, 10), st.integers(0, 10)),
    raised=st.integers(0, 2),
    by=st.integers(1, 6),
)
def test_more_points_never_lower_the_total_or_the_rank(
    halves: tuple[int, int, int], raised: int, by: int
) -> None:
    rubric = rubric_of(SMALL)
    points = {each.id: half / 2 for each, half in zip(rubric.criteria, halves, strict=True)}
    criterion = rubric.criteria[raised]
    more = {**points, criterion.id: min(points[criterion.id] + by / 2, float(criterion.maximum))}

    before, after = explain(rubric, points), explain(rubric, more)

    assert before.total is not None
    assert before.total <= (after.total or 0) <= float(rubric.total)
    assert RANKS.index(before.rank or "") <= RANKS.index(after.rank or "")


@pytest.mark.parametrize(
    ("year", "expected"), [(2015, None), (2016, "tt44-2014"), (2023, "tt44-2014"), (2024, None), (2026, None)]
)
def test_the_version_in_force_on_31_december_applies(year: int, expected: str | None) -> None:
    rubric = library().in_force("commune", year)

    assert (rubric.id if rubric else None) == expected


def test_an_older_version_ends_the_day_before_the_next_starts() -> None:
    newer = SMALL.replace("2020-03-01", "2022-05-01")
    both = assemble({"new.yaml": newer, "old.yaml": SMALL})

    starts = {year: both.in_force("commune", year).valid_from for year in (2020, 2021, 2022, 2023)}

    assert starts == {
        2020: date(2020, 3, 1),
        2021: date(2020, 3, 1),
        2022: date(2022, 5, 1),
        2023: date(2022, 5, 1),
    }
    assert both.rubrics[0].valid_to == date(2022, 4, 30)


def test_the_working_default_adds_up_and_is_marked_unverified() -> None:
    maxima = [int(criterion.maximum) for criterion in TT44.criteria]

    assert maxima == [10, 10, 5, 10, 10, 5, 5, 10, 5, 5, 5, 5, 5, 5, 5]
    assert (TT44.confidence, TT44.confidence_bands, TT44.valid_from_confidence) == ("unverified",) * 3
    assert {row["confidence"] for row in library().criterion_rows()} == {"unverified"}
    assert [row["rank_confidence"] for row in library().rubric_rows()] == ["unverified"]


def test_the_content_hash_follows_the_text_and_not_its_line_ends() -> None:
    unix, windows = rubric_of(SMALL), rubric_of(SMALL.replace("\n", "\r\n"))

    assert unix.content_hash == windows.content_hash
    assert unix.content_hash != rubric_of(SMALL + "rounding: {mode: none}\n").content_hash


def test_an_incomplete_rubric_scores_nothing_and_says_so() -> None:
    head = SMALL.split("total: 20")[0].replace("status: active", "status: incomplete")
    rubric = examine(head + "confidence: {maxima: unverified, bands: unverified}\n", path="a.yaml").rubric

    assert rubric is not None
    with pytest.raises(IncompleteRubricError, match="“small-2020” chưa có tiêu chí"):
        compile_rubric(rubric)


def test_an_unknown_rubric_names_the_nearest_one() -> None:
    with pytest.raises(UnknownRubricError, match="Gần nhất là “tt44-2014”") as caught:
        library().rubric("tt-44")

    assert "There is no rubric “tt-44”." in caught.value.message_en


def warehouse_with(rows: list[tuple[object, ...]]) -> duckdb.DuckDBPyConnection:
    """Staged tables; a row is (unit, year, province, criterion, self, assessed, basis)."""
    connection = duckdb.connect()
    connection.execute(
        "create schema staged;"
        "create temp table touched_code (code varchar);"
        "create table staged.counting_assessment (unit_code varchar, unit_valid_from date, year integer,"
        " total_self double, total_assessed double, rank_reported varchar, submission_id varchar);"
        "create table staged.counting_score (unit_code varchar, unit_valid_from date, year integer,"
        " province_code varchar, submission_id varchar, event_id bigint, criterion varchar,"
        " points_self double, points_assessed double, points double, basis varchar)"
    )
    for unit, year, province, criterion, own, assessed, basis in rows:
        points = assessed if basis == "assessed" else own
        values = [unit, "2016-01-01", year, province, "NOP-1", 1, criterion, own, assessed, points, basis]
        connection.execute(f"insert into staged.counting_score values ({', '.join('?' * 11)})", values)
        if province == "38":
            connection.execute("insert into touched_code values (?)", [unit])
    return connection


def fifteen(unit: str, year: int = 2018, province: str = "38") -> list[tuple[object, ...]]:
    return [
        (unit, year, province, each.id, 0.0, float(each.maximum) * 0.9, "assessed") for each in TT44.criteria
    ]


def scores(connection: duckdb.DuckDBPyConnection) -> dict[object, dict[str, object]]:
    result = connection.execute(compile_rubric(TT44).score_statement())
    columns = [column[0] for column in result.description]
    return {row[0]: dict(zip(columns, row, strict=True)) for row in result.fetchall()}


def test_the_score_statement_gives_the_columns_of_the_scored_table() -> None:
    with warehouse_with(fifteen("A")) as connection:
        result = connection.execute(compile_rubric(TT44).score_statement())
        described = [(column[0], str(column[1])) for column in result.description]

    assert described == [
        ("unit_code", "VARCHAR"),
        ("unit_valid_from", "DATE"),
        ("year", "INTEGER"),
        ("province_code", "VARCHAR"),
        ("rubric_id", "VARCHAR"),
        ("rubric_valid_from", "DATE"),
        ("content_hash", "VARCHAR"),
        ("basis", "VARCHAR"),
        ("total", "DOUBLE"),
        ("rank", "VARCHAR"),
        ("rank_reported", "VARCHAR"),
        ("total_reported", "DOUBLE"),
        ("missing", "VARCHAR[]"),
        ("failed_gates", "VARCHAR[]"),
        ("reason_key", "VARCHAR"),
        ("confidence", "VARCHAR"),
        ("submission_id", "VARCHAR"),
    ]


def test_the_score_statement_scores_touched_provinces_and_years_of_the_rubric_only() -> None:
    rows = [*fifteen("A"), *fifteen("B", year=2015), *fifteen("C", year=2024), *fifteen("D", province="01")]

    with warehouse_with(rows) as connection:
        found = scores(connection)

    assert list(found) == ["A"]
    assert (found["A"]["total"], found["A"]["rank"], found["A"]["confidence"]) == (90.0, "tot", "unverified")


def test_a_unit_without_points_stands_there_with_what_its_workbook_typed() -> None:
    with warehouse_with([("E", 2018, "38", None, None, None, "self"), *fifteen("A")]) as connection:
        connection.execute(
            "insert into staged.counting_assessment values"
            " ('E', '2016-01-01', 2018, 71, null, 'kha', 'NOP-1'),"
            " ('A', '2016-01-01', 2018, 60, 90, 'tot', 'NOP-1'),"
            " ('A', '2016-01-01', 2018, 50, 50, 'kha', 'NOP-0')"
        )
        found = scores(connection)

    assert (found["E"]["total"], found["E"]["rank"], found["E"]["reason_key"]) == (None, None, "no_points")
    assert (found["E"]["rank_reported"], found["E"]["total_reported"]) == ("kha", 71.0)
    assert (found["A"]["rank_reported"], found["A"]["total_reported"]) == ("tot", 90.0)


def test_the_points_statement_keeps_every_point_beside_its_maximum() -> None:
    rows = [*fifteen("A"), ("A", 2018, "38", "tc99", 1.0, 1.0, "assessed"), *fifteen("D", province="01")]

    with warehouse_with(rows) as connection:
        result = connection.execute(compile_rubric(TT44).points_statement())
        columns = [column[0] for column in result.description]
        found = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]

    assert {row["criterion"]: row["maximum"] for row in found} == {
        each.id: float(each.maximum) for each in TT44.criteria
    }
    assert columns[-4:] == ["points_self", "points_assessed", "points", "maximum"]
    assert len(found) == len(IDS)
