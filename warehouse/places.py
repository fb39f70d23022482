"""Places and their history: which unit a code or a name means in a year, and what became of it.

Stands between the seeds (or `place.unit` of a snapshot) and everyone who asks about a place.
The key of a unit is (code, valid_from): codes are used again for other units.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from warehouse import place_match
from warehouse.place_match import Candidate, Match, MatchKind
from warehouse.place_names import fold, split_official, squash

__all__ = ["Candidate", "Change", "Gone", "Match", "MatchKind", "Places", "Unit", "fold", "load_places"]

SEEDS = Path(__file__).parent / "seeds"
COUNTRY = "VN"
CONTINUES = ("rename", "retype", "move")


@dataclass(frozen=True, slots=True)
class Unit:
    """One state of an administrative unit; `valid_to` is its last day, or none while it stands.

    `date_precision` is that of `valid_from`; the precision of its end stands in the change that ended it.
    """

    code: str
    valid_from: date
    valid_to: date | None
    name: str
    short_name: str
    unit_type: str
    level: str
    parent_code: str | None
    district_code: str | None
    province_code: str | None
    folded: str
    date_precision: str
    source: str
    resolution: str | None

    @property
    def key(self) -> tuple[str, date]:
        """Return (code, valid_from), the only safe key of a unit."""
        return self.code, self.valid_from

    def holds_on(self, day: date) -> bool:
        """Return whether this state is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def serves(self, year: int) -> bool:
        """Return whether a report of this year may be about this state."""
        if self.valid_from.year > year:
            return False
        return self.valid_to is None or self.valid_to.year >= year


