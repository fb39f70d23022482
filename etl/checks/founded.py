"""Units of part of a year that began when that part was over: the figures are of those before them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from etl.checks import Findings
from etl.facts import Fact, Read, Spot
from warehouse.places import CONTINUES, Places, Unit

_ENDS = {"6_thang": (6, 30), "9_thang": (9, 30)}


def check_founded(findings: Findings, read: Read, places: Places) -> None:
    """Warn once a sheet of units that began after the last day of the 6 or 9 months reported.

    The unit of that day is meant to report; a report made after a merger is often by the new units.
    """
    found: dict[tuple[str, str, int], dict[Unit, Spot]] = defaultdict(dict)
    known: dict[tuple[str, str, str, int], Unit | None] = {}
    for fact in read.facts:
        period = fact.values.get("period")
        if period not in _ENDS or fact.spot in findings.rejected:
            continue
        values = fact.values
        about = values["unit_code"], values["unit_valid_from"], period, values["year"]
        if about not in known:
            known[about] = _begun_later(fact, places)
        if unit := known[about]:
            found[fact.spot[0], period, values["year"]].setdefault(unit, fact.spot)
    for (sheet, period, year), spots in found.items():
        unit, spot = min(spots.items(), key=lambda item: item[1])
        place, at = read.name_at(spot)
        findings.add(
            "founded_later", sheet, at, place=place, unit=unit.name, began=unit.valid_from.isoformat(),
            period=period, year=year, others=len(spots) - 1,
        )  # fmt: skip


def _begun_later(fact: Fact, places: Places) -> Unit | None:
    """Return the unit of a fact that began, with ground of others, after the part of the year reported."""
    values = fact.values
    ends = date(values["year"], *_ENDS[values["period"]])
    unit = places.at(values["unit_code"], date.fromisoformat(values["unit_valid_from"]))
    if unit is None or unit.valid_from <= ends:
        return None
    is_new = any(link.change not in CONTINUES for link in places.changes_to(*unit.key))
    return unit if is_new else None
