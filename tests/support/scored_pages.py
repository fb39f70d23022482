"""A data folder in which the communes of one district have points, ranks and counts of villages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pages import communes, figures
from submissions import FULL_POINTS, assessment_row, score_rows, submission, title_row

from etl.publish import publish
from warehouse.store import Store

# How many of the 22 communes are ranked tot, kha, khong_xep_loai.
PICTURE = {2016: (6, 15, 1), 2017: (11, 10, 1), 2018: (16, 5, 1)}
PARTS = {"tot": 0.9, "kha": 0.7, "khong_xep_loai": 0.4}
WEAK = "tc12"


VILLAGES = {"Thôn Đồng": 3, "Làng Chùa": 0}


def village_row(code: str, name: str, *, row: int) -> dict[str, Any]:
    """Return a row of the clans of one village: four, of which some hold the title."""
    counts = title_row(code, 2018, "dong_ho", row=row, total=4, recognised=VILLAGES[name])
    return counts | {"village_key": name.casefold(), "village_name": name}


def points(rank: str) -> dict[str, float]:
    """Return points that give a rank; criterion 12 has half a point less."""
    given = {name: round(2 * maximum * PARTS[rank]) / 2 for name, maximum in FULL_POINTS.items()}
    return given | {WEAK: given[WEAK] - 0.5}


def build_scored_store(root: Path) -> Store:
    """Return a store with three years of scores and titles of Ngọc Lặc.

    In 2018 the last commune has a typed total and rank only, and the one before lacks criterion 4;
    the first commune reports its clans by village.
    """
    store = Store(root)
    events = []
    for year, numbers in PICTURE.items():
        here = communes(year)
        ranks = [rank for rank, number in zip(PARTS, numbers, strict=True) for _ in range(number)]
        scored, stated, counts = [], [], []
        for place, (code, rank) in enumerate(zip(here, ranks, strict=True)):
            given = points(rank)
            if year == 2018 and place == 20:
                given.pop("tc04")
            if year != 2018 or place != 21:
                scored += score_rows(code, year, given)
            total = 40.0 if year == 2018 and place == 21 else None
            stated.append(assessment_row(code, year, rank=rank, total=total))
            counts += [
                title_row(code, year, title, row=11 + place, **count)
                for title, count in figures(year, place).items()
            ]
        if year == 2018:
            counts += [village_row(here[0], name, row=60 + row) for row, name in enumerate(VILLAGES)]
        event = submission(f"NOP-{year}", criterion_score=scored, assessment=stated, title_count=counts)
        event.payload["submission"] |= {"year": year}
        events.append(event)
    publish(store, events)
    return store
