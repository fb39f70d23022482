"""Why the title lines give no unit: it did not exist yet, or what stands above it is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from etl.mapping.titles import Mention
from warehouse.place_names import modern_tone, split_prefix, strip_marks
from warehouse.places import COUNTRY, Places, Unit, fold

_UPPER = ("province", "district")
SHOWN = 3
NEAR = 0.5  # from there on a spelling is worth offering
# What to try while the year is open, after today: the last year of districts, before the mergers.
OLDER_YEARS = (2024, 2018)


@dataclass(frozen=True)
class NotYet:
    """A unit that began after the year of the report, and which one stood there before."""

    mention: Mention
    unit: Unit
    earlier: Unit | None


def years_to_try() -> tuple[int, ...]:
    """Return years of which at least one knows any place of a report, the newest first."""
    return (date.today().year, *OLDER_YEARS)


def not_yet(mentions: list[Mention], places: Places, year: int) -> NotYet | None:
    """Return the district or province that is named before it existed, if there is just one.

    Before the lists of places begin nothing is known of what did not exist yet.
    """
    if places.in_force(COUNTRY, year) is None:
        return None
    for mention in mentions:
        if mention.is_former:
            continue
        later = [
            unit
            for unit in places.units
            if unit.level in _UPPER
            and unit.level in mention.levels
            and unit.valid_from.year > year
            and unit.folded == fold(mention.name)
            and mention.name.startswith(unit.unit_type)
        ]
        if len({unit.code for unit in later}) == 1:
            return NotYet(mention, later[0], _before(later[0], places, year))
    return None


def _before(unit: Unit, places: Places, year: int) -> Unit | None:
    """Return the unit of the year from which a later one came."""
    for link in sorted(places.changes_to(*unit.key), key=lambda link: link.is_partial):
        earlier = places.at(link.from_code, link.from_valid_from)
        if earlier is not None and earlier.serves(year):
            return earlier
    return None


def lone_commune(
    mentions: list[Mention], places: Places, year: int
) -> tuple[Mention, Literal["province", "district"]] | None:
    """Return a commune named without the unit above it, and the level of what is missing."""
    named = [one for one in mentions if "commune" in one.levels and one.at and not one.is_former]
    keys = {fold(mention.name) for mention in named}
    known = {unit.folded for unit in places.units if unit.level == "commune" and unit.folded in keys
             and unit.serves(year)} if keys else set()  # fmt: skip
    mention = next((mention for mention in named if fold(mention.name) in known), None)
    if mention is None:
        return None
    has_districts = bool(places.children("VN", level="district", on=date(year, 12, 31)))
    return mention, "district" if has_districts else "province"


@dataclass(frozen=True)
class Unknown:
    """A place named above a table that is in no list of the year: where it was looked for, what is near."""

    mention: Mention
    within: Unit | None
    near: tuple[Unit, ...]


def spelled_otherwise(mention: Mention, unit: Unit) -> bool:
    """Say whether a mention bears other marks than the unit it was read as; without any it is no slip.

    Units that were renamed, or are known by several spellings, keep each of their own.
    """
    _, small = split_prefix(mention.name)
    is_marked = strip_marks(small) != small and mention.at is not None and mention.is_name
    return is_marked and fold(small) == unit.folded and small != modern_tone(unit.short_name.casefold())


def unknown_place(
    mentions: list[Mention], known: set[str], places: Places, year: int, levels: Sequence[str]
) -> Unknown | None:
    """Return the uppermost place that is written as a name and that no unit bears.

    Args:
        mentions: Places named above the table.
        known: Names of mentions that a unit bears.
        places: All units.
        year: Year of the report; before the lists of places begin nothing is unknown.
        levels: Levels that were looked for, from the province down.
    """
    if places.in_force(COUNTRY, year) is None:
        return None
    for level in levels:
        for mention in mentions:
            is_open = mention.is_name and mention.at is not None and not mention.is_former
            is_sought = is_open and mention.levels[0] == level and mention.name not in known
            if is_sought and not_yet([mention], places, year) is None:
                return _unknown(mention, mentions, places, year)
    return None


def _unknown(mention: Mention, mentions: list[Mention], places: Places, year: int) -> Unknown:
    """Return an unknown place with the units nearest to it inside the narrowest unit named above it."""
    level = mention.levels[0]
    within: Unit | None = None
    for upper in _UPPER[: ("province", "district", "commune").index(level)]:
        scope = within.code if within else COUNTRY
        others = [one for one in mentions if upper in one.levels and one is not mention]
        named = [unit for one in others for unit in places.named(upper, one.name, scope=scope, year=year)]
        within = named[0] if len({unit.code for unit in named}) == 1 else within
    scopes = [within.code if within else COUNTRY]
    if within is None and level != "province":
        last_day = date(year, 12, 31)
        scopes = [unit.code for unit in places.children(COUNTRY, level="province", on=last_day)]
    matches = [places.find(mention.name, scope=code, on_year=year, level=level) for code in scopes]
    found = sorted((item for match in matches for item in match.candidates), key=lambda item: -item.score)
    near = dict.fromkeys(item.unit for item in found if item.score >= NEAR)
    return Unknown(mention, within, tuple(near)[:SHOWN])
