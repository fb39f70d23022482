"""What the name of a tab says against the lines above its table; the lines decide."""

from __future__ import annotations

from etl.checks import Findings
from etl.mapping.tables import FoundTable
from etl.match import resolve_scope
from warehouse.places import Places, Unit, fold


def check_place_of_tab(
    findings: Findings, table: FoundTable, unit: Unit | None, year: int | None, places: Places
) -> None:
    """Warn where a tab bears the name of another commune than the one named above a commune's own table.

    Args:
        findings: Where it is reported.
        table: The table.
        unit: The unit that the table was read as, if any.
        year: Its year, if known.
        places: All units.
    """
    if unit is None or year is None or unit.level != "commune" or "unit" in table.columns.keys:
        return
    above = places.in_force(unit.district_code or unit.province_code or "", year)
    other = _commune_of_tab(table.sheet.name, above, year, places)
    if above is None or other is None or other.code == unit.code:
        return
    if not (_lasts(unit, year) and _lasts(other, year)):  # one may have become the other
        return
    for mention in table.title.mentions:
        if resolve_scope([mention], places, year, above).unit == unit:
            findings.add(
                "sheet_place_differs", table.sheet.name, mention.at, raw=table.sheet.name,
                unit=unit.name, other_unit=other.name,
            )  # fmt: skip
            return


def _commune_of_tab(tab: str, above: Unit | None, year: int, places: Places) -> Unit | None:
    """Return the commune that a tab names beyond doubt; a district's town often bears the district's name."""
    if above is None or fold(tab) == above.folded:
        return None
    match = places.find(tab, scope=above.code, on_year=year, level="commune")
    return match.unit if match.kind in ("exact", "folded") else None


def _lasts(unit: Unit, year: int) -> bool:
    return unit.valid_to is None or unit.valid_to.year > year
