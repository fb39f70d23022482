"""Part of *Bản đồ*: the map itself, its legend, and what a click on it does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from dashboard import boundaries, map_words, maps, state
from dashboard.i18n import number, t
from dashboard.map_words import Asked
from dashboard.measures import is_silent
from dashboard.sentences import Row
from dashboard.tables import html_remark


def section(root: Path, asked: Asked, *, name: str, province: str, level: str, rows: Sequence[Row]) -> None:
    """Draw the map of some places.

    Args:
        root: The data folder.
        asked: What the map was asked for.
        name: Name of the place that holds them.
        province: Code of the province whose shapes are drawn; the country's for provinces.
        level: Level of the places.
        rows: One row a place.
    """
    shapes = boundaries.ready(root)
    if shapes is None:
        _wait(root)
        return
    inside = None if level == "province" else province
    keys = shapes.keys(level=level, year=asked.year, province=inside)
    points = {} if inside is None else shapes.points(level=level, year=asked.year, province=inside)
    key = f"map_{asked.unit}_{asked.measure}"
    st.vega_lite_chart(
        maps.map_rows(rows, asked.measure, keys, points),
        maps.map_spec(shapes.url(province), asked.measure, shapes.labels() if level == "province" else ()),
        key=key,
        on_select=lambda: _open(key, level, {row["unit_code"] for row in rows if not is_silent(row)}),
        selection_mode=maps.CHOSEN,
        width="stretch",
        alt=t("map.alt", place=name, measure=asked.measure_words),
    )
    st.html(map_words.legend(asked, rows))
    code = _selected(key) if level == "commune" else None
    for row in rows:
        if row["unit_code"] == code:
            st.html(map_words.clicked(asked, row))
    lost = [row["unit_name"] for row in rows if row["unit_code"] not in keys]
    st.html(html_remark(map_words.without_shape(lost), t("map.approximate")))


@st.fragment(run_every=3)
def _wait(root: Path) -> None:
    """Tell how far the shapes are, until they are there; where there will be none, why."""
    if boundaries.ready(root) is not None:
        st.rerun()
    done = boundaries.progress(root)
    if done is None:
        _say_failed(root)
        return
    st.info(t("map.preparing", done=number(done[0]), total=number(done[1])))
    st.progress(done[0] / max(done[1], 1))


def _say_failed(root: Path) -> None:
    reason = boundaries.failure(root)
    if reason is not None:  # else they were made this moment
        st.warning(t(f"map.failed.{reason}"))
        st.button(t("map.retry"), key="map_retry", on_click=partial(boundaries.start, root, again=True))


def _open(key: str, level: str, openable: set[str]) -> None:
    """Open the place that was clicked, before the page is drawn again."""
    code = _selected(key)
    if code in openable and level != "commune":
        st.session_state[state.PLACE] = code


def _selected(key: str) -> str | None:
    chosen = st.session_state[key]["selection"].get(maps.CHOSEN) if key in st.session_state else None
    return str(chosen[0]["code"]) if chosen else None
