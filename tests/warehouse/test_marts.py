from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
import pytest
from submissions import FULL_POINTS, PLACES, assessment_row, score_rows, submission, title_row

from etl.publish import open_snapshot, publish, rebuild
from warehouse import queries
from warehouse.access import Scope
from warehouse.store import Snapshot, Store

NGOC_LAC, OTHER, TRA_BONG, THANH_HOA = "389", "397", "525", "38"


def communes(district: str, year: int) -> list[str]:
    return [unit.code for unit in PLACES.children(district, level="commune", on=date(year, 12, 31))]


def whole_district(district: str, year: int, title: str, recognised: int) -> list[dict[str, Any]]:
    return [
        title_row(code, year, title, row=8 + place, total=100, registered=90, recognised=recognised)
        for place, code in enumerate(communes(district, year))
    ]


def rising() -> list[dict[str, Any]]:
    """Return three years of one district, its own offices among them."""
    return [
        *whole_district(NGOC_LAC, 2016, "gia_dinh", 40),
        *whole_district(NGOC_LAC, 2017, "gia_dinh", 50),
        *whole_district(NGOC_LAC, 2018, "gia_dinh", 60),
        *whole_district(NGOC_LAC, 2016, "dong_ho", 30),
        *whole_district(NGOC_LAC, 2017, "dong_ho", 31),
        *whole_district(NGOC_LAC, 2018, "dong_ho", 29),
        *whole_district(NGOC_LAC, 2018, "cong_dong", 70),
        title_row(communes(NGOC_LAC, 2018)[0], 2018, "don_vi", total=5, registered=5, recognised=4),
        title_row(NGOC_LAC, 2018, "don_vi", row=40, total=30, registered=28, recognised=20),
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("marts"))
    lac, xuan, bong = communes(NGOC_LAC, 2018), communes(OTHER, 2018), communes(TRA_BONG, 2018)
    # One commune is missing in 2018; its denominator is known from 2017.
    missing = [
        *whole_district(OTHER, 2017, "gia_dinh", 50),
        *[title_row(code, 2018, "gia_dinh", total=100, registered=90, recognised=71) for code in xuan[:-1]],
    ]
    units_of_registered = [
        title_row(code, 2018, "don_vi", total=10, registered=5, recognised=3) for code in bong
    ] + [title_row(code, 2017, "don_vi", total=10, registered=None, recognised=3) for code in bong]
    scores = [
        *score_rows(lac[0], 2018, FULL_POINTS | {"tc01": 9.5}),
        *score_rows(lac[1], 2018, {**FULL_POINTS, "tc04": 0, "tc08": 0}, basis="self"),
        *score_rows(lac[2], 2018, {k: v for k, v in FULL_POINTS.items() if k != "tc12"}),
    ]
    ranks = [
        assessment_row(lac[0], 2018, rank="kha", total=99.5),
        assessment_row(lac[2], 2018, rank="tot", total=95.0),
    ]
    publish(
        store,
        [
            submission("NOP-AAAA", title_count=rising()),
            submission("NOP-BBBB", title_count=missing),
            submission("NOP-CCCC", title_count=units_of_registered),
            submission("NOP-DDDD", criterion_score=scores, assessment=ranks),
        ],
    )
    # A newer report of one commune replaces the older one.
    publish(
        store,
        [
            submission(
                "NOP-EEEE", title_count=[title_row(lac[1], 2018, "cong_dong", total=100, recognised=95)]
            )
        ],
    )
    # A year and a title that nobody in the province had before.
    newcomers = [
        title_row(lac[3], 2019, "gia_dinh", total=100, registered=90, recognised=65),
        title_row(lac[3], 2018, "cong_dan", total=1000, registered=500, recognised=300),
    ]
    publish(store, [submission("NOP-FFFF", title_count=newcomers)])
    return store


@pytest.fixture
def snapshot(store: Store) -> Iterator[Snapshot]:
    with open_snapshot(store) as snapshot:
        yield snapshot


