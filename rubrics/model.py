"""Frozen types of the law: what every other file of this room, and its readers, pass around.

Points, percentages and bounds are decimals here; they become doubles only where rows leave the room.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Confidence = Literal["official", "secondary", "seed", "unverified"]
RoundingMode = Literal["none", "half_up"]

CONFIDENCES: tuple[str, ...] = ("official", "secondary", "seed", "unverified")
LEVELS: tuple[str, ...] = ("country", "province", "district", "commune")
DENOMINATORS: tuple[str, ...] = ("all", "registered", "assessed")
AREA_CLASSES: tuple[str, ...] = ("general", "difficult")


@dataclass(frozen=True)
class Text:
    """One wording in both languages."""

    vi: str
    en: str


@dataclass(frozen=True)
class Reference:
    """The act that a number or a date rests on; `issued` is None only where no date was found."""

    act: str
    clause: str | None
    issued: date | None
    url: str | None
    note_vi: str | None
    note_en: str | None


@dataclass(frozen=True)
class Criterion:
    """One criterion of a points rubric."""

    id: str
    number: int
    title_vi: str
    title_en: str
    maximum: Decimal
    step: Decimal
    confidence: str
    part: str | None = None


@dataclass(frozen=True)
class Band:
    """Totals that give one rank, half-open `[from_, below)`; only the highest closes, with `to`."""

    rank: str
    from_: Decimal
    below: Decimal | None
    to: Decimal | None


@dataclass(frozen=True)
class Gate:
    """A minimum of one criterion without which a rank, and every better one, cannot be held."""

    id: str
    criterion: str
    minimum: Decimal
    applies_to_rank: str
    title_vi: str
    title_en: str


@dataclass(frozen=True)
class Rounding:
    """How a total is rounded before it meets the bands."""

    mode: RoundingMode
    decimals: int


@dataclass(frozen=True)
class Rubric:
    """One dated version of a set of criteria.

    `valid_to` is the last day in force. `first_year` and `last_year` bound the years assessed that
    this version scores: those on whose 31 December it is in force, from the first year it was used.
    """

    id: str
    valid_from: date
    valid_to: date | None
    valid_from_confidence: str
    first_year: int
    status: Literal["active", "incomplete"]
    kind: Literal["points"]
    subject: str
    unit: str
    forms: tuple[str, ...]
    title_vi: str
    title_en: str
    document: str
    total: Decimal
    criteria: tuple[Criterion, ...]
    bands: tuple[Band, ...]
    gates: tuple[Gate, ...]
    rounding: Rounding
    reference: Reference
    confidence_maxima: str
    confidence_bands: str
    verified_on: date | None
    content_hash: str
    path: str

    @property
    def last_year(self) -> int | None:
        """The last year assessed under this version, None while it stays in force."""
        if self.valid_to is None:
            return None
        closes_year = (self.valid_to.month, self.valid_to.day) == (12, 31)
        return self.valid_to.year if closes_year else self.valid_to.year - 1

    @property
    def confidence(self) -> str:
        """The weakest confidence among maxima and bands: how sure a score under this version is."""
        return max(self.confidence_maxima, self.confidence_bands, key=CONFIDENCES.index)

    def scores_year(self, year: int) -> bool:
        """Whether this version is in force on 31 December of a year assessed."""
        last = self.last_year
        return self.first_year <= year and (last is None or year <= last)

    def ranks_from_best(self) -> tuple[Band, ...]:
        """The bands, best first."""
        return tuple(sorted(self.bands, key=lambda band: band.from_, reverse=True))


@dataclass(frozen=True)
class Goal:
    """A share that a document sets for one title by a year.

    Units: pct in percent (0 to 100) of the denominator named by `denominator`.
    """

    programme: str
    title: str
    area_class: str
    pct: Decimal
    goal_year: int
    denominator: str
    counts_ranks: tuple[str, ...]
    counts_ranks_confidence: str | None
    document: str
    confidence: str
    note_vi: str | None


@dataclass(frozen=True)
class NoGoal:
    """The statement that from a year on no goal was found for these titles."""

    from_year: int
    titles: tuple[str, ...]
    note_vi: str
    note_en: str


@dataclass(frozen=True)
class Programme:
    """A document with goals for one place; `last_year` is the last year it is in force."""

    id: str
    title_vi: str
    title_en: str
    reference: Reference
    document: str
    place_code: str
    place_level: str
    first_year: int
    last_year: int | None
    goals: tuple[Goal, ...]
    no_goal: NoGoal | None
    content_hash: str
    path: str
