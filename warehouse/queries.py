"""What may be asked of a snapshot: one function a question, each under the scope of who asks."""

from __future__ import annotations

from typing import Any, Protocol

import polars as pl

from warehouse.access import Scope
from warehouse.sql import read_sql

COUNTRY = "VN"
COVERAGE_KEYS = (
    "unit_code",
    "unit_name",
    "level",
    "year",
    "period",
    "title",
    "total",
    "registered",
    "assessed",
    "recognised",
    "denominator",
    "rate_pct",
    "goal_pct",
    "goal_year",
    "goal_document",
    "gap_pct",
    "gap_count",
    "status",
    "units_reported",
    "units_expected",
    "estimated",
)
SCORE_KEYS = (
    "unit_code",
    "unit_name",
    "year",
    "rubric",
    "total",
    "rank",
    "rank_reported",
    "missing",
    "failed_gates",
    "confidence",
)
SUBMISSION_KEYS = (
    "submission",
    "file",
    "form",
    "unit_code",
    "year",
    "period",
    "version",
    "state",
    "received_at",
    "received_by",
    "counts_now",
)


class Readable(Protocol):
    """A pinned snapshot, as far as a query needs it."""

    def sql(self, query: str, params: dict[str, Any] | None = None) -> pl.DataFrame:
        """Return the rows of one query with bound parameters."""

    def script(
        self, steps: list[tuple[str, dict[str, Any]]], query: str, params: dict[str, Any] | None = None
    ) -> pl.DataFrame:
        """Run steps that make temporary tables on a cursor of their own, then return the rows of a query."""


def _scope_parameters(scope: Scope) -> dict[str, Any]:
    return {"is_everything": scope.is_everything, "communes": sorted(scope.communes)}


def coverage(
    snapshot: Readable,
    scope: Scope,
    *,
    year: int | None = None,
    unit: str = COUNTRY,
    level: str | None = None,
    title: str | None = None,
    period: str = "nam",
) -> pl.DataFrame:
    """Return coverage against goals, with more columns than the contract of the command line.

    Shape: one row a unit, year and title.
    Units: rates and goals in percent (0 to 100), gap_pct in percentage points, gap_count in things counted.
    """
    parameters = {"year": year, "unit": unit, "level": level, "title": title, "period": period}
    return snapshot.sql(read_sql("pages/coverage"), parameters | _scope_parameters(scope))


def scores(
    snapshot: Readable,
    scope: Scope,
    *,
    year: int | None = None,
    unit: str = COUNTRY,
    level: str | None = None,
) -> pl.DataFrame:
    """Return the scores that count, of the unit and of what lies in it.

    Shape: one row a commune, year and rubric.
    Units: points.
    """
    parameters = {"year": year, "unit": unit, "level": level}
    return snapshot.sql(read_sql("pages/scores"), parameters | _scope_parameters(scope))


def units(
    snapshot: Readable, *, year: int | None = None, unit: str = COUNTRY, level: str | None = None
) -> pl.DataFrame:
    """Return administrative units in force on 31 December of the year, or of all times.

    Shape: one row a unit and validity.
    """
    return snapshot.sql(read_sql("pages/units"), {"year": year, "unit": unit, "level": level})


def goals(
    snapshot: Readable,
    *,
    years: list[int],
    unit: str = COUNTRY,
    level: str | None = None,
    title: str | None = None,
) -> pl.DataFrame:
    """Return the goals in force for a unit, or for those of a level in it, by the rule that judges coverage.

    Shape: one row a unit, year and title.
    Units: percent.
    """
    steps = [
        (read_sql("pages/goal_scope"), {"years": years, "unit": unit, "level": level}),
        (read_sql("models/26_goal_title"), {}),
        (read_sql("models/30_goal_match"), {}),
    ]
    return snapshot.script(steps, read_sql("pages/goals"), {"title": title})


def submissions(
    snapshot: Readable,
    scope: Scope,
    *,
    year: int | None = None,
    unit: str = COUNTRY,
    level: str | None = None,
    title: str | None = None,
    period: str | None = None,
) -> pl.DataFrame:
    """Return submissions of the unit and of what lies in it, newest last.

    A restricted scope sees none until accounts exist.

    Shape: one row a submission.
    """
    asked = {"year": year, "unit": unit, "level": level, "title": title, "period": period}
    return _of_submissions(snapshot, scope, "pages/submissions", asked)


def findings(
    snapshot: Readable,
    scope: Scope,
    *,
    year: int | None = None,
    unit: str = COUNTRY,
    level: str | None = None,
    title: str | None = None,
    period: str | None = None,
) -> pl.DataFrame:
    """Return findings of the submissions, in the order in which they were made.

    Shape: one row a finding.
    """
    asked = {"year": year, "unit": unit, "level": level, "title": title, "period": period}
    return _of_submissions(snapshot, scope, "pages/findings", asked)


def _of_submissions(snapshot: Readable, scope: Scope, page: str, asked: dict[str, Any]) -> pl.DataFrame:
    rows = snapshot.script([(read_sql("pages/asked_submission"), asked)], read_sql(page))
    return rows if scope.is_everything else rows.clear()


def years(snapshot: Readable) -> list[int]:
    """Return the years of which anything counts, ascending."""
    return snapshot.sql(read_sql("pages/years"))["year"].to_list()


def places_with_data(snapshot: Readable, *, year: int) -> pl.DataFrame:
    """Return the provinces and districts that can be chosen for a year.

    Shape: one row a unit.
    """
    return snapshot.sql(read_sql("pages/places_with_data"), {"year": year})


def has_sample(snapshot: Readable) -> bool:
    """Return whether sample figures are in the snapshot."""
    return bool(snapshot.sql(read_sql("pages/has_sample"))["has_sample"][0])