def one(snapshot: Snapshot, unit: str, year: int, title: str) -> dict[str, Any]:
    rows = queries.coverage(snapshot, Scope.everything(), unit=unit, year=year, title=title)
    assert rows.height == 1
    return rows.row(0, named=True)


def test_counts_are_summed_and_the_rate_is_recomputed(snapshot: Snapshot) -> None:
    row = one(snapshot, NGOC_LAC, 2018, "cong_dong")

    assert (row["total"], row["recognised"]) == (2200, 21 * 70 + 95)
    assert row["rate_pct"] == pytest.approx(100 * (21 * 70 + 95) / 2200)
    assert (row["units_reported"], row["units_expected"]) == (22, 22)
    assert row["denominator"] == "all"
    assert row["goal_document"] == "Quyết định 281/QĐ-TTg"


def test_the_newest_report_of_a_commune_counts_and_blank_is_not_zero(snapshot: Snapshot) -> None:
    row = one(snapshot, communes(NGOC_LAC, 2018)[1], 2018, "cong_dong")

    assert row["recognised"] == 95
    assert row["registered"] is None


@pytest.mark.parametrize(
    ("unit", "year", "title", "status"),
    [
        (NGOC_LAC, 2016, "gia_dinh", "not_enough"),  # one year only
        (NGOC_LAC, 2018, "gia_dinh", "on_track"),  # 60 on the line from 40 (2016) to 70 (2020), which is 55
        (NGOC_LAC, 2018, "dong_ho", "falling"),  # 29 after 31
        (NGOC_LAC, 2017, "dong_ho", "behind"),  # 31 below the line from 30 (2016) to 50 (2020), which is 35
        (NGOC_LAC, 2018, "cong_dong", "met"),
        (NGOC_LAC, 2017, "cong_dong", "no_data"),
        (TRA_BONG, 2017, "don_vi", "not_comparable"),  # goal of the registered, only totals reported
        (TRA_BONG, 2018, "don_vi", "met"),  # 3 of 5 registered = 60 % >= 50 %
        (NGOC_LAC, 2018, "cong_dong_xa", "no_goal"),
    ],
)
def test_the_word_of_progress(snapshot: Snapshot, unit: str, year: int, title: str, status: str) -> None:
    assert one(snapshot, unit, year, title)["status"] == status


def test_missing_reports_bound_the_verdict(snapshot: Snapshot) -> None:
    """All communes but one reach 71 %; the last one, of 100 households in 2017, is silent."""
    row = one(snapshot, OTHER, 2018, "gia_dinh")
    reported = len(communes(OTHER, 2018)) - 1

    assert row["rate_pct"] == pytest.approx(71.0)
    assert row["rate_low_pct"] == pytest.approx(100 * 71 * reported / (100 * (reported + 1)))
    assert row["rate_low_pct"] < row["goal_pct"] <= row["rate_pct"]
    assert row["status"] == "not_enough"
    assert (row["units_reported"], row["units_expected"]) == (reported, reported + 1)


def test_gaps_are_in_points_and_in_things(snapshot: Snapshot) -> None:
    row = one(snapshot, NGOC_LAC, 2018, "gia_dinh")

    assert row["gap_pct"] == pytest.approx(-10.0)
    assert row["gap_count"] == 22 * 60 - 1540


def test_the_districts_own_offices_are_added_once(snapshot: Snapshot) -> None:
    row = one(snapshot, NGOC_LAC, 2018, "don_vi")

    assert (row["total"], row["recognised"]) == (35, 24)
    assert row["units_reported"] == 1


def test_a_commune_title_counts_assessed_scores_only_over_all_communes(snapshot: Snapshot) -> None:
    """One is ranked by assessors, one only by itself, one lacks a criterion but states a rank."""
    row = one(snapshot, NGOC_LAC, 2018, "cong_dong_xa")

    assert (row["total"], row["recognised"], row["units_reported"]) == (22, 2, 2)


