"""Degrees to the plane of the maps: spherical Mercator, in kilometres, y to the north."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_KM = 6378.137
Numbers = npt.NDArray[Any]


def project(longitude: Numbers, latitude: Numbers) -> tuple[Numbers, Numbers]:
    """Return x and y of some points.

    Units: degrees in, kilometres at the equator out.
    """
    x = EARTH_RADIUS_KM * np.radians(longitude)
    y = EARTH_RADIUS_KM * np.log(np.tan(np.pi / 4 + np.radians(latitude) / 2))
    return x, y
