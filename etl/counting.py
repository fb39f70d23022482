"""What counts now in the warehouse, asked of one snapshot by the checks. Reads, writes nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from warehouse import queries
from warehouse.access import Scope
from warehouse.errors import WarehouseError
from warehouse.readable import Readable

Row = dict[str, Any]
TITLE_FORM = "danh-hieu"  # the form whose rows are counts of titles; scores come in the others
_log = logging.getLogger(__name__)


class Counting:
    """The answers of one snapshot; where there is none yet, nothing is known.

    Of one that is gone, damaged or cannot be asked nothing is known either, and `is_unknown` says so: what
    was compared with nothing must not pass for compared.

    Args:
        path: The snapshot file, opened when first asked and pinned while this is in use.
        stack: Lets the snapshot go.
    """

    def __init__(self, path: Path | None, stack: ExitStack) -> None:
        self._path = path
        self._stack = stack
        self.is_unknown = False

    def titles(self, units: Iterable[str], years: Iterable[int]) -> list[Row]:
        """Return what counts of the units' titles: one row a unit, year, period and title."""
        return self._ask(queries.counting, units, years, kind="title", title_form=TITLE_FORM)

    def scores(self, units: Iterable[str], years: Iterable[int]) -> list[Row]:
        """Return the scores that count: one row a commune and year.

        Units: points.
        """
        return self._ask(queries.counting, units, years, kind="score", title_form=TITLE_FORM)

    def facts(self, table: str, units: Iterable[str], years: Iterable[int]) -> list[Row]:
        """Return the rows of a staged table that count."""
        return self._ask(queries.current_facts, units, years, table=table)

    def _ask(
        self, question: Callable[..., list[Row]], units: Iterable[str], years: Iterable[int], **asked: str
    ) -> list[Row]:
        codes, of_years = sorted(set(units)), sorted(set(years))
        if not codes or not of_years:
            return []
        if self._path is None:
            return []
        try:
            if self._snapshot is not None:
                return question(self._snapshot, Scope.everything(), units=codes, years=of_years, **asked)
        except (WarehouseError, duckdb.Error):  # also one whose tables another edition made
            _log.exception("%s: what counts now could not be asked", self._path)
        self.is_unknown = True
        return []

    @cached_property
    def _snapshot(self) -> Readable | None:
        from warehouse.store.snapshot import open_snapshot  # noqa: PLC0415 - half a second, only where needed

        pinned = open_snapshot(self._path) if self._path else None
        return None if pinned is None else self._stack.enter_context(pinned)


@contextmanager
def counting_now(snapshot: Path | None) -> Iterator[Counting]:
    """Yield what counts now by a snapshot, and let that go afterwards."""
    with ExitStack() as stack:
        yield Counting(snapshot, stack)
