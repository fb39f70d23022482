"""Periods and years of tables that say none: from a closing day, a remark below, or the other tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from title_books import TITLE, add, as_bytes, check, found, named, rules, titles_book

from etl.model import Verdict
from etl.words import render


def titled(line: str) -> bytes:
    return titles_book(titles=[*TITLE[:3], line])


def book_of_tabs(*tabs: tuple[str, Sequence[str]], below: str | None = None) -> bytes:
    """Return a book with one table a tab: its name, and the lines below that of the district's office."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for place, (name, lines) in enumerate(tabs):
        sheet = book.create_sheet(name)
        add(sheet, [TITLE[0]], *([line] for line in lines))
        group, count = (("GĐHT", "hộ"), ("Dòng họ học tập", "dòng họ"), ("Đơn vị học tập", "đơn vị"))[place]
        add(sheet, ["TT", "Xã, thị trấn", f"Tổng số {count}", f"Số {group} được công nhận"])
        add(sheet, [1, "Lam Sơn", 100, 80], [2, "Minh Sơn", 50, 40])
        if below and place == 0:
            head = ["TT", "Xã, thị trấn", "Tổng số thôn", "Số thôn được công nhận cộng đồng học tập"]
            add(sheet, [None, "Tổng cộng", 150, 120], [below], head, [1, "Lam Sơn", 10, 8])
    return as_bytes(book)


def periods_of(verdict: Verdict) -> list[tuple[str, str]]:
    return sorted({(row["title"], row["period"]) for row in verdict.facts["title_count"]})


def test_a_tab_that_names_neither_year_nor_period_takes_both_from_the_other() -> None:
    verdict = check(book_of_tabs(("GDHT", ["6 tháng đầu năm 2018"]), ("DHHT", ["BIỂU 2"])))

    assert periods_of(verdict) == [("dong_ho", "6_thang"), ("gia_dinh", "6_thang")]
    told = [finding for finding in verdict.findings if finding.rule == "period_six_months"]
    assert [(finding.sheet, finding.cell) for finding in told] == [("GDHT", "A3"), ("DHHT", None)]
    assert "đã hiểu là số 6 tháng như bảng ghi “6 tháng đầu năm 2018”" in render(told[1])


def test_a_second_table_below_takes_the_period_of_the_one_above_it() -> None:
    half = check(book_of_tabs(("A", ["6 tháng đầu năm 2018"]), below="2. Cộng đồng học tập"))
    own = check(book_of_tabs(("A", ["6 tháng đầu năm 2018"]), below="2. Cộng đồng học tập năm 2018"))

    assert periods_of(half) == [("cong_dong", "6_thang"), ("gia_dinh", "6_thang")]
    assert periods_of(own) == [("cong_dong", "nam"), ("gia_dinh", "6_thang")]


@pytest.mark.parametrize(
    "tabs",
    [
        (("A", ["6 tháng đầu năm 2018"]), ("B", ["Năm 2018"]), ("C", [])),
        (("6T", ["BIỂU 1"]), ("B", [])),
        (("A", ["6 tháng đầu năm 2018"]), ("2018", [])),
    ],
)
def test_a_silent_tab_beside_others_that_leave_its_period_open_is_asked_about(
    tabs: tuple[tuple[str, Sequence[str]], ...],
) -> None:
    name = tabs[-1][0]
    verdict = check(book_of_tabs(*tabs), year=2018)
    answered = check(book_of_tabs(*tabs), year=2018, period="nam")

    assert (named(verdict, "period_unclear").sheet, named(verdict, "period_unclear").raw) == (name, name)
    assert "period_unclear" not in rules(answered)
    assert ("don_vi" if len(tabs) > 2 else "dong_ho", "nam") in periods_of(answered)


@pytest.mark.parametrize("second", [("Cả năm", []), ("B", ["Cả năm"]), ("B", ["Năm 2018"])])
def test_a_table_of_the_whole_year_keeps_it_beside_one_of_half(second: tuple[str, Sequence[str]]) -> None:
    verdict = check(book_of_tabs(("A", ["6 tháng đầu năm 2018"]), second))

    assert periods_of(verdict) == [("dong_ho", "nam"), ("gia_dinh", "6_thang")]


def test_a_quarter_is_asked_about_once_for_all_tables_that_follow_it() -> None:
    data = book_of_tabs(("A", ["Quý III năm 2018"]), ("B", []), below="2. Cộng đồng học tập")
    verdict = check(data)

    assert (rules(verdict).count("period_unclear"), verdict.rows.loaded) == (1, 0)
    assert {period for _, period in periods_of(check(data, period="9_thang"))} == {"9_thang"}


def test_a_tab_named_after_half_a_year_is_told_as_the_name_of_a_tab() -> None:
    finding = named(check(titles_book(sheet_name="6T")), "period_six_months")

    assert "trang tính mang tên “6T”, nên đã hiểu là số 6 tháng" in render(finding)
    assert "tên biểu ghi" not in render(finding)


def remarked(line: str, title: str = "Năm 2018", **hints: Any) -> Verdict:
    """Check a book of a year with a remark between its table and the signatures."""

    def mend(sheet: Worksheet) -> None:
        sheet.cell(13, 2, line)

    return check(titles_book(titles=[*TITLE[:3], title], mend=mend), **hints)


