"""Places: which unit a code or a name means in a year, and what became of it."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise

import pytest

from warehouse.place_names import fold, modern_tone, split_prefix
from warehouse.places import Gone, Places, Unit, load_places

THANH_HOA, NGOC_LAC, DONG_SON = "38", "389", "405"


@pytest.fixture(scope="module")
def places() -> Places:
    return load_places()


def count(places: Places, code: str, level: str, year: int) -> int:
    return len(places.children(code, level=level, on=date(year, 12, 31)))


@pytest.mark.parametrize(
    ("year", "districts", "communes"),
    [(2016, 27, 635), (2018, 27, 635), (2019, 27, 559), (2020, 27, 559), (2024, 27, 558), (2025, 0, 166)],
)
def test_thanh_hoa_has_the_units_of_each_year(
    places: Places, year: int, districts: int, communes: int
) -> None:
    assert count(places, THANH_HOA, "district", year) == districts
    assert count(places, THANH_HOA, "commune", year) == communes


def test_thanh_hoa_had_26_districts_and_547_communes_on_the_eve_of_the_reform(places: Places) -> None:
    eve = date(2025, 6, 30)

    assert len(places.children(THANH_HOA, level="district", on=eve)) == 26
    assert len(places.children(THANH_HOA, level="commune", on=eve)) == 547


@pytest.mark.parametrize(("year", "expected"), [(2018, 22), (2019, 21), (2024, 21)])
def test_ngoc_lac_lost_one_commune_in_2019(places: Places, year: int, expected: int) -> None:
    assert count(places, NGOC_LAC, "commune", year) == expected


@pytest.mark.parametrize(("level", "expected"), [("province", 34), ("district", 0), ("commune", 3321)])
def test_the_country_has_two_levels_since_july_2025(places: Places, level: str, expected: int) -> None:
    assert count(places, "VN", level, 2025) == expected


def test_a_year_means_the_unit_in_force_on_31_december(places: Places) -> None:
    assert places.in_force("15085", 2024) == places.at("15085", date(2020, 1, 1))
    assert [places.in_force("15085", year).name for year in (2024, 2025)] == [
        "Xã Quang Trung",
        "Xã Thạch Lập",
    ]  # type: ignore[union-attr]


def test_a_unit_that_ended_within_the_year_may_still_be_reported_on(places: Places) -> None:
    district = places.in_force(NGOC_LAC, 2025)

    assert district is not None
    assert district.valid_to == date(2025, 6, 30)
    assert places.in_force(NGOC_LAC, 2026) is None


@pytest.mark.parametrize(
    ("code", "year", "ended", "successors"),
    [
        ("15082", 2020, date(2019, 11, 30), ["Thị trấn Ngọc Lặc"]),
        ("526", 2020, date(2019, 12, 31), ["Huyện Trà Bồng"]),
        (DONG_SON, 2025, date(2024, 12, 31), ["Thành phố Thanh Hóa"]),
        ("34", 2026, date(2025, 6, 30), ["Tỉnh Hưng Yên"]),
    ],
)
def test_a_code_abolished_earlier_says_its_last_day_and_its_successors(
    places: Places, code: str, year: int, ended: date, successors: list[str]
) -> None:
    gone = places.lookup(code, year)

    assert isinstance(gone, Gone)
    assert gone.ended == ended
    assert [unit.name for unit in gone.successors] == successors


def test_successors_are_followed_up_to_the_year_asked_for(places: Places) -> None:
    gone = places.lookup("15082", 2026)

    assert isinstance(gone, Gone)
    assert [(unit.code, unit.name) for unit in gone.successors] == [("15061", "Xã Ngọc Lặc")]


def test_a_district_of_the_past_is_followed_by_the_new_communes_that_took_its_communes(
    places: Places,
) -> None:
    gone = places.lookup(NGOC_LAC, 2026)

    assert isinstance(gone, Gone)
    assert {unit.short_name for unit in gone.successors} == {
        "Ngọc Lặc",
        "Thạch Lập",
        "Ngọc Liên",
        "Nguyệt Ấn",
        "Kiên Thọ",
        "Minh Sơn",
    }


def test_an_unknown_code_is_none(places: Places) -> None:
    assert places.lookup("99999", 2020) is None


@pytest.mark.parametrize(
    ("name", "scope", "year", "expected"),
    [
        ("Xã Lam Sơn", NGOC_LAC, 2018, ("exact", "15064")),
        ("X. Lam Sơn", NGOC_LAC, 2018, ("exact", "15064")),
        ("Lam Sơn", NGOC_LAC, 2018, ("exact", "15064")),
        ("UBND xã Lam Sơn", NGOC_LAC, 2018, ("exact", "15064")),
        ("TT Ngọc Lặc", NGOC_LAC, 2018, ("exact", "15061")),
        ("TT. Ngọc Lặc", NGOC_LAC, 2018, ("exact", "15061")),
        ("T.T Ngọc Lặc", NGOC_LAC, 2018, ("exact", "15061")),
        ("XÃ THUÝ SƠN", NGOC_LAC, 2018, ("exact", "15070")),
        ("XA LAM SON", NGOC_LAC, 2018, ("folded", "15064")),
        ("Xã Quảng Cư", "382", 2018, ("folded", "14839")),
        ("Đồng Tinh", NGOC_LAC, 2018, ("fuzzy", "15088")),
        ("Xã Thạch Lập", THANH_HOA, 2025, ("exact", "15085")),
        ("Lam Sơn", NGOC_LAC, 2025, ("exact", "15064")),
    ],
)
def test_a_written_name_finds_its_unit_inside_the_scope(
    places: Places, name: str, scope: str, year: int, expected: tuple[str, str]
) -> None:
    match = places.find(name, scope=scope, on_year=year)

    assert (match.kind, match.unit and match.unit.code) == expected


def test_a_name_of_old_and_new_units_means_the_new_one_in_the_year_of_the_reform(places: Places) -> None:
    match = places.find("Xã Ngọc Liên", scope=THANH_HOA, on_year=2025)

    assert match.unit is not None
    assert match.unit.valid_from == date(2025, 7, 1)


def test_the_prefix_decides_between_a_town_and_a_commune_of_one_name(places: Places) -> None:
    bare = places.find("Mường Chà", scope="11", on_year=2018)
    town = places.find("TT Yên Viên", scope="018", on_year=2018)
    commune = places.find("Xã Yên Viên", scope="018", on_year=2018)

    assert bare.unit is not None
    assert [town.unit.unit_type, commune.unit.unit_type] == ["thị trấn", "xã"]  # type: ignore[union-attr]
    assert places.find("Yên Viên", scope="018", on_year=2018).kind == "ambiguous"


def test_a_name_held_by_many_communes_of_a_province_is_ambiguous(places: Places) -> None:
    match = places.find("Xã Minh Sơn", scope=THANH_HOA, on_year=2018)

    assert match.kind == "ambiguous"
    assert match.unit is None
    assert len(match.candidates) > 1


def test_a_commune_is_never_looked_for_in_the_whole_country(places: Places) -> None:
    assert places.find("Xã Lam Sơn", scope="VN", on_year=2018).kind == "none"
    assert places.find("Tỉnh Thanh Hóa", scope="VN", on_year=2018, level="province").kind == "exact"


def test_the_name_of_an_ended_commune_is_not_bent_to_a_neighbour(places: Places) -> None:
    match = places.find("Xã Ngọc Khê", scope=NGOC_LAC, on_year=2021)

    assert match.kind == "none"
    assert match.gone is not None
    assert [unit.name for unit in match.gone.successors] == ["Thị trấn Ngọc Lặc"]


def test_an_old_name_in_the_year_of_its_change_means_the_state_of_31_december(places: Places) -> None:
    match = places.find("Huyện Tĩnh Gia", scope=THANH_HOA, on_year=2020, level="district")

    assert match.unit is not None
    assert match.unit.name == "Thị xã Nghi Sơn"


@pytest.mark.parametrize(
    ("text", "year", "code"),
    [
        ("UBND HUYỆN NGỌC LẶC", 2018, "389"),
        ("Xã: Lam Sơn – Huyện: Ngọc Lặc", 2018, "15064"),
        ("TỔNG HỢP KẾT QUẢ tỉnh Thanh Hóa năm 2018", 2018, "38"),
        ("HỘI KHUYẾN HỌC HUYỆN TRÀ BỒNG, TỈNH QUẢNG NGÃI", 2018, "525"),
        ("CỘNG ĐỒNG HỌC TẬP CẤP XÃ NĂM 2018\nHUYỆN NGỌC LẶC, TỈNH THANH HOÁ", 2018, "389"),
        ("HUYEN TINH GIA", 2018, "407"),
        ("Thành phố Thanh Hóa", 2018, "380"),
        ("TP. Hồ Chí Minh", 2018, "79"),
        ("Huyện Châu Thành, tỉnh Long An", 2018, "808"),
        ("UBND xã Ngọc Liên - tỉnh Thanh Hóa", 2025, "15091"),
        ("Huyện Châu Thành", 2018, None),
        ("UBND xã Lam Sơn", 2018, None),
        ("Xã hội học tập năm 2018", 2018, None),
    ],
)
def test_a_title_line_gives_the_narrowest_unit_that_it_names(
    places: Places, text: str, year: int, code: str | None
) -> None:
    unit = places.find_scope(text, year)

    assert (unit.code if unit else None) == code


def test_error_messages_get_the_nearest_codes(places: Places) -> None:
    assert "15064" in [unit.code for unit in places.nearest_codes("15065")]
    assert "Huyện Ngọc Lặc" in [unit.name for unit in places.nearest_codes("Ngoc Lac")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("P1", ("phường", "1")),
        ("Xã Xá Lượng", ("xã", "xá lượng")),
        ("Xá Lượng", (None, "xá lượng")),
        ("TX. Bỉm Sơn", ("thị xã", "bỉm sơn")),
        ("H.Ngọc  Lặc", ("huyện", "ngọc lặc")),
        ("thi tran Ngoc Lac", ("thị trấn", "ngoc lac")),
    ],
)
def test_a_prefix_is_split_from_a_name(written: str, expected: tuple[str | None, str]) -> None:
    assert split_prefix(written) == expected


def test_the_key_forgets_marks_tone_style_prefix_and_y() -> None:
    assert fold("Xã Thuý Sơn") == fold("THÚY SƠN") == fold("x. Thúi Sơn") == "thuison"
    assert modern_tone("Thanh Hoá, Quý, Thuỵ, Hoàng") == "Thanh Hóa, Quý, Thụy, Hoàng"


def test_every_unit_lies_in_a_parent_that_stands_as_long_as_it_does(places: Places) -> None:
    def orphaned(unit: Unit) -> bool:
        days = [unit.valid_from, unit.valid_to or date(2030, 1, 1)]
        return any(places.at(unit.parent_code or "", day) is None for day in days)

    assert [unit.key for unit in places.units if unit.level != "country" and orphaned(unit)] == []


def test_states_of_one_code_do_not_overlap_and_each_ended_state_has_a_change(places: Places) -> None:
    for code in {unit.code for unit in places.units}:
        states = places.history(code)
        for before, after in pairwise(states):
            assert before.valid_to is not None
            assert before.valid_to < after.valid_from
    silent = [unit.key for unit in places.units if unit.valid_to and not places.changes_from(*unit.key)]
    assert silent == []


def test_the_code_of_a_district_never_moves_to_another_province(places: Places) -> None:
    """Figures of a district that ended within the year are placed by its code alone."""
    districts = [unit for unit in places.units if unit.level == "district"]
    provinces = {(unit.code, unit.province_code) for unit in districts}
    assert len(provinces) == len({unit.code for unit in districts}) > 700


def test_every_change_leads_from_and_to_a_known_state(places: Places) -> None:
    known = {unit.key for unit in places.units}
    targets = {(change.to_code, change.to_valid_from) for change in places.changes if change.to_code}

    assert {(change.from_code, change.from_valid_from) for change in places.changes} <= known
    assert targets <= known


def test_every_commune_of_the_eve_has_a_successor_and_divided_ones_are_marked(places: Places) -> None:
    eve = date(2025, 6, 30)
    for unit in places.children("VN", level="commune", on=eve):
        links = places.changes_from(*unit.key)
        assert links
        assert {link.is_partial for link in links} == {len(links) > 1}, unit.name


def test_corrections_to_the_crosswalk_are_in_the_seeds(places: Places) -> None:
    pairs = {(change.from_code, change.to_code) for change in places.changes}

    assert ("31268", "31666") not in pairs
    assert {("00553", "00562"), ("01615", "01648"), ("02485", "02494"), ("09013", "09817")} <= pairs


def test_mergers_of_resolution_786_are_exact_and_as_many_as_the_source_says(places: Places) -> None:
    ended = [
        change
        for change in places.changes
        if change.resolution == "786/NQ-UBTVQH14" and change.change in ("merge", "abolish")
    ]

    assert len(ended) == 635 - 559
    assert {(change.effective_date, change.date_precision) for change in ended} == {
        (date(2019, 12, 1), "exact")
    }


def test_rows_of_a_snapshot_make_the_same_places_as_the_seeds() -> None:
    row = {
        "code": "38",
        "valid_from": date(2016, 1, 1),
        "valid_to": None,
        "name": "Tỉnh Thanh Hóa",
        "level": "province",
        "parent_code": "VN",
        "date_precision": "snapshot",
        "source": "x",
        "resolution": None,
    }

    unit = Places.from_rows([row], []).in_force("38", 2020)

    assert unit is not None
    assert (unit.short_name, unit.unit_type, unit.province_code) == ("Thanh Hóa", "tỉnh", "38")


def test_places_load_fast_and_an_exact_name_takes_microseconds(places: Places) -> None:
    started = time.process_time()
    Places.load()
    load_seconds = time.process_time() - started
    started = time.process_time()
    for _ in range(1_000):
        places.find("Xã Lam Sơn", scope=NGOC_LAC, on_year=2018)
    find_seconds = (time.process_time() - started) / 1_000

    assert load_seconds < 1.5  # 0.25 s measured; room for a busy machine
    assert find_seconds < 0.001
