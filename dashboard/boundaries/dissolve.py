"""Which communes make up each unit in each year, and one shape for each such set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

import shapely

from warehouse.places import Places, Unit

FIRST_YEAR = 2016  # the first year of the lists of places
REFORM = date(2025, 7, 1)  # districts end, communes are merged
Shape: TypeAlias = shapely.Geometry


@dataclass
class Atlas:
    """Shapes by their key, and which key a unit has in a year.

    `of_province` lists the keys that a province's own map needs.
    """

    shapes: dict[str, Shape] = field(default_factory=dict)
    index: list[tuple[str, str, str, int, str]] = field(default_factory=list)
    of_province: dict[str, set[str]] = field(default_factory=dict)

    def add(self, province: str, level: str, code: str, year: int, key: str) -> None:
        """Note that a unit of a province has a shape in a year."""
        self.index.append((province, level, code, year, key))
        if level != "province":
            self.of_province.setdefault(province, set()).add(key)


def old_key(code: str) -> str:
    """Return the key of a commune's shape before the reform; codes are used again after it."""
    return f"L{code}"


def new_key(code: str) -> str:
    """Return the key of a commune's shape since the reform."""
    return f"N{code}"


def make_atlas(old: Mapping[str, Shape], places: Places, years: Iterable[int]) -> Atlas:
    """Return the shapes of all units of some years.

    Args:
        old: Shapes of the communes of 30 June 2025, by code.
        places: Units and their changes.
        years: Years assessed; a year's units are those of 31 December.
    """
    atlas = Atlas()
    atlas.shapes |= {old_key(code): shape for code, shape in old.items()}
    parts_of = _parts_of_new(old, places)
    atlas.shapes |= {new_key(code): shapely.union_all(parts) for code, parts in parts_of.items()}
    made = _Made(atlas)
    for year in years:
        if date(year, 12, 31) < REFORM:
            _old_year(atlas, made, old, places, year)
        else:
            _new_year(atlas, made, parts_of, places, year)
    return atlas


class _Made:
    """Gives each set of shapes one key, however many years it holds."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.known: dict[tuple[str, frozenset[str]], str] = {}
        self.count: dict[str, int] = {}

    def key(self, letter: str, code: str, parts: frozenset[str]) -> str:
        known = self.known.get((letter + code, parts))
        if known is not None:
            return known
        version = self.count[letter + code] = self.count.get(letter + code, 0) + 1
        key = self.known[letter + code, parts] = f"{letter}{code}-{version}"
        self.atlas.shapes[key] = shapely.union_all([self.atlas.shapes[part] for part in sorted(parts)])
        return key


def _parts_of_new(old: Mapping[str, Shape], places: Places) -> dict[str, list[Shape]]:
    """Return the old shapes of each commune of the reform; a split one goes whole to its first target."""
    target: dict[str, str] = {}
    for change in places.changes:
        if change.effective_date == REFORM and change.from_code in old and change.to_code:
            target.setdefault(change.from_code, change.to_code)
    parts: dict[str, list[Shape]] = {}
    for code, into in target.items():
        parts.setdefault(into, []).append(old[code])
    return parts


def _old_year(atlas: Atlas, made: _Made, old: Mapping[str, Shape], places: Places, year: int) -> None:
    groups: dict[tuple[str, str, str], set[str]] = {}
    for code in old:
        unit = _unit_of(places, code, year)
        if unit is None or unit.province_code is None:
            continue
        province, key = unit.province_code, old_key(code)
        groups.setdefault((province, "province", province), set()).add(key)
        if unit.district_code:
            groups.setdefault((province, "district", unit.district_code), set()).add(key)
        if unit.code == code:
            atlas.add(province, "commune", code, year, key)
    _add_groups(atlas, made, groups, year)


def _unit_of(places: Places, code: str, year: int) -> Unit | None:
    """Return the commune on whose ground a shape of 2025 lay in a year: itself, else one it was made of."""
    day = date(year, 12, 31)
    unit = places.at(code, day)
    if unit is not None:
        return unit
    later = next((one for one in places.history(code) if day < one.valid_from < REFORM), None)
    if later is None:
        return None
    before = [places.at(link.from_code, day) for link in places.changes_to(code, later.valid_from)]
    return next((one for one in before if one is not None), None)


def _new_year(
    atlas: Atlas, made: _Made, parts_of: Mapping[str, list[Shape]], places: Places, year: int
) -> None:
    groups: dict[tuple[str, str, str], set[str]] = {}
    for code in parts_of:
        unit = places.at(code, date(year, 12, 31))
        if unit is None or unit.province_code is None:
            continue
        atlas.add(unit.province_code, "commune", code, year, new_key(code))
        groups.setdefault((unit.province_code, "province", unit.province_code), set()).add(new_key(code))
    _add_groups(atlas, made, groups, year)


def _add_groups(
    atlas: Atlas, made: _Made, groups: Mapping[tuple[str, str, str], set[str]], year: int
) -> None:
    for (province, level, code), parts in sorted(groups.items()):
        atlas.add(province, level, code, year, made.key(level[0].upper(), code, frozenset(parts)))
