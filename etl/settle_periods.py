"""Of which part of the year each table is: by its own lines, its tab, the other tables, the officer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from etl.checks import Findings
from etl.forms import forms
from etl.mapping.periods import OPEN
from etl.mapping.tables import FoundTable
from etl.mapping.titles import At
from etl.model import Hints
from etl.settled import Settled

PERIODS = ("nam", "6_thang", "9_thang")


def has_estimates(table: FoundTable) -> bool:
    """Say whether the head itself tells estimates from what was done."""
    estimate = forms()["danh-hieu"].measures["estimate"]
    return any(estimate.search(label) for path in table.head.paths for label in path)


@dataclass(frozen=True)
class _Said:
    """What is said of the period of one table; the part of the year is None for the whole of it."""

    part: str | None
    raw: str = ""
    at: At | None = None
    where: str = "title"  # else `below` the table, `tab` or `inherited`


def settle_periods(
    findings: Findings,
    hints: Hints,
    meta: dict[str, str],
    tables: Sequence[FoundTable],
    answers: Sequence[Settled],
) -> None:
    """Settle the period of each table that is not set aside.

    Args:
        findings: Where doubts are reported, and what is kept as a part of the year.
        hints: What the officer said.
        meta: What the hidden sheet of a template says.
        tables: All tables of a workbook.
        answers: What was settled of each; the period is put there.
    """
    answering = _Answering(findings, hints.period, meta.get("period"))
    pairs = zip(tables, answers, strict=True)
    said = [None if answer.aside else _said(table, answer) for table, answer in pairs]
    for table, answer, own in zip(tables, answers, said, strict=True):
        if answer.aside is None:
            known = own or _of_others(table, zip(tables, said, strict=True))
            answering.settle(table, answer, known)


def _said(table: FoundTable, answer: Settled) -> _Said | None:
    """Return what a table's own lines and tab say of its period; None where they say nothing of the year."""
    title, tab = table.title, table.sheet_name
    if title.is_part_and_estimate and not has_estimates(table):
        return _Said(OPEN, title.estimate or "", title.estimate_at)
    if title.period:
        is_below = title.period_at is not None and title.period_at[0] > table.head.last
        return _Said(title.period, title.period_text, title.period_at, "below" if is_below else "title")
    if tab.period:
        return _Said(tab.period, tab.period_text, None, "tab")
    if answer.is_period_open:  # only a day of closing says the year, and that day ends no period
        return _Said(OPEN, title.closing_text, title.closing_at)
    if title.years or title.is_whole_year or tab.is_whole_year or title.closing:
        return _Said(None)
    return None if table.columns.form.titles else _Said(None)


def _of_others(table: FoundTable, others: Iterable[tuple[FoundTable, _Said | None]]) -> _Said:
    """Return the period that a silent table takes over with its year; where others differ it is asked."""
    known = [(other, said) for other, said in others if said is not None and other.columns.form.titles]
    above = [said for other, said in known if other.sheet is table.sheet and other.stop <= table.head.first]
    if above:
        return replace(above[-1], at=None, where="inherited")
    parts = {said.part: said for _, said in known}
    if len(parts) > 1 or any(said.part and said.where == "tab" for said in parts.values()):
        return _Said(OPEN, table.sheet.name, None, "tab")
    only = next(iter(parts.values()), _Said(None))
    if only.part and table.sheet_name.years:  # `2018` on the tab may be of the whole year
        return _Said(OPEN, table.sheet.name, None, "tab")
    return replace(only, at=None, where="inherited")


@dataclass(frozen=True)
class _Answering:
    """What decides beside the words of a workbook, and where it is reported."""

    findings: Findings
    chosen: str | None  # by the officer
    meant: str | None  # what the form was made for

    def settle(self, table: FoundTable, answer: Settled, said: _Said) -> None:
        """Put the period of one table into its answer."""
        sheet = table.sheet.name
        # What the form was made for answers no doubt about its title: a template always says the year.
        answer.is_period_open = said.part == OPEN and self.chosen not in PERIODS
        if answer.is_period_open:
            if said.where != "inherited":  # asked where it stands
                self.findings.add("period_unclear", sheet, said.at, raw=said.raw)
            return
        named = None if said.part == OPEN else said.part
        period = named or self.chosen or self.meant or "nam"
        answer.period = period if period in PERIODS else "nam"
        if not named and self.meant in PERIODS and answer.period != self.meant:
            self.findings.add("period_differs", sheet, mine=answer.period, theirs=self.meant)
        if named and table.columns.form.titles:
            year = None if answer.is_contradicted else answer.year
            self.findings.add(
                "period_six_months", sheet, said.at,
                raw=said.raw, period=named, year=year, where=said.where,
            )  # fmt: skip
