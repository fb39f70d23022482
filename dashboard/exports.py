"""Tables as files: a workbook whose first sheet says what it shows, and CSV that Excel opens as it is."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl
import xlsxwriter

from dashboard import i18n
from dashboard.i18n import t

FORMULA = r"^[=+\-@\t\r]"  # what a spreadsheet takes for a formula at the start of a text
WIDE, NARROW = 28, 12
CODED: dict[str, Callable[[Any], str]] = {  # columns whose values are codes, and the key of their words
    "title": lambda code: f"title.{code}",
    "status": lambda code: f"status.{code}",
    "form": lambda code: f"form.{code}",
    "level": lambda code: f"level.{code}",
    "period": lambda code: f"period.{code}",
    "denominator": lambda code: f"denominator.{code}",
    "rank": lambda code: f"rank.{code}",
    "rank_reported": lambda code: f"rank.{code}",
    "result": lambda code: f"rank.{code}",
    "basis": lambda code: f"basis.{code}",
    "confidence": lambda code: f"confidence.{code}",
    "state": lambda code: f"submission_state.{code}",
}


class Ask(Protocol):
    """A question about one unit, or about the units of a level in it."""

    def __call__(self, edition: Any, *, year: int, unit: str, level: str | None = None) -> pl.DataFrame:
        """Return the rows."""


@dataclass(frozen=True)
class Sheet:
    """One table of a workbook: its name, and the columns of a query's answer that it shows."""

    name: str
    frame: pl.DataFrame
    columns: Sequence[str]


def workbook(facts: Sequence[tuple[str, str]], sheets: Sequence[Sheet], *, language: str) -> bytes:
    """Return a workbook: first what it shows, then one sheet a table.

    Args:
        facts: Name and value of what the first sheet says: filter, date, data version, coverage.
        sheets: The tables.
        language: In which language heads and words stand.
    """
    i18n.use(language)  # a download is written outside the run that drew the page
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        first = book.add_worksheet(t("export.about"))
        first.set_column(0, 0, 28, bold)
        first.set_column(1, 1, 80, wrapped)
        for row, (name, value) in enumerate(facts):
            first.write_string(row, 0, name, bold)
            first.write_string(row, 1, value, wrapped)
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, bold)
    return output.getvalue()


def _write(target: Any, sheet: Sheet, head: Any) -> None:
    """Write one table: numbers as numbers, texts as texts whatever they begin with."""
    target.freeze_panes(1, 0)
    writers = [_writer(target, name) for name in sheet.columns]
    for place, name in enumerate(sheet.columns):
        target.write_string(0, place, t(f"export.head.{name}"), head)
        target.set_column(place, place, WIDE if sheet.frame.schema.get(name) == pl.String else NARROW)
    for row, values in enumerate(sheet.frame.select(sheet.columns).iter_rows(), start=1):
        for place, value in enumerate(values):
            if value is not None:
                writers[place](row, place, value)
    if sheet.frame.height:
        target.autofilter(0, 0, sheet.frame.height, len(sheet.columns) - 1)


def _writer(target: Any, name: str) -> Callable[[int, int, Any], None]:
    def write(row: int, place: int, value: Any) -> None:
        if isinstance(value, int | float) and not isinstance(value, bool):
            target.write_number(row, place, value)
        else:
            target.write_string(row, place, _words(name, value))

    return write


def _words(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if name in CODED and i18n.has(key := CODED[name](value)):
        return t(key)
    return str(value)


def csv(frame: pl.DataFrame) -> bytes:
    """Return rows as CSV with the names of the query; a text like a formula is set apart by `'`."""
    texts = [_apart(name) for name, kind in frame.schema.items() if kind == pl.String]
    lists = [pl.col(name).list.join(", ") for name, kind in frame.schema.items() if kind == pl.List]
    return frame.with_columns(*texts, *lists).write_csv(include_bom=True).encode()


def _apart(name: str) -> pl.Expr:
    text = pl.col(name)
    return pl.when(text.str.contains(FORMULA)).then(pl.lit("'") + text).otherwise(text).alias(name)
