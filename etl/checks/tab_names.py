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
    if above is None or fold(table.sheet.name) == above.folded:  # a district's town often bears its name
        return
    other = commune_of_tab(table, above, year, places)
    if other is None or other.code == unit.code:
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


def commune_of_tab(table: FoundTable, scope: Unit, year: int, places: Places) -> Unit | None:
    """Return the commune of a district or province that the sheet's tab names, with marks or without."""
    match = places.find(table.sheet.name, scope=scope.code, on_year=year, level="commune")
    return match.unit if match.kind in ("exact", "folded") else None


def _lasts(unit: Unit, year: int) -> bool:
    return unit.valid_to is None or unit.valid_to.year > year
