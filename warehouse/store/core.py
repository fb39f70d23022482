"""The store of one data folder: originals, ledger and snapshots, one writer and any number of readers."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.errors import SnapshotMissingError, UnknownSnapshotError, WarehouseError
from warehouse.faults import storage_fault
from warehouse.ledger import SUBMISSION, Event, Ledger, NewEvent, pack, unpack
from warehouse.sql import CHECKS, MODELS
from warehouse.store import snapshot as snapshots
from warehouse.store.files import storage_faults
from warehouse.store.frames import event_frames
from warehouse.store.lock import is_held, writer_lock
from warehouse.store.originals import Originals
from warehouse.store.publish import KEPT, Base, OnStep, Publisher, no_step
from warehouse.store.snapshot import Snapshot, open_snapshot, snapshot_path
from warehouse.store.tables import checksums, connect
from warehouse.store.types import PlaceTables, Problem, Publication, PublicationSource, Written
from warehouse.store.verify import altered, verify
from warehouse.store.working import open_engine

_log = logging.getLogger(__name__)


class Store:
    """All that XHHT_DATA holds; making one writes nothing.

    Args:
        root: The data folder.
        models: Folder of SQL models, the packaged ones by default.
        checks: Folder of SQL checks, the packaged ones by default.
        places: Places to start with, the packaged seeds by default.
        ledger: Ledger to use, `ledger.sqlite` in the folder by default.
    """

    def __init__(
        self,
        root: Path,
        *,
        models: Path = MODELS,
        checks: Path = CHECKS,
        places: PlaceTables | None = None,
        ledger: Ledger | None = None,
    ) -> None:
        self.root = Path(root)
        self.folder = self.root / "warehouse"
        self.originals = Originals(self.root / "originals")
        self.ledger = ledger or Ledger(self.root / "ledger.sqlite")
        self._publisher = Publisher(self.folder, self.ledger, models, checks, places)

    def read(self, publication: PublicationSource | None = None, *, number: int | None = None) -> Snapshot:
        """Return a pinned snapshot, to be closed or used in a `with`: CURRENT, or the one with a number.

        A folder without any event gives places and law in memory, and nothing is written. Only where CURRENT
        is gone or is no database any more, an older snapshot answers, and a warning is logged.

        Raises:
            SnapshotMissingError: There are events but no snapshot.
            StoreError: The system refuses to open the file: no older figures take its place.
            UnknownSnapshotError: The number no longer stands.
            WarehouseVersionError: The snapshot has another table layout.
        """
        if number is not None:
            return self._numbered(number)
        for _ in range(KEPT):  # a sweep may take the file between finding and opening it
            for candidate in self._candidates():
                if opened := open_snapshot(snapshot_path(self.folder, candidate)):
                    return opened
        events = self.ledger.last_event()[0]
        if events:
            raise SnapshotMissingError(path=self.folder, events=events)
        return self._in_memory(publication)

    def _numbered(self, number: int) -> Snapshot:
        if found := open_snapshot(snapshot_path(self.folder, number)):
            return found
        known = ", ".join(map(str, snapshots.numbers(self.folder))) or "–"
        raise UnknownSnapshotError(number=number, path=self.folder, known=known)

    def _candidates(self) -> list[int]:
        self.check_root()
        with storage_faults(self.folder):
            named = snapshots.current(self.folder)
            return ([] if named is None else [named]) + snapshots.numbers(self.folder)

    def _in_memory(self, publication: PublicationSource | None) -> Snapshot:
        con = connect(":memory:")
        try:
            self._publisher.fill(con, Base(), 0, _resolve(publication))
            return Snapshot(con, None, None)
        except BaseException:
            con.close()
            raise

    def write(
        self,
        events: Sequence[NewEvent],
        publication: PublicationSource,
        *,
        on_step: OnStep = no_step,
    ) -> Written:
        """Put events on record and publish a snapshot that holds them and all that was pending.

        What a check refuses is put on record as refused and named in the answer; the rest is published.
        A fault after the events are on record names them in its `recorded`.

        Args:
            events: What is new; none publishes only what is pending, or the law.
            publication: The law, or a function that compiles it once the events are on record.
            on_step: Called with the name of each step that is done.

        Raises:
            ContractError: A row breaks the contract of its table; nothing was recorded.
            CheckFailedError: A check fails and no pending submission explains it.
            StoreError: The folder cannot be written.
        """
        with ThreadPoolExecutor(1) as beside:
            engine = beside.submit(open_engine).result
            event_frames(_as_recorded(events))
            with writer_lock(self.folder), storage_faults(self.folder):
                on_step("locked")
                base = self._publisher.newest()
                ids = self.ledger.append(events) if events else []
                on_step("appended")
                with _recorded(ids), storage_faults(self.folder):
                    law = _resolve(publication)
                    return self._publisher.publish(base, law, on_step, ids=ids, engine=engine)

    def rebuild(self, publication: PublicationSource, *, on_step: OnStep = no_step) -> Written:
        """Make a snapshot from the ledger alone, equal by checksum to the one that stands.

        Older snapshots that were changed since they were made are removed: nothing in them counts.

        Raises:
            CheckFailedError: A check fails on what was published before; the snapshot that stands stays.
        """
        with writer_lock(self.folder), storage_faults(self.folder):
            on_step("locked")
            written = self._publisher.publish(Base(), _resolve(publication), on_step, ids=[])
            self._remove_altered()
            return written

    def _remove_altered(self) -> None:
        """Remove the snapshots changed since they were made, as far as the system lets them be read.

        The new one counts already: a fault here must not pass for one of the rebuild.
        """
        try:
            with storage_faults(self.folder):
                for path in altered(self):
                    path.unlink(missing_ok=True)
        except (WarehouseError, duckdb.Error) as error:
            words = "“%s”: chưa xem hết được các bản chụp số liệu cũ. Xem lệnh `xhht verify`."
            _log.warning(words, self.folder)
            _log.debug("%s: %s", self.folder, error)

    def check_root(self) -> None:
        """Refuse a data folder that is a file, where otherwise everything would look empty.

        Raises:
            StoreError: It, or a folder that it should lie in, is a file.
        """
        existing = next(path for path in (self.root, *self.root.absolute().parents) if path.exists())
        if not existing.is_dir():
            error = NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(existing))
            raise storage_fault(error, existing)

    def is_being_written(self) -> bool:
        """Return whether a writer is at work, in any process: a publish, a rebuild, a sweep."""
        return is_held(self.folder)

    def sweep(self) -> None:
        """Remove old snapshots and what killed writers left; the last five and the pinned ones stay."""
        with writer_lock(self.folder), storage_faults(self.folder):
            self._publisher.sweep()

    def current_path(self) -> Path | None:
        """Return the file of the snapshot that is current, None before the first publish."""
        candidates = self._candidates()
        return snapshots.snapshot_path(self.folder, candidates[0]) if candidates else None

    def current_number(self) -> int:
        """Return the number of the snapshot that is current, 0 before the first publish."""
        return next(iter(self._candidates()), 0)

    def checksums(self) -> dict[str, str]:
        """Return a hash of the sorted rows of every table of the current snapshot."""
        with storage_faults(self.folder), self.read() as snapshot, snapshot.cursor() as cursor:
            return checksums(cursor)

    def rebuilt_checksums(self, publication: PublicationSource) -> dict[str, str]:
        """Return the checksums of a snapshot made from the ledger alone, and keep none."""
        with writer_lock(self.folder), storage_faults(self.folder):
            return self._publisher.trial(_resolve(publication))

    def damaged(self) -> list[Path]:
        """Return the snapshots that stand and are no databases any more: readers pass them over.

        Raises:
            StoreError: The system refuses to open one.
        """
        return snapshots.damaged(self.folder)

    def recorded_hashes(self) -> dict[int, str]:
        """Return the hash that the file of each snapshot had when it was made."""
        return {int(number): sha for number, sha in self._publisher.published()["snapshots"].items()}

    def verify(self, publication: PublicationSource | None = None) -> list[Problem]:
        """Return what is wrong with originals, ledger and snapshots.

        With a publication, the current snapshot is also compared with one made anew from the ledger.
        """
        return verify(self, publication)


@contextmanager
def _recorded(ids: list[int]) -> Iterator[None]:
    try:
        yield
    except WarehouseError as error:
        error.recorded = tuple(ids)
        raise


def _resolve(publication: PublicationSource | None) -> Publication:
    if publication is None:
        return Publication()
    return publication if isinstance(publication, Publication) else publication()


def _as_recorded(events: Sequence[NewEvent]) -> list[Event]:
    return [
        Event(0, event.kind, "", event.by, event.submission_id, unpack(pack(event.payload)))
        for event in events
        if event.kind == SUBMISSION
    ]
