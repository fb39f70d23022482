"""The walk under a head: each row is data, a total, a group, or not of the table, and says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from etl.mapping.columns import ColumnMap
from etl.mapping.headers import Head, is_head_row, is_numbering, read_head
from etl.mapping.labels import text_of
from etl.mapping.measures import COUNT_MEASURES
from etl.mapping.rows import (
    bare_group_name,
    is_footer,
    is_group,
    kind_of_name,
    names_district,
    names_own_offices,
)
from etl.model import CellValue, Sheet


@dataclass(slots=True)
class DataRow:
    """A row of data: `index` counts from 0; `group` numbers the group row above it."""

    index: int
    mark: str
    name: str
    group: int = 0
    is_own_offices: bool = False
    district: str | None = None  # name of the group's district, in a province's book


IsPlace = Callable[[str, str | None], bool]  # a name, and the district of the group it stands in


@dataclass
class TableRows:
    """The rows of one table, sorted out."""

    data: list[DataRow] = field(default_factory=list)
    totals: list[DataRow] = field(default_factory=list)
    nameless: list[int] = field(default_factory=list)
    ignored: list[tuple[int, str]] = field(default_factory=list)
    footer: int | None = None


def is_blank(row: list[CellValue]) -> bool:
    """Say whether a row holds nothing but blanks."""
    if row and type(row[0]) is float:
        return False  # numbered, as most rows are
    filled = len(row) - row.count("")
    if filled == 0:
        return True
    return filled < 4 and all(isinstance(v, str) and not v.strip() for v in row if v != "")


def cell(row: list[CellValue], column: int | None) -> CellValue:
    """Return a cell of a row that may end early."""
    return row[column] if column is not None and column < len(row) else ""


class Walk:
    """One pass over the rows under one head."""

    def __init__(
        self,
        sheet: Sheet,
        head: Head,
        columns: ColumnMap,
        *,
        name_key: str,
        stop: int,
        is_place: IsPlace | None = None,
    ) -> None:
        self.sheet = sheet
        self.head = head
        self.stop = stop
        self.name_column = columns.keys[name_key]
        self.mark_column = columns.keys.get("number")
        self.district_column = columns.district
        self.summed = [c for key, c in columns.keys.items() if key.partition(".")[2] in COUNT_MEASURES]
        self.is_place = is_place
        self.numbers_places = False  # I, II, III number the places of this table
        self.rows = TableRows()
        self.group = 0
        self.own = False
        self.district: str | None = None
        self.pending: DataRow | None = None

    def run(self) -> TableRows:
        """Return the rows of the table, from below its head to where the next table begins."""
        lines = self.sheet.rows
        index = self.head.last + 1
        may_number = True
        while index < self.stop:
            row = lines[index]
            if is_blank(row):
                index += 1
                continue
            if self._is_anchor(row) and (below := self._below_repeated_head(index)):
                self._ignore_range(index, below, "header")
                index, may_number = below, True
                continue
            if self.rows.footer is not None:
                self.rows.ignored.append((index, "signature"))
            elif may_number and is_numbering(row):
                self.rows.ignored.append((index, "numbering"))
            else:
                may_number = False
                self._sort(index, row)
            index += 1
        self._settle_pending(as_data=True)
        return self.rows

    def _is_anchor(self, row: list[CellValue]) -> bool:
        first = cell(row, self.mark_column if self.mark_column is not None else self.name_column)
        return isinstance(first, str) and len(first) < 60 and is_head_row(row)

    def _below_repeated_head(self, index: int) -> int | None:
        """Return the row below a head typed again for the next printed page."""
        head = read_head(self.sheet, index)
        return head.last + 1 if head.paths == self.head.paths else None

    def _ignore_range(self, first: int, last: int, reason: str) -> None:
        for index in range(first, last):
            if not is_blank(self.sheet.rows[index]):
                self.rows.ignored.append((index, reason))

    def _names(self, row: list[CellValue]) -> tuple[str, str]:
        mark = text_of(cell(row, self.mark_column)).strip()
        name = text_of(cell(row, self.name_column)).strip()
        if not name and len(mark) > 3:
            return "", mark  # a label merged over TT and name stands in the first of them
        return mark, name

    def _sort(self, index: int, row: list[CellValue]) -> None:
        mark, name = self._names(row)
        if self.district_column is not None:
            self._take_district(text_of(cell(row, self.district_column)).strip())
        if not name:
            self._sort_nameless(index, row, mark)
            return
        kind = kind_of_name(name)
        if kind is None and mark and len(mark) > 3 and kind_of_name(mark):
            kind = kind_of_name(mark)
        if kind in ("of_which", "note") and self._is_place(bare := name.lstrip("-+*• ")):
            kind, name = None, bare  # `- Lam Sơn`: a sign before a place is no part of a sum
        if kind == "signature":
            self._end(index)
        elif kind == "total":
            self._settle_pending(as_data=True)
            self.rows.totals.append(DataRow(index, mark, name, self.group, self.own))
        elif kind is not None:
            self.rows.ignored.append((index, kind))
        elif not is_group(mark, name):
            self._add_data(index, mark, name)
        elif self._is_numbered_place(index, row, name):
            self._settle_pending(as_data=True)
            self.numbers_places, self.own = True, False
            self.rows.data.append(
                DataRow(index, mark, bare_group_name(name), self.group, False, self.district)
            )
        else:
            self._start_group(index, mark, name)

    def _take_district(self, beside: str) -> None:
        if beside and kind_of_name(beside) is None:
            self.district = beside  # merged down, or typed once for the rows below

    def _is_place(self, name: str) -> bool:
        return self.is_place is not None and self.is_place(name, self.district)

    def _add_data(self, index: int, mark: str, name: str) -> None:
        """Add a row of data; a place below the group of offices is still a place."""
        self._settle_pending(as_data=False)
        own = names_own_offices(name) or (self.own and not self._is_place(name))
        if own and is_group("", name) and self._sums_rows_below(index):
            self.rows.ignored.append((index, "group"))
        else:
            self.rows.data.append(DataRow(index, mark, name, self.group, own, self.district))

    def _is_numbered_place(self, index: int, row: list[CellValue], name: str) -> bool:
        """Say whether I, A … numbers a place with figures of its own, and heads no group.

        Where one row did so, a row with figures whose name is not known does so too: the name is asked about.
        """
        bare = bare_group_name(name)
        if self.is_place is None or names_own_offices(bare) or names_district(bare):
            return False
        is_place = self.is_place(bare, self.district)
        if not is_place and (not self.numbers_places or is_group("", bare)):
            return False
        return self._has_own_figures(row) and not self._sums_rows_below(index)

    def _has_own_figures(self, row: list[CellValue]) -> bool:
        """Say whether a digit stands in a column other than those of the number and the name."""
        others = (v for c, v in enumerate(row) if c not in (self.mark_column, self.name_column))
        return any(sign.isdigit() for value in others if value != "" for sign in text_of(value))

    def _sums_rows_below(self, index: int) -> bool:
        """Say whether the rows below, up to the next group, add up to a row in most of its figures."""
        below = list(self._rows_below(index))
        compared = matching = 0
        for column in self.summed:
            own = cell(self.sheet.rows[index], column)
            parts = [value for row in below if isinstance(value := cell(row, column), float)]
            if isinstance(own, float) and own and parts:
                compared += 1
                matching += abs(sum(parts) - own) < 0.5
        return compared > 0 and matching * 2 >= compared

    def _rows_below(self, index: int) -> Iterator[list[CellValue]]:
        """Yield the rows of data below a row, up to the next group, total or signature."""
        for row in self.sheet.rows[index + 1 : self.stop]:
            mark, name = self._names(row)
            kind = kind_of_name(name)
            if kind in ("total", "signature") or (name and (is_group(mark, name) or is_group("", name))):
                return
            if name and kind is None:
                yield row

    def _sort_nameless(self, index: int, row: list[CellValue], mark: str) -> None:
        texts = [value for value in row if isinstance(value, str) and value.strip()]
        if any(is_footer(text_of(text)) for text in texts):
            self._end(index)
            return
        kinds = (kind_of_name(text_of(text)) for text in texts)
        kind = next((kind for kind in kinds if kind is not None and kind != "of_which"), None)
        if kind == "total":
            label = next(text for text in texts if kind_of_name(text_of(text)) == "total")
            self.rows.totals.append(DataRow(index, mark, text_of(label).strip(), self.group, self.own))
        elif kind is not None or not self._has_figures(row):
            self.rows.ignored.append((index, kind or "note"))
        else:
            self.rows.nameless.append(index)

    def _has_figures(self, row: list[CellValue]) -> bool:
        """Say whether a number stands outside the column that numbers the rows."""
        return any(
            isinstance(value, (int, float)) for column, value in enumerate(row) if column != self.mark_column
        )

    def _start_group(self, index: int, mark: str, name: str) -> None:
        self._settle_pending(as_data=True)
        self.group += 1
        bare = bare_group_name(name)
        self.own = names_own_offices(bare)
        self.district = bare if names_district(bare) else None
        row = DataRow(index, mark, bare, self.group, self.own, self.district)
        if self.own:
            self.pending = row
        else:
            self.rows.ignored.append((index, "group"))

    def _settle_pending(self, *, as_data: bool) -> None:
        """A group of own offices with rows below it is a heading; without them it is the row itself."""
        if self.pending is None:
            return
        filled = any(isinstance(value, float) for value in self.sheet.rows[self.pending.index][2:])
        if as_data and filled:
            self.rows.data.append(self.pending)
        else:
            self.rows.ignored.append((self.pending.index, "group"))
        self.pending = None

    def _end(self, index: int) -> None:
        self._settle_pending(as_data=True)
        self.rows.footer = index
        self.rows.ignored.append((index, "signature"))


class HasTable(Protocol):
    """Anything that knows where a table stands."""

    sheet: Sheet
    head: Head
    columns: ColumnMap
    stop: int


def walk(table: HasTable, name_key: str, *, is_place: IsPlace | None = None) -> TableRows:
    """Return the rows of a table sorted out.

    Args:
        table: Where the table stands.
        name_key: The column that names each row.
        is_place: Says whether a name is a place with figures of its own; without it I, II, III are groups.
    """
    lines = Walk(
        table.sheet, table.head, table.columns, name_key=name_key, stop=table.stop, is_place=is_place
    )
    return lines.run()
