"""`danh-hieu` books: one line a commune (district), or one line a village (commune)."""

from __future__ import annotations

from typing import Any

from etl.sample.grid import Formula, Grid
from etl.sample.model import Book, BookRow, Count, words
from etl.sample.page import foot, pick, top

_MEASURES = ("total", "registered", "recognised")
_FIRST = 2  # first column of figures
_VILLAGE_NOTE = 12
_GROUP = 4  # total, registered, recognised, rate


def commune_sheet(book: Book) -> Grid:
    """Return the district's sheet, one line a commune."""
    grid = Grid(pick(book, words()["sheet_names"]["danh-hieu"]))
    note = _FIRST + _GROUP * len(book.titles)
    row = _head(grid, book, top(grid, book, note), words()["heads"]["commune"], note)
    if "numbering" in book.variants:
        row = _numbering(grid, row, note)
    with_groups = bool(book.offices)
    if "total_on_top" in book.variants:
        _total(grid, book, row, pick(book, words()["rows"]["total_top"]), note)
        row += 1
    if with_groups:
        _label(grid, row, "I", words()["rows"]["group_one"], note)
        row += 1
    first = row
    for number, item in enumerate(book.rows, start=1):
        _commune(grid, book, row, number, item)
        row += 1
    if with_groups:
        row = _offices(grid, book, row, note)
    if "total_on_top" not in book.variants:
        text = words()["rows"]["both"] if with_groups else pick(book, words()["rows"]["total"])
        area = (first, row - 1) if "summed" in book.variants and not with_groups else None
        _total(grid, book, row, text, note, summed=area)
    _finish(grid, book, note, first)
    return grid


def village_sheet(book: Book) -> Grid:
    """Return the commune's sheet, one line a village and the units of the ground below."""
    grid = Grid(book.unit.short_name)
    row = _village_head(grid, book, top(grid, book, _VILLAGE_NOTE))
    _label(grid, row, "I", words()["rows"]["villages"], _VILLAGE_NOTE)
    for number, (name, counts) in enumerate(book.villages, start=1):
        row += 1
        _result_line(grid, book, row, (number, name), ("cong_dong", bool(counts["cong_dong"].recognised)))
        _figures(grid, row, _families_and_clans(counts), str(number))
    row += 1
    _label(grid, row, "II", words()["rows"]["village_units"], _VILLAGE_NOTE)
    for number, (name, passed) in enumerate(book.village_units, start=1):
        row += 1
        _result_line(grid, book, row, (number, name), ("don_vi", passed))
    _line(grid, row + 1, (None, words()["rows"]["village_total"]), "group", _VILLAGE_NOTE)
    sums = {key: _column_sum([counts[key] for _, counts in book.villages]) for key in ("gia_dinh", "dong_ho")}
    _figures(grid, row + 1, sums, "total")
    grid.widths = [(0, 5), (1, 26)]
    foot(grid, book, _VILLAGE_NOTE)
    return grid


def _village_head(grid: Grid, book: Book, row: int) -> int:
    heads = words()["heads"]
    _outer_heads(grid, book, row, heads["village"], _VILLAGE_NOTE)
    _merged_heads(grid, row, ("gia_dinh", "dong_ho"), _FIRST)
    _leaf_heads(grid, book, row + 1, ("gia_dinh", "dong_ho"))
    for column, title, text in ((10, "cong_dong", "village_result"), (11, "don_vi", "unit_result")):
        grid.put(row, column, heads["groups"][title], "head")
        grid.put(row + 1, column, heads[text], "head")
        grid.columns[f"{title}.result"] = column
    return row + 2


def _result_line(grid: Grid, book: Book, row: int, start: tuple[int, str], result: tuple[str, bool]) -> None:
    title, passed = result
    _line(grid, row, start, "text", _VILLAGE_NOTE)
    text = pick(book, words()["passed"]) if passed else words()["not_passed"]
    grid.put(row, grid.columns[f"{title}.result"], text, "center")
    grid.rows.setdefault(book.unit.code, []).append(row + 1)


def _families_and_clans(counts: dict[str, Count]) -> dict[str, Count]:
    return {key: counts[key] for key in ("gia_dinh", "dong_ho")}


def _head(grid: Grid, book: Book, row: int, unit_heads: list[str], note: int) -> int:
    _outer_heads(grid, book, row, unit_heads, note)
    _merged_heads(grid, row, book.titles, _FIRST)
    _leaf_heads(grid, book, row + 1, book.titles)
    return row + 2


def _outer_heads(grid: Grid, book: Book, row: int, unit_heads: list[str], note: int) -> None:
    heads = words()["heads"]
    texts = {0: pick(book, heads["number"]), 1: pick(book, unit_heads), note: heads["note"]}
    for column, text in texts.items():
        grid.merge((row, column, row + 1, column), text, "head")


def _merged_heads(grid: Grid, row: int, titles: tuple[str, ...], first: int) -> None:
    for place, title in enumerate(titles):
        column = first + _GROUP * place
        grid.merge((row, column, row, column + _GROUP - 1), words()["heads"]["groups"][title], "head")


