"""Part of *Địa phương*: the score card of a commune, beside that of the year before."""

from __future__ import annotations

import streamlit as st

from dashboard import data, last_year, origin
from dashboard.i18n import in_text, t
from dashboard.tables import html_heading, html_remark


def section(edition: data.Edition, year: int, unit: str, name: str) -> None:
    """Draw the card of a commune and year.

    Args:
        edition: The figures.
        year: Year assessed.
        unit: Code of the commune.
        name: Its name.
    """
    st.html(html_heading(t("scores.card.heading")))
    now, before = (_cards(edition, each, unit) for each in (year, year - 1))
    if not now:
        st.html(html_remark(t("scores.sentence.no_card", place=in_text(name), year=year)))
    else:
        st.html(origin.scores_link(unit, year))
    caption = t("scores.before.caption", place=in_text(name), year=year, before=year - 1)
    for pair in last_year.pairs(year, now, before):
        st.html(last_year.summary_table(pair, caption=caption))
        if said := last_year.comparison(pair):
            st.html(html_remark(said))
        for table in last_year.point_tables(pair, place=name):
            st.html(table)


def _cards(edition: data.Edition, year: int, unit: str) -> list[last_year.Card]:
    scores = data.scores(edition, year=year, unit=unit).to_dicts()
    points = data.criterion_points(edition, year=year, unit=unit).to_dicts() if scores else []
    return last_year.cards(year, scores, points)
