"""*Tổng quan*: where the titles of a place stand against their goals in one year."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard import address, cards, data, measures, sentences, state, trends
from dashboard.i18n import in_text, t
from dashboard.map_words import Asked
from dashboard.tables import html_heading, html_remark
from dashboard.views import map as map_view
from dashboard.views import opening, place


def page(edition: data.Edition) -> None:
    """Draw the page of one edition of the figures."""
    years = opening.years(edition, t("overview.heading"))
    if not years:
        return
    left, right, _ = st.columns([1, 2, 1])
    with left:
        year = state.choose_year(years)
    places = data.places(edition, year=year)
    with right:
        unit = state.choose_place(places)
    address.write((state.YEAR, state.PLACE))
    _show(edition, year, unit, places.to_dicts())


def _show(edition: data.Edition, year: int, unit: str, places: list[dict[str, Any]]) -> None:
    found = data.coverage(edition, year=year, unit=unit)
    rows = _in_order(found)
    if not any(map(sentences.has_figures, rows)):
        name = sentences.place_name(rows[0]) if rows else t("filter.country")
        st.info(t("overview.empty.filter", place=in_text(name), year=year))
    if not rows:
        return
    name = sentences.place_name(rows[0])
    shown = [row for row in rows if sentences.is_shown(row)]
    st.html(html_remark(t("overview.purpose", place=in_text(name))))
    _answer(shown or rows, name, year)
    st.html(html_heading(t("overview.cards_heading", year=year)))
    st.html(cards.cards(shown))
    st.html(html_remark(t("overview.note.counting"), _area_note(shown)))
    _map(edition, shown, places)
    _children(edition, rows[0], [row["title"] for row in shown])


def _map(edition: data.Edition, shown: list[sentences.Row], places: list[dict[str, Any]]) -> None:
    """Draw the map of one title by its gap to the goal; a commune has no map."""
    if not shown or shown[0]["level"] not in data.LEVELS_BELOW:
        return
    st.html(html_heading(t("overview.map_heading")))
    title = state.choose_title([row["title"] for row in shown])
    address.write((state.TITLE,))
    own = next(row for row in shown if row["title"] == title)
    map_view.drawn(edition, Asked(own["year"], own["unit_code"], title, measures.GAP), own, places)
    series = data.coverage_of_years(edition, unit=own["unit_code"]).to_dicts()
    if trends.has_trend(series, own):
        before = (row for row in series if row["title"] == title and row["year"] == own["year"] - 1)
        place.trend(series, own, next(before, None))


def _in_order(found: pl.DataFrame) -> list[sentences.Row]:
    rank = {title: place for place, title in enumerate(sentences.TITLES)}
    return sorted(found.to_dicts(), key=lambda row: rank[row["title"]])


def _answer(rows: list[sentences.Row], name: str, year: int) -> None:
    first, *rest = sentences.answer(rows, place=name, year=year)
    st.html(
        f'<p class="xh-answer"><strong>{escape(first)}</strong> {" ".join(escape(line) for line in rest)}</p>'
    )


def _area_note(rows: list[sentences.Row]) -> str:
    is_general = any(row["goal_pct"] is not None and row["area_class"] == "general" for row in rows)
    return t("overview.note.area") if is_general else ""


def _children(edition: data.Edition, parent: sentences.Row, titles: list[str]) -> None:
    year, unit, name = parent["year"], parent["unit_code"], sentences.place_name(parent)
    for child in data.LEVELS_BELOW.get(parent["level"], ()):
        rows = data.coverage(edition, year=year, unit=unit, level=child)
        if rows.is_empty():
            continue
        caption = t(f"overview.table.caption_{child}", place=in_text(name), year=year)
        st.html(cards.places_table(rows.to_dicts(), titles, caption=caption))
        st.html(html_remark(t("overview.table.legend")))
        st.download_button(
            t("overview.download"),
            rows.write_csv(include_bom=True),
            file_name=f"tong-quan-{year}-{unit}.csv",
            mime="text/csv",
            on_click="ignore",
        )
        return
    st.html(html_remark(t("overview.table.empty")))
