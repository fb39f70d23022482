"""The parts that all sample sheets share: lines on top, head of the table, foot with signatures."""

from __future__ import annotations

from typing import Any

from etl.sample.grid import Grid
from etl.sample.model import Book, words
from warehouse.places import Unit


def pick(book: Book, choices: list[Any]) -> Any:
    """Return one of the wordings, by the book's own chance."""
    return book.random.choice(choices)


def small(unit: Unit) -> str:
    """Return a unit's full name as it stands within a sentence: `huyện Ngọc Lặc`."""
    return unit.name[:1].lower() + unit.name[1:]


def top(grid: Grid, book: Book, last_column: int) -> int:
    """Write the lines above the table and return the row where the table begins."""
    style = book.random.choice(("short", "short", "full", "full", "numbered", "spaces", "one_cell"))
    text = _lines(book)
    row = 0
    if style in {"full", "spaces"}:
        row = _letterhead(grid, book, last_column, spread=style == "spaces")
    elif style == "numbered":
        grid.put(0, last_column - 1, pick(book, words()["form_numbers"]), "italic")
        grid.put(1, 0, words()["reporter"].format(unit=small(book.unit)))
        row = 2
    if style == "one_cell":
        grid.merge((row, 0, row, last_column), "\n".join(text), "block")
        return row + 2
    for place, line in enumerate(text):
        look = "title" if place == 0 else "bold" if place == 1 else "italic"
        grid.merge((row + place, 0, row + place, last_column), line, look)
    return row + len(text) + 1


def _lines(book: Book) -> list[str]:
    choices = words()["year_line" if book.period == "nam" else "half_year_line"]
    year = pick(book, choices).format(year=book.year)
    lines = [pick(book, words()["titles"][book.kind])]
    if book.cluster is not None:
        name, former = book.cluster.short_name, small(book.cluster)
        lines += [book.unit.name, words()["cluster_line"].format(name=name, district=former)]
    elif book.district is not None:
        lines.append(words()["commune_line"].format(commune=book.unit.name, district=book.district.name))
    else:
        lines.append(book.unit.name)
    lines.append(year)
    if book.form != "danh-hieu":
        lines.append(words()["legal"])
    elif book.random.random() < 0.4:  # some books name the report they belong to
        lines.append(words()["annexed"].format(next_year=book.year + 1, unit=small(book.unit)))
    return [*lines, words()["label"]]


def _letterhead(grid: Grid, book: Book, last_column: int, *, spread: bool) -> int:
    body = words()["association"] if book.form == "danh-hieu" else words()["committee"]
    above = f"UBND {book.unit.name.upper()}"
    motto = words()["motto"]
    middle = max(2, last_column // 2)
    for row, (left, right) in enumerate(zip((above, body), motto, strict=True)):
        if spread:
            grid.put(row, 0, f"{left}{' ' * 30}{right}", "bold")
        else:
            grid.merge((row, 0, row, middle - 1), left, "bold")
            grid.merge((row, middle, row, last_column), right, "bold")
    return 3


def foot(grid: Grid, book: Book, last_column: int) -> None:
    """Write place, day and signatures below the table."""
    signatures = words()["signatures"]
    right = signatures["right" if book.form == "danh-hieu" else "committee"]
    row, middle = grid.last_row() + 2, max(2, last_column // 2)
    day, month = book.random.randint(1, 28), book.random.choice((1, 2, 12))
    year = book.year if month == 12 else book.year + 1
    place = book.unit.short_name
    line = words()["place_date"].format(place=place, day=day, month=month, year=year)
    grid.put(row, middle, line, "italic")
    for place_, text in enumerate(signatures["left"]):
        grid.put(row + 1 + place_, 1, text, "bold")
    for place_, text in enumerate(right):
        grid.put(row + 1 + place_, middle, text, "bold")
