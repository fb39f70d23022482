"""Server time of a page's rerun after a choice, for every page, against an empty Streamlit page."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from browsing import serving

from dashboard import boundaries
from tests.benchmarks import browser, province, visitors
from tests.benchmarks.cases import CASES, EMPTY, NEW, OLD, YEAR_BOX
from tests.benchmarks.streamlit_client import Session

ROUNDS = 8
BOUND, SHAPES_BOUND_SECONDS = 2, 60


def _shapes(root: Path) -> float:
    """Make the shapes of the whole country; return how long it took, in seconds."""
    start = time.perf_counter()
    boundaries.start(root)
    while boundaries.ready(root) is None:
        if boundaries.progress(root) is None:
            raise RuntimeError("the shapes could not be made")
        time.sleep(0.1)
    return time.perf_counter() - start


async def _reruns(empty: str, ours: str) -> list[str]:
    told = []
    async with Session(empty) as reference:
        await reference.run()
        for name, (page, query) in CASES.items():
            async with Session(ours, page=page, query=f"{query}&nam={NEW}") as session:
                await session.run()
                for year in (OLD, NEW):
                    await session.run((YEAR_BOX, year))
                ratios = [await _ratio(reference, session, (OLD, NEW)[turn % 2]) for turn in range(ROUNDS)]
            told.append(
                f"  {name:26} {statistics.median(ratios):5.2f} x   (at most {BOUND}), "
                f"{session.received / 1000:.0f} kB"
            )
    return told


async def _ratio(reference: Session, session: Session, year: str) -> float:
    below = await reference.run((YEAR_BOX, year))
    return await session.run((YEAR_BOX, year)) / below


def lines() -> Iterator[str]:
    """Yield how long the shapes took, then what a choice costs the server, a browser and a crowd."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as nothing:
        root = Path(folder)
        communes = province.build(root)
        seconds = _shapes(root)
        yield f"shapes of the whole country, wall time, n=1: {seconds:.0f} s (at most {SHAPES_BOUND_SECONDS})"
        yield (
            f"server time of a rerun after a choice of year, {communes} communes x {len(province.YEARS)} "
            f"years, against an empty Streamlit page, n={ROUNDS}"
        )
        with serving(Path(nothing), program=EMPTY) as empty, serving(root) as ours:
            yield from asyncio.run(_reruns(empty, ours))
            yield from browser.lines(empty, ours)
        yield from browser.first_page_lines(root, Path(nothing))
        yield from visitors.lines(root, Path(nothing))
