"""The way in: workbook -> cells -> rows -> findings -> facts -> publish.

What stands here is all that the way out may use; the rest of the room is its own. Names are fetched when
first asked for, so that `xhht --help` need not wait for readers and writers of workbooks.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from etl import intake, publish, template
    from etl.errors import IntakeError
    from etl.model import Finding, Hints, IgnoredRow, RowCounts, Verdict
    from etl.reader.pool import Pool
    from etl.sample import write_sample
    from etl.submitter import SubmitFaultError, Submitter, SubmitUnknownError
    from etl.words import pointed, render, written

__all__ = [
    "Finding",
    "Hints",
    "IgnoredRow",
    "IntakeError",
    "Pool",
    "RowCounts",
    "SubmitFaultError",
    "SubmitUnknownError",
    "Submitter",
    "Verdict",
    "intake",
    "pointed",
    "publish",
    "render",
    "template",
    "write_sample",
    "written",
]

_HOMES = {
    "Finding": "model",
    "Hints": "model",
    "IgnoredRow": "model",
    "IntakeError": "errors",
    "Pool": "reader.pool",
    "RowCounts": "model",
    "SubmitFaultError": "submitter",
    "SubmitUnknownError": "submitter",
    "Submitter": "submitter",
    "Verdict": "model",
    "pointed": "words",
    "render": "words",
    "write_sample": "sample",
    "written": "words",
}

if not TYPE_CHECKING:  # a type checker reads the imports above

    def __getattr__(name: str) -> Any:
        if name in _HOMES:
            return getattr(import_module(f"etl.{_HOMES[name]}"), name)
        if name in __all__:
            return import_module(f"etl.{name}")
        raise AttributeError(f"module 'etl' has no attribute {name!r}")
