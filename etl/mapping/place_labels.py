"""Which head names the rows of a table: built from words for places, not from a list of whole heads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import yaml

from etl.forms import FOLDER
from etl.mapping.labels import fold, key
from warehouse.place_names import strip_marks

_KINDS = ("neutral", "commune", "district", "village")


@dataclass(frozen=True)
class _Words:
    kind_of: dict[str, str]  # folded word or phrase -> kind
    alone: frozenset[str]
    whole: re.Pattern[str]
    each: re.Pattern[str]
    village: re.Pattern[str]


@lru_cache(maxsize=1)
def place_words() -> dict[str, list[str]]:
    """Return the lists of words for places."""
    raw: dict[str, list[str]] = yaml.safe_load((FOLDER / "places.yaml").read_text(encoding="utf-8"))
    return raw


def any_of(phrases: Iterable[str]) -> str:
    """Return what finds any of the phrases in small letters, with marks or without, the longest first."""
    small = [phrase.casefold() for phrase in phrases]
    plain = [strip_marks(phrase) for phrase in small if " " in phrase]
    return "|".join(re.escape(one) for one in sorted({*small, *plain}, key=len, reverse=True))


@lru_cache(maxsize=1)
def _words() -> _Words:
    raw = place_words()
    kind_of = {key(word): kind for kind in _KINDS for word in raw[kind]}
    body = "|".join(re.escape(word) for word in sorted(kind_of, key=len, reverse=True))
    return _Words(
        kind_of,
        frozenset(key(word) for word in raw["alone"]),
        re.compile(rf"(?:(?:{body})(?:[ /]+|$))+"),
        re.compile(rf"(?:{body})(?=[ /]|$)"),
        re.compile(rf"(?:{'|'.join(re.escape(fold(word)) for word in raw['village'])})\b"),
    )


@lru_cache(maxsize=8192)
def is_village_name(name: str) -> bool:
    """Say whether a folded name begins with a word for villages: `thon 1`, `khu pho le lai`."""
    return bool(_words().village.match(name))


@lru_cache(maxsize=4096)
def place_column(label: str) -> str | None:
    """Return `unit`, `district` or `village` for a head made of place words only, given its key.

    >>> place_column("don vi xa phuong"), place_column("thi xa thanh pho"), place_column("don vi tinh")
    ('unit', 'district', None)
    """
    words = _words()
    if not words.whole.fullmatch(label):
        return None
    found = words.each.findall(label)
    kinds = {words.kind_of[word] for word in found}
    if "village" in kinds:
        return None if "commune" in kinds else "village"
    if found == ["tt"]:
        return None  # the running number
    if "commune" in kinds:
        return "unit"
    if "district" in kinds:
        return "district"
    return "unit" if words.alone & set(found) else None
