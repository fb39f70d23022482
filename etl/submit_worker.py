"""The process that submits for the web pages: `python -m etl.submit_worker --parent PID`.

Checking again, scoring and writing take a second of processor time that the pages need for themselves.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from etl import intake
from etl.model import Hints
from etl.publish import publish
from etl.reader import worker
from etl.reader.pool import Pool
from warehouse.errors import WarehouseError
from warehouse.store import Store


@cache
def _pool() -> Pool:
    return Pool(1)  # files are parsed in a process of their own, here too


def submit(payload: dict[str, Any]) -> dict[str, Any]:
    """Return what became of a submission, or the fault of the store in both languages.

    Raises:
        LookupError: There is no receipt of this code.
    """
    store = Store(Path(payload["root"]))
    receipt = store.ledger.receipt(payload["code"])
    if receipt is None:
        raise LookupError(payload["code"])
    try:
        hints = Hints(**payload["hints"])
        done = intake.submit(store, receipt, hints=hints, by=payload["by"], pool=_pool())
    except WarehouseError as error:
        return _fault(error)
    return {
        "submitted": {
            "submission_id": done.submission_id,
            "version": done.version,
            "verdict": done.verdict.to_json(),
            "snapshot": done.snapshot,
            "refused": [asdict(one) for one in done.refused],
        }
    }


def publish_pending(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the snapshot that holds all that is on record, or the fault of the store in both languages."""
    try:
        return {"snapshot": publish(Store(Path(payload["root"])), []).snapshot}
    except WarehouseError as error:
        return _fault(error)


def _fault(error: WarehouseError) -> dict[str, Any]:
    return {"fault": {"vi": error.message_vi, "en": error.message_en}}


OPERATIONS = {"ping": worker.ping, "submit": submit, "publish": publish_pending}

if __name__ == "__main__":
    worker.main(OPERATIONS, memory=None, cpu=None)
