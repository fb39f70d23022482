"""The only door: receive a file, check it, submit it; for the page, the command line and the sample alike."""

from __future__ import annotations

import os
import secrets
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from etl.as_sent import Sent, Spot
from etl.errors import GuardRefusal, WorkerError
from etl.guard import check_size, is_workbook_at_sight
from etl.model import FACT_TABLES, Finding, Hints, Verdict
from etl.publish import publish
from etl.reader.pool import Pool
from warehouse.errors import OriginalMissingError
from warehouse.ledger import REFUSED, Event, NewEvent, Receipt
from warehouse.store import Refused, Store, Written, refusal_findings, refused_of

CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 4
BATCH = 500
MOST_WORKERS = 8
NAME_LIMIT = 200
LOOKED_AT = 10  # receipts looked at for each one listed: most of them are workbooks

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Submitted:
    """What became of one submission."""

    submission_id: str
    version: int
    verdict: Verdict
    snapshot: int
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class Loaded:
    """What became of one file of a load."""

    path: Path
    submission_id: str | None
    verdict: Verdict


def receive(store: Store, data: bytes, *, file_name: str, by: str, origin: str) -> Receipt:
    """Keep a file, byte for byte, and return its receipt; nothing else is tried before that."""
    sha256 = store.originals.put(data)
    receipt = Receipt(
        code=_free_code(store),
        sha256=sha256,
        file_name=_safe_name(file_name),
        size=len(data),
        received_at=store.ledger.now(),
        received_by=by,
        origin=origin,
    )
    store.ledger.add_receipt(receipt)
    return receipt


def _free_code(store: Store) -> str:
    length = CODE_LENGTH
    while True:
        code = "NOP-" + "".join(secrets.choice(CODE_LETTERS) for _ in range(length))
        if store.ledger.receipt(code) is None:
            return code
        length += 1


def _safe_name(name: str) -> str:
    """Return the bare file name: composed letters, no path, no control characters."""
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in bare if letter.isprintable())[:NAME_LIMIT] or "khong-ten"


def waiting(store: Store, *, most: int, by: str | None = None) -> list[Receipt]:
    """Return the newest receipts that were never submitted and could be, newest first.

    A picture, a Word file or one with a password is kept and waits for nothing.

    Args:
        store: The data folder.
        most: How many at most.
        by: Who received them; None for anybody.
    """
    received = store.ledger.waiting(most=most * LOOKED_AT, by=by)
    return list(islice((one for one in received if _may_be_submitted(store, one)), most))


def _may_be_submitted(store: Store, receipt: Receipt) -> bool:
    try:
        return _is_workbook(store.originals.path(receipt.sha256))
    except OSError:
        return True  # to open it says what became of it


@lru_cache(maxsize=1024)
def _is_workbook(original: Path) -> bool:
    """Return whether an original looks like a workbook; it bears its hash as its name and never changes."""
    return is_workbook_at_sight(original.read_bytes())


def check(store: Store, receipt: Receipt, *, hints: Hints, pool: Pool) -> Verdict:
    """Return the verdict on a received file; nothing is loaded."""
    return _checked(store, store.originals.path(receipt.sha256), receipt.file_name, hints, pool)


def cells_as_sent(store: Store, sha256: str, spots: Sequence[Spot], *, pool: Pool) -> list[Sent] | None:
    """Return what stands in cells of an original, read again; None where it cannot be.

    Args:
        store: The data folder.
        sha256: Which original.
        spots: Which cells.
        pool: The workers, in one of which it is parsed.
    """
    try:
        task = {"path": str(store.originals.path(sha256)), "spots": list(spots)}
        answer = pool.run("cells", task)
    except (WorkerError, OriginalMissingError):
        return None
    return [(sheet, cell, text, formula) for sheet, cell, text, formula in answer["cells"]]


def _checked(store: Store, path: Path, file_name: str, hints: Hints, pool: Pool) -> Verdict:
    current = store.current_path()
    task = {
        "path": str(path),
        "file_name": file_name,
        "hints": asdict(hints),
        "snapshot_path": str(current) if current else None,
    }
    try:
        return Verdict.from_json(pool.run("check", task))
    except WorkerError as error:
        return _unread(file_name, error.rule, error.values)


