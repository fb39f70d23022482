"""What a check of the store refuses: told cell by cell, kept on the list, open to be submitted again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from submissions import PLACES, score_rows, submission, title_row

from etl.model import Finding
from etl.publish import publish
from etl.words import render
from warehouse.ledger import NewEvent
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
