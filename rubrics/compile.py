"""A rubric version as SQL expressions: the only scoring arithmetic there is.

Points become decimals, so that totals are exact; everything that leaves is a double again. A criterion
whose points are absent, below zero or over the maximum is missing, and then there is no total and no rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from sqlglot import exp

from rubrics.errors import IncompleteRubricError
from rubrics.model import Criterion, Gate, Rubric

EXACT = "decimal(18, 4)"
SUBJECT_KEYS = ("unit_code", "unit_valid_from", "year", "province_code")
SUBMISSION_KEYS = ("basis", "submission_id")
REASONS = ("no_points", "points_out_of_range", "missing_criterion", "gate_failed", "in_band")


@dataclass(frozen=True)
class CompiledRubric:
    """One rubric version, ready to run where the data are."""

    rubric: Rubric

    @property
    def wide_columns(self) -> list[str]:
        """Criterion ids: the columns of points that a source must have."""
        return [criterion.id for criterion in self.rubric.criteria]

    def select(self, source: exp.Expr, keys: Sequence[str]) -> exp.Select:
        """The scores of a source with one row a subject and one column of points a criterion.

        Shape: keys, points_<criterion> as given, total, missing, out_of_range, failed_gates, rank,
        reason_key; one row a row of the source. `missing` includes the ids of `out_of_range`.
        """
        named = exp.to_identifier("given")
        given = exp.select(*keys, *self._given_points()).from_(exp.alias_(source, named, table=True))
        judged = exp.select("*", *self._judgements()).from_("given_points")
        summed = exp.select("*", self._total().as_("exact_total")).from_("judged_points")
        gated = exp.select("*", self._failed_gates().as_("failed_gates")).from_("summed_points")
        return (
            exp.select(*keys, *(f"points_{name}" for name in self.wide_columns))
            .select(exp.cast(exp.column("exact_total"), "double").as_("total"))
            .select("missing", "out_of_range", "failed_gates")
            .select(self._rank().as_("rank"), self._reason().as_("reason_key"))
            .with_("given_points", as_=given)
            .with_("judged_points", as_=judged)
            .with_("summed_points", as_=summed)
            .with_("gated_points", as_=gated)
            .from_("gated_points")
        )

    def score_statement(self) -> str:
        """The SELECT (DuckDB) that gives the rows of scored.subject_score for the touched codes.

        Shape: one row a (unit, year) of staged.counting_score within the years this version scores.
        """
        return _score_sql(self)

    def reported_scores(self) -> exp.Select:
        """The expression behind `score_statement`."""
        keys = [*SUBJECT_KEYS, *SUBMISSION_KEYS]
        return self._with_reported(self.select(self._pivot(keys).subquery(), keys))

    def points_statement(self) -> str:
        """The SELECT (DuckDB) that gives the rows of scored.criterion_points for the touched codes.

        Shape: one row a (unit, year, criterion) of this rubric; points as reported, also out of range.
        """
        return _points_sql(self)

    def reported_points(self) -> exp.Select:
        """The expression behind `points_statement`."""
        maxima = exp.case(exp.column("criterion"))
        for criterion in self.rubric.criteria:
            maxima = maxima.when(_text(criterion.id), _number(criterion.maximum))
        points = ("points_self", "points_assessed", "points")
        return (
            exp.select(*SUBJECT_KEYS, *self._version(), "criterion")
            .select(*(_double(exp.column(name)).as_(name) for name in points))
            .select(_double(maxima).as_("maximum"))
            .from_("staged.counting_score")
            .where(self._scored_years(), _touched())
            .where(exp.column("criterion").isin(*(_text(name) for name in self.wide_columns)))
        )

    def _given_points(self) -> list[exp.Expr]:
        return [exp.column(name).as_(f"points_{name}") for name in self.wide_columns]

    def _judgements(self) -> list[exp.Expr]:
        missing = [(exp.not_(_is_within(each)), each.id) for each in self.rubric.criteria]
        outside = [
            (exp.and_(exp.not_(_is_absent(each)), exp.not_(_is_within(each))), each.id)
            for each in self.rubric.criteria
        ]
        return [
            _names_where(missing).as_("missing"),
            _names_where(outside).as_("out_of_range"),
            exp.and_(*(_is_absent(each) for each in self.rubric.criteria)).as_("has_no_points"),
        ]

    def _total(self) -> exp.Expr:
        summed = _plus([_exact(each) for each in self.rubric.criteria])
        if self.rubric.rounding.mode == "half_up":
            decimals = exp.Literal.number(self.rubric.rounding.decimals)
            # Points are never negative here, so rounding away from zero is half up.
            summed = exp.Round(this=summed, decimals=decimals)
        return exp.case().when(_is_empty("missing"), summed)

    def _failed_gates(self) -> exp.Expr:
        starts = {band.rank: band.from_ for band in self.rubric.bands}
        failures = [
            (exp.and_(_at_least(starts[gate.applies_to_rank]), exp.not_(self._passes(gate))), gate.id)
            for gate in self.rubric.gates
        ]
        return _names_where(failures)

    def _passes(self, gate: Gate) -> exp.Expr:
        criterion = next(each for each in self.rubric.criteria if each.id == gate.criterion)
        return exp.GTE(this=_exact(criterion), expression=_number(gate.minimum))

    def _rank(self) -> exp.Expr:
        rank = exp.case()
        bands = self.rubric.ranks_from_best()
        for place, band in enumerate(bands):
            # A gate of one rank bars the better ones too.
            barring = {each.rank for each in bands[place:]}
            gates = [self._passes(gate) for gate in self.rubric.gates if gate.applies_to_rank in barring]
            rank = rank.when(exp.and_(_at_least(band.from_), *gates), _text(band.rank))
        return rank

    def _reason(self) -> exp.Expr:
        return (
            exp.case()
            .when(exp.column("has_no_points"), _text("no_points"))
            .when(exp.not_(_is_empty("out_of_range")), _text("points_out_of_range"))
            .when(exp.not_(_is_empty("missing")), _text("missing_criterion"))
            .when(exp.not_(_is_empty("failed_gates")), _text("gate_failed"))
            .else_(_text("in_band"))
        )

    def _pivot(self, keys: Sequence[str]) -> exp.Select:
        """One row a subject from one row a criterion; years and units outside are left alone."""
        return (
            pivot(self.wide_columns, keys, exp.to_table("staged.counting_score"))
            .where(self._scored_years())
            .where(_touched())
        )

    def _scored_years(self) -> exp.Expr:
        year = exp.column("year")
        first = exp.GTE(this=year, expression=exp.Literal.number(self.rubric.first_year))
        if self.rubric.last_year is None:
            return first
        return exp.and_(
            first, exp.LTE(this=year.copy(), expression=exp.Literal.number(self.rubric.last_year))
        )

    def _version(self) -> list[exp.Expr]:
        valid_from = exp.cast(_text(self.rubric.valid_from.isoformat()), "date")
        return [_text(self.rubric.id).as_("rubric_id"), valid_from.as_("rubric_valid_from")]

    def _with_reported(self, scored: exp.Select) -> exp.Select:
        """Scores beside the total and rank that the same submission typed."""
        by_basis = exp.case().when(
            exp.EQ(this=exp.column("basis", "scores"), expression=_text("assessed")),
            exp.column("total_assessed", "reported"),
        )
        total_reported = by_basis.else_(exp.column("total_self", "reported"))
        same = ("unit_code", "unit_valid_from", "year", "submission_id")
        return (
            exp.select(*(exp.column(name, "scores") for name in SUBJECT_KEYS))
            .select(*self._version(), _text(self.rubric.content_hash).as_("content_hash"))
            .select(*(exp.column(name, "scores") for name in ("basis", "total", "rank")))
            .select(exp.column("rank_reported", "reported"), _double(total_reported).as_("total_reported"))
            .select(*(exp.column(name, "scores") for name in ("missing", "failed_gates", "reason_key")))
            .select(_text(self.rubric.confidence).as_("confidence"), exp.column("submission_id", "scores"))
            .from_(scored.subquery("scores"))
            .join(
                "staged.counting_assessment",
                on=exp.and_(*(equal_columns(name, "scores", "reported") for name in same)),
                join_type="left",
                join_alias="reported",
            )
        )


def compile_rubric(rubric: Rubric) -> CompiledRubric:
    """A rubric version compiled to SQL expressions.

    Raises:
        IncompleteRubricError: The rubric has no criteria, so there is nothing to score with.
    """
    if rubric.status == "incomplete" or not rubric.criteria or not rubric.bands:
        raise IncompleteRubricError(value=rubric.id)
    return CompiledRubric(rubric)


@cache
def _score_sql(compiled: CompiledRubric) -> str:
    # Building the expression takes longer than running it on a submission; a version never changes.
    return _sql(compiled.reported_scores())


@cache
def _points_sql(compiled: CompiledRubric) -> str:
    return _sql(compiled.reported_points())


def pivot(criteria: Sequence[str], keys: Sequence[str], source: exp.Table) -> exp.Select:
    """One row a subject, one column a criterion, from a table of one row a criterion."""
    return exp.select(*keys, *(_points_of(name).as_(name) for name in criteria)).from_(source).group_by(*keys)


def _points_of(criterion: str) -> exp.Expr:
    is_it = exp.EQ(this=exp.column("criterion"), expression=_text(criterion))
    return exp.Max(this=exp.case().when(is_it, exp.column("points")))


def _sql(statement: exp.Expr) -> str:
    return statement.sql(dialect="duckdb", pretty=True)


def _text(text: str) -> exp.Expr:
    return exp.Literal.string(text)


def _number(number: Decimal) -> exp.Expr:
    return exp.cast(exp.Literal.number(f"{number:f}"), EXACT)


def _double(expression: exp.Expr) -> exp.Expr:
    return exp.cast(expression, "double")


def _exact(criterion: Criterion) -> exp.Expr:
    """Points as a decimal; null when they are no number at all (infinite, not a number)."""
    to = exp.DataType.build(EXACT, dialect="duckdb")
    return exp.TryCast(this=exp.column(f"points_{criterion.id}"), to=to)


def _is_absent(criterion: Criterion) -> exp.Expr:
    return exp.column(f"points_{criterion.id}").is_(exp.null())


def _is_within(criterion: Criterion) -> exp.Expr:
    """Whether points stand there, from 0 to the maximum; false where they are absent."""
    within = exp.Between(this=_exact(criterion), low=_number(Decimal(0)), high=_number(criterion.maximum))
    return exp.Coalesce(this=within, expressions=[exp.false()])


def _at_least(bound: Decimal) -> exp.Expr:
    return exp.GTE(this=exp.column("exact_total"), expression=_number(bound))


def _is_empty(column: str) -> exp.Expr:
    return exp.EQ(this=exp.ArraySize(this=exp.column(column)), expression=exp.Literal.number(0))


def _plus(terms: Sequence[exp.Expr]) -> exp.Expr:
    total = terms[0]
    for term in terms[1:]:
        total = exp.Add(this=total, expression=term)
    return total


def _names_where(tests: Sequence[tuple[exp.Expr, str]]) -> exp.Expr:
    """A list of the names whose test holds, in their order."""
    each = [exp.case().when(test.copy(), _text(name)) for test, name in tests]
    name = exp.to_identifier("name")
    keep = exp.Lambda(this=exp.not_(exp.Is(this=name.copy(), expression=exp.null())), expressions=[name])
    array = exp.cast(exp.Array(expressions=each), "array<varchar>")
    return exp.ArrayFilter(this=array, expression=keep)


def _touched() -> exp.Expr:
    touched = exp.select("code").from_("touched_code")
    return exp.column("unit_code").isin(query=touched)


def equal_columns(name: str, left: str, right: str) -> exp.Expr:
    """The test that two tables agree in one column."""
    return exp.EQ(this=exp.column(name, left), expression=exp.column(name, right))
