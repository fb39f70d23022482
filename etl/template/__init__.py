"""Templates: a form pre-filled for one unit and year, with locked heads, checks on entry and `_Meta`.

The heads are the words of `forms/<form>/form.yaml`, so that a filled template is read like any other book.
"""

from __future__ import annotations

import difflib
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from etl.errors import IntakeError
from etl.template.layouts import LAYOUTS
from etl.template.page import Page, set_up, write_meta
from etl.template.words import styles, words
from rubrics import Rubric, library
from warehouse.places import Gone, Places, Unit

__all__ = ["FORMS", "TemplateError", "write_template"]

FORMS = ("danh-hieu", "cham-diem-xa", "tong-hop-diem-xa")
FIRST_YEAR, LAST_YEAR = 2016, 2049
_LEVELS = {
    "danh-hieu": ("province", "district", "commune"),
    "cham-diem-xa": ("commune",),
    "tong-hop-diem-xa": ("province", "district"),
}
_INSTEAD = {"cham-diem-xa": "tong-hop-diem-xa", "tong-hop-diem-xa": "cham-diem-xa", "danh-hieu": "danh-hieu"}
_MADE = datetime(2026, 1, 1)


class TemplateError(IntakeError):
    """A template that cannot be made; `message` says what was asked and what is nearest."""

    def message(self, language: str = "vi") -> str:
        """Return the sentence for a person."""
        known = {"unknown": words()["unknown"][language]}
        values: dict[str, Any] = {key: value or known["unknown"] for key, value in self.values.items()}
        if "levels" in self.values:
            names = words()["level_names"][language]
            values["levels"] = ", ".join(names[level] for level in self.values["levels"])
        return str(words()["errors"][self.rule][language].format(**values))

    def __str__(self) -> str:
        """Return the sentence in Vietnamese."""
        return self.message()


def write_template(form: str, *, unit_code: str, year: int, places: Places, language: str = "vi") -> bytes:
    """Return a template as a workbook: names of the year's units filled in, figures left blank.

    Source: heads from etl/forms/<form>/form.yaml; maxima from the rubric in force on 31 December.

    Args:
        form: `danh-hieu`, `cham-diem-xa` or `tong-hop-diem-xa`.
        unit_code: Unit that reports; its communes are the rows (a commune's villages are left blank).
        year: Year assessed.
        places: Dated units.
        language: Of the hints and messages; the form itself is Vietnamese.

    Raises:
        TemplateError: Unknown form, unit or year, or a unit or year that the form is not made for.
    """
    unit = _checked_unit(form, unit_code, year, places)
    rubric = None if form == "danh-hieu" else _checked_rubric(form, year)
    output = BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": f"{words()['titles'][form]} – {unit.name} – {year}", "created": _MADE})
    sheet = book.add_worksheet(words()["sheet"].format(unit=unit.short_name[:20], year=year))
    formats = {name: book.add_format(style) for name, style in styles().items()}
    groups = _groups(unit, year, places)
    page = Page(form, unit, year, language, book, sheet, formats, groups, rubric)
    LAYOUTS[form](page)
    set_up(page)
    write_meta(page)
    book.close()
    return output.getvalue()


def _checked_unit(form: str, code: str, year: int, places: Places) -> Unit:
    _check_form_and_year(form, year)
    asked: dict[str, Any] = {"unit": code, "year": year, "form": form}
    found = places.lookup(code, year)
    if found is None:
        raise TemplateError("template_unknown_unit", asked | {"nearest": _named(places.nearest_codes(code))})
    if isinstance(found, Gone):
        values = {"name": found.unit.name, "ended": f"{found.ended:%d/%m/%Y}"}
        raise TemplateError("template_unit_gone", asked | values | {"nearest": _named(found.successors)})
    if found.level not in _LEVELS[form]:
        values = {"name": found.name, "nearest": _INSTEAD[form]}
        raise TemplateError("template_wrong_level", asked | values | {"levels": _LEVELS[form]})
    return found


def _check_form_and_year(form: str, year: int) -> None:
    if form not in FORMS:
        nearest = difflib.get_close_matches(form, FORMS, n=1, cutoff=0)[0]
        values = {"form": form, "nearest": nearest, "known": ", ".join(FORMS)}
        raise TemplateError("template_unknown_form", values)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        nearest_year = min(max(year, FIRST_YEAR), LAST_YEAR)
        years = {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR, "nearest": nearest_year}
        raise TemplateError("template_unknown_year", years)


def _named(units: tuple[Unit, ...]) -> str:
    return "; ".join(f"{unit.code} ({unit.name})" for unit in units)


def _checked_rubric(form: str, year: int) -> Rubric:
    rubric = library().in_force("commune", year)
    if rubric is not None and rubric.criteria:
        return rubric
    usable = (other for other in range(FIRST_YEAR, LAST_YEAR + 1) if _has_criteria(other))
    nearest = min(usable, key=lambda other: abs(other - year), default=None)
    raise TemplateError("template_no_rubric", {"form": form, "year": year, "nearest": nearest})


def _has_criteria(year: int) -> bool:
    rubric = library().in_force("commune", year)
    return rubric is not None and bool(rubric.criteria)


def _groups(unit: Unit, year: int, places: Places) -> list[tuple[str, tuple[Unit, ...]]]:
    """Return the communes of the unit, those of a province of three levels under their districts."""
    last_day = date(year, 12, 31)
    on = min(last_day, unit.valid_to) if unit.valid_to else last_day
    districts = places.children(unit.code, level="district", on=on) if unit.level == "province" else ()
    if districts:
        return [(each.name, places.children(each.code, level="commune", on=on)) for each in districts]
    return [("", places.children(unit.code, level="commune", on=on))]
