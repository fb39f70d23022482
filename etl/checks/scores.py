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


def check_points(
    findings: Findings,
    sheet: Sheet,
    at: tuple[int, int],
    points: float,
    rubric: Rubric | None,
    criterion: str,
    place: str,
) -> bool:
    """Report points over the maximum or off the step; say whether they may be kept."""
    law = None if rubric is None else next((c for c in rubric.criteria if c.id == criterion), None)
    if law is None:
        if rubric is None or not rubric.criteria:
            return True
        findings.add(
            "unknown_criterion",
            sheet.name,
            at,
            raw=sheet.rows[at[0]][at[1]],
            place=place,
            criterion=criterion,
        )
        return False
    values = {"place": place, "number": law.number, "points": points, "maximum": float(law.maximum)}
    raw: CellValue = sheet.rows[at[0]][at[1]]
    if points > float(law.maximum) + _SLACK:
        findings.add("points_over_maximum", sheet.name, at, raw=raw, **values)
        return False
    steps = points / float(law.step)
    if abs(steps - round(steps)) > _SLACK:
        findings.add("points_off_step", sheet.name, at, raw=raw, step=float(law.step), **values)
    return True


def check_sum(
    findings: Findings,
    sheet: Sheet,
    at: tuple[int, int],
    points: Mapping[str, float],
    typed: float,
    place: str,
) -> None:
    """Report a typed total that the points do not add up to."""
    summed = round(sum(points.values()), 4)
    if points and abs(summed - typed) > _SLACK:
        findings.add(
            "points_sum_mismatch", sheet.name, at, raw=sheet.rows[at[0]][at[1]], place=place, typed=typed,
            summed=summed, difference=round(abs(summed - typed), 4),
        )  # fmt: skip


def check_rank(
    findings: Findings, sheet: Sheet, at: tuple[int, int], rank: str, score: Score, rubric: Rubric, place: str
) -> None:
    """Report a typed rank that the points do not give."""
    if score.rank is None or score.rank == rank:
        return
    findings.add(
        "rank_differs", sheet.name, at, raw=sheet.rows[at[0]][at[1]], place=place, rank=rank,
        computed=score.rank, total=score.total, confidence=rubric.confidence_bands,
    )  # fmt: skip


def check_maxima(
    findings: Findings, sheet: Sheet, at: tuple[int, int], typed: Mapping[str, float], rubric: Rubric | None
) -> None:
    """Report typed maxima that are not those of the rubric in force, all in one finding."""
    if rubric is None:
        return
    known = {c.id: c for c in rubric.criteria}
    other = {
        known[name].number: value
        for name, value in typed.items()
        if name in known and abs(value - float(known[name].maximum)) > _SLACK
    }
    if other:
        findings.add(
            "maximum_differs", sheet.name, at, raw=sheet.rows[at[0]][at[1]],
            criteria=sorted(other), typed=[other[n] for n in sorted(other)], document=rubric.document,
        )  # fmt: skip
