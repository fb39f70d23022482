"""Goals as the documents give them, by place, year and area."""

from datetime import date
from pathlib import Path

import pytest

from rubrics import BrokenLawError, library

GOALS = (Path(__file__).parent / "small_goals.yaml").read_text(encoding="utf-8")
KEYS = {
    *("programme", "place_code", "place_level", "title", "area_class", "goal_pct", "denominator"),
    *("goal_year", "first_year", "last_year", "counts_ranks", "document", "document_date"),
    *("confidence", "is_none", "note_vi"),
}


def shares(programme: str, area_class: str = "general") -> dict[str, float | None]:
    return {
        row["title"]: row["goal_pct"]
        for row in library().goal_rows()
        if (row["programme"], row["area_class"], row["is_none"]) == (programme, area_class, False)
    }


def rows_of(programme: str) -> list[dict[str, object]]:
    return [row for row in library().goal_rows() if row["programme"] == programme]


@pytest.mark.parametrize(
    ("programme", "area_class", "expected"),
    [
        ("qd281-2014", "general", {"gia_dinh": 70, "dong_ho": 50, "cong_dong": 60, "don_vi": 50}),
        ("qd281-2014", "difficult", {"gia_dinh": 60, "dong_ho": 40, "cong_dong": 50, "don_vi": 50}),
        ("qd387-2022", "general", {"gia_dinh": 70, "dong_ho": 65, "cong_dong": 65, "don_vi": 80}),
        ("thai-binh-281", "general", {"gia_dinh": 70, "dong_ho": 55, "cong_dong": 60, "don_vi": 60}),
        (
            "tra-bong-281",
            "general",
            {"gia_dinh": 60, "dong_ho": 40, "cong_dong": 50, "cong_dong_xa": 30, "don_vi": 50},
        ),
    ],
)
def test_a_programme_sets_the_shares_of_its_document(
    programme: str, area_class: str, expected: dict[str, float]
) -> None:
    assert shares(programme, area_class) == expected


@pytest.mark.parametrize(
    ("programme", "expected"),
    [
        ("qd281-2014", ("VN", "country", 2014, 2020, 2020, "Quyết định 281/QĐ-TTg", "secondary")),
        ("qd387-2022", ("VN", "country", 2021, 2025, 2025, "Quyết định 387/QĐ-TTg", "secondary")),
        (
            "thai-binh-281",
            ("34", "province", 2016, 2020, 2019, "Mục tiêu tỉnh Thái Bình thực hiện Đề án 281", "seed"),
        ),
        ("tra-bong-281", ("525", "district", 2017, 2020, 2020, "Kế hoạch 386/KH huyện Trà Bồng", "seed")),
    ],
)
def test_a_goal_names_its_place_period_and_document(programme: str, expected: tuple[object, ...]) -> None:
    keys = ("place_code", "place_level", "first_year", "last_year", "goal_year", "document", "confidence")

    found = {tuple(row[key] for key in keys) for row in rows_of(programme) if not row["is_none"]}

    assert found == {expected}


def test_from_2026_there_is_no_goal_and_the_reason_is_said() -> None:
    none = [row for row in library().goal_rows() if row["is_none"]]

    assert {row["title"] for row in none} == {"gia_dinh", "dong_ho", "cong_dong", "don_vi"}
    for row in none:
        assert (row["first_year"], row["last_year"], row["goal_pct"]) == (2026, None, None)
        assert row["note_vi"] == "chưa tìm thấy mục tiêu 2030"


def test_only_the_units_of_tra_bong_are_counted_among_the_registered() -> None:
    registered = [row for row in library().goal_rows() if row["denominator"] == "registered"]

    assert [(row["programme"], row["title"]) for row in registered] == [("tra-bong-281", "don_vi")]


def test_the_commune_title_counts_average_and_better_and_says_that_it_is_not_checked() -> None:
    (row,) = [row for row in library().goal_rows() if row["title"] == "cong_dong_xa"]

    assert row["counts_ranks"] == ["tot", "kha", "trung_binh"]
    assert "chưa đối chiếu" in row["note_vi"]


def test_rows_have_the_agreed_keys_and_the_date_of_the_document() -> None:
    rows = library().goal_rows()

    assert all(set(row) == KEYS for row in rows)
    assert {row["document_date"] for row in rows if row["programme"] == "qd281-2014"} == {date(2014, 2, 20)}
    assert {row["document_date"] for row in rows if row["programme"] == "thai-binh-281"} == {None}


def test_a_recorded_goal_file_is_added_and_its_newest_text_counts() -> None:
    newer = GOALS.replace("pct: 70", "pct: 75")

    rows = library([GOALS, newer]).goal_rows()

    shown = {row["title"]: row["goal_pct"] for row in rows if row["programme"] == "small-goals"}
    assert shown == {"gia_dinh": 75, "cong_dong_xa": 30}
    assert len(rows) == len(library().goal_rows()) + 2


