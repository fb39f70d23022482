"""Which communes the rows of a table name: a unit chosen when submitting cannot be just one of several."""

from __future__ import annotations

from etl.mapping.labels import text_of
from etl.mapping.tables import FoundTable
from etl.match import PlaceFinder
from warehouse.places import Unit


def other_communes(table: FoundTable, finder: PlaceFinder, chosen: Unit) -> dict[Unit, tuple[int, int]]:
    """Return the communes other than the chosen one that rows name beyond doubt, each with its first cell."""
    column = table.columns.keys.get("unit")
    found: dict[Unit, tuple[int, int]] = {}
    for index in range(table.head.last + 1, table.stop if column is not None else 0):
        row = table.sheet.rows[index]
        name = text_of(row[column]).strip() if column is not None and column < len(row) else ""
        answer = finder.commune(name) if name else None
        if answer is not None and answer.unit is not None and answer.rule is None:
            found.setdefault(answer.unit, (index, column or 0))
    return {unit: at for unit, at in found.items() if unit.code != chosen.code}
