"""Fictitious, plausible workbooks of tỉnh Thanh Hóa, 2016–2020 and 2025, for the demo and the tests.

They go through the intake like any other file. Every file says that it is a sample.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from etl.sample import score_book, titles_book
from etl.sample.faults import alter_plan, alter_sheet
from etl.sample.grid import Grid, save
from etl.sample.ground import Ground
from etl.sample.model import Book, Count, Progress, SampleFile, words
from etl.sample.plan import books
from warehouse.places import Places, load_places

__all__ = ["SampleFile", "write_sample"]


def write_sample(
    folder: Path, *, progress: Progress | None = None, places: Places | None = None
) -> list[SampleFile]:
    """Write the sample workbooks into a folder and return them with what they must be read as.

    The same files come out at every run, byte for byte.

    Args:
        folder: Made if it does not exist; files of the same name are replaced.
        progress: Called with the number of files written and the number of all.
        places: Dated units; the packaged ones if not given.
    """
    folder.mkdir(parents=True, exist_ok=True)
    plans = list(books(Ground(places or load_places())))
    written = []
    for number, book in enumerate(plans, start=1):
        written.append(_write(folder, book))
        if progress is not None:
            progress(number, len(plans))
    return written


def _write(folder: Path, book: Book) -> SampleFile:
    truth: dict[str, Any] = {"rejected": [], "doubtful": [], "fault_cells": [], "hidden_sheets": []}
    figures = _figures(book)
    alter_plan(book, truth)
    if book.fault not in {"duplicate_commune", "recognised_over_total"}:
        figures = _figures(book)
    grid = _sheet(book)
    further = alter_sheet(book, grid, truth)
    path = folder / book.file_name
    save([grid, *further], path, title=f"{words()['titles'][book.kind][0]} {book.year} – {words()['label']}")
    truth |= {
        "unit_code": book.unit.code,
        "year": book.year,
        "period": book.period,
        "sheet": grid.name,
        "variants": sorted(book.variants),
        "missing": list(book.missing),
        "rows": {code: list(rows) for code, rows in grid.rows.items()},
        "communes": {code: item for code, item in figures.items() if code not in truth["rejected"]},
        "own_offices": _own_offices(book),
        "villages": len(book.villages),
    }
    faults = (book.fault,) if book.fault else ()
    return SampleFile(path, book.form, book.unit.code, book.year, faults, truth)


def _sheet(book: Book) -> Grid:
    if book.villages:
        return titles_book.village_sheet(book)
    if book.form == "danh-hieu":
        return titles_book.commune_sheet(book)
    return score_book.commune_sheet(book) if book.form == "cham-diem-xa" else score_book.summary_sheet(book)


def _figures(book: Book) -> dict[str, Any]:
    """Return what stands in the book by commune, before a row is told to be unreadable."""
    found: dict[str, Any] = {}
    for row in book.rows:
        if row.counts is not None:
            found[row.unit.code] = {title: count.as_dict() for title, count in row.counts.items()}
        elif row.score is not None:
            found[row.unit.code] = row.score.as_dict()
            if row.score.own is not None and book.form == "cham-diem-xa":
                found[row.unit.code]["total_self"] = sum(row.score.own)
    return found


def _own_offices(book: Book) -> dict[str, int | None] | None:
    if not book.offices:
        return None
    total = Count(None, None, None)
    for _, count in book.offices:
        total = total + count
    return total.as_dict()
