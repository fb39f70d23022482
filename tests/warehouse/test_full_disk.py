"""A disk without room: one message with place, room left and mend, nothing lost, and the next try works."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from store_samples import law, small_store, submission, submissions

from warehouse.errors import DiskFullError, LedgerDamagedError, ModelError, StoreError
from warehouse.faults import amount, storage_fault
from warehouse.store import Store
from warehouse.store.files import storage_faults

MEND = r"(?s)ổ đĩa đã đầy, chỉ còn trống [\d,]+ (byte|kB|MB|GB).*exports.*1 GB.*đừng xóa originals"
STEPS = (
    "locked", "appended", "copied", "applied", "scored",
    "checked", "checkpointed", "renamed", "pointed", "swept",
)  # fmt: skip


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a disk of forty megabytes; only root may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a disk of its own takes root and the right to mount")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path, *, leave: int) -> Path:
    """Write a file that leaves only so many bytes free."""
    filler = disk / "filler"
    room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    filler.write_bytes(b"\0" * (room - leave))
    return filler


@pytest.mark.parametrize("leave", [0, 20_480, 200_000, 2_000_000])
def test_a_full_disk_is_said_and_with_room_again_the_same_works(small_disk: Path, leave: int) -> None:
    filler = fill(small_disk, leave=leave)
    store = disk_store(small_disk)

    with pytest.raises(DiskFullError, match=MEND):
        store.originals.put(b"sent" * 700_000)
    with pytest.raises(DiskFullError, match=MEND):
        store.write([submission("A", {"11001": 1})], law())

    filler.unlink()
    again = disk_store(small_disk)
    again.originals.put(b"sent" * 700_000)
    again.write([submission("A", {"11001": 1})], law())
    assert submissions(again) == ["A"]
    assert again.verify(law()) == []
    assert list(again.folder.glob("tmp-*")) == []


@pytest.mark.parametrize("leave", [0, 200_000])
def test_a_disk_that_fills_up_later_keeps_what_was_published(small_disk: Path, leave: int) -> None:
    store = disk_store(small_disk)
    store.write([submission("A", {"11001": 1})], law())
    filler = fill(small_disk, leave=leave)

    with pytest.raises(DiskFullError, match=MEND):
        store.write([submission("B", {"11002": 1})], law())
    with pytest.raises(DiskFullError, match=MEND):
        store.rebuild(law())

    assert submissions(store) == ["A"]
    filler.unlink()
    store.write([submission("B", {"11002": 1})], law())
    assert submissions(store) == ["A", "B"]


def disk_store(disk: Path) -> Store:
    """Return a store whose data stand on the disk, and its models beside it."""
    beside = small_store(disk.parent)
    return Store(disk / "data", models=beside._publisher.models, checks=beside._publisher.checks,
                 places=beside._publisher.places)  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_no_room_at_a_step_is_said_and_loses_nothing(tmp_path: Path, step: str) -> None:
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())

    def refuse(done: str) -> None:
        if done == step:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(DiskFullError, match=MEND) as caught:
        store.write([submission("B", {"11002": 1})], law(), on_step=refuse)

    is_recorded = store.ledger.submission("B") is not None
    assert ("không cần nộp lại" in caught.value.message_vi) == (is_recorded and step != "appended")
    store.write([submission("B", {"11002": 1})], law())
    assert submissions(store) == ["A", "B"]
    assert list(store.folder.glob("tmp-*")) == []


def sqlite_full() -> sqlite3.Error:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


NO_SPACE = 'Could not write file "a.wal": No space left on device'


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        duckdb.IOException(f"IO Error: {NO_SPACE}"),
        duckdb.TransactionException(f"TransactionContext Error: Failed to commit: {NO_SPACE}"),
        duckdb.FatalException(f"FATAL Error: Failed to create checkpoint because of error: {NO_SPACE}"),
    ],
)
def test_whatever_the_engine_calls_it_a_full_disk_is_a_full_disk(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(DiskFullError, match=MEND), storage_faults(tmp_path):
        raise error


def test_what_sqlite_says_of_a_disk_and_of_damage_is_told_apart(tmp_path: Path) -> None:
    assert isinstance(storage_fault(sqlite_full(), tmp_path), DiskFullError)
    (tmp_path / "ledger.sqlite").write_bytes(b"no database" * 400)
    with pytest.raises(LedgerDamagedError, match=r"ledger\.sqlite.*đã hỏng"):
        Store(tmp_path).ledger.last_event()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.EACCES, "không có quyền"),
        (errno.EROFS, "chỉ cho đọc"),
        (errno.EDQUOT, "hạn mức"),
        (errno.EIO, "ổ đĩa báo lỗi"),
        (errno.EMFILE, "quá nhiều tệp"),
        (errno.ENOTDIR, "không phải thư mục"),
    ],
)
def test_a_refusal_of_the_system_is_said_in_vietnamese(tmp_path: Path, code: int, words: str) -> None:
    fault = storage_fault(OSError(code, os.strerror(code), str(tmp_path / "x")), tmp_path)

    assert isinstance(fault, StoreError)
    assert words in fault.message_vi
    assert str(tmp_path / "x") in fault.message_vi
    assert os.strerror(code) not in fault.message_vi


def test_a_fault_of_the_product_stays_one(tmp_path: Path) -> None:
    with pytest.raises(duckdb.BinderException), storage_faults(tmp_path):
        raise duckdb.BinderException("Referenced column not found")
    store = small_store(tmp_path)
    (tmp_path / "checks" / "broken.sql").write_text("select nothing_of_the_kind")
    with pytest.raises(ModelError, match="broken"):
        store.write([submission("A", {"11001": 1})], law())


def test_no_room_while_a_check_is_asked_is_no_fault_of_the_check(tmp_path: Path) -> None:
    store = small_store(tmp_path)
    (tmp_path / "checks" / "full.sql").write_text(f"select error('{NO_SPACE.replace(chr(39), '')}')")

    with pytest.raises(DiskFullError, match=MEND):
        store.write([submission("A", {"11001": 1})], law())


def test_what_a_killed_writer_spilled_is_swept(tmp_path: Path) -> None:
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())
    spilled = store.folder / "tmp-1-a.duckdb.tmp"
    spilled.mkdir()
    (spilled / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"x")

    store.write([submission("B", {"11001": 2})], law())

    assert list(store.folder.glob("tmp-*")) == []


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 byte"), (999, "999 byte"), (8_192, "8,2 kB"), (6_150_000, "6,2 MB"), (52e9, "52,0 GB")],
)
def test_an_amount_is_written_as_vietnamese_write_it(size: int, words: str) -> None:
    assert amount(size) == words
