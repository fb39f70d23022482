"""Titles summary with one line an indicator: the lines of a commune -> one title count a title.

The sheet is turned, so that the column of the year is a row like any commune's; findings are turned back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from etl.cells import address, position
from etl.checks import Findings
from etl.checks.cross_field import Counts
from etl.facts import Fact, Read, Spot, TableContext, title_fact
from etl.mapping.columns import ColumnMap
from etl.mapping.lines import Line, LineColumns, read_lines
from etl.model import CellValue, Sheet
from etl.tables.plans import TitleColumns
from etl.tables.title_counts import TitleTable
from etl.tables.walk import DataRow, cell


@dataclass
class LineFact:
    """A fact made of several lines, and all of its rows (zero-based)."""

    fact: Fact
    rows: set[int]


class TurnedFindings(Findings):
    """Takes findings on a turned sheet and puts them where they stand on the sheet itself."""

    def __init__(self, findings: Findings, column: int) -> None:
        super().__init__()
        self.findings = findings
        self.column = column

    def add(
        self,
        rule: str,
        sheet: str | None = None,
        at: tuple[int, int | None] | None = None,
        *,
        raw: CellValue = None,
        **values: Any,
    ) -> None:
        """Put one finding on the list of the sheet, rows and columns changed back."""
        turned = None if at is None or at[1] is None else (at[1], self.column)
        if other := values.get("other_cell"):
            row, column = position(other)
            values["other_cell"] = address(column, row)
        self.findings.add(rule, sheet, turned, raw=raw, **values)


def turn(sheet: Sheet) -> Sheet:
    """Return a sheet with rows and columns changed; what says nothing of single cells is left out."""
    width = max((len(row) for row in sheet.rows), default=0)
    return Sheet(
        sheet.name,
        [[cell(row, column) for row in sheet.rows] for column in range(width)],
        error_cells={(column, row): text for (row, column), text in sheet.error_cells.items()},
        uncached_formulas=frozenset((column, row) for row, column in sheet.uncached_formulas),
        formulas={(column, row): text for (row, column), text in sheet.formulas.items()},
        percent_cells=frozenset((column, row) for row, column in sheet.percent_cells),
    )


class LineTable:
    """Reads the lines of one commune."""

    def __init__(self, context: TableContext, read: Read, columns: LineColumns, result: int) -> None:
        self.context = context
        self.read = read
        self.result = result
        self.lines = read_lines(context.sheet, context.head, columns, context.stop)
        self.rows = {line.key: line.index for line in self.lines if line.key is not None}
        keys = ColumnMap(context.columns.form, self.rows)
        turned = replace(
            context,
            sheet=turn(context.sheet),
            columns=keys,
            findings=TurnedFindings(context.findings, result),
        )
        self.table = TitleTable(turned, Read())

    def run(self) -> list[LineFact]:
        """Read the lines into facts; each says of which cells it is made."""
        for line in self.lines:
            self._sort(line)
        merged: dict[str, Counts] = {}
        plans: dict[str, list[TitleColumns]] = {}
        row = DataRow(self.result, "", self.context.unit.name)
        column = self.table.line_of(row, row.name)
        for plan in self.table.plans:
            plans.setdefault(plan.title, []).append(plan)
            counts = self.table.counts_of(plan, column)
            known = merged.setdefault(plan.title, {})
            merged[plan.title] = {name: known.get(name, 0) + counts.get(name, 0) for name in known | counts}
        self.table.reader.close()
        self._report_others()
        made = [self._fact(title, counts, plans[title]) for title, counts in merged.items() if counts]
        self.read.facts += [one.fact for one in made]
        return made

    def _sort(self, line: Line) -> None:
        sheet = self.context.sheet
        value = cell(sheet.rows[line.index], self.result)
        is_filled = value != "" or (line.index, self.result) in sheet.uncached_formulas
        if line.key is not None and is_filled:
            self.read.take(sheet.name, line.index, self.context.unit.name, self.result)
        else:
            self.read.ignore(sheet.name, line.index, line.reason or "no_figures")

    def _report_others(self) -> None:
        """Name the lines with figures that the form does not have."""
        others = [line for line in self.lines if line.reason == "not_of_form"]
        if others:
            labels = [line.label for line in others[:8]]
            at = (others[0].index, None)
            self.context.findings.add(
                "unexpected_lines", self.context.sheet.name, at, labels=labels, count=len(others)
            )

    def _fact(self, title: str, counts: Counts, plans: list[TitleColumns]) -> LineFact:
        """Return the fact of a title, on the row of the recognised; an error on any row rejects all."""
        sheet, rejected = self.context.sheet.name, self.context.findings.rejected
        of_plans = {name: index for plan in reversed(plans) for name, index in plan.counts.items()}
        rows = {row for plan in plans for row in (*plan.counts.values(), *plan.rates.values())}
        anchor = of_plans.get("recognised", min(rows))
        level = plans[0].managed_by if len(plans) == 1 else None
        fact = title_fact(self.context.title_row(anchor, self.context.unit), title, counts, managed_by=level)
        if any((sheet, index + 1) in rejected for index in rows):
            rejected |= {(sheet, index + 1) for index in rows}
        fact.cells = {name: (index, self.result) for name, index in of_plans.items()}
        return LineFact(fact, rows)


def anchors(made: list[LineFact]) -> dict[Spot, Spot]:
    """Return for each line the row on which its fact stands."""
    return {(one.fact.spot[0], index + 1): one.fact.spot for one in made for index in one.rows}
