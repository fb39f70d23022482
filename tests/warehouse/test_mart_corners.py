from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from submissions import FULL_POINTS, PLACES, assessment_row, score_rows, submission, title_row, trial_goal

from etl.publish import open_snapshot, publish, rebuild
from warehouse import queries
from warehouse.access import Scope
from warehouse.ledger import NewEvent
from warehouse.store import Store

NGOC_LAC, OTHER = "389", "397"
STEPS = trial_goal("thu-nghiem", "38", "province", act="9/KH")


def communes(district: str, year: int) -> list[str]:
    return [unit.code for unit in PLACES.children(district, level="commune", on=date(year, 12, 31))]


def ended_commune(district: str) -> str:
    """Return a commune that ended with its district, its code not given again."""
    there = PLACES.children(district, level="commune", on=date(2025, 6, 30))
    return next(unit.code for unit in there if PLACES.in_force(unit.code, 2025) == unit)


def one(store: Store, unit: str, year: int, title: str, period: str = "nam") -> dict[str, Any]:
    with open_snapshot(store) as snapshot:
        rows = queries.coverage(
            snapshot, Scope.everything(), unit=unit, year=year, title=title, period=period
        )
    assert rows.height == 1
    return rows.row(0, named=True)


def test_a_district_that_reports_totals_only_does_not_stop_the_publish(tmp_path: Path) -> None:
    store = Store(tmp_path)
    lac, xuan = communes(NGOC_LAC, 2018)[0], communes(OTHER, 2018)[0]
    rows = [
        title_row(lac, 2018, "gia_dinh", total=100, registered=90, recognised=60),
        title_row(xuan, 2018, "gia_dinh", total=200, registered=None, recognised=None),
    ]

    written = publish(store, [submission("NOP-AAAA", title_count=rows)])

    assert written.refused == []
    assert (one(store, "38", 2018, "gia_dinh")["total"], one(store, OTHER, 2018, "gia_dinh")["total"]) == (
        100,
        200,
    )
    assert one(store, OTHER, 2018, "gia_dinh")["status"] == "no_data"


def test_a_title_first_seen_in_one_province_leaves_a_rebuild_equal(tmp_path: Path) -> None:
    store = Store(tmp_path)
    lac, bong = communes(NGOC_LAC, 2022)[0], communes("525", 2022)[0]
    publish(
        store,
        [
            submission(
                "NOP-AAAA",
                title_count=[title_row(bong, 2022, "gia_dinh", total=9, registered=9, recognised=5)],
            )
        ],
    )
    publish(
        store,
        [
            submission(
                "NOP-BBBB",
                title_count=[title_row(lac, 2022, "cong_dan", total=9, registered=9, recognised=5)],
            )
        ],
    )
    before = store.checksums()

    rebuild(store)

    assert store.checksums() == before
    assert one(store, "VN", 2022, "cong_dan")["recognised"] == 5


def test_the_offices_of_a_district_that_ended_within_the_year_are_taken(tmp_path: Path) -> None:
    store = Store(tmp_path)
    old, elsewhere = ended_commune(NGOC_LAC), ended_commune(OTHER)
    rows = [
        title_row(old, 2025, "don_vi", total=5, registered=5, recognised=4),
        title_row(elsewhere, 2025, "don_vi", total=7, registered=5, recognised=4),
        title_row(NGOC_LAC, 2025, "don_vi", row=40, total=30, registered=28, recognised=20),
    ]

    written = publish(store, [submission("NOP-AAAA", title_count=rows)])

    assert written.refused == []
    assert one(store, NGOC_LAC, 2025, "don_vi")["total"] == 35
    assert one(store, OTHER, 2025, "don_vi")["total"] == 7
    assert one(store, "38", 2025, "don_vi")["total"] == 42


def test_a_village_without_a_total_does_not_lift_the_rate(tmp_path: Path) -> None:
    store = Store(tmp_path)
    lac = communes(NGOC_LAC, 2018)[0]
    villages = [
        title_row(lac, 2018, "gia_dinh", row=8, total=50, registered=40, recognised=50)
        | {"village_key": "a"},
        title_row(lac, 2018, "gia_dinh", row=9, total=None, registered=9, recognised=9)
        | {"village_key": "b"},
    ]

    written = publish(store, [submission("NOP-AAAA", title_count=villages)])

    assert written.refused == []
    assert one(store, lac, 2018, "gia_dinh")["rate_pct"] == 100.0


