"""Part of the frame: find a place by a few letters, with or without diacritics."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import address, data, finding, state
from dashboard.i18n import number, t
from dashboard.tables import html_link

ASKED = "tim"


def box() -> str:
    """Draw the box and return what was typed; empty again once a link or the navigation was followed."""
    if ASKED in st.session_state and address.is_left(ASKED):
        st.session_state[ASKED] = ""
    text = st.text_input(
        t("find.label"), key=ASKED, placeholder=t("find.hint"), label_visibility="collapsed", width=260
    )
    address.keep(ASKED, None)
    return text.strip()


def answers(edition: data.Edition, text: str) -> None:
    """Draw the places whose names hold the text, each a link to its page; same names with their parents."""
    if not text:
        return
    year = _year(edition)
    found = finding.found(data.named_places(edition, year=year), text)
    if not found:
        st.html(f'<p class="xh-remark" role="status">{escape(t("find.none", text=text, year=year))}</p>')
        return
    items = "".join(f"<li>{html_link(place.words, _href(place, year))}</li>" for place in found.shown)
    more = t("find.more", count=number(found.more)) if found.more else ""
    heading = t("find.heading", text=text, count=number(len(found.shown) + found.more))
    st.html(
        f'<nav class="xh-found" aria-label="{escape(heading)}"><p role="status">{escape(heading)}</p>'
        f"<ul>{items}</ul><p>{escape(more)}</p></nav>"
    )


def _href(place: finding.Place, year: int) -> str:
    if place.level != "commune":
        return state.link(state.PLACE_PAGE, {state.YEAR: str(year), state.PLACE: place.code})
    chosen = {state.YEAR: str(year), state.PLACE: place.parent_code, state.COMMUNE: place.code}
    return state.link(state.PLACE_PAGE, chosen)


def _year(edition: data.Edition) -> int:
    """Return the year whose places are searched: that of the address, else the newest one with data."""
    years = data.years(edition) or data.reportable_years()[:1]
    asked = st.query_params.get(state.YEAR, "")
    return int(asked) if asked.isdecimal() and int(asked) in years else years[-1]