@dataclass(frozen=True, slots=True)
class Change:
    """One link from a state to the next; `to_code` is none where no successor is known."""

    from_code: str
    from_valid_from: date
    to_code: str | None
    to_valid_from: date | None
    change: str
    effective_date: date
    is_partial: bool
    date_precision: str
    resolution: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A unit that ended before the year asked for: its last state, its last day, and who took it over."""

    unit: Unit
    ended: date
    successors: tuple[Unit, ...]


class Places:
    """All states of all units and the links between them, held in plain dictionaries."""

    def __init__(self, units: Iterable[Unit], changes: Iterable[Change]) -> None:
        self.units = tuple(units)
        self._unread_changes = changes
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        self._inside: dict[tuple[str, str], list[Unit]] = defaultdict(list)
        self._pools: dict[tuple[str, int, str], place_match.Pools] = {}
        for unit in self.units:
            self._by_code[unit.code].append(unit)
            self._inside[COUNTRY, unit.level].append(unit)
            for above in (unit.district_code, unit.province_code):
                if above is not None and above != unit.code:
                    self._inside[above, unit.level].append(unit)
        for states in self._by_code.values():
            states.sort(key=lambda unit: unit.valid_from)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Return all links; read when first asked for, as most work never asks."""
        return tuple(self._unread_changes)

    @cached_property
    def _links(self) -> dict[tuple[str, date], list[Change]]:
        links: dict[tuple[str, date], list[Change]] = defaultdict(list)
        for change in self.changes:
            links[change.from_code, change.from_valid_from].append(change)
        return links

    @cached_property
    def _links_to(self) -> dict[tuple[str, date], list[Change]]:
        links: dict[tuple[str, date], list[Change]] = defaultdict(list)
        for change in self.changes:
            if change.to_code is not None and change.to_valid_from is not None:
                links[change.to_code, change.to_valid_from].append(change)
        return links

    @classmethod
    def from_rows(cls, units: Iterable[Mapping[str, Any]], changes: Iterable[Mapping[str, Any]]) -> Places:
        """Return places from rows of `place.unit` and `place.change`, of a snapshot or of the seeds."""
        return cls(_read_units(units), (_read_change(row) for row in changes))

    @classmethod
    def load(cls, folder: Path = SEEDS) -> Places:
        """Return places from units.csv and changes.csv of a folder."""
        return cls.from_rows(_read_csv(folder / "units.csv"), _read_csv(folder / "changes.csv"))

    def history(self, code: str) -> tuple[Unit, ...]:
        """Return every state that ever had this code, the oldest first."""
        return tuple(self._by_code.get(code, ()))

    def at(self, code: str, on: date) -> Unit | None:
        """Return the state that a code means on a day."""
        states = self._by_code.get(code, [])
        position = bisect_right(states, on, key=lambda unit: unit.valid_from)
        if position and states[position - 1].holds_on(on):
            return states[position - 1]
        return None

    def in_force(self, code: str, year: int) -> Unit | None:
        """Return the unit that a code means in a year.

        That is the unit in force on 31 December; else the last one that ended within the year, which may
        still be reported on.
        """
        on_last_day = self.at(code, date(year, 12, 31))
        if on_last_day is not None:
            return on_last_day
        ended = [unit for unit in self._by_code.get(code, ()) if unit.serves(year)]
        return ended[-1] if ended else None

    def lookup(self, code: str, year: int) -> Unit | Gone | None:
        """Return what a code means in a year, `Gone` where it ended earlier, none where it is unknown."""
        unit = self.in_force(code, year)
        if unit is not None:
            return unit
        states = [state for state in self._by_code.get(code, ()) if state.valid_from.year <= year]
        return self.gone(states[-1], year) if states else None

    def gone(self, unit: Unit, year: int) -> Gone | None:
        """Return what became of a unit by a year, or none if it still serves that year."""
        if unit.serves(year) or unit.valid_to is None:
            return None
        return Gone(unit, unit.valid_to, self._successors_by(unit, year))

    def changes_from(self, code: str, valid_from: date) -> tuple[Change, ...]:
        """Return the links that lead away from a state."""
        return tuple(self._links.get((code, valid_from), ()))

    def changes_to(self, code: str, valid_from: date) -> tuple[Change, ...]:
        """Return the links that lead to a state."""
        return tuple(self._links_to.get((code, valid_from), ()))

    def successors(self, code: str, valid_from: date) -> tuple[Unit, ...]:
        """Return the states that directly took over from a state, the main one first.

        A district that ended without a successor district is followed by the new communes that its own
        communes mainly went to.
        """
        links = self.changes_from(code, valid_from)
        found = tuple(unit for link in links if (unit := self._target(link)) is not None)
        unit = self.at(code, valid_from)
        if found or unit is None or unit.level != "district" or unit.valid_to is None:
            return found
        communes = self.children(code, level="commune", on=unit.valid_to)
        main = [targets[0] for commune in communes if (targets := self.successors(*commune.key))]
        return tuple(dict.fromkeys(main))

    def children(self, code: str, *, level: str, on: date) -> tuple[Unit, ...]:
        """Return the units of a level that lie in a unit on a day, ordered by code."""
        return tuple(unit for unit in self._inside.get((code, level), ()) if unit.holds_on(on))

    def find(self, name: str, *, scope: str, on_year: int, level: str = "commune") -> Match:
        """Return the unit of a level that a written name means inside a scope in a year.

        Exact full name first (the prefix is evidence), then the folded key, then the nearest spelling.
        Below the province nothing is ever looked for in the whole country.

        Args:
            name: The name as written, with any prefix form (`X.`, `TT`, `Thị trấn`) or none.
            scope: Code of a province, district or commune; the country only for provinces.
            on_year: Year of the report.
            level: Level of the unit looked for.

        Returns:
            The match; its `gone` is set where the name is that of a unit that ended before the year.
        """
        if scope == COUNTRY and level != "province":
            return Match("none")
        match = place_match.find(name, self._pools_of(scope, on_year, level))
        if match.unit is not None:
            return match.with_unit(self._continued(match.unit, on_year))
        if match.ended is not None:
            return match.with_gone(self.gone(match.ended, on_year))
        return match

    def find_scope(self, text: str, year: int) -> Unit | None:
        """Return the narrowest unit that a title line names in a year.

        A district must be the only one of its name in the country or in the province named beside it;
        a commune needs its district or its province in the same text.
        """
        return place_match.find_scope(text, year, self)

    def named(self, level: str, words: str, *, scope: str, year: int) -> list[Unit]:
        """Return the units of a level in a scope that have this folded name in a year."""
        return [
            self._continued(unit, year) for unit in self._pools_of(scope, year, level).of_key(fold(words))
        ]

    def nearest_codes(self, text: str, *, limit: int = 3) -> tuple[Unit, ...]:
        """Return the units whose code, or whose name, is nearest to a text; for error messages."""
        return place_match.nearest(text, (states[-1] for states in self._by_code.values()), limit=limit)

    def _pools_of(self, scope: str, year: int, level: str) -> place_match.Pools:
        key = (scope, year, level)
        if key not in self._pools:
            inside = self._inside.get((scope, level), [])
            itself = [unit for unit in self._by_code.get(scope, ()) if unit.level == level]
            self._pools[key] = place_match.Pools.of([*inside, *itself], year)
        return self._pools[key]

    def _target(self, link: Change) -> Unit | None:
        if link.to_code is None or link.to_valid_from is None:
            return None
        return self.at(link.to_code, link.to_valid_from)

    def _continued(self, unit: Unit, year: int) -> Unit:
        """Return the state of 31 December of a unit that only changed name, type or parent in the year."""
        links = self.changes_from(*unit.key)
        following = self._target(links[0]) if len(links) == 1 else None
        goes_on = following is not None and links[0].change in CONTINUES and following.code == unit.code
        if following is None or not goes_on or following.valid_from.year > year:
            return unit
        return self._continued(following, year)

    def _successors_by(self, unit: Unit, year: int) -> tuple[Unit, ...]:
        """Return who stands in a unit's place in a year, following the links as far as that year."""
        reached: dict[tuple[str, date], Unit] = {}
        open_units, seen = [unit], {unit.key}
        while open_units:
            following = self.successors(*open_units.pop(0).key)
            for successor in following:
                if successor.key in seen or successor.valid_from.year > year:
                    continue
                seen.add(successor.key)
                if successor.serves(year):
                    reached[successor.key] = successor
                else:
                    open_units.append(successor)
        return tuple(reached.values())


