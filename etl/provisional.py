"""Tables of which the year or the place is open: their rows are read all the same, and none is loaded.

So that the officer sees all faults of a file at once, not those of the rows only after the year is mended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from etl.mapping.tables import FoundTable
from etl.mapping.years import years_in_head
from etl.match import Answer, PlaceFinder, resolve_scope
from etl.model import Hints
from etl.scope_faults import years_to_try
from etl.settle import Subject, finder_of
from etl.settled import Settled
from warehouse.places import COUNTRY, Places, Unit

_ONLY_OTHER_YEARS = ("abolished_place", "place_out_of_scope")


class OpenFinder(PlaceFinder):
    """Finds names in any of several years; without a scope it says nothing of them."""

    def __init__(self, places: Places, unit: Unit, year: int, finders: Sequence[PlaceFinder]) -> None:
        super().__init__(places, unit, year)
        self.finders = finders

    def commune(self, name: str, scope: str | None = None) -> Answer:
        """Return the commune of a name in the newest year that knows it, else why none does."""
        answers = [finder.commune(name, scope) for finder in self.finders]
        if not answers:
            return Answer(None)
        found = next((one for one in answers if one.unit is not None), None)
        if found is None and any(one.rule in _ONLY_OTHER_YEARS for one in answers):
            return Answer(None)
        return found or answers[0]

    def district(self, name: str) -> Unit | None:
        """Return the district of a group row in the newest year that knows it."""
        return next((unit for finder in self.finders if (unit := finder.district(name))), None)


def assume(
    table: FoundTable, answer: Settled, hints: Hints, meta_unit: str, places: Places
) -> Subject | None:
    """Return how to read a table whose year or place is open; None where its columns are open too.

    Args:
        table: The table.
        answer: What was settled of it.
        hints: What the officer said.
        meta_unit: Code of the unit in `_Meta`, or nothing.
        places: All units.
    """
    is_of_columns = answer.is_contradicted and answer.year is not None and answer.unit is not None
    if table.lines is not None or is_of_columns or (answer.year is None and years_in_head(table.head)):
        return None
    years = years_to_try() if answer.year is None else (answer.year,)
    scopes = {year: _scope(table, year, hints.unit or meta_unit, places) for year in years}
    known = {year: unit for year, unit in scopes.items() if unit is not None}
    finders = [finder_of(places, unit.code, year) for year, unit in known.items()]
    year = next(iter(known), years[0])
    unit = known.get(year) or replace(places.history(COUNTRY)[0], name="")
    return Subject(year, unit, OpenFinder(places, unit, year, finders))


def _scope(table: FoundTable, year: int, code: str, places: Places) -> Unit | None:
    """Return the unit whose names are looked for: that of the title lines, else the one chosen.

    Where these are two different places nobody knows where to look.
    """
    mentions = [*table.title.mentions, *table.sheet_name.mentions]
    lowest = "district" if "unit" in table.columns.keys else "commune"
    chosen = places.in_force(code, year) if code and code != COUNTRY else None
    found = resolve_scope(mentions, places, year, None, lowest=lowest)
    if found.candidates or (found.unit and chosen and not _is_within(found.unit, chosen)):
        return None
    return found.unit or chosen


def _is_within(one: Unit, other: Unit) -> bool:
    """Say whether one of two units lies in the other, or is the other."""
    above = [{unit.code, unit.parent_code, unit.district_code, unit.province_code} for unit in (one, other)]
    return one.code in above[1] or other.code in above[0]
