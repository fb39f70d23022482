import itertools
import json
from collections import Counter
from datetime import date

import numpy as np
import polars as pl
import pytest
import shapely
from submissions import PLACES

from dashboard import boundaries
from dashboard.boundaries import build, derive, dissolve, files, outline
from dashboard.boundaries.seeds import Seeds, read_seeds, seeds_of

LAND = shapely.box(0, 0, 30, 20)


def seeds(*boxes):
    columns = np.array(boxes, dtype=float).T
    return Seeds(tuple(f"{n:05}" for n in range(len(boxes))), *columns)


def row(code, latitude, longitude, box="10.0,105.0 – 10.1,105.1"):
    return code, latitude, longitude, box


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Derive the shapes of the whole country once, as the first run does."""
    root = tmp_path_factory.mktemp("shapes")
    build.build(root)
    return root, boundaries.ready(root)


def test_neighbours_share_their_border_and_fill_the_land():
    shapes = derive.derive(seeds((5, 10, 5, 10), (15, 10, 5, 10), (25, 10, 5, 10)), LAND)

    assert sum(shape.area for shape in shapes.values()) == pytest.approx(LAND.area)
    assert all(
        one.intersection(other).area < 1e-6 for one, other in itertools.combinations(shapes.values(), 2)
    )
    assert shapes["00001"].bounds == pytest.approx((10, 0, 20, 20), abs=0.5)


def test_a_small_box_inside_a_large_one_keeps_its_ground():
    shapes = derive.derive(seeds((15, 10, 15, 10), (15, 10.5, 2, 2)), LAND)

    assert shapes["00001"].contains(shapely.Point(15, 10.5))
    assert shapes["00000"].area > shapes["00001"].area


def test_a_commune_beyond_the_outline_is_a_disc():
    shapes = derive.derive(seeds((15, 10, 15, 10), (100, 10, 2, 2)), LAND)

    assert shapes["00001"].centroid.coords[0] == pytest.approx((100, 10))


def test_a_centre_that_two_share_or_a_box_as_wide_as_a_province_is_no_seed():
    rows = [
        row("1", 10.05, 105.05), row("2", 11.0, 106.0), row("3", 11.0, 106.0),
        row("4", 12.0, 107.0, "12.0,107.0 – 12.9,107.9"),
    ]  # fmt: skip

    assert seeds_of(rows).codes == ("1",)


def test_thanh_hoa_has_its_27_districts_in_2018_and_none_after_they_ended(made):
    _, shapes = made

    assert len(shapes.keys(level="district", year=2018, province="38")) == 27
    assert "405" in shapes.keys(level="district", year=2018, province="38")
    assert shapes.keys(level="district", year=2025, province="38") == {}
    assert len(shapes.keys(level="province", year=2018)) == 63
    assert len(shapes.keys(level="province", year=2025)) == 34


def test_a_code_that_was_given_again_has_another_shape(made):
    _, shapes = made

    old, new = (shapes.keys(level="commune", year=year, province="38")["15085"] for year in (2018, 2025))
    assert old != new


def test_every_unit_with_a_shape_is_one_of_its_year(made):
    _, shapes = made
    for year in (2018, 2025):
        known = {unit.code for unit in PLACES.children("38", level="commune", on=date(year, 12, 31))}
        drawn = shapes.keys(level="commune", year=year, province="38")
        assert drawn
        assert set(drawn) <= known


def test_every_key_of_the_index_has_one_shape_in_the_file_of_its_province(made):
    _, shapes = made
    index = pl.read_parquet(shapes.folder / files.INDEX)
    for province in ("38", "34", "33"):
        found = Counter(
            shape["properties"]["key"]
            for shape in _topology(shapes, province)["objects"]["units"]["geometries"]
        )
        wanted = index.filter((pl.col("province") == province) & (pl.col("level") != "province"))["key"]
        assert set(found) == set(wanted)
        assert set(found.values()) == {1}


def test_a_district_is_the_sum_of_its_communes(made):
    _, shapes = made
    communes = PLACES.children("389", level="commune", on=date(2024, 12, 31))
    keys = shapes.keys(level="commune", year=2024, province="38")
    drawn = {key: shape.area for key, shape in _shapes(shapes, "38").items()}

    parts = sum(drawn[keys[unit.code]] for unit in communes if unit.code in keys)

    assert drawn[shapes.keys(level="district", year=2024, province="38")["389"]] == pytest.approx(
        parts, rel=0.01
    )


def test_the_archipelagos_are_part_of_their_provinces_and_named(made):
    _, shapes = made
    national = _shapes(shapes, "VN")
    keys = shapes.keys(level="province", year=2025)
    for one, label in zip(outline.ARCHIPELAGOS, shapes.labels(), strict=True):
        assert national[keys[one.province]].intersects(shapely.Point(one.place))
        assert label["name"] == one.name


def test_no_file_is_heavier_than_a_weak_line_bears(made):
    _, shapes = made

    assert max(path.stat().st_size for path in shapes.folder.glob("*.topojson")) < 400_000


def test_making_them_again_does_nothing_and_a_failure_leaves_nothing_half_made(made, tmp_path, monkeypatch):
    root, shapes = made
    before = (shapes.folder / files.INDEX).stat().st_mtime_ns
    build.build(root)
    assert (shapes.folder / files.INDEX).stat().st_mtime_ns == before

    monkeypatch.setattr(build.derive, "derive", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build.build(tmp_path)
    assert boundaries.ready(tmp_path) is None
    assert [path.name for path in boundaries.folder_of(tmp_path).iterdir()] in ([], ["lock"])


def test_shapes_of_another_version_and_of_an_ended_process_are_removed(made, tmp_path, monkeypatch):
    home = boundaries.folder_of(tmp_path)
    for left in ("0123456789ab", "making-x"):
        (home / left).mkdir(parents=True)
    monkeypatch.setattr(build.derive, "derive", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build.build(tmp_path)

    assert not [path for path in home.iterdir() if path.is_dir()]


def test_without_the_package_there_are_no_shapes_and_no_failure_of_the_page(tmp_path, monkeypatch):
    def missing(name):
        raise boundaries.PackageNotFoundError(name)

    monkeypatch.setattr(boundaries, "version_of", missing)
    boundaries.version.cache_clear()
    try:
        assert boundaries.ready(tmp_path) is None
    finally:
        boundaries.version.cache_clear()


def test_making_is_started_once_and_ended_with_the_server(tmp_path, monkeypatch):
    sleeper = tmp_path / "python"
    sleeper.write_text("#!/bin/sh\nexec sleep 600\n")
    sleeper.chmod(0o755)
    monkeypatch.setattr(boundaries.sys, "executable", str(sleeper))
    boundaries.start(tmp_path)
    process = boundaries._started[tmp_path.resolve()]
    boundaries.start(tmp_path)

    assert boundaries._started[tmp_path.resolve()] is process
    assert boundaries.progress(tmp_path) == (0, 1)
    boundaries.stop()
    assert process.returncode is not None


def test_seeds_hold_most_communes():
    assert 9_500 < len(read_seeds().codes) < 10_035


def test_the_reform_is_when_the_lists_say():
    assert any(change.effective_date == dissolve.REFORM for change in PLACES.changes)


def _topology(shapes, province):
    return json.loads((shapes.folder / f"{province}.topojson").read_text(encoding="utf-8"))


def _shapes(shapes, province):
    """Read a file as a browser does: steps along each arc, then the grid back onto the plane."""
    topology = _topology(shapes, province)
    scale, origin = (np.array(topology["transform"][name]) for name in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + origin for arc in topology["arcs"]]
    return {
        shape["properties"]["key"]: _polygons(shape, arcs)
        for shape in topology["objects"]["units"]["geometries"]
    }


def _polygons(shape, arcs):
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    rings = [[np.concatenate([arcs[arc] for arc in ring]) for ring in polygon] for polygon in polygons]
    return shapely.union_all([shapely.make_valid(shapely.Polygon(ring[0], ring[1:])) for ring in rings])
