"""One publish, under the lock: working copy, transaction, refusals, new name, pointer, sweep."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import CheckFailedError
from warehouse.ledger import REFUSED, SUBMISSION, Event, Ledger, NewEvent
from warehouse.sql import STEPS, sql_files
from warehouse.store import snapshot as snapshots
from warehouse.store.apply import ROWS_SHOWN, Build, Failure, Work, apply
from warehouse.store.blame import Attempt, blame
from warehouse.store.files import TEMPORARY, hash_of, stamp_of, sync, temporary
from warehouse.store.frames import seed_bytes, seed_places
from warehouse.store.refusals import refused_of, without_figures
from warehouse.store.snapshot import open_snapshot, snapshot_path
from warehouse.store.tables import checksums, connect, layout
from warehouse.store.types import PlaceTables, Publication, Refused, Written
from warehouse.store.working import Engine, Seal, attach, open_copy, open_engine, remove, seal

KEPT = 5
PUBLISHED = "published"
APPLIED_AS = 2  # raised when the same events make other rows: no old copy is used as a base then
OnStep = Callable[[str], None]


@dataclass(frozen=True)
class Base:
    """The snapshot that the next one starts from; without a path it starts empty."""

    path: Path | None = None
    last_event: int = 0
    law_hash: str = ""
    base_hash: str = ""


@dataclass(frozen=True)
class _Built:
    refused: list[Refused]
    last_event: int
    seal: Seal


def no_step(_step: str) -> None:
    """Pass by a step that nobody watches."""


@dataclass(frozen=True)
class Publisher:
    """Makes snapshots in one folder out of one ledger; the caller holds the lock."""

    folder: Path
    ledger: Ledger
    models: Path
    checks: Path
    places: PlaceTables | None

    def newest(self) -> Base:
        """Return the newest snapshot that opens, or an empty base where none may be used.

        What stands as it was made is known from the ledger; any other file is opened and asked.

        Raises:
            WarehouseVersionError: It has another table layout.
        """
        standing = snapshots.numbers(self.folder)
        if (known := self._known_newest(standing)) is not None:
            return known
        for number in standing:
            if found := open_snapshot(snapshot_path(self.folder, number)):
                with found:
                    base = Base(found.path, found.last_event, found.law_hash, found.base_hash)
                # Other models, places or product: nothing of the old copy may be kept.
                return base if base.base_hash == self._base_hash else Base()
        return Base()

    def _known_newest(self, standing: list[int]) -> Base | None:
        made = self.published().get("newest")
        if not made or not standing or made["number"] != standing[0] or made["base_hash"] != self._base_hash:
            return None
        path = snapshot_path(self.folder, standing[0])
        if stamp_of(path) != made["stamp"] or not snapshots.is_free(path):
            return None
        return Base(path, made["last_event"], made["law_hash"], made["base_hash"])

    def publish(
        self,
        base: Base,
        publication: Publication,
        on_step: OnStep,
        *,
        ids: list[int],
        engine: Engine = open_engine,
    ) -> Written:
        """Make the next snapshot and let CURRENT name it; name the newest again if nothing is new."""
        if base.path is not None and self._is_up_to_date(base, publication):
            number = snapshots.number_of(base.path.name) or 0
            self._announce(number, base, on_step, hash_of)
            return Written(number, ids)
        number = self._next_number()
        working = temporary(self.folder, ".duckdb")
        try:
            built = self._build(working, base, number, publication, on_step, engine=engine)
            working.rename(snapshot_path(self.folder, number))
            sync(self.folder)
            on_step("renamed")
        finally:
            remove(working)
        made = Base(
            snapshot_path(self.folder, number), built.last_event, publication.law_hash, self._base_hash
        )
        self._announce(number, made, on_step, built.seal.hash_now)
        return Written(number, ids, built.refused)

    def fill(
        self,
        con: duckdb.DuckDBPyConnection,
        base: Base,
        number: int,
        publication: Publication,
        on_step: OnStep = no_step,
    ) -> list[Refused]:
        """Bring a copy of the base up to date; return what the checks kept out.

        Raises:
            CheckFailedError: A check fails and no pending submission explains it.
        """
        refused: list[Refused] = []

        def attempt(without: frozenset[int]) -> list[Failure]:
            return _attempt(con, self._work(base, number, publication, without), no_step, keep=False)

        while failures := _attempt(con, self._work(base, number, publication), on_step, keep=True):
            refused += self._refuse(failures, base, attempt)
        return refused

    def trial(self, publication: Publication) -> dict[str, str]:
        """Return the checksums of a snapshot made from the ledger alone; it is not kept."""
        working = temporary(self.folder, ".duckdb")
        try:
            self._build(working, Base(), 0, publication, no_step)
            with connect(str(working), read_only=True) as con:
                return checksums(con)
        finally:
            remove(working)

    def sweep(self) -> None:
        """Remove old snapshots and what killed writers left; the last five and the pinned ones stay."""
        named = snapshots.current(self.folder)
        for number in snapshots.numbers(self.folder)[KEPT:]:
            path = snapshot_path(self.folder, number)
            if number != named and not snapshots.is_pinned(path):
                path.unlink(missing_ok=True)
        for path in self.folder.glob(f"{TEMPORARY}*"):  # under the lock no other writer is at work
            if path.is_dir():  # where DuckDB put what did not go into memory
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def published(self) -> dict[str, Any]:
        """Return the last event that was published and the hash of each snapshot's file."""
        text = self.ledger.setting(PUBLISHED)
        return dict(json.loads(text)) if text else {"last_event": 0, "snapshots": {}}

    def _is_up_to_date(self, base: Base, publication: Publication) -> bool:
        return base.law_hash == publication.law_hash and base.last_event == self.ledger.last_event()[0]

    def _build(
        self,
        working: Path,
        base: Base,
        number: int,
        publication: Publication,
        on_step: OnStep,
        *,
        engine: Engine = open_engine,
    ) -> _Built:
        con, base = _opened(base, working, engine)
        try:
            on_step("copied")
            refused = self.fill(con, base, number, publication, on_step)
            (last_event,) = con.execute("select last_event from meta.build").fetchone() or (0,)
            sealed = seal(con, working)
        finally:
            con.close()
        on_step("checkpointed")
        return _Built(refused, last_event, sealed)

    def _work(
        self, base: Base, number: int, publication: Publication, without: frozenset[int] = frozenset()
    ) -> Work:
        last, at = self.ledger.last_event()
        law = publication.law_hash
        return Work(
            build=Build(number, last, product_version(), at, law, self._base_hash),
            events=lambda: self._events(base.last_event, without),
            publication=publication,
            places=(lambda: self.places or seed_places()) if base.path is None else None,
            is_everything_touched=base.path is None or base.law_hash != law,
            models=self.models,
            checks=self.checks,
        )

    def _events(self, after: int, without: frozenset[int]) -> Iterator[Event]:
        refusals = self.ledger.refusals()
        for event in self.ledger.events(after=after):
            if event.event_id in refusals:
                yield without_figures(event, refused_of(refusals[event.event_id]))
            elif event.event_id not in without:
                yield event

    def _refuse(self, failures: list[Failure], base: Base, attempt: Attempt) -> list[Refused]:
        pending = self._pending(base)
        refused: dict[str, Refused] = {}
        for failure in failures:
            for key in sorted(failure.submissions & pending.keys()):
                refused.setdefault(key, _refusal(pending[key], failure, is_named=True))
        if not refused:
            refused = _found(pending, failures[0], attempt)
        self.ledger.append(_refused_event(item, pending[key].by) for key, item in refused.items())
        return list(refused.values())

    def _pending(self, base: Base) -> dict[str, Event]:
        out = self.ledger.refusals()
        # What was published once is never refused afterwards, whatever a later check says of it.
        after = max(base.last_event, int(self.published()["last_event"]))
        waiting = self.ledger.events(after=after, kind=SUBMISSION)
        return {str(e.submission_id): e for e in waiting if e.event_id not in out}

    def _next_number(self) -> int:
        # Never one that was used before, even if its file is gone: an open reader caches by path.
        used = {int(number) for number in self.published()["snapshots"]}
        return max({*used, *snapshots.numbers(self.folder)}, default=0) + 1

    def _announce(self, number: int, made: Base, on_step: OnStep, hash_now: Callable[[Path], str]) -> None:
        if snapshots.current(self.folder) != number:
            snapshots.point(self.folder, number)
        on_step("pointed")
        self._remember(number, made, hash_now)
        self.sweep()
        on_step("swept")

    def _remember(self, number: int, made: Base, hash_now: Callable[[Path], str]) -> None:
        known = self.published()["snapshots"]
        if str(number) in known:
            return
        standing = {str(n) for n in snapshots.numbers(self.folder)}
        hashes = {n: sha for n, sha in known.items() if n in standing}
        path = snapshot_path(self.folder, number)
        hashes[str(number)] = hash_now(path)
        newest = {
            "number": number,
            "stamp": stamp_of(path),
            "last_event": made.last_event,
            "law_hash": made.law_hash,
            "base_hash": made.base_hash,
        }
        last = self.ledger.last_event()[0]
        setting = {"last_event": last, "snapshots": hashes, "newest": newest}
        self.ledger.set_setting(PUBLISHED, json.dumps(setting))

    @cached_property
    def _base_hash(self) -> str:
        digest = hashlib.sha256(f"{product_version()}\n{APPLIED_AS}\n{layout()}".encode())
        for path in (*sql_files(self.models), *sql_files(STEPS)):
            digest.update(path.name.encode() + path.read_bytes())
        if self.places is None:
            digest.update(seed_bytes())
        else:
            for frame in (self.places.units, self.places.changes):
                digest.update(frame.write_csv().encode())
        return digest.hexdigest()


