"""Words and numbers of the pages: whole sentences from the locale files, one formatter for figures."""

from __future__ import annotations

import unicodedata
from contextvars import ContextVar
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import yaml

from etl import pointed
from warehouse.times import VIETNAM_TIME

LANGUAGE = "lang"  # name of the choice in the address
Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
FOLDER = Path(__file__).parent / "locales"
MINUS = "\u2212"
SIGNS = {
    "met": "✓",
    "on_track": "▲",
    "behind": "▼",
    "falling": "↓",
    "missed": "✗",
    "not_enough": "…",
    "no_data": "○",
    "no_goal": "–",
    "not_comparable": "≠",
}

_language: ContextVar[Language] = ContextVar("language", default="vi")


def _flatten(tree: dict[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            flat |= _flatten(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = str(value)
    return flat


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Return all texts of a language by their dotted key."""
    return _flatten(yaml.safe_load((FOLDER / f"{lang}.yaml").read_text(encoding="utf-8")))


def use(lang: str) -> None:
    """Make a language the one of this run; an unknown one falls back to Vietnamese."""
    _language.set("en" if lang == "en" else "vi")


def language() -> Language:
    """Return the language of this run."""
    return _language.get()


def t(key: str, **holes: object) -> str:
    """Return the text of a key in the language of this run, its holes filled."""
    return catalogue(language())[key].format(**holes)


def has(key: str) -> bool:
    """Return whether a key has a text."""
    return key in catalogue(language())


def number(value: float | Decimal, decimals: int = 0) -> str:
    """Return a figure as it is written: 1.234,5 in Vietnamese, 1,234.5 in English, a true minus sign.

    Halves are rounded away from zero, as on paper.
    """
    return _written(value, decimals, language())


@lru_cache(maxsize=10_000)
def _written(value: float | Decimal, decimals: int, of: Language) -> str:
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{decimals}f}"
    signed = pointed(text, of)
    return f"{MINUS}{signed}" if rounded < 0 else signed


def percent(value: float | Decimal, decimals: int = 1) -> str:
    """Return a share in percent, without a space before the sign.

    Units: percent (0 to 100).
    """
    return f"{number(value, decimals)}%"


def goal_percent(value: float) -> str:
    """Return a goal as its document writes it: no decimal where it has none.

    Units: percent (0 to 100).
    """
    return percent(value, 0 if float(value).is_integer() else 1)


def moment(value: str | datetime) -> str:
    """Return a time of the ledger (UTC) as a time of day in Việt Nam."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    if at.tzinfo is None:
        at = at.replace(tzinfo=ZoneInfo("UTC"))
    return at.astimezone(VIETNAM_TIME).strftime("%H:%M, %d/%m/%Y")


def in_text(name: str) -> str:
    """Return a unit's name as it stands inside a sentence: the prefix in small letters."""
    return name[:1].lower() + name[1:]


def sort_key(name: str) -> str:
    """Return what a name is sorted by: its letters without marks, đ beside d."""
    bare = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))
