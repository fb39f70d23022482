"""A year of mergers: what is reported and what is expected are of one kind, and nothing counts twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from submissions import PLACES, assessment_row, submission, title_row

from etl.publish import open_snapshot, publication, publish
from warehouse import queries
from warehouse.access import Scope
from warehouse.ledger import NewEvent
from warehouse.places import Unit
from warehouse.store import Store

EVE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
NGOC_LAC, THANH_HOA = "389", "38"
NGOC_LIEN = "15091"  # of 1 July 2025: made of five communes of the district, all of them whole


def made_of(code: str) -> list[Unit]:
    """Return the old communes that a new one was made of."""
    return [
        unit
        for unit in PLACES.children(THANH_HOA, level="commune", on=EVE)
        if (code, AFTER) in {later.key for later in PLACES.successors(*unit.key)}
    ]


def of_unit(unit: Unit, title: str = "gia_dinh", year: int = 2025, **counts: Any) -> dict[str, Any]:
    """Return the row of exactly this unit, whose code may have been given again."""
    row = title_row(unit.code, year, title, **counts)
    return row | {"unit_valid_from": unit.valid_from.isoformat()}


def hundred(unit: Unit, recognised: int = 60, **given: Any) -> dict[str, Any]:
    return of_unit(unit, total=100, registered=90, recognised=recognised, **given)


def filled(folder: Path, *parts: list[dict[str, Any]]) -> Store:
    """Return a store with one submission for each list of rows; none of them is refused."""
    store = Store(folder)
    for number, rows in enumerate(parts):
        written = publish(store, [submission(f"NOP-{number:04}", title_count=rows)])
        assert written.refused == []
    return store


def one(
    store: Store, unit: str, title: str = "gia_dinh", *, year: int = 2025, period: str = "nam"
) -> dict[str, Any]:
    with open_snapshot(store) as snapshot:
        rows = queries.coverage(
            snapshot, Scope.everything(), unit=unit, year=year, title=title, period=period
        )
    there = PLACES.at(unit, AFTER) or PLACES.at(unit, EVE)
    assert there is not None
    # Codes are given again: the old commune may stand beside the new one, under its district.
    parent = there.parent_code
    return next(row for row in rows.iter_rows(named=True) if row["parent_code"] == parent)


def communes(row: dict[str, Any]) -> tuple[int, int]:
    return row["units_reported"], row["units_expected"]


def test_a_new_commune_is_reported_once_all_that_made_it_up_are(tmp_path: Path) -> None:
    old = made_of(NGOC_LIEN)
    assert len(old) == 5
    store = filled(tmp_path, [hundred(unit) for unit in old[:4]])

    assert communes(one(store, THANH_HOA)) == (0, 166)
    publish(store, [submission("NOP-LAST", title_count=[hundred(old[4])])])

    province = one(store, THANH_HOA)
    assert communes(province) == (1, 166)
    assert (province["total"], province["recognised"], province["rate_pct"]) == (500, 300, 60.0)
    assert communes(one(store, NGOC_LIEN)) == (1, 1)
    assert one(store, NGOC_LIEN)["recognised"] is None  # its own figure came from nobody
    assert one(store, "VN")["units_reported"] == 1


def test_reports_of_new_communes_and_of_old_ones_are_counted_as_new_ones(tmp_path: Path) -> None:
    new = PLACES.at("15085", AFTER)
    assert new is not None
    store = filled(tmp_path, [hundred(unit) for unit in made_of(NGOC_LIEN)], [hundred(new)])

    province = one(store, THANH_HOA)

    assert communes(province) == (2, 166)
    assert (province["total"], province["recognised"]) == (600, 360)


def test_a_divided_commune_alone_covers_neither_of_those_it_went_to(tmp_path: Path) -> None:
    divided = next(
        unit
        for unit in PLACES.children(THANH_HOA, level="commune", on=EVE)
        if len(PLACES.successors(*unit.key)) > 1
    )
    targets = PLACES.successors(*divided.key)
    assert all(len(made_of(target.code)) > 1 for target in targets)
    around = {unit.key: unit for target in targets for unit in made_of(target.code)}
    store = filled(tmp_path, [hundred(divided)])

    assert one(store, THANH_HOA)["units_reported"] == 0
    others = [hundred(unit) for key, unit in around.items() if key != divided.key]
    publish(store, [submission("NOP-REST", title_count=others)])

    province = one(store, THANH_HOA)
    assert province["units_reported"] >= len(targets)
    assert province["total"] == 100 * len(around)  # the divided one once


def test_an_ended_district_is_held_against_its_communes_of_the_last_day(tmp_path: Path) -> None:
    """2 of 21 at 100 %; 19 silent ones of 100 at most: from 200 of 2.100 to all, so nothing is decided."""
    two = made_of(NGOC_LIEN)[:2]
    store = filled(tmp_path, [hundred(unit, 100) for unit in two])

    district = one(store, NGOC_LAC)

    assert communes(district) == (2, 21)
    assert district["rate_pct"] == 100.0
    assert district["rate_low_pct"] == pytest.approx(100 * 200 / 2100)
    assert (district["rate_high_pct"], district["status"]) == (100.0, "not_enough")


def test_of_a_commune_reported_in_part_only_the_silent_parts_are_missing(tmp_path: Path) -> None:
    """Four of five at 60 of 100, the fifth known as 200 in 2024; 165 other communes of at most 100."""
    old = made_of(NGOC_LIEN)
    before = of_unit(old[4], year=2024, total=200, registered=90, recognised=10)
    store = filled(tmp_path, [before], [hundred(unit) for unit in old[:4]])

    province = one(store, THANH_HOA)

    silent = 200 + 165 * 100
    assert province["rate_low_pct"] == pytest.approx(100 * 240 / (400 + silent))
    assert province["rate_high_pct"] == pytest.approx(100 * (240 + silent) / (400 + silent))


def test_a_silent_commune_that_ended_is_missing_once_in_its_ended_district_and_in_the_province(
    tmp_path: Path,
) -> None:
    """60 of 100 at one of 21; one of the 20 silent ones had 200 the year before, the others 100 at most."""
    reporting, silent = [unit for unit in made_of(NGOC_LIEN) if unit.code != NGOC_LIEN][:2]
    before = of_unit(silent, year=2024, total=200, registered=90, recognised=10)
    half_year = hundred(silent) | {"period": "6_thang"}
    store = filled(tmp_path, [before], [half_year], [hundred(reporting)])
    # Of the new communes 165 are silent, and three more of the five that the last one was made of.
    missing = {reporting.code: 0, NGOC_LAC: 200 + 19 * 100, THANH_HOA: 200 + (165 + 3) * 100}

    for code, most in missing.items():
        row = one(store, code)
        bounds = (100 * 60 / (100 + most), 100 * (60 + most) / (100 + most))
        assert (row["rate_low_pct"], row["rate_high_pct"]) == pytest.approx(bounds)
    assert one(store, silent.code, period="6_thang")["rate_low_pct"] is None


@pytest.mark.parametrize(
    ("period", "expected"), [("6_thang", (2, 547)), ("9_thang", (0, 166)), ("nam", (0, 166))]
)
def test_the_communes_of_a_period_are_those_of_its_last_day(
    tmp_path: Path, period: str, expected: tuple[int, int]
) -> None:
    two = made_of(NGOC_LIEN)[:2]
    store = filled(tmp_path, [hundred(unit) | {"period": period} for unit in two])

    province = one(store, THANH_HOA, period=period)

    assert communes(province) == expected
    assert province["total"] == 200


def test_a_new_commune_that_reports_half_a_year_tells_of_the_old_ones(tmp_path: Path) -> None:
    new = PLACES.at(NGOC_LIEN, AFTER)
    assert new is not None
    store = filled(tmp_path, [hundred(new) | {"period": "6_thang"}])

    assert communes(one(store, THANH_HOA, period="6_thang")) == (5, 547)


def ranked_2019(units: list[Unit]) -> NewEvent:
    """Return a submission that ranks communes which ended on 30 November 2019."""
    rows = [
        assessment_row(unit.code, 2019, rank="kha", total=75.0)
        | {"unit_valid_from": unit.valid_from.isoformat()}
        for unit in units
    ]
    return submission("NOP-AAAA", assessment=rows)


def ended_2019(*, is_alone: bool) -> list[Unit]:
    """Return what one commune of 1 December 2019 was made of: one under another name, or several."""
    before = PLACES.children(THANH_HOA, level="commune", on=date(2019, 11, 30))
    parts: dict[tuple[str, date], list[Unit]] = {}
    for unit in before:
        if unit.valid_to == date(2019, 11, 30):
            for later in PLACES.successors(*unit.key):
                parts.setdefault(later.key, []).append(unit)
    return next(
        units
        for (_, begun), units in parts.items()
        if begun == date(2019, 12, 1) and (len(units) == 1) == is_alone
    )


def test_ranks_of_communes_that_were_merged_are_not_added(tmp_path: Path) -> None:
    """Two ranks make no rank of the new commune: nothing of the 559 was assessed."""
    store = Store(tmp_path)
    merged = ended_2019(is_alone=False)
    assert len(merged) > 1

    assert publish(store, [ranked_2019(merged)]).refused == []

    province = one(store, THANH_HOA, "cong_dong_xa", year=2019)
    assert (*communes(province), province["total"], province["recognised"]) == (0, 559, 559, None)


def test_a_commune_under_another_name_keeps_its_rank(tmp_path: Path) -> None:
    store = Store(tmp_path)

    assert publish(store, [ranked_2019(ended_2019(is_alone=True))]).refused == []

    province = one(store, THANH_HOA, "cong_dong_xa", year=2019)
    assert (*communes(province), province["total"], province["recognised"]) == (1, 559, 559, 1)


def test_a_year_of_mergers_published_in_steps_equals_the_one_made_anew(tmp_path: Path) -> None:
    old = made_of(NGOC_LIEN)
    here, there = PLACES.at("15085", AFTER), PLACES.children("34", level="commune", on=EVE)
    assert here is not None
    steps = [[hundred(here)], *([hundred(unit)] for unit in old), [hundred(unit) for unit in there[:30]]]
    store = filled(tmp_path / "data", *steps, [of_unit(old[0], "dong_ho", total=9, recognised=3)])

    made_anew = store.rebuilt_checksums(lambda: publication(store))

    assert {name for name, value in store.checksums().items() if value != made_anew[name]} == set()


def test_a_late_report_of_an_ended_province_leaves_the_new_communes_figures(tmp_path: Path) -> None:
    link = next(
        (old, new)
        for old in PLACES.children("34", level="commune", on=EVE)
        for new in PLACES.successors(*old.key)
        if new.province_code != old.province_code
    )
    old, new = link

    store = filled(tmp_path, [hundred(new, year=2026)], [hundred(old, year=2024)])

    assert one(store, new.code, year=2026)["recognised"] == 60
    assert store.checksums() == store.rebuilt_checksums(lambda: publication(store))


def test_no_commune_begins_and_ends_within_one_year() -> None:
    """Coverage of a year of mergers follows one change a year: two of them would ask for a chain."""
    brief = [
        unit
        for unit in PLACES.units
        if unit.level == "commune"
        and unit.valid_to is not None
        and date(unit.valid_to.year, 1, 1) < unit.valid_from
        and unit.valid_to < date(unit.valid_to.year, 12, 31)
    ]
    assert brief == []
