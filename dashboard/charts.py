"""Charts as small specifications; every one has its figures in a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt

from dashboard.i18n import goal_percent, language, number, t
from dashboard.measures import ink_on, rank_band
from dashboard.sentences import Row
from dashboard.trends import rate_text, span

HEIGHT, SMALL_HEIGHT = 300, 200  # pixels


def _specification(chart: alt.LayerChart) -> dict[str, Any]:
    """Return a chart without rows; made once for each set of years, as it takes far longer than the rows."""
    specification: dict[str, Any] = chart.to_dict()
    specification.pop("config", None)  # Altair's own width, for pages that give none
    return specification


def rank_bars(counts: Sequence[Row], results: Sequence[str]) -> dict[str, Any]:
    """Return the communes by result as stacked bars, a bar a year, each part with its count.

    Args:
        counts: One row a year and result.
        results: Results in the order in which they are stacked.
    """
    words = {result: t(f"rank.{result}") for result in results}
    rows: list[dict[str, Any]] = [
        {
            "year": str(row["year"]),
            "rank": words[row["result"]],
            "order": results.index(row["result"]),
            "units": row["units"],
            "count": number(row["units"]),
            "ink": ink_on(rank_band(row["result"]).colour),
        }
        for row in counts
    ]
    years = tuple(str(year) for year in span({row["year"] for row in counts}))
    return {**_bars(tuple(words.items()), years, language()), "datasets": {"ranks": rows}}


@lru_cache
def _bars(results: tuple[tuple[str, str], ...], years: tuple[str, ...], _language: str) -> dict[str, Any]:
    """Return the bars of some results, given with their words, without rows.

    A year between of which nothing came has its place and no bar.
    """
    words = dict(results)
    fills = [rank_band(result).colour for result in words]
    base = alt.Chart(alt.NamedData(name="ranks")).encode(
        x=alt.X(
            "year:N",
            title=t("filter.year"),
            axis=alt.Axis(labelAngle=0),
            scale=alt.Scale(domain=list(years)),
        ),
        order=alt.Order("order:Q"),
        tooltip=[
            alt.Tooltip("year:N", title=t("filter.year")),
            alt.Tooltip("rank:N", title=t("scores.chart.rank")),
            alt.Tooltip("count:N", title=t("scores.chart.communes")),
        ],
    )
    stack = alt.Y(
        "units:Q",
        stack="zero",
        title=t("scores.chart.communes"),
        axis=alt.Axis(format="d", tickMinStep=1),
    )
    colour = alt.Color(
        "rank:N",
        title=None,
        sort=list(words.values()),
        scale=alt.Scale(domain=list(words.values()), range=fills),
        legend=alt.Legend(orient="bottom", columns=2, labelLimit=300),
    )
    bars = base.mark_bar().encode(y=stack, color=colour)
    labels = base.mark_text(fontWeight="bold").encode(
        y=alt.Y("units:Q", stack="zero", bandPosition=0.5),
        text="count:N",
        color=alt.Color("ink:N", scale=None, legend=None),
    )
    chart: alt.LayerChart = alt.layer(bars, labels).resolve_scale(color="independent")
    return _specification(chart.properties(height=HEIGHT))


def _rates_and_steps(
    rows: Sequence[Row], goals: Sequence[tuple[int, float]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return what the points of rates and of goals show; the lower of two at one year has its words below."""
    goal_of = dict(goals)
    rates: list[dict[str, Any]] = [
        {
            "year": str(row["year"]),
            "rate": row["rate_pct"],
            "text": rate_text(row),
            "series": f"{row['denominator']} {row['unit_valid_from']}",
            "is_below": row["rate_pct"] is not None and row["rate_pct"] < goal_of.get(row["year"], 0),
        }
        for row in rows
    ]
    rate_of = {row["year"]: row["rate_pct"] or 0 for row in rows}
    steps: list[dict[str, Any]] = [
        {
            "year": str(year),
            "rate": goal,
            "text": t("place.chart.goal", goal=goal_percent(goal)),
            "is_below": goal <= rate_of.get(year, 0),
        }
        for year, goal in goals
    ]
    return rates, steps


def trend(rows: Sequence[Row], goals: Sequence[tuple[int, float]]) -> dict[str, Any]:
    """Return the rate of one title by year as a line, and each step of its goals as a point of its own.

    The line breaks at a year without a rate, at another denominator and where another unit took the code;
    nothing joins the steps of the goals, as their documents give no line.

    Args:
        rows: One row a year, with a null rate where there is none.
        goals: Year and percent of each step.
    """
    rates, steps = _rates_and_steps(rows, goals)
    years = tuple(str(year) for year in sorted({int(row["year"]) for row in [*rates, *steps]}))
    return {**_lines(years, language()), "datasets": {"rates": rates, "steps": steps}}


@lru_cache
def _lines(years: tuple[str, ...], _language: str) -> dict[str, Any]:
    """Return the lines and points of a trend without rows."""
    scale = alt.Scale(domain=list(years))
    x = alt.X("year:N", title=None, sort=list(years), scale=scale, axis=alt.Axis(labelAngle=0))
    y = alt.Y(
        "rate:Q",
        title=None,
        scale=alt.Scale(domain=[0, 110]),
        axis=alt.Axis(values=[0, 25, 50, 75, 100], labelExpr="datum.value + '%'"),
    )
    tooltip = [
        alt.Tooltip("year:N", title=t("filter.year")),
        alt.Tooltip("text:N", title=t("place.chart.rate")),
    ]
    told = alt.Chart(alt.NamedData(name="rates")).encode(x=x, y=y, tooltip=tooltip)
    goal = alt.Chart(alt.NamedData(name="steps")).encode(x=x, y=y, tooltip=tooltip)
    line = told.mark_line(color="#3b82c4", strokeWidth=2).encode(detail="series:N")
    dots = told.mark_point(color="#3b82c4", filled=True, size=60)
    marks = goal.mark_point(shape="diamond", color="#c77d0a", filled=True, size=110)
    words = [
        layer.mark_text(dy=shift, color=colour).encode(text="text:N").transform_filter(where)
        for layer, colour in ((told, "#3b82c4"), (goal, "#c77d0a"))
        for shift, where in ((-14, "!datum.is_below"), (16, "datum.is_below"))
    ]
    chart = alt.LayerChart(layer=[line, dots, marks, *words])
    return _specification(chart.properties(height=SMALL_HEIGHT))
