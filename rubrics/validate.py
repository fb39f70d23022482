"""Whether the numbers of a file of the law agree: maxima add up, bands cover, each goal has a document.

All problems of a file come at once, each with its line and how to mend it.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING

from rubrics.errors import Problem
from rubrics.loader import Loaded, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rubrics.model import Band, Goal, Programme, Rubric
    from rubrics.reader import Reader

CRITERION_ID = re.compile(r"tc\d{2}")
DATED_NAME = re.compile(r"\d{4}-\d{2}-\d{2}")
HIGHEST_MAXIMUM = 1000
HIGHEST_PCT = 100


def validate(text: str, *, path: str) -> list[Problem]:
    """All problems of one file of the law, in the order of their lines; empty when it can be used."""
    return examine(text, path=path).problems


def validate_library(texts: Mapping[str, str]) -> list[Problem]:
    """All problems of several files by path, with those between files: two versions of one date."""
    loaded = [examine(text, path=path) for path, text in texts.items()]
    own = [problem for each in loaded for problem in each.problems]
    return own + between_files(loaded)


def examine(text: str, *, path: str) -> Loaded:
    """One file as read, its problems including those of numbers that do not agree."""
    loaded = load(text, path=path)
    if loaded.rubric and loaded.top:
        _check_rubric(loaded, loaded.rubric, loaded.top)
    if loaded.programme and loaded.top:
        _check_programme(loaded, loaded.programme, loaded.top)
    loaded.problems.sort(key=lambda problem: problem.line)
    return loaded


def between_files(loaded: Iterable[Loaded]) -> list[Problem]:
    """Problems that no single file has: the same version, or the same programme, in two files."""
    problems: list[Problem] = []
    seen: dict[tuple[str, str], str] = {}
    for each in loaded:
        if each.top is None:
            continue
        key, rule, value = _identity(each)
        first = seen.setdefault(key, each.top.path)
        if first != each.top.path:
            name = "valid_from" if each.rubric else "id"
            values = {"value": value, "first": first}
            problems.append(Problem(each.top.path, each.top.line(name), name, rule, values))
    return problems


def _identity(loaded: Loaded) -> tuple[tuple[str, str], str, str]:
    if loaded.rubric:
        day = str(loaded.rubric.valid_from)
        return (loaded.rubric.id, day), "two_versions_one_date", day
    name = loaded.programme.id if loaded.programme else ""
    return ("programme", name), "two_programmes_one_id", name


def _check_rubric(loaded: Loaded, rubric: Rubric, top: Reader) -> None:
    _check_dates(rubric, top)
    _check_file_name(rubric, top)
    if rubric.status == "incomplete":
        return
    # Asked before any check speaks, so that one disagreement does not hide another.
    sound = {name for name in ("criteria", "bands", "gates", "total") if loaded.is_sound(name)}
    for name in ("criteria", "bands"):
        if name in sound and not loaded.parts.get(name):
            top.refuse(name, "missing_key", value=name)
    if "criteria" in sound:
        _check_criteria(loaded, rubric, top, is_total_sound="total" in sound)
    if {"bands", "total"} <= sound:
        _check_bands(loaded, rubric)
    if {"gates", "bands", "criteria"} <= sound:
        _check_gates(loaded, rubric)


def _check_dates(rubric: Rubric, top: Reader) -> None:
    if rubric.valid_to and rubric.valid_to < rubric.valid_from:
        top.refuse("valid_to", "ends_before_start", value=str(rubric.valid_to), start=str(rubric.valid_from))


def _check_file_name(rubric: Rubric, top: Reader) -> None:
    path = PurePath(rubric.path)
    if DATED_NAME.fullmatch(path.stem) and path.stem != str(rubric.valid_from):
        top.refuse("valid_from", "file_name_differs", value=str(rubric.valid_from), other=path.name)
    if path.parent.parent.name == "library" and path.parent.name != rubric.id:
        top.refuse("id", "file_name_differs", value=rubric.id, other=path.parent.name)


def _check_criteria(loaded: Loaded, rubric: Rubric, top: Reader, *, is_total_sound: bool) -> None:
    for criterion, reader in zip(rubric.criteria, loaded.parts["criteria"], strict=True):
        if not CRITERION_ID.fullmatch(criterion.id):
            reader.refuse("id", "criterion_id_shape", value=criterion.id)
        if not 0 < criterion.maximum <= HIGHEST_MAXIMUM:
            reader.refuse("maximum", "maximum_out_of_range", value=plain(criterion.maximum))
        elif criterion.step <= 0 or criterion.maximum % criterion.step:
            values = {"value": plain(criterion.step), "maximum": plain(criterion.maximum)}
            reader.refuse("step", "step_does_not_divide", **values)
    _refuse_doubles([criterion.id for criterion in rubric.criteria], loaded.parts["criteria"], "id")
    numbers = [str(criterion.number) for criterion in rubric.criteria]
    _refuse_doubles(numbers, loaded.parts["criteria"], "number")
    summed = sum((criterion.maximum for criterion in rubric.criteria), Decimal(0))
    if rubric.criteria and is_total_sound and summed != rubric.total:
        values = {"value": plain(summed), "total": plain(rubric.total)}
        top.refuse("total", "maxima_do_not_add_up", **values)


def _refuse_doubles(texts: list[str], readers: list[Reader], name: str) -> None:
    counts = Counter(texts)
    for place, (text, reader) in enumerate(zip(texts, readers, strict=True)):
        if counts[text] > 1 and text in texts[:place]:
            reader.refuse(name, "double_entry", value=text)


def _check_bands(loaded: Loaded, rubric: Rubric) -> None:
    readers = loaded.parts["bands"]
    _refuse_doubles([band.rank for band in rubric.bands], readers, "rank")
    order = sorted(zip(rubric.bands, readers, strict=True), key=lambda pair: pair[0].from_)
    for place, (band, reader) in enumerate(order):
        _check_band_end(band, reader, is_highest=place == len(order) - 1, total=rubric.total)
    if order and order[0][0].from_ != 0:
        _refuse_hole(order[0][1], "from", Decimal(0), order[0][0].from_)
    for (lower, reader), (upper, _) in pairwise(order):
        end = lower.below if lower.below is not None else lower.to
        if end is None:
            continue
        if end < upper.from_:
            _refuse_hole(reader, "below", end, upper.from_)
        elif end > upper.from_:
            values = {"start": plain(upper.from_), "end": plain(end), "other": upper.rank}
            reader.refuse("below", "bands_overlap", **values)


def _refuse_hole(reader: Reader, name: str, start: Decimal, end: Decimal) -> None:
    reader.refuse(name, "bands_leave_hole", start=plain(start), end=plain(end))


def _check_band_end(band: Band, reader: Reader, *, is_highest: bool, total: Decimal) -> None:
    end = band.to if is_highest else band.below
    other = band.below if is_highest else band.to
    if end is None or other is not None:
        reader.refuse("", "highest_band_open" if is_highest else "band_not_half_open", value=band.rank)
    elif end <= band.from_:
        reader.refuse("from", "band_is_empty", start=plain(band.from_), end=plain(end))
    elif is_highest and end < total:
        _refuse_hole(reader, "to", end, total)
    elif is_highest and end > total:
        reader.refuse("to", "band_beyond_total", value=plain(end), total=plain(total))


def _check_gates(loaded: Loaded, rubric: Rubric) -> None:
    maxima = {criterion.id: criterion.maximum for criterion in rubric.criteria}
    ranks = [band.rank for band in rubric.ranks_from_best()]
    _refuse_doubles([gate.id for gate in rubric.gates], loaded.parts["gates"], "id")
    for gate, reader in zip(rubric.gates, loaded.parts["gates"], strict=True):
        if gate.criterion not in maxima:
            known = ", ".join(maxima)
            reader.refuse("criterion", "gate_unknown_criterion", value=gate.criterion, known=known)
        elif not 0 < gate.minimum <= maxima[gate.criterion]:
            values = {"value": plain(gate.minimum), "maximum": plain(maxima[gate.criterion])}
            reader.refuse("minimum", "gate_minimum_out_of_range", **values)
        if gate.applies_to_rank not in ranks[:-1]:
            values = {"value": gate.applies_to_rank, "known": ", ".join(ranks[:-1])}
            reader.refuse("applies_to_rank", "gate_unknown_rank", **values)


def _check_programme(loaded: Loaded, programme: Programme, top: Reader) -> None:
    if programme.last_year is not None and programme.last_year < programme.first_year:
        values = {"value": str(programme.last_year), "start": str(programme.first_year)}
        top.refuse("last_year", "ends_before_start", **values)
    if (programme.place_code == "VN") != (programme.place_level == "country"):
        top.refuse("place", "place_level_differs", value=programme.place_code, level=programme.place_level)
    if programme.no_goal and programme.no_goal.from_year <= programme.first_year:
        values = {"value": str(programme.no_goal.from_year), "start": str(programme.first_year)}
        top.refuse("no_goal", "ends_before_start", **values)
    if not loaded.is_sound("goals"):
        return
    if not programme.goals and programme.no_goal is None:
        top.refuse("goals", "missing_key", value="goals")
    for goal, reader in zip(programme.goals, loaded.parts["goals"], strict=True):
        _check_goal(goal, programme, reader)
    keys = [f"{goal.title} {goal.area_class} {goal.goal_year}" for goal in programme.goals]
    _refuse_doubles(keys, loaded.parts["goals"], "title")


def _check_goal(goal: Goal, programme: Programme, reader: Reader) -> None:
    if not 0 < goal.pct <= HIGHEST_PCT:
        reader.refuse("pct", "goal_pct_out_of_range", value=plain(goal.pct))
    if goal.goal_year < programme.first_year:
        values = {"value": str(goal.goal_year), "start": str(programme.first_year)}
        reader.refuse("goal_year", "goal_year_too_early", **values)
    if goal.title != "cong_dong_xa" and goal.counts_ranks:
        reader.refuse("counts_ranks", "counts_ranks_without_ranks", value=goal.title)


def plain(number: Decimal) -> str:
    """A number as a person writes it: 100, 0.5."""
    return f"{number.normalize():f}"
