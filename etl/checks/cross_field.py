"""Figures of one row against each other: parts within wholes, and typed rates against counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from etl.cells import address
from etl.checks import Findings
from etl.checks.types import rate_of
from etl.model import Sheet

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of one title in one row, and where they stand."""

    row: int  # zero-based
    place: str
    title: str
    counts: Counts
    at: dict[str, int]  # measure -> column
    planned: tuple[int, ...] = ()  # columns of what was planned: a rate may be one of the plan


_LIMITS = (
    ("recognised", "total", "recognised_over_total"),
    ("registered", "total", "registered_over_total"),
    ("assessed", "total", "assessed_over_total"),
    ("recognised", "registered", "recognised_over_registered"),
)
_DENOMINATOR = {
    "rate": ("recognised", "total"),
    "rate_total": ("recognised", "total"),
    "rate_registered": ("recognised", "registered"),
    "rate_assessed": ("recognised", "assessed"),
    "registered_rate": ("registered", "total"),
}
_OTHERS = ("total", "registered", "assessed")


def is_plain(counts: Counts) -> bool:
    """Say at once that recognised <= registered <= total, and that nothing else is there to be compared."""
    if len(counts) != 3 or not ("recognised" in counts and "registered" in counts and "total" in counts):
        return False
    return counts["recognised"] <= counts["registered"] <= counts["total"]


def check_limits(findings: Findings, sheet: Sheet, figures: Figures) -> None:
    """Report parts that are larger than their whole, each count once."""
    reported = set()
    for part, whole, rule in _LIMITS:
        upper, lower = figures.counts.get(part), figures.counts.get(whole)
        if upper is None or lower is None or upper <= lower or part in reported:
            continue
        reported.add(part)
        column, row = _column_of(figures, part), figures.row
        values: dict[str, Any] = {
            "place": figures.place,
            "title": figures.title,
            "part": upper,
            "whole": lower,
        }
        if whole in figures.at:
            values["other_cell"] = address(row, figures.at[whole])
        raw = sheet.rows[row][column] if column is not None else upper
        findings.add(rule, sheet.name, (row, column), raw=raw, **values)


def _column_of(figures: Figures, part: str) -> int | None:
    """Return where a part stands; where it was made of others, the first of these."""
    made_of = ("met", "recognised_new", "recognised_again") if part == "recognised" else ()
    return next((figures.at[name] for name in (part, *made_of) if name in figures.at), None)


def check_parts(findings: Findings, sheet: Sheet, figures: Figures) -> None:
    """Report new and again that do not make the recognised."""
    new, again, both = (figures.counts.get(n) for n in ("recognised_new", "recognised_again", "recognised"))
    if new is None or again is None or both is None or new + again == both:
        return
    at = (figures.row, figures.at.get("recognised"))
    findings.add(
        "recognised_parts_mismatch", sheet.name, at, raw=both, place=figures.place, title=figures.title,
        new=new, again=again, recognised=both,
    )  # fmt: skip


def _tolerance(rate: float) -> float:
    """Return half of the last digit that was typed."""
    for decimals, step in ((0, 0.5), (1, 0.05)):
        if abs(rate - round(rate, decimals)) < 1e-9:
            return step + 0.0051
    return 0.0101


def _fits(rate: float, part: int | None, whole: int | None) -> bool:
    if part is None or not whole:
        return False
    exact = part / whole * 100
    return abs(exact - rate) <= _tolerance(rate) or (rate <= 1 and abs(exact - rate * 100) <= 0.51)


def check_rate(findings: Findings, sheet: Sheet, figures: Figures, measure: str, column: int) -> None:
    """Report a typed rate that its counts do not give, with the denominator that does fit, if one does."""
    part_name, whole_name = _DENOMINATOR[measure]
    part, whole = figures.counts.get(part_name), figures.counts.get(whole_name)
    at = (figures.row, column)
    if part is None or not whole:
        return
    value = sheet.rows[at[0]][column]
    if value == 0 and at in sheet.formulas:
        return  # the formula was saved without having been computed
    rate = rate_of(value, at in sheet.percent_cells)
    if rate is None or _fits(rate, part, whole) or _fits_plan(sheet, figures, rate, part):
        return
    values: dict[str, Any] = {"part_name": part_name, "part": part, "whole_name": whole_name, "whole": whole}
    values |= {"typed": round(rate, 2), "computed": round(part / whole * 100, 1)}
    if at in sheet.percent_cells and isinstance(value, float):
        values |= {"raw_number": rate, "is_percent": True}
    fitting = _fitting(rate, figures.counts, part_name, whole_name)
    if fitting:
        values |= {"fits_part_name": fitting[0], "fits_whole_name": fitting[1]}
        values |= {"fits_part": figures.counts[fitting[0]], "fits_whole": figures.counts[fitting[1]]}
    findings.add(
        "rate_mismatch", sheet.name, at, raw=value, place=figures.place, title=figures.title, **values
    )


def _fits_plan(sheet: Sheet, figures: Figures, rate: float, part: int) -> bool:
    """Say whether a rate is that of what was done to what was planned."""
    row = sheet.rows[figures.row]
    planned = (row[column] for column in figures.planned if column < len(row))
    return any(_fits(rate, part, int(value)) for value in planned if isinstance(value, float))


def _fitting(rate: float, counts: Counts, part_name: str, whole_name: str) -> tuple[str, str] | None:
    for other in _OTHERS:
        if other not in (whole_name, part_name) and _fits(rate, counts.get(part_name), counts.get(other)):
            return part_name, other
    if part_name == "recognised" and _fits(rate, counts.get("registered"), counts.get("total")):
        return "registered", "total"
    return None
