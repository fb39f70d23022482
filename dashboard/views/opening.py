"""How every page of figures opens: its heading, and what to do as long as there are no figures."""

from __future__ import annotations

import streamlit as st

from dashboard import data
from dashboard.i18n import t
from dashboard.tables import html_heading


def years(edition: data.Edition, heading: str) -> list[int]:
    """Draw the heading of a page and return the years that have figures; without any, say what to do."""
    st.title(heading)
    known = data.years(edition)
    if not known:
        st.html(html_heading(t("overview.empty.heading")))
        st.write(t("overview.empty.body"))
    return known