def _leaf_heads(grid: Grid, book: Book, row: int, titles: tuple[str, ...]) -> None:
    heads = words()["heads"]
    measures = {key: pick(book, heads[key]) for key in ("registered", "recognised", "rate")}
    for place, title in enumerate(titles):
        leaves = {"total": pick(book, heads["total"][title]), **measures}
        for step, (key, text) in enumerate(leaves.items()):
            column = _FIRST + _GROUP * place + step
            grid.put(row, column, text, "head")
            grid.columns[f"{title}.{key}"] = column


def _numbering(grid: Grid, row: int, note: int) -> int:
    for column in range(note + 1):
        number = column - 1
        is_rate = number > 0 and number % _GROUP == 0 and column < note
        text: Any = (
            "AB"[column] if column < _FIRST else f"{number}={number - 1}/{number - 3}" if is_rate else number
        )
        grid.put(row, column, text, "center")
    return row + 1


def _line(grid: Grid, row: int, start: tuple[Any, str], style: str, note: int) -> None:
    for column in range(_FIRST, note + 1):
        grid.put(row, column, None, "count")
    grid.put(row, 0, start[0], "center")
    grid.put(row, 1, start[1], style)


def _label(grid: Grid, row: int, number: str, text: str, note: int) -> None:
    _line(grid, row, (number, text), "group", note)


def _commune(grid: Grid, book: Book, row: int, number: int, item: BookRow) -> None:
    note = _FIRST + _GROUP * len(book.titles)
    _line(grid, row, (number, item.name), "text", note)
    grid.put(row, note, item.note, "text")
    grid.rows.setdefault(item.unit.code, []).append(row + 1)
    if item.counts is not None:
        text = "text_numbers" in book.variants
        of_registered = book.fault == "wrong_denominator"
        _figures(grid, row, item.counts, item.unit.code, text=text, of_registered=of_registered)


def _figures(
    grid: Grid,
    row: int,
    counts: dict[str, Count],
    key: str,
    *,
    text: bool = False,
    of_registered: bool = False,
) -> None:
    for title, count in counts.items():
        column = grid.columns[f"{title}.total"]
        for step, (measure, value) in enumerate(zip(_MEASURES, count.parts(), strict=True)):
            cell = (row, column + step)
            grid.put(*cell, _spelled(value) if text and (row + step) % 3 == 0 else value, "count")
            grid.index[key, f"{title}.{measure}"] = cell
        rate = _rate(count, of_registered=of_registered)
        shown = f"{rate:.1f}".replace(".", ",") + "%" if text and rate is not None else rate
        grid.put(row, column + 3, shown, "rate")
        grid.index[key, f"{title}.rate"] = (row, column + 3)


def _spelled(value: int | None) -> str | None:
    return None if value is None else f"{value:,}".replace(",", ".")


def _rate(count: Count, *, of_registered: bool) -> float | None:
    whole = count.registered if of_registered else count.total
    if not whole or count.recognised is None:
        return None
    return round(100 * count.recognised / whole, 1)


def _column_sum(counts: list[Count]) -> Count:
    result = Count(None, None, None)
    for count in counts:
        result = result + count
    return result


def _sums(book: Book, *, offices: bool) -> dict[str, Count]:
    rows = [item.counts for item in book.rows if item.counts is not None]
    sums = {title: _column_sum([counts[title] for counts in rows]) for title in book.titles}
    if offices:
        for _, count in book.offices:
            sums["don_vi"] = sums["don_vi"] + count
    return sums


def _total(
    grid: Grid, book: Book, row: int, text: str, note: int, *, summed: tuple[int, int] | None = None
) -> None:
    _line(grid, row, (None, text), "group", note)
    _figures(grid, row, _sums(book, offices=True), "total")
    for (key, name), cell in list(grid.index.items()):
        if key == "total":
            grid.total[name] = cell
            del grid.index[key, name]
            value = grid.cells[cell][0]
            if summed and not name.endswith(".rate"):
                start, end = (grid.address((line, cell[1])) for line in summed)
                value = Formula(f"=SUM({start}:{end})", value or 0)
            grid.put(*cell, value, "sum_rate" if name.endswith(".rate") else "sum")


def _offices(grid: Grid, book: Book, row: int, note: int) -> int:
    rows = words()["rows"]
    _line(grid, row, (None, rows["group_one_sum"]), "group", note)
    _figures(grid, row, _sums(book, offices=False), "group_one")
    _label(grid, row + 1, "II", rows["group_two"], note)
    if "group_two_one_line" in book.variants:
        _figures(grid, row + 1, {"don_vi": book.offices[0][1]}, "offices")
        grid.rows[book.unit.code] = [row + 2]
        return row + 2
    row += 2
    for number, (name, count) in enumerate(book.offices, start=1):
        _line(grid, row, (number, name), "text", note)
        _figures(grid, row, {"don_vi": count}, f"office{number}")
        grid.rows.setdefault(book.unit.code, []).append(row + 1)
        row += 1
    return row


def _finish(grid: Grid, book: Book, note: int, first: int) -> None:
    if "closing_date" in book.variants:
        line = words()["rows"]["closing"].format(day=30, month=11, year=book.year)
        grid.put(grid.last_row() + 1, 0, line)
    if "hidden_rows" in book.variants:
        grid.hidden_rows = {first + 1, first + 4}
    grid.widths = [(0, 5), (1, 22), *((column, 9.0) for column in range(_FIRST, note)), (note, 14)]
    foot(grid, book, note)
    if "nfd" in book.variants:
        grid.decompose()
