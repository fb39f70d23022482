"""Remarks and footnote marks behind a place's name: `Lam Sơn (xã ĐBKK)`, `Lam Sơn *`, `Lam Sơn¹`."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.text.unicode import clean, fold_label, unify_hyphens

# A bracket is a remark only if nothing but these words stands in it: (Ngọc Lặc) says which of two is meant.
_WORDS = (
    "dbkk", "dac biet kho khan", "kho khan", "mien nui", "mn", "vung cao", "vung sau", "vung xa", "vung bien",
    "ven bien", "bai ngang", "bien gioi", "hai dao", "dan toc", "dtts", "khu vuc", "kv", "30a", "135",
    "nong thon moi", "ntm", "nang cao", "kieu mau", "chuan", "dat", "moi", "sap nhap", "sat nhap",
    "thanh lap", "xa", "phuong", "thi tran", "thuoc", "dien", "vung", "va", "iii", "ii", "i", "1", "2", "3",
)  # fmt: skip
_ONE_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_REMARK = re.compile(rf"^(?:(?:{_ONE_WORD})(?: |/|$))+$")
_BRACKET = re.compile(r"\s*[(\[]\s*([^()\[\]]*?)\s*[)\]]$")
_DASHED = re.compile(r"\s+-\s*([^-]+)$")
_SIGNS = re.compile(r"\s*[*†‡#¹²³⁴-⁹⁰]+$")
_NUMBER_IN_BRACKET = re.compile(r"^(?:\d{1,2}|[*†‡#]+|[a-z])$")
_RAISED = re.compile(r"(?<=[^\W\d_])\d$")  # a raised digit arrives as a plain one
_BARE_KINDS = frozenset({"xa", "phuong", "thi tran"})  # (xã), (phường): evidence, not a remark


def _is_remark(text: str) -> bool:
    label = fold_label(text)
    if label in _BARE_KINDS:
        return False
    return bool(_REMARK.match(label)) or bool(_NUMBER_IN_BRACKET.match(text.casefold()))


def _once(name: str) -> str:
    for pattern in (_BRACKET, _DASHED):
        if (found := pattern.search(name)) and _is_remark(found.group(1)):
            return name[: found.start()]
    return _RAISED.sub("", _SIGNS.sub("", name))


@lru_cache(maxsize=8192)
def without_remark(name: str) -> str:
    """Return a place's name without the remarks behind it; a name that is nothing else stays.

    >>> without_remark("Lam Sơn (xã ĐBKK)*"), without_remark("Quang Trung (Ngọc Lặc)")
    ('Lam Sơn', 'Quang Trung (Ngọc Lặc)')
    """
    short = unify_hyphens(clean(name))
    while (shorter := _once(short).strip()) != short:
        short = shorter
    return short if short and short != unify_hyphens(clean(name)) else name
