"""*Bản đồ*: the places of a place by gap, rate, rank or coverage; the list beside it says the same."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import address, data, map_words, measures, sentences, state
from dashboard.i18n import in_text, t
from dashboard.map_words import Asked
from dashboard.tables import html_heading, html_remark
from dashboard.views import map_chart, opening

SHOWN = (state.YEAR, state.PLACE, state.TITLE, state.MEASURE)
LEVELS_OF_RANKS = {"province": ("commune",), "district": ("commune",)}


def page(edition: data.Edition) -> None:
    """Draw the page of one edition of the figures."""
    years = opening.years(edition, t("map.heading"))
    if not years:
        return
    columns = st.columns([1, 2, 2, 2])
    with columns[0]:
        year = state.choose_year(years)
    places = data.places(edition, year=year)
    with columns[1]:
        unit = state.choose_place(places)
    with columns[2]:
        title = state.choose_title(sentences.TITLES)
    with columns[3]:
        measure = state.choose_measure(measures.MEASURES)
    address.write(SHOWN)
    _show(edition, Asked(year, unit, title, measure), places.to_dicts())


def _show(edition: data.Edition, asked: Asked, places: list[dict[str, Any]]) -> None:
    st.html(map_words.way(asked, places))
    found = data.coverage(edition, year=asked.year, unit=asked.unit).to_dicts()
    own = next((row for row in found if row["title"] == asked.counted), None)
    if own is None:
        st.info(t("map.no_title", title=t(f"title.{asked.counted}"), year=asked.year))
        return
    name = sentences.place_name(own)
    st.html(html_remark(t("map.purpose", place=in_text(name))))
    st.html(map_words.answer(asked, own, name))
    drawn(edition, asked, own, places)


def drawn(edition: data.Edition, asked: Asked, own: sentences.Row, places: list[dict[str, Any]]) -> None:
    """Draw the map of what lies in a place, and the list that holds the same.

    Args:
        edition: The figures.
        asked: What the map was asked for.
        own: The place's own row of coverage.
        places: Provinces and districts of the year.
    """
    name = sentences.place_name(own)
    level, rows = _children(edition, asked, own["level"])
    if not rows:
        is_ranked = asked.measure == measures.RANK and own["level"] == "country"
        st.info(t("map.rank_country") if is_ranked else t("map.no_children"))
        return
    st.html(html_heading(map_words.message(asked, level, rows)))
    left, right = st.columns([3, 2])
    with left:
        province = _province(asked.unit, places)
        map_chart.section(edition.root, asked, name=name, province=province, level=level, rows=rows)
    with right:
        st.html(map_words.list_table(asked, rows))
        st.html(html_remark(t("map.list_hint"), t("map.rank_note") if asked.measure == measures.RANK else ""))


def _children(edition: data.Edition, asked: Asked, level: str) -> tuple[str, list[sentences.Row]]:
    """Return the level that is drawn and a row a place, the best first."""
    levels = LEVELS_OF_RANKS if asked.measure == measures.RANK else data.LEVELS_BELOW
    for child in levels.get(level, ()):
        found = data.coverage(edition, year=asked.year, unit=asked.unit, level=child).to_dicts()
        rows = [row for row in found if row["title"] == asked.counted]
        if rows:
            if asked.measure == measures.RANK:
                rows = _ranked(edition, asked, rows)
            if child == "province":
                rows += _silent(edition, asked, {row["unit_code"] for row in rows})
            return child, sorted(rows, key=lambda row: measures.order_of(row, asked.measure))
    return "commune", []


def _ranked(edition: data.Edition, asked: Asked, rows: list[sentences.Row]) -> list[sentences.Row]:
    """Return communes with their rank and points, and their district: communes of a province share names."""
    ranks = data.ranks(edition, year=asked.year, unit=asked.unit)
    names = dict(data.places(edition, year=asked.year).select("code", "name").iter_rows())
    return [
        row | {"district": names.get(row["parent_code"], "")} | ranks.get(row["unit_code"], {})
        for row in rows
    ]


def _silent(edition: data.Edition, asked: Asked, known: set[str]) -> list[sentences.Row]:
    """Return the provinces of which nothing was reported: the map of the country shows them all."""
    all_of_them = data.units(edition, year=asked.year, unit=data.COUNTRY, level="province").to_dicts()
    return [
        measures.silent_row(row["code"], row["name"], "province", asked.counted)
        for row in all_of_them
        if row["code"] not in known
    ]


def _province(unit: str, places: list[dict[str, Any]]) -> str:
    """Return whose file of shapes holds what is drawn."""
    here = next((row for row in places if row["code"] == unit), None)
    if here is None:
        return unit
    return str(here["parent_code"] if here["level"] == "district" else here["code"])
