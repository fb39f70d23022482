"""Whatever is published, and in whatever order: the warehouse equals the one made anew from the ledger."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from submissions import FULL_POINTS, PLACES, assessment_row, score_rows, submission, title_row, trial_goal

from etl.publish import publication, publish
from warehouse.ledger import NewEvent
from warehouse.places import Unit
from warehouse.store import Store
from warehouse.store.apply import EVENTS_AT_A_TIME

TITLES = ("gia_dinh", "dong_ho", "cong_dong", "don_vi", "cong_dan")
GOAL = trial_goal("ngoc-lac-thu", "389", "district")
DISTRICTS, YEARS = ("389", "397", "525", "338"), (2016, 2017, 2018, 2019)
KINDS = ("titles", "titles", "scores", "scores", "part of a year", "villages", "many", "ended", "new", "goal")


def codes(unit: str, year: int, number: int, draw: random.Random) -> list[str]:
    units = [child.code for child in PLACES.children(unit, level="commune", on=date(year, 12, 31))]
    return draw.sample(units, min(number, len(units)))


def titles_of(unit: str, year: int, draw: random.Random, period: str = "nam") -> list[dict[str, Any]]:
    rows = []
    for place, code in enumerate(codes(unit, year, 6, draw)):
        for title in draw.sample(TITLES, draw.randint(1, 3)):
            total = draw.choice((None, 40, 100, 250))
            counts = {"total": total, "recognised": draw.choice((None, 0, 20, 40))}
            counts["registered"] = draw.choice((None, 40))
            rows.append(title_row(code, year, title, row=8 + place, **counts) | {"period": period})
    return rows


def scores_of(unit: str, year: int, draw: random.Random) -> dict[str, list[dict[str, Any]]]:
    facts: dict[str, list[dict[str, Any]]] = {"criterion_score": [], "assessment": []}
    for code in codes(unit, year, 3, draw):
        points = {key: draw.choice((value, value / 2)) for key, value in FULL_POINTS.items()}
        if draw.random() < 0.3:
            points.pop("tc12")
        facts["criterion_score"] += score_rows(code, year, points, draw.choice(("self", "assessed")))
        if draw.random() < 0.5:
            facts["assessment"].append(assessment_row(code, year, rank="kha", total=80.0))
    return facts


def villages_of(unit: str, year: int, draw: random.Random) -> list[dict[str, Any]]:
    """Return rows of villages, of which some lack a figure, and of the district's own offices."""
    offices = {"total": draw.choice((None, 30)), "recognised": draw.choice((None, 12))}
    rows = [title_row(unit, year, title, row=90, **offices) for title in draw.sample(TITLES, 2)]
    for code in codes(unit, year, 3, draw):
        for village in range(draw.randint(1, 4)):
            counts = {"total": draw.choice((None, 10, 20)), "recognised": draw.choice((None, 0, 5))}
            name = {"village_key": f"thon {village}", "village_name": f"Thôn {village}"}
            rows += [title_row(code, year, "gia_dinh", row=8 + village, **counts) | name]
    return rows


def rows_of(kind: str, number: int, unit: str, year: int, draw: random.Random) -> list[dict[str, Any]]:
    if kind == "part of a year":
        return titles_of(unit, year, draw, draw.choice(("6_thang", "9_thang")))
    if kind == "villages":
        return villages_of(unit, year, draw)
    if kind == "ended":  # communes that ended within 2019, and within 2025 with their province
        ended = title_row(ENDED_2019, 2019, "gia_dinh", total=90, recognised=50 + number)
        return [ended, *titles_of("338", 2024, draw)]
    return titles_of(draw.choice(("38", "33", "51")), 2025, draw)


def many(key: str, draw: random.Random) -> list[NewEvent]:
    """Return more events than are read from the ledger at a time, of several provinces."""
    several = [(draw.choice(DISTRICTS), draw.choice(YEARS)) for _ in range(EVENTS_AT_A_TIME + 5)]
    return [
        submission(f"{key}-{place}", title_count=titles_of(*one, draw)) for place, one in enumerate(several)
    ]


def one_publish(number: int, kind: str, draw: random.Random) -> list[NewEvent]:
    key = f"NOP-{number:04}"
    unit, year = draw.choice(DISTRICTS), draw.choice(YEARS)
    if kind == "scores":
        # Of 2024 there is no rubric: what the sheets state stands unscored.
        return [submission(key, **scores_of(unit, draw.choice((year, 2024)), draw))]
    if kind == "many":
        return many(key, draw)
    if kind == "goal":
        return [NewEvent("goal", "admin", {"yaml": GOAL.replace("pct: 65", f"pct: {60 + number}")})]
    if kind != "titles":
        return [submission(key, title_count=rows_of(kind, number, unit, year, draw))]
    return [
        submission(key, title_count=titles_of(unit, year, draw)),
        submission(f"{key}X", title_count=titles_of(unit, year, draw), **scores_of(unit, year, draw)),
    ]


