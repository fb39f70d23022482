"""Facts: what intake hands to the warehouse, row by row, with the cell each came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from etl.checks import Findings
from etl.mapping.columns import ColumnMap
from etl.mapping.headers import Head
from etl.mapping.measures import MEASURES
from etl.match import PlaceFinder
from etl.model import FACT_TABLES, Sheet
from rubrics import Rubric
from warehouse.places import Unit

Key = tuple[Any, ...]
Spot = tuple[str, int]  # sheet, Excel row
Reported = tuple[str, str]  # code and first day of a unit
Subject = tuple[bool, Reported, int]  # whether titles are counted or a score is given, of which unit and year
Cells = Mapping[str, tuple[int, int]]  # figure -> zero-based row and column


@dataclass(slots=True)
class Fact:
    """One row of a staged table; facts of one key contradict or repeat each other."""

    table: str
    key: Key
    values: dict[str, Any]
    spot: Spot  # where it stands
    is_part: bool = False  # a village, or an office beside the villages: its commune's figure is the sum
    columns: Mapping[str, int] | None = None  # zero-based columns of the measures
    cells: Cells | None = None  # where figures stand that are made of several rows, or typed below the points

    def cell_of(self, name: str) -> tuple[int, int] | None:
        """Return the zero-based cell of a measure, total or rank, if it stands in one."""
        if self.cells and name in self.cells:
            return self.cells[name]
        column = (self.columns or {}).get(name)
        return None if column is None else (self.spot[1] - 1, column)


@dataclass
class TableContext:
    """What is known about a table before its rows are read."""

    sheet: Sheet
    head: Head
    columns: ColumnMap
    year: int
    period: str
    unit: Unit
    finder: PlaceFinder
    findings: Findings
    stop: int
    basis: str = "assessed"
    rubric: Rubric | None = None

    @cached_property
    def _title_values(self) -> dict[str, Any]:
        """A row of `staged.title_count` with what all facts of the table share; the rest is null."""
        return {
            "sheet": self.sheet.name,
            "row": None,
            "unit_code": None,
            "unit_valid_from": None,
            "year": self.year,
            "period": self.period,
            **dict.fromkeys(("title", "village_key", "village_name", "managed_by", "own_offices")),
            **dict.fromkeys(MEASURES),
        }

    def title_row(
        self,
        index: int,
        unit: Unit,
        *,
        village: tuple[str, str] | None = None,
        own_offices: bool = False,
        office: str | None = None,
        is_part: bool = False,
    ) -> TitleRow:
        """Return what the facts of one row share.

        Args:
            index: Zero-based row.
            unit: The unit that the counts stand on.
            village: Folded and written name of a village, for detail rows.
            own_offices: Whether the row is for the unit's own offices.
            office: Folded name of such a row; each is counted once.
            is_part: Whether the unit's figure is the sum of this row and others.
        """
        values = self._title_values.copy()
        values["row"] = index + 1
        values["unit_code"] = unit.code
        values["unit_valid_from"] = unit.valid_from.isoformat()
        values["village_key"], values["village_name"] = village or (None, None)
        values["own_offices"] = own_offices
        return TitleRow(values, (self.sheet.name, index + 1), office, is_part)


@dataclass(slots=True)
class TitleRow:
    """What the facts of one row share, whatever their titles."""

    values: dict[str, Any]  # a row of `staged.title_count`, its title and measures null
    spot: Spot
    office: str | None
    is_part: bool


@dataclass
class Read:
    """What the tables of a workbook came to."""

    facts: list[Fact] = field(default_factory=list)
    data_rows: set[Spot] = field(default_factory=set)
    ignored: dict[Spot, str] = field(default_factory=dict)
    names: dict[Spot, tuple[str, int | None]] = field(default_factory=dict)  # name, zero-based column
    nameless_parts: dict[Spot, Key] = field(default_factory=dict)  # village rows without a name -> unit
    score_rows: dict[Spot, Key] = field(default_factory=dict)  # rows of points -> commune and year scored
    incomplete: dict[Spot, Key] = field(default_factory=dict)  # where a criterion is missing -> as above

    @cached_property
    def about(self) -> set[Subject]:
        """What the facts are about: mostly one subject for hundreds of them.

        Asked when all tables are read: from then on facts only go, and a subject too many hides nothing.
        """
        found = {
            (fact.table, values["unit_code"], values["unit_valid_from"], values["year"])
            for fact in self.facts
            for values in (fact.values,)
        }
        return {(table == "title_count", (code, day), year) for table, code, day, year in found}

    def take(self, sheet: str, index: int, name: str, column: int | None = None) -> None:
        """Note that a row (zero-based) is data, the name it bears and the column where that stands."""
        spot = sheet, index + 1
        self.data_rows.add(spot)
        self.names[spot] = name, column

    def take_score(self, context: TableContext, index: int, unit: Unit, column: int | None) -> None:
        """Note that a row (zero-based) is data of a commune's score."""
        self.take(context.sheet.name, index, unit.name, column)
        self.score_rows[context.sheet.name, index + 1] = (unit.code, context.year)

    def name_at(self, spot: Spot) -> tuple[str, tuple[int, int | None]]:
        """Return the name of a row and the zero-based cell where it stands."""
        name, column = self.names.get(spot, ("", None))
        return name, (spot[1] - 1, column)

    def ignore(self, sheet: str, index: int, reason: str) -> None:
        """Note that a row (zero-based) is not loaded, and why; the first reason stays."""
        self.ignored.setdefault((sheet, index + 1), reason)


