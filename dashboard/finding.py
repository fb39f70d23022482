"""Finding a place by its name: letters without diacritics, the closest first, same names by their parents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard.i18n import in_text, sort_key

SHOWN = 12
LEVELS = ("province", "district", "commune")


@dataclass(frozen=True)
class Place:
    """A place that can be found, and what it is found by."""

    code: str
    level: str
    parent_code: str
    words: str  # the name with the names of what it lies in
    letters: str  # the name without diacritics


@dataclass(frozen=True)
class Found:
    """The closest places, and how many more there are."""

    shown: tuple[Place, ...]
    more: int

    def __bool__(self) -> bool:
        return bool(self.shown)


def named(units: pl.DataFrame) -> list[Place]:
    """Return the places of some units, each with the names of what it lies in.

    Args:
        units: Provinces, districts and communes of one year: code, name, level, parent_code.
    """
    rows = units.to_dicts()
    above = {row["code"]: row for row in rows if row["level"] != "commune"}
    return [
        Place(row["code"], row["level"], row["parent_code"], _words(row, above), sort_key(row["name"]))
        for row in rows
    ]


def _words(row: dict[str, Any], above: dict[str, dict[str, Any]]) -> str:
    """Return a name with the names of what it lies in, the nearest first."""
    parts, step = [row["name"]], row["parent_code"]
    while step in above:
        parts.append(in_text(above[step]["name"]))
        step = above[step]["parent_code"]
    return ", ".join(parts)


def found(places: Iterable[Place], text: str) -> Found:
    """Return the places whose name holds the text: whole names, then beginnings of words, then the rest.

    Args:
        places: Places to search.
        text: What was typed, with or without diacritics and prefix.
    """
    asked = " ".join(sort_key(text).split())
    if not asked:
        return Found((), 0)
    hits = sorted(
        (place for place in places if asked in place.letters), key=lambda place: _rank(place, asked)
    )
    return Found(tuple(hits[:SHOWN]), max(0, len(hits) - SHOWN))


def _rank(place: Place, asked: str) -> tuple[int, int, str]:
    is_whole = place.letters == asked or place.letters.endswith(f" {asked}")
    begins_word = f" {asked}" in f" {place.letters}"
    closeness: Sequence[bool] = (is_whole, begins_word, True)
    return closeness.index(True), LEVELS.index(place.level), place.words
