"""Guard to findings of one 3-sheet, 10,000-cell workbook, in CPU time, against bare readers."""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import xlsxwriter
from python_calamine import CalamineWorkbook

from etl.model import Hints
from etl.pipeline import check_workbook
from warehouse.places import load_places

ROUNDS = 15
SHEETS, COLUMNS = 3, 18
COMMUNES = ("15064", "15070", "15100")


def workbook() -> bytes:
    """Return three village books of three communes in one file, about 10,000 cells."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    places = load_places()
    year = 2018
    groups = ("GIA ĐÌNH HỌC TẬP", "DÒNG HỌ HỌC TẬP", "CỘNG ĐỒNG HỌC TẬP (THÔN, BẢN, TDP)", "ĐƠN VỊ HỌC TẬP")
    heads = ("Tổng số", "Đăng ký", "Được công nhận", "Tỷ lệ (%)")
    for code in COMMUNES:
        commune = places.in_force(code, year)
        if commune is None:
            raise LookupError(code)
        sheet = book.add_worksheet(commune.short_name)
        sheet.write(0, 0, f"UBND {commune.name.upper()}")
        sheet.write(2, 0, "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP")
        sheet.write(3, 0, f"{commune.name} - Huyện Ngọc Lặc, năm {year}")
        sheet.write_row(5, 0, ["TT", "Thôn, bản, khu phố"])
        for place, group in enumerate(groups):
            sheet.merge_range(5, 2 + 4 * place, 5, 5 + 4 * place, group)
            sheet.write_row(6, 2 + 4 * place, heads)
        for number in range(1, 184):
            counts = [(100 + number, 90, 70), (10, 8, 6), (9, 8, 7), (6, 5, 4)]
            row = 6 + number
            sheet.write_row(row, 0, [number, f"Thôn {number}"])
            for place, (total, registered, recognised) in enumerate(counts):
                rate = round(100 * recognised / total, 1)
                sheet.write_row(row, 2 + 4 * place, [total, registered, recognised, rate])
    book.close()
    return buffer.getvalue()


def _cpu(task: Callable[[], object]) -> float:
    start = time.process_time()
    task()
    return time.process_time() - start


def lines() -> Iterator[str]:
    """Yield the two ratios of the intake."""
    data = workbook()

    def bare() -> None:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)

    def ours() -> None:
        check_workbook(data, file_name="do.xlsx", hints=Hints())

    def pandas_alone() -> None:
        pd.read_excel(io.BytesIO(data), sheet_name=None, engine="openpyxl", header=None)

    for task in (bare, ours, pandas_alone):
        task()
    loaded = check_workbook(data, file_name="do.xlsx", hints=Hints()).rows.loaded
    rounds = [(_cpu(bare), _cpu(ours), _cpu(pandas_alone)) for _ in range(ROUNDS)]
    against_calamine = statistics.median(mine / reader for reader, mine, _ in rounds)
    against_pandas = statistics.median(mine / reader for _, mine, reader in rounds)
    with tempfile.TemporaryDirectory() as folder:
        size = Path(folder, "x").write_bytes(data)
    cells = SHEETS * 185 * COLUMNS
    yield f"intake, guard to findings, {cells} cells, {size} bytes, CPU time, {loaded} rows, n={ROUNDS}"
    yield f"  against bare python-calamine      {against_calamine:5.2f} x   (at most 6)"
    yield f"  against pandas + openpyxl reading {against_pandas:5.2f} x   (below 0.5)"