def title_fact(
    row: TitleRow,
    title: str,
    counts: Mapping[str, int],
    *,
    managed_by: str | None = None,
    columns: Mapping[str, int] | None = None,
) -> Fact:
    """Return one fact of `staged.title_count`.

    Args:
        row: What it shares with the other titles of its row.
        title: Title key.
        counts: Measures; absent ones are null.
        managed_by: Level that manages the counted units.
        columns: Zero-based columns of the measures.
    """
    values, office = row.values.copy(), row.office
    values["title"] = title
    values["managed_by"] = managed_by
    values.update(counts)
    key = (
        values["unit_code"], values["year"], values["period"], title,
        values["village_key"], office, managed_by if office is not None else None,
    )  # fmt: skip
    return Fact("title_count", key, values, row.spot, row.is_part, columns)


def score_fact(
    context: TableContext,
    index: int,
    unit: Unit,
    *,
    criterion: str,
    basis: str,
    points: float,
    column_key: str,
) -> Fact:
    """Return one fact of `staged.criterion_score`."""
    values = _score_base(context, index, unit)
    values |= {"criterion": criterion, "basis": basis, "points": points, "column_key": column_key}
    key = ("c", unit.code, context.year, criterion, basis)
    return Fact("criterion_score", key, values, (context.sheet.name, index + 1))


def assessment_fact(
    context: TableContext,
    index: int,
    unit: Unit,
    *,
    total_self: float | None,
    total_assessed: float | None,
    rank: str | None,
    cells: Cells,
    basis: str = "",
) -> Fact:
    """Return one fact of `staged.assessment`: the total and rank typed for a commune, and in which cells."""
    values = _score_base(context, index, unit)
    values |= {"total_self": total_self, "total_assessed": total_assessed, "rank_reported": rank}
    key = ("a", unit.code, context.year, basis)
    return Fact("assessment", key, values, (context.sheet.name, index + 1), cells=cells)


def _score_base(context: TableContext, index: int, unit: Unit) -> dict[str, Any]:
    return {
        "sheet": context.sheet.name,
        "row": index + 1,
        "unit_code": unit.code,
        "unit_valid_from": unit.valid_from.isoformat(),
        "year": context.year,
    }


def as_tables(facts: list[Fact]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each staged table."""
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in FACT_TABLES}
    for fact in facts:
        tables[fact.table].append(fact.values)
    return tables
