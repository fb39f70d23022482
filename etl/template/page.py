"""The parts that the layouts share: lines on top, heads, cells to fill in, cells that are computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from etl.template.words import form_file, labels, words
from rubrics import Rubric
from warehouse.places import Unit

_VERSION = "1"


@dataclass
class Page:
    """What one template is being made of."""

    form: str
    unit: Unit
    year: int
    language: str
    book: Any
    sheet: Any
    formats: dict[str, Any]
    groups: list[tuple[str, tuple[Unit, ...]]]
    rubric: Rubric | None
    columns: dict[str, str] = field(default_factory=dict)  # column key -> letter, for `_Meta`

    @property
    def help(self) -> dict[str, str]:
        """Return hints and messages in the language asked for."""
        found: dict[str, str] = words()["help"][self.language]
        return found


def top(page: Page, last: int) -> int:
    """Write the lines above the table and return the row of its head."""
    texts, middle = words(), max(2, last // 2)
    body = texts["bodies"][form_file(page.form)["channel"]]
    left = (texts["office"].format(unit=page.unit.name.upper()), body, texts["number"])
    right = (*texts["motto"], texts["place_date"].format(place=page.unit.short_name, year="20…"))
    for row, (one, other) in enumerate(zip(left, right, strict=True)):
        looks = ("plain", "bold", "plain")[row], ("bold", "motto", "italic")[row]
        page.sheet.merge_range(row, 0, row, middle - 1, one, page.formats[looks[0]])
        page.sheet.merge_range(row, middle, row, last, other, page.formats[looks[1]])
    lines = (texts["titles"][page.form], page.unit.name, texts["year"].format(year=page.year))
    for row, line in enumerate(lines, start=4):
        page.sheet.merge_range(row, 0, row, last, line, page.formats["title" if row == 4 else "bold"])
    page.sheet.freeze_panes(10, 2)
    return 8


def outer_heads(page: Page, row: int, keys: dict[int, str]) -> None:
    """Write the heads that go over both rows: column -> column key of the form file."""
    for column, key in keys.items():
        page.sheet.merge_range(row, column, row + 1, column, labels(page.form)[key], page.formats["head"])
        page.columns[key] = xl_col_to_name(column)


def title_heads(page: Page, row: int, column: int, title: str) -> None:
    """Write the four columns of one title."""
    head, total = words()["groups"][title]
    page.sheet.merge_range(row, column, row, column + 3, head, page.formats["head"])
    for step, (key, text) in enumerate({"total": total, **words()["measures"]}.items()):
        page.sheet.write_string(row + 1, column + step, text, page.formats["head"])
        page.columns[f"{title}.{key}"] = xl_col_to_name(column + step)


def unit_rows(page: Page, row: int, last: int) -> Iterator[tuple[int, Unit]]:
    """Return each commune with its row, after the row of its district where there are several."""
    number = 0
    for place, (name, units) in enumerate(page.groups, start=1):
        if name:
            group_row(page, row, (_roman(place), name), last)
            row += 1
        for unit in units:
            number += 1
            page.sheet.write_number(row, 0, number, page.formats["name"])
            yield row, unit
            row += 1


def _roman(number: int) -> str:
    parts = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, sign in parts:
        text += sign * (number // value)
        number %= value
    return text


def group_row(page: Page, row: int, texts: tuple[str, str], last: int) -> None:
    """Write a row that only names what stands below it."""
    for column in range(last + 1):
        page.sheet.write_blank(row, column, None, page.formats["group"])
    for column, text in enumerate(texts):
        page.sheet.write_string(row, column, text, page.formats["group"])


def blank_row(page: Page, row: int, number: int, last: int) -> None:
    """Write a row whose name is left to the officer."""
    page.sheet.write_number(row, 0, number, page.formats["name"])
    page.sheet.write_blank(row, 1, None, page.formats["input"])
    for column in range(2, last):
        page.sheet.write_blank(row, column, None, page.formats["computed"])
    page.sheet.write_blank(row, last, None, page.formats["input"])


def count_cells(page: Page, row: int, column: int) -> None:
    """Write total, registered and recognised to fill in, and the rate that follows from them."""
    for step in range(3):
        page.sheet.write_blank(row, column + step, None, page.formats["count"])
    rule = {"validate": "integer", "criteria": ">=", "value": 0, "ignore_blank": True}
    errors = {"error_title": page.help["count_title"], "error_message": page.help["count"]}
    page.sheet.data_validation(row, column, row, column + 2, rule | errors)
    total, recognised = (xl_rowcol_to_cell(row, column + step) for step in (0, 2))
    formula = f'=IF(OR(N({total})=0,{recognised}=""),"",ROUND(100*{recognised}/{total},1))'
    page.sheet.write_formula(row, column + 3, formula, page.formats["computed"], "")


def points_cell(page: Page, row: int, column: int, maximum: float) -> None:
    """Write a cell for points up to the maximum."""
    page.sheet.write_blank(row, column, None, page.formats["points"])
    message = page.help["points"].format(maximum=f"{maximum:g}")
    rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": maximum}
    errors = {"error_title": page.help["points_title"], "error_message": message}
    page.sheet.data_validation(row, column, row, column, rule | errors)


def choice(page: Page, row: int, column: int, name: str) -> None:
    """Write a cell with a drop-down of one of the lists in `_Meta`."""
    page.sheet.write_blank(row, column, None, page.formats["choice"])
    errors = {"error_title": page.help["list_title"], "error_message": page.help["list"]}
    page.sheet.data_validation(row, column, row, column, {"validate": "list", "source": f"={name}"} | errors)


def sum_cell(page: Page, cell: tuple[int, int], start: tuple[int, int], end: tuple[int, int]) -> None:
    """Write a sum that stays blank while nothing is filled in."""
    area = f"{xl_rowcol_to_cell(*start)}:{xl_rowcol_to_cell(*end)}"
    page.sheet.write_formula(*cell, f'=IF(COUNT({area})=0,"",SUM({area}))', page.formats["computed"], "")


def total_row(page: Page, rows: tuple[int, int], end: int, text: str) -> None:
    """Write the row of sums below the rows `rows` (first, last)."""
    first, last = rows
    page.sheet.write_blank(last + 1, 0, None, page.formats["computed"])
    page.sheet.write_string(last + 1, 1, text, page.formats["computed"])
    for column in range(2, end):
        if (column - 2) % 4 < 3:  # the fourth column of each title is a rate
            sum_cell(page, (last + 1, column), (first, column), (last, column))
        else:
            total, recognised = (xl_rowcol_to_cell(last + 1, column - step) for step in (3, 1))
            formula = f'=IF(N({total})=0,"",ROUND(100*{recognised}/{total},1))'
            page.sheet.write_formula(last + 1, column, formula, page.formats["computed"], "")


def foot(page: Page, row: int, last: int) -> None:
    """Write the hint and the places for signatures."""
    page.sheet.write_string(row, 0, page.help["hint"], page.formats["left"])
    for column, lines in zip((1, max(2, last // 2)), words()["signatures"], strict=True):
        for step, line in enumerate(lines):
            page.sheet.write_string(
                row + 2 + step, column, line, page.formats["bold" if step == 0 else "plain"]
            )


def set_up(page: Page) -> None:
    """Set paper, widths and protection."""
    sheet = page.sheet
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.7, right=0.6, top=0.7, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(1)
    sheet.repeat_rows(8, 9)
    sheet.set_column(0, 0, 6)
    if page.form != "cham-diem-xa":
        sheet.set_column(1, 1, 26)
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})


def write_meta(page: Page) -> None:
    """Write the sheet that tells the reader what it holds, and the lists of the drop-downs."""
    channel = form_file(page.form)["channel"]
    pairs = {
        "template": f"xhht-{page.form}",
        "version": _VERSION,
        "form": page.form,
        "unit": page.unit.code,
        "year": str(page.year),
        "period": "nam",
        "channel": channel,
        **{f"column.{key}": letter for key, letter in page.columns.items()},
    }
    meta = page.book.add_worksheet("_Meta")
    for row, (key, value) in enumerate(pairs.items()):
        meta.write_string(row, 0, key)
        meta.write_string(row, 1, value)
    for column, name in ((3, "results"), (4, "ranks")):
        values = words()[name]
        meta.write_column(0, column, values)
        letter = xl_col_to_name(column)
        page.book.define_name(name, f"=_Meta!${letter}$1:${letter}${len(values)}")
    meta.very_hidden()
