"""Marks for met and not met, where each row is one village or one office: `x`, `Đạt`, `Không`, or blank."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from etl.facts import TableContext
from etl.mapping.labels import fold, key, text_of
from etl.model import CellValue
from etl.tables.plans import TitleColumns
from etl.tables.walk import DataRow
from etl.text.numbers import MARKS, parse_number

SINGLE = ("cong_dong", "don_vi")  # titles of which a row for a village or an office can be the only holder
_CYRILLIC = str.maketrans("х", "x")
_MET = frozenset({"dat", "co", "cong nhan", "true", *map(fold, MARKS)})
_NOT_MET = frozenset({"khong", "khong dat", "chua dat", "k", "o", "kd", "chua", "false"})
_HOW_TO_MARK = re.compile(r"(?<![a-z0-9])(?:dat|danh dau|ghi|danh) (?:dau )?x(?![a-z0-9])")
_HOW_MANY = re.compile(r"(?:tong )?(?:so|sl|ts)(?![a-z])")
_NO_NUMBER = ("text", "mark", "ditto", "percent")


def mark_of(text: str) -> int | None:
    """Return 1 for a mark that means met, 0 for one that means not met, None for neither.

    >>> mark_of("Đạt"), mark_of("х"), mark_of("FALSE"), mark_of("nt")
    (1, 1, 0, None)
    """
    plain = fold(text).translate(_CYRILLIC).strip(" .")
    if plain in _MET:
        return 1
    return 0 if plain in _NOT_MET else None


def is_marked(value: CellValue) -> bool:
    """Say whether a cell is marked with a sign or with 1."""
    text = text_of(value).strip()
    return text == "1" or mark_of(text) == 1


def is_no_mark(value: CellValue) -> bool:
    """Say whether a text is neither a number nor a dash nor another word for nothing."""
    return isinstance(value, str) and parse_number(value, kind="count").state in _NO_NUMBER


def marked_columns(context: TableContext, plans: Sequence[TitleColumns]) -> frozenset[int]:
    """Return the columns of marks under `Đăng ký` or `Được công nhận` that ask not how many."""
    found = set()
    for plan in plans:
        for measure in ("registered", "recognised") if plan.title in SINGLE else ():
            column = plan.counts.get(measure)
            label = key(context.columns.labels.get(column, "")) if column is not None else "so"
            if column is not None and not _HOW_MANY.match(label) and _has_marks(context, column):
                found.add(column)
    return frozenset(found)


def _has_marks(context: TableContext, column: int) -> bool:
    below = context.sheet.rows[context.head.last + 1 : context.stop]
    texts = {row[column] for row in below if column < len(row) and type(row[column]) is str}
    return any(mark_of(text) == 1 for text in texts)


def says_how_to_mark(context: TableContext, column: int) -> bool:
    """Say whether the head itself tells that a blank is not met: `Cộng đồng học tập (đạt: x)`."""
    return bool(_HOW_TO_MARK.search(key(context.columns.labels.get(column, ""))))


def leaves_open_one(cells: Sequence[CellValue], plan: TitleColumns, counts: Mapping[str, int]) -> bool:
    """Say whether a village that is 1 of all, or of which nothing is typed, has a blank for who met."""
    column = plan.counts.get("met", plan.counts.get("recognised", len(cells)))
    value = cells[column] if column < len(cells) else ""
    return _is_of_ones(plan) and counts.get("total", 1) == 1 and not text_of(value).strip(" -–—")


def _is_of_ones(plan: TitleColumns) -> bool:
    return plan.title == "cong_dong" and "total" in plan.counts


@dataclass(frozen=True)
class Blanks:
    """The rows that bear no mark in a column that may hold marks."""

    title: str
    is_own: bool  # offices, else villages
    rows: list[DataRow]
    counts: list[dict[str, int]]  # what else their rows say of the title
    column: int
    is_not_met: bool  # others of their kind are marked, and none says not met in words
    is_among_marks: bool  # others of their kind are marked


@dataclass
class Marks:
    """What one table marks, by title, villages and offices apart."""

    seen: dict[tuple[str, bool], set[int]] = field(default_factory=lambda: defaultdict(set))
    open_rows: dict[tuple[str, bool], list[DataRow]] = field(default_factory=lambda: defaultdict(list))
    open_counts: dict[tuple[str, bool], list[dict[str, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    columns: dict[tuple[str, bool], int] = field(default_factory=dict)
    unread: set[tuple[int, int]] = field(default_factory=set)  # cells that say neither met nor not met

    def add(self, title: str, row: DataRow, mark: int) -> None:
        """Note a mark, or a figure: above 1 it counts, and no blank beside it is a mark left out."""
        self.seen[title, row.is_own_offices].add(mark)

    def add_figures(self, plan: TitleColumns, row: DataRow, counts: Mapping[str, int]) -> None:
        """Note 1 or 0 beside the 1 of all of a village; where all are more, its figures count."""
        met, total = counts.get("recognised"), counts.get("total", 1)
        if met is not None and _is_of_ones(plan):
            self.add(plan.title, row, met if total <= 1 else total)

    def leave_blank(self, title: str, row: DataRow, column: int, counts: dict[str, int]) -> None:
        """Note a row without a mark of a title whose column may hold marks."""
        kind = (title, row.is_own_offices)
        self.open_rows[kind].append(row)
        self.open_counts[kind].append(counts)
        self.columns[kind] = column

    def blanks(self) -> Iterator[Blanks]:
        """Yield the blank rows of every column that may hold marks."""
        for kind, rows in self.open_rows.items():
            marks = self.seen.get(kind, set())
            counts, column = self.open_counts[kind], self.columns[kind]
            is_marked = bool(marks) and max(marks) <= 1
            yield Blanks(*kind, rows, counts, column, is_marked and 0 not in marks, is_marked)