@cache
def load_places() -> Places:
    """Return the places of the seeds, read once a process."""
    return Places.load()


def _read_csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        header = next(rows)
        for row in rows:
            yield dict(zip(header, row, strict=True))  # twice as fast as DictReader


@lru_cache(maxsize=1_000)
def _read_day(value: str | date | None) -> date | None:
    if not value:
        return None
    return value if isinstance(value, date) else date.fromisoformat(value)


def _read_units(rows: Iterable[Mapping[str, Any]]) -> list[Unit]:
    """Return units with what follows from the facts: type, short name, key, district and province."""
    facts = list(rows)
    province_of = {row["code"]: row["parent_code"] for row in facts if row["level"] == "district"}
    return [_read_unit(row, province_of) for row in facts]


def _read_unit(row: Mapping[str, Any], province_of: Mapping[str, str]) -> Unit:
    name, level, parent = row["name"], row["level"], row["parent_code"] or None
    unit_type, short_name = split_official(name) if level != "country" else ("nước", name)
    district = parent if parent in province_of else None
    province = None if parent == COUNTRY else parent
    valid_from = _read_day(row["valid_from"])
    if valid_from is None or unit_type is None:
        raise ValueError(f"units.csv › “{row['code']}” “{name}”: cần valid_from và tên có loại đơn vị")
    return Unit(
        code=row["code"],
        valid_from=valid_from,
        valid_to=_read_day(row["valid_to"]),
        name=name,
        short_name=short_name,
        unit_type=unit_type,
        level=level,
        parent_code=parent,
        district_code=district,
        province_code=row["code"] if level == "province" else province_of.get(parent or "", province),
        folded=squash(short_name),
        date_precision=row["date_precision"],
        source=row["source"],
        resolution=row["resolution"] or None,
    )


def _read_change(row: Mapping[str, Any]) -> Change:
    from_valid_from, effective = _read_day(row["from_valid_from"]), _read_day(row["effective_date"])
    if from_valid_from is None or effective is None:
        raise ValueError(f"changes.csv › “{row['from_code']}”: cần from_valid_from và effective_date")
    return Change(
        from_code=row["from_code"],
        from_valid_from=from_valid_from,
        to_code=row["to_code"] or None,
        to_valid_from=_read_day(row["to_valid_from"]),
        change=row["change"],
        effective_date=effective,
        is_partial=row["is_partial"] in (True, "true"),
        date_precision=row["date_precision"],
        resolution=row["resolution"] or None,
        source=row["source"],
    )