def test_old_and_new_communes_never_count_the_same_ground_twice(tmp_path: Path) -> None:
    """Xã Ngọc Liên of 2025 took over the old Xã Ngọc Liên: the report that comes later is refused."""
    store = Store(tmp_path)
    old = PLACES.at("15091", date(2025, 6, 30))
    new = PLACES.at("15091", date(2025, 7, 1))
    assert old is not None
    assert new is not None
    row = title_row("15091", 2025, "gia_dinh", total=100, recognised=60)
    by_old = {**row, "unit_valid_from": old.valid_from.isoformat()}
    by_new = {**row, "unit_valid_from": new.valid_from.isoformat()}
    publish(store, [submission("NOP-OLDE", title_count=[by_old])])

    written = publish(store, [submission("NOP-NEWE", title_count=[by_new])])

    assert [one.submission_id for one in written.refused] == ["NOP-NEWE"]
    assert written.refused[0].check == "title_fact__ground_once"


def test_a_province_that_ended_within_the_year_still_counts_in_the_country(tmp_path: Path) -> None:
    store = Store(tmp_path)
    thai_binh = PLACES.children("34", level="district", on=date(2025, 6, 30))[0].code
    rows = [
        title_row(ended_commune(thai_binh), 2025, "gia_dinh", total=100, registered=90, recognised=60),
        title_row(ended_commune(NGOC_LAC), 2025, "gia_dinh", total=300, registered=90, recognised=90),
    ]

    publish(store, [submission("NOP-AAAA", title_count=[row | {"period": "6_thang"} for row in rows])])

    country = one(store, "VN", 2025, "gia_dinh", "6_thang")
    assert (country["total"], country["recognised"], country["units_reported"]) == (400, 150, 2)


def test_a_part_of_a_year_is_not_held_against_who_is_silent_about_the_whole_year(tmp_path: Path) -> None:
    """Of 2018 one commune reported half a year, another the whole one; 22 communes were there in 2017."""
    store = Store(tmp_path)
    codes = communes(NGOC_LAC, 2018)
    half, untold, whole = codes[:3]
    rows = [
        *(title_row(code, 2017, "gia_dinh", total=100, recognised=50) for code in codes),
        title_row(half, 2018, "gia_dinh", total=100, recognised=60) | {"period": "6_thang"},
        title_row(untold, 2018, "gia_dinh", total=100) | {"period": "6_thang"},
        title_row(whole, 2018, "gia_dinh", total=100, recognised=60),
    ]

    publish(store, [submission("NOP-AAAA", title_count=rows)])

    for unit in (half, NGOC_LAC, "38", "VN"):
        row = one(store, unit, 2018, "gia_dinh", "6_thang")
        assert (row["rate_pct"], row["rate_low_pct"], row["rate_high_pct"]) == (60.0, None, None)
        assert (row["goal_pct"], row["status"]) == (None, "no_goal")
    assert one(store, untold, 2018, "gia_dinh", "6_thang")["status"] == "no_data"
    district = one(store, NGOC_LAC, 2018, "gia_dinh")
    low, high = 100 * 60 / (100 * len(codes)), 100 * (100 * len(codes) - 40) / (100 * len(codes))
    assert (district["rate_low_pct"], district["rate_high_pct"]) == (pytest.approx(low), pytest.approx(high))


def test_old_and_new_communes_are_never_both_scored_for_one_ground(tmp_path: Path) -> None:
    store = Store(tmp_path)
    old = PLACES.find("Thị trấn Quan Sơn", scope="38", on_year=2019).unit
    new = PLACES.find("Thị trấn Sơn Lư", scope="38", on_year=2019).unit
    assert old is not None and new is not None
    assert new.key in {unit.key for unit in PLACES.successors(*old.key)}
    both = [
        submission(name, assessment=[assessment_row(unit.code, 2019, rank="tot", total=90.0)])
        for name, unit in (("NOP-AAAA", old), ("NOP-BBBB", new))
    ]

    written = publish(store, both)

    assert [(item.submission_id, item.check) for item in written.refused] == [
        ("NOP-BBBB", "score__ground_once")
    ]


def test_a_figure_exactly_on_the_line_is_on_track(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, [NewEvent("goal", "admin", {"yaml": STEPS.replace("pct: 65", "pct: 30")})])
    unit = communes(NGOC_LAC, 2016)[0]
    rows = [
        title_row(unit, 2016, "gia_dinh", total=120, recognised=14),
        title_row(unit, 2018, "gia_dinh", total=120, recognised=25),
    ]

    publish(store, [submission("NOP-AAAA", title_count=rows)])

    # 14/120 in 2016, 30 % by 2020: the line stands at 25/120 in 2018, which no binary fraction says exactly.
    row = one(store, unit, 2018, "gia_dinh")
    assert (row["goal_year"], row["goal_pct"], row["status"]) == (2020, 30.0, "on_track")


