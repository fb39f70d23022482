"""Titles summary: rows of communes, of villages, or of a district's own offices -> title counts."""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.cells import address
from etl.checks.cross_field import Counts, Figures, check_limits, check_parts, check_rate, is_plain
from etl.checks.places import shown_name, unit_of
from etl.checks.totals import Summed
from etl.checks.types import Cell, CellReader
from etl.facts import Key, Read, TableContext, title_fact
from etl.mapping.labels import text_of
from etl.model import CellValue
from etl.tables.marks import (
    SINGLE,
    Blanks,
    Marks,
    is_marked,
    is_no_mark,
    leaves_open_one,
    mark_of,
    marked_columns,
    says_how_to_mark,
)
from etl.tables.names import read_rows
from etl.tables.plans import TitleColumns, plan_columns
from etl.tables.title_totals import TitleTotals
from etl.tables.walk import DataRow, TableRows, cell
from warehouse.places import Unit
from warehouse.places import fold as fold_name

_OF_ALL = ("rate", "rate_total")  # rates: the recognised of all


@dataclass(slots=True)
class DataLine:
    """One row of data on its way: what it holds, and the figures read from it so far, by column."""

    row: DataRow
    place: str
    cells: list[CellValue]
    is_odd: bool  # a formula fault or a percent stands in it
    figures: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True)
class _CountCell:
    """One cell that needs a closer look."""

    plan: TitleColumns
    index: int
    measure: str
    column: int
    value: CellValue
    row: DataRow
    place: str


