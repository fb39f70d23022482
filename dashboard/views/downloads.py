"""Part of *Số liệu và nguồn*: the answers of the queries as a workbook and as CSV."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import polars as pl
import streamlit as st

from dashboard import data, exports, reporting
from dashboard.i18n import language, moment, t
from dashboard.sentences import Row
from dashboard.submitted import state_of
from dashboard.tables import html_heading, html_remark
from warehouse.times import VIETNAM_TIME

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIGURES = (
    "unit_code", "unit_name", "level", "year", "period", "title", "total", "registered",
    "assessed", "recognised", "denominator", "rate_pct", "goal_pct", "goal_year", "goal_document",
    "gap_pct", "gap_count", "status",
    "units_reported", "units_expected",
)  # fmt: skip
SCORES = (
    "unit_code", "unit_name", "year", "rubric", "total_points", "rank", "rank_reported", "missing",
)  # fmt: skip
REPORTS = ("unit_code", "unit_name", "level", "year", "form", "units_reported", "units_expected")
SUBMISSIONS = (
    "submission", "file", "form", "unit_code", "year", "period", "version", "state", "received_at",
    "received_by", "counts_now",
)  # fmt: skip


def section(edition: data.Edition, own: list[Row], name: str) -> None:
    """Draw the downloads of one place and year."""
    place = own[0]
    year, unit = place["year"], place["unit_code"]
    figures = _with_below(edition, place, data.coverage)
    sheets = [
        exports.Sheet(t("export.figures"), figures, FIGURES),
        exports.Sheet(t("export.scores"), _scores(edition, year, unit), SCORES),
        exports.Sheet(t("export.reports"), _with_below(edition, place, data.reporting), REPORTS),
        exports.Sheet(t("export.submissions"), _submissions(edition, year, unit), SUBMISSIONS),
    ]
    st.html(html_heading(t("export.heading")))
    st.html(html_remark(t("export.remark")))
    with st.container(horizontal=True):
        st.download_button(
            t("export.xlsx"),
            partial(exports.workbook, _about(edition, own, name), sheets, language=language()),
            file_name=f"so-lieu-{year}-{unit}.xlsx",
            mime=XLSX,
            on_click="ignore",
        )
        st.download_button(
            t("export.csv"),
            partial(exports.csv, figures.select(FIGURES)),
            file_name=f"so-lieu-{year}-{unit}.csv",
            mime="text/csv",
            on_click="ignore",
        )


def _with_below(edition: data.Edition, place: Row, ask: exports.Ask) -> pl.DataFrame:
    """Return the answer for a place and for the units below it."""
    year, unit = place["year"], place["unit_code"]
    below = (
        ask(edition, year=year, unit=unit, level=one) for one in data.LEVELS_BELOW.get(place["level"], ())
    )
    return pl.concat([ask(edition, year=year, unit=unit), *below])


def _scores(edition: data.Edition, year: int, unit: str) -> pl.DataFrame:
    return data.scores(edition, year=year, unit=unit).rename({"total": "total_points"})


def _submissions(edition: data.Edition, year: int, unit: str) -> pl.DataFrame:
    rows = data.submissions_about(edition, year=year, unit=unit)
    times = pl.col("received_at").map_elements(moment, return_dtype=pl.String)
    return rows.with_columns(
        times, pl.struct("state", "counts_now").map_elements(state_of, return_dtype=pl.String).alias("state")
    )


def _about(edition: data.Edition, own: list[Row], name: str) -> list[tuple[str, str]]:
    """Return what the first sheet says: what is shown, of when, how complete, and whether it is real."""
    year = own[0]["year"]
    facts = [
        (t("export.what"), t("export.what_value")),
        (t("filter.place"), name),
        (t("filter.year"), str(year)),
        (t("export.written"), moment(datetime.now(VIETNAM_TIME))),
        (t("export.version"), t("app.data_version", number=edition.number)),
        (t("export.coverage"), " ".join(reporting.answer(own, place=name, year=year))),
        (t("export.missing"), t("export.missing_value")),
    ]
    if data.has_sample(edition):
        facts.insert(0, (t("export.mark"), t("app.sample_band")))
    return facts
