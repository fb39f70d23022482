"""Whether every fact of a workbook equals what counts now. Reads one snapshot, writes nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import duckdb

from etl.model import FACT_TABLES
from warehouse.sql import read_sql

Row = tuple[tuple[str, Any], ...]
_NOT_COMPARED = frozenset({"sheet", "row", "village_name", "column_key", "submission_id", "event_id"})
_KEYS = {
    "title_count": ("unit_code", "unit_valid_from", "year", "period", "title"),
    "criterion_score": ("unit_code", "unit_valid_from", "year"),
    "assessment": ("unit_code", "unit_valid_from", "year"),
}


def is_unchanged(facts: dict[str, list[dict[str, Any]]], snapshot: Path) -> bool:
    """Say whether a workbook has facts and each equals what counts now for its unit, year and title.

    Args:
        facts: Rows of the staged tables.
        snapshot: The snapshot file; a file that cannot be opened means that nothing is known.
    """
    if not any(facts.values()):
        return False
    try:
        with duckdb.connect(str(snapshot), read_only=True) as connection:
            return all(_is_same(connection, table, facts) for table in FACT_TABLES)
    except duckdb.Error:
        return False


def _is_same(
    connection: duckdb.DuckDBPyConnection, table: str, facts: dict[str, list[dict[str, Any]]]
) -> bool:
    """Compare one table for the keys of the workbook; scores look at both of their tables."""
    rows = facts.get(table, [])
    mentioned = rows if table == "title_count" else facts["criterion_score"] + facts["assessment"]
    if not mentioned:
        return True
    keys = {_key(row, table) for row in mentioned}
    parameters = {
        "units": sorted({row["unit_code"] for row in mentioned}),
        "years": sorted({row["year"] for row in mentioned}),
    }
    answer = connection.execute(read_sql(f"pages/current_{table}"), parameters)
    names = [column[0] for column in answer.description or ()]
    current = (dict(zip(names, values, strict=True)) for values in answer.fetchall())
    known = Counter(_figures(row) for row in current if _key(row, table) in keys)
    return known == Counter(_figures(row) for row in rows)


def _key(row: dict[str, Any], table: str) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in _KEYS[table])


def _figures(row: dict[str, Any]) -> Row:
    pairs = ((name, value) for name, value in row.items() if name not in _NOT_COMPARED)
    return tuple(sorted((name, str(value) if name == "unit_valid_from" else value) for name, value in pairs))
