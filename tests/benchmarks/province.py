"""A data folder with every commune of one province: six years of counts, points and ranks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pages import FIRST_ROW, PROVINCE, figures
from scored_pages import PARTS, points
from submissions import PLACES, assessment_row, score_rows, submission, title_row

from etl.publish import publish
from warehouse.store import Store

YEARS = range(2015, 2021)
RANKS = tuple(PARTS)


def build(root: Path) -> int:
    """Fill a data folder; return the largest number of communes of a year."""
    counts = []
    store = Store(root)
    for year in YEARS:
        codes = [unit.code for unit in PLACES.children(PROVINCE, level="commune", on=date(year, 12, 31))]
        counts.append(len(codes))
        publish(store, [_report(year, codes)])
    return max(counts)


def _report(year: int, codes: list[str]) -> Any:
    titles: list[dict[str, Any]] = []
    scored: list[dict[str, Any]] = []
    stated: list[dict[str, Any]] = []
    for place, code in enumerate(codes):
        titles += [
            title_row(code, year, title, row=FIRST_ROW + place, **counts)
            for title, counts in figures(year, place % 22).items()
        ]
        rank = RANKS[(place + year) % len(RANKS)]
        scored += score_rows(code, year, points(rank))
        stated.append(assessment_row(code, year, rank=rank, total=None))
    event = submission(f"NOP-{year}", title_count=titles, criterion_score=scored, assessment=stated)
    event.payload["submission"] |= {"year": year, "unit_code": PROVINCE, "origin": "sample"}
    return event
