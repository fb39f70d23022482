"""Numbers as offices type them: `1.180 hộ`, `85,5`, `12,5%`, `2.315/5.650`, a dash, a blank.

A value is never guessed: where one text can be two numbers, the answer is the state `ambiguous`, and the
column as a whole (`decide_separator`) says which way its texts are meant.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from etl.text.unicode import clean, unify_hyphens

Kind = Literal["count", "points", "share"]
State = Literal[
    "number",
    "blank",
    "none_word",
    "not_applicable",
    "mark",
    "ditto",
    "fraction",
    "percent",
    "ambiguous",
    "date",
    "text",
]
Style = Literal["comma", "dot", "mixed", "unknown"]

EXACT_DIGITS = 1e15  # Excel keeps 15 digits; beyond them the file has already lost some
NOISE_DIGITS = 9
GROUP = 3  # digits between two marks
LONGEST_NUMBER = 60  # signs with its unit; anything longer is prose

_NONE_WORDS = frozenset({"không có", "không", "ko có", "ko", "k có", "chưa có", "0 có"})
_BLANK_WORDS = frozenset(
    {"...", "…", "..", "….", "kcsl", "chưa bc", "chưa báo cáo", "chưa b/c", "chưa có số liệu"}
)
_NOT_APPLICABLE = frozenset({"-", "--", "---", "/", "\\", "kad", "k.a.d", "không áp dụng"})
MARKS = frozenset({"x", "v", "√", "✓", "+", "đ"})  # met, where it may be met or not; no number
_DITTO = frozenset({'"', "''", "”", "“", "〃", "nt", "-nt-", "- nt -", "như trên"})
_UNITS = (
    "hộ gia đình|gia đình|hộ dân|hộ|dòng họ|công dân|cộng đồng|đơn vị|cơ quan|trường học|trường|khu dân cư"
    "|thôn|bản|làng|xóm|tổ dân phố|tổ|phố|khu|xã|phường|thị trấn|huyện|tỉnh|nhà|người|hội viên|học sinh"
    "|chi hội|ban|câu lạc bộ|clb|điểm|đ|năm|dh|gđ|cđ|đv"
)
_UNIT = re.compile(rf"^(?P<number>.*[0-9])\s*(?P<unit>%|{_UNITS})\.?$", re.IGNORECASE)
_FRACTION = re.compile(r"^([0-9][0-9.,  ]*?)\s*/\s*([0-9][0-9.,  ]*)$")
_SPACED = re.compile(r"^[+-]?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?$")
_PLAIN = re.compile(r"^[+-]?[0-9]+$")
_ONE_MARK = re.compile(r"^[+-]?([0-9]+)([.,])([0-9]+)$")
_GROUPED = re.compile(r"^[+-]?[0-9]{1,3}(?:(?P<mark>[.,])[0-9]{3})(?:(?P=mark)[0-9]{3})+$")
_BOTH_MARKS = re.compile(r"^[+-]?[0-9]{1,3}(?:(?P<group>[.,])[0-9]{3})+(?!(?P=group))(?P<point>[.,])[0-9]+$")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one cell holds.

    `value` is set for `number`, `percent` (12.5 for `12,5%`) and `fraction` (the upper figure);
    `whole` is the lower figure of a fraction. `note` says what was put right: `text` (a number typed as
    text), `grouped`, `decimal_comma`, `decimal_dot`, `spaces`, `unit`, `percent`, `digits_lost`.
    `candidates` are the two readings of an ambiguous text: marks as grouping, mark as decimal.
    """

    value: float | int | None
    state: State
    note: str | None = None
    whole: float | int | None = None
    candidates: tuple[float, ...] = ()
    unit: str | None = None


_BLANK = Parsed(None, "blank")


def parse_number(value: Any, *, kind: Kind = "count", style: Style = "unknown") -> Parsed:
    """Return what a cell says as a number, or why it says none.

    Units: shares in percent, 0 to 100, when the cell carries the sign; a bare number stays as it is.

    Args:
        value: The cell as read.
        kind: What the column counts. `count` reads `1.234` as one thousand; the others call it ambiguous
            unless the column's style settles it.
        style: How the column writes its decimals, from `decide_separator`.
    """
    if isinstance(value, (float, int)) and not isinstance(value, bool):
        return _from_number(value)
    if isinstance(value, str):
        return _from_text(value, kind, style) if value else _BLANK
    if value is None:
        return _BLANK
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return Parsed(None, "date")
    return Parsed(None, "text")


def decide_separator(values: Iterable[Any]) -> Style:
    """Return how a column writes decimals: `comma`, `dot`, both (`mixed`), or no evidence (`unknown`).

    Only texts that can be read one way give evidence; `1.234` alone gives none.
    """
    styles = {_evidence(value) for value in values if isinstance(value, str)} - {None}
    if len(styles) > 1:
        return "mixed"
    return "comma" if "comma" in styles else "dot" if "dot" in styles else "unknown"