def test_a_recorded_goal_file_replaces_the_packaged_one_of_its_id() -> None:
    rows = library([GOALS.replace("id: small-goals", "id: tra-bong-281")]).goal_rows()

    assert {row["place_code"] for row in rows if row["programme"] == "tra-bong-281"} == {"38"}


def test_a_broken_recorded_goal_is_refused_in_words() -> None:
    with pytest.raises(BrokenLawError, match=r"goal-1\.yaml:11 › goals › gia_dinh › pct"):
        library([GOALS.replace("pct: 70", "pct: 700")])


def test_a_goal_that_says_which_ranks_count_keeps_them() -> None:
    text = GOALS.replace("pct: 30,", "pct: 30, counts_ranks: [tot, kha],")

    (row,) = [
        row
        for row in library([text]).goal_rows()
        if (row["programme"], row["title"]) == ("small-goals", "cong_dong_xa")
    ]

    assert (row["counts_ranks"], row["note_vi"]) == (["tot", "kha"], None)


def moved(text: str, first_year: int, goal_year: int) -> str:
    """Return a goal file with another first year and deadline."""
    begun = text.replace("first_year: 2016", f"first_year: {first_year}")
    return begun.replace("goal_year: 2020", f"goal_year: {goal_year}")


OPEN_ENDED = GOALS.replace("last_year: 2020\n", "")
NATIONAL = (
    OPEN_ENDED.replace("id: small-goals", "id: national")
    .replace('{code: "38", level: province}', "{code: VN, level: country}")
    .replace("Kế hoạch thử", "Quyết định thử")
)


def last_years(*texts: str, programme: str = "small-goals") -> dict[str, int | None]:
    rows = library(texts).goal_rows()
    return {row["title"]: row["last_year"] for row in rows if row["programme"] == programme}


@pytest.mark.parametrize(
    ("first_year", "goal_year", "last_year"),
    [
        (2013, 2013, 2013),  # made before Decision 281
        (2014, 2020, 2020),
        (2016, 2018, 2020),  # its deadline passed, it holds until Decision 387
        (2020, 2025, 2020),
        (2021, 2025, None),  # under Decision 387 itself
        (2026, 2030, None),
    ],
)
def test_a_local_goal_holds_until_a_later_programme_starts(
    first_year: int, goal_year: int, last_year: int | None
) -> None:
    found = last_years(moved(OPEN_ENDED, first_year, goal_year))

    # The commune title, which the later programmes do not name, ends with the programme it was made under.
    assert found == {"gia_dinh": last_year, "cong_dong_xa": last_year}


def test_a_local_goal_that_says_its_last_year_keeps_it() -> None:
    found = last_years(OPEN_ENDED.replace("first_year: 2016", "first_year: 2016\nlast_year: 2023"))

    assert found == {"gia_dinh": 2023, "cong_dong_xa": 2023}


def test_a_later_document_of_the_place_takes_over_the_titles_it_names() -> None:
    later = (
        OPEN_ENDED.replace("id: small-goals", "id: later")
        .replace("first_year: 2016", "first_year: 2018")
        .replace("document: Kế hoạch thử", "document: Kế hoạch sau")
    )
    families = "\n".join(line for line in later.splitlines() if "cong_dong_xa" not in line) + "\n"

    assert last_years(OPEN_ENDED, families) == {"gia_dinh": 2017, "cong_dong_xa": 2020}
    same_document = families.replace("Kế hoạch sau", "Kế hoạch thử")
    assert last_years(OPEN_ENDED, same_document) == {"gia_dinh": 2020, "cong_dong_xa": 2020}
    elsewhere = families.replace('code: "38"', 'code: "34"')
    assert last_years(OPEN_ENDED, elsewhere) == {"gia_dinh": 2020, "cong_dong_xa": 2020}


def test_an_amendment_of_the_country_ends_local_goals_of_its_titles_only() -> None:
    local = moved(OPEN_ENDED, 2021, 2025)
    amended = moved(NATIONAL, 2023, 2025)
    families = "\n".join(line for line in amended.splitlines() if "cong_dong_xa" not in line) + "\n"

    assert last_years(local, families) == {"gia_dinh": 2022, "cong_dong_xa": None}


def test_a_goal_found_for_2030_takes_the_place_of_the_word_that_there_is_none() -> None:
    found = moved(NATIONAL, 2026, 2030)

    none = [row for row in library([found]).goal_rows() if row["is_none"]]

    assert {row["title"] for row in none} == {"dong_ho", "cong_dong", "don_vi"}
