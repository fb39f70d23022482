"""Part of several pages: what the page shows as a workbook, and its first table as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import streamlit as st

from dashboard import data, exports
from dashboard.i18n import language, moment, t
from dashboard.tables import html_heading, html_remark
from warehouse.times import VIETNAM_TIME

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Shown:
    """What a page shows: its contents in a few words, place, year, and how complete it is."""

    what: str
    place: str
    unit: str
    year: int
    coverage: str


def draw(edition: data.Edition, shown: Shown, sheets: Sequence[exports.Sheet], *, stem: str) -> None:
    """Draw the heading and the two buttons.

    Args:
        edition: The figures.
        shown: What the first sheet says of them.
        sheets: The tables; the first is also offered as CSV.
        stem: How the names of the files begin.
    """
    name = f"{stem}-{shown.year}-{shown.unit}"
    first = sheets[0]
    workbook = partial(exports.workbook, _about(edition, shown), sheets, language=language())
    st.html(html_heading(t("export.heading")))
    st.html(html_remark(t("export.remark", table=first.name)))
    with st.container(horizontal=True):
        st.download_button(t("export.xlsx"), workbook, file_name=f"{name}.xlsx", mime=XLSX, on_click="ignore")
        st.download_button(
            t("export.csv"),
            partial(exports.csv, first.frame.select(first.columns)),
            file_name=f"{name}.csv",
            mime="text/csv",
            on_click="ignore",
        )


def _about(edition: data.Edition, shown: Shown) -> list[tuple[str, str]]:
    """Return what the first sheet says: what is shown, of when, how complete, and whether it is real."""
    facts = [
        (t("export.what"), shown.what),
        (t("filter.place"), shown.place),
        (t("filter.year"), str(shown.year)),
        (t("export.written"), moment(datetime.now(VIETNAM_TIME))),
        (t("export.version"), t("app.data_version", number=edition.number)),
        (t("export.coverage"), shown.coverage),
        (t("export.missing"), t("export.missing_value")),
    ]
    if data.has_sample(edition):
        facts.insert(0, (t("export.mark"), t("app.sample_band")))
    return facts
