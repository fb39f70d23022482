"""Charts as small specifications; every one has its figures in a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from dashboard.i18n import number, t
from dashboard.sentences import Row

HEIGHT = 300  # pixels
# From dark to light, so that the order is seen without colours too; other results in greys.
FILLS = {
    "tot": "#12436d", "kha": "#3b82c4", "trung_binh": "#b9d3ea", "khong_xep_loai": "#e0a458",
    "muc_do_2": "#12436d", "muc_do_1": "#3b82c4", "dat": "#12436d", "khong_dat": "#e0a458",
    "chua_dat": "#e0a458",
}  # fmt: skip
OTHER_FILL = "#8b9098"
DARK = ("#12436d", "#3b82c4")


def rank_bars(counts: Sequence[Row], results: Sequence[str]) -> alt.LayerChart:
    """Return the communes by result as stacked bars, a bar a year, each part with its count.

    Args:
        counts: One row a year and result.
        results: Results in the order in which they are stacked.
    """
    words = {result: t(f"rank.{result}") for result in results}
    fills = {result: FILLS.get(result, OTHER_FILL) for result in results}
    rows: list[dict[str, Any]] = [
        {
            "year": str(row["year"]),
            "rank": words[row["result"]],
            "order": results.index(row["result"]),
            "units": row["units"],
            "count": number(row["units"]),
            "ink": "#ffffff" if fills[row["result"]] in DARK else "#1a1a1a",
        }
        for row in counts
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("year:N", title=t("filter.year"), axis=alt.Axis(labelAngle=0)),
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
        scale=alt.Scale(domain=list(words.values()), range=list(fills.values())),
        legend=alt.Legend(orient="bottom", columns=2, labelLimit=300),
    )
    bars = base.mark_bar().encode(y=stack, color=colour)
    labels = base.mark_text(fontWeight="bold").encode(
        y=alt.Y("units:Q", stack="zero", bandPosition=0.5),
        text="count:N",
        color=alt.Color("ink:N", scale=None, legend=None),
    )
    chart: alt.LayerChart = alt.layer(bars, labels).resolve_scale(color="independent")
    return chart.properties(height=HEIGHT)
