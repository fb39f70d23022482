"""Approximate shapes of communes: cells around points spread over each commune's box, cut at the coast."""

from __future__ import annotations

import numpy as np
import shapely

from dashboard.boundaries.projection import Numbers
from dashboard.boundaries.seeds import Seeds

# Points of the ellipse inside a box: its centre, six at 0.45 and twelve at 0.8 of its half sides.
RINGS = ((1, 0.0), (6, 0.45), (12, 0.8))
TOLERANCE_KM = 0.25  # what borders are simplified by
ISLET_KM = 1.5  # radius of the disc that stands for a commune beyond the outline


def derive(seeds: Seeds, land: shapely.Geometry) -> dict[str, shapely.Geometry]:
    """Return a shape for each commune, by its code; neighbours share their borders, islets are discs.

    Args:
        seeds: Centres and boxes.
        land: The outline that shapes are cut at, on the same plane.
    """
    points, owner = _points(seeds)
    cells = np.array(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=land.envelope).geoms)
    whole = _joined(cells, _owner_of_cells(cells, points, owner), len(seeds.codes))
    is_there = ~shapely.is_empty(whole)  # two communes may share every point; one of them gets none
    cut = _cut(whole[is_there], land)
    islets = shapely.buffer(shapely.points(seeds.x, seeds.y)[is_there], ISLET_KM, quad_segs=4)
    has_land = ~shapely.is_empty(cut)
    islets[has_land] = shapely.coverage_simplify(cut[has_land], TOLERANCE_KM)
    return dict(zip(np.array(seeds.codes)[is_there].tolist(), islets, strict=True))


def _points(seeds: Seeds) -> tuple[Numbers, Numbers]:
    """Return the points that stand for each commune, without those that lie deeper in another's box."""
    spread = np.array(
        [
            (far * np.cos(turn), far * np.sin(turn))
            for count, far in RINGS
            for turn in 2 * np.pi * np.arange(count) / count
        ]
    )
    x = seeds.x[:, None] + spread[None, :, 0] * seeds.half_width[:, None]
    y = seeds.y[:, None] + spread[None, :, 1] * seeds.half_height[:, None]
    points = np.column_stack([x.ravel(), y.ravel()])
    owner = np.repeat(np.arange(len(seeds.codes)), len(spread))
    is_centre = np.tile(np.arange(len(spread)) == 0, len(seeds.codes))
    kept = is_centre | ~_is_contested(points, owner, seeds)
    _, first = np.unique(points[kept].round(6), axis=0, return_index=True)
    return points[kept][first], owner[kept][first]


def _is_contested(points: Numbers, owner: Numbers, seeds: Seeds) -> Numbers:
    def depth_of(point: Numbers, commune: Numbers) -> Numbers:
        across = (points[point, 0] - seeds.x[commune]) / seeds.half_width[commune]
        up = (points[point, 1] - seeds.y[commune]) / seeds.half_height[commune]
        depth: Numbers = across**2 + up**2
        return depth

    left, right = seeds.x - seeds.half_width, seeds.x + seeds.half_width
    boxes = shapely.box(left, seeds.y - seeds.half_height, right, seeds.y + seeds.half_height)
    point, commune = shapely.STRtree(boxes).query(shapely.points(points))
    own = depth_of(np.arange(len(points)), owner)
    contested = np.zeros(len(points), dtype=bool)
    contested[point[depth_of(point, commune) < own[point] - 1e-12]] = True
    return contested


def _owner_of_cells(cells: Numbers, points: Numbers, owner: Numbers) -> Numbers:
    point, cell = shapely.STRtree(cells).query(shapely.points(points), predicate="within")
    owners = np.full(len(cells), -1)
    owners[cell] = owner[point]
    return owners


def _joined(cells: Numbers, owners: Numbers, count: int) -> Numbers:
    """Return the union of the cells of each commune."""
    order = np.argsort(owners, kind="stable")
    starts = np.searchsorted(owners[order], np.arange(count + 1))
    pieces = [cells[order[starts[one] : starts[one + 1]]] for one in range(count)]
    return np.array([shapely.coverage_union_all(piece) for piece in pieces])


def _cut(shapes: Numbers, land: shapely.Geometry) -> Numbers:
    shapely.prepare(land)
    outside = ~shapely.contains_properly(land, shapes)
    shapes[outside] = shapely.intersection(shapes[outside], land)
    return shapes
