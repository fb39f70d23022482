"""From one YAML file to the model: text -> tree -> typed values; what cannot be read becomes problems.

Whether the numbers agree with each other is asked by `validate`.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from rubrics import vocabulary
from rubrics.errors import Problem
from rubrics.model import (
    AREA_CLASSES,
    CONFIDENCES,
    DENOMINATORS,
    LEVELS,
    Band,
    Criterion,
    Gate,
    Goal,
    NoGoal,
    Programme,
    Reference,
    Rounding,
    RoundingMode,
    Rubric,
    Text,
)
from rubrics.nodes import parse
from rubrics.reader import Reader

STATUSES = ("active", "incomplete")
SUBJECTS = ("commune",)
ROUNDING_MODES = ("none", "half_up")
UNKNOWN_DAY = "unknown"


@dataclass
class Loaded:
    """What one file gave: a rubric or a programme, its problems, and the readers its checks point with."""

    rubric: Rubric | None = None
    programme: Programme | None = None
    problems: list[Problem] = field(default_factory=list)
    top: Reader | None = None
    parts: dict[str, list[Reader]] = field(default_factory=dict)

    def is_sound(self, name: str) -> bool:
        """Whether a part of the file was read without a problem, so that its numbers can be compared."""
        return not any(problem.key.split(" › ")[0] == name for problem in self.problems)


def load(text: str, *, path: str) -> Loaded:
    """Everything one file holds, however broken it is."""
    tree, problems = parse(text, path=path)
    loaded = Loaded(problems=problems)
    if tree is None:
        return loaded
    loaded.top = Reader(tree, path=path, problems=problems)
    digest = content_hash(text)
    if loaded.top.choice("kind", ("points", "goals")) == "goals":
        loaded.programme = _programme(loaded, digest)
    else:
        loaded.rubric = _rubric(loaded, digest)
    loaded.top.close()
    return loaded


def content_hash(text: str) -> str:
    """The sha256 of a file's text, made equal for line ends and Unicode forms."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n")
    canonical = "\n".join(line.rstrip() for line in lines).strip() + "\n"
    return hashlib.sha256(canonical.encode()).hexdigest()


def _rubric(loaded: Loaded, digest: str) -> Rubric:
    top = cast("Reader", loaded.top)
    title = top.both("title")
    maxima, bands = _confidences(top)
    is_complete = top.choice("status", STATUSES) == "active"
    valid_from = top.day("valid_from")
    return Rubric(
        id=top.text("id"),
        valid_from=valid_from,
        valid_to=top.optional_day("valid_to"),
        valid_from_confidence=top.choice("valid_from_confidence", CONFIDENCES),
        first_year=top.optional_integer("first_year") or valid_from.year,
        status="active" if is_complete else "incomplete",
        kind="points",
        subject=top.choice("subject", SUBJECTS),
        unit=top.choice("unit", vocabulary.units(), rule="unknown_unit"),
        forms=top.texts("forms"),
        title_vi=title.vi,
        title_en=title.en,
        document=top.text("document"),
        total=top.decimal("total") if is_complete else top.optional_decimal("total") or Decimal(0),
        criteria=_criteria(loaded, maxima),
        bands=_bands(loaded),
        gates=_gates(loaded),
        rounding=_rounding(top),
        reference=_reference(top, at="valid_from", missing="date_without_reference"),
        confidence_maxima=maxima,
        confidence_bands=bands,
        verified_on=top.optional_day("verified_on"),
        content_hash=digest,
        path=top.path,
    )


def _confidences(top: Reader) -> tuple[str, str]:
    inner = top.inner("confidence")
    if inner is None:
        return "unverified", "unverified"
    found = inner.choice("maxima", CONFIDENCES), inner.choice("bands", CONFIDENCES)
    inner.close()
    return found


def _criteria(loaded: Loaded, confidence: str) -> tuple[Criterion, ...]:
    criteria = []
    for reader in _parts(loaded, "criteria"):
        title = reader.both("title")
        own = reader.choice("confidence", CONFIDENCES) if reader.has("confidence") else confidence
        criteria.append(
            Criterion(
                id=reader.text("id"),
                number=reader.integer("number"),
                title_vi=title.vi,
                title_en=title.en,
                maximum=reader.decimal("maximum"),
                step=reader.decimal("step"),
                confidence=own,
                part=reader.optional("part"),
            )
        )
        reader.close()
    return tuple(criteria)


def _bands(loaded: Loaded) -> tuple[Band, ...]:
    bands = []
    for reader in _parts(loaded, "bands"):
        rank = reader.choice("rank", vocabulary.ranks(), rule="unknown_rank")
        start = reader.decimal("from")
        bands.append(Band(rank, start, reader.optional_decimal("below"), reader.optional_decimal("to")))
        reader.close()
    return tuple(bands)