def _unread(file_name: str, rule: str, values: dict[str, Any] | None = None) -> Verdict:
    finding = Finding(severity="error", rule=rule, values=values or {})
    return Verdict(verdict="rejected", file_name=file_name, findings=[finding], readable=False)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Yield a file of a size that may be read.

    Raises:
        GuardRefusal: It is too large.
        OSError: It cannot be opened.
    """
    with path.open("rb") as file:
        check_size(os.fstat(file.fileno()).st_size)
        yield file


def _not_opened(path: Path, error: GuardRefusal | OSError) -> Verdict:
    """Return the verdict on a file that never reached us."""
    if isinstance(error, GuardRefusal):
        return _unread(path.name, error.rule, error.values)
    return _unread(path.name, "file_missing" if isinstance(error, FileNotFoundError) else "file_not_opened")


def submit(store: Store, receipt: Receipt, *, hints: Hints, by: str, pool: Pool) -> Submitted:
    """Check a received file again and put it on record; to submit the same twice counts once.

    What a check refused is answered with the refusal again, and tried again once anything else is on record.
    """
    verdict = check(store, receipt, hints=hints, pool=pool)
    known = _same_submission(store, receipt, verdict)
    if known is not None:
        # Nothing is new, but a killed process may have left it on record and unpublished.
        return _submitted(store, verdict, known, publish(store, []))
    event = _event(store, receipt, verdict, by)
    return _submitted(store, verdict, event, publish(store, [event]))


def standing(store: Store, receipt: Receipt, verdict: Verdict) -> Verdict:
    """Return the verdict with the refusal that this content has met, as long as it would meet it again."""
    known = _same_submission(store, receipt, verdict)
    refusal = store.ledger.refusal(str(known.submission_id)) if known else None
    return _refuse(verdict, [refused_of(refusal)], known.payload) if known and refusal else verdict


def _submitted(store: Store, verdict: Verdict, event: Event | NewEvent, written: Written) -> Submitted:
    submission_id = str(event.submission_id)
    refusal = store.ledger.refusal(submission_id)
    refused = (refused_of(refusal),) if refusal else ()
    version = int(event.payload["submission"]["version"])
    return Submitted(
        submission_id, version, _refuse(verdict, refused, event.payload), written.snapshot, refused
    )


def _same_submission(store: Store, receipt: Receipt, verdict: Verdict) -> Event | None:
    """Return the submission of this receipt that already says the same, if to try again is of no use."""
    known = store.ledger.submission_ids(receipt.code)
    last = store.ledger.submission(known[-1]) if known else None
    if last is None or last.payload["facts"] != _facts(verdict):
        return None
    refusal = store.ledger.refusal(known[-1])
    return None if refusal and _is_overtaken(store, refusal) else last


def _is_overtaken(store: Store, refusal: Event) -> bool:
    """Return whether figures or goals came on record since, so that a check may judge anew."""
    return any(event.kind != REFUSED for event in store.ledger.events(after=refusal.event_id))


def _facts(verdict: Verdict) -> dict[str, list[dict[str, Any]]]:
    return {table: verdict.facts.get(table, []) for table in FACT_TABLES}


def _event(store: Store, receipt: Receipt, verdict: Verdict, by: str) -> NewEvent:
    """Return the event that holds the submission with its facts, so that a rebuild never parses again."""
    version = len(store.ledger.submission_ids(receipt.code)) + 1
    submission_id = receipt.code if version == 1 else f"{receipt.code}-{version}"
    submission = {
        "submission_id": submission_id,
        "receive_code": receipt.code,
        "file_name": receipt.file_name,
        "sha256": receipt.sha256,
        "form": verdict.form,
        "unit_code": verdict.unit_code,
        "year": verdict.year,
        "period": verdict.period,
        "channel": verdict.channel,
        "version": version,
        "state": "fixing" if verdict.verdict == "rejected" else "accepted",
        "verdict": verdict.verdict,
        "rows_read": verdict.rows.read,
        "rows_loaded": verdict.rows.loaded,
        "rows_ignored": verdict.rows.ignored,
        "rows_rejected": verdict.rows.rejected,
        "received_at": receipt.received_at,
        "received_by": receipt.received_by,
        "origin": receipt.origin,
    }
    payload = {
        "submission": submission,
        "findings": [asdict(finding) for finding in verdict.findings],
        "tables": [
            {"sheet": table.sheet, "form": table.form, "columns": table.columns} for table in verdict.tables
        ],
        "ignored": [asdict(row) for row in verdict.ignored],
        "facts": _facts(verdict),
    }
    return NewEvent(kind="submission", by=by, payload=payload, submission_id=submission_id)


def _refuse(verdict: Verdict, refused: Sequence[Refused], payload: dict[str, Any]) -> Verdict:
    """Return the verdict with what the store's checks kept out, row by row."""
    if not refused:
        return verdict
    verdict.findings += [Finding(**one) for item in refused for one in refusal_findings(item, payload)]
    verdict.verdict = "rejected"
    verdict.rows.rejected += verdict.rows.loaded
    verdict.rows.loaded = 0
    return verdict


