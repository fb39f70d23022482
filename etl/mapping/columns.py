"""Which column of a head means what: form and column keys by words, never by position."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from etl.forms import Form, TitleWords, forms
from etl.mapping.headers import Head

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
KNOWN_MEASURES = frozenset(COUNT_MEASURES + RATE_MEASURES)


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
    if len(label) < 6:  # noqa: PLR2004
        return None
    score, best = max(((ratio(label, known), known) for known in labels), default=(0.0, ""))
    return labels[best] if score >= _LABEL_LIKENESS and len(best) > 5 else None  # noqa: PLR2004


@lru_cache(maxsize=4096)
def _title_of(path: tuple[str, ...]) -> str | None:
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


@lru_cache(maxsize=4096)
def _measure_of(path: tuple[str, ...]) -> str | None:
    """Return the measure that a column's labels speak of, the lowest label first."""
    form = forms()["danh-hieu"]
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
    title = _title_of(path)
    if title is None or title == "cong_dong_xa":
        return None
    measure = _measure_of(path) or ("met" if len(path) == 1 else None)
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
    return f"tc{int(number):02d}" if number and 0 < int(number) <= 15 else None  # noqa: PLR2004


def _key_of(form: Form, path: tuple[str, ...]) -> str | None:
    if criterion := _criterion_key(form, path):
        return criterion
    for label in (path[-1], path[0]):
        if (name := _simple_key(form.id, label)) and not (form.titles and len(path) > 1):
            return name
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
    return ColumnMap(form, keys, tuple(extras), dict(enumerate(head.labels)))


def _fits_titles(keys: dict[str, int]) -> bool:
    measures = {name.split(".")[1] for name in keys if "." in name}
    has_place = "unit" in keys or "village" in keys
    return has_place and len(measures & {"total", "registered", "recognised", "met"}) > 0


def _fits_sheet(keys: dict[str, int]) -> bool:
    return "criterion" in keys and ("self" in keys or "assessed" in keys)


def _fits_summary(keys: dict[str, int]) -> bool:
    criteria = sum(1 for name in keys if name.startswith("tc"))
    totals = any(name in keys for name in ("total", "total_self", "total_assessed"))
    return "unit" in keys and (criteria >= 10 or (criteria == 0 and totals and "rank" in keys))  # noqa: PLR2004


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


def fits(columns: ColumnMap) -> bool:
    """Say whether columns are enough for their form."""
    return _FITS[columns.form.id](columns.keys)
