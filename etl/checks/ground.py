"""An ended unit and the one in its place, both reported for one year: the same ground would count twice."""

from __future__ import annotations

from datetime import date

from etl.checks import Findings
from etl.facts import Fact, Key, Read, Spot
from warehouse.places import Places, Unit

Reported = tuple[str, str]  # code and first day of a unit


def check_ground(findings: Findings, read: Read, places: Places) -> None:
    """Report both rows; which of them holds, only the officer knows."""
    reported = {_unit(fact) for fact in read.facts}
    found = {unit: _successors(places, unit) for unit in reported}
    doubled = {unit: [pair for pair in pairs if _key(pair[1]) in reported] for unit, pairs in found.items()}
    if not any(doubled.values()):
        return
    first: dict[tuple[Key, Reported], Spot] = {}
    for fact in read.facts:
        if fact.spot not in findings.rejected and not fact.values.get("own_offices"):
            first.setdefault((_subject(fact), _unit(fact)), fact.spot)
    pairs: dict[tuple[Spot, Spot], tuple[Unit, Unit]] = {}
    for (subject, unit), spot in first.items():
        for ended, successor in doubled[unit]:
            if other := first.get((subject, _key(successor))):
                pairs[spot, other] = ended, successor
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


def _unit(fact: Fact) -> Reported:
    return fact.values["unit_code"], fact.values["unit_valid_from"]


def _key(unit: Unit) -> Reported:
    return unit.code, unit.valid_from.isoformat()


def _successors(places: Places, reported: Reported) -> list[tuple[Unit, Unit]]:
    """Return a unit that ended with each that began where it did, nothing while it stands."""
    code, day = reported
    unit = places.at(code, date.fromisoformat(day))
    if unit is None or unit.valid_to is None:
        return []
    links = places.changes_from(*unit.key)
    fresh = {(one.to_code, one.to_valid_from) for one in links if one.to_valid_from == one.effective_date}
    return [(unit, taking_over) for taking_over in places.successors(*unit.key) if taking_over.key in fresh]
