"""The columns of one titles table, title by title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from etl.mapping.columns import ColumnMap
from etl.mapping.measures import COUNT_MEASURES, NOT_MET, RATE_MEASURES, title_of
from etl.mapping.parts import managing_level


@dataclass(slots=True)
class TitleColumns:
    """The columns of one title (and managing level): measures and typed rates."""

    title: str
    managed_by: str | None
    counts: dict[str, int] = field(default_factory=dict)
    rates: dict[str, int] = field(default_factory=dict)
    planned: tuple[int, ...] = ()  # columns of plans, which are not taken
    not_met: int | None = None  # where a village is marked that does not hold the title


def plan_columns(columns: ColumnMap, paths: Sequence[tuple[str, ...]]) -> list[TitleColumns]:
    """Return the columns of each title in their order on the sheet.

    Args:
        columns: The columns of a table.
        paths: The labels of each column.
    """
    plans = _by_key(columns.keys)
    for column in (column for column, why in columns.apart.items() if why == "plan"):
        title = title_of(paths[column])  # none where a line above the table names it
        for plan in plans:
            if title in (None, plan.title):
                plan.planned += (column,)
    return plans


def _by_key(keys: dict[str, int]) -> list[TitleColumns]:
    plans: dict[str, TitleColumns] = {}
    for name, column in keys.items():
        group, _, measure = name.partition(".")
        if not measure:
            continue
        title, _, level = group.partition("@")
        plan = plans.setdefault(group, TitleColumns(title, managing_level(level)))
        if measure in COUNT_MEASURES:
            plan.counts[measure] = column
        elif measure in RATE_MEASURES:
            plan.rates[measure] = column
        elif measure == NOT_MET:
            plan.not_met = column
    return list(plans.values())
