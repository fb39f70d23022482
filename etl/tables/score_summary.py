"""Commune scores summary: one row a commune (or a self and an assessed line), criteria across -> scores."""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.checks.places import shown_name, unit_of
from etl.checks.scores import Spot, check_maxima, check_points, check_rank, check_sum, rank_in, scores_of
from etl.checks.types import CellReader
from etl.facts import Read, TableContext, assessment_fact, score_fact
from etl.mapping.labels import fold, text_of
from etl.tables.names import read_rows
from etl.tables.walk import DataRow, cell
from rubrics import Rubric
from warehouse.places import Unit

_FULL_TOTAL = 100.0


@dataclass
class Line:
    """One line of points of one commune."""

    row: DataRow
    unit: Unit | None
    place: str
    basis: str
    points: dict[str, float] = field(default_factory=dict)
    totals: dict[str, tuple[float, int]] = field(default_factory=dict)  # basis -> total, column
    rank: str | None = None
    is_broken: bool = False


class ScoreSummary:
    """Reads one table of the scores summary."""

    def __init__(self, context: TableContext, read: Read) -> None:
        self.context = context
        self.read = read
        self.sheet = context.sheet
        self.findings = context.findings
        self.keys = context.columns.keys
        self.criteria = {name: column for name, column in self.keys.items() if name.startswith("tc")}
        self.reader = CellReader(context.sheet, context.findings)
        self.lines: list[Line] = []

    def run(self) -> None:
        """Read the rows into facts."""
        rows = read_rows(self.context, "unit")
        nameless = set(rows.nameless)
        for row in rows.data:
            self._line(row)
            following = row.index + 1
            while following in nameless:
                nameless.discard(following)
                self._line(DataRow(following, "", row.name, row.group, False, row.district))
                following += 1
        for index in nameless:
            self._nameless(index)
        for index, reason in rows.ignored:
            self.read.ignore(self.sheet.name, index, reason)
            if reason == "maxima":
                self._maxima(index)
        for row in rows.totals:
            self.read.ignore(self.sheet.name, row.index, "total")
        self._check_ranks()
        self._keep()
        self.reader.close()

    def _nameless(self, index: int) -> None:
        """Settle a row of figures without a name: the maxima, or a slip."""
        if cell(self.sheet.rows[index], self.keys.get("total")) == _FULL_TOTAL:
            self._maxima(index)
            self.read.ignore(self.sheet.name, index, "maxima")
            return
        self.read.take(self.sheet.name, index, "", self.keys["unit"])
        self.findings.add("name_missing", self.sheet.name, (index, self.keys["unit"]))

    def _maxima(self, index: int) -> None:
        row = self.sheet.rows[index]
        typed = {n: v for n, column in self.criteria.items() if isinstance(v := cell(row, column), float)}
        if typed:
            at = (index, next(iter(self.criteria.values())))
            check_maxima(self.findings, Spot(self.sheet, at, ""), typed, self.context.rubric)

    def _basis(self, index: int) -> str:
        text = fold(text_of(cell(self.sheet.rows[index], self.keys.get("line"))))
        if "tu " in text or text.startswith("xa"):
            return "self"
        return "assessed" if text else self.context.basis

    def _line(self, row: DataRow) -> None:
        unit = unit_of(self.context, row)
        place = shown_name(unit, row)
        if unit is None:
            self.read.take(self.sheet.name, row.index, place, self.keys["unit"])
        else:
            self.read.take_score(self.context, row.index, unit, self.keys["unit"])
        line = Line(row, unit, place, self._basis(row.index))
        for criterion, column in self.criteria.items():
            points = self._points(line, column, criterion)
            if points is None:
                continue
            rubric = self.context.rubric
            at = (row.index, column)
            if check_points(self.findings, Spot(self.sheet, at, place), points, rubric, criterion):
                line.points[criterion] = points
            else:
                line.is_broken = True
        self._totals(line)
        self._rank(line)
        self.lines.append(line)

    def _points(self, line: Line, column: int, key: str) -> float | None:
        index = line.row.index
        value = cell(self.sheet.rows[index], column)
        if type(value) is float and index not in self.reader.odd_rows and value >= 0:
            return value
        if value == "" and index not in self.reader.odd_rows:
            return None
        parsed = self.reader.number(value, (index, column), line.place, key, kind="points")
        if parsed.whole not in (None, _FULL_TOTAL, self._maximum(key)):
            values = {"place": line.place, "column": key, "part": parsed.value, "whole": parsed.whole}
            self.findings.add("fraction_in_cell", self.sheet.name, (index, column), raw=value, **values)
            line.is_broken = True
            return None
        line.is_broken |= parsed.is_bad
        return None if parsed.value is None else float(parsed.value)

    def _maximum(self, key: str) -> float | None:
        rubric = self.context.rubric
        law = None if rubric is None else next((c for c in rubric.criteria if c.id == key), None)
        return None if law is None else float(law.maximum)

    def _totals(self, line: Line) -> None:
        for key, basis in (("total", line.basis), ("total_self", "self"), ("total_assessed", "assessed")):
            column = self.keys.get(key)
            if column is None:
                continue
            at = (line.row.index, column)
            if at in self.sheet.uncached_formulas or (at in self.sheet.formulas and not line.points):
                continue  # our own sum, not yet computed or over blanks
            total = self._points(line, column, key)
            if total is not None:
                line.totals[basis] = (total, column)
        own = line.totals.get(line.basis)
        if own is not None and line.points and not line.is_broken:
            check_sum(
                self.findings, Spot(self.sheet, (line.row.index, own[1]), line.place), line.points, own[0]
            )

    def _rank(self, line: Line) -> None:
        column = self.keys.get("rank")
        value = cell(self.sheet.rows[line.row.index], column)
        if column is None or value == "":
            return
        at = (line.row.index, column)
        rank, is_understood = rank_in(text_of(value))
        if not is_understood:
            self.findings.add("unknown_rank", self.sheet.name, at, raw=value, place=line.place)
        line.rank = rank
        if rank == "khong_xep_loai" and not line.points and not line.totals:
            self.findings.add("kxl_without_points", self.sheet.name, at, raw=value, place=line.place)

    def _check_ranks(self) -> None:
        rubric, column = self.context.rubric, self.keys.get("rank")
        if rubric is None or column is None:
            return
        ranked = [line for line in self.lines if line.rank and line.points and not line.is_broken]
        scores = scores_of(rubric, [line.points for line in ranked])
        for line, score in zip(ranked, scores, strict=True):
            at = (line.row.index, column)
            check_rank(self.findings, Spot(self.sheet, at, line.place), line.rank or "", score, rubric)
        self._warn_missing(rubric)

    def _warn_missing(self, rubric: Rubric) -> None:
        for line in self.lines:
            missing = [c.number for c in rubric.criteria if c.id not in line.points]
            if line.points and missing and not line.is_broken:
                at = (line.row.index, None)
                if line.unit is not None:
                    self.read.incomplete[self.sheet.name, at[0] + 1] = (line.unit.code, self.context.year)
                self.findings.add("missing_criterion", self.sheet.name, at, place=line.place, numbers=missing)

    def _keep(self) -> None:
        by_unit: dict[str, list[Line]] = {}
        for line in self.lines:
            if line.unit is None:
                continue
            by_unit.setdefault(line.unit.code, []).append(line)
            for criterion, points in line.points.items():
                self.read.facts.append(
                    score_fact(
                        self.context,
                        line.row.index,
                        line.unit,
                        criterion=criterion,
                        basis=line.basis,
                        points=points,
                        column_key=criterion,
                    )
                )
        for lines in by_unit.values():
            self._keep_assessments(lines)

    def _keep_assessments(self, lines: list[Line]) -> None:
        """One assessment for the two lines of a commune; a second line of one basis stays a contradiction."""
        cells = {line.row.index: self._cells(line) for line in lines}
        if len(lines) == 2 and lines[0].basis != lines[1].basis:
            first, second = sorted(lines, key=lambda line: line.basis != "assessed")
            cells[first.row.index] = cells[second.row.index] | cells[first.row.index]
            first.totals = {**second.totals, **first.totals}
            first.rank = first.rank or second.rank
            lines = [first]
        for line in lines:
            if line.unit is None or (not line.totals and line.rank is None):
                continue
            totals = {basis: total for basis, (total, _) in line.totals.items()}
            self.read.facts.append(
                assessment_fact(
                    self.context, line.row.index, line.unit, rank=line.rank, cells=cells[line.row.index],
                    total_self=totals.get("self"), total_assessed=totals.get("assessed"),
                )
            )  # fmt: skip

    def _cells(self, line: Line) -> dict[str, tuple[int, int]]:
        """Return where totals and rank of a line stand."""
        cells = {f"total_{basis}": (line.row.index, column) for basis, (_, column) in line.totals.items()}
        return cells if line.rank is None else cells | {"rank": (line.row.index, self.keys["rank"])}
