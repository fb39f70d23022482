"""The outline of the country, and its two archipelagos, which the outline leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from dashboard.boundaries.projection import Numbers, project

OUTLINE = Path(__file__).with_name("outline.json")
DISC_KM = 22.0  # wide enough to be seen on a map of the whole country


@dataclass(frozen=True)
class Archipelago:
    """Islands that every national map shows: the province they belong to, and the place of their name.

    Units: degrees.
    """

    name: str
    province: str
    latitude: float
    longitude: float

    @property
    def place(self) -> tuple[float, float]:
        """Return where it lies on the plane of the maps."""
        x, y = project(np.array([self.longitude]), np.array([self.latitude]))
        return float(x[0]), float(y[0])

    @property
    def shape(self) -> shapely.Geometry:
        """Return a disc that stands for its islands."""
        return shapely.Point(self.place).buffer(DISC_KM, quad_segs=6)


# Source: centres of Đặc khu Hoàng Sa (20333) and Đặc khu Trường Sa (22736), sapnhap.bando.com.vn.
ARCHIPELAGOS = (
    Archipelago("Hoàng Sa", "48", 16.568, 112.135),
    Archipelago("Trường Sa", "56", 9.71, 114.45),
)


def read_land() -> shapely.Geometry:
    """Return the mainland and the islands near it, on the plane of the maps."""

    def onto_plane(points: Numbers) -> Numbers:
        return np.column_stack(project(points[:, 0], points[:, 1]))

    outline = shapely.from_geojson(OUTLINE.read_text(encoding="utf-8"))
    parts = [shapely.make_valid(part) for part in shapely.transform(outline, onto_plane).geoms]
    return shapely.union_all(parts)