def _from_number(value: float | int) -> Parsed:
    if isinstance(value, float) and not math.isfinite(value):
        return Parsed(None, "text")
    if abs(value) >= EXACT_DIGITS:
        return Parsed(value, "number", "digits_lost")
    return Parsed(round(value, NOISE_DIGITS), "number")  # a formula leaves 800.0000000000002


def _from_text(raw: str, kind: Kind, style: Style) -> Parsed:
    text = unify_hyphens(clean(raw)).removeprefix("'")
    if len(text) > LONGEST_NUMBER:
        return Parsed(None, "text")
    state = _word_state(text.casefold())
    if state is not None:
        return Parsed(None, state)
    fraction = _parse_fraction(text)
    if fraction is not None:
        return fraction
    number, unit = _split_unit(text)
    if unit == "%":
        return _as_percent(_parse_digits(number, "share", style), kind)
    parsed = _parse_digits(number, kind, style)
    if parsed.state == "text" or unit is None:
        return parsed
    return Parsed(parsed.value, parsed.state, "unit", candidates=parsed.candidates, unit=unit)


def _word_state(text: str) -> State | None:
    if not text or text in _BLANK_WORDS:
        return "blank"
    if text in _NOT_APPLICABLE:
        return "not_applicable"
    if text in _NONE_WORDS:
        return "none_word"
    if text in MARKS:
        return "mark"
    return "ditto" if text in _DITTO else None


def _split_unit(text: str) -> tuple[str, str | None]:
    found = _UNIT.match(text)
    return (found["number"].strip(), found["unit"].casefold()) if found else (text, None)


def _as_percent(parsed: Parsed, kind: Kind) -> Parsed:
    if parsed.state == "text":
        return parsed
    state: State = "number" if kind == "share" else "percent"
    # `95,123%` is read as a decimal: nobody has a share of ninety-five thousand.
    value = parsed.candidates[1] if parsed.state == "ambiguous" else parsed.value
    return Parsed(value, state, "percent", unit="%")


def _parse_fraction(text: str) -> Parsed | None:
    found = _FRACTION.match(_split_unit(text)[0])
    if found is None:
        return None
    upper, lower = (_parse_digits(part.strip(), "count", "unknown") for part in found.groups())
    if upper.value is None or lower.value is None:
        return None
    return Parsed(upper.value, "fraction", "fraction", whole=lower.value)


def _parse_digits(text: str, kind: Kind, style: Style) -> Parsed:
    note = "text"
    if _SPACED.match(text):
        text, note = text.replace(" ", ""), "spaces"
    if _PLAIN.match(text):
        return Parsed(int(text), "number", "digits_lost" if abs(int(text)) >= EXACT_DIGITS else note)
    if _GROUPED.match(text):
        return Parsed(int(re.sub("[.,]", "", text)), "number", "grouped")
    if _BOTH_MARKS.match(text):
        return _both_marks(text)
    found = _ONE_MARK.match(text)
    return _one_mark(text, found, kind, style) if found else Parsed(None, "text")


def _both_marks(text: str) -> Parsed:
    if text.rfind(",") > text.rfind("."):
        return Parsed(float(text.replace(".", "").replace(",", ".")), "number", "decimal_comma")
    return Parsed(float(text.replace(",", "")), "number", "decimal_dot")


def _one_mark(text: str, found: re.Match[str], kind: Kind, style: Style) -> Parsed:
    before, mark, after = found.groups()
    decimal = float(text.replace(",", "."))
    is_decimal_mark: Style = "comma" if mark == "," else "dot"
    as_decimal = Parsed(decimal, "number", "decimal_comma" if mark == "," else "decimal_dot")
    if not _may_group(before, after):
        return as_decimal
    grouped = int(text.replace(mark, ""))
    if kind == "count":
        return Parsed(grouped, "number", "grouped")
    if style == is_decimal_mark:
        return as_decimal
    if style in ("comma", "dot"):
        return Parsed(grouped, "number", "grouped")
    return Parsed(None, "ambiguous", "ambiguous", candidates=(grouped, decimal))


def _may_group(before: str, after: str) -> bool:
    return len(after) == GROUP and len(before) <= GROUP and not before.startswith("0")


def _evidence(value: str) -> Style | None:
    text = _split_unit(unify_hyphens(clean(value)))[0].replace(" ", "")
    if _BOTH_MARKS.match(text):
        return "comma" if text.rfind(",") > text.rfind(".") else "dot"
    grouped = _GROUPED.match(text)
    if grouped:
        return "dot" if grouped["mark"] == "," else "comma"
    found = _ONE_MARK.match(text)
    if found is None or _may_group(found[1], found[3]):
        return None
    return "comma" if found[2] == "," else "dot"
