"""Ledger events -> frames that keep the contracts of their tables."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

import dataframely as dy
import polars as pl

from warehouse.errors import ContractError
from warehouse.ledger import Event
from warehouse.places import SEEDS, load_places
from warehouse.schemas import FACT_TABLES, TABLES
from warehouse.store.types import PlaceTables

Rows = list[dict[str, Any]]


def event_frames(events: Iterable[Event], *, is_held: bool = False) -> dict[str, pl.DataFrame]:
    """Return the rows that submission events bring, by table.

    Shape: one frame a table of `meta` and `staged` that gets rows.

    Args:
        events: Submissions as they are on record.
        is_held: Their rows were held against these contracts before they were put on record.

    Raises:
        ContractError: A row breaks the contract of its table.
    """
    rows: dict[str, Rows] = defaultdict(list)
    for event in events:
        _collect(event, rows)
    return {table: frame(table, found, is_held=is_held) for table, found in rows.items() if found}


def _collect(event: Event, rows: dict[str, Rows]) -> None:
    payload, key = event.payload, {"submission_id": event.submission_id}
    source = {**key, "event_id": event.event_id}
    rows["meta.submission"].append({**payload["submission"], **source})
    rows["meta.finding"] += [
        _finding(item, seq) | key for seq, item in enumerate(payload.get("findings", []), start=1)
    ]
    maps = {
        (table["sheet"], table["form"], column, letter): None
        for table in payload.get("tables", [])
        for column, letter in table["columns"].items()
    }
    names = ("sheet", "form", "column_key", "column_letter")
    rows["meta.table_map"] += [key | dict(zip(names, values, strict=True)) for values in maps]
    rows["meta.ignored_row"] += [{**item, **key} for item in payload.get("ignored", [])]
    facts = payload.get("facts", {})
    for table in FACT_TABLES:
        rows[table] += [{**item, **source} for item in facts.get(table.removeprefix("staged."), [])]


def _finding(item: dict[str, Any], seq: int) -> dict[str, Any]:
    finding = {name: value for name, value in item.items() if name not in ("values", "seq")}
    if "values_json" not in finding:
        values = item.get("values") or {}
        finding["values_json"] = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return {**finding, "seq": seq}


def frame(table: str, rows: Rows, *, is_held: bool = False) -> pl.DataFrame:
    """Return rows as a frame that keeps the contract of a table.

    Raises:
        ContractError: A key is unknown, a value has the wrong type, or a rule is broken.
    """
    try:
        read = pl.DataFrame(rows, infer_schema_length=None, orient="row")
    except (TypeError, pl.exceptions.PolarsError) as error:
        raise ContractError(table=table, reason=error) from error
    return conform(table, read, is_held=is_held)


def conform(table: str, given: pl.DataFrame, *, is_held: bool = False) -> pl.DataFrame:
    """Return a frame with exactly the columns and types of a table, its rules held.

    Columns that are not given are null; text is read as a day, and whole floats as whole numbers.

    Raises:
        ContractError: A column is unknown, a value has the wrong type, or a rule is broken.
    """
    schema = TABLES[table]
    wanted = {name: column.dtype for name, column in schema.columns().items()}
    unknown = set(given.columns) - set(wanted)
    if unknown:
        raise ContractError(table=table, reason=f"cột lạ / unknown columns: {', '.join(sorted(unknown))}")
    try:
        types = given.schema  # made anew each time that it is asked for
        typed = given.select(_typed(given, types, name, dtype, table) for name, dtype in wanted.items())
        if given.is_empty():
            return typed.clear()
        return typed if is_held else schema.validate(typed)
    except (pl.exceptions.PolarsError, dy.exc.ValidationError, dy.exc.SchemaError) as error:
        raise ContractError(table=table, reason=error) from error


def _typed(given: pl.DataFrame, types: pl.Schema, name: str, wanted: Any, table: str) -> pl.Expr:
    if name not in types:
        return pl.lit(None, dtype=wanted).alias(name)
    has = types[name]
    column = pl.col(name)
    if has in (wanted, pl.Null):
        return column.cast(wanted)
    if wanted == pl.Date and has == pl.String:
        return column.str.to_date("%Y-%m-%d")
    if wanted == pl.Boolean and has == pl.String:
        return column.str.to_lowercase().is_in(["true", "1"])
    if wanted.is_integer() and has.is_float() and (given[name].drop_nulls() % 1 != 0).any():
        raise ContractError(table=table, reason=f"{name}: số lẻ / not a whole number")
    if wanted.is_numeric() and has.is_numeric():
        return column.cast(wanted)
    if wanted == pl.List(pl.String) and has == pl.List(pl.Null):
        return column.cast(wanted)
    raise ContractError(table=table, reason=f"{name}: {has} ≠ {wanted}")


def seed_places() -> PlaceTables:
    """Return the packaged places, with what follows from their names."""
    places = load_places()
    return PlaceTables(
        units=_records("place.unit", places.units), changes=_records("place.change", places.changes)
    )


def _records(table: str, records: Iterable[Any]) -> pl.DataFrame:
    schema = {name: column.dtype for name, column in TABLES[table].columns().items()}
    return pl.DataFrame(list(map(attrgetter(*schema), records)), schema=schema, orient="row")


def seed_bytes() -> bytes:
    """Return the text of the packaged places, for the hash of what a snapshot is made from."""
    return b"".join((SEEDS / name).read_bytes() for name in ("units.csv", "changes.csv"))
