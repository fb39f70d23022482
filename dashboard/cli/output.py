"""How an answer is printed: as a table for people, as JSON or CSV for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table

from dashboard.cli.say import CommandError, say


def print_json(rows: Sequence[dict[str, Any]]) -> None:
    """Print rows as JSON, and nothing else, on standard output."""
    text = json.dumps(rows, ensure_ascii=False, default=_plain, indent=1)
    sys.stdout.write(text + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form here")


def print_rows(
    frame: pl.DataFrame,
    keys: Sequence[str],
    *,
    as_json: bool,
    as_csv: bool,
    shown: Sequence[str] | None = None,
) -> None:
    """Print the named columns of a frame in the form that was asked for; a table may show fewer.

    Raises:
        CommandError: Two forms were asked for at once.
    """
    if as_json and as_csv:
        raise CommandError(say("one_output"))
    chosen = frame.select([key for key in keys if key in frame.columns])
    if as_json:
        print_json(chosen.to_dicts())
    elif as_csv:
        flat = chosen.with_columns(pl.col(pl.List(pl.String)).list.join(" "))
        sys.stdout.write(flat.write_csv())
    else:
        _print_table(chosen.select(shown) if shown else chosen)


def _print_table(frame: pl.DataFrame) -> None:
    table = Table(show_lines=False)
    for key in frame.columns:
        is_number = frame.schema[key].is_numeric()
        table.add_column(key, justify="right" if is_number else "left", overflow="fold")
    for row in frame.iter_rows():
        table.add_row(*[_cell(value) for value in row])
    Console().print(table)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.1f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)
