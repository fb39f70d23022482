"""One subject's score in words, and the way to the next rank, by the very expressions that scored it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
from sqlglot import exp

from rubrics import vocabulary
from rubrics.compile import CompiledRubric, compile_rubric
from rubrics.model import Rubric


@dataclass(frozen=True)
class CriterionPoints:
    """The points of one criterion beside its maximum; `state` is given, missing or out_of_range."""

    criterion: str
    number: int
    title_vi: str
    title_en: str
    points: float | None
    maximum: float
    state: str


@dataclass(frozen=True)
class NextRank:
    """The rank just above: how many points are short, and which gates bar it."""

    rank: str
    points_short: float
    gates: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """Why a subject has its total and rank."""

    rubric: Rubric
    criteria: tuple[CriterionPoints, ...]
    total: float | None
    rank: str | None
    missing: tuple[str, ...]
    out_of_range: tuple[str, ...]
    failed_gates: tuple[str, ...]
    reason_key: str
    next_rank: NextRank | None

    @property
    def message_vi(self) -> str:
        """The whole explanation in Vietnamese."""
        return " ".join(self._sentences("vi"))

    @property
    def message_en(self) -> str:
        """The whole explanation in English."""
        return " ".join(self._sentences("en"))

    def _sentences(self, lang: str) -> list[str]:
        words = vocabulary.words("explanations")
        said = [words[self.reason_key][lang].format_map(self._values(lang))]
        if self.next_rank and self.next_rank.points_short > 0:
            values = {
                "points": written(self.next_rank.points_short, lang),
                "rank": vocabulary.ranks()[self.next_rank.rank][lang],
            }
            said.append(words["note_next"][lang].format_map(values))
        if self.rubric.confidence == "unverified":
            said.append(words["note_unverified"][lang])
        return said

    def _values(self, lang: str) -> dict[str, str]:
        gates = {gate.id: gate.title_vi if lang == "vi" else gate.title_en for gate in self.rubric.gates}
        return {
            "total": "" if self.total is None else written(self.total, lang),
            "maximum": written(float(self.rubric.total), lang),
            "rank": vocabulary.ranks()[self.rank][lang] if self.rank else "",
            "missing": self._numbers(self.missing),
            "out_of_range": self._numbers(self.out_of_range),
            "gates": ", ".join(gates[name] for name in self.failed_gates),
        }

    def _numbers(self, names: Sequence[str]) -> str:
        return ", ".join(str(each.number) for each in self.criteria if each.criterion in names)


def written(number: float, lang: str) -> str:
    """A number of points as the language writes it: `87,5`, `87.5`."""
    text = f"{Decimal(str(number)).normalize():f}"
    return text.replace(".", ",") if lang == "vi" else text


def explain(rubric: Rubric, points: Mapping[str, float | None]) -> Explanation:
    """The score of one subject with its reason.

    Args:
        rubric: The version to score by.
        points: Points by criterion id; an absent id is a missing criterion.

    Raises:
        IncompleteRubricError: The rubric has no criteria.
    """
    compiled = compile_rubric(rubric)
    row = _run(compiled, points)
    missing, outside = tuple(row["missing"]), tuple(row["out_of_range"])
    return Explanation(
        rubric=rubric,
        criteria=_lines(rubric, points, missing, outside),
        total=row["total"],
        rank=row["rank"],
        missing=missing,
        out_of_range=outside,
        failed_gates=tuple(row["failed_gates"]),
        reason_key=row["reason_key"],
        next_rank=_next_rank(rubric, row["total"], row["rank"]),
    )


def _run(compiled: CompiledRubric, points: Mapping[str, float | None]) -> dict[str, Any]:
    given = {name: points.get(name) for name in compiled.wide_columns}
    with duckdb.connect() as connection:
        result = connection.execute(_statement(compiled), given)
        columns = [column[0] for column in result.description or ()]
        return dict(zip(columns, result.fetchone() or (), strict=True))


@cache
def _statement(compiled: CompiledRubric) -> str:
    """The compiled rubric over one row of bound parameters, named as the criteria."""
    names = compiled.wide_columns
    given = [exp.cast(exp.Parameter(this=exp.var(name)), "double").as_(name) for name in names]
    return compiled.select(exp.select(*given).subquery(), []).sql(dialect="duckdb")


def _lines(
    rubric: Rubric, points: Mapping[str, float | None], missing: Sequence[str], outside: Sequence[str]
) -> tuple[CriterionPoints, ...]:
    return tuple(
        CriterionPoints(
            criterion=each.id,
            number=each.number,
            title_vi=each.title_vi,
            title_en=each.title_en,
            points=points.get(each.id),
            maximum=float(each.maximum),
            state="out_of_range" if each.id in outside else "missing" if each.id in missing else "given",
        )
        for each in rubric.criteria
    )


def _next_rank(rubric: Rubric, total: float | None, rank: str | None) -> NextRank | None:
    bands = rubric.ranks_from_best()
    ranks = [band.rank for band in bands]
    if total is None or rank is None or rank == ranks[0]:
        return None
    place = ranks.index(rank) - 1
    short = max(Decimal(0), bands[place].from_ - Decimal(str(total)))
    gates = tuple(gate.id for gate in rubric.gates if gate.applies_to_rank in ranks[place:])
    return NextRank(ranks[place], float(short), gates)
