"""Folded words: the one way in which heads, titles and footers are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from etl.text.unicode import clean, fold_label

_HYPHENS = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "“": '"', "”": '"'})


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Return the text without marks and case, with y written i: `Tỷ lệ (%)` is `ti le (%)`."""
    plain = clean(text).casefold().translate(_HYPHENS).replace("đ", "d").replace("y", "i")
    if plain.isascii():
        return plain
    parts = unicodedata.normalize("NFD", plain)
    return "".join(char for char in parts if not unicodedata.combining(char)).replace("y", "i")


key = lru_cache(maxsize=16384)(fold_label)


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the phrases as whole words in a key."""
    keys = sorted({key(phrase) for phrase in phrases}, key=len, reverse=True)
    body = "|".join(re.escape(item) for item in keys)
    return re.compile(rf"(?<![a-z0-9])(?:{body})(?![a-z0-9])")


def text_of(value: object) -> str:
    """Return a cell as a reader of the sheet sees it: whole numbers without `.0`, a truth value as `TRUE`."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else str(value)
