from coverage_rows import row

from dashboard import maps
from dashboard.measures import GAP, MEASURES, RANK


def test_a_place_without_a_shape_is_not_drawn_as_another():
    drawn = maps.map_rows([row(), row(unit_code="390")], GAP, {"389": "D389-1"}, {"389": (1.0, 2.0)})

    assert drawn["code"].to_list() == ["389"]
    assert drawn.select("key", "label", "x", "y").row(0) == ("D389-1", "Ngọc Lặc", 1.0, 2.0)


def test_a_hover_card_says_counts_goal_and_status_in_words():
    card = maps.map_rows([row()], GAP, {"389": "D389-1"}, {}).row(0, named=True)

    assert card["figure"] == "70,0% (700/1.000)"
    assert card["goal"] == "70% (QĐ 281/QĐ-TTg)"
    assert card["status"] == "✓ Đã đạt mục tiêu"
    assert card["reported"] == "22/22"


def test_a_hover_card_of_ranks_says_district_rank_and_points():
    ranked = row(level="commune", unit_name="Xã Lam Sơn") | {
        "district": "Huyện Ngọc Lặc",
        "rank": "kha",
        "points": 72.5,
    }
    card = maps.map_rows([ranked], RANK, {"389": "15064"}, {}).row(0, named=True)

    assert (card["name"], card["district"]) == ("Xã Lam Sơn", "Huyện Ngọc Lặc")
    assert card["rank"] == "▲ Khá, 72,5 điểm"
    assert "figure" not in card


def test_many_places_have_no_names_on_the_map():
    rows = [row(unit_code=str(code)) for code in range(maps.MOST_NAMES + 1)]
    keys = {one["unit_code"]: one["unit_code"] for one in rows}
    points = dict.fromkeys(keys, (1.0, 2.0))

    assert set(maps.map_rows(rows, GAP, keys, points)["label"]) == {""}


def test_a_chart_names_no_year_and_no_place_and_is_light():
    for measure in MEASURES:
        spec = str(maps.map_spec("/geo/v/38.topojson", measure, [{"name": "Hoàng Sa", "x": 0, "y": 0}]))
        assert len(spec) < 100_000
        assert "2018" not in spec
