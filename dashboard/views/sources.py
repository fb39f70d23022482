"""*Số liệu và nguồn*: who has reported what, in which submissions, with which findings; and the files."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import address, data, reporting, sentences, state, submitted
from dashboard.i18n import in_text, number, t
from dashboard.tables import html_heading, html_remark
from dashboard.views import downloads, opening, source


def page(edition: data.Edition) -> None:
    """Draw the page of one edition of the figures."""
    years = opening.years(edition, t("nav.sources"))
    if not years:
        return
    if address.asked(state.SOURCE):
        source.page(edition, years)
        return
    left, right, _ = st.columns([1, 2, 1])
    with left:
        year = state.choose_year(years)
    with right:
        unit = state.choose_place(data.places(edition, year=year))
    address.write((state.YEAR, state.PLACE))
    _show(edition, year, unit)
    address.write((state.SUBMISSION,))


def _show(edition: data.Edition, year: int, unit: str) -> None:
    own = data.reporting(edition, year=year, unit=unit).to_dicts()
    if not own:
        st.info(t("overview.empty.filter", place=in_text(t("filter.country")), year=year))
        return
    name = sentences.place_name(own[0])
    said = reporting.answer(own, place=name, year=year)
    st.html(f'<p class="xh-answer"><strong>{escape(said[0])}</strong> {escape(" ".join(said[1:]))}</p>')
    _reported(edition, own[0], name)
    _submissions(edition, own[0], name)
    downloads.section(edition, own, name)


def _reported(edition: data.Edition, place: sentences.Row, name: str) -> None:
    """Draw who has reported which form: what lies in the place this year, and the place in every year."""
    year, unit = place["year"], place["unit_code"]
    st.html(html_heading(t("sources.reported_heading")))
    for child in data.LEVELS_BELOW.get(place["level"], ()):
        rows = data.reporting(edition, year=year, unit=unit, level=child).to_dicts()
        if rows:
            caption = t(f"sources.caption_{child}", place=in_text(name), year=year)
            st.html(reporting.places_table(rows, caption=caption))
            break
    caption = t("sources.caption_years", place=in_text(name))
    st.html(reporting.years_table(data.reporting(edition, unit=unit).to_dicts(), caption=caption))
    st.html(html_remark(t("sources.legend")))


def _submissions(edition: data.Edition, place: sentences.Row, name: str) -> None:
    year, unit = place["year"], place["unit_code"]
    st.html(html_heading(t("sources.submissions_heading")))
    rows = data.submissions_about(edition, year=year, unit=unit).to_dicts()
    if not rows:
        address.keep(state.SUBMISSION, None)
        st.write(t("sources.no_submissions", place=in_text(name), year=year))
        return
    caption = t("sources.caption_submissions", place=in_text(name), year=year)
    st.html(submitted.submissions_table(rows, _names(edition, rows), caption=caption))
    if len(rows) > submitted.SHOWN:
        st.html(html_remark(t("sources.more", count=number(len(rows) - submitted.SHOWN))))
    chosen = state.choose_submission({row["submission"]: submitted.label(row) for row in rows[::-1]})
    if chosen is not None:
        found = data.findings_about(edition, year=year, unit=unit)
        of = next(row for row in rows if row["submission"] == chosen)
        st.html(submitted.findings_boxes(found, of))


def _names(edition: data.Edition, rows: list[sentences.Row]) -> dict[str, str]:
    """Return the names of the places that submissions are about, by code."""
    codes = {row["unit_code"]: row["year"] for row in rows if row["unit_code"]}
    names = {code: data.unit_name(edition, code=code, year=year) for code, year in codes.items()}
    return {code: name for code, name in names.items() if name is not None}
