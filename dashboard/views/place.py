"""*Địa phương*: one place; its titles against goals and by year, its villages, and a commune's score card."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from dashboard import address, cards, charts, data, sentences, state, trends
from dashboard.i18n import in_text, t
from dashboard.sentences import Row
from dashboard.tables import html_heading, html_remark
from dashboard.views import downloads, opening, score_card


def page(edition: data.Edition) -> None:
    """Draw the page of one edition of the figures."""
    years = opening.years(edition, t("place.heading"))
    if not years:
        return
    left, middle, right = st.columns([1, 2, 2])
    with left:
        year = state.choose_year(years)
    with middle:
        unit = state.choose_place(data.places(edition, year=year))
    with right:
        commune = state.choose_commune(_communes(edition, year, unit))
    address.write((state.YEAR, state.PLACE, state.COMMUNE))
    _show(edition, years, year, commune or unit)


def _communes(edition: data.Edition, year: int, unit: str) -> pl.DataFrame:
    """Return the communes on offer: of a district, or of a province that has no districts."""
    if unit == data.COUNTRY:
        return pl.DataFrame(schema=["code", "name"])
    districts = data.units(edition, year=year, unit=unit, level="district")
    communes = data.units(edition, year=year, unit=unit, level="commune")
    return communes if set(districts["code"]) <= {unit} else communes.clear()


def _show(edition: data.Edition, years: list[int], year: int, unit: str) -> None:
    series = data.coverage_of_years(edition, unit=unit).to_dicts()
    order = {title: place for place, title in enumerate(sentences.TITLES)}
    rows = sorted((row for row in series if row["year"] == year), key=lambda row: order[row["title"]])
    if not rows:
        name = data.unit_name(edition, code=unit, year=year) or t("filter.country")
        st.info(t("overview.empty.filter", place=in_text(name), year=year))
        return
    name = sentences.place_name(rows[0])
    if not any(map(sentences.has_figures, rows)):
        st.info(t("overview.empty.filter", place=in_text(name), year=year))
    shown = [row for row in rows if sentences.is_shown(row)]
    said = sentences.answer(shown or rows, place=name, year=year)
    first, *rest = said
    st.html(f'<p class="xh-answer"><strong>{escape(first)}</strong> {escape(" ".join(rest))}</p>')
    st.html(html_heading(t("overview.cards_heading", year=year)))
    st.html(cards.cards(shown))
    st.html(html_remark(t("overview.note.counting")))
    _trends(series, shown, years, name)
    if rows[0]["level"] == "commune":
        _villages(edition, year, unit, name)
        score_card.section(edition, year, unit, name)
    downloads.of_place(edition, rows[0], name, said)


def _trends(series: list[Row], shown: list[Row], years: list[int], name: str) -> None:
    st.html(html_heading(t("place.trend.heading")))
    before = {row["title"]: row for row in series if row["year"] == shown[0]["year"] - 1} if shown else {}
    told = [row for row in shown if trends.has_trend(series, row)]
    for pair in (told[place : place + 2] for place in range(0, len(told), 2)):
        for row, column in zip(pair, st.columns(2), strict=False):
            with column:
                trend(series, row, before.get(row["title"]))
    titles = [row["title"] for row in shown]
    caption = t("place.trend.caption", place=in_text(name))
    st.html(trends.years_table(series, titles, trends.span(years), caption=caption))
    st.html(html_remark(t("place.trend.legend")))


def trend(series: list[Row], row: Row, before: Row | None) -> None:
    """Draw one title of a place by year against the goals, under what it says in words; one year is no trend.

    Args:
        series: Rows of coverage of the place in all years.
        row: The row of the year that is shown.
        before: The row of the year before; None without one.
    """
    title = row["title"]
    told, steps = trends.of_title(series, title), trends.goal_steps(series, title)
    st.html(f'<p class="xh-chart-title">{escape(trends.heading(row))}</p>')
    if len(known := trends.told_years(told)) == 1:
        st.html(html_remark(t("place.trend.one_year", year=known[0])))
        return
    st.html(html_remark(trends.comparison(row, before)))
    st.vega_lite_chart(spec=charts.trend(told, steps), width="stretch", alt=trends.spoken(told, steps, title))


def _villages(edition: data.Edition, year: int, unit: str, name: str) -> None:
    st.html(html_heading(t("place.villages.heading")))
    rows = data.villages(edition, year=year, unit=unit).to_dicts()
    if not rows:
        st.html(html_remark(t("place.villages.none", year=year)))
        return
    caption = t("place.villages.caption", place=in_text(name), year=year)
    st.html(trends.villages_table(rows, sentences.TITLES, caption=caption))
