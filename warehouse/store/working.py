"""The working copy of one publish: an engine begun ahead, a file attached to it, sealed when it is whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import duckdb

from warehouse.store.files import hash_of, stamp_of, sync
from warehouse.store.snapshot import is_damage, tell_damage
from warehouse.store.tables import connect, quoted

Engine = Callable[[], duckdb.DuckDBPyConnection]


@dataclass(frozen=True)
class Seal:
    """What a file was when its hash was taken: a rename keeps both."""

    stamp: list[int]
    sha256: str

    def hash_now(self, path: Path) -> str:
        """Return the hash of the file as it is now, read again only if it was changed since."""
        return self.sha256 if stamp_of(path) == self.stamp else hash_of(path)


def open_engine() -> duckdb.DuckDBPyConnection:
    """Return an engine without a file; to start one takes four times as long as to attach a file to it."""
    return connect(":memory:")


def open_copy(base: Path, working: Path, engine: Engine) -> duckdb.DuckDBPyConnection | None:
    """Copy a snapshot and return a connection to the copy; None if what stands there is damaged."""
    shutil.copyfile(base, working)
    # The commit waits for the disk to take the whole copy: let it begin while the models are made.
    Thread(target=_begin_to_sync, args=(working,), daemon=True).start()
    con = engine()
    try:
        attach(con, working)
    except duckdb.Error as error:
        con.close()
        if not is_damage(error):
            raise
        tell_damage(base, error)
        return None
    return con


def attach(con: duckdb.DuckDBPyConnection, working: Path) -> None:
    """Attach a file, which is made if there is none, as the database that all names mean."""
    # ATTACH and SET take no bound parameters; the path is our own.
    con.execute(f"set temp_directory = {quoted(f'{working}.tmp')}")
    con.execute(f"attach {quoted(str(working))} as work (storage_version 'latest')")
    con.execute("use work")
    # A commit goes into the file at once: a log beside it would be written only to be read back.
    con.execute("set checkpoint_threshold = '1KB'")


def seal(con: duckdb.DuckDBPyConnection, working: Path) -> Seal:
    """Close a copy that is whole, bring it to the disk, and return its hash, taken meanwhile."""
    con.execute("checkpoint")
    with ThreadPoolExecutor(1) as beside:
        stamp = stamp_of(working)
        hashed = beside.submit(hash_of, working)
        con.close()
        sync(working)
        return Seal(stamp, hashed.result())


def remove(working: Path) -> None:
    """Remove a working copy and its log, if they stand."""
    for path in (working, working.with_name(f"{working.name}.wal")):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _begin_to_sync(path: Path) -> None:
    with suppress(OSError):  # only ahead of time: the sync that counts says what is wrong
        sync(path)
