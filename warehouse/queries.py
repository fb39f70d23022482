"""What may be asked of a snapshot: one function a question, each under the scope of who asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from warehouse.access import Scope
from warehouse.readable import Readable
from warehouse.sql import read_sql

COUNTRY = "VN"
ASKED_POINTS = "asked_points"
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
    "total_reported",
    "reason_key",
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


def _within(scope: Scope) -> dict[str, Any]:
    return {"is_everything": scope.is_everything, "communes": list(scope.keys)}


def _seen(scope: Scope) -> tuple[str, dict[str, Any]]:
    """Return the step that lists the units a scope sees."""
    return read_sql("pages/seen_unit"), _within(scope)


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

    Beside a goal stand that of the next place up (`next_...`) and that of the other area class
    (`other_area_...`); `area_class` is general as long as no class is on record (`is_area_known`).

    Shape: one row a unit, year and title.
    Units: rates and goals in percent (0 to 100), gap_pct in percentage points, gap_count in things counted.
    """
    parameters = {"year": year, "unit": unit, "level": level, "title": title, "period": period}
    return snapshot.sql(read_sql("pages/coverage"), parameters | _within(scope))


def scores(
    snapshot: Readable,
    scope: Scope,
    *,
    year: int | None = None,
    unit: str = COUNTRY,
    level: str | None = None,
) -> pl.DataFrame:
    """Return the scores that count, of the unit and of what lies in it.

    Where no rubric was in force, what the sheet states stands without a rubric, a total and a rank of ours.

    Shape: one row a commune, year and rubric.
    Units: points.
    """
    parameters = {"year": year, "unit": unit, "level": level}
    return snapshot.sql(read_sql("pages/scores"), parameters | _within(scope))


def criterion_points(snapshot: Readable, scope: Scope, *, year: int, unit: str = COUNTRY) -> pl.DataFrame:
    """Return the points of the scored communes of a unit; null where a sheet gives none for a criterion.

    `basis` says which points count: those of the commune itself, or those assessed.

    Shape: one row a commune, rubric and criterion.
    Units: points.
    """
    return snapshot.sql(read_sql("pages/criterion_points"), {"year": year, "unit": unit} | _within(scope))


def criterion_sums(
    snapshot: Readable, scope: Scope, *, year: int, unit: str = COUNTRY, level: str | None = None
) -> pl.DataFrame:
    """Return the points and the maxima of the communes that report a criterion, added, with their number.

    Args:
        snapshot: A pinned snapshot.
        scope: Who asks.
        year: Year assessed.
        unit: What the communes lie in.
        level: `district` or `province` adds for each of these; None for the unit as a whole.

    Shape: one row a unit, rubric and criterion.
    Units: points.
    """
    asked = {"year": year, "unit": unit, "level": level}
    return snapshot.sql(read_sql("pages/criterion_sums"), asked | _within(scope))


def rank_counts(snapshot: Readable, scope: Scope, *, unit: str = COUNTRY) -> pl.DataFrame:
    """Return how many communes have which rank; `self` scored themselves only, `none` lack points.

    Shape: one row a year and result, ascending.
    """
    return snapshot.sql(read_sql("pages/rank_counts"), {"unit": unit} | _within(scope))


def villages(snapshot: Readable, scope: Scope, *, year: int, unit: str) -> pl.DataFrame:
    """Return the counts of a commune's villages, where its report tells of them.

    Shape: one row a village and title.
    """
    return snapshot.sql(read_sql("pages/villages"), {"year": year, "unit": unit} | _within(scope))


def units(
    snapshot: Readable,
    scope: Scope,
    *,
    year: int | None = None,
    unit: str = COUNTRY,
    level: str | None = None,
) -> pl.DataFrame:
    """Return administrative units in force on 31 December of the year, or of all times.

    A restricted scope sees its communes, and the units that hold them.

    Shape: one row a unit and validity.
    """
    asked = {"year": year, "unit": unit, "level": level}
    return snapshot.script([_seen(scope)], read_sql("pages/units"), asked)


def goals(
    snapshot: Readable,
    scope: Scope,
    *,
    years: list[int],
    unit: str = COUNTRY,
    level: str | None = None,
    title: str | None = None,
) -> pl.DataFrame:
    """Return the goals in force for a unit, or for those of a level in it, by the rule that judges coverage.

    Beside each stand that of the next place up and that of the other area class, as in `coverage`.

    Shape: one row a unit, year and title.
    Units: percent.
    """
    steps = [
        _seen(scope),
        (read_sql("pages/goal_scope"), {"years": years, "unit": unit, "level": level}),
        (read_sql("models/26_goal_title"), {}),
        (read_sql("models/29_goal_nearest"), {}),
        (read_sql("models/30_goal_match"), {}),
    ]
    return snapshot.script(steps, read_sql("pages/goals"), {"title": title})


