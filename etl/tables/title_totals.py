"""The typed totals of the titles summary: read, held against the rows, and their rates checked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from etl.checks.cross_field import Counts, Figures, check_rate
from etl.checks.totals import Summed, Total, check_totals
from etl.facts import Read, TableContext
from etl.tables.plans import TitleColumns
from etl.tables.walk import DataRow, cell
from etl.text.numbers import parse_number


@dataclass(frozen=True)
class TitleTotals:
    """Checks the total rows of one table of the titles summary."""

    context: TableContext
    plans: Sequence[TitleColumns]
    names: dict[int, str]  # column key by column
    open_columns: Collection[int]  # columns in which a row could not be read: not compared

    def check(self, totals: Sequence[DataRow], summed: Sequence[Summed], read: Read) -> None:
        """Report totals that the rows do not give, and the rates of those that they give."""
        sheet, findings = self.context.sheet, self.context.findings
        typed = []
        counts: dict[tuple[int, int], Counts] = {}
        for row in totals:
            read.ignore(sheet.name, row.index, "total")
            figures: dict[int, float] = {}
            for place, plan in enumerate(self.plans):
                counts[row.index, place] = self._counts(plan, row.index, figures)
            typed.append(Total(row.index, row.name, row.group, figures))
        wrong = check_totals(findings, sheet, typed, summed, self.names)
        for row in totals:
            for place, plan in enumerate(self.plans):
                if row.index not in wrong:
                    of_plan = counts[row.index, place], plan.counts, plan.planned
                    self._check_rates(plan, Figures(row.index, row.name, plan.title, *of_plan))

    def _check_rates(self, plan: TitleColumns, at: Figures) -> None:
        sheet = self.context.sheet
        for measure, column in plan.rates.items():
            if cell(sheet.rows[at.row], column) != "":
                check_rate(self.context.findings, sheet, at, measure, column)

    def _counts(self, plan: TitleColumns, index: int, figures: dict[int, float]) -> Counts:
        """Return the typed totals of one title, and put those to be compared among `figures`."""
        counts: Counts = {}
        for measure, column in plan.counts.items():
            parsed = parse_number(cell(self.context.sheet.rows[index], column), kind="count")
            if measure == "met" or parsed.state != "number" or parsed.value is None:
                continue
            counts[measure] = int(parsed.value)
            if column not in self.open_columns:
                figures[column] = float(parsed.value)
        return counts
