"""Parts of a year, estimates and the date of the letter: none of them passes for the year assessed."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from title_books import TITLE, add, as_bytes, check, found, named, rules, titles_book

from etl.model import Hints, Verdict
from etl.pipeline import check_workbook
from etl.words import render


def book_of(line: str) -> bytes:
    return titles_book(titles=[*TITLE[:3], line])


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("6 tháng đầu năm 2018", "6_thang"),
        ("06 THÁNG ĐẦU NĂM 2018", "6_thang"),
        ("Nửa đầu năm 2018", "6_thang"),
        ("Sơ kết 6 tháng đầu năm 2018", "6_thang"),
        ("Tính đến tháng 6 năm 2018", "6_thang"),
        ("Năm 2018 (số liệu tính đến ngày 30/6/2018)", "6_thang"),
        ("Năm 2018 (tính đến ngày 30 tháng 6 năm 2018)", "6_thang"),
        ("Năm 2018 (số liệu tính đến 30.6.2018)", "6_thang"),
        ("Tính đến hết quý II năm 2018", "6_thang"),
        ("Năm 2018 (Số liệu chốt đến ngày 30/6/2018)", "6_thang"),
        ("Năm 2018 (Số liệu lấy đến ngày 30/06/2018)", "6_thang"),
        ("Năm 2018 (Thời điểm chốt số liệu: 30/6/2018)", "6_thang"),
        ("Năm 2018 (Từ 01/01/2018 đến 30/6/2018)", "6_thang"),
        ("Năm 2018 (từ ngày 01 tháng 01 năm 2018 đến ngày 30 tháng 9 năm 2018)", "9_thang"),
        ("Năm 2018 (Từ 01/01/2018 đến 31/12/2018)", "nam"),
        ("Năm 2018 (Từ 15/11/2017 đến 15/11/2018)", "nam"),
        ("Năm 2018 (Số liệu chốt ngày 31/12/2018)", "nam"),
        ("Năm 2018 (Dân số tính đến 30/6/2018)", "nam"),
        ("Năm 2018 (Dân số tính đến 31/12/2017)", "nam"),
        ("Từ tháng 01 đến tháng 6/2018", "6_thang"),
        ("Báo cáo 6 tháng 2018", "6_thang"),
        ("9 tháng đầu năm 2018", "9_thang"),
        ("Năm 2018 (tính đến 30/9/2018)", "9_thang"),
        ("Kết quả đến hết quý III năm 2018", "9_thang"),
        ("Năm 2018", "nam"),
        ("12 tháng năm 2018", "nam"),
        ("Cả năm 2018", "nam"),
        ("Năm 2018 (số liệu tính đến 30/11/2018)", "nam"),
        ("Năm 2018 (số liệu tính đến ngày 15/01/2019)", "nam"),
        ("Từ tháng 1 đến tháng 12 năm 2018", "nam"),
        ("Số liệu đến tháng 12/2018", "nam"),
        ("Năm 2018 (Kèm theo Công văn số 12/2018)", "nam"),
        ("Năm 2018 (Kèm theo Báo cáo ngày 06 tháng 9 năm 2018)", "nam"),
        ("Năm 2018 (Theo Thông tư số 10/2018/TT-BGDĐT)", "nam"),
        ("Sơ kết 2 năm thực hiện Đề án 281, năm 2018", "nam"),
        ("Năm 2018 (Kèm theo Báo cáo ngày 15 tháng 3 năm 2019)", "nam"),
    ],
)
def test_a_stored_part_of_the_year_is_known_by_its_words(line: str, period: str) -> None:
    verdict = check(book_of(line))

    assert (verdict.year, verdict.period, verdict.rows.loaded) == (2018, period, 4)
    assert {row["period"] for row in verdict.facts["title_count"]} == {period}


@pytest.mark.parametrize(
    "line",
    [
        "Quý III năm 2018", "Quý IV/2018", "Quý 1 năm 2018", "3 tháng đầu năm 2018", "Ba tháng đầu năm 2018",
        "11 tháng đầu năm 2018", "6 tháng cuối năm 2018", "Kỳ I năm 2018", "Sơ kết năm 2018",
        "Năm 2018 (số liệu tính đến 31/3/2018)", "Tháng 12 năm 2018", "Báo cáo tháng 12 năm 2018",
        "Tháng 11/2018", "I/2018", "12/2018", "Năm 2018 (Từ 01/7/2018 đến 31/12/2018)",
    ],
)  # fmt: skip
def test_another_part_of_the_year_is_never_stored_as_the_year(line: str) -> None:
    verdict = check(book_of(line))

    assert (verdict.verdict, rules(verdict)) == ("rejected", ["period_unclear"])
    assert (verdict.year, verdict.unit_code) == (2018, "389")
    assert found(verdict, "period_unclear") == ("error", "A4", line)
    assert "chọn kỳ báo cáo khi nộp" in render(named(verdict, "period_unclear"))
    settled = check(book_of(line), period="9_thang")
    assert (settled.verdict, settled.period, settled.rows.loaded) == ("accepted", "9_thang", 4)


@pytest.mark.parametrize(
    "lines",
    [
        ["Sơ kết 6 tháng đầu năm, phương hướng 6 tháng cuối năm 2018"],
        ["Kết quả 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2018"],
        ["Sơ kết 6 tháng đầu năm và triển khai nhiệm vụ 6 tháng cuối năm 2018"],
        ["Sơ kết 6 tháng đầu năm", "Phương hướng, nhiệm vụ 6 tháng cuối năm 2018"],
    ],
)
def test_the_year_of_which_the_rest_is_planned_is_that_of_its_first_half(lines: list[str]) -> None:
    verdict = check(titles_book(titles=[*TITLE[:3], *lines]))

    assert (verdict.year, verdict.period, rules(verdict)) == (2018, "6_thang", ["period_six_months"])


@pytest.mark.parametrize(
    "line", ["Phương hướng 6 tháng cuối năm 2018", "Kết quả 6 tháng đầu năm; phương hướng năm 2019"]
)
def test_a_plan_alone_names_no_year_of_what_was_done(line: str) -> None:
    assert "year_missing" in rules(check(book_of(line)))


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("(Số liệu tính đến 30/6/2018)", "6_thang"),
        ("Tính đến ngày 30 tháng 6 năm 2018", "6_thang"),
        ("Số liệu tính đến hết ngày 30.09.2018", "9_thang"),
        ("Số liệu tính đến 31/12/2018", "nam"),
        ("(tính đến ngày 31 tháng 12 năm 2018)", "nam"),
    ],
)
def test_the_day_on_which_figures_close_says_the_year_where_nothing_else_does(line: str, period: str) -> None:
    verdict = check(book_of(line))

    assert (verdict.year, verdict.period, verdict.rows.loaded) == (2018, period, 4)
    assert check(book_of(line), year=2018).period == period


@pytest.mark.parametrize("line", ["Số liệu tính đến 15/8/2018", "Tính đến ngày 20 tháng 11 năm 2018"])
def test_another_day_of_closing_says_the_year_and_asks_for_the_period(line: str) -> None:
    verdict = check(book_of(line))

    assert (verdict.year, verdict.rows.loaded, rules(verdict)) == (2018, 0, ["period_unclear"])
    assert found(verdict, "period_unclear") == ("error", "A4", line)
    assert check(book_of(line), period="9_thang").rows.loaded == 4


def test_a_day_after_the_turn_of_the_year_says_no_year() -> None:
    assert rules(check(book_of("Số liệu tính đến 15/01/2019"))) == ["year_missing"]


def test_a_day_of_closing_gives_way_to_every_other_word_on_the_year() -> None:
    line = "Số liệu tính đến 15/3/2019"

    assert check(titles_book(titles=[*TITLE[:4], line]), period="nam").year == 2018
    assert check(book_of(line), year=2018, period="nam").year == 2018


def from_template(line: str | None = None, period: str = "nam") -> bytes:
    """Return the form of a year as a template makes it, with what its hidden sheet says."""
    data = titles_book(titles=[*TITLE[:3], line] if line else TITLE)
    book = load_workbook(BytesIO(data))
    meta = book.create_sheet("_Meta")
    for pair in (("form", "danh-hieu"), ("period", period)):
        meta.append(pair)
    meta.sheet_state = "veryHidden"
    return as_bytes(book)


def test_a_template_of_the_year_does_not_answer_for_a_title_of_another_part() -> None:
    data = from_template("Quý III năm 2018")

    assert rules(check(data)) == ["period_unclear"]
    answered = check(data, period="9_thang")
    assert (answered.period, rules(answered)) == ("9_thang", ["period_differs"])


def test_the_choice_of_the_officer_comes_before_what_the_form_was_made_for_and_it_is_said() -> None:
    chosen = check(from_template(), period="6_thang")

    assert (chosen.period, chosen.rows.loaded) == ("6_thang", 4)
    assert {row["period"] for row in chosen.facts["title_count"]} == {"6_thang"}
    assert "được lập cho kỳ cả năm, nhưng khi nộp chọn kỳ 6 tháng." in render(named(chosen, "period_differs"))
    assert rules(check(from_template(), period="nam")) == []
    assert (check(from_template(period="9_thang")).period, rules(check(from_template()))) == ("9_thang", [])


def test_a_line_with_a_stored_part_wins_over_one_that_says_less() -> None:
    verdict = check(titles_book(titles=[*TITLE[:3], "SƠ KẾT CÔNG TÁC KHUYẾN HỌC", "6 tháng đầu năm 2018"]))

    assert (verdict.period, rules(verdict)) == ("6_thang", ["period_six_months"])


@pytest.mark.parametrize("line", ["Báo cáo ước thực hiện năm 2018", "Ước TH cả năm 2018", "ƯTH năm 2018"])
def test_an_estimate_is_set_aside_and_said(line: str) -> None:
    verdict = check(book_of(line))

    assert found(verdict, "estimate_table") == ("error", "A4", line)  # nothing else stands in the file
    assert (verdict.verdict, verdict.rows.loaded, rules(verdict)) == ("rejected", 0, ["estimate_table"])
    assert {row.reason for row in verdict.ignored if row.row >= 9} == {"estimate"}


def test_a_table_beside_an_estimate_is_loaded() -> None:
    data = titles_book(titles=[*TITLE[:3], "Năm 2018, được nhà nước ghi nhận"])

    assert check(data).verdict == "accepted"


@pytest.mark.parametrize(
    "line", ["Ngọc Lặc, tháng 01 năm 2019", "Ngọc Lặc, tháng 01/2019", "Ngọc Lặc, tháng … năm 2019"]
)
def test_the_month_of_the_letter_is_no_year_of_the_report(line: str) -> None:
    assert rules(check(book_of(line))) == ["year_missing"]
    assert check(book_of(f"Năm 2018 - {line}")).year == 2018
    assert check(titles_book(titles=[*TITLE[:4], line])).verdict == "accepted"


def test_a_month_of_the_report_itself_still_names_its_year() -> None:
    assert check(book_of("Báo cáo kết quả, tháng 12 năm 2018")).year == 2018


@pytest.mark.parametrize(
    "line", ["Thanh Hóa, ngày 5 tháng 12 năm 2018", "Tháng 12 năm 2018", "ngày …/12/2018"]
)
def test_a_month_beside_the_year_dates_the_letter(line: str) -> None:
    verdict = check(titles_book(titles=[*TITLE[:4], line]))

    assert (verdict.verdict, verdict.period, rules(verdict)) == ("accepted", "nam", [])


def table_of(*labels: str, title: str = "Năm 2018") -> Verdict:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    add(sheet, [TITLE[0]], [TITLE[2]], [title], ["TT", "Xã, thị trấn", "Tổng số hộ", *labels])
    add(sheet, [1, "Lam Sơn", 1000, *(800 + place for place in range(len(labels)))])
    return check(as_bytes(book))


@pytest.mark.parametrize(
    "label",
    ["GĐHT được công nhận tháng 12 năm 2018", "GĐHT được công nhận quý IV/2018", "GĐHT công nhận 6 tháng"],
)
def test_a_column_of_a_part_of_the_year_is_left_and_said(label: str) -> None:
    alone, beside = table_of(label), table_of(label, "GĐHT được công nhận năm 2018")

    assert found(alone, "other_period_columns")[:2] == ("warning", "D5")
    assert [row["recognised"] for row in alone.facts["title_count"]] == [None]
    assert rules(beside) == ["other_period_columns"]
    assert [row["recognised"] for row in beside.facts["title_count"]] == [801]


@pytest.mark.parametrize(
    "labels", [("Số GĐHT đăng ký (1)", "Công nhận (2)"), ("Số hộ đăng ký GĐHT (II)", "Công nhận")]
)
def test_the_number_of_a_column_behind_what_is_registered_is_no_period(labels: tuple[str, str]) -> None:
    verdict = table_of(*(label.replace("Công nhận", "GĐHT được công nhận") for label in labels))

    assert [(row["registered"], row["recognised"]) for row in verdict.facts["title_count"]] == [(800, 801)]
    assert "other_period_columns" not in rules(verdict)


def test_a_column_of_six_months_is_read_in_the_book_of_six_months() -> None:
    verdict = table_of("GĐHT công nhận 6 tháng", title="6 tháng đầu năm 2018")

    assert rules(verdict) == ["period_six_months"]
    assert [row["recognised"] for row in verdict.facts["title_count"]] == [800]


def test_the_day_on_which_households_were_counted_is_no_period() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    head = ["TT", "Xã, thị trấn", "Tổng số hộ (tính đến 30/6/2018)", "GĐHT được công nhận"]
    add(sheet, [TITLE[0]], [TITLE[2]], ["Năm 2018"], head, [1, "Lam Sơn", 1000, 800])

    verdict = check(as_bytes(book))

    assert [(row["total"], row["recognised"]) for row in verdict.facts["title_count"]] == [(1000, 800)]


def test_of_half_a_year_without_its_year_the_sentence_leaves_no_hole() -> None:
    finding = named(check(book_of("6 tháng đầu năm")), "period_six_months")

    assert render(finding).endswith("chưa tính vào kết quả cả năm.")


def named_book(file_name: str, line: str = "Năm 2018", period: str | None = None) -> Verdict:
    return check_workbook(book_of(line), file_name=file_name, hints=Hints(period=period))


@pytest.mark.parametrize(
    "name",
    ["Bao cao 6T 2018.xlsx", "BC_6_thang_dau_nam_2018.xlsx", "Biểu 6 tháng đầu năm.xlsx", "6-thang-2018.xls"],
)
def test_a_file_named_after_half_a_year_under_a_title_of_the_year_is_told(name: str) -> None:
    verdict = named_book(name)

    assert (verdict.verdict, verdict.period, rules(verdict)) == ("warnings", "nam", ["file_period_differs"])
    assert render(named(verdict, "file_period_differs")) == (
        f"Tệp mang tên “{name}” (6 tháng), nhưng tên biểu không ghi 6 tháng. "
        "Đã lấy là số cả năm 2018 theo biểu; sửa tên biểu, hoặc chọn kỳ báo cáo khi nộp nếu là số 6 tháng."
    )


@pytest.mark.parametrize(
    ("name", "line", "period"),
    [
        ("Bao cao 6T 2018.xlsx", "6 tháng đầu năm 2018", None),
        ("Bao cao 6T 2018.xlsx", "Năm 2018", "6_thang"),
        ("Bao cao 6T 2018.xlsx", "Năm 2018", "nam"),
        ("Bao cao nam 2018.xlsx", "Năm 2018", None),
        ("Bieu 06.xlsx", "Năm 2018", None),
    ],
)
def test_a_name_that_agrees_or_a_period_chosen_leaves_nothing_to_tell(
    name: str, line: str, period: str | None
) -> None:
    assert "file_period_differs" not in rules(named_book(name, line, period))


def test_a_file_of_nine_months_under_a_title_of_six_is_told_too() -> None:
    finding = named(named_book("BC 9 tháng.xlsx", "6 tháng đầu năm 2018"), "file_period_differs")

    assert "(9 tháng), nhưng tên biểu ghi 6 tháng. Đã lấy là số 6 tháng" in render(finding)


def test_of_a_title_without_a_year_it_is_not_told_that_it_says_the_whole_year() -> None:
    text = render(named(named_book("Bao cao 6 thang 2018.xlsx", "BIỂU 1"), "file_period_differs"))

    assert "nhưng tên biểu chưa ghi kỳ và năm" in text
    assert "số cả năm" not in text
