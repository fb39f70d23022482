"""Maps: one fixed chart a measure; only its rows change, and shapes come from our own route by their key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard.cards import status_words
from dashboard.i18n import goal_percent, t
from dashboard.measures import RANK, Band, all_bands, band_of, figure, gap_words, rank_words, reported_of
from dashboard.sentences import Row, has_figures
from warehouse.place_names import split_official

CHOSEN = "place"  # name of the selection
HEIGHT = 620
MOST_NAMES = 40  # more do not fit
NARROW = 450  # pixels; names would lie over one another on a phone
HALO, INK = "#ffffff", "#1b1f24"
Point = tuple[float, float]
Label = Mapping[str, Any]
HOVER = ("name", "class", "figure", "goal", "gap", "status", "reported")
HOVER_OF_RANKS = ("name", "district", "rank")


def map_rows(
    rows: Sequence[Row], measure: str, keys: Mapping[str, str], points: Mapping[str, Point]
) -> pl.DataFrame:
    """Return what the map draws: a row a place that has a shape, every word of its hover card ready.

    Args:
        rows: Rows of coverage, one a place; for ranks with `rank`.
        measure: What the map is coloured by.
        keys: Key of each place's shape by its code.
        points: Where each place's name stands, by its code; none where names would not fit.
    """
    drawn = [row for row in rows if row["unit_code"] in keys]
    are_named = len(drawn) <= MOST_NAMES
    frame = [
        _map_row(row, measure, keys[row["unit_code"]])
        | _name(row, points.get(row["unit_code"]) if are_named else None)
        for row in drawn
    ]
    columns = dict.fromkeys(["code", "key", "band", *_hover(measure), "label"], pl.String)
    return pl.DataFrame(frame, schema=columns | {"x": pl.Float64, "y": pl.Float64})


def _name(row: Row, point: Point | None) -> dict[str, Any]:
    """Return the name as it stands on the map, without its prefix, and where."""
    x, y = point or (None, None)
    return {"label": split_official(row["unit_name"])[1] if point else "", "x": x, "y": y}


def _hover(measure: str) -> tuple[str, ...]:
    """Return what a hover card says; a commune's rank is no share of anything, and has no goal."""
    return HOVER_OF_RANKS if measure == RANK else HOVER


def _map_row(row: Row, measure: str, key: str) -> dict[str, Any]:
    band = band_of(row, measure)
    drawn = {"code": row["unit_code"], "key": key, "band": band.name, "name": row["unit_name"]}
    if measure == RANK:
        return drawn | {"district": row["district"], "rank": rank_words(row)}
    goal = "–" if row["goal_pct"] is None else f"{goal_percent(row['goal_pct'])} ({row['goal_document']})"
    return drawn | {
        "class": band.label,
        "figure": figure(row) if has_figures(row) else t("state_word.not_reported"),
        "goal": goal,
        "gap": gap_words(row),
        "status": status_words(row),
        "reported": reported_of(row),
    }


def map_spec(url: str, measure: str, labels: Sequence[Label] = ()) -> dict[str, Any]:
    """Return the chart of a measure: it names no year and no place, so a new year only swaps the rows.

    Args:
        url: Where the shapes are.
        measure: What the map is coloured by.
        labels: Names that stand on the map, with `name`, `x` and `y` in the units of the shapes.
    """
    return {
        "height": HEIGHT,
        "projection": {"type": "identity", "reflectY": True},
        "config": {"view": {"stroke": None}},
        "layer": [
            _shapes(url, all_bands(measure), _hover(measure)),
            _names("label", stroke=HALO, strokeWidth=3, strokeOpacity=0.85),
            _names("label", fill=INK),
            *([_islands(labels)] if labels else []),
        ],
    }


def _shapes(url: str, bands: Sequence[Band], hover: Sequence[str]) -> dict[str, Any]:
    source = {
        "data": {"url": url, "format": {"type": "topojson", "feature": "units"}},
        "key": "properties.key",
        "fields": ["type", "geometry"],
    }
    return {
        "transform": [{"lookup": "key", "from": source}],
        "params": [{"name": CHOSEN, "select": {"type": "point", "fields": ["code"]}}],
        "mark": {"type": "geoshape", "stroke": "#5b6168", "strokeWidth": 0.7, "cursor": "pointer"},
        "encoding": {
            "fill": {
                "field": "band",
                "type": "nominal",
                "scale": {
                    "domain": [band.name for band in bands],
                    "range": [band.colour for band in bands],
                },
                "legend": None,
            },
            "tooltip": [
                {"field": field, "type": "nominal", "title": t(f"map.hover.{field}")} for field in hover
            ],
        },
    }


def _islands(labels: Sequence[Label]) -> dict[str, Any]:
    """Return the names of the archipelagos, under the discs that stand for them."""
    named = _names("name", dy=16, fontWeight="bold", fill="#5b6168")
    return {**named, "data": {"values": [dict(label) for label in labels]}, "transform": []}


def _names(field: str, **looks: Any) -> dict[str, Any]:
    """Return names at their places, a halo under the letters so that they can be read on any colour."""
    return {
        "transform": [{"filter": f"datum.{field} && width > {NARROW}"}],
        "mark": {"type": "text", "fontSize": 11, "tooltip": None, **looks},
        "encoding": {
            "longitude": {"field": "x", "type": "quantitative"},
            "latitude": {"field": "y", "type": "quantitative"},
            "text": {"field": field, "type": "nominal"},
        },
    }
