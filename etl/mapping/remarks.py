"""Remarks and marks beside a place's name: `Lam Sơn (xã ĐBKK)`, `Lam Sơn *`, `Lam Sơn¹`, `1. Lam Sơn`."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.mapping.labels import key
from etl.mapping.place_labels import place_words
from etl.text.unicode import clean, fold_label, unify_hyphens

_BRACKET = re.compile(r"\s*[(\[]\s*([^()\[\]]*?)\s*[)\]]$")
_NUMBERED = re.compile(r"^\d{1,3}\s*[.)/-]\s*(?=[^\W\d_])")  # `1. Lam Sơn`
_DASHED = re.compile(r"\s+-\s*([^-]+)$")
_SIGNS = re.compile(r"\s*[*†‡#¹²³⁴-⁹⁰]+$")
_NUMBER_IN_BRACKET = re.compile(r"^(?:\d{1,2}|[*†‡#]+|[a-z])$")
_RAISED = re.compile(r"(?<=[^\W\d_]{2})\d$")  # a raised digit arrives as a plain one; P1 is a ward
_BARE_KINDS = frozenset({"xa", "phuong", "thi tran"})  # (xã), (phường): evidence, not a remark


@lru_cache(maxsize=1)
def _remark() -> re.Pattern[str]:
    """Return what a bracket is made of that is a remark: (Ngọc Lặc) says which of two is meant."""
    words = {key(word) for word in place_words()["remarks"]}
    body = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(rf"^(?:(?:{body})(?: |/|$))+$")


def _is_remark(text: str) -> bool:
    label = fold_label(text)
    if label in _BARE_KINDS:
        return False
    return bool(_remark().match(label)) or bool(_NUMBER_IN_BRACKET.match(text.casefold()))


def _once(name: str) -> str:
    for pattern in (_BRACKET, _DASHED):
        if (found := pattern.search(name)) and _is_remark(found.group(1)):
            return name[: found.start()]
    return _NUMBERED.sub("", _RAISED.sub("", _SIGNS.sub("", name)))


@lru_cache(maxsize=8192)
def without_remark(name: str) -> str:
    """Return a place's name without the remarks beside it; a name that is nothing else stays.

    >>> without_remark("Lam Sơn (xã ĐBKK)*"), without_remark("Quang Trung (Ngọc Lặc)")
    ('Lam Sơn', 'Quang Trung (Ngọc Lặc)')
    """
    short = unify_hyphens(clean(name))
    while (shorter := _once(short).strip()) != short:
        short = shorter
    return short if short and short != unify_hyphens(clean(name)) else name
