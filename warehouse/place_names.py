"""Spelling of place names: prefix, tone style and folded key. Stands before every place match."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LEVEL_OF_TYPE = {
    "nước": "country",
    "tỉnh": "province",
    "thành phố": "province district",
    "huyện": "district",
    "quận": "district",
    "thị xã": "district",
    "xã": "commune",
    "phường": "commune",
    "thị trấn": "commune",
    "đặc khu": "commune",
}

# Written form (marks removed) -> unit type. One-letter forms need a dot, a space or a digit behind them.
_ABBREVIATIONS = {
    "thi tran": "thị trấn",
    "t.t": "thị trấn",
    "ttr": "thị trấn",
    "tt": "thị trấn",
    "thi xa": "thị xã",
    "t.x": "thị xã",
    "tx": "thị xã",
    "thanh pho": "thành phố",
    "t.p": "thành phố",
    "tp": "thành phố",
    "dac khu": "đặc khu",
    "phuong": "phường",
    "huyen": "huyện",
    "quan": "quận",
    "tinh": "tỉnh",
    "xa": "xã",
    "x": "xã",
    "p": "phường",
    "h": "huyện",
    "q": "quận",
}
_WORDS = ("thị trấn", "thị xã", "thành phố", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã")
_PREFIX = re.compile(
    r"^(?:(?P<short>t\.t|ttr|tt|t\.x|tx|t\.p|tp|x|p|h|q)(?:\s*[.:]\s*|\s+|(?=\d))"
    rf"|(?P<word>{'|'.join(_WORDS)})\s*[.:]?\s+)(?=\S)"
)
_PLAIN_PREFIX = re.compile(
    r"^(?P<word>thi tran|thi xa|thanh pho|dac khu|phuong|huyen|quan|tinh|xa)\s*[.:]?\s+(?=\S)"
)
_OFFICE = re.compile(r"^(?:ubnd|[uủ][yỷ] ban nhân dân|hội khuyến học|hkh)\s*[.:]?\s+(?=\S)")
_TONE = re.compile(r"(?<!q)([ou])([àáảãạèéẻẽẹỳýỷỹỵ])(?!\w)", re.IGNORECASE)
_TONE_PAIRS = {"o": "àáảãạèéẻẽẹ", "u": "ỳýỷỹỵ"}
_SPACES = re.compile(r"\s+")
_DASHES = str.maketrans(
    dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("’‘`´", "'") | {"\u200b": "", "\ufeff": ""}
)


class _KeyLetters(dict[int, str]):
    """Translation of each letter to what a key keeps of it, worked out once a letter."""

    def __missing__(self, code: int) -> str:
        plain = strip_marks(chr(code).casefold()).replace("y", "i")
        self[code] = "".join(letter for letter in plain if letter.isalnum())
        return self[code]


_KEY_LETTERS = _KeyLetters()


def clean(text: str) -> str:
    """Return the text in NFC, with single spaces, plain hyphens and plain apostrophes."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_DASHES)).strip()


def strip_marks(text: str) -> str:
    """Return the text without Vietnamese marks: `đ` becomes `d`, letter case stays."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    decomposed = unicodedata.normalize("NFD", plain)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def modern_tone(text: str) -> str:
    """Return the text with the tone on the first vowel of a closing oa, oe, uy: Hoà becomes Hòa."""

    def move(found: re.Match[str]) -> str:
        first, second = found.group(1), found.group(2)
        if second.lower() not in _TONE_PAIRS[first.lower()]:
            return found.group(0)
        parts = unicodedata.normalize("NFD", second)
        return unicodedata.normalize("NFC", first + parts[1:]) + parts[0]

    return _TONE.sub(move, text)


def split_official(name: str) -> tuple[str | None, str]:
    """Return the unit type and the short name, in its own letters, of a full name as the seeds write it."""
    first, _, rest = name.partition(" ")
    if first.casefold() in LEVEL_OF_TYPE:
        return first.casefold(), rest
    second, _, rest = rest.partition(" ")
    both = f"{first} {second}".casefold()
    return (both, rest) if both in LEVEL_OF_TYPE else (None, name)


@lru_cache(maxsize=20_000)
def split_prefix(text: str) -> tuple[str | None, str]:
    """Return the unit type that the text's prefix names, if any, and the name in small letters.

    `TT. Ngọc Lặc` gives `("thị trấn", "ngọc lặc")`, `P1` gives `("phường", "1")`. Prefixes without marks
    are read only where the whole text has none, so that `Xá Lượng` keeps its first word.
    """
    small = modern_tone(clean(text).casefold())
    small = _OFFICE.sub("", small)
    found = _PREFIX.match(small)
    if found is None and strip_marks(small) == small:
        found = _PLAIN_PREFIX.match(small)
    if found is None:
        return None, small
    written = found.groupdict().get("short") or found.group("word")
    return _ABBREVIATIONS[strip_marks(written)], small[found.end() :]


def squash(text: str) -> str:
    """Return the key of the whole text, prefix kept: small letters and digits, no marks, y as i."""
    return unicodedata.normalize("NFC", text).translate(_KEY_LETTERS)


@lru_cache(maxsize=40_000)
def fold(text: str) -> str:
    """Return the key by which names are compared: prefix split off, no marks, y as i, no spaces."""
    return squash(split_prefix(text)[1])
