"""Findings in words: where, what was read, why, what to do; in Vietnamese or English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from etl.model import Finding

Language = Literal["vi", "en"]
FOLDER = Path(__file__).parent
_DAY = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")
_UNIT_WORDS = ("Xã ", "Phường ", "Thị trấn ", "Huyện ", "Thị xã ", "Thành phố ", "Quận ", "Tỉnh ", "Đặc khu ")
_CODED = ("rank", "computed", "period", "other_period", "needs", "kind", "form", "channel", "mine", "theirs")
_SHORT_LISTS = ("years", "numbers", "lost", "criteria", "columns")
_AS_IT_IS = ("year", "years", "first_year", "last_year", "other_row")
_LONG_RAW = 60


@lru_cache(maxsize=4)
def sentences(language: Language) -> dict[str, Any]:
    """Return all texts of a language."""
    texts: dict[str, Any] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    return texts


class _Holes(dict[str, str]):
    """Values for the holes of a sentence; a hole without a value stays empty."""

    def __missing__(self, key: str) -> str:
        return ""


def render(finding: Finding, language: Language = "vi", *, has_columns: bool = False) -> str:
    """Return a finding as one or two sentences that an officer can act on.

    Args:
        finding: What was found.
        language: In which language.
        has_columns: Sheet and cell stand in columns of their own beside the sentence, which leaves them out.
    """
    texts = sentences(language)
    holes = _holes(finding, texts, language)
    choice = texts["rules"].get(finding.rule, texts["rules"]["other"])
    sentence = _variant(choice, finding.values).format_map(holes)
    where = _place(finding, holes) if has_columns else _where(finding, texts, holes)
    if where:
        return f"{where}: {sentence}"
    return sentence[:1].upper() + sentence[1:]


def written(finding: Finding, language: Language = "vi") -> str:
    """Return what was read: a text as it stands, the number of a cell as the language writes it."""
    figure = finding.values.get("raw_number")
    if figure is None:
        return finding.raw or ""
    text = pointed(f"{figure:,.15g}", language)
    return f"{text}%" if finding.values.get("is_percent") else text


def _variant(choice: str | Mapping[str, str], values: Mapping[str, Any]) -> str:
    """Return the wording for the first value that is there; `kind=pdf` asks for that very value."""
    if isinstance(choice, str):
        return choice
    for condition, sentence in choice.items():
        name, _, wanted = condition.partition("=")
        value = values.get(name)
        if value and (not wanted or str(value) == wanted):
            return sentence
    return choice["default"]


def _place(finding: Finding, holes: Mapping[str, str]) -> str:
    place = holes.get("place", "")
    return "" if place == finding.raw else place[:1].upper() + place[1:]


def _where(finding: Finding, texts: Mapping[str, Any], holes: Mapping[str, str]) -> str:
    where = texts["where"]
    parts = []
    if finding.sheet:
        parts.append(where["sheet"].format(sheet=finding.sheet))
    if finding.cell:
        parts.append(where["cell"].format(cell=finding.cell))
    elif finding.row and finding.sheet:
        parts.append(where["row"].format(row=finding.row))
    place = holes.get("place", "")
    if not parts:  # a figure made from many rows has no cell; it has a place
        return place[:1].upper() + place[1:]
    named = f" ({place})" if place and place != finding.raw else ""
    return ", ".join(parts) + named


def _holes(finding: Finding, texts: Mapping[str, Any], language: Language) -> _Holes:
    values = finding.values
    holes = _Holes({name: _shown(name, value, texts, language) for name, value in values.items()})
    read = written(finding, language)
    raw = " ".join(read.split()) or read
    holes["raw"] = raw if len(raw) <= _LONG_RAW else raw[: _LONG_RAW - 1] + "…"
    if not raw.strip():
        holes["raw"] = texts["empty"] if raw == "" else texts["blank"]
    if "year" in values:
        span = texts["spans"].get(values.get("period"), texts["spans"]["nam"])
        holes["span"] = span.format(year=holes["year"])
    holes["place"] = _in_sentence(str(values.get("place") or ""))
    title = values.get("title")
    holes["thing"] = texts["things"].get(title, "")
    for name in ("part_name", "whole_name", "fits_part_name", "fits_whole_name"):
        if name in values:
            holes[name] = _measure(str(values[name]), holes["thing"], texts)
    for name in ("column", "other_column"):
        if name in values:
            holes[name] = column_words(str(values[name]), language)
    return holes


def column_words(name: str, language: Language) -> str:
    """Return a column key in words: `gia_dinh.recognised` is `số hộ được công nhận`."""
    texts = sentences(language)
    group, _, measure = name.partition(".")
    if measure:
        return _measure(measure, texts["things"].get(group.partition("@")[0], ""), texts)
    if name.startswith("tc") and name[2:].isdigit():
        return str(texts["criterion"]).format(number=int(name[2:]))
    return str(texts["columns"].get(name, name))


def _measure(measure: str, thing: str, texts: Mapping[str, Any]) -> str:
    return str(texts["measures"].get(measure, measure)).format(thing=thing)


def _in_sentence(place: str) -> str:
    """Return unit names with their kind in small letters: `xã Lam Sơn, huyện Ngọc Lặc`."""
    parts = place.split(", ")
    return ", ".join(part[:1].lower() + part[1:] if part.startswith(_UNIT_WORDS) else part for part in parts)


def _shown(name: str, value: Any, texts: Mapping[str, Any], language: Language) -> str:
    """Return one value as the language writes it."""
    if value is None:
        return ""
    if name in _CODED and isinstance(value, str):
        return str(texts["codes"].get(value, value))
    if isinstance(value, (list, tuple)):
        return (", " if name in _SHORT_LISTS else "; ").join(_shown(name, v, texts, language) for v in value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value) if name in _AS_IT_IS else number_words(value, language)
    text = str(value)
    if day := _DAY.match(text):
        return f"{day[3]}/{day[2]}/{day[1]}"
    return _in_sentence(text)


def number_words(number: float, language: Language) -> str:
    """Return a number as the language writes it: `1.512`, `81,4`; `1,512`, `81.4`."""
    text = f"{number:,.2f}".rstrip("0").rstrip(".") if isinstance(number, float) else f"{number:,}"
    return pointed(text, language)


def pointed(text: str, language: Language) -> str:
    """Return a figure written `1,234.5` with the signs of a language: `1.234,5` in Vietnamese."""
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text