def _gates(loaded: Loaded) -> tuple[Gate, ...]:
    gates = []
    for reader in _parts(loaded, "gates"):
        title = reader.both("title")
        gates.append(
            Gate(
                id=reader.text("id"),
                criterion=reader.text("criterion"),
                minimum=reader.decimal("minimum"),
                applies_to_rank=reader.text("applies_to_rank"),
                title_vi=title.vi,
                title_en=title.en,
            )
        )
        reader.close()
    return tuple(gates)


def _parts(loaded: Loaded, name: str) -> list[Reader]:
    loaded.parts[name] = cast("Reader", loaded.top).each(name)
    return loaded.parts[name]


def _rounding(top: Reader) -> Rounding:
    inner = top.inner("rounding", missing=None)
    if inner is None:
        return Rounding("none", 0)
    mode = inner.choice("mode", ROUNDING_MODES)
    decimals = inner.integer("decimals") if mode == "half_up" else 0
    inner.close()
    return Rounding(cast("RoundingMode", mode), decimals)


def _reference(top: Reader, *, at: str, missing: str) -> Reference:
    inner = top.inner("reference", missing=None)
    if inner is None:
        top.refuse(at, missing, value=top.optional(at) or at)
        return Reference("", None, None, None, None, None)
    may_be_unknown = top.optional("kind") == "goals" and inner.optional("issued") == UNKNOWN_DAY
    note = inner.both("note") if inner.has("note") else Text("", "")
    reference = Reference(
        act=inner.text("act"),
        clause=inner.optional("clause"),
        issued=None if may_be_unknown else inner.day("issued"),
        url=inner.optional("url"),
        note_vi=note.vi or None,
        note_en=note.en or None,
    )
    inner.close()
    return reference


def _programme(loaded: Loaded, digest: str) -> Programme:
    top = cast("Reader", loaded.top)
    title = top.both("title")
    place = top.inner("place")
    programme_id = top.text("id")
    document = top.text("document", missing="goal_without_document")
    programme = Programme(
        id=programme_id,
        title_vi=title.vi,
        title_en=title.en,
        reference=_reference(top, at="reference", missing="goal_without_document"),
        document=document,
        place_code=place.text("code") if place else "",
        place_level=place.choice("level", LEVELS) if place else "",
        first_year=top.integer("first_year"),
        last_year=top.optional_integer("last_year"),
        goals=_goals(loaded, programme_id, document),
        no_goal=_no_goal(top),
        content_hash=digest,
        path=top.path,
    )
    if place:
        place.close()
    return programme


def _goals(loaded: Loaded, programme_id: str, document: str) -> tuple[Goal, ...]:
    top = cast("Reader", loaded.top)
    general = top.choice("confidence", CONFIDENCES)
    goals = []
    for reader in _parts(loaded, "goals"):
        own = reader.choice("confidence", CONFIDENCES) if reader.has("confidence") else general
        goals.append(_goal(reader, programme_id, reader.optional("document") or document, own))
        reader.close()
    return tuple(goals)


def _goal(reader: Reader, programme_id: str, document: str, confidence: str) -> Goal:
    title = reader.choice("title", vocabulary.titles(), rule="unknown_title")
    counted, source = _counts_ranks(reader, title, confidence)
    return Goal(
        programme=programme_id,
        title=title,
        area_class=reader.choice("area_class", AREA_CLASSES),
        pct=reader.decimal("pct"),
        goal_year=reader.integer("goal_year"),
        denominator=reader.choice("denominator", DENOMINATORS),
        counts_ranks=counted,
        counts_ranks_confidence=source,
        document=document,
        confidence=confidence,
        note_vi=reader.optional("note"),
    )


def _counts_ranks(reader: Reader, title: str, confidence: str) -> tuple[tuple[str, ...], str | None]:
    if reader.has("counts_ranks"):
        return reader.choices("counts_ranks", vocabulary.ranks(), rule="unknown_rank"), confidence
    default = vocabulary.titles().get(title, {})
    if "counts_ranks" not in default:
        return (), None
    return tuple(default["counts_ranks"]), str(default["counts_ranks_confidence"])


def _no_goal(top: Reader) -> NoGoal | None:
    inner = top.inner("no_goal", missing=None)
    if inner is None:
        return None
    note = inner.both("note")
    titles = inner.choices("titles", vocabulary.titles(), rule="unknown_title")
    found = NoGoal(inner.integer("from"), titles, note.vi, note.en)
    inner.close()
    return found
