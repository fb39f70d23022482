"""What a column counts, by the words of its labels: one title and one measure, or nothing that is taken."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.forms import Form, TitleWords, forms
from etl.mapping.parts import part_of
from etl.mapping.years import is_actual_label, is_year_label

_RATE_WORDS = ("so voi", "tren", "so")
_OF_REGISTERED = re.compile(r"(?<![a-z])(?:dat|cn)[^/]*/")  # `% đạt/ĐK`, and not `% ĐK/tổng số`
MEASURES = (  # as they are stored
    "total",
    "registered",
    "assessed",
    "recognised",
    "recognised_new",
    "recognised_again",
    "cumulative",
)
COUNT_MEASURES = (*MEASURES, "met")
RATE_MEASURES = ("rate", "rate_total", "rate_registered", "rate_assessed", "registered_rate")
OF_YEAR = "of_year"  # a column that names its year and not what it counts
NOT_MET = "not_met"  # a column in which villages are marked that do not hold the title
ACTUAL = "actual"  # a column that says what was done, and not what it counts: `Thực hiện`
KNOWN_MEASURES = frozenset((*COUNT_MEASURES, *RATE_MEASURES, OF_YEAR, ACTUAL))
HOLDING = frozenset({"recognised", "met"})  # measures that say how many hold the title
_NOT_ACTUAL = ("plan", "last_year", "estimate")
_YEAR_BEHIND = re.compile(r"(?: trong)?(?: nam)? 20[0-4]\d$")
_SUMMED = HOLDING | {"recognised_new", "recognised_again", "cumulative"}
_RESULT = re.compile(r"\b(?:ket qua|thuc hien)\b")
APART = ("negative", "proposed", "subset", "consecutive", "sub_village", "plan")
# `Đạt / không đạt` asks for either; it is no figure of those who did not.
_DENIES = re.compile(r"(?<![a-z])(?:khong|chua)(?: duoc)? (?:dat|cong nhan|cn)(?![a-z])")
_EITHER = re.compile(
    r"(?<![a-z])(dat|cong nhan)(?: ?/ ?| hoac | hai (?:la )?)(?:khong|chua)(?: dat| cong nhan)?(?![a-z])"
    r"|(?<![a-z])dat (?:khong|chua) dat(?![a-z])"
)
# A tổ is smaller than a village, unless it is a tổ dân phố; a list of names for villages may hold it too.
_SUB_VILLAGE = re.compile(r"(?<![a-z0-9])to(?! (?:dan pho|dp|chuc|truong|quoc|hop))(?![a-z0-9])")


@lru_cache(maxsize=4096)
def title_of(path: tuple[str, ...]) -> str | None:
    """Return the title that a column's labels speak of, the upper label first."""
    titles = forms()["danh-hieu"].titles
    own = tuple(without_movements(label) for label in path)
    if None in own:
        return None
    plain = tuple(label for label in own if label is not None)
    for label in plain:
        for words in titles:
            if words.strong.search(label):
                return _settle_cdht(words, path, titles)
    for label in reversed(plain):
        for words in titles:
            if words.things and words.things.search(label):
                return words.title
    return None


@lru_cache(maxsize=4096)
def without_movements(label: str) -> str | None:
    """Return a label without other titles and bodies; None if it then speaks of no title at all."""
    form = forms()["danh-hieu"]
    if form.not_of_titles is None or not form.not_of_titles.search(label):
        return label
    rest = form.not_of_titles.sub(" ", label)
    return rest if any(words.strong.search(rest) for words in form.titles) else None


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
        compared = compared or bool(_OF_REGISTERED.search(label))
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
    if apart := _apart(form, path, measure):
        return apart
    if above == "cumulative" and measure != "total":
        return "cumulative" if measure is None or measure in _SUMMED else None
    if measure in (None, "total") and _is_year_column(form, path):
        return OF_YEAR
    return ACTUAL if measure is None and any(map(is_actual_label, path)) else measure


