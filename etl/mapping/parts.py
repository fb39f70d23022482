"""Columns of units by managing level or by kind: parts of one figure, summed only where no column has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from etl.forms import forms

# `Đơn vị khác`, `đơn vị sự nghiệp`: here the word says nothing of all units.
_UNIT_OF_KIND = re.compile(r"don vi (?=khac|su nghiep|hanh chinh|truong hoc|doanh nghiep)")
_UNITS = re.compile(r"(?<![a-z0-9])(?:don vi|dv|dvht)(?![a-z0-9])")
_SAME = dict.fromkeys(
    ("met", "of_year", "actual"), "recognised"
)  # measures of one class: who holds the title


@dataclass(frozen=True)
class _Part:
    """One count of units: its level and kinds, both empty for the whole."""

    name: str
    level: str
    kinds: frozenset[str]
    measure: str


@lru_cache(maxsize=4096)
def part_of(path: tuple[str, ...]) -> str | None:
    """Return the managing level and the kinds of units that labels name: `xa`, `co_quan`, `xa+co_quan`."""
    level = _level(path)
    kinds = next((found for label in reversed(path) if (found := _kinds(label))), ())
    return "+".join(name for name in (level, "|".join(kinds)) if name) or None


def _level(path: tuple[str, ...]) -> str:
    levels = forms()["danh-hieu"].managed_by
    return next((name for name, pattern in levels.items() for label in path if pattern.search(label)), "")


def _kinds(label: str) -> tuple[str, ...]:
    """Return the kinds that a label names; none if it speaks of units of all kinds."""
    plain = _UNIT_OF_KIND.sub("", label)
    if _UNITS.search(plain) or "hoc tap" in plain:
        return ()
    kinds = forms()["danh-hieu"].unit_kinds
    return tuple(name for name, pattern in kinds.items() if pattern.search(plain))


def managing_level(part: str) -> str | None:
    """Return the managing level of a part, None if it is one of kinds only."""
    level = part.partition("+")[0]
    return level if level in forms()["danh-hieu"].managed_by else None


def _read(name: str) -> _Part:
    group, _, measure = name.partition(".")
    part = group.partition("@")[2]
    level = managing_level(part) or ""
    kinds = part.removeprefix(level).lstrip("+")
    return _Part(name, level, frozenset(kinds.split("|")) if kinds else frozenset(), measure)


def settle_parts(keys: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the keys to be added up, and those that another column already holds.

    A column of all units wins over its levels, levels win over kinds. A kind that stands alone is all that
    the table knows of units, unless columns of all units stand beside it.
    """
    if not any("@" in name for name in keys):
        return keys, {}
    units = [_read(name) for name in keys if name.startswith("don_vi") and "." in name]
    whole = _whole_kinds(units)
    kept: dict[str, int] = {}
    held: dict[str, int] = {}
    renamed = {unit.name: _as_whole(unit) if unit.kinds == whole else unit for unit in units}
    for name, column in keys.items():
        unit = renamed.get(name)
        if unit is None:
            kept[name] = column
        elif any(_holds(other, unit) for other in renamed.values()) or unit.name in kept:
            held[name] = column
        else:
            kept[unit.name] = column
    return _without_lone_kind(kept, held)


def _as_whole(unit: _Part) -> _Part:
    group = f"don_vi@{unit.level}" if unit.level else "don_vi"
    return _Part(f"{group}.{unit.measure}", unit.level, frozenset(), unit.measure)


def _whole_kinds(units: list[_Part]) -> frozenset[str] | None:
    """Return the kinds that stand for all units: the only ones of a table, or those that hold the others."""
    found = {unit.kinds for unit in units if unit.kinds}
    if len(found) == 1 and all(unit.kinds for unit in units):
        return next(iter(found))
    everything = frozenset(kind for kinds in found for kind in kinds)
    return everything if len(found) > 2 and everything in found else None


def _holds(other: _Part, unit: _Part) -> bool:
    """Say whether a column holds what another only holds a part of."""
    if _SAME.get(other.measure, other.measure) != _SAME.get(unit.measure, unit.measure) or other == unit:
        return False
    if not other.level and not other.kinds:
        return bool(unit.level or unit.kinds)
    if other.level and not other.kinds:
        return bool(unit.kinds) and unit.level in ("", other.level)
    return False


def whole_of(name: str, keys: dict[str, int]) -> int | None:
    """Return the column of all units of which a key holds a part; None if only levels are there."""
    measure = _read(name).measure
    same = [one for one in keys if one.partition(".")[0] == "don_vi"]
    wanted = _SAME.get(measure, measure)
    found = (keys[one] for one in same if _SAME.get(m := one.partition(".")[2], m) == wanted)
    return next(found, None)


def _without_lone_kind(kept: dict[str, int], held: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Take no kind for the whole: one kind beside columns of all units is only a part."""
    units = [_read(name) for name in kept if name.startswith("don_vi") and "." in name]
    kinds = {unit.kinds for unit in units if unit.kinds}
    if len(kinds) != 1 or all(unit.kinds for unit in units):
        return kept, held
    alone = {unit.name for unit in units if unit.kinds}
    rest = {name: column for name, column in kept.items() if name not in alone}
    return rest, held | {name: kept[name] for name in alone}
