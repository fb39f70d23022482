"""The forms that are recognised, as data: one folder a form, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from etl.mapping.labels import key, phrase_pattern

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class TitleWords:
    """The words by which a head tells which title a column is about."""

    title: str
    strong: re.Pattern[str]
    things: re.Pattern[str] | None


@dataclass(frozen=True)
class LineWords:
    """The words of a table with one line an indicator and one column a year."""

    indicator: frozenset[str]  # keys of the label of the column that names the lines
    measure_unit: frozenset[str]  # keys of the label of the column of units of measure
    compared: re.Pattern[str]  # columns that compare two others
    actual: re.Pattern[str]
    inherits: re.Pattern[str]  # lines that say nothing of what they count take it from the lines above


@dataclass(frozen=True)
class Form:
    """One form: its titles, header words and column keys."""

    id: str
    title_vi: str
    title_en: str
    channel: str
    title_words: re.Pattern[str]
    labels: dict[str, str]  # key of a header label -> column key
    titles: tuple[TitleWords, ...] = ()
    measures: dict[str, re.Pattern[str]] = field(default_factory=dict)
    managed_by: dict[str, re.Pattern[str]] = field(default_factory=dict)
    unit_kinds: dict[str, re.Pattern[str]] = field(default_factory=dict)
    movements: re.Pattern[str] | None = None  # other titles, with the words for whom before them
    not_of_titles: re.Pattern[str] | None = None  # other titles and bodies
    apart: dict[str, re.Pattern[str]] = field(default_factory=dict)  # figures known and not taken
    rate_of: dict[str, re.Pattern[str]] = field(default_factory=dict)
    counts: frozenset[str] = frozenset()
    scales: tuple[str, ...] = ()  # units of measure by which a figure stands for more: `nghin`, `1000`
    own_offices: re.Pattern[str] | None = None
    plans: re.Pattern[str] | None = None  # labels below which everything is a plan
    lines: LineWords | None = None
    inherits: frozenset[str] = frozenset()  # words that say nothing of what is counted
    criterion_label: re.Pattern[str] | None = None
    criterion_parent: re.Pattern[str] | None = None


def _patterns(section: dict[str, list[str]]) -> dict[str, re.Pattern[str]]:
    return {name: phrase_pattern(words) for name, words in section.items()}


def _titles(section: dict[str, dict[str, list[str]]]) -> tuple[TitleWords, ...]:
    return tuple(
        TitleWords(
            title,
            phrase_pattern(words["words"]),
            phrase_pattern(words["things"]) if "things" in words else None,
        )
        for title, words in section.items()
    )


def _movements(raw: dict[str, Any], *lists: str) -> re.Pattern[str] | None:
    """Return a pattern of other titles: `gia đình đạt danh hiệu văn hóa`, `nông thôn mới`."""
    names = [word for name in lists for word in raw.get(name, [])]
    if not names:
        return None
    of_titles = [
        word for words in raw["titles"].values() for word in words["words"] + words.get("things", [])
    ]
    before = {key(word) for word in (*of_titles, "đạt", "danh hiệu", "chuẩn", "tiêu chuẩn", "khu dân cư")}
    first = "|".join(re.escape(word) for word in sorted(before, key=len, reverse=True))
    last = "|".join(re.escape(key(word)) for word in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<![a-z0-9])(?:(?:{first}) )*(?:{last})(?![a-z0-9])")


def _criterion_label(prefixes: list[str]) -> re.Pattern[str]:
    body = "|".join(re.escape(key(prefix)) for prefix in prefixes)
    return re.compile(rf"^(?:{body}) ?(?:so )?0?(\d{{1,2}})$")


def _lines(section: dict[str, list[str]]) -> LineWords:
    words = sorted({key(word) for word in section["inherits"]}, key=len, reverse=True)
    body = "|".join(re.escape(word) for word in words)
    return LineWords(
        indicator=frozenset(key(label) for label in section["indicator"]),
        measure_unit=frozenset(key(label) for label in section["measure_unit"]),
        compared=phrase_pattern(section["compared"]),
        actual=phrase_pattern(section["actual"]),
        inherits=re.compile(rf"(?:(?:{body})(?:[ /]+|$))+"),
    )


def _read(path: Path) -> Form:
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    criteria = raw.get("criteria")
    return Form(
        id=raw["id"],
        title_vi=raw["title_vi"],
        title_en=raw["title_en"],
        channel=raw["channel"],
        title_words=phrase_pattern(raw["title_words"]),
        labels={key(label): column["key"] for column in raw["columns"] for label in column["labels"]},
        titles=_titles(raw.get("titles", {})),
        measures=_patterns(raw.get("measures", {})),
        managed_by=_patterns(raw.get("managed_by", {})),
        unit_kinds=_patterns(raw.get("unit_kinds", {})),
        movements=_movements(raw, "movements"),
        not_of_titles=_movements(raw, "movements", "bodies"),
        apart=_patterns(raw.get("apart", {})),
        rate_of=_patterns(raw.get("rate_of", {})),
        counts=frozenset(key(word) for word in raw.get("counts", [])),
        scales=tuple(key(word) for word in raw.get("scales", [])),
        own_offices=phrase_pattern(raw["own_offices"]) if "own_offices" in raw else None,
        plans=phrase_pattern(raw["plans"]) if "plans" in raw else None,
        lines=_lines(raw["lines"]) if "lines" in raw else None,
        inherits=frozenset(key(word) for word in raw["lines"]["inherits"]) if "lines" in raw else frozenset(),
        criterion_label=_criterion_label(criteria["prefixes"]) if criteria else None,
        criterion_parent=phrase_pattern(criteria["parents"]) if criteria else None,
    )


@lru_cache(maxsize=1)
def forms() -> dict[str, Form]:
    """Return every form by its id."""
    return {form.id: form for form in map(_read, sorted(FOLDER.glob("*/form.yaml")))}
