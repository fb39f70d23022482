"""The versions of one report are numbered in the order in which they were accepted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from submissions import PLACES, submission, title_row

from etl.publish import open_snapshot, publish
from warehouse import queries
from warehouse.access import Scope
from warehouse.ledger import NewEvent
from warehouse.store import Store


def sent(code: str, **head: Any) -> NewEvent:
    event = submission(code)
    event.payload["submission"].update(head)
    return event


def test_versions_are_numbered_by_form_unit_year_and_period(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(
        store,
        [
            # Received first, accepted last; codes say nothing of the order.
            sent("NOP-ZZZZ", received_at="2026-01-09T08:00:00+00:00"),
            sent("NOP-FFFF", state="fixing", verdict="rejected"),
            sent("NOP-YYYY", received_at="2026-01-07T08:00:00+00:00"),
            sent("NOP-BBBB", year=2019),
            sent("NOP-CCCC", unit_code="397"),
            sent("NOP-DDDD", form="tong-hop-diem-xa"),
            sent("NOP-EEEE", period="6_thang"),
        ],
    )
    publish(store, [sent("NOP-AAAA", version=1)])

    with open_snapshot(store) as snapshot:
        rows = queries.submissions(snapshot, Scope.everything())
        of_the_unit = queries.submissions(snapshot, Scope.everything(), unit="389", year=2018, period="nam")

    assert dict(rows.select("submission", "version").iter_rows()) == {
        "NOP-ZZZZ": 1,
        "NOP-FFFF": None,
        "NOP-YYYY": 2,
        "NOP-BBBB": 1,
        "NOP-CCCC": 1,
        "NOP-DDDD": 1,
        "NOP-EEEE": 1,
        "NOP-AAAA": 3,
    }
    assert of_the_unit["submission"].to_list() == ["NOP-ZZZZ", "NOP-FFFF", "NOP-YYYY", "NOP-DDDD", "NOP-AAAA"]


def test_books_of_one_province_that_tell_of_other_communes_are_no_versions_of_one_another(
    tmp_path: Path,
) -> None:
    """After July 2025 each cluster of communes sends its own book, all of them named after the province."""
    new = [unit.code for unit in PLACES.children("38", level="commune", on=date(2025, 12, 31))][:4]

    def book(name: str, *codes: str) -> NewEvent:
        rows = [title_row(code, 2025, "gia_dinh", total=100, recognised=60) for code in codes]
        event = submission(name, title_count=rows)
        event.payload["submission"].update(unit_code="38", year=2025)
        return event

    store = Store(tmp_path)
    publish(store, [book("NOP-AAAA", *new[:2]), book("NOP-BBBB", *new[2:]), book("NOP-CCCC", *new[1:3])])

    with open_snapshot(store) as snapshot:
        rows = queries.submissions(snapshot, Scope.everything(), unit="38", year=2025)
        province = queries.coverage(snapshot, Scope.everything(), unit="38", year=2025, title="gia_dinh").row(
            0, named=True
        )

    # The last one tells of a commune of each of the others: it comes after both.
    assert rows.select("submission", "version", "counts_now").rows() == [
        ("NOP-AAAA", 1, 1),
        ("NOP-BBBB", 1, 1),
        ("NOP-CCCC", 3, 2),
    ]
    assert (province["units_reported"], province["total"]) == (4, 400)
