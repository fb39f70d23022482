"""What a row under the head is: data, or one of the rows that only look like it."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.forms import forms
from etl.mapping.labels import fold
from etl.text.unicode import clean

_TOTAL = re.compile(
    r"^(?:tong|cong)$|^tong (?:(?:cong|so|hop|diem|chung|toan|i+)\b|\()|^tong[:(]"
    r"|^cong[:( ]\s*(?:toan|khoi|xa|huien|tinh|thon|nhom|cum|vung|mien|cac|phuong|thi tran|thi xa|thanh pho|"
    r"chung|tong|\(|[ivx]+\b|[ab]\b)"
    r"|^cong[:(]|^toan (?:huien|tinh|xa|thanh pho|thi xa|thi tran|quan|phuong|don vi)|^tc$|^t\.cong"
)
_OF_WHICH = re.compile(r"^[-+*]?\s*(?:trong do|tr\. ?do|tr do|t\.d)\b")
_DASHED = re.compile(r"^[-+]\s*\S")
_NOTE = re.compile(r"^(?:ghi chu\b|\*|\(?nguon\b|chu thich|luu i\b|\(?so lieu tinh den)")
_SUMMARY = re.compile(
    r"^(?:\(?tong so (?:xa|thon|don vi)\b.*[:\d]|(?:xep )?loai (?:tot|kha|trung binh)\b"
    r"|khong xep loai\s*:|trong do\s*:.*\d)"
)
_MAXIMA = re.compile(r"^(?:diem toi da|diem chuan|thang diem|muc toi da|toi da)\b")
_FOOTER = re.compile(
    r"^(?:noi nhan|nguoi (?:lap|tong hop|bao cao)|lap bieu|tm[. ]|t\.m|kt[. ]|tl\.|xac nhan"
    r"|(?:pho )?chu tich|(?:pho )?truong ban|truong phong|thu truong|giam doc|thuong truc|ke toan"
    r"|dai dien (?:ubnd|hoi|ban|doan|don vi)|doan kiem tra|ban chi dao|\(ki[, )]|chu ki)"
    r"|^[^:]{0,40}\bngai\s*\S{0,4}\s*thang\s*\S{0,4}\s*nam\b"
)
_GROUP_MARK = re.compile(r"^(?:[IVX]{1,4}|[A-HĐ])[.)]?$")
_GROUP_TEXT = re.compile(r"^(?:[IVX]{1,4}|[A-HĐ])\s*[.)/-]\s*\S")
_GROUP_WORD = re.compile(
    r"^(?:khối|cụm|vùng|nhóm|các xã|các đơn vị|miền (?:núi|xuôi)"
    r"|khoi (?:xa|co quan|truong)|cac xa|cac don vi)\b"
)
# `X. Lam Sơn`, `H. Ngọc Lặc`: short for xã and huyện, though they look like a tenth group or group H.
_SHORT_PREFIX = re.compile(r"^[XH]\s*\.\s*(?=\S)")
# Marks tell Tổng and Cộng from the communes Tống Sơn and Cống Vị.
_TOTAL_WORD = re.compile(r"^(?:tổng|cộng|toàn|t\.|tc\b)")
_DISTRICT = re.compile(r"^(?:(?:huien|thi xa|thanh pho|quan|tx|tp)\b|h\s*\.)")


@lru_cache(maxsize=8192)
def kind_of_name(name: str) -> str | None:
    """Return what the text in the name column makes of a row; None for data.

    >>> kind_of_name("Tổng cộng"), kind_of_name("Xã Cộng Hòa")
    ('total', None)
    """
    plain = fold(name)
    if not plain:
        return None
    if _FOOTER.match(plain):
        return "signature"
    if _SUMMARY.match(plain) and any(char.isdigit() for char in plain):
        return "summary"
    if _TOTAL.match(plain) and (name.isascii() or _TOTAL_WORD.match(clean(name).casefold())):
        return "total"
    for kind, pattern in (("maxima", _MAXIMA), ("of_which", _OF_WHICH), ("note", _NOTE)):
        if pattern.match(plain):
            return kind
    return "of_which" if _DASHED.match(plain) else None


@lru_cache(maxsize=2048)
def is_group(mark: str, name: str) -> bool:
    """Say whether STT and name make a group row: `I`, `A.`, `II. Khối cơ quan`."""
    if _GROUP_MARK.match(mark.strip()) and not name.strip().isdigit():
        return True
    if short := _SHORT_PREFIX.match(name.strip()):
        rest = clean(name.strip()[short.end() :])
        is_heading = _GROUP_WORD.match(rest.casefold()) or names_district(rest) or names_own_offices(rest)
        return bool(is_heading) and not mark.strip(" .").isdigit()
    return bool(_GROUP_TEXT.match(name.strip())) or (
        not mark.strip() and bool(_GROUP_WORD.match(clean(name).casefold()))
    )


@lru_cache(maxsize=2048)
def bare_group_name(name: str) -> str:
    """Return a group's name without its numeral."""
    return re.sub(r"^(?:[IVX]{1,4}|[A-HĐ])\s*[.)/-]\s*", "", name.strip())


@lru_cache(maxsize=2048)
def names_own_offices(name: str) -> bool:
    """Say whether a group or row is for offices managed by the district or province itself."""
    words = forms()["danh-hieu"].own_offices
    return bool(words and words.search(fold(name)))


@lru_cache(maxsize=2048)
def names_district(name: str) -> bool:
    """Say whether a group row names a district, as in a province's book."""
    return bool(_DISTRICT.match(fold(name)))


@lru_cache(maxsize=8192)
def is_footer(text: str) -> bool:
    """Say whether a text begins the block of signatures."""
    return bool(_FOOTER.match(fold(text)))
