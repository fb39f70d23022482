"""Workbooks as offices lay them out, written for tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.model import IGNORED, Finding, Hints, Verdict
from etl.pipeline import check_workbook
from warehouse.places import load_places

GROUPS = (
    ("GIA ĐÌNH HỌC TẬP", "Tổng số hộ"),
    ("DÒNG HỌ HỌC TẬP", "Tổng số dòng họ"),
    ("CỘNG ĐỒNG HỌC TẬP (THÔN, BẢN, TDP)", "Tổng số thôn"),
    ("ĐƠN VỊ HỌC TẬP", "Tổng số đơn vị"),
)
MEASURES = ("Số đăng ký", "Số được công nhận", "Tỷ lệ\n(%)")
TITLE = (
    "UBND HUYỆN NGỌC LẶC",
    "HỘI KHUYẾN HỌC",
    "BIỂU TỔNG HỢP KẾT QUẢ XÂY DỰNG CÁC DANH HIỆU HỌC TẬP",
    "Năm 2018",
    "(Kèm theo Báo cáo số …/BC-HKH ngày …/…/2019 của Hội Khuyến học huyện)",
)
SIGNATURES = (
    (None, "Nơi nhận:", None, "NGƯỜI LẬP BIỂU", None, None, "Ngọc Lặc, ngày 05 tháng 01 năm 2019"),
    (None, "- Lưu: VT.", None, "(Ký, ghi rõ họ tên)", None, None, "TM. BAN THƯỜNG VỤ"),
    (None, None, None, "Quang Trung", None, None, "CHỦ TỊCH"),
)
COMMUNES = ("Lam Sơn", "Minh Sơn", "Thúy Sơn", "Cao Thịnh")

Mend = Callable[[Worksheet], None]


def row_of(name: str, number: Any = 1, **figures: Any) -> list[Any]:
    """Return a data row: figures of a title as (total, registered, recognised, rate)."""
    row: list[Any] = [number, name]
    for key in ("gia_dinh", "dong_ho", "cong_dong", "don_vi"):
        row += list(figures.get(key, (None, None, None, None)))
    return row


def plain_rows() -> list[list[Any]]:
    """Return four faultless communes."""
    return [
        row_of(name, place, gia_dinh=(1000 + place, 900, 800, round(80000 / (1000 + place), 1)),
               dong_ho=(20, 15, 10, 50), cong_dong=(10, 9, 8, 80), don_vi=(5, 5, 4, 80))
        for place, name in enumerate(COMMUNES, start=1)
    ]  # fmt: skip


def write_head(sheet: Worksheet, *, titles: Sequence[str] = TITLE, unit: str = "Xã, thị trấn") -> int:
    """Write title lines and the two-row merged head; return the row below."""
    for line, text in enumerate(titles, start=1):
        sheet.cell(line, 1, text)
    top = len(titles) + 2
    for column, label in ((1, "TT"), (2, unit), (19, "Ghi chú")):
        sheet.cell(top, column, label)
        sheet.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)
    for place, (group, total) in enumerate(GROUPS):
        first = 3 + 4 * place
        sheet.cell(top, first, group)
        sheet.merge_cells(start_row=top, end_row=top, start_column=first, end_column=first + 3)
        for offset, label in enumerate((total, *MEASURES)):
            sheet.cell(top + 1, first + offset, label)
    return top + 2


def add(sheet: Worksheet, *rows: Sequence[Any]) -> None:
    """Write rows below what stands there."""
    for row in rows:
        at = sheet.max_row + 1
        for column, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(at, column, value)


def as_bytes(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def edited(data: bytes, **cells: Any) -> bytes:
    """Return a workbook with cells of its first sheet written over."""
    book = load_workbook(io.BytesIO(data))
    assert book.active is not None
    for cell, value in cells.items():
        book.active[cell] = value
    return as_bytes(book)


def titles_book(
    rows: Sequence[Sequence[Any]] | None = None,
    *,
    titles: Sequence[str] = TITLE,
    unit: str = "Xã, thị trấn",
    sheet_name: str = "Bieu 01",
    mend: Mend | None = None,
) -> bytes:
    """Return a titles summary with signatures; data begin in row 9 with the usual titles."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = sheet_name
    write_head(sheet, titles=titles, unit=unit)
    add(sheet, *(plain_rows() if rows is None else rows))
    add(sheet, [], *SIGNATURES)
    if mend:
        mend(sheet)
    return as_bytes(book)


def check(data: bytes, **hints: Any) -> Verdict:
    """Check bytes as the worker does; row sums must always agree."""
    verdict = check_workbook(data, file_name="thu.xlsx", hints=Hints(**hints))
    rows = verdict.rows
    assert rows.read == rows.loaded + rows.ignored + rows.rejected
    assert len(verdict.ignored) == rows.ignored
    assert {row.reason for row in verdict.ignored} <= set(IGNORED)
    return verdict


def rules(verdict: Verdict) -> list[str]:
    """Return the rules found, in order."""
    return [finding.rule for finding in verdict.findings]


def found(verdict: Verdict, rule: str) -> tuple[str, str | None, str | None]:
    """Return severity, cell and raw text of the only finding of a rule."""
    (finding,) = [item for item in verdict.findings if item.rule == rule]
    return finding.severity, finding.cell, finding.raw


def named(verdict: Verdict, rule: str) -> Finding:
    """Return the only finding of a rule."""
    (finding,) = [item for item in verdict.findings if item.rule == rule]
    return finding


GOOD = (1000, 900, 800, 80)


def fact(verdict: Any, name: str, title: str = "gia_dinh") -> dict[str, Any]:
    """Return the only fact of a commune of huyện Ngọc Lặc and a title."""
    unit = load_places().find(name, scope="389", on_year=2018).unit
    assert unit is not None
    (only,) = [
        row
        for row in verdict.facts["title_count"]
        if row["unit_code"] == unit.code and row["title"] == title and not row["own_offices"]
    ]
    return only


def with_cell(cell: str, value: Any) -> bytes:
    def mend(sheet: Worksheet) -> None:
        sheet[cell] = value

    return titles_book(mend=mend)
