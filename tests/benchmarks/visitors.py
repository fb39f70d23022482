"""Fifty visitors at once on two processes: how long slow reruns take, against an empty page's."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path

from browsing import SERVE, serving

from tests.benchmarks.cases import CASES, EMPTY, NEW, OLD, YEAR_BOX
from tests.benchmarks.streamlit_client import Session

CLIENTS, PROCESSES = 50, 2
RERUNS, PAUSE_SECONDS = 6, 5.0  # each visitor chooses a year every five seconds
BOUND = 5


def lines(root: Path, nothing: Path) -> Iterator[str]:
    """Yield the 95th percentile of all reruns of a crowd that visits every page by turns."""
    below = _percentiles(nothing, [("", "")], EMPTY)
    ours = _percentiles(root, [(page, f"{query}&nam={NEW}") for page, query in CASES.values()], SERVE)
    yield (
        f"rerun with {CLIENTS} visitors on {PROCESSES} processes, each choosing every {PAUSE_SECONDS:.0f} s, "
        f"against as many on empty pages, n={CLIENTS * RERUNS}"
    )
    yield f"  p50 {ours[0] / below[0]:5.2f} x   p95 {ours[1] / below[1]:5.2f} x   (p95 at most {BOUND})"


def _percentiles(root: Path, pages: list[tuple[str, str]], program: str) -> tuple[float, float]:
    """Return median and 95th percentile of all reruns of all visitors.

    Units: seconds.
    """
    with ExitStack() as running:
        servers = [running.enter_context(serving(root, program=program)) for _ in range(PROCESSES)]
        took = asyncio.run(_crowd(servers, pages))
    return statistics.median(took), statistics.quantiles(took, n=20)[-1]


async def _crowd(servers: list[str], pages: list[tuple[str, str]]) -> list[float]:
    everywhere = [(server, *page) for page in pages for server in servers]
    visits = [
        _visit(*place, wait=PAUSE_SECONDS * number / CLIENTS)
        for number, place in enumerate(islice(cycle(everywhere), CLIENTS))
    ]
    return [seconds for took in await asyncio.gather(*visits) for seconds in took]


async def _visit(server: str, page: str, query: str, *, wait: float) -> list[float]:
    """Open one page, then choose years; return how long each rerun took.

    Units: seconds.
    """
    async with Session(server, page=page, query=query) as session:
        await asyncio.sleep(wait)
        await session.run()
        for year in (OLD, NEW):
            await session.run((YEAR_BOX, year))
        took = []
        for turn in range(RERUNS):
            await asyncio.sleep(PAUSE_SECONDS - (took[-1] if took else 0))
            took.append(await session.run((YEAR_BOX, (OLD, NEW)[turn % 2])))
        return took
