"""One transaction on a working copy: facts in, law in, scores and marts made, checks asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from warehouse.errors import ContractError, ModelError
from warehouse.ledger import SUBMISSION, Event
from warehouse.schemas import DERIVED_TABLES, FACT_TABLES, LAW_TABLES, SCHEMA_VERSION
from warehouse.sql import read_sql, sql_files
from warehouse.store.files import is_storage_error
from warehouse.store.frames import conform, event_frames
from warehouse.store.tables import check_structure, create_tables, insert
from warehouse.store.types import PlaceTables, Publication, Statement

EVENTS_AT_A_TIME = 100
ROWS_SHOWN = 20
HAS_SCORES = "steps/has_scores"
_WHEN = re.compile(r"(?:--.*\n)*?-- when: (\S+)\n")  # in the lines of comment that a model begins with


@dataclass(frozen=True)
class Build:
    """What `meta.build` says of a snapshot."""

    snapshot: int
    last_event: int
    product_version: str
    built_at: str | None
    law_hash: str
    base_hash: str


@dataclass(frozen=True)
class Failure:
    """A check that returned rows."""

    check: str
    rows: list[dict[str, Any]]

    @property
    def submissions(self) -> set[str]:
        """Return the submissions that the rows name."""
        return {str(row["submission_id"]) for row in self.rows if row.get("submission_id")}


@dataclass(frozen=True)
class Work:
    """All that one publish applies to its copy."""

    build: Build
    events: Callable[[], Iterable[Event]]
    publication: Publication
    places: Callable[[], PlaceTables] | None  # given when the copy starts empty
    is_everything_touched: bool
    models: Path
    checks: Path


def apply(con: duckdb.DuckDBPyConnection, work: Work, on_step: Callable[[str], None]) -> list[Failure]:
    """Bring a copy up to date inside the caller's transaction; return what the checks found."""
    if not work.is_everything_touched:
        # On two cores a second thread takes half as much CPU again and saves no time: 1 to 400 submissions.
        con.execute("set threads = 1")
    if work.places is not None:
        create_tables(con)
        _add_places(con, work.places())
    codes = _add_events(con, work.events(), is_held=work.places is None)
    on_step("applied")
    if work.is_everything_touched:
        _replace_law(con, work.publication.tables)
    _fill_touched(con, None if work.is_everything_touched else codes)
    _score(con, work)
    on_step("scored")
    _record(con, work.build)
    if work.places is not None:  # other models never meet an old copy: it is not used as a base then
        check_structure(con)
    failures = _run_checks(con, work.checks)
    con.execute("delete from staged.touched")
    on_step("checked")
    return failures


def _add_places(con: duckdb.DuckDBPyConnection, places: PlaceTables) -> None:
    insert(con, "place.unit", conform("place.unit", places.units))
    insert(con, "place.change", conform("place.change", places.changes))


def _add_events(con: duckdb.DuckDBPyConnection, events: Iterable[Event], *, is_held: bool) -> pl.DataFrame:
    touched = [pl.DataFrame(schema={"code": pl.String})]
    submissions = (event for event in events if event.kind == SUBMISSION)
    while batch := list(islice(submissions, EVENTS_AT_A_TIME)):
        frames = event_frames(batch, is_held=is_held)
        for table, rows in frames.items():
            insert(con, table, rows)
        touched += [frames[table].select(code="unit_code") for table in FACT_TABLES if table in frames]
    return pl.concat(touched).unique()


def _replace_law(con: duckdb.DuckDBPyConnection, tables: dict[str, pl.DataFrame]) -> None:
    unknown = set(tables) - set(LAW_TABLES)
    if unknown:
        raise ContractError(table=", ".join(sorted(unknown)), reason="không phải bảng luật / not a law table")
    for table in LAW_TABLES:
        con.execute(f"delete from {table}")
        if table in tables:
            insert(con, table, conform(table, tables[table]))


def _fill_touched(con: duckdb.DuckDBPyConnection, codes: pl.DataFrame | None) -> None:
    if codes is None:
        con.execute(read_sql("steps/touched_everything"))
    else:
        con.register("reported", codes)
        con.execute(read_sql("steps/touched_reported"))
        con.unregister("reported")
    con.execute(read_sql("steps/touched"))


def _score(con: duckdb.DuckDBPyConnection, work: Work) -> None:
    if work.is_everything_touched and work.places is None:
        for table in DERIVED_TABLES:
            con.execute(f"delete from {table}")
    for target in {statement.target for statement in work.publication.statements} - set(DERIVED_TABLES):
        raise ModelError(name=target, reason="không có bảng này / no such table")
    models = sql_files(work.models)
    before = [path for path in models if path.name.startswith("0")]
    holds = cache(lambda guard: con.execute(read_sql(guard)).fetchone() is not None)
    _run_models(con, before, holds)
    if holds(HAS_SCORES):
        _insert_scores(con, work.publication.statements)
    _run_models(con, [path for path in models if path not in before], holds)


def _run_models(con: duckdb.DuckDBPyConnection, paths: list[Path], holds: Callable[[str], bool]) -> None:
    """Run models in order; one whose head says `when:` only where that query returns a row.

    To plan a query takes longer than to run it on what one submission touches.
    """
    for path in paths:
        sql = path.read_text(encoding="utf-8")
        guard = _WHEN.match(sql)
        if guard is None or holds(guard[1]):
            _run(con, path.name, sql)


def _insert_scores(con: duckdb.DuckDBPyConnection, statements: list[Statement]) -> None:
    for target in sorted({statement.target for statement in statements}):
        _run(con, target, f"delete from {target} where unit_code in (select code from touched_code)")
    for statement in statements:
        _run(con, statement.target, f"insert into {statement.target} by name\n{statement.sql}")


def _run(con: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
    try:
        con.execute(sql)
    except duckdb.Error as error:
        if is_storage_error(error):
            raise
        raise ModelError(name=name, reason=error) from error


def _record(con: duckdb.DuckDBPyConnection, build: Build) -> None:
    con.execute("delete from meta.build")
    con.execute(read_sql("steps/build"), {**asdict(build), "schema_version": SCHEMA_VERSION})


def _run_checks(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Failure]:
    failures = []
    for path in sql_files(folder):
        try:
            rows = con.sql(path.read_text(encoding="utf-8")).pl()
        except duckdb.Error as error:
            if is_storage_error(error):
                raise
            raise ModelError(name=path.name, reason=error) from error
        if not rows.is_empty():
            failures.append(Failure(path.stem, rows.to_dicts()))
    return failures