class TitleTable:
    """Reads one table of the titles summary."""

    def __init__(self, context: TableContext, read: Read) -> None:
        self.context = context
        self.read = read
        self.findings = context.findings
        self.sheet = context.sheet
        keys = context.columns.keys
        self.is_village = "village" in keys
        self.name_column = keys.get("village", keys.get("unit"))  # none in a table of lines
        self.plans = plan_columns(context.columns, context.head.paths)
        self.columns_of = {plan.title: plan.counts for plan in reversed(self.plans)}
        self.reader = CellReader(context.sheet, context.findings)
        self.names = {column: name for name, column in context.columns.keys.items()}
        self.marks = Marks()
        self.marked = marked_columns(context, self.plans)
        self.summed: list[Summed] = []
        counted = {column for plan in self.plans for column in plan.counts.values()}
        self.percent_rows = {row for row, column in self.sheet.percent_cells if column in counted}
        self.open_columns: set[int] = set()  # columns in which a row could not be read

    def run(self) -> TableRows:
        """Read the rows into facts and return them sorted out."""
        rows = read_rows(self.context, "village" if self.is_village else "unit")
        for row in rows.data:
            line = self._read_row(row)
            if rows.totals:
                self.summed.append(Summed(row.index, row.group, line.figures))
        for index in rows.nameless:
            self.read.take(self.sheet.name, index, "", self.name_column)
            if self.is_village:
                self.read.nameless_parts[self.sheet.name, index + 1] = self._key_of_parts()
            rule = "village_name_missing" if self.is_village else "name_missing"
            self.findings.add(rule, self.sheet.name, (index, self.name_column))
        self._settle_blank_marks()
        of_table = TitleTotals(self.context, self.plans, self.names, self.open_columns)
        of_table.check(rows.totals, self.summed, self.read)
        self.reader.close()
        return rows

    def _read_row(self, row: DataRow) -> DataLine:
        unit = self._unit(row)
        place = shown_name(None if self.is_village or row.is_own_offices else unit, row)
        self.read.take(self.sheet.name, row.index, place, self.name_column)
        line = self.line_of(row, place)
        merged: dict[str, Counts] = {}
        levels: list[str | None] = []  # of the columns that count units
        for plan in self.plans:
            counts = self.counts_of(plan, line)
            if plan.not_met is not None and self._is_single(row):
                self._hear_not_met(plan, plan.not_met, line, counts)
            if self.is_village:
                self.marks.add_figures(plan, row, counts)
            column = None if "recognised" in counts else self._open_mark(plan, line, counts)
            if column is not None:
                self.marks.leave_blank(plan.title, row, column, counts)
            elif counts:
                title = plan.title
                merged[title] = _sum(merged[title], counts) if title in merged else counts
                if title == "don_vi":
                    levels.append(plan.managed_by)
        if unit is not None:
            self._keep_all(row, unit, self._as_offices(row, merged), levels)
        return line

    def _open_mark(self, plan: TitleColumns, line: DataLine, counts: Counts) -> int | None:
        """Return the column in which a village or office bears no mark; None where none is awaited."""
        row, column = line.row, plan.counts.get("met", plan.counts.get("recognised"))
        if column is None or not self._is_single(row) or (row.index, column) in self.marks.unread:
            return None
        awaits = not counts if "met" in plan.counts else column in self.marked
        awaits = awaits or (self.is_village and leaves_open_one(line.cells, plan, counts))
        return column if awaits else None

    def _hear_not_met(self, plan: TitleColumns, column: int, line: DataLine, counts: Counts) -> None:
        """Take a mark in the column of those that do not hold the title; beside one that says met, ask."""
        row, is_not_met = line.row, is_marked(cell(line.cells, column))
        if "total" not in plan.counts and counts.get("recognised") in (0, 1):
            counts.setdefault("total", 1)
        if is_not_met and counts.get("recognised"):
            met = plan.counts.get("met", plan.counts.get("recognised", column))
            self.findings.add(
                "marked_both", self.sheet.name, (row.index, column), raw=line.cells[column],
                place=line.place, other_cell=address(row.index, met),
            )  # fmt: skip
        elif is_not_met:
            counts |= {"total": counts.get("total", 1), "recognised": 0}
            self.marks.add(plan.title, row, 0)
            beside = {(row.index, at) for at in plan.counts.values()}
            self.reader.dashes = [at for at in self.reader.dashes if at not in beside]

    def _is_single(self, row: DataRow) -> bool:
        """Say whether a row stands for one village or office, which can be marked."""
        return self.is_village or row.is_own_offices

    def _settle_blank_marks(self) -> None:
        """Where only `x` stands in a column, a blank says not met; else nobody knows, and it is said."""
        for blank in self.marks.blanks():
            title = "don_vi" if blank.is_own and blank.title == "cong_dong" else blank.title
            if blank.is_among_marks:
                self._report_blanks(blank, title)
            told = {"total": 1, "recognised": 0} if blank.is_not_met else {}
            for row, counts in zip(blank.rows, blank.counts, strict=True):
                unit = self._unit(row) if counts or told else None
                if unit is not None:
                    self._keep_all(row, unit, {title: counts | told}, [None])

    def _report_blanks(self, blank: Blanks, title: str) -> None:
        at, dash = (blank.rows[0].index, blank.column), self._take_dashes(blank)
        if not (blank.is_not_met and says_how_to_mark(self.context, blank.column)):
            rule = "blank_mark" if blank.is_not_met else "blank_mark_open"
            self.findings.add(rule, self.sheet.name, at, title=title, count=len(blank.rows), dash=dash)

    def _take_dashes(self, blank: Blanks) -> str | None:
        """Take dashes among the blanks off the list of those that say nothing; return the first."""
        spots = {(row.index, blank.column) for row in blank.rows}
        dashes = [at for at in self.reader.dashes if at in spots]
        self.reader.dashes = [at for at in self.reader.dashes if at not in spots]
        return text_of(self.sheet.rows[dashes[0][0]][dashes[0][1]]) if dashes else None

    def _as_offices(self, row: DataRow, merged: dict[str, Counts]) -> dict[str, Counts]:
        """A school below the villages is marked in the villages' column: it is a unit, no community."""
        if not (self.is_village and row.is_own_offices) or "don_vi" in merged:
            return merged
        return {"don_vi" if title == "cong_dong" else title: counts for title, counts in merged.items()}

    def _keep_all(self, row: DataRow, unit: Unit, found: dict[str, Counts], levels: list[str | None]) -> None:
        """Make facts of the counts of a row; `levels` are those of the columns that count units."""
        is_office, folded = row.is_own_offices, fold_name(row.name)
        shared = self.context.title_row(
            row.index, unit,
            village=(folded, row.name) if self.is_village and not is_office else None,
            own_offices=is_office and not self.is_village,
            office=folded if is_office else None,
            is_part=self.is_village,
        )  # fmt: skip
        for title, counts in found.items():
            level = self._level(row, unit, levels) if title == "don_vi" else None
            columns = self.columns_of.get(title)
            self.read.facts.append(title_fact(shared, title, counts, managed_by=level, columns=columns))

    def _level(self, row: DataRow, unit: Unit, levels: list[str | None]) -> str | None:
        """Return who manages the units of a row: as one column says, else whose own offices they are."""
        level = levels[0] if len(levels) == 1 else None
        if level is None and row.is_own_offices and not self.is_village:
            level = {"district": "huyen", "province": "tinh"}.get(unit.level)
        return level

    def _key_of_parts(self) -> Key:
        return self.context.unit.code, self.context.year, self.context.period

    def _unit(self, row: DataRow) -> Unit | None:
        if self.is_village or (row.is_own_offices and row.district is None):
            return self.context.unit
        return unit_of(self.context, row)

    def line_of(self, row: DataRow, place: str) -> DataLine:
        """Return a row of data as its counts are read from it."""
        is_odd = row.index in self.reader.odd_rows or row.index in self.percent_rows
        return DataLine(row, place, self.sheet.rows[row.index], is_odd)

    def counts_of(self, plan: TitleColumns, line: DataLine) -> Counts:
        """Return the counts of one title in a row, checked against each other."""
        cells, width, is_odd, figures = line.cells, len(line.cells), line.is_odd, line.figures
        counts: Counts = {}
        for measure, column in plan.counts.items():
            value = cells[column] if column < width else ""
            if type(value) is float and 0 <= value < 1e7 and (count := int(value)) == value and not is_odd:
                counts[measure] = count
                figures[column] = value
            elif value != "" or is_odd:
                cell_of = _CountCell(plan, line.row.index, measure, column, value, line.row, line.place)
                if (number := self._slow_cell(cell_of, counts)) is not None:
                    counts[measure] = number
                    figures[column] = number
        if counts:
            if "met" in counts or "recognised" not in counts:
                self._derive(plan, line.row, counts)
            self._check(plan, line, counts)
            counts.pop("met", None)
        return counts

    def _slow_cell(self, cell_of: _CountCell, counts: Counts) -> int | None:
        """Return the count of a cell that is no plain whole number, None where it holds none."""
        value = cell_of.value
        can_mark = cell_of.measure == "met" or cell_of.column in self.marked
        if can_mark and type(value) in (str, bool) and self._hear_mark(cell_of, counts):
            return None
        at = (cell_of.index, cell_of.column)
        parsed = self.reader.number(value, at, cell_of.place, self.names[cell_of.column], kind="count")
        if parsed.is_bad:
            self.open_columns.add(cell_of.column)
        if parsed.is_bad or parsed.value is None:
            return None
        if parsed.whole is not None and not self._take_fraction(cell_of, parsed, counts):
            return None
        return int(parsed.value)

    def _hear_mark(self, cell_of: _CountCell, counts: Counts) -> bool:
        """Take a cell that says met or not met, or ask about it; say whether that was all it can say."""
        is_awaited, mark = self._is_marked(cell_of), mark_of(text_of(cell_of.value))
        if is_awaited and mark is not None:
            self._take_mark(cell_of, mark, counts)
        elif mark and isinstance(cell_of.value, str):
            self._ask_for_count(cell_of)
        elif is_awaited and self._is_for_marks(cell_of) and is_no_mark(cell_of.value):
            spot = (cell_of.index, cell_of.column)
            self.marks.unread.add(spot)
            self.findings.add("unknown_mark", self.sheet.name, spot, raw=cell_of.value, place=cell_of.place)
        else:
            return False
        return True

    def _is_for_marks(self, cell_of: _CountCell) -> bool:
        """Say whether a cell can hold nothing but a mark: a village may have several units."""
        return (
            cell_of.plan.title == "cong_dong" or cell_of.row.is_own_offices or cell_of.column in self.marked
        )

    def _take_mark(self, cell_of: _CountCell, mark: int, counts: Counts) -> None:
        counts["total"] = 1
        if cell_of.measure == "registered":
            counts["registered"] = mark
            return
        self.marks.add(cell_of.plan.title, cell_of.row, mark)
        counts["recognised"] = mark

    def _is_marked(self, cell_of: _CountCell) -> bool:
        """Say whether a mark can be meant: one village or office, with no count of its own beside it."""
        if cell_of.plan.title not in SINGLE:
            return False
        line, counts = self.sheet.rows[cell_of.index], cell_of.plan.counts
        registered = counts.get("registered")
        beside = (cell(line, at) for at in (counts.get("total"), registered) if at not in self.marked)
        return self._is_single(cell_of.row) and all(value in ("", 0, 1) for value in beside)

    def _ask_for_count(self, cell_of: _CountCell) -> None:
        self.open_columns.add(cell_of.column)
        self.findings.add(
            "mark_in_count", self.sheet.name, (cell_of.index, cell_of.column), raw=cell_of.value,
            place=cell_of.place, column=self.names[cell_of.column],
        )  # fmt: skip

    def _take_fraction(self, cell_of: _CountCell, parsed: Cell, counts: Counts) -> bool:
        """Read `2.315/5.650` as part and total where that is the only reading."""
        line = self.sheet.rows[cell_of.index]
        plan, whole, known = cell_of.plan, int(parsed.whole or 0), counts.get("total")
        total_is_open = cell(line, plan.counts.get("total")) in ("", whole)
        is_clear = cell_of.measure in ("recognised", "registered", "assessed", "met") and (
            total_is_open or known == whole or cell(line, plan.counts.get("registered")) == whole
        )
        if is_clear and known is None and total_is_open:
            counts["total"] = whole
        rule = "fraction_read" if is_clear else "fraction_in_cell"
        at = (cell_of.index, cell_of.column)
        values = {"place": cell_of.place, "column": self.names[cell_of.column]}
        part = int(parsed.value or 0)
        self.findings.add(rule, self.sheet.name, at, raw=cell_of.value, part=part, whole=whole, **values)
        return is_clear

    def _derive(self, plan: TitleColumns, row: DataRow, counts: Counts) -> None:
        """Take what a row says of a title in other words: 1 and 0 instead of a mark, new and again."""
        met = counts.get("met")
        if met is not None and "total" not in plan.counts and self._is_single(row):
            if met in (0, 1):
                counts.setdefault("total", 1)
            if plan.title == "cong_dong" or row.is_own_offices:
                self.marks.add(plan.title, row, met)
        if "recognised" not in counts and "recognised" not in plan.counts:
            new, again = counts.get("recognised_new"), counts.get("recognised_again")
            if "met" in counts:
                counts["recognised"] = counts["met"]
            elif new is not None and again is not None:
                counts["recognised"] = new + again

    def _check(self, plan: TitleColumns, line: DataLine, counts: Counts) -> None:
        index, cells, figures = line.row.index, line.cells, None
        if not is_plain(counts):
            figures = Figures(index, line.place, plan.title, counts, plan.counts, plan.planned)
            check_limits(self.findings, self.sheet, figures)
            check_parts(self.findings, self.sheet, figures)
        recognised, total = counts.get("recognised"), counts.get("total")
        share = 100 * recognised / total if total and recognised is not None else -1.0
        for measure, column in plan.rates.items():
            value = cells[column] if column < len(cells) else ""
            if line.is_odd and self._is_rate_fault(index, column, line.place):
                continue
            if type(value) is float and abs(value - share) <= 0.05 and measure in _OF_ALL:
                continue  # right to a tenth, as most are
            if value != "":
                figures = figures or Figures(index, line.place, plan.title, counts, plan.counts, plan.planned)
                check_rate(self.findings, self.sheet, figures, measure, column)

    def _is_rate_fault(self, index: int, column: int, place: str) -> bool:
        """Say whether a rate's formula holds no value: rates are computed here, so no row is lost by it."""
        text = self.sheet.error_cells.get((index, column))
        if text is not None:
            at = (index, column)
            self.findings.add(
                "rate_unread", self.sheet.name, at, raw=text, place=place, column=self.names[column]
            )
        return text is not None or (index, column) in self.sheet.uncached_formulas


def _sum(one: Counts, other: Counts) -> Counts:
    return {measure: one.get(measure, 0) + other.get(measure, 0) for measure in one | other}
