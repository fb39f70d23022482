"""Submissions made by hand, as intake would hand them to the store."""

from __future__ import annotations

from typing import Any

from warehouse.ledger import NewEvent
from warehouse.places import load_places

PLACES = load_places()
MAXIMA = (10, 10, 5, 10, 10, 5, 5, 10, 5, 5, 5, 5, 5, 5, 5)
FULL_POINTS = {f"tc{number:02}": float(points) for number, points in enumerate(MAXIMA, start=1)}


def trial_goal(name: str, code: str, level: str, *, act: str = "1/KH") -> str:
    """Return the text of a local document of 2016: 65 % of the families by 2020."""
    return f"""
id: {name}
kind: goals
title: {{vi: Kế hoạch thử, en: Trial plan}}
document: Kế hoạch {act}
reference: {{act: {act}, issued: 2016-01-01}}
place: {{code: "{code}", level: {level}}}
first_year: 2016
last_year: 2020
confidence: seed
goals:
  - {{title: gia_dinh, area_class: general, pct: 65, goal_year: 2020, denominator: all}}
"""


def title_row(code: str, year: int, title: str, row: int = 8, **counts: int | None) -> dict[str, Any]:
    """Return one staged row of a title; counts by name, what is not named is blank."""
    unit = PLACES.in_force(code, year)
    if unit is None:
        raise LookupError(code)
    names = (
        "total",
        "registered",
        "assessed",
        "recognised",
        "recognised_new",
        "recognised_again",
        "cumulative",
    )
    return {
        "sheet": "Bieu 01",
        "row": row,
        "unit_code": code,
        "unit_valid_from": unit.valid_from.isoformat(),
        "year": year,
        "period": "nam",
        "title": title,
        "village_key": None,
        "village_name": None,
        "managed_by": None,
        "own_offices": unit.level == "district",
        **{name: counts.get(name) for name in names},
    }


def score_rows(
    code: str, year: int, points: dict[str, float], basis: str = "assessed"
) -> list[dict[str, Any]]:
    """Return one staged row a criterion."""
    unit = PLACES.in_force(code, year)
    if unit is None:
        raise LookupError(code)
    return [
        {
            "sheet": "Diem",
            "row": 9,
            "unit_code": code,
            "unit_valid_from": unit.valid_from.isoformat(),
            "year": year,
            "criterion": criterion,
            "basis": basis,
            "points": value,
            "column_key": f"criterion_{int(criterion[2:])}",
        }
        for criterion, value in points.items()
    ]


def assessment_row(code: str, year: int, *, rank: str | None, total: float | None) -> dict[str, Any]:
    """Return the total and rank that a sheet states."""
    unit = PLACES.in_force(code, year)
    if unit is None:
        raise LookupError(code)
    return {
        "sheet": "Diem",
        "row": 9,
        "unit_code": code,
        "unit_valid_from": unit.valid_from.isoformat(),
        "year": year,
        "total_self": None,
        "total_assessed": total,
        "rank_reported": rank,
    }


def submission(code: str, **facts: list[dict[str, Any]]) -> NewEvent:
    """Return the event of an accepted submission with these facts."""
    rows = sum(len(part) for part in facts.values())
    head = {
        "submission_id": code,
        "receive_code": code,
        "file_name": f"{code}.xlsx",
        "sha256": "0" * 64,
        "form": "danh-hieu",
        "unit_code": "389",
        "year": 2018,
        "period": "nam",
        "channel": None,
        "version": 1,
        "state": "accepted",
        "verdict": "accepted",
        "rows_read": rows,
        "rows_loaded": rows,
        "rows_ignored": 0,
        "rows_rejected": 0,
        "received_at": "2026-01-05T08:00:00+00:00",
        "received_by": "admin",
        "origin": "cli",
    }
    payload = {"submission": head, "findings": [], "tables": [], "ignored": [], "facts": facts}
    return NewEvent(kind="submission", by="admin", payload=payload, submission_id=code)
