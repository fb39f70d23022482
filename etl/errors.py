"""Faults of the way in: one tree, each carrying a rule and the values its sentence needs.

The sentences themselves stand in `etl/words/*.yaml` under the rule; an exception never holds Vietnamese.
"""

from __future__ import annotations

from typing import Any


class IntakeError(Exception):
    """A fault that intake answers with a finding: `rule` names the sentence, `values` fill it."""

    def __init__(self, rule: str, values: dict[str, Any] | None = None) -> None:
        self.rule = rule
        self.values: dict[str, Any] = dict(values or {})
        super().__init__(rule, self.values)

    def __str__(self) -> str:
        """Return the rule and its values on one line, for logs."""
        details = ", ".join(f"{key}=“{value}”" for key, value in self.values.items() if value is not None)
        return f"{self.rule}: {details}" if details else self.rule


class FileError(IntakeError):
    """The whole file cannot be used; the next one can."""


class GuardRefusal(FileError):  # noqa: N818 - a plain word says it
    """The guard will not let this file be parsed."""


class UnreadableWorkbook(FileError):  # noqa: N818 - a plain word says it
    """The guard let the file pass, and the parser could not read it."""

    def __init__(self, *, reason: str, detail: str = "", sheet: str | None = None) -> None:
        super().__init__("unreadable_workbook", {"reason": reason, "detail": detail, "sheet": sheet})


class WorkerError(FileError):
    """The worker that held this file gave no answer."""

    reason = "failed"

    def __init__(self, *, operation: str, detail: str = "", seconds: float | None = None) -> None:
        values = {"reason": self.reason, "operation": operation, "detail": detail, "seconds": seconds}
        super().__init__("unreadable_workbook", values)


class WorkerDied(WorkerError):  # noqa: N818 - a plain word says it
    """The worker process ended in the middle of a task."""

    reason = "died"


class WorkerTimedOut(WorkerError):  # noqa: N818 - a plain word says it
    """The worker did not answer in time and was ended."""

    reason = "timed_out"


class WorkerFailed(WorkerError):  # noqa: N818 - a plain word says it
    """The task raised inside the worker; the worker itself lives on."""

    reason = "failed"


class PoolClosedError(RuntimeError):
    """A task was given to a pool that is already closed."""
