"""*Chấm điểm*: points of the communes by criterion, the weakest criteria, ranks by year."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from dashboard import address, charts, data, origin, ranks, scorecard, state, trends
from dashboard.i18n import in_text, t
from dashboard.sentences import Row
from dashboard.tables import html_heading, html_remark
from dashboard.views import downloads, opening
from dashboard.views.download_buttons import Shown


def page(edition: data.Edition) -> None:
    """Draw the page of one edition of the figures."""
    years = opening.years(edition, t("scores.heading"))
    if not years:
        return
    left, right, _ = st.columns([1, 2, 1])
    with left:
        year = state.choose_year(years)
    with right:
        places = data.places(edition, year=year)
        unit = state.choose_place(places)
    address.write((state.YEAR, state.PLACE))
    names = dict(places.select("code", "name").iter_rows())
    _show(edition, year, unit, names.get(unit, t("filter.country")))


def _show(edition: data.Edition, year: int, unit: str, name: str) -> None:
    counts = data.rank_counts(edition, unit=unit).to_dicts()
    sums = data.criterion_sums(edition, year=year, unit=unit).to_dicts()
    st.html(html_remark(t("scores.purpose", place=in_text(name))))
    said = ranks.answer(counts, sums, place=name, year=year)
    first, *rest = said
    st.html(f'<p class="xh-answer"><strong>{escape(first)}</strong> {escape(" ".join(rest))}</p>')
    if year in ranks.by_year(counts):
        st.html(html_remark(t("overview.card.ranks_unverified")))
        st.html(origin.scores_link(unit, year))
        _weakest(sums, counts, name, year)
        _heat(edition, year, unit, name)
    if counts:
        _years(counts, data.years(edition), name)
        shown = Shown(t("export.what_scores"), name, unit, year, " ".join(said))
        downloads.of_scores(edition, shown, *_inside(edition, year, unit))


def _weakest(sums: list[Row], counts: list[Row], name: str, year: int) -> None:
    if not sums:
        st.html(html_remark(t("scores.no_points")))
        return
    _, expected = ranks.coverage_by_year(counts)[year]
    st.html(html_heading(t("scores.weakest.heading")))
    caption = t("scores.weakest.caption", place=in_text(name), year=year)
    st.html(scorecard.weakest_table(sums, expected=expected, caption=caption))


def _inside(edition: data.Edition, year: int, unit: str) -> tuple[str, pl.DataFrame]:
    """Return the level below a place and what lies there; nothing where communes are the next."""
    level = "province" if unit == data.COUNTRY else "district"
    places = data.units(edition, year=year, unit=unit, level=level)
    return level, places.filter(places["code"] != unit)


def _heat(edition: data.Edition, year: int, unit: str, name: str) -> None:
    """Draw the communes of a district by criteria; of a wider place, what lies in it one level down."""
    st.html(html_heading(t("scores.heat.heading")))
    level, inside = _inside(edition, year, unit)
    holes = {"place": in_text(name), "year": year}
    if inside.is_empty():
        scores = data.scores(edition, year=year, unit=unit).to_dicts()
        points = data.criterion_points(edition, year=year, unit=unit).to_dicts()
        told = {row["unit_code"] for row in scores}
        communes = data.units(edition, year=year, unit=unit, level="commune").to_dicts()
        silent = [row for row in communes if row["code"] not in told]
        caption = t("scores.heat.caption_commune", **holes)
        for table in scorecard.heat_tables(points, scores, silent, caption=caption):
            st.html(table)
    else:
        sums = data.criterion_sums(edition, year=year, unit=unit, level=level).to_dicts()
        caption = t(f"scores.heat.caption_{level}", **holes)
        st.html(scorecard.sums_table(sums, inside.to_dicts(), caption=caption))
        st.html(html_remark(t("scores.heat.deeper")))
    st.html(html_remark(t("scores.heat.legend")))


def _years(counts: list[Row], years: list[int], name: str) -> None:
    st.html(html_heading(t("scores.years.heading")))
    st.html(f'<p class="xh-chart-title">{escape(ranks.message(counts))}</p>')
    chart = charts.rank_bars(counts, ranks.shown_results(counts))
    st.vega_lite_chart(spec=chart, width="stretch", alt=ranks.spoken(counts))
    st.html(
        ranks.years_table(counts, trends.span(years), caption=t("scores.years.caption", place=in_text(name)))
    )
    st.html(html_remark(t("scores.years.legend")))
