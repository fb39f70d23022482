"""A title from one year to the next in words; years that are not comparable are not compared."""

from datetime import date

import pytest

from dashboard import charts, trends

OLD, NEW = date(2004, 1, 1), date(2019, 12, 1)


def row(**given):
    base = {
        "title": "dong_ho", "year": 2018,
        "total": 100, "registered": None, "assessed": None, "recognised": 40,
        "denominator": "all", "rate_pct": 40.0, "units_reported": 22, "units_expected": 22,
        "unit_valid_from": OLD, "goal_pct": 50.0, "goal_year": 2020,
    }  # fmt: skip
    return base | given


def before(**given):
    return row(**({"year": 2017, "recognised": 41, "rate_pct": 41.3} | given))


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        ({}, {}, "Giảm 1,3 điểm phần trăm so với năm 2017; số được công nhận giảm 1 dòng họ."),
        (
            {"rate_pct": 45.8, "recognised": 46}, {},
            "Tăng 4,5 điểm phần trăm so với năm 2017; số được công nhận tăng 5 dòng họ.",
        ),
        (
            {}, {"rate_pct": 40.0, "recognised": 40},
            "Tỷ lệ không đổi so với năm 2017; số được công nhận không đổi.",
        ),
        ({"total": 4, "recognised": 3}, {}, "Năm 2017 là 41/100 dòng họ, nay là 3/4."),
        ({}, {"rate_pct": None}, "Chưa so được với năm trước: năm 2017 chưa có số liệu."),
        ({"rate_pct": None}, {}, "Chưa so được với năm trước: năm 2018 chưa có số liệu."),
        ({}, {"denominator": "registered"}, "Không so với năm 2017: khác mẫu số."),
        ({"unit_valid_from": NEW}, {}, "Không so với năm 2017: địa giới hoặc đơn vị đã thay đổi."),
        (
            {"units_reported": 19}, {},
            "Chưa so được với năm 2017 vì chưa đủ báo cáo: nay 19/22 xã, năm 2017 22/22 xã.",
        ),
    ],
)  # fmt: skip
def test_the_difference_from_the_year_before(now, then, said):
    assert trends.comparison(row(**now), before(**then)) == said


def test_without_a_year_before_nothing_is_compared():
    assert trends.comparison(row(), None) == "Chưa so được với năm trước: năm 2017 chưa có số liệu."


def test_a_year_between_without_figures_breaks_the_line():
    told = trends.of_title([row(year=2016), row(year=2018), row(year=2018, title="gia_dinh")], "dong_ho")

    assert [(each["year"], each["rate_pct"]) for each in told] == [(2016, 40.0), (2017, None), (2018, 40.0)]
    assert trends.of_title([row(rate_pct=None)], "dong_ho") == []


def test_years_of_which_nothing_came_stand_between_the_others():
    assert trends.span([2018, 2016]) == [2016, 2017, 2018]
    assert trends.span([]) == []


def test_ranks_of_years_apart_do_not_stand_side_by_side():
    counts = [{"year": year, "result": "tot", "units": 3} for year in (2016, 2018)]

    drawn = charts.rank_bars(counts, ["tot"])["layer"]

    assert all(layer["encoding"]["x"]["scale"]["domain"] == ["2016", "2017", "2018"] for layer in drawn)


def test_a_goal_is_one_step_however_many_years_it_holds():
    rows = [row(year=2016), row(year=2017), row(year=2021, goal_pct=65.0, goal_year=2025), row(goal_pct=None)]

    assert trends.goal_steps(rows, "dong_ho") == [(2020, 50.0), (2025, 65.0)]


def test_a_few_things_are_counted_without_a_percentage():
    assert (trends.rate_text(row(total=4, recognised=3)), trends.rate_text(row())) == ("3/4", "40,0%")
    assert trends.rate_text(row(rate_pct=None)) is None
    assert trends.heading(row(total=4, recognised=3)) == "“Dòng họ học tập” năm 2018: 3/4 dòng họ"
    assert trends.heading(row()) == "“Dòng họ học tập” năm 2018: 40/100 dòng họ (40,0%)"
    assert trends.heading(row(recognised=None)) == "“Dòng họ học tập” năm 2018: chưa có số liệu"


def test_words_of_a_goal_and_of_a_rate_at_one_year_stand_apart():
    spec = charts.trend([row(year=2020)], [(2020, 50.0)])
    below = {each["text"]: each["is_below"] for data in spec["datasets"].values() for each in data}

    assert below == {"40,0%": True, "Mục tiêu 50%": False}


def test_another_place_changes_the_rows_of_a_chart_and_not_the_chart():
    first, second = (charts.trend([row(rate_pct=rate)], [(2020, 50.0)]) for rate in (40.0, 45.0))

    assert first["datasets"] != second["datasets"]
    assert first | {"datasets": None} == second | {"datasets": None}
