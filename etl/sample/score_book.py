"""Score books: `tong-hop-diem-xa` of a district and `cham-diem-xa` of one commune."""

from __future__ import annotations

from collections import Counter
from typing import Any

from etl.sample.grid import Grid
from etl.sample.model import CRITERIA, Book, BookRow, Score, ranges, words
from etl.sample.page import foot, pick, top

_FIRST = 2
_TOTAL = _FIRST + len(CRITERIA)
_RANK, _NOTE = _TOTAL + 1, _TOTAL + 2


def summary_sheet(book: Book) -> Grid:
    """Return the district's sheet of points, one line a commune."""
    grid = Grid(pick(book, words()["sheet_names"]["tong-hop-diem-xa"]))
    row = _head(grid, book, top(grid, book, _NOTE))
    if "maxima" in book.variants:
        maxima = ranges()["maxima"]
        _cells(grid, row, ["", words()["rows"]["maxima"] if "named_maxima" in book.variants else ""])
        for step, most in enumerate([*maxima, sum(maxima)]):
            grid.put(row, _FIRST + step, most, "points")
        row += 1
    for number, item in enumerate(book.rows, start=1):
        _commune(grid, book, row, number, item)
        row += 1
    if "summary" in book.variants:
        grid.put(row + 1, 0, _summary_line(book))
    if "hidden_rows" in book.variants:
        grid.hidden_rows = {row - 2}
    grid.widths = [(0, 5), (1, 22), *((column, 6.0) for column in range(_FIRST, _TOTAL)), (_RANK, 14)]
    foot(grid, book, _NOTE)
    if "nfd" in book.variants:
        grid.decompose()
    return grid


def commune_sheet(book: Book) -> Grid:
    """Return the score sheet of one commune, one line a criterion."""
    grid = Grid(pick(book, words()["sheet_names"]["cham-diem-xa"]), is_portrait=True)
    row = top(grid, book, 5)
    for column, text in enumerate(words()["heads"]["sheet"]):
        grid.put(row, column, text, "head")
    score = book.rows[0].score
    if score is None or score.points is None or score.own is None:
        raise ValueError(f"{book.file_name}: a score sheet needs points")
    keys = ("maximum", "self", "assessed")
    for number, key in enumerate(CRITERIA):
        row += 1
        own, assessed = score.own[number], score.points[number]
        values = [ranges()["maxima"][number], own, None if "self_only" in book.variants else assessed]
        line = [number + 1, words()["criteria"][number], *values, pick(book, words()["evidence"])]
        _criterion(grid, book, row, line)
        for step, name in enumerate(keys):
            grid.index[key, name] = (row, 2 + step)
        grid.rows.setdefault(key, []).append(row + 1)
    _end(grid, book, row + 1, score)
    grid.widths = [(0, 5), (1, 60), (2, 9), (3, 9), (4, 10), (5, 22)]
    foot(grid, book, 5)
    return grid


def _head(grid: Grid, book: Book, row: int) -> int:
    heads = words()["heads"]
    fixed = {
        0: pick(book, heads["number"]),
        1: pick(book, heads["commune"]),
        _TOTAL: pick(book, heads["total_points"]),
        _RANK: pick(book, heads["rank"]),
        _NOTE: heads["note"],
    }
    for column, text in fixed.items():
        grid.merge((row, column, row + 1, column), text, "head")
    grid.merge((row, _FIRST, row, _TOTAL - 1), heads["criteria"], "head")
    for number, key in enumerate(CRITERIA, start=1):
        plain = "plain_numbers" in book.variants
        grid.put(row + 1, _FIRST + number - 1, number if plain else f"TC{number}", "head")
        grid.columns[key] = _FIRST + number - 1
    grid.columns |= {"total": _TOTAL, "rank": _RANK}
    return row + 2


def _cells(grid: Grid, row: int, start: list[Any]) -> None:
    for column in range(_NOTE + 1):
        grid.put(row, column, None, "points")
    for column, value in enumerate(start):
        grid.put(row, column, value, "center" if column == 0 else "text")


def _commune(grid: Grid, book: Book, row: int, number: int, item: BookRow) -> None:
    _cells(grid, row, [number, item.name])
    grid.rows.setdefault(item.unit.code, []).append(row + 1)
    grid.put(row, _NOTE, item.note, "text")
    if item.score is None:
        return
    text = "text_numbers" in book.variants
    figures = dict(zip(CRITERIA, item.score.points or (), strict=False)) | {"total": item.score.total}
    for key, value in figures.items():
        cell = (row, grid.columns[key])
        grid.put(*cell, _spelled(value) if text and value is not None else value, "points")
        grid.index[item.unit.code, key] = cell
    choices = words()["ranks"][item.score.rank]
    grid.put(row, _RANK, choices[0 if "long_ranks" in book.variants else -1], "center")
    grid.index[item.unit.code, "rank"] = (row, _RANK)


def _criterion(grid: Grid, book: Book, row: int, line: list[Any]) -> None:
    for column, value in enumerate(line):
        is_text = column in {1, 5}
        if "text_numbers" in book.variants and isinstance(value, float):
            value = _spelled(value)  # noqa: PLW2901 - the same cell, otherwise spelled
        grid.put(row, column, value, "text" if is_text else "points" if column > 1 else "center")


def _end(grid: Grid, book: Book, row: int, score: Score) -> None:
    rows, own = words()["rows"], sum(score.own or ())
    given = None if "self_only" in book.variants else score.total
    _criterion(grid, book, row, [None, rows["points_total"], sum(ranges()["maxima"]), own, given, None])
    label = rows["points_rank"].format(rank=words()["ranks"][score.rank][0])
    grid.merge((row + 1, 0, row + 1, 5), label, "group")
    grid.index["total", "self"], grid.index["total", "assessed"] = (row, 3), (row, 4)


def _spelled(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _summary_line(book: Book) -> str:
    ranks = Counter(item.score.rank for item in book.rows if item.score is not None)
    counted = sum(ranks.values())
    share = f"{100 * ranks['tot'] / max(1, counted):.1f}".replace(".", ",")
    names = ("tot", "kha", "trung_binh", "khong_xep_loai")
    text = words()["rows"]["summary"]
    return str(text.format(n=counted, share=share, **{name: ranks[name] for name in names}))
