"""Figures of the titles: every commune of 2016 has a history; later units are sums of those communes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from random import Random

from etl.sample.model import TITLES, Count, ranges, stream
from warehouse.places import Places, Unit

REFORM_YEAR = 2025
_VILLAGES_MERGED = 2019
_ALL_TITLES = (*TITLES, "cong_dan")
_ADULTS_PER_HOUSEHOLD = 2.6


@dataclass(frozen=True)
class Atom:
    """A commune of 2016 with its denominators and its rates by title and year."""

    unit: Unit
    terrain: str
    households: int
    growth: float
    clans: int
    villages: int
    kept_villages: float
    units: int
    rates: dict[str, dict[int, float]]

    def total(self, title: str, year: int) -> int:
        """Return what is counted for a title in a year."""
        households = round(self.households * (1 + self.growth / 100) ** (year - 2016))
        if title == "gia_dinh":
            return households
        if title == "cong_dan":
            return round(households * _ADULTS_PER_HOUSEHOLD)
        if title == "cong_dong":
            return (
                max(2, round(self.villages * self.kept_villages))
                if year >= _VILLAGES_MERGED
                else self.villages
            )
        return self.clans if title == "dong_ho" else self.units


class Ground:
    """The province of the sample: its units by year and their figures."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.province = str(ranges()["province"])
        self.years: list[int] = [*ranges()["years"], REFORM_YEAR]
        self._members: dict[date, dict[str, list[Atom]]] = {}

    def districts(self) -> list[Unit]:
        """Return the districts of 2016 in the order of their codes."""
        return list(self.places.children(self.province, level="district", on=date(2016, 12, 31)))

    def communes(self, code: str, on: date) -> list[Unit]:
        """Return the communes of a district or province on a day."""
        return list(self.places.children(code, level="commune", on=on))

    @cached_property
    def atoms(self) -> dict[str, Atom]:
        """Return the communes of 2016 with their histories, by code."""
        found = {}
        for district in self.districts():
            slopes = self._district_rates(district)
            for unit in self.communes(district.code, date(2016, 12, 31)):
                found[unit.code] = _atom(unit, district, slopes)
        return found

    def members(self, on: date) -> dict[str, list[Atom]]:
        """Return for each commune of that day the communes of 2016 that became it."""
        if on not in self._members:
            found: dict[str, list[Atom]] = defaultdict(list)
            for atom in self.atoms.values():
                found[self._unit_on(atom.unit, on).code].append(atom)
            self._members[on] = dict(found)
        return self._members[on]

    def counts(self, unit: Unit, year: int, on: date, titles: tuple[str, ...]) -> dict[str, Count]:
        """Return the figures of a commune for a year, by title."""
        atoms = self.members(on).get(unit.code, [])
        return {title: _sum([_count(atom, title, year) for atom in atoms]) for title in titles}

    def clusters(self) -> dict[str, list[Unit]]:
        """Return the communes of 2025 by the former district that holds most of their parts."""
        on = date(REFORM_YEAR, 12, 31)
        found: dict[str, list[Unit]] = defaultdict(list)
        for unit in self.communes(self.province, on):
            homes = [str(atom.unit.district_code) for atom in self.members(on).get(unit.code, [])]
            if homes:
                found[max(sorted(set(homes)), key=homes.count)].append(unit)
        return dict(found)

    def is_difficult(self, district: Unit) -> bool:
        """Return whether the sample treats a district as mountainous."""
        return district.short_name in ranges()["mountain"]

    def _unit_on(self, unit: Unit, on: date) -> Unit:
        while unit.valid_to is not None and unit.valid_to < on:
            heirs = self.places.successors(unit.code, unit.valid_from)
            if not heirs:
                break
            unit = heirs[0]
        return unit

    def _district_rates(self, district: Unit) -> dict[str, dict[int, float]]:
        random = stream("district", district.code)
        area = "difficult" if self.is_difficult(district) else "general"
        levels: dict[str, dict[int, float]] = {}
        for title in _ALL_TITLES:
            share = random.uniform(0.15, 0.85)
            by_year = ranges()["rates"][area][title]
            levels[title] = {
                year: low + (high - low) * min(1.0, max(0.0, share + random.uniform(-0.12, 0.12)))
                for year, (low, high) in by_year.items()
            }
        return levels


def _atom(unit: Unit, district: Unit, levels: dict[str, dict[int, float]]) -> Atom:
    random = stream("commune", unit.code, unit.name)
    terrain = _terrain(unit, district)
    bounds = ranges()["terrain"][terrain]
    kept = ranges()["merged_villages"]["difficult" if terrain == "mountain" else "general"]
    low, high = bounds["households"]
    return Atom(
        unit=unit,
        terrain=terrain,
        households=round(random.triangular(low, high, low + 0.4 * (high - low))),
        growth=random.uniform(*bounds["growth"]),
        clans=random.randint(*bounds["clans"]),
        villages=random.randint(*bounds["villages"]),
        kept_villages=random.uniform(*kept),
        units=random.randint(*bounds["units"]),
        rates={title: _path(random, levels[title]) for title in _ALL_TITLES},
    )


def _terrain(unit: Unit, district: Unit) -> str:
    if unit.unit_type in {"phường", "thị trấn"}:
        return "urban"
    if district.short_name in ranges()["mountain"]:
        return "mountain"
    return "midland" if district.short_name in ranges()["midland"] else "lowland"


def _path(random: Random, levels: dict[int, float]) -> dict[int, float]:
    """Return a commune's rates: mostly rising towards its place in the district, sometimes falling."""
    offset = max(-10.0, min(10.0, random.gauss(0, 5)))
    path: dict[int, float] = {}
    before: float | None = None
    for year, level in levels.items():
        aim = level + offset + random.uniform(-2, 2) + (0 if before is None else 1.5)
        chance = random.random()
        if before is None or year == REFORM_YEAR:
            value = aim
        elif chance < 0.025:  # one in forty stands still
            value = before
        elif chance < 0.15:  # one in eight falls
            value = before - random.uniform(1, 8)
        else:
            value = max(before + random.uniform(0.3, 2), aim)
        path[year] = before = max(8.0, min(97.0, value))
    return path


def _count(atom: Atom, title: str, year: int) -> Count:
    random = stream("count", atom.unit.code, title, year)
    total = atom.total(title, year)
    recognised = min(total, int(total * atom.rates[title][year] / 100 + random.random()))
    most = 1.35 - 0.05 * min(4, year - 2016) if title != "cong_dan" else 1.9
    registered = min(total, round(recognised * random.uniform(1.03, most)))
    return Count(total, max(registered, recognised), recognised)


def _sum(counts: list[Count]) -> Count:
    result = Count(None, None, None)
    for count in counts:
        result = result + count
    return result
