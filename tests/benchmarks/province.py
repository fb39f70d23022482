"""A data folder with every commune of one province: six years of counts, points and ranks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from etl.publish import publish
from tests.support.submissions import FULL_POINTS, PLACES, assessment_row, score_rows, submission, title_row
from warehouse.store import Store

PROVINCE = "38"
YEARS = range(2015, 2021)
RANKS = ("tot", "kha", "trung_binh")
PART_OF_RANK = {"tot": 0.9, "kha": 0.75, "trung_binh": 0.55}


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
    points: list[dict[str, Any]] = []
    stated: list[dict[str, Any]] = []
    for place, code in enumerate(codes):
        titles += _counts(code, year, place)
        rank = RANKS[(place + year) % len(RANKS)]
        given = {name: round(2 * most * PART_OF_RANK[rank]) / 2 for name, most in FULL_POINTS.items()}
        points += score_rows(code, year, given)
        stated.append(assessment_row(code, year, rank=rank, total=None))
    event = submission(f"NOP-{year}", title_count=titles, criterion_score=points, assessment=stated)
    event.payload["submission"] |= {"year": year, "unit_code": PROVINCE, "origin": "sample"}
    return event


def _counts(code: str, year: int, place: int) -> list[dict[str, Any]]:
    better = year - YEARS[0]
    numbers = {
        "gia_dinh": (1200 + place, 1100, 800 + 30 * better),
        "dong_ho": (20, 15, 8 + better),
        "cong_dong": (12, 10, 5 + better),
        "don_vi": (4, 4, 3),
    }
    return [
        title_row(
            code, year, title, row=11 + place, total=total, registered=registered, recognised=recognised
        )
        for title, (total, registered, recognised) in numbers.items()
    ]