@pytest.mark.parametrize(
    ("year", "goal_year", "goal_pct"), [(2017, 2018, 40.0), (2018, 2018, 40.0), (2019, 2020, 65.0)]
)
def test_of_two_steps_of_a_document_the_next_one_due_counts(
    tmp_path: Path, year: int, goal_year: int, goal_pct: float
) -> None:
    store = Store(tmp_path)
    first = "  - {title: gia_dinh, area_class: general, pct: 40, goal_year: 2018, denominator: all}\n"
    publish(store, [NewEvent("goal", "admin", {"yaml": STEPS + first})])

    with open_snapshot(store) as snapshot:
        row = queries.goals(snapshot, Scope.everything(), unit=NGOC_LAC, years=[year], title="gia_dinh").row(
            0, named=True
        )

    assert (row["goal_year"], row["goal_pct"]) == (goal_year, goal_pct)
    assert row["next_document"] == "Quyết định 281/QĐ-TTg"


# What three communes of a district recognised of 100 in 2017 and in 2018, None where one was silent.
FALLS = [
    ([40, 40, 40], [39, 40, 40], "falling"),
    # With the silent commune at 100 %: (2 · 10 + 100) / 300 = 40 %, which is no fall any more.
    ([40, 40, 40], [10, 10, None], "not_enough"),
    ([40, 40, 41], [10, 10, None], "falling"),
    # The best commune is silent: the district fell only by who reported.
    ([20, 20, 60], [21, 21, None], "not_enough"),
    # 60 % of those who reported the year before; with the silent one at 0 %: (60 + 60) / 300 = 40 %.
    # All report now: whether that is a fall stays open, that it is below the line does not.
    ([60, 60, None], [40, 40, 40], "behind"),
    ([60, 61, None], [40, 40, 40], "falling"),
]


def of_three(district: str, year: int, counts: list[int | None]) -> list[dict[str, Any]]:
    """Return the rows of a district in which all communes but three have no families at all."""
    codes = communes(district, year)
    known = {code: (100, count) for code, count in zip(codes, counts, strict=False)}
    return [
        title_row(code, year, "gia_dinh", row=8 + place, total=total, recognised=count)
        for place, code in enumerate(codes)
        for total, count in (known.get(code, (0, 0)),)
        if count is not None
    ]


def test_a_fall_holds_only_if_missing_reports_cannot_turn_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    districts = [unit.code for unit in PLACES.children("38", level="district", on=date(2018, 12, 31))]
    cases = list(zip(districts, FALLS, strict=False))
    rows = [
        row
        for district, (first, second, _) in cases
        for year, counts in ((2017, first), (2018, second))
        for row in of_three(district, year, counts)
    ]

    publish(store, [submission("NOP-AAAA", title_count=rows)])

    found = [one(store, district, 2018, "gia_dinh")["status"] for district, _ in cases]
    assert found == [status for _, _, status in FALLS]


def test_a_rate_of_another_denominator_is_no_year_before(tmp_path: Path) -> None:
    """Trà Bồng counts units among the registered; its year before tells of all units alone."""
    store = Store(tmp_path)
    rows = [
        title_row(code, year, "don_vi", row=8 + place, total=10, registered=registered, recognised=recognised)
        for year, registered, recognised in ((2017, None, 5), (2018, 10, 4), (2019, 10, 3))
        for place, code in enumerate(communes("525", year))
    ]
    publish(store, [submission("NOP-AAAA", title_count=rows)])

    first, second = one(store, "525", 2018, "don_vi"), one(store, "525", 2019, "don_vi")

    assert (first["denominator"], first["previous_rate_pct"], first["status"]) == (
        "registered",
        None,
        "not_enough",
    )
    assert (second["previous_rate_pct"], second["status"]) == (40.0, "falling")


def test_the_rank_as_typed_counts_before_ours_while_the_bands_are_not_checked(tmp_path: Path) -> None:
    store = Store(tmp_path)
    below, short, untyped, by_itself = communes(NGOC_LAC, 2018)[:4]
    partial = {name: points for name, points in FULL_POINTS.items() if name != "tc12"}
    points = [
        *score_rows(below, 2018, FULL_POINTS),  # ours: tốt; typed: không xếp loại, which does not count
        *score_rows(short, 2018, partial),  # ours: none; typed: trung bình
        *score_rows(untyped, 2018, FULL_POINTS),  # ours: tốt; nothing typed
        *score_rows(by_itself, 2018, FULL_POINTS, basis="self"),  # scored by itself alone
    ]
    ranks = [
        assessment_row(below, 2018, rank="khong_xep_loai", total=100.0),
        assessment_row(short, 2018, rank="trung_binh", total=60.0),
        assessment_row(by_itself, 2018, rank="tot", total=None),
    ]
    publish(store, [submission("NOP-AAAA", criterion_score=points, assessment=ranks)])

    counted = {code: one(store, code, 2018, "cong_dong_xa")["recognised"] for code in (below, short, untyped)}

    assert counted == {below: 0, short: 1, untyped: 1}
    assert one(store, by_itself, 2018, "cong_dong_xa")["recognised"] is None
    district = one(store, NGOC_LAC, 2018, "cong_dong_xa")
    assert (district["recognised"], district["units_reported"], district["total"]) == (2, 3, 22)
