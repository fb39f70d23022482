import pytest
import streamlit as st
from browsing import CHROMIUM, CHROMIUM_FLAGS
from pages import build_store
from scored_pages import build_scored_store

from dashboard import i18n


@pytest.fixture(scope="session")
def small_root(tmp_path_factory):
    root = tmp_path_factory.mktemp("small")
    build_store(root, origin="sample")
    return root


@pytest.fixture(scope="session")
def scored_root(tmp_path_factory):
    root = tmp_path_factory.mktemp("scored")
    build_scored_store(root)
    return root


@pytest.fixture(autouse=True)
def vietnamese():
    i18n.use("vi")
    yield
    i18n.use("vi")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": CHROMIUM_FLAGS}


@pytest.fixture
def page(browser):
    """Open a page of its own; the plugin's brings in a fixture that pytest 9 warns about."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def open_app(monkeypatch):
    """Run the pages of a data folder as Streamlit would; `page` draws one page without the frame."""
    from streamlit.testing.v1 import AppTest

    def run(root, *, page=None, **query):
        monkeypatch.setenv("XHHT_DATA", str(root))
        st.cache_data.clear()
        app = AppTest.from_string(FRAME if page is None else PAGE.format(page=page), default_timeout=60)
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return run


FRAME = """
import runpy
from pathlib import Path
import dashboard
runpy.run_path(str(Path(dashboard.__file__).with_name("app.py")))
"""
PAGE = """
from dashboard import data, i18n, state
from dashboard.views import {page}
i18n.use(state.asked_language())
with data.opened() as edition:
    {page}.page(edition)
"""
