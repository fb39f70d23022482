"""Score books as offices lay them out, written for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from title_books import as_bytes

MAXIMA = (10, 10, 5, 10, 10, 5, 5, 10, 5, 5, 5, 5, 5, 5, 5)
FULL = MAXIMA
GOOD = tuple(points - (1.5 if points == 10 else 0.5) for points in MAXIMA)  # 87.5


def summary_book(
    rows: Sequence[Sequence[Any]],
    *,
    with_maxima: bool = False,
    by_line: bool = False,
    below: Sequence[str] = (),
) -> bytes:
    """Return a scores summary of huyện Ngọc Lặc for 2018; data begin in row 7, or 8 below the maxima."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "BAN CHỈ ĐẠO XÂY DỰNG XÃ HỘI HỌC TẬP HUYỆN NGỌC LẶC"
    sheet["A2"] = "BIỂU TỔNG HỢP ĐIỂM, XẾP LOẠI “CỘNG ĐỒNG HỌC TẬP” CẤP XÃ"
    sheet["A3"] = "Năm 2018"
    extra = 1 if by_line else 0
    heads = ["TT", "Xã, thị trấn", *(["Người chấm"] if by_line else [])]
    for column, text in enumerate(heads, start=1):
        sheet.cell(5, column, text)
        sheet.merge_cells(start_row=5, end_row=6, start_column=column, end_column=column)
    sheet.cell(5, 3 + extra, "Điểm đạt được theo từng tiêu chí")
    sheet.merge_cells(start_row=5, end_row=5, start_column=3 + extra, end_column=17 + extra)
    for number in range(1, 16):
        sheet.cell(6, 2 + extra + number, number)
    for column, text in ((18, "Tổng điểm"), (19, "Xếp loại"), (20, "Ghi chú")):
        sheet.cell(5, column + extra, text)
        sheet.merge_cells(start_row=5, end_row=6, start_column=column + extra, end_column=column + extra)
    if with_maxima:
        sheet.append([None] * (2 + extra) + [*MAXIMA, 100])
    for row in rows:
        sheet.append(list(row))
    for text in below:
        sheet.append([None, text])
    return as_bytes(book)


def score_sheet(
    points: Mapping[str, Sequence[Any]],
    *,
    total: Any = None,
    rank: str | None = "Tốt",
    sheet_name: str = "Phieu",
    place: str = "Xã: Lam Sơn – Huyện: Ngọc Lặc",
) -> bytes:
    """Return the score sheet of one commune; criterion 1 stands in row 7, `points` holds columns D and E."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = sheet_name
    sheet["A1"] = "BẢNG ĐIỂM ĐÁNH GIÁ, XẾP LOẠI “CỘNG ĐỒNG HỌC TẬP” CẤP XÃ"
    sheet["A2"] = "Năm 2018"
    sheet["A3"] = place
    sheet["A4"] = "(Theo Thông tư số 44/2014/TT-BGDĐT)"
    heads = ("TT", "Nội dung tiêu chí", "Điểm tối đa", "Xã tự chấm", "Huyện thẩm định", "Minh chứng")
    for column, text in enumerate(heads, start=1):
        sheet.cell(6, column, text)
    own, assessed = points.get("self", [None] * 15), points.get("assessed", [None] * 15)
    for place_in, (maximum, one, two) in enumerate(zip(MAXIMA, own, assessed, strict=True), start=1):
        sheet.append([place_in, f"Nội dung thứ {place_in}", maximum, one, two])
    sheet.append([None, "Tổng điểm", 100, None, total])
    if rank:
        sheet.append([None, f"Xếp loại: {rank}"])
    sheet.append([])
    sheet.append([None, "NGƯỜI LẬP BIỂU", None, "TM. BAN CHỈ ĐẠO"])
    sheet.append([None, "Quang Trung"])
    return as_bytes(book)
