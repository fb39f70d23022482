"""What a query needs of a snapshot."""

from __future__ import annotations

from typing import Any, Protocol

import polars as pl


class Readable(Protocol):
    """A pinned snapshot, as far as a query needs it."""

    def sql(self, query: str, params: dict[str, Any] | None = None) -> pl.DataFrame:
        """Return the rows of one query with bound parameters."""

    def rows(self, query: str, params: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Return the rows of one query as plain values."""

    def script(
        self, steps: list[tuple[str, dict[str, Any]]], query: str, params: dict[str, Any] | None = None
    ) -> pl.DataFrame:
        """Run steps that make temporary tables on a cursor of their own, then return the rows of a query."""
