"""Marks for met and not met, where each row is one village or one office: `x`, `Đạt`, `Không`, or blank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.mapping.labels import fold
from etl.tables.walk import DataRow
from etl.text.numbers import MARKS

_MET = frozenset({"dat", "co", "cong nhan", *map(fold, MARKS)})
_NOT_MET = frozenset({"khong", "khong dat", "chua dat", "k", "o", "kd", "chua"})


def mark_of(text: str) -> int | None:
    """Return 1 for a mark that means met, 0 for one that means not met, None for neither."""
    plain = fold(text).strip(" .")
    if plain in _MET:
        return 1
    return 0 if plain in _NOT_MET else None


@dataclass(frozen=True)
class Blanks:
    """The rows that bear no mark in a column where others of their kind do."""

    title: str
    is_own: bool  # offices, else villages
    rows: list[DataRow]
    counts: list[dict[str, int]]  # what else their rows say of the title
    column: int
    is_not_met: bool  # no row of the column says not met in words


@dataclass
class Marks:
    """What one table marks, by title, villages and offices apart."""

    seen: dict[tuple[str, bool], set[int]] = field(default_factory=lambda: defaultdict(set))
    open_rows: dict[tuple[str, bool], list[DataRow]] = field(default_factory=lambda: defaultdict(list))
    open_counts: dict[tuple[str, bool], list[dict[str, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    columns: dict[tuple[str, bool], int] = field(default_factory=dict)

    def add(self, title: str, row: DataRow, mark: int) -> None:
        """Note a mark."""
        self.seen[title, row.is_own_offices].add(mark)

    def leave_blank(self, title: str, row: DataRow, column: int, counts: dict[str, int]) -> None:
        """Note a row without a mark of a title whose column may hold marks."""
        key = (title, row.is_own_offices)
        self.open_rows[key].append(row)
        self.open_counts[key].append(counts)
        self.columns[key] = column

    def blanks(self) -> Iterator[Blanks]:
        """Yield the blank rows of every column in which others of their kind are marked."""
        for key, rows in self.open_rows.items():
            if marks := self.seen.get(key):
                yield Blanks(*key, rows, self.open_counts[key], self.columns[key], 0 not in marks)
