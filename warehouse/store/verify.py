"""Is everything in the data folder still what it was when it was put there?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from warehouse.errors import OriginalChangedError, WarehouseError
from warehouse.store import snapshot as snapshots
from warehouse.store.files import hash_of
from warehouse.store.types import Problem, PublicationSource

if TYPE_CHECKING:
    from warehouse.store.core import Store


def verify(store: Store, publication: PublicationSource | None) -> list[Problem]:
    """Return what is wrong with originals, ledger and snapshots of a store."""
    problems = [*_originals(store), *ledger_problems(store), *_snapshots(store)]
    if publication is not None and not problems:
        problems += _rebuilt(store, publication)
    return problems


def _originals(store: Store) -> Iterator[Problem]:
    standing = store.originals.hashes()
    for sha256 in standing:
        path = store.originals.folder / sha256
        if hash_of(path) != sha256:
            yield _problem(OriginalChangedError(path=path), str(path))
    for receipt in store.ledger.receipts():
        if receipt.sha256 not in standing:
            yield Problem(
                str(store.originals.folder / receipt.sha256),
                f"Thiếu tệp gốc của biên nhận {receipt.code} (“{receipt.file_name}”). "
                "Lấy lại từ bản sao lưu.",
                f"The original of receipt {receipt.code} (“{receipt.file_name}”) is missing. "
                "Bring it back from the backup.",
            )


def _problem(error: WarehouseError, path: str) -> Problem:
    return Problem(path, error.message_vi, error.message_en)


def ledger_problems(store: Store) -> Iterator[Problem]:
    """Yield what is wrong with the ledger: its file is damaged, or it knows less than the snapshot.

    Raises:
        LedgerDamagedError: The file is no ledger at all.
        LedgerVersionError: A newer product wrote it.
    """
    for found in store.ledger.problems():
        yield Problem(
            str(store.ledger.path),
            f"Sổ ghi bị hỏng: {found}. Lấy lại từ bản sao lưu.",
            f"The ledger is damaged: {found}. Bring it back from the backup.",
        )
    yield from _behind(store)


def _snapshots(store: Store) -> Iterator[Problem]:
    standing = snapshots.numbers(store.folder)
    named = snapshots.current(store.folder)
    if named is None and (standing or store.ledger.last_event()[0]):
        yield Problem(
            str(store.folder / snapshots.CURRENT),
            "CURRENT không chỉ tới bản chụp nào. Chạy `xhht rebuild`.",
            "CURRENT names no snapshot. Run `xhht rebuild`.",
        )
    for path in altered(store):
        yield Problem(
            str(path),
            "Bản chụp số liệu đã bị sửa sau khi lập. Chạy `xhht rebuild` để bỏ tệp này và lập bản mới.",
            "The snapshot was changed after it was made. Run `xhht rebuild`: it removes this file and makes "
            "a new one from the ledger.",
        )


def altered(store: Store) -> list[Path]:
    """Return the snapshots that are no longer what they were when they were made."""
    hashes = store.recorded_hashes()
    damaged = store.damaged()
    paths = [
        (number, snapshots.snapshot_path(store.folder, number)) for number in snapshots.numbers(store.folder)
    ]
    return [
        path
        for number, path in paths
        if path in damaged or (number in hashes and hash_of(path) != hashes[number])
    ]


def _behind(store: Store) -> Iterator[Problem]:
    if store.current_path() is None:
        return
    try:
        with store.read() as snapshot:
            known, held = store.ledger.last_event()[0], snapshot.last_event
    except WarehouseError as error:
        yield _problem(error, str(store.folder))
        return
    if known < held:  # a rebuild from it would lose figures
        yield Problem(
            str(store.ledger.path),
            f"Sổ ghi chỉ có {known} sự kiện, bản chụp số liệu đã có {held}. Chép lại tệp này từ bản sao lưu; "
            "đừng chạy `xhht rebuild` trước đó.",
            f"The ledger holds {known} events, the snapshot {held}. Copy this file back from the backup; "
            "do not run `xhht rebuild` before.",
        )


def _rebuilt(store: Store, publication: PublicationSource) -> Iterator[Problem]:
    if not snapshots.numbers(store.folder):
        return
    try:
        standing = store.checksums()
    except duckdb.Error:
        yield Problem(
            str(store.folder),
            "Bản chụp số liệu do một bản xhht khác lập, bảng không còn như nhau. Chạy `xhht rebuild`.",
            "The snapshot was made by another edition of xhht, with other tables. Run `xhht rebuild`.",
        )
        return
    again = store.rebuilt_checksums(publication)
    for table in again:
        if standing[table] != again[table]:
            yield Problem(
                table,
                f"Bảng {table} khác với bảng lập lại từ sổ ghi. Chạy `xhht rebuild`.",
                f"Table {table} differs from the one made again from the ledger. Run `xhht rebuild`.",
            )
