"""Files that appear whole or not at all."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.faults import is_refusal, storage_fault

TEMPORARY = "tmp-"


@contextmanager
def storage_faults(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses, to us or to DuckDB, into a fault that names the path.

    Raises:
        StoreError: The system refused to read or write.
        DiskFullError: There is no room left.
    """
    try:
        yield
    except (OSError, duckdb.Error) as error:
        if not is_storage_error(error):
            raise
        raise storage_fault(error, path) from error


def is_storage_error(error: BaseException) -> bool:
    """Return whether the system refused something; DuckDB says so in any kind of its errors."""
    kinds = (OSError, duckdb.IOException, duckdb.OutOfMemoryException)
    return isinstance(error, kinds) or is_refusal(error)


def temporary(folder: Path, suffix: str = "") -> Path:
    """Return a name that no file had before: DuckDB remembers files by their path."""
    return folder / f"{TEMPORARY}{os.getpid()}-{uuid.uuid4().hex}{suffix}"


def sync(path: Path) -> None:
    """Return when a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in its place in one step, with its content on the disk before its name."""
    part = temporary(path.parent)
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync(path.parent)


def hash_of(path: Path) -> str:
    """Return the sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def stamp_of(path: Path) -> list[int]:
    """Return size and time of the last change, without reading the file."""
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]
