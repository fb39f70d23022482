"""What was left out though it looks like figures to be loaded: it is told, so that nobody misses it later."""

from __future__ import annotations

from etl.checks import Findings
from etl.checks.cdht import WITHOUT_STROKE
from etl.mapping.columns import ColumnMap
from etl.mapping.headers import Head
from etl.mapping.labels import text_of
from etl.mapping.place_labels import place_column
from etl.model import CellValue, Sheet

SHOWN_LABELS = 6


def _holds_figures(row: list[CellValue]) -> bool:
    """Say whether a row looks like one of a table: a text and two numbers."""
    return sum(type(value) is float for value in row) > 1 and any(
        type(value) is str and value for value in row
    )


def check_unread_sheet(findings: Findings, sheet: Sheet) -> None:
    """Report a visible sheet with rows of figures of which no head was recognised."""
    rows = [index for index, row in enumerate(sheet.rows) if _holds_figures(row)]
    if not rows:
        return
    row, column = _head_of(sheet, rows[0])
    labels = [text_of(value).strip() for value in sheet.rows[row] if type(value) is str and value.strip()]
    tab = sheet.name if WITHOUT_STROKE.search(sheet.name) else None
    findings.add(
        "sheet_not_read", sheet.name, (row, column), raw=sheet.rows[row][column],
        tab=tab, labels=labels[:SHOWN_LABELS], count=len(rows),
    )  # fmt: skip


def _head_of(sheet: Sheet, first: int) -> tuple[int, int]:
    """Return the first cell of the lowest row of several texts above the figures, else of the figures."""
    for index in range(first - 1, -1, -1):
        texts = [c for c, value in enumerate(sheet.rows[index]) if type(value) is str and value.strip()]
        if len(texts) > 1:
            return index, texts[0]
    return first, next(c for c, value in enumerate(sheet.rows[first]) if value != "")


def table_beside(sheet: Sheet, head: Head, columns: ColumnMap) -> int | None:
    """Return where a second table with names headed alike begins to the right, if there is one."""
    name_column = columns.keys.get("unit", columns.keys.get("village"))
    if name_column is None or len(columns.extras) < 2:
        return None
    for column in columns.extras:
        is_alike = head.paths[column] == head.paths[name_column] and place_column(head.paths[column][-1])
        if is_alike and column > name_column + 1 and _has_names(sheet, head, column):
            number = columns.keys.get("number")
            has_number = number is not None and head.paths[column - 1] == head.paths[number]
            return column - 1 if has_number else column
    return None


def _has_names(sheet: Sheet, head: Head, column: int) -> bool:
    rows = sheet.rows[head.last + 1 :]
    return any(column < len(row) and type(row[column]) is str and row[column].strip() for row in rows)
