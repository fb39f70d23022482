"""Two rubric versions on the points of one year: both totals and ranks beside each other."""

from __future__ import annotations

from sqlglot import exp

from rubrics.compile import SUBJECT_KEYS, CompiledRubric, compile_rubric, equal_columns, pivot
from rubrics.model import Rubric

COMPARED = ("total", "rank", "missing", "failed_gates", "reason_key")


def compare(rubric_a: Rubric, rubric_b: Rubric, *, source: str = "scored.criterion_points") -> str:
    """The SELECT (DuckDB) that scores every subject of a year under both versions.

    Shape: one row a unit with points in the year: keys, then total, rank, missing, failed_gates and
    reason_key with `_a` and `_b`, then is_different.

    Args:
        rubric_a: The first version.
        rubric_b: The second version.
        source: A table of one row a criterion, with `points` and the keys. The year is the bound
            parameter `$year`.

    Raises:
        IncompleteRubricError: One of them has no criteria.
    """
    first = _scored(compile_rubric(rubric_a), source)
    second = _scored(compile_rubric(rubric_b), source)
    differs = exp.NullSafeNEQ(this=exp.column("rank", "a"), expression=exp.column("rank", "b"))
    statement = (
        exp.select(*(exp.column(key, "a") for key in SUBJECT_KEYS))
        .select(*(exp.column(name, "a").as_(f"{name}_a") for name in COMPARED))
        .select(*(exp.column(name, "b").as_(f"{name}_b") for name in COMPARED))
        .select(differs.as_("is_different"))
        .from_(first.subquery("a"))
        .join(second.subquery("b"), on=exp.and_(*(equal_columns(key, "a", "b") for key in SUBJECT_KEYS)))
        .order_by(*(exp.column(key, "a") for key in SUBJECT_KEYS))
    )
    return statement.sql(dialect="duckdb", pretty=True)


def _scored(compiled: CompiledRubric, source: str) -> exp.Select:
    year = exp.EQ(this=exp.column("year"), expression=exp.Parameter(this=exp.var("year")))
    wide = pivot(compiled.wide_columns, SUBJECT_KEYS, exp.to_table(source)).where(year)
    return compiled.select(wide.subquery(), SUBJECT_KEYS)
