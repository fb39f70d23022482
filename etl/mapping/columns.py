"""Which column of a head means what: form and column keys by words, never by position."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from etl.forms import Form, TitleWords, forms
from etl.mapping.headers import Head
from etl.mapping.place_labels import place_column
from etl.mapping.years import is_year_label

_LABEL_LIKENESS = 88.0
_RATE_WORDS = ("so voi", "tren", "so")
COUNT_MEASURES = (
    "total",
    "registered",
    "assessed",
    "recognised",
    "recognised_new",
    "recognised_again",
    "cumulative",
    "met",
)
RATE_MEASURES = ("rate", "rate_total", "rate_registered", "rate_assessed", "registered_rate")
OF_YEAR = "of_year"  # a column that names its year and not what it counts
KNOWN_MEASURES = frozenset((*COUNT_MEASURES, *RATE_MEASURES, OF_YEAR))
HOLDING = frozenset({"recognised", "met"})  # measures that say how many hold the title
_NOT_ACTUAL = ("plan", "last_year", "estimate")
_SUMMED = HOLDING | {"recognised_new", "recognised_again", "cumulative"}
_RESULT = re.compile(r"\b(?:ket qua|thuc hien)\b")


@dataclass(frozen=True)
class ColumnMap:
    """The columns of one table: key -> zero-based column, and those without a place in the form."""

    form: Form
    keys: dict[str, int]
    extras: tuple[int, ...] = ()
    labels: dict[int, str] = field(default_factory=dict)


@lru_cache(maxsize=4096)
def _simple_key(form_id: str, label: str) -> str | None:
    """Return the column key of a plain label, allowing one slip of the pen in longer words."""
    labels = forms()[form_id].labels
    if label in labels:
        return labels[label]
    if len(label) < 6:
        return None
    score, best = max(((ratio(label, known), known) for known in labels), default=(0.0, ""))
    return labels[best] if score >= _LABEL_LIKENESS and len(best) > 5 else None


@lru_cache(maxsize=4096)
def title_of(path: tuple[str, ...]) -> str | None:
    """Return the title that a column's labels speak of, the upper label first."""
    titles = forms()["danh-hieu"].titles
    for label in path:
        for words in titles:
            if words.strong.search(label):
                return _settle_cdht(words, path, titles)
    for label in reversed(path):
        for words in titles:
            if words.things and words.things.search(label):
                return words.title
    return None


def _settle_cdht(words: TitleWords, path: tuple[str, ...], titles: tuple[TitleWords, ...]) -> str:
    """CĐHT and CDHT fold to one word: people are counted only for công dân."""
    if words.title != "cong_dong" or not any("cdht" in label for label in path):
        return words.title
    citizens = next(item for item in titles if item.title == "cong_dan")
    counts_people = any(citizens.things and citizens.things.search(label) for label in path)
    return "cong_dan" if counts_people else words.title


def _rate_measure(form: Form, label: str, parents: tuple[str, ...]) -> str:
    kinds = [kind for kind, pattern in form.rate_of.items() if pattern.search(label)]
    if "plan" in kinds:
        return "rate_plan"
    if "registered" in kinds:
        compared = any(f"{word} " in label for word in _RATE_WORDS) or "cong nhan" in label
        return (
            "rate_registered"
            if compared or any("cong nhan" in item for item in parents)
            else "registered_rate"
        )
    if "assessed" in kinds:
        return "rate_assessed"
    parent = next((m for item in reversed(parents) if (m := _plain_measure(form, item))), None)
    if parent == "registered":
        return "registered_rate"
    return "rate_total" if "all" in kinds else "rate"


def _plain_measure(form: Form, label: str) -> str | None:
    return next((name for name, pattern in form.measures.items() if pattern.search(label)), None)


