"""Who has reported what: pure functions from rows of `queries.reporting` to sentences and tables."""

from __future__ import annotations

from datetime import datetime

from dashboard.data import FORMS, TITLE_FORM
from dashboard.i18n import in_text, number, sort_key, t
from dashboard.sentences import Row
from dashboard.tables import Cell, html_table
from warehouse.times import VIETNAM_TIME


def is_due(year: int) -> bool:
    """Return whether the year is over, so that a report that has not come is missing."""
    return year < datetime.now(VIETNAM_TIME).year


def answer(rows: list[Row], *, place: str, year: int) -> list[str]:
    """Return the sentences that say how many communes have reported by which forms.

    Args:
        rows: One row a form, of one unit and year.
        place: The unit's name.
        year: Year assessed.
    """
    of_form = {row["form"]: row for row in rows}
    first = t("sources.answer.titles", year=year, place=in_text(place), **_holes(of_form[TITLE_FORM]))
    others = [
        t("sources.answer.form", form=t(f"form.{form}"), **_holes(of_form[form]))
        for form in FORMS
        if form != TITLE_FORM
    ]
    return [first, *others]


def _holes(row: Row) -> dict[str, str]:
    return {"reported": number(row["units_reported"]), "expected": number(row["units_expected"])}


def state(row: Row, *, has_other_score: bool = False) -> str:
    """Return the state of a commune's report: a key below `state_word`.

    Args:
        row: One commune, year and form.
        has_other_score: Whether the commune's score came in another form.
    """
    if row["units_reported"]:
        return "reported"
    if not row["units_expected"]:
        return "not_expected"
    if has_other_score and row["form"] != TITLE_FORM:
        return "other_form"
    return "not_reported" if is_due(row["year"]) else "not_due"


LOOKS = {
    "not_reported": "xh-unreported",
    "not_due": "xh-quiet",
    "not_expected": "xh-quiet",
    "other_form": "xh-quiet",
}


def _cell(row: Row, *, has_other_score: bool) -> Cell:
    """Return the cell of one unit and form; one that holds communes says how many of them."""
    if row["level"] == "commune":
        word = state(row, has_other_score=has_other_score)
        return Cell.of(t(f"state_word.{word}"), LOOKS.get(word, ""))
    text = t("sources.of_communes", **_holes(row))
    return Cell.of(text, "" if row["units_reported"] or not is_due(row["year"]) else "xh-unreported")


def _cells(forms: dict[str, Row]) -> list[Cell]:
    has_score = any(row["units_reported"] for form, row in forms.items() if form != TITLE_FORM)
    return [_cell(forms[form], has_other_score=has_score) for form in FORMS]


def places_table(rows: list[Row], *, caption: str) -> str:
    """Return the table of the units one level down and what each has reported by which form."""
    by_unit: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_unit.setdefault(row["unit_code"], {})[row["form"]] = row
    ordered = sorted(by_unit.values(), key=lambda forms: _place_order(forms[TITLE_FORM]))
    lines = [[forms[TITLE_FORM]["unit_name"], *_cells(forms)] for forms in ordered]
    return html_table(caption, [t("overview.table.place"), *_form_heads()], lines, look="xh-places xh-tall")


def _place_order(row: Row) -> tuple[str, str]:
    return sort_key(row["unit_name"]), row["unit_code"]


def years_table(rows: list[Row], *, caption: str) -> str:
    """Return the table of the years, newest first, and what one unit has reported in each."""
    by_year: dict[int, dict[str, Row]] = {}
    for row in rows:
        by_year.setdefault(row["year"], {})[row["form"]] = row
    lines: list[list[Cell | str]] = [
        [str(year), *_cells(forms)] for year, forms in sorted(by_year.items(), reverse=True)
    ]
    return html_table(caption, [t("filter.year"), *_form_heads()], lines, look="xh-places")


def _form_heads() -> list[str]:
    return [t(f"form.{form}") for form in FORMS]
