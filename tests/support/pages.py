"""A small data folder and small workbooks for the tests of the pages."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from submissions import PLACES, submission, title_row

from etl import Hints, Pool, intake
from etl.publish import publish
from etl.template import write_template
from warehouse.store import Store

PROVINCE, DISTRICT = "38", "389"
LAM_SON, TYPED = "15064", "1.100 hộ"  # the commune whose count of one cell was typed as a text
FIRST_ROW, MEASURES = 11, ("C", "D", "E", "G", "H", "I", "K", "L", "M", "O", "P", "Q")
RATES = ("F", "J", "N", "R")


def communes(year: int) -> list[str]:
    return [unit.code for unit in PLACES.children(DISTRICT, level="commune", on=date(year, 12, 31))]


def figures(year: int, place: int) -> dict[str, dict[str, int]]:
    """Return plausible counts of one commune, a little better each year."""
    better = year - 2016
    return {
        "gia_dinh": {"total": 1200 + place, "registered": 1100, "recognised": 800 + 30 * better},
        "dong_ho": {"total": 20, "registered": 15, "recognised": 8 + better // 2},
        "cong_dong": {"total": 12, "registered": 10, "recognised": 5 + better // 2},
        "don_vi": {"total": 4, "registered": 4, "recognised": 3},
    }


def build_store(root: Path, *, origin: str = "cli") -> Store:
    """Return a store with the district's reports of 2016 to 2020; in 2020 three communes are missing."""
    store = Store(root)
    publish(store, [_report(year, origin) for year in range(2016, 2021)])
    return store


def _report(year: int, origin: str) -> Any:
    here = communes(year)[: -3 if year == 2020 else None]
    facts = [
        title_row(code, year, title, row=FIRST_ROW + place, **counts)
        for place, code in enumerate(here)
        for title, counts in figures(year, place).items()
    ]
    event = submission(f"NOP-{year}", title_count=facts)
    head = event.payload["submission"] | {"year": year, "unit_code": DISTRICT, "origin": origin}
    return replace(event, payload=event.payload | {"submission": head})


def workbook(year: int = 2020, *, faults: dict[str, Any] | None = None, clear: tuple[str, ...] = ()) -> bytes:
    """Return the district's filled template as a workbook; `faults` are cells written over."""
    book = openpyxl.load_workbook(
        io.BytesIO(write_template("danh-hieu", unit_code=DISTRICT, year=year, places=PLACES))
    )
    sheet = book.worksheets[0]
    for place, _ in enumerate(communes(year)):
        counts = [n for title in figures(year, place).values() for n in title.values()]
        for column, count in zip(MEASURES, counts, strict=True):
            sheet[f"{column}{FIRST_ROW + place}"] = count
        for column in RATES:
            sheet[f"{column}{FIRST_ROW + place}"] = None
    for cell, value in (faults or {}).items():
        sheet[cell] = value
    for cell in clear:
        sheet[cell] = None
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def submit_workbook(root: Path) -> None:
    """Send the district's workbook of 2018 through the intake; one figure is typed as a text."""
    store = Store(root)
    cell = f"D{FIRST_ROW + communes(2018).index(LAM_SON)}"
    content = workbook(2018, faults={cell: TYPED})
    receipt = intake.receive(store, content, file_name="Biểu 2018.xlsx", by="admin", origin="cli")
    with Pool(1) as pool:
        done = intake.submit(store, receipt, hints=Hints(), by="admin", pool=pool)
    assert done.verdict.rows.loaded == 22