@pytest.mark.parametrize(
    "line",
    [
        "* Số liệu tính đến 30/6/2018", "Ghi chú: số liệu 6 tháng đầu năm", "(Tính đến 30/6/2018)",
        "Ghi chú: - Dân số năm 2017\n- Số liệu trên được chốt đến ngày 30/6/2018",
    ],
)  # fmt: skip
def test_a_remark_below_the_table_that_closes_its_figures_in_june_is_read_and_told(line: str) -> None:
    verdict = remarked(line)

    assert (verdict.year, verdict.period, rules(verdict)) == (2018, "6_thang", ["period_six_months"])
    assert found(verdict, "period_six_months")[1] == "B13"
    assert "ghi chú dưới bảng ghi “" in render(named(verdict, "period_six_months"))


@pytest.mark.parametrize(
    "line",
    [
        "* Số liệu tính đến 31/12/2018", "* Số liệu tính đến 30/11/2018",
        "Ghi chú: Dân số tính đến 30/6/2018",
        "Ghi chú: Số liệu 6 tháng đầu năm tăng 5%", "* Số hộ tính đến 30/6/2018",
        "Phương hướng 6 tháng cuối năm 2018", "Ghi chú: 6 tháng đầu năm có 2 xã chưa báo cáo",
    ],
)  # fmt: skip
def test_another_remark_below_the_table_says_nothing_of_its_period(line: str) -> None:
    assert (remarked(line).verdict, remarked(line).period) == ("accepted", "nam")


def test_a_remark_that_closes_the_figures_in_august_is_asked_about() -> None:
    verdict = remarked("* Số liệu tính đến 15/8/2018")

    assert found(verdict, "period_unclear") == ("error", "B13", "* Số liệu tính đến 15/8/2018")


@pytest.mark.parametrize("day", ["31/12/2019", "30/6/2019", "31/12/2017"])
def test_figures_that_close_in_another_year_than_the_title_names_wait_for_an_answer(day: str) -> None:
    data = titles_book(titles=[*TITLE[:4], f"(Số liệu tính đến {day})"])
    verdict = check(data)

    assert found(verdict, "year_contradiction")[:2] == ("error", "A5")
    assert named(verdict, "year_contradiction").values["years"] == sorted({2018, int(day[-4:])})
    assert verdict.rows.loaded == 0
    assert [check(data, year=year).year for year in (2018, int(day[-4:]))] == [2018, int(day[-4:])]
    assert "được lưu" not in " ".join(map(render, verdict.findings))


@pytest.mark.parametrize("day", ["31/12/2018", "30/6/2018", "20/11/2018"])
def test_figures_that_close_in_another_year_than_chosen_wait_for_an_answer(day: str) -> None:
    verdict = check(titled(f"(Số liệu tính đến {day})"), year=2019)

    assert (found(verdict, "year_contradiction")[1], verdict.rows.loaded) == ("A4", 0)
    assert named(verdict, "year_contradiction").values["years"] == [2018, 2019]


def test_the_year_in_which_figures_close_comes_before_that_of_another_tab() -> None:
    verdict = check(book_of_tabs(("2017", ["Năm 2017"]), ("B", ["(Số liệu tính đến 30/6/2018)"])))

    stored = {(row["title"], row["year"], row["period"]) for row in verdict.facts["title_count"]}
    assert stored == {("gia_dinh", 2017, "nam"), ("dong_ho", 2018, "6_thang")}


@pytest.mark.parametrize("day", ["30/11/2018", "15/3/2019"])
def test_a_day_on_which_the_year_of_another_tab_may_close_asks_nothing(day: str) -> None:
    data = book_of_tabs(("A", ["Năm 2018"]), ("B", [f"(Số liệu tính đến {day})"]))

    assert {row["year"] for row in check(data, period="nam").facts["title_count"]} == {2018}


@pytest.mark.parametrize(
    "line", ["6 tháng đầu năm 2018 và ước cả năm 2018", "6 tháng đầu năm 2018, ước thực hiện năm 2018"]
)
def test_half_a_year_beside_an_estimate_of_all_of_it_is_asked_about(line: str) -> None:
    data = titled(line)
    verdict, half, year = check(data), check(data, period="6_thang"), check(data, period="nam")

    assert (rules(verdict), found(verdict, "period_unclear")) == (["period_unclear"], ("error", "A4", line))
    assert (half.year, half.period, half.rows.loaded) == (2018, "6_thang", 4)
    assert (found(year, "estimate_table")[0], year.rows.loaded) == ("error", 0)


def test_an_estimate_of_half_a_year_is_no_figure_of_it() -> None:
    assert found(check(titled("Ước thực hiện 6 tháng đầu năm 2018")), "estimate_table")[0] == "error"


def test_an_estimate_beside_a_table_of_what_was_done_only_warns() -> None:
    verdict = check(book_of_tabs(("A", ["Năm 2018"]), ("B", ["Ước thực hiện năm 2018"])))

    assert (verdict.verdict, found(verdict, "estimate_table")[0]) == ("warnings", "warning")