def _apart(form: Form, path: tuple[str, ...], measure: str | None) -> str | None:
    """Return why a column is known and not taken: `negative`, `proposed`, `subset` or `consecutive`."""
    low = path[-2:] if path[-1] in form.counts else path[-1:]
    is_open = measure is None or measure in _SUMMED or measure in RATE_MEASURES
    for label in path:
        plain = _EITHER.sub("dat", label)
        for kind, pattern in form.apart.items():
            if not pattern.search(plain):
                continue
            if kind in ("negative", "subset") or is_open or (label in low and measure != "registered"):
                return kind
    return None


@lru_cache(maxsize=4096)
def why_apart(path: tuple[str, ...]) -> str | None:
    """Return why a column without a key is left although its words are known; None for any other."""
    if title_of(path) == "cong_dong" and _is_sub_village(path):
        return "sub_village"
    measure = measure_of(path)
    return measure if measure in APART and without_movements(path[-1]) else None


def denies_holding(path: tuple[str, ...]) -> bool:
    """Say whether a column is of those that do not hold a title: `Không đạt`, and not `Chưa đăng ký`."""
    return any(_DENIES.search(label) for label in path[-2:])


def _is_sub_village(path: tuple[str, ...]) -> bool:
    """Say whether a column counts the tổ of villages, and not villages or tổ dân phố."""
    villages = next(words for words in forms()["danh-hieu"].titles if words.title == "cong_dong").things
    return any(_SUB_VILLAGE.search(label) and not (villages and villages.search(label)) for label in path)


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
    if title is None or title == "cong_dong_xa" or (title == "cong_dong" and _is_sub_village(path)):
        return None
    measure = measure_of(path) or ("met" if len(path) == 1 else None)
    if measure is None or measure not in KNOWN_MEASURES:
        return None
    part = part_of(path) if title == "don_vi" else None
    return f"{title}@{part}.{measure}" if part else f"{title}.{measure}"


@lru_cache(maxsize=1)
def title_words() -> re.Pattern[str]:
    """Return what finds the words of all titles and of what they count."""
    form = forms()["danh-hieu"]
    patterns = [words.strong.pattern for words in form.titles]
    patterns += [words.things.pattern for words in form.titles if words.things]
    return re.compile("|".join(patterns))


@lru_cache(maxsize=4096)
def fitness(path: tuple[str, ...]) -> tuple[bool, bool, int]:
    """Return how well labels fit what they were read as; of two columns with one key the greater wins."""
    form = forms()["danh-hieu"]
    known = {word for label in form.inherits for word in label.split()}
    rest = [word for label in path for word in title_words().sub(" ", label).split() if word not in known]
    return names_title(path), not any("trong do" in label for label in path), -len(rest)


def is_done_label(label: str) -> bool:
    """Say whether a label says that its column is of what was done, in a year or at all: `TH năm 2018`."""
    return is_actual_label(_YEAR_BEHIND.sub("", label))


def is_of_registered(path: tuple[str, ...]) -> bool:
    """Say whether labels speak of who registers and not of who is recognised: `Kế hoạch đăng ký`."""
    words = forms()["danh-hieu"].measures
    return any(words["registered"].search(label) for label in path) and not any(
        words[name].search(label) for name in HOLDING for label in path
    )


def names_title(path: tuple[str, ...]) -> bool:
    """Say whether labels name a title themselves, and not only what is counted: `hộ`, `thôn`."""
    return any(words.strong.search(label) for label in path for words in forms()["danh-hieu"].titles)


def has_own_measure(path: tuple[str, ...]) -> bool:
    """Say whether the labels of a rate say themselves what it is a rate of."""
    form = forms()["danh-hieu"]
    names = (*HOLDING, "registered", "assessed", "cumulative", "recognised_new", "recognised_again")
    return any(form.measures[name].search(label) for label in path for name in names)
