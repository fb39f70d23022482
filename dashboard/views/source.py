"""*Nguồn*, part of *Số liệu và nguồn*: from a figure to what it is made of, to its cells and raw text."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import address, data, origin, receiving, sentences, state
from dashboard.i18n import in_text, t
from dashboard.tables import html_heading, html_remark


def page(edition: data.Edition, years: list[int]) -> None:
    """Draw where a figure of the unit that the address names comes from."""
    left, right, _ = st.columns([1, 2, 1])
    with left:
        year = state.choose_year(years)
    with right:
        title = state.choose_title(sentences.TITLES)
    address.write((state.YEAR, state.TITLE))
    asked = address.asked(state.SOURCE) or ""
    name = data.unit_name(edition, code=asked, year=None)
    if name is None:
        st.info(t("source.unknown_unit", value=asked))
        st.html(origin.link_html(t("source.back"), origin.places_link(data.COUNTRY, year)))
        return
    rows = data.coverage(edition, year=year, unit=asked).to_dicts()
    own = next((row for row in rows if row["title"] == title), None)
    place = data.unit_name(edition, code=asked, year=year) or name
    _show(edition, own, unit=asked, title=title, year=year, place=place)
    st.html(origin.link_html(t("source.back"), origin.places_link(_holder(rows, asked), year)))


def _holder(rows: list[sentences.Row], unit: str) -> str:
    """Return the place whose page leads back: a commune's is that of what holds it."""
    first = rows[0] if rows else None
    return str(first["parent_code"] or unit) if first and first["level"] == "commune" else unit


def _show(
    edition: data.Edition, own: sentences.Row | None, *, unit: str, title: str, year: int, place: str
) -> None:
    shown = in_text(place)
    parts = _parts(edition, unit=unit, title=title, year=year)
    st.html(html_heading(t("source.heading", title=t(f"title.{title}"), place=shown, year=year)))
    st.html(f'<p class="xh-answer">{escape(origin.answer(own, parts, place=shown))}</p>')
    _cells(edition, unit=unit, title=title, year=year, place=shown)
    if not parts:
        st.write(t("source.nothing", place=shown, year=year))
    elif unit == data.COUNTRY:
        _provinces(edition, title=title, year=year)
    elif any(row["unit_code"] != unit for row in parts):
        _list(
            edition,
            parts,
            t("source.parts", place=shown, year=year),
            is_scored=title == sentences.COMMUNE_TITLE,
        )


def _provinces(edition: data.Edition, *, title: str, year: int) -> None:
    """Draw the provinces that make up the country's figure: its communes would be thousands."""
    rows = data.coverage(edition, year=year, unit=data.COUNTRY, level="province").to_dicts()
    told = [row for row in rows if row["title"] == title and row["recognised"] is not None]
    st.html(origin.parts_table(told, {}, caption=t("source.provinces", year=year)))


def _list(edition: data.Edition, parts: list[sentences.Row], caption: str, *, is_scored: bool) -> None:
    if is_scored:
        st.html(origin.scores_table(parts, caption=caption))
    else:
        is_of_one = len({row["district_code"] for row in parts}) == 1
        names = {} if is_of_one else _districts(edition, parts)
        st.html(origin.parts_table(parts, names, caption=caption))
    st.html(html_remark(t("source.parts_remark")))


def _parts(edition: data.Edition, *, unit: str, title: str, year: int) -> list[sentences.Row]:
    if title == sentences.COMMUNE_TITLE:
        return data.scores(edition, year=year, unit=unit).to_dicts()
    return data.title_parts(edition, year=year, unit=unit, title=title).to_dicts()


def _cells(edition: data.Edition, *, unit: str, title: str, year: int, place: str) -> None:
    """Draw the cells of a unit's own figures, and the submissions that they came in."""
    found = (
        data.score_cells(edition, year=year, unit=unit)
        if title == sentences.COMMUNE_TITLE
        else data.title_cells(edition, year=year, unit=unit, title=title)
    )
    rows = found.to_dicts()
    if rows:
        with st.spinner(t("source.reading")):
            texts = _texts(edition, rows)
        caption = t("source.cells", place=place, year=year)
        st.html(origin.cells_table(rows, texts, caption=caption))
        st.html(origin.files_table(rows))


def _texts(edition: data.Edition, rows: list[sentences.Row]) -> origin.Texts:
    """Read again what stands in the originals, each once."""
    spots: dict[str, list[receiving.Spot]] = {}
    for row in rows:
        spots.setdefault(row["sha256"], []).extend(origin.spots(row))
    return {
        sha256: receiving.cells_as_sent(edition, sha256, tuple(dict.fromkeys(wanted)))
        for sha256, wanted in spots.items()
    }


def _districts(edition: data.Edition, rows: list[sentences.Row]) -> dict[str, str]:
    """Return the names of the districts that units lie in, by code."""
    codes = {row["district_code"]: row["year"] for row in rows if row["district_code"]}
    names = {code: data.unit_name(edition, code=code, year=year) for code, year in codes.items()}
    return {code: name for code, name in names.items() if name is not None}
