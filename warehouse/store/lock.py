"""One writer at a time, over all processes and threads."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from warehouse.errors import StoreBusyError
from warehouse.faults import storage_fault

WAIT_SECONDS = 120.0
NAME = "lock"


@contextmanager
def writer_lock(folder: Path, *, seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the only right to write in a folder.

    Raises:
        StoreBusyError: Another writer held it for too long.
        StoreError: The folder cannot be written.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # The file stays: taking it away would let two writers lock two files of one name.
        lock = filelock.FileLock(path, timeout=seconds, thread_local=False, preserve_lock_file=True)
        lock.acquire()
    except filelock.Timeout as error:
        raise StoreBusyError(path=path, seconds=round(seconds)) from error
    except (OSError, NotImplementedError) as error:
        raise storage_fault(error, path) from error
    try:
        yield
    finally:
        lock.release()


def is_held(folder: Path) -> bool:
    """Return whether a writer is at work in a folder; takes no right to write and waits for nothing."""
    try:
        descriptor = os.open(folder / NAME, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:  # a disk that knows no such locks says nothing of a writer
        return isinstance(error, BlockingIOError)
    finally:
        os.close(descriptor)
    return False
