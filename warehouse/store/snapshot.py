"""One pinned, read-only state of the warehouse; its file never changes once it has its name."""

from __future__ import annotations

import fcntl
import logging
import os
import re
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import polars as pl

from warehouse.errors import WarehouseVersionError
from warehouse.schemas import SCHEMA_VERSION
from warehouse.store.files import storage_faults, write_whole
from warehouse.store.tables import connect

_NAME = re.compile(r"wh-(\d+)\.duckdb")
CURRENT = "CURRENT"
# What DuckDB says of a file whose content is at fault; whatever else it says is the system's refusal.
_DAMAGED = ("not a valid DuckDB database", "Corrupt database file", "Could not read enough bytes")
_DAMAGES = (
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.SerializationException,
)
_log = logging.getLogger(__name__)


class Snapshot:
    """A pinned state: whatever is asked of it is asked of the same figures, also from several threads."""

    def __init__(self, con: duckdb.DuckDBPyConnection, path: Path | None, pin: int | None) -> None:
        self._con = con
        self._pin = pin
        self.path = path
        columns = "snapshot, last_event, built_at, law_hash, base_hash"
        build = con.execute(f"select {columns} from meta.build").fetchone() or (0, 0, None, "", "")
        self.number, self.last_event, self.built_at, self.law_hash, self.base_hash = build

    def sql(self, query: str, params: dict[str, Any] | None = None) -> pl.DataFrame:
        """Return the rows of one query; values reach it only as bound parameters."""
        return self.script([], query, params)

    def script(
        self,
        steps: list[tuple[str, dict[str, Any]]],
        query: str,
        params: dict[str, Any] | None = None,
    ) -> pl.DataFrame:
        """Run steps that make temporary tables on a cursor of their own, then return the rows of a query."""
        with storage_faults(self.path or Path(":memory:")), self.cursor() as cursor:
            for step, values in steps:
                cursor.execute(step, values or None)
            return cursor.sql(query, params=params or None).pl()

    def rows(self, query: str, params: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return the rows of one query as plain values.

        For the processes that parse: a frame would take a gibibyte of the address space they may use.
        """
        with storage_faults(self.path or Path(":memory:")), self.cursor() as cursor:
            cursor.execute(query, params or None)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a connection of the caller's own to the same state; the caller closes it."""
        return self._con.cursor()

    def close(self) -> None:
        """Let the state go."""
        self._con.close()
        if self._pin is not None:
            os.close(self._pin)
            self._pin = None

    def __enter__(self) -> Snapshot:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def snapshot_path(folder: Path, number: int) -> Path:
    """Return the file of a snapshot."""
    return folder / f"wh-{number}.duckdb"


def number_of(name: str) -> int | None:
    """Return the number in a snapshot's file name."""
    match = _NAME.fullmatch(name)
    return int(match[1]) if match else None


def numbers(folder: Path) -> list[int]:
    """Return the numbers of all snapshots that stand, newest first."""
    if not folder.is_dir():
        return []
    found = (number_of(path.name) for path in folder.iterdir())
    return sorted((number for number in found if number is not None), reverse=True)


def current(folder: Path) -> int | None:
    """Return the number that CURRENT names, if it can be read and that snapshot stands."""
    try:
        text = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    number = number_of(text)
    return number if number is not None and snapshot_path(folder, number).exists() else None


def point(folder: Path, number: int) -> None:
    """Make CURRENT name a snapshot."""
    write_whole(folder / CURRENT, f"{snapshot_path(folder, number).name}\n".encode())


def _pin(path: Path) -> int | None:
    # A shared lock that ends with the process, needs no right to write and leaves no file behind.
    descriptor = os.open(path, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    try:
        if path.stat().st_ino == os.fstat(descriptor).st_ino:
            return descriptor
    except FileNotFoundError:
        pass
    os.close(descriptor)
    return None


def is_pinned(path: Path) -> bool:
    """Return whether a reader in any process holds a snapshot."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def is_free(path: Path) -> bool:
    """Return whether no other process holds a snapshot to write: the lock that DuckDB takes."""
    with path.open("rb") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def open_snapshot(path: Path) -> Snapshot | None:
    """Pin and open one snapshot; None if it is gone or is no readable database.

    Raises:
        WarehouseVersionError: It has another table layout.
        StoreError: The system refuses to open it.
    """
    with storage_faults(path):
        try:
            pin = _pin(path)
        except FileNotFoundError:
            return None
        if pin is None:
            return None
        try:
            return _opened(path, pin)
        except BaseException as error:
            os.close(pin)
            if is_damage(error):
                tell_damage(path, error)
                return None
            if not path.exists():  # taken away after it was pinned: a rebuild, or by hand
                return None
            raise


def tell_damage(path: Path, error: BaseException) -> None:
    """Tell of a damaged snapshot that is passed over, and what the engine says of it."""
    _warn(path)
    _log.debug("%s: %s", path, error)


@cache
def _warn(path: Path) -> None:  # once, however often the file is met
    _log.warning("“%s”: bản chụp số liệu hỏng, đã bỏ qua. Xem lệnh `xhht verify`.", path)


def _opened(path: Path, pin: int) -> Snapshot:
    con = connect(str(path), read_only=True)
    try:
        check_version(con, path)
        return Snapshot(con, path, pin)
    except BaseException:
        con.close()
        raise


def is_damage(error: BaseException) -> bool:
    """Return whether a fault is one of a file's content, not of the system that reads it."""
    if isinstance(error, duckdb.IOException):
        return any(words in str(error) for words in _DAMAGED)
    return isinstance(error, _DAMAGES)


def damaged(folder: Path) -> list[Path]:
    """Return the snapshots that stand and are no readable databases.

    Raises:
        StoreError: The system refuses to open one.
    """
    paths = (snapshot_path(folder, number) for number in numbers(folder))
    return [path for path in paths if not _opens(path) and path.exists()]


def _opens(path: Path) -> bool:
    try:
        found = open_snapshot(path)
    except WarehouseVersionError:
        return True
    if found is not None:
        found.close()
    return found is not None


def check_version(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Refuse a snapshot of another table layout.

    Raises:
        WarehouseVersionError: It has another table layout.
    """
    row = con.execute("select schema_version from meta.build").fetchone()
    found = row[0] if row else None
    if found != SCHEMA_VERSION:
        raise WarehouseVersionError(path=path, found=found, expected=SCHEMA_VERSION)
