"""Where the head of a table stands and what each column's labels are, merges filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from etl.forms import forms
from etl.mapping.labels import key, text_of
from etl.mapping.place_labels import place_column
from etl.model import CellValue, Sheet

MAX_DEPTH = 4
_CRITERION_WORD = re.compile(r"^\s*(?:TC|T/C|tiêu chí)\s*(?=\d)", re.IGNORECASE)
_SMALL_NUMBER = re.compile(r"^\(?\s*\d{1,2}\s*\)?$")
_PART_OF_YEAR = re.compile(r"^(?:20[0-4]\d|[69]\s*(?:tháng|T)\b.*)$", re.IGNORECASE)
_NUMBERING = re.compile(r"^\(?\s*(?:[A-Za-zĐđ]|\d{1,2})\s*\)?\s*(?:=.*)?$|^=?\d{1,2}\s*=.*$|^\d.*[/:x+].*\d$")


@dataclass(frozen=True)
class Head:
    """The head of one table.

    `paths[c]` holds the keys of column c's labels from the top row down, without repeats.
    """

    first: int
    last: int
    paths: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]  # the lowest label of each column, as written


@lru_cache(maxsize=1)
def _anchor_words() -> frozenset[str]:
    wanted = {"number", "unit", "village", "criterion"}
    labels = {label for form in forms().values() for label, column in form.labels.items() if column in wanted}
    lines = forms()["danh-hieu"].lines
    return frozenset(labels | (lines.indicator if lines else frozenset()))


@lru_cache(maxsize=16384)
def _is_anchor(text: str) -> bool:
    """Say whether a text is the label of the running number, of the names, or of the lines' contents."""
    label = key(text)
    return label in _anchor_words() or place_column(label) is not None


def is_head_row(row: list[CellValue]) -> bool:
    """Say whether a row may be the top row of a head: TT or the unit's label, and company."""
    for value in row[:5]:
        if type(value) is str and value and len(value) < 60 and _is_anchor(value):
            return len(row) - row.count("") > 2
    return False


def _merged_cells(sheet: Sheet, first: int, last: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each merged cell of the rows the cell that holds its text."""
    anchors = {}
    for top, left, bottom, right in sheet.merges:
        if bottom < first or top > last:
            continue
        for row in range(max(top, first), min(bottom, last) + 1):
            for column in range(left, right + 1):
                anchors[row, column] = (top, left)
    return anchors


def _numbers_run(row: list[CellValue]) -> int:
    """Return how many of the row's cells count 1, 2, 3 … in order."""
    expected = 1
    for value in row:
        if value == "":
            continue
        text = _CRITERION_WORD.sub("", text_of(value)).strip("() \t")
        if text.isdigit() and int(text) == expected:
            expected += 1
    return expected - 1


def is_numbering(row: list[CellValue]) -> bool:
    """Say whether a row only numbers the columns: `A B 1 2 3 4=3/1`."""
    texts = [text_of(value).strip() for value in row if value != ""]
    if len(texts) < 3 or any(len(text) > 14 for text in texts):
        return False
    if not all(_NUMBERING.match(text) for text in texts):
        return False
    return _numbers_run(row) >= max(2, len(texts) // 2 - 1) or any("=" in text for text in texts)


def _is_lower_head(sheet: Sheet, row_index: int, name_column: int) -> bool:
    """Say whether the row below still belongs to the head (used where merges do not say it)."""
    row = sheet.rows[row_index]
    filled = [value for value in row if value != ""]
    if len(filled) < 2 or any(value != "" for value in row[: name_column + 1]):
        return False
    if is_numbering(row):
        return False
    return all(_is_lower_label(value) for value in filled)


def _is_lower_label(value: CellValue) -> bool:
    """Say whether a cell labels a column and holds no figure: `Từ 18 tuổi`, `Năm 2018`, 2018, `6 tháng`."""
    text = text_of(value).strip()
    if _PART_OF_YEAR.match(text):
        return True
    return isinstance(value, str) and (text[:1].isalpha() or not any(c.isdigit() for c in text))


def _is_criteria_row(sheet: Sheet, row_index: int, name_column: int) -> bool:
    """Say whether the row numbers the criteria 1 … 15 under a merged head."""
    row = sheet.rows[row_index]
    if any(value != "" for value in row[: name_column + 1]):
        return False
    inner = [value for value in row if value != ""]
    return len(inner) >= 5 and _numbers_run(row) >= len(inner) - 4 > 0


def _last_head_row(sheet: Sheet, top: int) -> int:
    name_column = _name_column(sheet.rows[top])
    last = top
    for first, left, bottom, _right in sheet.merges:
        if first == top and left <= name_column:
            last = max(last, bottom)
    last = min(last, top + MAX_DEPTH - 1, len(sheet.rows) - 1)
    while last + 1 < min(len(sheet.rows), top + MAX_DEPTH) and (
        _is_lower_head(sheet, last + 1, name_column)
        or (last == top and _is_criteria_row(sheet, last + 1, name_column))
    ):
        last += 1
    return last


def _name_column(row: list[CellValue]) -> int:
    """Return the last of the first label columns (TT, then the unit), where merges go down."""
    hits = [c for c, value in enumerate(row[:5]) if isinstance(value, str) and _is_anchor(value)]
    return max(hits) if hits else 0


def _fill_right(labels: list[str], below: list[CellValue] | None, name_column: int) -> None:
    """Carry a group's label over the blank cells to its right where no merge is recorded."""
    if below is None:
        return
    for column in range(name_column + 1, len(labels)):
        if labels[column] == "" and column < len(below) and below[column] != "":
            labels[column] = labels[column - 1]


def read_head(sheet: Sheet, top: int) -> Head:
    """Return the head that begins in row `top` (zero-based), its merged cells filled."""
    last = _last_head_row(sheet, top)
    anchors = _merged_cells(sheet, top, last)
    width = max(len(sheet.rows[row]) for row in range(top, last + 1))
    name_column = _name_column(sheet.rows[top])
    grid = []
    for row in range(top, last + 1):
        cells = []
        for column in range(width):
            at_row, at_column = anchors.get((row, column), (row, column))
            line = sheet.rows[at_row] if at_row < len(sheet.rows) else []
            cells.append(text_of(line[at_column]) if at_column < len(line) else "")
        if row < last and not any(a_row == row and b_row[0] == row for (a_row, _), b_row in anchors.items()):
            _fill_right(cells, sheet.rows[row + 1], name_column)
        grid.append(cells)
    paths = []
    labels = []
    for column in range(width):
        words = list(dict.fromkeys(text for line in grid if (text := line[column]).strip()))
        paths.append(tuple(key(word) for word in words))
        labels.append(words[-1].strip() if words else "")
    return Head(top, last, tuple(paths), tuple(labels))


def cells_over(sheet: Sheet, head: Head, column: int) -> Iterator[tuple[int, int]]:
    """Yield the cells of a head that label a column, the lowest first; a merged one stands to the left."""
    for row in range(head.last, head.first - 1, -1):
        filled = [at for at, value in enumerate(sheet.rows[row][: column + 1]) if value != ""]
        if filled:
            yield row, filled[-1]
