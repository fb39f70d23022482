"""What a visitor waits for in a browser: from a click to the last change of the page, and the first page."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from browsing import CHROMIUM, CHROMIUM_FLAGS, SERVE, serving
from playwright.sync_api import Page, sync_playwright

from tests.benchmarks.cases import CASES, EMPTY, NEW, OLD, YEAR_BOX
from tests.benchmarks.streamlit_client import Session

ROUNDS, FIRST_ROUNDS = 8, 3
BOUND, GOAL, FIRST_BOUND_SECONDS = 4, 3, 2
QUIET_MILLISECONDS = 500  # a page that stands still so long is painted
# Notes when the mouse went down and when the page was last painted after a change of it.
WATCH = """
window.painted = 0; window.pressed = 0;
addEventListener('pointerdown', () => { window.pressed = performance.now() }, true);
const seen = () => requestAnimationFrame(() => { window.painted = performance.now() });
const isStatus = (change) => change.target.closest?.('[data-testid="stStatusWidget"], header') != null;
new MutationObserver((changes) => { if (!changes.every(isStatus)) seen() }).observe(
  document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
STILL = f"() => window.painted && performance.now() - window.painted > {QUIET_MILLISECONDS}"


def lines(empty: str, ours: str) -> Iterator[str]:
    """Yield how long every page takes from a click on a year until it is painted, against an empty page."""
    yield f"browser, click on a year -> painted, against an empty Streamlit page, n={ROUNDS}"
    with _browser() as new_page:
        reference = _opened(new_page(), empty)
        for name, (page, query) in CASES.items():
            visited = _opened(new_page(), f"{ours}/{page}?{query}&nam={NEW}")
            for year in (OLD, NEW):
                _choose(visited, year)
            ratios = []
            for turn in range(ROUNDS):
                year = (OLD, NEW)[turn % 2]
                below = _choose(reference, year)
                ratios.append(_choose(visited, year) / below)
            yield f"  {name:26} {statistics.median(ratios):5.2f} x   (at most {BOUND}, goal {GOAL})"
            visited.close()


def first_page_lines(root: Path, nothing: Path) -> Iterator[str]:
    """Yield how long the first visitor of a server that has just started waits for the whole first page."""
    ratios, runs = [], []
    for _ in range(FIRST_ROUNDS):
        below = _first_page(nothing, EMPTY)
        ratios.append(_first_page(root, SERVE) / below)
        with serving(root) as address:
            runs.append(asyncio.run(_first_run(address)))
    yield f"first page after the server answers, n={FIRST_ROUNDS}"
    yield f"  on the server {statistics.median(runs):5.2f} s   (at most {FIRST_BOUND_SECONDS})"
    yield f"  in a browser without a cache {statistics.median(ratios):5.2f} x an empty Streamlit page"


async def _first_run(address: str) -> float:
    async with Session(address) as session:
        return await session.run()


def _first_page(root: Path, program: str) -> float:
    """Return how long a browser takes to the foot of the page.

    Units: seconds.
    """
    with _browser() as new_page:
        page = new_page()
        with serving(root, program=program) as address:
            start = time.perf_counter()
            page.goto(address)
            page.wait_for_selector(".xh-footer")
            return time.perf_counter() - start


@contextmanager
def _browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_FLAGS)
        yield lambda: chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
        chromium.close()


def _opened(page: Page, address: str) -> Page:
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_selector(".xh-footer")
    page.wait_for_function(STILL)
    return page


def _choose(page: Page, year: str) -> float:
    """Click on a year; return how long it took until the page was painted for the last time.

    Units: milliseconds.
    """
    page.get_by_role("combobox", name=YEAR_BOX).first.click()
    page.wait_for_function(STILL)
    page.get_by_role("option", name=year, exact=True).click()
    page.wait_for_timeout(QUIET_MILLISECONDS)
    page.wait_for_function(STILL)
    return float(page.evaluate("window.painted - window.pressed"))