def _kind_above(form: Form, path: tuple[str, ...]) -> str | None:
    """Return `plan`, `last_year`, `estimate` or `cumulative` if any label says that all below it is such."""
    kinds = {kind: form.measures[kind] for kind in ("last_year", "estimate", "cumulative")}
    for label in path:
        if form.plans and form.plans.search(label) and not _RESULT.search(label):
            return "plan"
        if found := next((kind for kind, pattern in kinds.items() if pattern.search(label)), None):
            return found
    return None


@lru_cache(maxsize=4096)
def measure_of(path: tuple[str, ...]) -> str | None:
    """Return the measure that a column's labels speak of; plans and sums over years stay apart."""
    form = forms()["danh-hieu"]
    above = _kind_above(form, path)
    if above in _NOT_ACTUAL:
        return above
    measure = _lowest_measure(form, path)
    if above == "cumulative" and measure != "total":
        return "cumulative" if measure is None or measure in _SUMMED else None
    if measure in (None, "total") and _is_year_column(form, path):
        return OF_YEAR
    return measure


def _is_year_column(form: Form, path: tuple[str, ...]) -> bool:
    """Say whether the lowest labels only say a year, below a title at the most."""
    rest = path[:-1] if path[-1] in form.counts else path
    if not rest or not is_year_label(rest[-1]):
        return False
    above = [label for label in rest[:-1] if _plain_measure(form, label)]
    return all(any(words.strong.search(label) for words in form.titles) for label in above)


def _lowest_measure(form: Form, path: tuple[str, ...]) -> str | None:
    """Return the measure of the lowest label that names one."""
    for position in range(len(path) - 1, -1, -1):
        label = path[position]
        measure = _plain_measure(form, label)
        if measure == "rate":
            return _rate_measure(form, label, path[:position])
        if label in form.counts:
            above = (_plain_measure(form, item) for item in reversed(path[:position]))
            return next((m for m in above if m not in (None, "rate", "total")), measure)
        if measure == "met" and "ket qua" not in label:
            return "met"
        if label in ("moi", "lai"):
            return {"moi": "recognised_new", "lai": "recognised_again"}[label]
        if measure:
            return measure
    return None


@lru_cache(maxsize=4096)
def group_key(path: tuple[str, ...]) -> str | None:
    """Return `title.measure` (or `title@level.measure`) of a column of the titles summary."""
    title = title_of(path)
    if title is None or title == "cong_dong_xa":
        return None
    measure = measure_of(path) or ("met" if len(path) == 1 else None)
    if measure is None or measure not in KNOWN_MEASURES:
        return None
    if title == "don_vi":
        level = _managed_by(path)
        return f"don_vi@{level}.{measure}" if level else f"don_vi.{measure}"
    return f"{title}.{measure}"


def _managed_by(path: tuple[str, ...]) -> str | None:
    levels = forms()["danh-hieu"].managed_by
    return next((name for name, pattern in levels.items() for label in path if pattern.search(label)), None)


def _criterion_key(form: Form, path: tuple[str, ...]) -> str | None:
    if form.criterion_label is None or form.criterion_parent is None or not path:
        return None
    leaf = path[-1]
    found = form.criterion_label.match(leaf)
    number = found.group(1) if found else None
    under_criteria = any(form.criterion_parent.search(label) for label in path[:-1])
    if number is None and leaf.isdigit() and under_criteria:
        number = leaf
    return f"tc{int(number):02d}" if number and 0 < int(number) <= 15 else None


def _key_of(form: Form, path: tuple[str, ...]) -> str | None:
    if criterion := _criterion_key(form, path):
        return criterion
    for label in (path[-1], path[0]):
        if (name := _simple_key(form.id, label)) and not (form.titles and len(path) > 1):
            return name
    if form.labels and all(place_column(label) for label in path):
        return place_column(path[-1])
    if form.titles:
        return group_key(path)
    joined = " ".join(path)
    return _simple_key(form.id, joined)


