"""Whether every fact of a workbook equals what counts now."""

from __future__ import annotations

from collections import Counter
from typing import Any

from etl.counting import Counting
from etl.model import FACT_TABLES

Facts = dict[str, list[dict[str, Any]]]
Row = tuple[tuple[str, Any], ...]
_NOT_COMPARED = frozenset({"sheet", "row", "village_name", "column_key", "submission_id", "event_id"})
_KEYS = {
    "title_count": ("unit_code", "unit_valid_from", "year", "period", "title"),
    "criterion_score": ("unit_code", "unit_valid_from", "year"),
    "assessment": ("unit_code", "unit_valid_from", "year"),
}


def is_unchanged(facts: Facts, counting: Counting) -> bool:
    """Say whether a workbook has facts and each equals what counts now for its unit, year and title.

    Args:
        facts: Rows of the staged tables.
        counting: What counts now.
    """
    return any(facts.values()) and all(_is_same(counting, table, facts) for table in FACT_TABLES)


def _is_same(counting: Counting, table: str, facts: Facts) -> bool:
    """Compare one table for the keys of the workbook; scores look at both of their tables."""
    rows = facts.get(table, [])
    mentioned = rows if table == "title_count" else facts["criterion_score"] + facts["assessment"]
    if not mentioned:
        return True
    units, years = {row["unit_code"] for row in mentioned}, {row["year"] for row in mentioned}
    counted = counting.facts(table, units, years)
    if len(counted) < len(rows):  # mostly nothing: a report that is new
        return False
    keys = {_key(row, table) for row in mentioned}
    known = Counter(_figures(row) for row in counted if _key(row, table) in keys)
    return known == Counter(_figures(row) for row in rows)


def _key(row: dict[str, Any], table: str) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in _KEYS[table])


def _figures(row: dict[str, Any]) -> Row:
    pairs = ((name, value) for name, value in row.items() if name not in _NOT_COMPARED)
    return tuple(sorted((name, str(value) if name == "unit_valid_from" else value) for name, value in pairs))
