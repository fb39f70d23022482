"""Explanations agree with the scores, and two versions can be compared on one year."""

from pathlib import Path

import duckdb

from rubrics import compare, explain, library
from rubrics.shelf import assemble

SMALL = (Path(__file__).parent / "small_rubric.yaml").read_text(encoding="utf-8")
TT44 = library().rubric("tt44-2014")


def test_the_way_to_the_next_rank_is_told_in_points() -> None:
    score = explain(TT44, {each.id: float(each.maximum) * 0.7 for each in TT44.criteria})

    assert score.next_rank is not None
    assert (score.next_rank.rank, score.next_rank.points_short) == ("tot", 10.0)
    assert score.message_vi == (
        "Tổng 70/100 điểm, xếp loại Khá. Còn thiếu 10 điểm để đạt mức Tốt."
        " Kết quả tính thử: điểm tối đa và các mức xếp loại chưa đối chiếu với văn bản gốc."
    )


def test_the_best_rank_has_no_next_one() -> None:
    score = explain(TT44, {each.id: float(each.maximum) for each in TT44.criteria})

    assert score.next_rank is None
    assert score.message_en.startswith("Total 100 of 100 points, rank Good.")


def test_points_are_written_with_a_decimal_comma_in_vietnamese() -> None:
    points = {each.id: float(each.maximum) for each in TT44.criteria} | {"tc15": 4.5}

    score = explain(TT44, points)

    assert "Tổng 99,5/100 điểm" in score.message_vi
    assert "Total 99.5 of 100" in score.message_en


def test_each_criterion_is_shown_with_its_state() -> None:
    score = explain(TT44, {"tc01": 11, "tc02": 3.5})

    assert [line.state for line in score.criteria[:3]] == ["out_of_range", "given", "missing"]
    assert "ngoài khoảng cho phép ở tiêu chí 1" in score.message_vi


def test_a_confirmed_rubric_no_longer_says_that_it_is_not_checked() -> None:
    (rubric,) = assemble({"a.yaml": SMALL}).rubrics

    assert "chưa đối chiếu" not in explain(rubric, {"tc01": 9, "tc02": 4, "tc03": 4}).message_vi


def test_two_versions_are_compared_on_the_points_of_one_year() -> None:
    stricter = SMALL.replace("from: 16", "from: 18").replace("below: 16", "below: 18")
    stricter = stricter.replace("small-2020", "strict-2020")
    ours, theirs = assemble({"a.yaml": SMALL, "b.yaml": stricter}).rubrics
    with duckdb.connect() as connection:
        connection.execute(
            "create schema scored;"
            "create table scored.criterion_points (unit_code varchar, unit_valid_from date, year integer,"
            " province_code varchar, criterion varchar, points double)"
        )
        for unit, year, points in [("A", 2020, (9, 4, 4)), ("B", 2020, (10, 5, 5)), ("A", 2019, (1, 1, 1))]:
            for place, value in enumerate(points, start=1):
                row = [unit, "2016-01-01", year, "38", f"tc0{place}", value]
                connection.execute("insert into scored.criterion_points values (?, ?, ?, ?, ?, ?)", row)
        row = ["C", "2016-01-01", 2020, "38", "tc01", 10]
        connection.execute("insert into scored.criterion_points values (?, ?, ?, ?, ?, ?)", row)

        result = connection.execute(compare(ours, theirs), {"year": 2020})
        columns = [column[0] for column in result.description]
        rows = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]

    shown = ("unit_code", "total_a", "rank_a", "total_b", "rank_b", "is_different")
    assert [tuple(row[key] for key in shown) for row in rows] == [
        ("A", 17.0, "tot", 17.0, "kha", True),
        ("B", 20.0, "tot", 20.0, "tot", False),
        ("C", None, None, None, None, False),
    ]
    assert rows[2]["missing_b"] == ["tc02", "tc03"]
