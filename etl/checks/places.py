"""Names of rows: every row of data stands on a unit in force, or says why it does not."""

from __future__ import annotations

from etl.facts import TableContext
from etl.tables.walk import DataRow
from warehouse.places import Unit


def unit_of(context: TableContext, row: DataRow) -> Unit | None:
    """Return the commune of a row; report a name that means none, several, or not exactly one."""
    scope = None
    if row.district:
        district = context.finder.district(row.district)
        scope = district.code if district else None
    answer = context.finder.commune(row.name, scope)
    if answer.rule is not None:
        name_key = "unit" if "unit" in context.columns.keys else "criterion"
        at = (row.index, context.columns.keys.get(name_key))
        context.findings.add(answer.rule, context.sheet.name, at, raw=row.name, place=row.name, **{
            "year": context.year, **answer.values,
        })  # fmt: skip
    return answer.unit


def shown_name(unit: Unit | None, row: DataRow) -> str:
    """Return the name by which a message speaks of a row."""
    return unit.name if unit is not None else row.name