def goal_documents(
    snapshot: Readable, scope: Scope, *, year: int | None = None, unit: str | None = None
) -> pl.DataFrame:
    """Return the goals as recorded, those of the country and of the unit if one is named.

    Shape: one row a goal of a document.
    Units: percent.
    """
    query = read_sql("pages/goal_documents")
    is_everything = {"is_everything": scope.is_everything}
    return snapshot.script([_seen(scope)], query, {"year": year, "unit": unit} | is_everything)


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

    `version` numbers what was accepted of one form, unit, year and period, in that order; null for the rest.
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
    step = read_sql("pages/asked_submission"), asked | {"is_everything": scope.is_everything}
    return snapshot.script([step], read_sql(page))


def reporting(
    snapshot: Readable,
    scope: Scope,
    *,
    forms: Sequence[str],
    title_form: str,
    year: int | None = None,
    unit: str = COUNTRY,
    level: str | None = None,
) -> pl.DataFrame:
    """Return how many communes have reported by each form: of the unit, or of the units of a level in it.

    A commune whose ground was reported by those that it was made of has reported.

    Shape: one row a unit, year and form.

    Args:
        snapshot: A pinned snapshot.
        scope: Who asks.
        forms: Forms that are asked about.
        title_form: The form in which counts of titles come.
        year: Year assessed; all years with data without it.
        unit: Code of the unit.
        level: Level of the units.
    """
    asked = {"year": year, "unit": unit, "level": level, "forms": list(forms), "title_form": title_form}
    return snapshot.sql(read_sql("pages/reporting"), asked | _within(scope))


def title_parts(
    snapshot: Readable, scope: Scope, *, year: int, title: str, unit: str = COUNTRY
) -> pl.DataFrame:
    """Return the figures of a title that a unit's sum is made of: its own and those of what lies in it.

    Shape: one row a reporting unit.
    """
    asked = {"year": year, "title": title, "unit": unit}
    return snapshot.sql(read_sql("pages/title_parts"), asked | _within(scope))


def title_cells(snapshot: Readable, scope: Scope, *, year: int, title: str, unit: str) -> pl.DataFrame:
    """Return where the figures of a title that count for one unit stand: submission, sheet, row, columns.

    Shape: one row a reported row and measure.
    """
    asked = {"year": year, "title": title, "unit": unit}
    return snapshot.sql(read_sql("pages/title_cells"), asked | _within(scope))


def score_cells(snapshot: Readable, scope: Scope, *, year: int, unit: str) -> pl.DataFrame:
    """Return where points, totals and rank of a commune's score that counts stand.

    Shape: one row a criterion and basis, then one a total and the rank.
    Units: points.
    """
    return snapshot.sql(read_sql("pages/score_cells"), {"year": year, "unit": unit} | _within(scope))


def years(snapshot: Readable, scope: Scope) -> list[int]:
    """Return the years of which anything counts, ascending."""
    return snapshot.sql(read_sql("pages/years"), _within(scope))["year"].to_list()


def places_with_data(snapshot: Readable, scope: Scope, *, year: int) -> pl.DataFrame:
    """Return the provinces and districts that can be chosen for a year.

    Shape: one row a unit.
    """
    return snapshot.script([_seen(scope)], read_sql("pages/places_with_data"), {"year": year})


def has_sample(snapshot: Readable, scope: Scope) -> bool:
    """Return whether sample figures are among those that are seen."""
    return bool(snapshot.sql(read_sql("pages/has_sample"), _within(scope))["has_sample"][0])


def trial_scores(snapshot: Readable, scope: Scope, *, year: int, query: str) -> pl.DataFrame:
    """Return what a comparison of two rubrics gives for a year.

    Shape: one row a commune with points in the year.

    Args:
        snapshot: A pinned snapshot.
        scope: Who asks.
        year: Year assessed.
        query: A SELECT over the table ASKED_POINTS, with the year as `$year`.
    """
    step = read_sql("pages/asked_points"), {"year": year} | _within(scope)
    return snapshot.script([step], query, {"year": year})


def current_facts(
    snapshot: Readable, scope: Scope, *, table: str, units: list[str], years: list[int]
) -> list[dict[str, Any]]:
    """Return the staged rows that count now for some units and years, as plain values.

    Args:
        snapshot: A pinned snapshot.
        scope: Who asks.
        table: `title_count`, `criterion_score` or `assessment`.
        units: Codes of the units.
        years: Years assessed.
    """
    return snapshot.rows(read_sql(f"pages/current_{table}"), _about(units, years, scope))


def counting(
    snapshot: Readable, scope: Scope, *, kind: str, units: list[str], years: list[int], title_form: str
) -> list[dict[str, Any]]:
    """Return the figures that count now for some units and years, and the submission each came in.

    Args:
        snapshot: A pinned snapshot.
        scope: Who asks.
        kind: `title`: a row a unit, year, period and title; `score`: a row a commune and year.
        units: Codes of the units.
        years: Years assessed.
        title_form: The form in which counts of titles come.
    """
    asked = _about(units, years, scope) | {"title_form": title_form}
    return snapshot.rows(read_sql(f"pages/counting_{kind}"), asked)


def _about(units: list[str], years: list[int], scope: Scope) -> dict[str, Any]:
    return {"units": units, "years": years} | _within(scope)
