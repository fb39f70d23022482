"""What a check of the store refuses: told cell by cell, kept on the list, open to be submitted again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from store_samples import write_sql
from submissions import PLACES, score_rows, submission, title_row
from title_books import titles_book

from etl import intake
from etl.model import Finding, Hints
from etl.publish import publish, rebuild
from etl.reader.pool import Pool
from etl.words import render
from warehouse import queries
from warehouse.access import Scope
from warehouse.ledger import NewEvent, Receipt
from warehouse.store import Store, refusal_findings

COMMUNE, YEAR = "15091", 2025  # Xã Ngọc Liên ended on 30/06/2025, and another of its code began
BY_OLD = "NOP-OLDE"


def said(store: Store, event: NewEvent) -> list[str]:
    """Return the sentences on a submission that a check refuses."""
    (refused,) = publish(store, [event]).refused
    return [render(Finding(**one)) for one in refusal_findings(refused, event.payload)]


def with_tables(event: NewEvent, *columns: tuple[str, dict[str, str]]) -> NewEvent:
    tables = [{"sheet": sheet, "form": "danh-hieu", "columns": letters} for sheet, letters in columns]
    return NewEvent(event.kind, event.by, event.payload | {"tables": tables}, event.submission_id)


def test_a_refusal_names_sheet_cell_place_and_figures(tmp_path: Path) -> None:
    rows = [
        title_row("14965", 2018, "gia_dinh", row=12, total=100, registered=90, recognised=120),
        title_row("14968", 2018, "gia_dinh", row=13, total=1180, registered=1200, recognised=90),
    ]
    letters = {"gia_dinh.total": "C", "gia_dinh.registered": "D", "gia_dinh.recognised": "E"}
    names = [PLACES.in_force(row["unit_code"], 2018) for row in rows]

    first, second = said(
        Store(tmp_path), with_tables(submission("NOP-BADD", title_count=rows), ("Bieu 01", letters))
    )

    assert first.startswith("Trang tính “Bieu 01”, ô E12 (")
    assert second.startswith("Trang tính “Bieu 01”, ô D13 (")
    assert [name.short_name in text for name, text in zip(names, (first, second), strict=True) if name] == [
        True,
        True,
    ]
    assert second.endswith(
        "tổng số hộ 1.180 nhỏ hơn số được công nhận hoặc số đăng ký. Kiểm tra lại ba số này rồi nộp lại."
    )


def test_a_refused_score_is_traced_to_its_cell(tmp_path: Path) -> None:
    rows = score_rows("14965", 2018, {"tc01": 5, "tc02": 99})

    (text,) = said(
        Store(tmp_path),
        with_tables(submission("NOP-BADD", criterion_score=rows), ("Diem", {"criterion_2": "D"})),
    )

    assert "Trang tính “Diem”, ô D9 (" in text
    assert "tiêu chí 2 ghi 99 điểm, ngoài khoảng từ 0 đến" in text


def _reported_by_old(store: Store) -> None:
    old = PLACES.at(COMMUNE, date(2025, 6, 30))
    assert old is not None
    row = title_row(COMMUNE, YEAR, "gia_dinh", total=100, recognised=60)
    by_old = {**row, "unit_valid_from": old.valid_from.isoformat()}
    assert publish(store, [submission(BY_OLD, title_count=[by_old])]).refused == []


def test_one_ground_reported_twice_names_both_units_and_the_row(tmp_path: Path) -> None:
    store = Store(tmp_path)
    _reported_by_old(store)
    row = title_row(COMMUNE, YEAR, "gia_dinh", row=9, total=100, recognised=60)

    (text,) = said(store, submission("NOP-NEWE", title_count=[row]))

    assert text.startswith(
        "Trang tính “Bieu 01”, dòng 9 (xã Ngọc Liên): năm 2025 đã có báo cáo của đơn vị cũ"
    )
    assert "(xã Ngọc Liên)" in text.split(":", 1)[1]
    assert "{" not in text


# A check that refuses figures of 2018 as long as nothing is on record for 2017.
EARLIER_FIRST = """
select submission_id, sheet, row, unit_code, year from staged.title_count
where year = 2018 and not exists (select 1 from staged.title_count where year = 2017)
"""


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(1) as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Store:
    checks = write_sql(tmp_path / "checks", {"earlier_first.sql": EARLIER_FIRST})
    return Store(tmp_path / "data", checks=checks)


def received(store: Store, data: bytes) -> Receipt:
    return intake.receive(store, data, file_name="thu.xlsx", by="admin", origin="web")


def listed(store: Store) -> dict[str, tuple[str, bool]]:
    """Return state and whether it counts, of each submission on the list."""
    with store.read() as snapshot:
        rows = queries.submissions(snapshot, Scope.everything()).to_dicts()
    return {row["submission"]: (row["state"], row["counts_now"] > 0) for row in rows}


def test_a_refused_file_submitted_again_is_answered_with_its_refusal(store: Store, pool: Pool) -> None:
    receipt = received(store, titles_book())
    first = intake.submit(store, receipt, hints=Hints(), by="admin", pool=pool)
    events = store.ledger.last_event()

    again = intake.submit(store, receipt, hints=Hints(), by="admin", pool=pool)
    standing = intake.standing(store, receipt, intake.check(store, receipt, hints=Hints(), pool=pool))

    assert standing == again.verdict
    assert [done.verdict.verdict for done in (first, again)] == ["rejected", "rejected"]
    assert (again.verdict.rows.loaded, again.verdict.rows.rejected) == (0, 4)
    assert again.refused == first.refused != ()
    assert again.verdict.findings == first.verdict.findings
    assert (again.submission_id, again.version, store.ledger.last_event()) == (receipt.code, 1, events)


def test_a_refused_file_is_tried_again_once_other_figures_came(store: Store, pool: Pool) -> None:
    receipt = received(store, titles_book())
    intake.submit(store, receipt, hints=Hints(), by="admin", pool=pool)
    publish(store, [submission("NOP-PAST", title_count=[title_row("15091", 2017, "gia_dinh", total=1)])])

    done = intake.submit(store, receipt, hints=Hints(), by="admin", pool=pool)

    assert (done.version, done.refused, done.verdict.verdict) == (2, (), "accepted")
    assert listed(store) == {
        receipt.code: ("fixing", False),
        "NOP-PAST": ("accepted", True),
        f"{receipt.code}-2": ("accepted", True),
    }


def test_what_was_refused_or_unreadable_stands_on_the_list_also_when_made_again(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "tot.xlsx").write_bytes(titles_book())
    (tmp_path / "hong.xlsx").write_bytes(b"no workbook at all")

    loaded = intake.load(store, sorted(tmp_path.glob("*.xlsx")), hints=Hints(), by="admin", origin="cli")
    standing = store.checksums()
    rebuild(store)

    assert [one.verdict.verdict for one in loaded] == ["rejected", "rejected"]
    assert listed(store) == {str(one.submission_id): ("fixing", False) for one in loaded}
    assert store.checksums() == standing
