"""The layouts of the three forms (and of a commune's own book of villages)."""

from __future__ import annotations

from collections.abc import Callable

from xlsxwriter.utility import xl_col_to_name

from etl.template.page import (
    Page,
    blank_row,
    choice,
    count_cells,
    foot,
    group_row,
    outer_heads,
    points_cell,
    sum_cell,
    title_heads,
    top,
    total_row,
    unit_rows,
)
from etl.template.words import labels, words

_CITIZENS_FROM = 2022
_VILLAGE_ROWS, _UNIT_ROWS = 30, 15


def _titles_page(page: Page) -> None:
    if page.unit.level == "commune":
        _village_page(page)
        return
    titles = _titles(page)
    note = 2 + 4 * len(titles)
    row = top(page, note)
    outer_heads(page, row, {0: "number", 1: "unit", note: "note"})
    for place, title in enumerate(titles):
        title_heads(page, row, 2 + 4 * place, title)
    first = row = row + 2
    for row, unit in unit_rows(page, first, note):
        for place in range(len(titles)):
            count_cells(page, row, 2 + 4 * place)
        page.sheet.write_blank(row, note, None, page.formats["input"])
        page.sheet.write_string(row, 1, unit.name, page.formats["name"])
    if page.unit.level == "district":
        row += 1
        group_row(page, row, ("", words()["offices"]), note)
        count_cells(page, row, 2 + 4 * titles.index("don_vi"))
    total_row(page, (first, row), 2 + 4 * len(titles), words()["total"])
    foot(page, row + 2, note)


def _village_page(page: Page) -> None:
    note = 12
    row = top(page, note)
    outer_heads(page, row, {0: "number", 1: "village", note: "note"})
    for place, title in enumerate(("gia_dinh", "dong_ho")):
        title_heads(page, row, 2 + 4 * place, title)
    for column, title in ((10, "cong_dong"), (11, "don_vi")):
        page.sheet.write_string(row, column, words()["groups"][title][0], page.formats["head"])
        page.sheet.write_string(row + 1, column, words()["result"], page.formats["head"])
        page.columns[f"{title}.met"] = xl_col_to_name(column)
    first = row = row + 2
    group_row(page, row, ("I", words()["villages"]), note)
    for place in range(_VILLAGE_ROWS):
        row += 1
        blank_row(page, row, place + 1, note)
        count_cells(page, row, 2)
        count_cells(page, row, 6)
        choice(page, row, 10, "results")
    group_row(page, row + 1, ("II", words()["village_units"]), note)
    for place in range(_UNIT_ROWS):
        blank_row(page, row + 2 + place, place + 1, note)
        choice(page, row + 2 + place, 11, "results")
    row += _UNIT_ROWS + 1
    total_row(page, (first, row), 10, words()["total"])
    foot(page, row + 2, note)


def _summary_page(page: Page) -> None:
    criteria = page.rubric.criteria if page.rubric else ()
    total = 2 + len(criteria)
    row = top(page, total + 2)
    outer_heads(page, row, {0: "number", 1: "unit", total: "total", total + 1: "rank", total + 2: "note"})
    page.sheet.merge_range(row, 2, row, total - 1, words()["criteria"], page.formats["head"])
    first = row + 3
    for place, criterion in enumerate(criteria):
        column, label = 2 + place, words()["criterion"].format(number=criterion.number)
        page.sheet.write_string(row + 1, column, label, page.formats["head"])
        page.sheet.write_number(row + 2, column, float(criterion.maximum), page.formats["computed"])
        page.columns[criterion.id] = xl_col_to_name(column)
    for column, text in ((0, ""), (1, words()["maxima"]), (total + 1, ""), (total + 2, "")):
        page.sheet.write_string(row + 2, column, text, page.formats["computed"])
    whole = float(sum(criterion.maximum for criterion in criteria))
    page.sheet.write_number(row + 2, total, whole, page.formats["computed"])
    for row, unit in unit_rows(page, first, total + 2):
        page.sheet.write_string(row, 1, unit.name, page.formats["name"])
        for place, criterion in enumerate(criteria):
            points_cell(page, row, 2 + place, float(criterion.maximum))
        sum_cell(page, (row, total), (row, 2), (row, total - 1))
        choice(page, row, total + 1, "ranks")
        page.sheet.write_blank(row, total + 2, None, page.formats["input"])
    foot(page, row + 1, total + 2)


def _sheet_page(page: Page) -> None:
    criteria = page.rubric.criteria if page.rubric else ()
    row = top(page, 5)
    heads = labels(page.form)
    for column, key in enumerate(("number", "criterion", "maximum", "self", "assessed", "note")):
        page.sheet.write_string(row, column, heads[key], page.formats["head"])
        page.columns[key] = xl_col_to_name(column)
    first = row + 1
    for row, criterion in enumerate(criteria, start=first):
        page.sheet.write_number(row, 0, criterion.number, page.formats["name"])
        page.sheet.write_string(row, 1, criterion.title_vi, page.formats["name"])
        page.sheet.write_number(row, 2, float(criterion.maximum), page.formats["computed"])
        for column in (3, 4):
            points_cell(page, row, column, float(criterion.maximum))
        page.sheet.write_blank(row, 5, None, page.formats["input"])
    last = first + len(criteria) - 1
    for column in (0, 5):
        page.sheet.write_blank(last + 1, column, None, page.formats["computed"])
    page.sheet.write_string(last + 1, 1, words()["total_points"], page.formats["computed"])
    for column in (2, 3, 4):
        sum_cell(page, (last + 1, column), (first, column), (last, column))
    page.sheet.write_string(last + 2, 1, words()["rank"], page.formats["name"])
    choice(page, last + 2, 2, "ranks")
    page.sheet.set_column(1, 1, 62)
    page.sheet.set_column(2, 5, 12)
    foot(page, last + 3, 5)


def _titles(page: Page) -> tuple[str, ...]:
    titles = tuple(words()["groups"])
    return titles if page.year >= _CITIZENS_FROM else titles[:-1]


LAYOUTS: dict[str, Callable[[Page], None]] = {
    "danh-hieu": _titles_page,
    "cham-diem-xa": _sheet_page,
    "tong-hop-diem-xa": _summary_page,
}
