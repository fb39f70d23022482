"""Whether every fact of a workbook equals what counts now. Reads one snapshot, writes nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import duckdb

from etl.model import FACT_TABLES
from warehouse import queries
from warehouse.access import Scope
from warehouse.errors import WarehouseError

Facts = dict[str, list[dict[str, Any]]]
Row = tuple[tuple[str, Any], ...]
_NOT_COMPARED = frozenset({"sheet", "row", "village_name", "column_key", "submission_id", "event_id"})
_KEYS = {
    "title_count": ("unit_code", "unit_valid_from", "year", "period", "title"),
    "criterion_score": ("unit_code", "unit_valid_from", "year"),
    "assessment": ("unit_code", "unit_valid_from", "year"),
}


def is_unchanged(facts: Facts, snapshot: Path) -> bool:
    """Say whether a workbook has facts and each equals what counts now for its unit, year and title.

    Args:
        facts: Rows of the staged tables.
        snapshot: The snapshot file, pinned while it is read; one that cannot be opened means that nothing
            is known.
    """
    if not any(facts.values()):
        return False
    from warehouse.store.snapshot import open_snapshot  # noqa: PLC0415 - half a second, only where needed

    try:
        pinned = open_snapshot(snapshot)
        if pinned is None:
            return False
        with pinned:
            return equals_what_counts(facts, pinned, Scope.everything())
    except (WarehouseError, duckdb.Error):  # also one whose tables another edition made
        return False


def equals_what_counts(facts: Facts, snapshot: queries.Readable, scope: Scope) -> bool:
    """Say whether each fact equals the row that counts now in a pinned snapshot, as far as the scope sees."""
    return all(_is_same(snapshot, scope, table, facts) for table in FACT_TABLES)


def _is_same(snapshot: queries.Readable, scope: Scope, table: str, facts: Facts) -> bool:
    """Compare one table for the keys of the workbook; scores look at both of their tables."""
    rows = facts.get(table, [])
    mentioned = rows if table == "title_count" else facts["criterion_score"] + facts["assessment"]
    if not mentioned:
        return True
    keys = {_key(row, table) for row in mentioned}
    units = sorted({row["unit_code"] for row in mentioned})
    years = sorted({row["year"] for row in mentioned})
    current = queries.current_facts(snapshot, scope, table=table, units=units, years=years)
    known = Counter(_figures(row) for row in current if _key(row, table) in keys)
    return known == Counter(_figures(row) for row in rows)


def _key(row: dict[str, Any], table: str) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in _KEYS[table])


def _figures(row: dict[str, Any]) -> Row:
    pairs = ((name, value) for name, value in row.items() if name not in _NOT_COMPARED)
    return tuple(sorted((name, str(value) if name == "unit_valid_from" else value) for name, value in pairs))