def product_version() -> str:
    """Return the version of the installed product."""
    try:
        return version("xhht")
    except PackageNotFoundError:
        return "0"


def _attempt(con: duckdb.DuckDBPyConnection, work: Work, on_step: OnStep, *, keep: bool) -> list[Failure]:
    con.execute("begin")
    failures = apply(con, work, on_step)
    con.execute("commit" if keep and not failures else "rollback")
    return failures


def _found(pending: dict[str, Event], failure: Failure, attempt: Attempt) -> dict[str, Refused]:
    by_id = {event.event_id: (key, event) for key, event in pending.items()}
    faulty = blame(sorted(by_id), attempt) if by_id else None
    if not faulty:
        raise CheckFailedError(check=failure.check, rows=_plain(failure.rows))
    return {
        by_id[event_id][0]: _refusal(by_id[event_id][1], found, is_named=False)
        for event_id, found in faulty.items()
    }


def _opened(base: Base, working: Path, engine: Engine) -> tuple[duckdb.DuckDBPyConnection, Base]:
    if base.path is not None:
        if (con := open_copy(base.path, working, engine)) is not None:
            return con, base
        # Its stamp was right, its content is not: the ledger alone makes the next one.
        remove(working)
        engine = open_engine
    con = engine()
    attach(con, working)
    return con, Base()


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    plain: list[dict[str, Any]] = json.loads(json.dumps(rows[:ROWS_SHOWN], default=str, ensure_ascii=False))
    return plain


def _refusal(event: Event, failure: Failure, *, is_named: bool) -> Refused:
    rows = [row for row in failure.rows if not is_named or row.get("submission_id") == event.submission_id]
    return Refused(event.event_id, event.submission_id, failure.check, _plain(rows), len(rows))


def _refused_event(item: Refused, by: str) -> NewEvent:
    payload = {"event_id": item.event_id, "check": item.check, "rows": item.rows, "count": item.count}
    return NewEvent(REFUSED, by, payload, item.submission_id)
