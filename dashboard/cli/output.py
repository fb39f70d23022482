"""How an answer is printed: as a table for people, as JSON or CSV for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from dashboard.cli.say import CommandError, head, say
from etl import pointed

LONGEST_WORD = 32  # a longer one, the name of a file, may be broken


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
    table: str,
    as_json: bool,
    as_csv: bool,
    shown: Sequence[str] | None = None,
) -> None:
    """Print the named columns of a frame in the form that was asked for; a table may show fewer.

    Args:
        frame: The answer.
        keys: Fields to print, as scripts know them.
        table: What is listed, as `heads.yaml` calls it.
        as_json: As JSON.
        as_csv: As CSV.
        shown: Fields of a table for people; None for all.

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
        visible = chosen.select(shown) if shown else chosen
        _print_table(visible, [head(key, table) for key in visible.columns])


def _print_table(frame: pl.DataFrame, heads: Sequence[str]) -> None:
    """Print a table in which no word is broken; where it is too wide, each row as a block of lines."""
    console = Console()
    rows = [[_cell(value, key) for key, value in row.items()] for row in frame.iter_rows(named=True)]
    columns = list(zip(heads, *rows, strict=True))
    least = [max(map(_longest_word, column)) for column in columns]
    framed, tight = 3 * len(least) + 1, len(least) - 1  # what the lines or the gaps between columns take
    if sum(least) + tight > console.width:
        _print_blocks(console, heads, rows)
        return
    is_framed = sum(least) + framed <= console.width
    full = [max(map(cell_len, column)) for column in columns]
    widths = _widths(least, full, console.width - (framed if is_framed else tight))
    table = Table() if is_framed else Table(box=None, pad_edge=False, collapse_padding=True)
    for words, width, kind in zip(heads, widths, frame.dtypes, strict=True):
        table.add_column(
            words, justify="right" if kind.is_numeric() else "left", width=width, overflow="fold"
        )
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _widths(least: Sequence[int], full: Sequence[int], room: int) -> list[int]:
    """Return the width of each column: its longest word, and the room left where little is needed."""
    widths, left = list(least), room - sum(least)
    for column in sorted(range(len(widths)), key=lambda column: full[column] - least[column]):
        more = min(full[column] - least[column], left)
        widths[column] += more
        left -= more
    return widths


def _longest_word(text: str) -> int:
    return max((min(cell_len(word), LONGEST_WORD) for word in text.split()), default=0)


def _print_blocks(console: Console, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows):
        block = Table(box=None, pad_edge=False, show_header=False)
        block.add_column(min_width=max(map(cell_len, heads)))
        block.add_column(overflow="fold")
        for words, text in zip(heads, row, strict=True):
            block.add_row(words, text)
        if number:
            console.print()
        console.print(block)


def _cell(value: Any, key: str) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return say("cell_yes") if value else say("cell_no")
    if isinstance(value, float):
        return pointed(f"{value:,.1f}", "vi")
    if isinstance(value, int) and "year" not in key:
        return pointed(f"{value:,}", "vi")
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)
