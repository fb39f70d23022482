"""What a sample book is made of: figures, rows, the plan of one workbook, and the file that came out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from warehouse.places import Unit

SEED = "xhht-sample-1"
TITLES = ("gia_dinh", "dong_ho", "cong_dong", "don_vi")
CRITERIA = tuple(f"tc{number:02d}" for number in range(1, 16))
_HERE = Path(__file__).parent

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class SampleFile:
    """One written workbook and what a careful reader must find in it.

    `truth` holds plain types: `unit_code`, `year`, `period`, `sheet`, `variants`, `missing` (codes of
    communes without figures), `rejected` (codes whose rows cannot be read), `doubtful` (codes that the
    fault touches but a reader may still take), `fault_cells`, `rows` (code -> Excel rows) and
    `communes` (code -> figures: title -> total, registered, recognised; or points, total, rank).
    """

    path: Path
    form: str
    unit_code: str
    year: int
    faults: tuple[str, ...]
    truth: dict[str, Any]


@dataclass(frozen=True)
class Count:
    """Total, registered and recognised of one title; None where the book leaves the cell empty."""

    total: int | None
    registered: int | None
    recognised: int | None

    def __add__(self, other: Count) -> Count:
        """Return the sum, an empty cell counting as nothing."""
        return Count(
            *(
                None if a is None and b is None else (a or 0) + (b or 0)
                for a, b in zip(self.parts(), other.parts(), strict=True)
            )
        )

    def parts(self) -> tuple[int | None, int | None, int | None]:
        """Return the three figures in the order of the columns."""
        return self.total, self.registered, self.recognised

    def as_dict(self) -> dict[str, int | None]:
        """Return the figures by name."""
        return {"total": self.total, "registered": self.registered, "recognised": self.recognised}


@dataclass(frozen=True)
class Score:
    """Points of one commune by criterion, their sum and the rank; points None: nothing was filled in."""

    points: tuple[float, ...] | None
    rank: str
    own: tuple[float, ...] | None = None  # the commune's own marking

    @property
    def total(self) -> float | None:
        """Return the sum of the points."""
        return None if self.points is None else sum(self.points)

    def as_dict(self) -> dict[str, Any]:
        """Return points, total and rank by name."""
        points = {} if self.points is None else dict(zip(CRITERIA, self.points, strict=True))
        return {"points": points, "total": self.total, "rank": self.rank}


@dataclass
class BookRow:
    """A commune's line: its figures, or none when it has not reported."""

    unit: Unit
    name: str
    counts: dict[str, Count] | None = None
    score: Score | None = None
    note: str = ""


@dataclass
class Book:
    """The plan of one workbook before it is laid out; faults may alter it."""

    form: str
    unit: Unit
    year: int
    file_name: str
    rows: list[BookRow]
    missing: list[str]
    random: Random
    variants: set[str] = field(default_factory=set)
    fault: str | None = None
    titles: tuple[str, ...] = TITLES
    cluster: Unit | None = None  # former district of a book of 2025
    district: Unit | None = None  # district of a commune's book
    offices: list[tuple[str, Count]] = field(default_factory=list)
    villages: list[tuple[str, dict[str, Count]]] = field(default_factory=list)
    village_units: list[tuple[str, bool]] = field(default_factory=list)
    period: str = "nam"

    @property
    def kind(self) -> str:
        """Return the layout: the form, or `thon` for a commune's book of villages."""
        return "thon" if self.villages else self.form


@cache
def words() -> dict[str, Any]:
    """Return the words of the sample books."""
    return _load("words.yaml")


@cache
def ranges() -> dict[str, Any]:
    """Return the ranges of the sample's figures."""
    return _load("ranges.yaml")


def stream(*parts: object) -> Random:
    """Return the stream of chance that belongs to these parts alone, so that books stay independent."""
    return Random("|".join([SEED, *map(str, parts)]))


def _load(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((_HERE / name).read_text("utf-8"))
    return data
