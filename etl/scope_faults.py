"""Why the title lines give no unit: it did not exist yet, or what stands above it is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from etl.mapping.titles import Mention
from warehouse.places import COUNTRY, Places, Unit, fold

_UPPER = ("province", "district")


@dataclass(frozen=True)
class NotYet:
    """A unit that began after the year of the report, and which one stood there before."""

    mention: Mention
    unit: Unit
    earlier: Unit | None


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
    links = [link for link in places.changes if (link.to_code, link.to_valid_from) == unit.key]
    for link in sorted(links, key=lambda link: link.is_partial):
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