def map_columns(form: Form, head: Head) -> ColumnMap:
    """Return the columns of `head` read with the words of one form; the first of two wins."""
    keys: dict[str, int] = {}
    extras = []
    for column, path in enumerate(head.paths):
        if not path:
            continue
        name = _key_of(form, path)
        if name is None or name in keys:
            extras.append(column)
        else:
            keys[name] = column
    if "unit" not in keys and "district" in keys:
        keys["unit"] = keys["district"]
    district = keys.pop("district") if "district" in keys else keys.get("unit")
    if district is not None and keys["unit"] != district:
        extras.append(district)
    return ColumnMap(form, keys, tuple(extras), dict(enumerate(head.labels)))


def _fits_titles(keys: dict[str, int]) -> bool:
    measures = {name.split(".")[1] for name in keys if "." in name}
    has_place = "unit" in keys or "village" in keys
    return has_place and len(measures & {"total", "registered", "recognised", "met", OF_YEAR}) > 0


def _fits_sheet(keys: dict[str, int]) -> bool:
    return "criterion" in keys and ("self" in keys or "assessed" in keys)


def _fits_summary(keys: dict[str, int]) -> bool:
    criteria = sum(1 for name in keys if name.startswith("tc"))
    totals = any(name in keys for name in ("total", "total_self", "total_assessed"))
    return "unit" in keys and (criteria >= 10 or (criteria == 0 and totals and "rank" in keys))


_FITS: dict[str, Callable[[dict[str, int]], bool]] = {
    "danh-hieu": _fits_titles,
    "cham-diem-xa": _fits_sheet,
    "tong-hop-diem-xa": _fits_summary,
}


def recognise(head: Head) -> ColumnMap | None:
    """Return the form and columns that explain most of the head; None if no form does."""
    maps = [map_columns(forms()[form_id], head) for form_id in _FITS]
    fitting = [item for item in maps if _FITS[item.form.id](item.keys)]
    return max(fitting, key=lambda item: len(item.keys), default=None)


def assume_title(columns: ColumnMap, head: Head, title: str) -> ColumnMap:
    """Return the columns of a sheet about one title only, whose head does not repeat its name."""
    paths = tuple((title_label(title), *path) if path else path for path in head.paths)
    keys = dict(columns.keys)
    extras = []
    for column in columns.extras:
        name = group_key(paths[column])
        if name and name not in keys:
            keys[name] = column
        else:
            extras.append(column)
    return ColumnMap(columns.form, keys, tuple(extras), columns.labels)


def title_label(title: str) -> str:
    """Return a label that stands for a title in a path."""
    return {
        "gia_dinh": "gia dinh",
        "dong_ho": "dong ho",
        "cong_dong": "cong dong",
        "don_vi": "don vi hoc tap",
        "cong_dan": "cong dan",
    }[title]


def holders(keys: dict[str, int]) -> set[str]:
    """Return the titles (with their managing level) of which columns say how many hold them."""
    groups: dict[str, set[str]] = {}
    for name in keys:
        group, _, measure = name.partition(".")
        groups.setdefault(group, set()).add(measure)
    both = {"recognised_new", "recognised_again"}
    return {group for group, measures in groups.items() if measures & HOLDING or both <= measures}


def settle_year_columns(columns: ColumnMap) -> tuple[ColumnMap, tuple[str, ...]]:
    """Return the columns with those that only name a year read as recognised, and the keys so read."""
    keys = {name: column for name, column in columns.keys.items() if not name.endswith(f".{OF_YEAR}")}
    known, extras, read = holders(keys), list(columns.extras), []
    for name, column in columns.keys.items():
        group, _, measure = name.partition(".")
        if measure == OF_YEAR and group not in known:
            keys[f"{group}.recognised"] = column
            read.append(f"{group}.recognised")
        elif measure == OF_YEAR:
            extras.append(column)
    return ColumnMap(columns.form, keys, tuple(extras), columns.labels), tuple(read)


def fits(columns: ColumnMap) -> bool:
    """Say whether columns are enough for their form."""
    return _FITS[columns.form.id](columns.keys)
