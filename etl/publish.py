"""The last step in: the law compiled, facts handed to the store. Nothing else writes to the warehouse."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import polars as pl

from rubrics import compile_rubric, library
from warehouse.errors import SnapshotMissingError
from warehouse.ledger import NewEvent
from warehouse.schemas import TABLES
from warehouse.store import Problem, Publication, Snapshot, Statement, Store, Written


def publication(store: Store) -> Publication:
    """Return the law in force, packaged and recorded, with one score statement a rubric version.

    Raises:
        RubricError: A rubric or goal file is broken; the store is left as it is.
    """
    recorded = [str(event.payload["yaml"]) for event in store.ledger.events(kind="goal")]
    law = library(extra_goals=recorded)
    tables = {
        "meta.rubric_version": _frame("meta.rubric_version", law.rubric_rows()),
        "meta.criterion": _frame("meta.criterion", law.criterion_rows()),
        "meta.goal": _frame("meta.goal", law.goal_rows()),
    }
    statements = []
    for rubric in law.rubrics:
        if rubric.status == "active":
            compiled = compile_rubric(rubric)
            statements.append(Statement("scored.subject_score", compiled.score_statement()))
            statements.append(Statement("scored.criterion_points", compiled.points_statement()))
    return Publication(tables=tables, statements=statements, law_hash=_hash(tables, statements))


def _frame(table: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    schema = TABLES[table]
    return schema.cast(pl.DataFrame(rows, schema=list(schema.column_names()), infer_schema_length=None))


def _hash(tables: dict[str, pl.DataFrame], statements: Sequence[Statement]) -> str:
    digest = hashlib.sha256()
    for name, frame in sorted(tables.items()):
        digest.update(name.encode())
        digest.update(frame.write_json().encode())
    for statement in statements:
        digest.update(f"{statement.target}\n{statement.sql}".encode())
    return digest.hexdigest()


def publish(store: Store, events: list[NewEvent]) -> Written:
    """Put events on record and publish them; refused submissions are named in the answer."""
    return store.write(events, lambda: publication(store))


def rebuild(store: Store) -> Written:
    """Make the warehouse again from the ledger and return the new snapshot."""
    return store.rebuild(lambda: publication(store))


def verify(store: Store) -> list[Problem]:
    """Return where warehouse, ledger and originals disagree."""
    return store.verify(lambda: publication(store))


@contextmanager
def open_snapshot(store: Store) -> Iterator[Snapshot]:
    """Yield the current snapshot, or one in memory with places and law on an empty data folder.

    Events without any snapshot are published first: a process was killed before its first publish, or the
    snapshots were deleted.

    Raises:
        StoreError: The folder can be neither read nor written.
    """
    try:
        opened = store.read(lambda: publication(store))
    except SnapshotMissingError:
        publish(store, [])
        opened = store.read()
    with opened as snapshot:
        yield snapshot
