"""Contracts -> DuckDB tables, and the order-free checksum of a table."""

from __future__ import annotations

from typing import Any

import dataframely as dy
import duckdb
import polars as pl

from warehouse.errors import ContractError
from warehouse.schemas import SCHEMAS, TABLES
from warehouse.sql import read_sql

# One configuration for every connection: DuckDB refuses to open one path with two.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    # Snapshots are never handed to an older engine; the newest format is written in two thirds of the time.
    "storage_compatibility_version": "latest",
}


def connect(database: str, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Return a connection that loads nothing by itself and prints no progress bar."""
    con = duckdb.connect(database, read_only=read_only, config=CONFIG)
    # Of the connection, not of the database: `duckdb.connect` refuses it in its configuration.
    con.execute("set enable_progress_bar = false")
    return con


_TYPES: dict[Any, str] = {
    pl.String: "varchar",
    pl.Int32: "integer",
    pl.Int64: "bigint",
    pl.Float64: "double",
    pl.Boolean: "boolean",
    pl.Date: "date",
    pl.List(pl.String): "varchar[]",
}
# Numbered by the folder, not by the ledger: two folders with one ledger differ in it.
_NOT_COMPARED = {"meta.build": {"snapshot"}}


def quoted(text: str) -> str:
    """Return text as an SQL literal, for what takes no bound parameter."""
    return "'" + text.replace("'", "''") + "'"


def sql_type(dtype: Any) -> str:
    """Return the DuckDB type of a contract's column."""
    return _TYPES[dtype]


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Make all schemas and tables, empty, with the contracts' words as comments."""
    for schema in SCHEMAS:
        con.execute(f"create schema {schema}")
    for table, contract in TABLES.items():
        columns = contract.columns()
        con.execute(f"create table {table} ({', '.join(map(_column, columns, columns.values()))})")
        con.execute(f"comment on table {table} is {quoted((contract.__doc__ or '').strip())}")
        for name, column in columns.items():
            if column.description:
                con.execute(f'comment on column {table}."{name}" is {quoted(column.description)}')
    con.execute("create table staged.touched (province_code varchar)")


def layout() -> str:
    """Return the columns of every table as text, for the hash of what a snapshot is made from."""
    lines = (
        f"{table} {', '.join(map(_column, contract.columns(), contract.columns().values()))}"
        for table, contract in TABLES.items()
    )
    return "\n".join(lines)


def _column(name: str, column: dy.Column) -> str:
    return f'"{name}" {sql_type(column.dtype)}{"" if column.nullable else " not null"}'


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: pl.DataFrame) -> None:
    """Add the rows of a frame that keeps the table's contract."""
    if rows.is_empty():
        return
    con.register("incoming", rows)
    con.execute(f"insert into {table} by name select * from incoming")
    con.unregister("incoming")


def check_structure(con: duckdb.DuckDBPyConnection) -> None:
    """Compare the tables that models may have made anew with their contracts.

    Raises:
        ContractError: A column is missing, left over, or of another type.
    """
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in con.execute(read_sql("steps/columns")).fetchall():
        found.setdefault(table, {})[column] = kind
    for table, contract in TABLES.items():
        wanted = {name: sql_type(column.dtype) for name, column in contract.columns().items()}
        has = found.get(table, {})
        wrong = sorted(name for name in wanted.keys() | has.keys() if wanted.get(name) != has.get(name))
        if wrong:
            raise ContractError(table=table, reason=f"cột / columns: {', '.join(wrong)}")


def checksum(con: duckdb.DuckDBPyConnection, table: str) -> str:
    """Return a hash of a table's sorted rows; the order in which they were written does not matter."""
    names = [name for name in TABLES[table].columns() if name not in _NOT_COMPARED.get(table, set())]
    row = ", ".join(f'"{name}" := "{name}"' for name in names)
    hashed = f"select md5(cast(struct_pack({row}) as varchar)) as h from {table}"
    found = con.execute(f"select md5(coalesce(string_agg(h, '' order by h), '')) from ({hashed})").fetchone()
    return str(found[0]) if found else ""


def checksums(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the checksum of every table."""
    return {table: checksum(con, table) for table in TABLES}