def check_files(
    store: Store, paths: Sequence[Path], *, hints: Hints, progress: Progress | None = None
) -> list[tuple[Path, Verdict]]:
    """Return the verdicts on files, checked in parallel; nothing is received or written."""

    def one(path: Path) -> Verdict:
        try:
            with _opened(path):
                pass
        except (GuardRefusal, OSError) as error:
            return _not_opened(path, error)
        return _checked(store, path.absolute(), path.name, hints, pool)

    with Pool(_pool_size(len(paths))) as pool:
        verdicts = _in_parallel(pool, paths, one, progress)
    return list(zip(paths, verdicts, strict=True))


def _pool_size(files: int) -> int:
    return max(1, min(files, os.cpu_count() or 1, MOST_WORKERS))


def _in_parallel(
    pool: Pool, paths: Sequence[Path], task: Callable[[Path], Any], progress: Progress | None
) -> list[Any]:
    results = []
    with ThreadPoolExecutor(max_workers=pool.size) as threads:
        for done, result in enumerate(threads.map(task, paths), start=1):
            results.append(result)
            if progress:
                progress(done, len(paths))
    return results


def load(
    store: Store,
    paths: Sequence[Path],
    *,
    hints: Hints,
    by: str,
    origin: str,
    progress: Progress | None = None,
) -> list[Loaded]:
    """Receive, check in parallel and publish in batches; every file gets its own verdict.

    Facts are kept even where nothing changed: of A, then B, then A again, the last A counts.
    Of two files of one load that clash, the later is checked again: its other rows load.
    What is too large or cannot be opened is answered and not received.
    """

    def one(path: Path) -> tuple[Receipt | None, Verdict]:
        try:
            with _opened(path) as file:
                data = file.read()
        except (GuardRefusal, OSError) as error:
            return None, _not_opened(path, error)
        receipt = receive(store, data, file_name=path.name, by=by, origin=origin)
        return receipt, check(store, receipt, hints=hints, pool=pool)

    with Pool(_pool_size(len(paths))) as pool:
        checked = _in_parallel(pool, paths, one, progress)
        loaded: list[Loaded] = []
        for start in range(0, len(paths), BATCH):
            part = slice(start, start + BATCH)
            batch = list(zip(paths[part], checked[part], strict=True))
            loaded += _publish_batch(store, batch, hints=hints, by=by, pool=pool)
    return loaded


def _publish_batch(
    store: Store,
    batch: Sequence[tuple[Path, tuple[Receipt | None, Verdict]]],
    *,
    hints: Hints,
    by: str,
    pool: Pool,
) -> list[Loaded]:
    events = {
        receipt.code: _event(store, receipt, verdict, by)
        for _, (receipt, verdict) in batch
        if receipt is not None
    }
    refused = publish(store, list(events.values())).refused if events else []
    clashing = {one.submission_id for one in refused}
    answers = []
    for path, (receipt, verdict) in batch:
        if receipt is None:
            answers.append(Loaded(path, None, verdict))
        elif events[receipt.code].submission_id in clashing:
            again = submit(store, receipt, hints=hints, by=by, pool=pool)
            answers.append(Loaded(path, again.submission_id, again.verdict))
        else:
            answers.append(Loaded(path, events[receipt.code].submission_id, verdict))
    return answers
