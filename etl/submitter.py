"""Submitting from the web pages, in a long-lived process of its own."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from etl.errors import WorkerError
from etl.intake import Submitted
from etl.model import Hints, Verdict
from etl.reader.pool import Pool
from warehouse.ledger import Receipt
from warehouse.store import Refused

SECONDS = 600.0  # a publish may wait for another writer
WORKER_MODULE = "etl.submit_worker"


class SubmitFaultError(Exception):
    """The store could not take a submission; the sentences are the store's own.

    Args:
        vi: What went wrong, in Vietnamese.
        en: The same in English.
    """

    def __init__(self, vi: str, en: str) -> None:
        self.message_vi = vi
        self.message_en = en
        super().__init__(vi)


class SubmitUnknownError(Exception):
    """The process ended before it answered: what it had put on record stays on record."""


class Submitter:
    """One process that submits, started when first needed; always close it, or use `with`.

    Args:
        seconds: Wall time that one task may take.
        worker_module: Module to run as the process.
    """

    def __init__(self, *, seconds: float = SECONDS, worker_module: str = WORKER_MODULE) -> None:
        self._pool = Pool(1, seconds=seconds, worker_module=worker_module)

    def submit(self, root: Path, receipt: Receipt, *, hints: Hints, by: str) -> Submitted:
        """Check a received file again and put it on record.

        Raises:
            SubmitFaultError: The store could not take it.
            SubmitUnknownError: The process ended before it answered.
        """
        payload = {"root": str(root), "code": receipt.code, "hints": asdict(hints), "by": by}
        done = self._ask("submit", payload)["submitted"]
        refused = tuple(Refused(**one) for one in done["refused"])
        verdict = Verdict.from_json(done["verdict"])
        return Submitted(done["submission_id"], done["version"], verdict, done["snapshot"], refused)

    def publish(self, root: Path) -> int:
        """Publish what is on record and not yet in a snapshot; return the number of the snapshot.

        Raises:
            SubmitFaultError: The store could not publish it.
            SubmitUnknownError: The process ended before it answered.
        """
        return int(self._ask("publish", {"root": str(root)})["snapshot"])

    def _ask(self, operation: str, payload: dict[str, Any]) -> dict[str, Any]:
        try:
            answer = self._pool.run(operation, payload)
        except WorkerError as error:
            raise SubmitUnknownError(str(error)) from error
        if "fault" in answer:
            raise SubmitFaultError(answer["fault"]["vi"], answer["fault"]["en"])
        return answer

    def close(self) -> None:
        """End the process."""
        self._pool.close()

    def __enter__(self) -> Submitter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
