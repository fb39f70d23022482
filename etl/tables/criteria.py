"""How a score sheet numbers its criteria: `1`, `Tiêu chí 1` with indicators 1, 2, 3 below, or `I` to `XV`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from etl.mapping.labels import fold

Numbering = Literal["plain", "named", "roman"]

_PLAIN = re.compile(r"^(?:tieu chi|tc|t/c)?\s*(?:so)?\s*(\d{1,2})\s*[.:)]?$")
_NAMED = re.compile(r"^(?:tieu chi|tc|t/c)\s*(?:so)?\s*(\d{1,2})\b")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_FEWEST_NAMED = 3
_FEWEST_ROMAN = 10  # a few Roman numerals number groups of criteria


def is_number(mark: str) -> bool:
    """Say whether the column of numbers holds one."""
    return bool(_PLAIN.match(fold(mark)))


def _roman(mark: str) -> int | None:
    plain = mark.strip(" .)").upper()
    return _ROMAN.index(plain) + 1 if plain in _ROMAN else None


def _named(mark: str, label: str) -> int | None:
    found = _NAMED.match(fold(mark)) or _NAMED.match(fold(label))
    return int(found.group(1)) if found else None


def numbering_of(heads: Iterable[tuple[str, str]]) -> Numbering:
    """Return how the rows of a sheet are numbered, given number and name of each."""
    rows = list(heads)
    if len({_named(mark, label) for mark, label in rows} - {None}) >= _FEWEST_NAMED:
        return "named"
    return "roman" if len({_roman(mark) for mark, _ in rows} - {None}) >= _FEWEST_ROMAN else "plain"


def number_in(mark: str, label: str, numbering: Numbering) -> int | None:
    """Return the number of the criterion that a row begins, None for any other row."""
    if numbering == "roman":
        return _roman(mark)
    if numbering == "plain" and (found := _PLAIN.match(fold(mark))):
        return int(found.group(1))
    return _named(mark, label)
