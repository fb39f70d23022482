"""Faults planted in the sample: some alter the plan of a book, some the sheet; all are written down.

Each function changes what stands in the book and what a careful reader must then find (`truth`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from etl.sample.grid import Formula, Grid
from etl.sample.model import Book, BookRow, Count, Score, words
from warehouse.places import Unit, load_places

Truth = dict[str, Any]

# Which book carries which fault: (form, year, district code) -> fault.
PLANTED: dict[tuple[str, int, str], str] = {
    ("danh-hieu", 2016, "380"): "total_typo",
    ("danh-hieu", 2016, "394"): "wrong_denominator",
    ("danh-hieu", 2016, "404"): "clans_blank_half",
    ("danh-hieu", 2017, "386"): "six_month_figures",
    ("danh-hieu", 2017, "395"): "total_on_top",
    ("danh-hieu", 2017, "399"): "text_in_number",
    ("danh-hieu", 2017, "401"): "legacy_sheet",
    ("danh-hieu", 2018, "389"): "misspelt_name",
    ("danh-hieu", 2018, "396"): "numbering_row",
    ("danh-hieu", 2018, "402"): "group_two_units",
    ("danh-hieu", 2019, "393"): "two_figures",
    ("danh-hieu", 2019, "400"): "nfd_names",
    ("danh-hieu", 2019, "407"): "duplicate_commune",
    ("danh-hieu", 2020, "391"): "recognised_over_total",
    ("danh-hieu", 2020, "398"): "hidden_sheet",
    ("danh-hieu", 2020, "394"): "old_name",
    ("danh-hieu", 2020, "406"): "error_cell",
    ("tong-hop-diem-xa", 2017, "395"): "maxima_row",
    ("tong-hop-diem-xa", 2019, "392"): "kxl_without_points",
    ("tong-hop-diem-xa", 2020, "397"): "rank_mismatch",
}

# Layouts that the fault is about, or that keep a book to the one fault it carries.
LAYOUT: dict[str, set[str]] = {
    "total_on_top": {"total_on_top"},
    "numbering_row": {"numbering"},
    "maxima_row": {"maxima"},
    "nfd_names": {"nfd"},
}


def alter_plan(book: Book, truth: Truth) -> None:
    """Plant the faults that concern the rows of a book."""
    change = _PLAN.get(book.fault or "")
    if change is not None:
        change(book, truth)


def alter_sheet(book: Book, grid: Grid, truth: Truth) -> list[Grid]:
    """Plant the faults that concern single cells; returns further sheets of the workbook."""
    change = _SHEET.get(book.fault or "")
    return [] if change is None else change(book, grid, truth)


def _reported(book: Book) -> list[BookRow]:
    return [row for row in book.rows if row.counts is not None or row.score is not None]


def _misspell(book: Book, truth: Truth) -> None:
    row = next((row for row in book.rows if row.unit.short_name == "Đồng Thịnh"), book.rows[0])
    row.name = row.name.replace("Thịnh", "Tinh")
    truth["doubtful"] = [row.unit.code]
    truth["raw"] = row.name


def _old_name(book: Book, truth: Truth) -> None:
    """Write a commune under the name of one that had become part of it."""
    row, former = next(
        (row, former) for row in _reported(book) for former in _became(row.unit.code, book.year)
        if all(former.short_name != other.unit.short_name for other in book.rows)
    )  # fmt: skip
    row.name = former.name
    truth["rejected"] = [row.unit.code]


def _became(code: str, year: int) -> list[Unit]:
    """Return the units that had become parts of a unit before a year."""
    places = load_places()
    links = [link for link in places.changes if link.to_code == code and link.from_code != code]
    before = [link for link in links if link.effective_date.year < year]
    found = [places.at(link.from_code, link.from_valid_from) for link in before]
    return [unit for unit in found if unit is not None]


def _duplicate(book: Book, truth: Truth) -> None:
    row = _reported(book)[3]
    counts = {
        title: replace(count, recognised=max(0, (count.recognised or 0) - 2))
        for title, count in (row.counts or {}).items()
    }
    book.rows.append(BookRow(row.unit, row.name, counts))
    truth["rejected"] = [row.unit.code]


def _half_year(book: Book, truth: Truth) -> None:
    """Give figures of the end of June in the book of the year: fewer registered, few recognised."""
    for row in _reported(book):
        row.counts = {
            title: Count(count.total, _part(count.registered, 0.92), _part(count.recognised, 0.1))
            for title, count in (row.counts or {}).items()
        }
    truth["doubtful"] = [row.unit.code for row in _reported(book)]
    book.variants -= {"closing_date"}


def _part(value: int | None, share: float) -> int | None:
    return None if value is None else int(value * share)


def _rates_of_registered(book: Book, truth: Truth) -> None:
    truth["doubtful"] = [row.unit.code for row in _reported(book)]


def _blank_clans(book: Book, truth: Truth) -> None:
    rows = _reported(book)[::2]
    for row in rows:
        if row.counts is not None:
            row.counts["dong_ho"] = replace(row.counts["dong_ho"], total=None)
    truth["doubtful"] = [row.unit.code for row in rows]


def _over_total(book: Book, truth: Truth) -> None:
    row = _reported(book)[2]
    if row.counts is not None:
        count = row.counts["gia_dinh"]
        row.counts["gia_dinh"] = replace(count, recognised=(count.total or 0) + 12)
    truth["rejected"] = [row.unit.code]


def _no_points(book: Book, truth: Truth) -> None:
    row = _reported(book)[-1]
    row.score = Score(None, "khong_xep_loai")
    truth["doubtful"] = [row.unit.code]


def _wrong_rank(book: Book, truth: Truth) -> None:
    row = next(row for row in _reported(book) if row.score is not None and row.score.rank == "kha")
    if row.score is not None:
        row.score = replace(row.score, rank="tot")
    truth["doubtful"] = [row.unit.code]


def _typed_total(book: Book, grid: Grid, truth: Truth) -> list[Grid]:
    cell = grid.total["gia_dinh.recognised"]
    value = grid.cells[cell][0]
    number = value.value if isinstance(value, Formula) else value
    grid.replace(cell, int(number) + 900)
    _mark(grid, truth, cell)
    return []


def _two_figures(book: Book, grid: Grid, truth: Truth) -> list[Grid]:
    code, count = _one(book, 4)
    cell = grid.index[code, "gia_dinh.recognised"]
    parts = (f"{value:,}".replace(",", ".") for value in (count.recognised or 0, count.total or 0))
    grid.replace(cell, "/".join(parts))
    truth["doubtful"] = [code]
    _mark(grid, truth, cell)
    return []


def _letter_in_number(book: Book, grid: Grid, truth: Truth) -> list[Grid]:
    code, _ = _one(book, 5)
    cell = grid.index[code, "gia_dinh.recognised"]
    grid.replace(cell, "12x5")
    truth["rejected"] = [code]
    _mark(grid, truth, cell)
    return []


def _error_cell(book: Book, grid: Grid, truth: Truth) -> list[Grid]:
    code, _ = _one(book, 1)
    cell = grid.index[code, "gia_dinh.registered"]
    grid.replace(cell, Formula(f"={grid.address((cell[0], cell[1] - 1))}/0", "#DIV/0!"))
    truth["rejected"] = [code]
    _mark(grid, truth, cell)
    return []


def _closing_in_june(book: Book, grid: Grid, truth: Truth) -> list[Grid]:
    last = max(row for rows in grid.rows.values() for row in rows)
    line = words()["rows"]["closing"].format(day=30, month=6, year=book.year)
    grid.put(last + 1, 0, line)
    truth["fault_cells"] = [{"sheet": grid.name, "cell": grid.address((last + 1, 0)), "raw": line}]
    return []


def _old_sheet(book: Book, grid: Grid, truth: Truth) -> list[Grid]:
    """Leave a hidden table of the year before beside this year's."""
    old = Grid(
        words()["hidden_sheet"], dict(grid.cells), list(grid.merges), list(grid.widths), is_hidden=True
    )
    for cell, (value, style) in grid.cells.items():
        if isinstance(value, str) and str(book.year) in value:
            old.put(*cell, value.replace(str(book.year), str(book.year - 1)), style)
        elif isinstance(value, int) and style == "count" and cell in grid.index.values():
            old.put(*cell, value - value // 12, style)
    truth["hidden_sheets"] = [old.name]
    return [old]


def _legacy_sheet(book: Book, grid: Grid, truth: Truth) -> list[Grid]:
    """Leave a table of before Unicode beside this year's."""
    name = words()["legacy"]["sheet"]
    old = Grid(name, dict(grid.cells), list(grid.merges), list(grid.widths), index=dict(grid.index))
    old.to_legacy()
    truth["legacy_sheets"] = [old.name]
    return [old]


def _name_cell(book: Book, grid: Grid, truth: Truth) -> list[Grid]:
    for code in [*truth["doubtful"], *truth["rejected"]]:
        for row in grid.rows[code]:
            _mark(grid, truth, (row - 1, 1))
    return []


def _own_cell(key: str) -> Callable[[Book, Grid, Truth], list[Grid]]:
    def change(book: Book, grid: Grid, truth: Truth) -> list[Grid]:
        for code in [*truth["doubtful"], *truth["rejected"]]:
            if (code, key) in grid.index:
                _mark(grid, truth, grid.index[code, key])
        return []

    return change


def _one(book: Book, place: int) -> tuple[str, Count]:
    row = _reported(book)[place]
    return row.unit.code, (row.counts or {})["gia_dinh"]


def _mark(grid: Grid, truth: Truth, cell: tuple[int, int]) -> None:
    value = grid.cells[cell][0]
    raw = value.value if isinstance(value, Formula) else value
    text = f"{raw:g}" if isinstance(raw, float) else "" if raw is None else str(raw)
    truth["fault_cells"].append({"sheet": grid.name, "cell": grid.address(cell), "raw": text})


_PLAN: dict[str, Callable[[Book, Truth], None]] = {
    "misspelt_name": _misspell,
    "old_name": _old_name,
    "duplicate_commune": _duplicate,
    "six_month_figures": _half_year,
    "clans_blank_half": _blank_clans,
    "wrong_denominator": _rates_of_registered,
    "recognised_over_total": _over_total,
    "kxl_without_points": _no_points,
    "rank_mismatch": _wrong_rank,
}
_SHEET: dict[str, Callable[[Book, Grid, Truth], list[Grid]]] = {
    "total_typo": _typed_total,
    "wrong_denominator": _own_cell("gia_dinh.rate"),
    "six_month_figures": _closing_in_june,
    "two_figures": _two_figures,
    "text_in_number": _letter_in_number,
    "error_cell": _error_cell,
    "hidden_sheet": _old_sheet,
    "misspelt_name": _name_cell,
    "old_name": _name_cell,
    "legacy_sheet": _legacy_sheet,
    "duplicate_commune": _name_cell,
    "clans_blank_half": _own_cell("dong_ho.total"),
    "recognised_over_total": _own_cell("gia_dinh.recognised"),
    "kxl_without_points": _own_cell("rank"),
    "rank_mismatch": _own_cell("rank"),
}
