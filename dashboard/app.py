"""The frame of every page: language, navigation, sample band, footer; no figures of its own."""

from __future__ import annotations

from functools import partial
from html import escape
from pathlib import Path

import streamlit as st

from dashboard import address, data, i18n, receiving, state
from dashboard.i18n import t
from dashboard.views import find, overview, pending, place, scores, sources, submit
from dashboard.views import map as map_view

STYLE = Path(__file__).with_name("theme") / "page.css"
# In the order of the navigation: name in the locales, name in the address, what draws the page.
PAGES = (
    ("overview", "tong-quan", overview.page),
    ("map", "ban-do", map_view.page),
    ("place", "dia-phuong", place.page),
    ("scores", "cham-diem", scores.page),
    ("sources", "so-lieu-va-nguon", sources.page),
    ("submit", "nop-so-lieu", submit.page),
)


def main() -> None:
    """Draw the frame and the page that the address names."""
    i18n.use(state.asked_language())
    address.begin()
    st.set_page_config(page_title=t("app.name"), layout="wide")
    st.html(STYLE)
    with pending.opened(receiving.publish_pending, _pages) as edition:
        chosen = st.navigation(_pages(edition), position="top")
        address.at(chosen.url_path)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.html(f'<p class="xh-name">{escape(t("app.description"))}</p>', width="content")
            asked = find.box()
            i18n.use(state.choose_language())
        find.answers(edition, asked)
        if data.has_sample(edition):
            st.html(f'<p class="xh-band" role="note">{escape(t("app.sample_band"))}</p>')
        chosen.run()
        _footer(edition)
        _tell_language()


def _pages(edition: data.Edition) -> list[st.Page]:
    return [
        st.Page(partial(show, edition), title=t(f"nav.{name}"), url_path=path, default=path == PAGES[0][1])
        for name, path, show in PAGES
    ]


def _tell_language() -> None:
    """Write the language into the page that stands, for readers that speak it aloud."""
    script = f"<script>document.documentElement.lang = '{i18n.language()}'</script>"
    st.html(script, unsafe_allow_javascript=True)


def _footer(edition: data.Edition) -> None:
    version = t("app.data_version", number=edition.number) if edition.number else t("app.data_version_none")
    said = [t("app.name"), version, *([t("app.being_written")] if data.is_being_written() else [])]
    st.html(f'<p class="xh-footer">{escape(" · ".join(said))}</p>')


main()
