"""Why shapes could not be made: the exit code of the process that makes them; it needs no disk."""

from __future__ import annotations

import sqlite3

from warehouse.faults import reason_of

EXIT_CODES = {"full": 20, "storage": 21, "seeds": 22, "memory": 23, "unexpected": 1}
NOT_STARTED, ENDED = "not_started", "ended"
REASONS = (*EXIT_CODES, ENDED, NOT_STARTED)
# What reading the package of seeds may meet: it is not there, not whole, or written in another way.
UNREADABLE = (ImportError, OSError, sqlite3.Error, ValueError, LookupError)


class SeedsUnreadableError(Exception):
    """The package that shapes are derived from cannot be read."""


def exit_code_of(error: Exception) -> int:
    """Return the exit code that says why making shapes ended."""
    return EXIT_CODES[_reason_of(error)]


def _reason_of(error: Exception) -> str:
    if isinstance(error, SeedsUnreadableError):
        return "seeds"
    system = reason_of(error).key
    if isinstance(error, MemoryError) or system == "memory":
        return "memory"
    if system in ("full", "quota"):
        return "full"
    return "storage" if isinstance(error, OSError) else "unexpected"


def reason_of_exit(code: int) -> str:
    """Return why a process that made no shapes ended: a key of `EXIT_CODES`, or that it was ended."""
    if code < 0:
        return ENDED  # by a signal: of the system without memory, or of whoever stopped it
    return next((reason for reason, known in EXIT_CODES.items() if known == code), "unexpected")
