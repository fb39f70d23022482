"""What goes into a publish and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import polars as pl


@dataclass(frozen=True)
class Statement:
    """One SELECT and the table that takes its rows."""

    target: str
    sql: str


@dataclass(frozen=True)
class Publication:
    """The law, compiled, as handed to the store: tables, score statements, and one hash over both."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    law_hash: str = ""


# A function is called under the lock, after the events are on record: it sees the goals just recorded.
PublicationSource = Publication | Callable[[], Publication]


@dataclass(frozen=True)
class PlaceTables:
    """The places that every new snapshot starts with."""

    units: pl.DataFrame
    changes: pl.DataFrame


@dataclass(frozen=True)
class Refused:
    """A submission that a check kept out, with the first of the rows that failed and their number."""

    event_id: int
    submission_id: str | None
    check: str
    rows: list[dict[str, Any]]
    count: int


@dataclass(frozen=True)
class Written:
    """What a publish made."""

    snapshot: int
    event_ids: list[int]
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True)
class Problem:
    """Something that `verify` found: which thing, and what is wrong, in both languages."""

    path: str
    message_vi: str
    message_en: str