def test_a_score_says_what_is_missing_and_keeps_the_rank_as_reported(snapshot: Snapshot) -> None:
    rows = queries.scores(snapshot, Scope.everything(), year=2018, unit=NGOC_LAC)
    lac = communes(NGOC_LAC, 2018)
    by_code = {row["unit_code"]: row for row in rows.iter_rows(named=True)}

    assert by_code[lac[0]]["total"] == 99.5
    assert (by_code[lac[0]]["rank"], by_code[lac[0]]["rank_reported"]) == ("tot", "kha")
    assert by_code[lac[0]]["confidence"] == "unverified"
    assert (by_code[lac[1]]["total"], by_code[lac[1]]["basis"]) == (80.0, "self")
    assert by_code[lac[2]]["missing"] == ["tc12"]
    assert by_code[lac[2]]["total"] is None
    assert by_code[lac[2]]["rank"] is None


def test_province_and_country_name_their_coverage(snapshot: Snapshot) -> None:
    province = one(snapshot, THANH_HOA, 2018, "gia_dinh")
    country = one(snapshot, "VN", 2018, "gia_dinh")

    assert province["units_expected"] == 635
    assert province["units_reported"] == 22 + len(communes(OTHER, 2018)) - 1
    assert country["units_expected"] > 11_000
    assert country["status"] == "not_enough"


def test_goals_come_from_the_nearest_document_with_the_next_one_beside(snapshot: Snapshot) -> None:
    goals = {
        row["title"]: row
        for row in queries.goals(snapshot, Scope.everything(), years=[2018], unit=TRA_BONG).iter_rows(
            named=True
        )
    }

    assert (goals["gia_dinh"]["goal_pct"], goals["gia_dinh"]["next_goal_pct"]) == (60.0, 70.0)
    assert goals["don_vi"]["denominator"] == "registered"
    assert goals["cong_dong_xa"]["goal_pct"] == 30.0


def test_the_goal_of_the_other_area_class_stands_beside_the_one_that_judges(snapshot: Snapshot) -> None:
    row = one(snapshot, NGOC_LAC, 2018, "gia_dinh")

    assert (row["area_class"], row["goal_pct"]) == ("general", 70.0)
    names = ("class", "goal_pct", "goal_year", "document")
    assert [row[f"other_area_{name}"] for name in names] == ["difficult", 60.0, 2020, row["goal_document"]]
    local = one(snapshot, TRA_BONG, 2018, "don_vi")
    assert local["other_area_document"] != local["goal_document"]  # its own document has one tier


@pytest.mark.parametrize(
    ("unit", "year", "pct"), [("VN", 2020, 70.0), ("VN", 2025, 70.0), ("VN", 2026, None), ("34", 2019, 70.0)]
)
def test_the_goal_of_families_by_year(snapshot: Snapshot, unit: str, year: int, pct: float | None) -> None:
    goals = queries.goals(snapshot, Scope.everything(), years=[year], unit=unit).filter(
        pl.col("title") == "gia_dinh"
    )

    assert goals["goal_pct"].to_list() == [pct]


def test_a_year_new_in_the_province_shows_the_silent_units_too(snapshot: Snapshot) -> None:
    rows = queries.coverage(
        snapshot, Scope.everything(), year=2019, unit=OTHER, level="commune", title="gia_dinh"
    )

    assert set(rows["status"]) == {"no_data"}
    assert rows.height == len(communes(OTHER, 2019))
    assert one(snapshot, OTHER, 2018, "cong_dan")["status"] == "no_data"
    assert one(snapshot, NGOC_LAC, 2018, "cong_dan")["recognised"] == 300


def test_a_rebuild_gives_equal_checksums(store: Store) -> None:
    before = store.checksums()

    rebuild(store)

    assert store.checksums() == before
    assert "mart.coverage" in before
