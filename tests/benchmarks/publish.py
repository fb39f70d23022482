"""A publish of one 22-commune submission into a warehouse of 1 million facts, in wall time."""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from submissions import PLACES, submission, title_row

from etl.publish import publish
from warehouse.store import Store

FACTS = 1_000_000
ROUNDS = 7
TITLES = ("gia_dinh", "dong_ho", "cong_dong", "don_vi")
YEARS = range(2016, 2020)
BOUND_SECONDS = 0.5


def _province_rows(code: str, times: int) -> list[dict[str, Any]]:
    rows = []
    for year in YEARS:
        for unit in PLACES.children(code, level="commune", on=date(year, 12, 31)):
            for title in TITLES:
                row = title_row(unit.code, year, title, total=1000, registered=900, recognised=700)
                rows += [row] * times
    return rows


def _fill(store: Store) -> int:
    """Load a million facts: every commune of the country, four years, four titles, several submissions."""
    provinces = [unit.code for unit in PLACES.children("VN", level="province", on=date(2018, 12, 31))]
    per_round = sum(
        len(PLACES.children("VN", level="commune", on=date(year, 12, 31))) * len(TITLES) for year in YEARS
    )
    times = -(-FACTS // per_round)
    for start in range(0, len(provinces), 8):
        events = [
            submission(f"NOP-{code}-{again}X", title_count=_province_rows(code, 1))
            for code in provinces[start : start + 8]
            for again in range(times)
        ]
        publish(store, events)
    return per_round * times


def lines() -> Iterator[str]:
    """Yield the median time of a publish, beside a plain copy of the same file."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "data")
        facts = _fill(store)
        seconds, copies = [], []
        for number in range(ROUNDS):
            codes = [u.code for u in PLACES.children("389", level="commune", on=_last_day(2018))]
            rows = [
                title_row(code, 2018, title, total=1000, registered=900, recognised=600 + number)
                for code in codes
                for title in TITLES
            ]
            start = time.perf_counter()
            publish(store, [submission(f"NOP-B{number}CD", title_count=rows)])
            seconds.append(time.perf_counter() - start)
            with store.read() as snapshot:
                path = snapshot.path
            if path is not None:
                start = time.perf_counter()
                shutil.copyfile(path, Path(folder) / "copy")
                copies.append(time.perf_counter() - start)
    median, copy = statistics.median(seconds), statistics.median(copies)
    yield f"publish of {len(codes)} communes into {facts} facts, wall time, n={ROUNDS}"
    yield f"  median {median:5.2f} s (at most {BOUND_SECONDS}), {median / copy:5.1f} x a plain file copy"


def _last_day(year: int) -> date:
    return date(year, 12, 31)
