"""An ended unit and the one in its place, both reported for one year: the same ground would count twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from etl.checks import Findings
from etl.counting import Counting, Row
from etl.facts import Fact, Key, Read, Reported, Spot
from warehouse.places import Change, Places, Unit

Facts = Callable[[], list[Fact]]  # gone through only where something may be doubled


@dataclass
class Clash:
    """Rows of one unit on one sheet whose ground counts already under other units."""

    spots: set[Spot] = field(default_factory=set)
    others: dict[Reported, str] = field(default_factory=dict)  # each with its name
    codes: set[str] = field(default_factory=set)  # of the submissions that count


def check_ground(findings: Findings, read: Read, places: Places, counting: Counting) -> None:
    """Report both rows of a workbook, and the row of which the ground counts already.

    Which of them holds, only the officer knows.
    """
    standing = partial(_standing, read, frozenset(findings.rejected))
    _check_rows(findings, read, places, standing)
    _check_counting(findings, read, places, standing, counting)


def _standing(read: Read, rejected: Set[Spot]) -> list[Fact]:
    """Return the facts on a unit's own ground that are not rejected."""
    return [fact for fact in read.facts
            if fact.spot not in rejected and not fact.values.get("own_offices")]  # fmt: skip


def _check_rows(findings: Findings, read: Read, places: Places, standing: Facts) -> None:
    reported = {unit for _, unit, _ in read.about}
    found = {unit: _successors(places, unit) for unit in reported}
    doubled = {unit: [pair for pair in pairs if _key(pair[1]) in reported] for unit, pairs in found.items()}
    if not any(doubled.values()):
        return
    first: dict[tuple[Key, Reported], Spot] = {}
    for fact in standing():
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


def _check_counting(
    findings: Findings, read: Read, places: Places, standing: Facts, counting: Counting
) -> None:
    reported = {(unit, year) for _, unit, year in read.about}
    beside = {unit: _beside(places, unit) for unit in {unit for unit, _ in reported}}
    doubtful = {(unit, year) for unit, year in reported if any(one.serves(year) for one in beside[unit])}
    if not doubtful:
        return
    facts = [fact for fact in standing() if (_unit(fact), fact.values["year"]) in doubtful]
    known = _known(counting, facts, beside)
    clashes: dict[tuple[str, Reported, int, str | None, bool], Clash] = defaultdict(Clash)
    for fact in facts:
        mine, year = _unit(fact), fact.values["year"]
        for other, is_successor in beside[mine].items():
            row = known.get((_subject(fact), _key(other)))
            if row is not None:
                clash = clashes[fact.spot[0], mine, year, fact.values.get("period"), is_successor]
                clash.spots |= {fact.spot, *_score_rows(read, fact)}
                clash.others[_key(other)] = other.name
                clash.codes.add(row["submission_id"])
    for (sheet, _, year, period, is_successor), clash in clashes.items():
        place, at = read.name_at(min(clash.spots))
        findings.add(
            "ground_counted", sheet, at, place=place, year=year, period=period,
            others=list(clash.others.values()), codes=sorted(clash.codes), is_successor=is_successor,
        )  # fmt: skip
        findings.rejected |= clash.spots


def _known(
    counting: Counting, facts: Iterable[Fact], beside: Mapping[Reported, Iterable[Unit]]
) -> dict[tuple[Key, Reported], Row]:
    """Return what counts of the units beside those of a workbook, by what it is about and by unit."""
    codes: dict[bool, set[str]] = {True: set(), False: set()}  # by whether they are asked for titles
    years = set()
    for fact in facts:
        codes[fact.table == "title_count"] |= {one.code for one in beside[_unit(fact)]}
        years.add(fact.values["year"])
    titles, scores = counting.titles(codes[True], years), counting.scores(codes[False], years)
    known: dict[tuple[Key, Reported], Row] = {((row["year"],), _unit_of(row)): row for row in scores}
    subjects = (((row["year"], row["period"], row["title"]), row) for row in titles)
    return known | {(subject, _unit_of(row)): row for subject, row in subjects}


def _unit_of(row: Row) -> Reported:
    return row["unit_code"], str(row["unit_valid_from"])


def _score_rows(read: Read, fact: Fact) -> set[Spot]:
    """Return all rows of the commune's score that a fact belongs to, on its sheet."""
    if fact.table == "title_count":
        return set()
    commune = fact.values["unit_code"], fact.values["year"]
    return {spot for spot, scored in read.score_rows.items()
            if scored == commune and spot[0] == fact.spot[0] and spot in read.data_rows}  # fmt: skip


def _subject(fact: Fact) -> Key:
    values = fact.values
    if fact.table == "title_count":
        return values["year"], values["period"], values["title"]
    return (values["year"],)


def _unit(fact: Fact) -> Reported:
    return fact.values["unit_code"], fact.values["unit_valid_from"]


def _key(unit: Unit) -> Reported:
    return unit.code, unit.valid_from.isoformat()


def _beside(places: Places, reported: Reported) -> dict[Unit, bool]:
    """Return the units that hold ground of a unit before or after it, and whether they came after it."""
    code, day = reported
    before = _fresh(places.changes_to(code, date.fromisoformat(day)))
    ended = (places.at(link.from_code, link.from_valid_from) for link in before)
    after = (successor for _, successor in _successors(places, reported))
    return {unit: False for unit in ended if unit is not None} | dict.fromkeys(after, True)


def _fresh(links: Iterable[Change]) -> list[Change]:
    """Return the links to units that began with the change; the others only took ground in."""
    return [link for link in links if link.to_valid_from == link.effective_date]


def _successors(places: Places, reported: Reported) -> list[tuple[Unit, Unit]]:
    """Return a unit that ended with each that began where it did, nothing while it stands."""
    code, day = reported
    unit = places.at(code, date.fromisoformat(day))
    if unit is None or unit.valid_to is None:
        return []
    fresh = {(one.to_code, one.to_valid_from) for one in _fresh(places.changes_from(*unit.key))}
    return [(unit, taking_over) for taking_over in places.successors(*unit.key) if taking_over.key in fresh]
