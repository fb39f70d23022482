"""Cells -> numbers: blank, dash and zero stay apart, and nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from etl.checks import Findings
from etl.model import CellValue, Sheet
from etl.text.numbers import Parsed, Style, decide_separator, parse_number

_NUMBER_RULES = ("negative_number", "not_whole_number", "too_large_number")  # they say a number, not a text
COUNT_LIMIT = 20_000_000
_STATE_RULES = {
    "ditto": "ditto_sign",
    "percent": "percent_in_count",
    "ambiguous": "ambiguous_number",
    "mark": "mark_in_count",
}
_POINTS_RULES = _STATE_RULES | {"percent": "percent_in_points", "mark": "not_a_number"}
_DATES = (date, datetime, time, timedelta)
_SPELLINGS = ("text", "grouped", "decimal_comma", "decimal_dot", "spaces", "unit")


@dataclass(slots=True)
class Cell:
    """What one cell came to: a number, two figures, or nothing."""

    value: float | int | None = None
    whole: float | int | None = None
    is_bad: bool = False


@dataclass
class CellReader:
    """Reads the cells of one table and keeps count of what was put right."""

    sheet: Sheet
    findings: Findings
    styles: dict[int, Style] = field(default_factory=dict)
    spelled: list[tuple[int, int]] = field(default_factory=list)
    dashes: list[tuple[int, int]] = field(default_factory=list)
    odd_rows: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Note the rows that hold formula faults, so that the others are read fast."""
        marked = {row for row, _ in self.sheet.error_cells} | {row for row, _ in self.sheet.uncached_formulas}
        self.odd_rows = frozenset(marked)

    def style(self, column: int) -> Style:
        """Return how a column writes its decimals."""
        if column not in self.styles:
            texts = (row[column] for row in self.sheet.rows if column < len(row))
            self.styles[column] = decide_separator(text for text in texts if isinstance(text, str))
        return self.styles[column]

    def fault(self, at: tuple[int, int], place: str, column: str) -> bool:
        """Report a formula fault in a cell; say whether there is one."""
        if at[0] not in self.odd_rows:
            return False
        if (text := self.sheet.error_cells.get(at)) is not None:
            self.findings.add("error_cell", self.sheet.name, at, raw=text, place=place, column=column)
            return True
        if at in self.sheet.uncached_formulas:
            formula = self.sheet.formulas.get(at)
            self.findings.add(
                "uncached_formula", self.sheet.name, at, raw=formula, place=place, column=column
            )
            return True
        return False

    def _is_rate(self, value: CellValue, at: tuple[int, int], place: str, column: str) -> bool:
        """Report a number that Excel shows with a percent sign; say whether it is one."""
        if not isinstance(value, float) or at not in self.sheet.percent_cells:
            return False
        raw = f"{value * 100:g}%"
        self.findings.add(
            "percent_in_count", self.sheet.name, at, raw=raw, place=place, column=column,
            raw_number=value * 100, is_percent=True,
        )  # fmt: skip
        return True

    def number(
        self,
        value: CellValue,
        at: tuple[int, int],
        place: str,
        column: str,
        *,
        kind: Literal["count", "points"],
    ) -> Cell:
        """Return a count or points of a cell that is no plain whole number."""
        if self.fault(at, place, column) or (kind == "count" and self._is_rate(value, at, place, column)):
            return Cell(is_bad=True)
        if value == "":
            return Cell()
        style = self.style(at[1]) if isinstance(value, str) and kind == "points" else "unknown"
        parsed = parse_number(value, kind=kind, style=style)
        if parsed.state in ("blank", "not_applicable", "none_word"):
            if parsed.state != "blank":
                self.dashes.append(at)
            return Cell()
        if parsed.state == "fraction":
            return Cell(parsed.value, parsed.whole)
        rule = self._rule(value, parsed, kind)
        if rule:
            self._report(rule, value, parsed, at, place=place, column=column)
            return Cell(is_bad=True)
        if isinstance(value, str) and parsed.note in _SPELLINGS:
            self.spelled.append(at)
        whole = kind == "count" and parsed.value is not None
        return Cell(int(parsed.value) if whole and parsed.value is not None else parsed.value)

    def _rule(self, value: CellValue, parsed: Parsed, kind: str) -> str | None:
        """Return the rule that a cell breaks, if any."""
        if isinstance(value, _DATES):
            return "date_in_cell"
        rules = _STATE_RULES if kind == "count" else _POINTS_RULES
        if parsed.state in rules:
            return rules[parsed.state]
        if parsed.state != "number" or parsed.value is None:
            return "not_a_number"
        if parsed.value < 0:
            return "negative_number"
        if kind == "count" and parsed.value != int(parsed.value):
            return "not_whole_number"
        return "too_large_number" if parsed.value > COUNT_LIMIT else None

    def _report(
        self, rule: str, value: CellValue, parsed: Parsed, at: tuple[int, int], **values: Any
    ) -> None:
        if rule == "ambiguous_number":
            values |= {"first": parsed.candidates[0], "second": parsed.candidates[1]}
        elif rule in _NUMBER_RULES:
            values |= {"number": parsed.value}
        raw = value.strftime("%d/%m/%Y") if isinstance(value, date) else value
        self.findings.add(rule, self.sheet.name, at, raw=raw, **values)

    def close(self) -> None:
        """Write one note for all numbers typed as text and one for all dashes."""
        for rule, cells in (("text_numbers", self.spelled), ("dash_is_not_zero", self.dashes)):
            if cells:
                example = self.sheet.rows[cells[0][0]][cells[0][1]]
                self.findings.add(rule, self.sheet.name, cells[0], raw=example, count=len(cells))


def rate_of(value: CellValue, is_percent_cell: bool) -> float | None:
    """Return a typed rate in percent, None where the cell holds none.

    Units: percent, 0 to 100.
    """
    if isinstance(value, bool) or value == "":
        return None
    if isinstance(value, (int, float)):
        return float(value) * 100 if is_percent_cell else float(value)
    if not isinstance(value, str):
        return None
    parsed = parse_number(value, kind="share", style="comma")
    return float(parsed.value) if parsed.state == "number" and parsed.value is not None else None
