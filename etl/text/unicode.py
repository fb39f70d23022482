"""One spelling for one word: composition, spaces and comparison keys. Used before any matching."""

from __future__ import annotations

import re
import unicodedata

# Zero-width signs, direction marks and the soft hyphen carry no letter. Legacy text in TCVN3 uses the
# soft hyphen as the letter ư, so it is decoded before it comes here.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_SPACES = re.compile(r"\s+")
_BREAKS = re.compile(r"_x000[dDaA]_")
_HYPHENS = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_NOT_WORD = re.compile(r"[^0-9a-z%/=]+")


def nfc(text: str) -> str:
    """Return the text in composed form, the only form that is stored."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Return the text on one line: composed, invisible signs gone, every run of blanks one space."""
    if "_x000" in text:
        text = _BREAKS.sub(" ", text)
    if not text.isascii():
        text = nfc(_INVISIBLE.sub("", text))
    return _SPACES.sub(" ", text).strip()


def unify_hyphens(text: str) -> str:
    """Return the text with every kind of dash typed as the plain hyphen."""
    return _HYPHENS.sub("-", text)


def fold_label(text: str) -> str:
    r"""Return the key by which header words are compared: no case, no marks, no punctuation.

    `Tỷ lệ\n(%)` and `TỈ LỆ %` both give `ti le %`: y and i are one letter here.
    """
    decomposed = unicodedata.normalize("NFD", clean(text).casefold().replace("đ", "d"))
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).replace("đ", "d")
    return " ".join(_NOT_WORD.sub(" ", plain.replace("y", "i")).split())
