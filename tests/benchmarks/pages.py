"""Server time of a page's rerun after a choice, for every page, against an empty Streamlit page."""

from __future__ import annotations

import asyncio
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from dashboard import boundaries
from tests.benchmarks import province
from tests.benchmarks.streamlit_client import Session

ROUNDS = 8
BOUND, SHAPES_BOUND_SECONDS = 2, 60
YEAR_BOX = "Năm đánh giá"
NEW, OLD = "2019", "2018"
EMPTY_PAGE = Path(__file__).with_name("empty_page.py")
EMPTY = """
import sys
import streamlit as st
from dashboard.serve import SERVER_OPTIONS
options = {**SERVER_OPTIONS, "server.port": int(sys.argv[1]), "server.address": "127.0.0.1"}
st.App(sys.argv[2]).run(config=options)
"""
OURS = """
import sys
from pathlib import Path
from dashboard.serve import serve
serve(port=int(sys.argv[1]), host="127.0.0.1", data_root=Path(sys.argv[2]), open_browser=False)
"""
# What is shown: name of the page in the address, and its choices.
CASES = {
    "overview of the province": ("", "dia_phuong=38"),
    "overview of a district": ("", "dia_phuong=389"),
    "map of districts": ("ban-do", "dia_phuong=38"),
    "map of all communes": ("ban-do", "dia_phuong=38&to_mau=rank"),
    "map of the country": ("ban-do", "dia_phuong=VN"),
    "place, the province": ("dia-phuong", "dia_phuong=38"),
    "place, a commune": ("dia-phuong", "dia_phuong=389&xa=15064"),
    "scores of the province": ("cham-diem", "dia_phuong=38"),
    "scores of a district": ("cham-diem", "dia_phuong=389"),
    "sources": ("so-lieu-va-nguon", "dia_phuong=38"),
}


@contextmanager
def _serving(code: str, argument: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", code, str(port), str(argument)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _wait(url: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urlopen(url, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(url)


def _shapes(root: Path) -> float:
    """Make the shapes of the whole country; return how long it took, in seconds."""
    start = time.perf_counter()
    boundaries.start(root)
    while boundaries.ready(root) is None:
        if boundaries.progress(root) is None:
            raise RuntimeError("the shapes could not be made")
        time.sleep(0.1)
    return time.perf_counter() - start


async def _reruns(empty: str, ours: str) -> AsyncIterator[str]:
    async with Session(empty) as reference:
        await reference.run()
        for name, (page, query) in CASES.items():
            async with Session(ours, page=page, query=f"{query}&nam={NEW}") as session:
                await session.run()
                for year in (OLD, NEW):
                    await session.run((YEAR_BOX, year))
                ratios = [await _ratio(reference, session, (OLD, NEW)[turn % 2]) for turn in range(ROUNDS)]
            yield (
                f"  {name:26} {statistics.median(ratios):5.2f} x   (at most {BOUND}), "
                f"{session.received / 1000:.0f} kB"
            )


async def _ratio(reference: Session, session: Session, year: str) -> float:
    below = await reference.run((YEAR_BOX, year))
    return await session.run((YEAR_BOX, year)) / below


async def _listed(empty: str, ours: str) -> list[str]:
    return [line async for line in _reruns(empty, ours)]


def lines() -> Iterator[str]:
    """Yield how long the shapes took, then the ratio of every page."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        communes = province.build(root)
        seconds = _shapes(root)
        yield f"shapes of the whole country, wall time, n=1: {seconds:.0f} s (at most {SHAPES_BOUND_SECONDS})"
        yield (
            f"server time of a rerun after a choice of year, {communes} communes x {len(province.YEARS)} "
            f"years, against an empty Streamlit page, n={ROUNDS}"
        )
        with _serving(EMPTY, EMPTY_PAGE) as empty, _serving(OURS, root) as ours:
            yield from asyncio.run(_listed(empty, ours))
