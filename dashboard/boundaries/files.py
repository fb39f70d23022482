"""The files of one set of shapes: a TopoJSON a province, one of all provinces, and their index."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import polars as pl
import shapely
from topojson.core.topology import Topology

from dashboard.boundaries.dissolve import Atlas, Shape
from dashboard.boundaries.outline import ARCHIPELAGOS

NATIONAL, OBJECT = "VN", "units"
INDEX, LABELS = "index.parquet", "labels.json"
GRID = 20_000  # steps across a file's width: 25 m in a province of 500 km
NATIONAL_TOLERANCE_KM = 1.0
COLUMNS = ("province", "level", "code", "year", "key")


def write(folder: Path, atlas: Atlas, tell: Callable[[int, int], None]) -> None:
    """Write a set of shapes.

    Args:
        folder: Where to; it exists and is empty.
        atlas: What to write.
        tell: Called with how many files are done, of how many.
    """
    total = len(atlas.of_province) + 1
    for done, (province, keys) in enumerate(sorted(atlas.of_province.items())):
        tell(done, total)
        _write_topology(folder / f"{province}.topojson", {key: atlas.shapes[key] for key in sorted(keys)})
    tell(total - 1, total)
    _write_topology(folder / f"{NATIONAL}.topojson", _national(atlas))
    labels = [
        {"name": one.name, "x": round(one.place[0], 1), "y": round(one.place[1], 1)} for one in ARCHIPELAGOS
    ]
    (folder / LABELS).write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
    _index(atlas).write_parquet(folder / INDEX)
    tell(total, total)


def _index(atlas: Atlas) -> pl.DataFrame:
    """Return which shape a unit has in a year, and a point inside it for its name."""
    inside = shapely.point_on_surface(list(atlas.shapes.values()))
    points = {
        "key": list(atlas.shapes),
        "x": shapely.get_x(inside).round(1),
        "y": shapely.get_y(inside).round(1),
    }
    units = pl.DataFrame(atlas.index, schema=list(COLUMNS), orient="row")
    return units.join(pl.DataFrame(points), on="key", how="left", maintain_order="left")


def _national(atlas: Atlas) -> dict[str, Shape]:
    """Return the shapes of provinces, each archipelago a part of its province."""
    provinces = {key: code for _, level, code, _, key in atlas.index if level == "province"}
    keys = sorted(provinces)
    simple = shapely.simplify([atlas.shapes[key] for key in keys], NATIONAL_TOLERANCE_KM)
    return {key: _with_islands(provinces[key], shape) for key, shape in zip(keys, simple, strict=True)}


def _with_islands(province: str, shape: Shape) -> Shape:
    return shapely.union_all([shape, *(one.shape for one in ARCHIPELAGOS if one.province == province)])


def _write_topology(path: Path, shapes: Mapping[str, Shape]) -> None:
    """Write shapes as TopoJSON; borders are drawn twice, so looking for shared ones would gain nothing."""
    topology = Topology(
        {"type": "FeatureCollection", "features": list(_features(shapes))},
        topology=False,
        prequantize=GRID,
        object_name=OBJECT,
    )
    path.write_text(str(topology.to_json()), encoding="utf-8")


def _features(shapes: Mapping[str, Shape]) -> Iterable[dict[str, object]]:
    for key, shape in shapes.items():
        yield {
            "type": "Feature",
            "properties": {"key": key},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
