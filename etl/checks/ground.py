"""An ended unit and the one in its place, both reported for one year: the same ground would count twice."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from etl.checks import Findings
from etl.facts import Fact, Key, Read, Spot
from warehouse.places import Places, Unit


def check_ground(findings: Findings, read: Read, places: Places) -> None:
    """Report both rows; which of them holds, only the officer knows."""
    by_unit: dict[Key, dict[tuple[str, str], list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in read.facts:
        if fact.spot not in findings.rejected and not fact.values.get("own_offices"):
            unit = fact.values["unit_code"], fact.values["unit_valid_from"]
            by_unit[_subject(fact)][unit].append(fact)
    pairs: dict[tuple[Spot, Spot], tuple[Unit, Unit]] = {}
    for units in by_unit.values():
        for code, day in list(units):
            for ended, successor in _successors(places, code, day):
                followers = units.get((successor.code, successor.valid_from.isoformat()), [])
                if followers:
                    pairs[units[code, day][0].spot, followers[0].spot] = ended, successor
    for (spot, other), (ended, successor) in pairs.items():
        for at, beside in ((spot, other), (other, spot)):
            place, cell = read.name_at(at)
            findings.add(
                "ground_twice", at[0], cell, place=place, ended_unit=ended.name, successor=successor.name,
                other_sheet=beside[0], other_row=beside[1],
            )  # fmt: skip


def _subject(fact: Fact) -> Key:
    values = fact.values
    if fact.table == "title_count":
        return values["year"], values["period"], values["title"]
    return values["year"], "score"


def _successors(places: Places, code: str, day: str) -> list[tuple[Unit, Unit]]:
    """Return the units that began where a unit ended, none while it stands."""
    unit = places.at(code, date.fromisoformat(day))
    if unit is None or unit.valid_to is None:
        return []
    links = places.changes_from(*unit.key)
    fresh = {(one.to_code, one.to_valid_from) for one in links if one.to_valid_from == one.effective_date}
    return [(unit, taking_over) for taking_over in places.successors(*unit.key) if taking_over.key in fresh]
