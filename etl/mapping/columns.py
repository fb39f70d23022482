"""Which column of a head means what: form and column keys by words, never by position."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from etl.forms import Form, forms
from etl.mapping.headers import Head
from etl.mapping.measures import (
    ACTUAL,
    APART,
    COUNT_MEASURES,
    HOLDING,
    NOT_MET,
    OF_YEAR,
    denies_holding,
    fitness,
    group_key,
    has_own_measure,
    is_done_label,
    is_of_registered,
    measure_of,
    title_of,
    why_apart,
)
from etl.mapping.parts import settle_parts
from etl.mapping.place_labels import place_column

_LABEL_LIKENESS = 88.0


@dataclass(frozen=True)
class ColumnMap:
    """The columns of one table: key -> zero-based column, and those without a place in the form."""

    form: Form
    keys: dict[str, int]
    extras: tuple[int, ...] = ()
    labels: dict[int, str] = field(default_factory=dict)
    apart: dict[int, str] = field(default_factory=dict)  # columns known and not taken, and why
    parts: dict[str, int] = field(default_factory=dict)  # keys of which another column holds the whole
    conflicts: tuple[tuple[str, int, int], ...] = ()  # key, the column taken, the column left
    district: int | None = None  # names the district of each row beside the commune's own name


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


Named = tuple[int, tuple[str, ...], str | None]  # a column, its labels, and the key they give


def map_columns(form: Form, head: Head) -> ColumnMap:
    """Return the columns of `head` read with the words of one form; of two with one key the better fits."""
    named = [(column, path, _key_of(form, path)) for column, path in enumerate(head.paths) if path]
    columns = _settle(form, _by_position(named) if form.titles else named, head)
    keys = columns.keys
    district = keys.pop("district", None)
    if district is not None and "unit" not in keys:
        keys["unit"], district = district, None
    return replace(columns, district=district)


def _settle(form: Form, named: list[Named], head: Head) -> ColumnMap:
    """Return one column a key; what is left over is sorted into why."""
    keys: dict[str, int] = {}
    paths = {column: path for column, path, _ in named}
    extras: list[int] = []
    apart: dict[int, str] = {}
    conflicts: list[tuple[str, int, int]] = []
    for column, path, name in named:
        if name is None:
            if form.titles and (why := why_apart(path)):
                apart[column] = why
            else:
                extras.append(column)
        elif name not in keys:
            keys[name] = column
        elif not _is_count(name):
            extras.append(column)
        else:
            taken, left = keys[name], column
            if fitness(path) > fitness(paths[taken]):
                taken, left = left, taken
            keys[name] = taken
            conflicts.append((name, taken, left))
    kept, parts = settle_parts(keys)
    kept |= _marks_of_not_met(kept, apart, paths)
    taken_of = [(name, keys[name], left) for name, _, left in conflicts]
    return ColumnMap(form, kept, tuple(extras), dict(enumerate(head.labels)), apart, parts, tuple(taken_of))


def _marks_of_not_met(
    keys: dict[str, int], apart: dict[int, str], paths: dict[int, tuple[str, ...]]
) -> dict[str, int]:
    """Take off those apart, in a list of villages, `Không đạt` beside `Đạt`: each village bears one mark."""
    found: dict[str, int] = {}
    for column in sorted(apart) if "village" in keys else ():
        group = title_of(paths[column])
        is_beside = group in ("cong_dong", "don_vi") and any(f"{group}.{name}" in keys for name in HOLDING)
        if is_beside and apart[column] == "negative" and denies_holding(paths[column]):
            found.setdefault(f"{group}.{NOT_MET}", column)
    for column in found.values():
        del apart[column]
    return found


def _is_count(name: str) -> bool:
    return name.partition(".")[2] in COUNT_MEASURES


def _by_position(named: list[Named]) -> list[Named]:
    """Return columns of which some are told by the columns beside them."""
    return _rates_by_position(_actuals_beside_plans(named))


def _actuals_beside_plans(named: list[Named]) -> list[Named]:
    """Return columns in which what was done beside its plan is what was planned: `Kế hoạch | Thực hiện`.

    That is the recognised, or the registered where the plan says so. The rate behind it is one of the plan,
    unless it says itself what it is a rate of.
    """
    plans = {title_of(path): path for _, path, name in reversed(named) if _is_plan(path, name)}
    named = _only_done(named, {(title_of(path), path[-1]) for _, path, name in named if _is_plan(path, name)})
    known = {name for _, _, name in named if name and not name.endswith(f".{ACTUAL}")}
    held = holders(dict.fromkeys(known, 0))
    answer: list[Named] = []
    read: set[str] = set()
    for column, path, name in named:
        group, _, measure = (name or "").partition(".")
        title = group.partition("@")[0]
        if _is_plan(path, name):
            plans[title_of(path)] = path
        kept = name
        if measure == ACTUAL and title in plans and not ("tong" in path[-1] and len(path) > 1):
            planned = "registered" if is_of_registered(plans[title]) else "recognised"
            found = f"{group}.{planned}"
            if found not in known and (planned == "registered" or group not in held):
                known.add(found)
                read.add(group)
                kept = found
        elif group in read and measure == "rate" and not has_own_measure(path):
            kept = None
        answer.append((column, path, kept))
    return answer


def _is_plan(path: tuple[str, ...], name: str | None) -> bool:
    return name is None and measure_of(path) == "plan"


def _only_done(named: list[Named], planned: set[tuple[str | None, str]]) -> list[Named]:
    """Return columns in which `Số hộ` below `Thực hiện`, beside the same below `Kế hoạch`, is no total.

    Where more is counted of the title than that, it is one.
    """
    counted: dict[str, int] = {}
    for _, _, name in named:
        if name and _is_count(name):
            counted[name.partition(".")[0]] = counted.get(name.partition(".")[0], 0) + 1
    answer: list[Named] = []
    for column, path, name in named:
        group, _, measure = (name or "").partition(".")
        is_planned = (title_of(path), path[-1]) in planned and any(map(is_done_label, path[:-1]))
        is_done = measure == "total" and is_planned and counted[group] == 1
        answer.append((column, path, f"{group}.{ACTUAL}" if is_done else name))
    return answer


def _rates_by_position(named: list[Named]) -> list[Named]:
    """Return columns in which a rate that says nothing of its own is one of the count before it."""
    counts: dict[str, list[str]] = {}  # measures of each title from left to right
    latest: str | None = None
    answer: list[Named] = []
    for column, path, name in named:
        group, _, measure = (name or "").partition(".")
        if measure in ("rate", "rate_total") and not has_own_measure(path):
            rate = _rate_of_count(group, measure, counts.get(group, []), latest)
            answer.append((column, path, rate))
            continue
        if measure in COUNT_MEASURES:
            counts.setdefault(group, []).append(measure)
            latest = measure
        elif name is None:
            latest = why_apart(path) or latest
        answer.append((column, path, name))
    return answer


def _rate_of_count(group: str, measure: str, counts: list[str], latest: str | None) -> str | None:
    """Return the key of a bare rate: of the registered where these stand last, before those recognised."""
    if latest in APART:
        return None
    if counts and not HOLDING & set(counts):
        if counts[-1] == "registered":
            return f"{group}.registered_rate"
        if counts[-1] == "assessed":
            return None
    return f"{group}.{measure}"


def _fits_titles(keys: dict[str, int]) -> bool:
    measures = {name.split(".")[1] for name in keys if "." in name}
    has_place = "unit" in keys or "village" in keys
    return has_place and len(measures & {"total", "registered", "recognised", "met", OF_YEAR, ACTUAL}) > 0


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
    known = {column: name for name, column in (columns.keys | columns.parts).items()}
    left = {column for _, _, column in columns.conflicts}
    named: list[Named] = []
    for column, path in enumerate(head.paths):
        if not path or column in left:
            continue
        assumed = (title_label(title), *path)
        is_open = column not in known and place_column(path[-1]) is None
        name = group_key(assumed) if is_open else known.get(column)
        if name and is_read_as_done(name, path):
            name = f"{name.partition('.')[0]}.{ACTUAL}"  # by its plan again, with the rate behind it
        named.append((column, assumed, name))
    answer = _settle(columns.form, _by_position(named), head)
    extras = tuple(column for column in answer.extras if column != columns.district)
    conflicts = columns.conflicts + answer.conflicts
    return replace(answer, conflicts=conflicts, district=columns.district, extras=extras)


def is_read_as_done(name: str, path: tuple[str, ...]) -> bool:
    """Say whether a column has its key by the plan beside it, and not by its own labels."""
    return name.endswith((".recognised", ".registered")) and measure_of(path) in (ACTUAL, "total")


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
    kept, parts = settle_parts(keys)
    settled = replace(columns, keys=kept, extras=tuple(extras), parts=columns.parts | parts)
    return settled, tuple(name for name in read if name in kept)


def open_done_columns(columns: ColumnMap, head: Head) -> ColumnMap:
    """Return the columns with what was done beside a plan open again: recognised, or something else."""
    keys = {
        f"{name.partition('.')[0]}.{ACTUAL}"
        if name.endswith(".recognised") and is_read_as_done(name, head.paths[column])
        else name: column
        for name, column in columns.keys.items()
    }
    return replace(columns, keys=keys)


def leave_actual_columns(columns: ColumnMap) -> tuple[ColumnMap, dict[str, int]]:
    """Return the columns without those that only say `Thực hiện`, and by title the open ones among these.

    Where another column says who was recognised, they have no place in the form.
    """
    actual = {name: column for name, column in columns.keys.items() if name.endswith(f".{ACTUAL}")}
    keys = {name: column for name, column in columns.keys.items() if name not in actual}
    known = {group.partition("@")[0] for group in holders(keys)}
    open_columns: dict[str, int] = {}
    for name, column in actual.items():
        title = name.partition(".")[0].partition("@")[0]
        if title not in known:
            open_columns.setdefault(title, column)
    left = set(open_columns.values())
    extras = sorted({*columns.extras, *(column for column in actual.values() if column not in left)})
    apart = columns.apart | dict.fromkeys(left, "unclear")
    return replace(columns, keys=keys, extras=tuple(extras), apart=apart), open_columns


def fits(columns: ColumnMap) -> bool:
    """Say whether columns are enough for their form."""
    return _FITS[columns.form.id](columns.keys)
