"""One pinned, read-only state of the warehouse; its file never changes once it has its name."""

from __future__ import annotations

import fcntl
import os
import re
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import polars as pl

from warehouse.errors import StoreError, WarehouseVersionError
from warehouse.schemas import SCHEMA_VERSION
from warehouse.store.files import write_whole
from warehouse.store.tables import connect

_NAME = re.compile(r"wh-(\d+)\.duckdb")
CURRENT = "CURRENT"


class Snapshot:
    """A pinned state: whatever is asked of it is asked of the same figures, also from several threads."""

    def __init__(self, con: duckdb.DuckDBPyConnection, path: Path | None, pin: int | None) -> None:
        self._con = con
        self._pin = pin
        self.path = path
        build = con.execute("select snapshot, last_event, law_hash, base_hash from meta.build").fetchone()
        self.number, self.last_event, self.law_hash, self.base_hash = build or (0, 0, "", "")

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
        with self.cursor() as cursor:
            for step, values in steps:
                cursor.execute(step, values or None)
            return cursor.sql(query, params=params or None).pl()

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


def open_snapshot(path: Path) -> Snapshot | None:
    """Pin and open one snapshot; None if it is gone or cannot be read.

    Raises:
        WarehouseVersionError: It has another table layout.
        StoreError: The system refuses to open it.
    """
    try:
        pin = _pin(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(path=path, reason=error.strerror or error) from error
    if pin is None:
        return None
    con = None
    try:
        con = connect(str(path), read_only=True)
        check_version(con, path)
        return Snapshot(con, path, pin)
    except BaseException as error:
        if con is not None:
            con.close()
        os.close(pin)
        if isinstance(error, duckdb.Error):
            return None
        raise


def check_version(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Refuse a snapshot of another table layout.

    Raises:
        WarehouseVersionError: It has another table layout.
    """
    row = con.execute("select schema_version from meta.build").fetchone()
    found = row[0] if row else None
    if found != SCHEMA_VERSION:
        raise WarehouseVersionError(path=path, found=found, expected=SCHEMA_VERSION)
