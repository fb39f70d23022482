"""The tables that can be taken along: which columns of a query's answer each sheet of a workbook has."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from dashboard import scorecard
from dashboard.exports import Sheet
from dashboard.i18n import language, moment, t
from dashboard.submitted import state_of

FIGURES = (
    "unit_code", "unit_name", "level", "year", "period", "title", "total", "registered",
    "assessed", "recognised", "denominator", "rate_pct", "goal_pct", "goal_year", "goal_document",
    "gap_pct", "gap_count", "status",
    "units_reported", "units_expected",
)  # fmt: skip
SCORES = (
    "unit_code", "unit_name", "year", "rubric", "basis", "total_points", "total_reported", "rank",
    "rank_reported", "reason", "confidence", "missing",
)  # fmt: skip
REPORTS = ("unit_code", "unit_name", "level", "year", "form", "units_reported", "units_expected")
SUBMISSIONS = (
    "submission", "file", "form", "unit_code", "year", "period", "version", "state", "received_at",
    "received_by", "counts_now",
)  # fmt: skip
VILLAGES = ("unit_code", "year", "village_name", "title", "total", "registered", "assessed", "recognised")
RANKS = ("year", "result", "units", "units_reported", "units_expected")


def figures(frame: pl.DataFrame) -> Sheet:
    """Return the sheet of rows of coverage."""
    return Sheet(t("export.figures"), frame, FIGURES)


def scores(frame: pl.DataFrame) -> Sheet:
    """Return the sheet of scores and ranks, each with its reason in words."""
    reasons = [scorecard.reason(row) for row in frame.iter_rows(named=True)]
    told = frame.rename({"total": "total_points"}).with_columns(pl.Series("reason", reasons, dtype=pl.String))
    return Sheet(t("export.scores"), told, SCORES)


def points(frame: pl.DataFrame) -> Sheet:
    """Return the sheet of points by commune and criterion."""
    given = ("points_self", "points_assessed", "points", "maximum", "basis")
    columns = ("unit_code", "unit_name", "year", "rubric", "number", f"title_{language()}", *given)
    return Sheet(t("export.points"), frame, columns)


def sums(frame: pl.DataFrame, names: Mapping[str, str]) -> Sheet:
    """Return the sheet of points by criterion, added over the communes of each place.

    Args:
        frame: One row a place and criterion.
        names: Names of the places by code.
    """
    name = pl.col("unit_code").replace_strict(names, default=None, return_dtype=pl.String)
    criterion = ("rubric", "number", f"title_{language()}")
    columns = ("unit_code", "unit_name", "year", *criterion, "points", "maximum", "units")
    return Sheet(t("export.sums"), frame.with_columns(name.alias("unit_name")), columns)


def ranks(frame: pl.DataFrame) -> Sheet:
    """Return the sheet of communes by year and result."""
    return Sheet(t("export.ranks"), frame, RANKS)


def villages(frame: pl.DataFrame) -> Sheet:
    """Return the sheet of a commune's villages."""
    return Sheet(t("export.villages"), frame, VILLAGES)


def reports(frame: pl.DataFrame) -> Sheet:
    """Return the sheet of who has reported by which form."""
    return Sheet(t("export.reports"), frame, REPORTS)


def submissions(frame: pl.DataFrame) -> Sheet:
    """Return the sheet of submissions, their times as a clock in Việt Nam shows them."""
    times = pl.col("received_at").map_elements(moment, return_dtype=pl.String)
    states = pl.struct("state", "counts_now").map_elements(state_of, return_dtype=pl.String)
    return Sheet(t("export.submissions"), frame.with_columns(times, states.alias("state")), SUBMISSIONS)