ENDED_2019 = next(
    unit.code
    for unit in PLACES.children("38", level="commune", on=date(2018, 12, 31))
    if unit.valid_to == date(2019, 11, 30)
)


EVE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
MERGED = [("34", "33"), ("62", "51")]  # Thái Bình went to Hưng Yên, Kon Tum to Quảng Ngãi


def new_communes(ended: str, into: str) -> list[tuple[Unit, list[Unit]]]:
    """Return the new communes made of several old ones of one province, each with these.

    The second of the old ones is the one whose code the new one was given: a report on the others does not
    name the new one by its code.
    """
    parts: dict[str, list[Unit]] = {}
    for old in PLACES.children(ended, level="commune", on=EVE):
        for new in PLACES.successors(*old.key):
            parts.setdefault(new.code, []).append(old)
    found = []
    for new in PLACES.children(into, level="commune", on=AFTER):
        others = [old for old in parts.get(new.code, []) if old.code != new.code]
        if 2 <= len(others) < len(parts[new.code]):
            same = next(old for old in parts[new.code] if old.code == new.code)
            found.append((new, [others[0], same, *others[1:]]))
    return found


def families(unit: Unit, year: int = 2025, period: str = "nam", total: int | None = 100) -> dict[str, Any]:
    """Return a row of exactly this unit, whose code may have been given again."""
    row = title_row(unit.code, year, "gia_dinh", total=total, registered=90, recognised=60)
    return row | {"period": period, "unit_valid_from": unit.valid_from.isoformat()}


def old_ones_late(ended: str, into: str) -> list[list[dict[str, Any]]]:
    """Return what is published, one after another: new communes, then old ones of either province."""
    (gone, gone_parts), (other, _), *_ = new_communes(ended, into)
    (_, kept_parts), (kept, _), *_ = new_communes(into, into)
    return [
        [families(other), families(kept)],
        [families(gone, 2026)],
        [families(kept_parts[0])],
        [families(gone_parts[0])],
        [families(gone_parts[1], 2024), families(kept_parts[1], 2024, total=300)],
        [families(gone_parts[1]), families(kept_parts[1])],
        [families(unit) for unit in (*gone_parts[2:], *kept_parts[2:])],
    ]


def half_years_late(ended: str, into: str) -> list[list[dict[str, Any]]]:
    """Return what is published, one after another: whole years, then the halves of neighbours."""
    (_, gone_parts), (other, _), *_ = new_communes(ended, into)
    (_, kept_parts), (kept, _), *_ = new_communes(into, into)
    return [
        [families(kept_parts[0]), families(gone_parts[0]), families(other)],
        [families(kept_parts[1], period="6_thang")],
        [families(gone_parts[1], period="6_thang"), families(gone_parts[1], 2024)],
        [families(kept, period="9_thang"), families(other, period="9_thang")],
        [families(kept_parts[1])],
    ]


def differing(store: Store) -> set[str]:
    """Return the tables that are not what the ledger alone gives."""
    made_anew = store.rebuilt_checksums(lambda: publication(store))
    return {name for name, value in store.checksums().items() if value != made_anew[name]}


@pytest.mark.parametrize("sequence", [old_ones_late, half_years_late])
@pytest.mark.parametrize("merged", MERGED)
def test_after_every_publish_about_a_merger_its_neighbours_are_renewed_too(
    tmp_path: Path, merged: tuple[str, str], sequence: Callable[[str, str], list[list[dict[str, Any]]]]
) -> None:
    store = Store(tmp_path / "data")
    for number, rows in enumerate(sequence(*merged)):
        assert publish(store, [submission(f"NOP-{number:04}", title_count=rows)]).refused == []
        assert (number, differing(store)) == (number, set())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_of_publishes_gives_what_a_rebuild_gives(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    store = Store(tmp_path / "data")
    kinds = draw.sample(KINDS, len(KINDS))
    for number, kind in enumerate([*kinds, "titles", "scores"]):
        publish(store, one_publish(number, kind, draw))

    assert differing(store) == set()
    with store.read() as snapshot:
        filled = snapshot.sql("select count(*) as n from mart.coverage where recognised is not null")
        scored = snapshot.sql("select count(*) as n from mart.score")
    assert filled["n"].item() > 100
    assert scored["n"].item() > 0
