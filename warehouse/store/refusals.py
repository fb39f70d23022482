"""What stands in a snapshot of a submission that a check kept out: its name and why, none of its figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from warehouse.ledger import Event
from warehouse.places import load_places
from warehouse.store.types import Refused

RULE = "refused_by_check"
MORE = "more_findings"
_MATCHED = ("sheet", "row", "year", "period", "title", "criterion", "points")
_NOT_SAID = ("submission_id", "sheet", "row")

Row = dict[str, Any]


def refused_of(event: Event) -> Refused:
    """Return what a refusal on record says."""
    payload = event.payload
    rows = payload["rows"]
    return Refused(
        payload["event_id"], event.submission_id, payload["check"], rows, payload.get("count", len(rows))
    )


def without_figures(event: Event, refused: Refused) -> Event:
    """Return a submission as a snapshot takes it after its refusal: listed, to be mended, nothing loaded."""
    head = event.payload["submission"]
    payload = {
        **event.payload,
        "submission": {
            **head,
            "state": "fixing",
            "verdict": "rejected",
            "rows_loaded": 0,
            "rows_rejected": head["rows_rejected"] + head["rows_loaded"],
        },
        "findings": [*event.payload.get("findings", []), *refusal_findings(refused, event.payload)],
        "facts": {},
    }
    return replace(event, payload=payload)


def refusal_findings(refused: Refused, payload: dict[str, Any]) -> list[Row]:
    """Return one finding a failing row, with the place in the workbook where the row can be traced to it.

    Args:
        refused: The check and its rows.
        payload: What the submission brought: its facts, and which column stands where.
    """
    found = [_finding(refused.check, row, payload) for row in refused.rows]
    left = refused.count - len(refused.rows)
    if left > 0:
        found.append({"severity": "note", "rule": MORE, "values": {"count": left}})
    return found


def _finding(check: str, row: Row, payload: dict[str, Any]) -> Row:
    fact = next(_facts_of(row, payload), {})
    sheet, number = row.get("sheet") or fact.get("sheet"), row.get("row") or fact.get("row")
    letter = _column(row, fact, payload.get("tables", []), sheet)
    values = {name: value for name, value in row.items() if name not in _NOT_SAID and value is not None}
    if "criterion" in values:
        values["column"] = values["criterion"]
    return {
        "severity": "error",
        "rule": RULE,
        "sheet": sheet,
        "cell": f"{letter}{number}" if letter and number else None,
        "row": number,
        "values": {**values, **_names(row, fact), "check": check},
    }


def _facts_of(row: Row, payload: dict[str, Any]) -> Iterator[Row]:
    """Yield the facts of the submission that a failing row is about."""
    codes = {row.get(name) for name in ("unit_code", "ended_code", "successor_code")} - {None}
    for facts in payload.get("facts", {}).values():
        for fact in facts:
            is_same = all(
                row[name] == fact[name] for name in _MATCHED if None not in (row.get(name), fact.get(name))
            )
            if is_same and (fact["unit_code"] in codes or (not codes and row.get("row"))):
                yield fact


def _column(row: Row, fact: Row, tables: list[Row], sheet: str | None) -> str | None:
    """Return the letter of the column that the row is about, if it is about one."""
    key = fact.get("column_key")
    title = row.get("title")
    if title and row.get("total") is not None and row.get("recognised") is not None:
        measure = "recognised" if row["recognised"] > row["total"] else "registered"
        key = f"{title}.{measure}"
    columns = (table["columns"] for table in tables if table["sheet"] == sheet)
    return next((str(each[key]) for each in columns if key in each), None)


def _names(row: Row, fact: Row) -> dict[str, str]:
    """Return the names of the places that a failing row gives by code."""
    codes = {
        "place": row.get("unit_code") or fact.get("unit_code") or row.get("province_code"),
        "successor": row.get("successor_code"),
    }
    named = {name: _name(str(code), row.get("year")) for name, code in codes.items() if code}
    if row.get("ended_code"):
        named["ended"] = _name(str(row["ended_code"]), None)
    return named


def _name(code: str, year: int | None) -> str:
    """Return what a code meant in a year, or last before it ended."""
    places = load_places()
    history = places.history(code)
    ended = (unit for unit in reversed(history) if unit.valid_to)
    known = places.in_force(code, year) if year else next(ended, None)
    known = known or next(reversed(history), None)
    return known.name if known else code
