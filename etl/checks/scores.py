"""Points against the rubric in force: maxima, steps, sums, ranks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import duckdb
import polars as pl
from sqlglot import exp

from etl.checks import Findings
from etl.mapping.labels import fold
from etl.model import CellValue, Sheet
from rubrics import Rubric, compile_rubric

_RANKS = (
    ("khong_xep_loai", re.compile(r"^(?:kxl|k\.xl|khong xep loai|khong xl|0 xl|khong dat loai)\b")),
    ("trung_binh", re.compile(r"^(?:loai )?(?:trung binh|tb|t\.b)\b")),
    ("kha", re.compile(r"^(?:loai )?(?:kha|k)\b")),
    ("tot", re.compile(r"^(?:loai )?(?:tot|t)\b")),
)
_NOT_ASSESSED = re.compile(r"^(?:chua (?:danh gia|cham|bc|b/c|bao cao|xep loai)|-|…|\.\.\.)")
_SLACK = 0.001


@dataclass(frozen=True)
class Score:
    """What the rubric makes of one subject's points."""

    total: float | None
    rank: str | None


@lru_cache(maxsize=512)
def rank_in(text: str) -> tuple[str | None, bool]:
    """Return the rank that a text names, and whether the text is understood at all."""
    plain = fold(text).strip(" .:()\"'")
    if not plain or _NOT_ASSESSED.match(plain):
        return None, True
    rank = next((name for name, pattern in _RANKS if pattern.match(plain)), None)
    return rank, rank is not None


@lru_cache(maxsize=1)
def _engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config={"threads": "1", "memory_limit": "200MB"})


@lru_cache(maxsize=8)
def _statement(rubric: Rubric) -> str:
    compiled = compile_rubric(rubric)
    return compiled.select(exp.to_table("given_rows"), ["subject"]).sql(dialect="duckdb")


def scores_of(rubric: Rubric, subjects: Sequence[Mapping[str, float]]) -> list[Score]:
    """Return total and rank of each subject, by the same compiled rubric that scores the warehouse."""
    if not subjects or rubric.status != "active":
        return [Score(None, None)] * len(subjects)
    columns = {c.id: [subject.get(c.id) for subject in subjects] for c in rubric.criteria}
    given = pl.DataFrame(
        {"subject": range(len(subjects)), **columns},
        schema={"subject": pl.Int64, **dict.fromkeys(columns, pl.Float64)},
    )
    with _engine().cursor() as cursor:
        cursor.register("given_rows", given)
        frame = cursor.sql(_statement(rubric)).pl().sort("subject")
    return [Score(total, rank) for total, rank in frame.select("total", "rank").iter_rows()]


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of points or rank, and whose it is."""

    sheet: Sheet
    at: tuple[int, int]
    place: str

    @property
    def raw(self) -> CellValue:
        """The cell as read."""
        return self.sheet.rows[self.at[0]][self.at[1]]


def check_points(
    findings: Findings, spot: Spot, points: float, rubric: Rubric | None, criterion: str
) -> bool:
    """Report points over the maximum or off the step; say whether they may be kept."""
    if rubric is None or not rubric.criteria:
        return True
    sheet, at, place = spot.sheet.name, spot.at, spot.place
    law = next((c for c in rubric.criteria if c.id == criterion), None)
    if law is None:
        findings.add("unknown_criterion", sheet, at, raw=spot.raw, place=place, criterion=int(criterion[2:]))
        return False
    maximum, step = float(law.maximum), float(law.step)
    values = {"place": place, "number": law.number, "points": points}
    if points > maximum + _SLACK:
        findings.add("points_over_maximum", sheet, at, raw=spot.raw, maximum=maximum, **values)
        return False
    if abs(points / step - round(points / step)) > _SLACK:
        findings.add("points_off_step", sheet, at, raw=spot.raw, step=step, **values)
    return True


def check_sum(findings: Findings, spot: Spot, points: Mapping[str, float], typed: float) -> None:
    """Report a typed total that the points do not add up to."""
    summed = round(sum(points.values()), 4)
    if points and abs(summed - typed) > _SLACK:
        findings.add(
            "points_sum_mismatch", spot.sheet.name, spot.at, raw=spot.raw, place=spot.place, typed=typed,
            summed=summed, difference=round(abs(summed - typed), 4),
        )  # fmt: skip


def check_rank(findings: Findings, spot: Spot, rank: str, score: Score, rubric: Rubric) -> None:
    """Report a typed rank that the points do not give."""
    if score.rank is None or score.rank == rank:
        return
    findings.add(
        "rank_differs", spot.sheet.name, spot.at, raw=spot.raw, place=spot.place, rank=rank,
        computed=score.rank, total=score.total, confidence=rubric.confidence_bands,
    )  # fmt: skip


def check_maxima(findings: Findings, spot: Spot, typed: Mapping[str, float], rubric: Rubric | None) -> None:
    """Report typed maxima that are not those of the rubric in force, all in one finding."""
    laws = {c.id: c for c in rubric.criteria} if rubric is not None else {}
    other = {
        laws[name].number: value
        for name, value in typed.items()
        if name in laws and abs(value - float(laws[name].maximum)) > _SLACK
    }
    if other and rubric is not None:
        numbers = sorted(other)
        findings.add(
            "maximum_differs", spot.sheet.name, spot.at, raw=spot.raw, criteria=numbers,
            typed=[other[number] for number in numbers], document=rubric.document,
        )  # fmt: skip
