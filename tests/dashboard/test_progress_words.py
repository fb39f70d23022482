"""Sentences, cards and tables, from rows as `query coverage` returns them."""

import pytest

from dashboard import cards, i18n, sentences, tables

VILLAGES = {"total": 400, "registered": 380, "assessed": None, "recognised": 175}


def row(**given):
    base = {
        "unit_code": "386", "unit_name": "Huyện Ngọc Lặc", "level": "district", "year": 2018, "period": "nam",
        "title": "dong_ho", **VILLAGES, "denominator": "all", "rate_pct": 43.75, "goal_pct": 50.0,
        "goal_year": 2020,
        "goal_document": "Quyết định 281/QĐ-TTg", "gap_pct": -6.25, "gap_count": -25, "status": "behind",
        "units_reported": 22, "units_expected": 22,
        "estimated": False, "rate_low_pct": 43.75, "rate_high_pct": 43.75,
        "previous_rate_pct": 41.0, "previous_units_missing": 0, "first_year": 2016,
        "goal_confidence": "official", "goal_kind": "all", "next_goal_pct": None,
        "other_area_goal_pct": None, "other_area_goal_year": None, "other_area_class": None,
        "other_area_document": None,
        "next_document": None, "area_class": "general", "parent_code": "38",
    }  # fmt: skip
    return base | given


def met(**given):
    good = {
        "title": "gia_dinh",
        "rate_pct": 81.0,
        "goal_pct": 70.0,
        "gap_pct": 11.0,
        "gap_count": 900,
        "status": "met",
    }
    return row(**(good | given))


@pytest.fixture
def english():
    i18n.use("en")
    yield
    i18n.use("vi")


def said(rows):
    return sentences.answer(rows, place="Huyện Ngọc Lặc", year=2018)


def test_the_first_sentence_names_year_scope_and_coverage():
    assert said([met()])[0] == "Năm 2018, huyện Ngọc Lặc: 22/22 xã đã báo cáo."


def test_the_second_sentence_counts_good_titles_and_names_the_furthest():
    answer = said([met(), row(), row(title="don_vi", gap_pct=-2.0, gap_count=-3)])

    assert answer[1] == (
        "1/3 danh hiệu đã đạt mục tiêu hoặc đúng tiến độ; “Dòng họ học tập” còn xa mục tiêu nhất, "
        "thiếu 6,3 điểm phần trăm, khoảng 25 dòng họ."
    )


def test_the_reason_gives_counts_goal_and_document():
    assert said([row()])[2] == (
        "“Dòng họ học tập”: 175/400 dòng họ được công nhận, "
        "mục tiêu là 50% đến năm 2020 (Quyết định 281/QĐ-TTg)."
    )


def test_a_falling_title_says_by_how_much_and_since_when():
    answer = said([row(status="falling", previous_rate_pct=45.05)])

    assert answer[2] == "“Dòng họ học tập” giảm 1,3 điểm phần trăm so với năm 2017."


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (40.0, 48.0, "Dù 3 xã còn lại đạt 100% thì “Dòng họ học tập” vẫn chưa đến mục tiêu 50%."),
        (40.0, 58.0, "kết luận về “Dòng họ học tập” còn tùy 3 xã chưa báo cáo."),
        (None, None, "kết luận về “Dòng họ học tập” còn tùy 3 xã chưa báo cáo."),
    ],
)
def test_missing_reports_bound_the_answer(low, high, words):
    answer = said([row(units_reported=19, rate_low_pct=low, rate_high_pct=high)])

    assert answer[-1].endswith(words)
    assert answer[-1].startswith("Tạm tính trên 19/22 xã đã báo cáo")


def test_a_goal_out_of_reach_of_missing_reports_is_said_to_be_passed():
    answer = said([met(units_reported=19, rate_low_pct=72.0, rate_high_pct=83.0)])

    assert answer[-1].endswith("Dù 3 xã còn lại bằng 0 thì “Gia đình học tập” vẫn vượt mục tiêu 70%.")


def test_no_report_at_all_is_not_judged():
    answer = said([row(units_reported=0, status="no_data", rate_pct=None, recognised=None)])

    assert answer == ["Năm 2018, huyện Ngọc Lặc: chưa có xã nào báo cáo (0/22)."]


def test_figures_that_make_no_commune_whole_are_told_as_such():
    """Some of the communes that make up new ones reported: figures stand there, of no whole commune."""
    in_part = row(units_reported=0, units_expected=166, rate_low_pct=1.0, rate_high_pct=99.0)

    answer = said([in_part | {"status": "not_enough"}])

    assert answer[0] == "Năm 2018, huyện Ngọc Lặc: mới có một phần số liệu, chưa đủ cho xã nào (0/166)."
    assert answer[-1].endswith("kết luận về “Dòng họ học tập” còn tùy 166 xã chưa báo cáo.")
    assert "Tạm tính (còn 166 xã chưa báo cáo)" in cards.card(in_part)
    assert "chưa b/c" not in cards.places_table([in_part], ["dong_ho"], caption="Các huyện")


def test_a_commune_told_of_by_those_it_was_made_of_says_so():
    told = row(level="commune", units_reported=1, units_expected=1, recognised=None, rate_pct=None)

    html = cards.places_table([told], ["dong_ho"], caption="Các xã")

    assert 'data-column="Dòng họ học tập">theo xã cũ</td>' in html
    assert "đã báo cáo" in html


FALL_OPEN = "ăm 2017 còn 3 xã chưa báo cáo nên chưa rõ có giảm so với năm trước hay không."


def test_a_comparison_that_silent_communes_of_the_year_before_leave_open_says_so():
    """All 22 report now and are below the line; 50 % of those who reported in 2017, when three did not."""
    open_fall = row(previous_rate_pct=50.0, previous_units_missing=3)

    assert f'<p class="xh-cover">N{FALL_OPEN}</p>' in cards.card(open_fall)
    assert said([open_fall])[-1] == f"“Dòng họ học tập”: n{FALL_OPEN}"
    for told in (row(previous_units_missing=3), open_fall | {"status": "falling"}):
        assert FALL_OPEN not in cards.card(told)


def test_one_year_alone_is_the_reason_why_nothing_is_concluded():
    first = row(status="not_enough", first_year=2018, previous_rate_pct=None, previous_units_missing=22)

    assert "Mới có số liệu của một năm nên chưa rõ tiến độ." in cards.card(first)
    assert said([first])[-1] == "“Dòng họ học tập”: mới có số liệu của một năm nên chưa rõ tiến độ."
    assert "một năm" not in cards.card(first | {"status": "met"})


def test_without_goals_only_figures_are_shown():
    no_goal = {"goal_pct": None, "gap_pct": None, "gap_count": None, "status": "no_goal", "goal_year": None}

    assert said([row(**no_goal)])[1] == i18n.t("overview.sentence.no_goal")


def test_undecided_titles_are_counted_as_such():
    assert said([met(), row(status="not_enough")])[1].endswith("1 danh hiệu chưa kết luận được.")


def test_sentences_are_written_in_english_too(english):
    answer = said([met(), row()])

    assert answer[0] == "2018, huyện Ngọc Lặc: 22 of 22 communes have reported."
    assert "short by 6.3 percentage points, about 25 clans" in answer[1]


def test_a_card_gives_rate_count_goal_gap_status_and_coverage():
    html = cards.card(row(units_reported=19))

    for words in (
        "Dòng họ học tập",
        "43,8%",
        "175/400 dòng họ được công nhận",
        "Mục tiêu 50% đến năm 2020 (Quyết định 281/QĐ-TTg)",
        "Còn thiếu 6,3 điểm phần trăm, khoảng 25 dòng họ",
        "▼ Chậm tiến độ",
        "Đã báo cáo 19/22 xã",
        "Tạm tính (còn 3 xã chưa báo cáo)",
    ):
        assert words in html


def test_a_small_denominator_has_no_percentage():
    html = cards.card(row(total=4, recognised=3, rate_pct=75.0))

    assert ">3/4<" in html
    assert "75,0%" not in html


def test_a_missing_figure_is_not_shown_as_zero():
    html = cards.card(row(recognised=None, rate_pct=None, gap_pct=None, gap_count=None, status="no_data"))

    assert "Chưa có số liệu" in html
    assert ">0" not in html


def test_an_unchecked_goal_says_so():
    assert "(Quyết định 281/QĐ-TTg; chưa đối chiếu với văn bản gốc)" in cards.card(
        row(goal_confidence="unverified")
    )


def test_the_card_of_communes_says_by_which_rank_they_count():
    html = cards.card(row(title="cong_dong_xa", goal_pct=None, gap_pct=None, status="no_goal"))

    assert "xếp loại Trung bình trở lên" in html
    assert "Tính theo xếp loại đã ghi; xã chỉ ghi điểm thì theo xếp loại tính thử." in html
    assert "chưa đối chiếu với văn bản gốc" in html


def test_average_is_the_lowest_rank_that_counts_in_english_too(english):
    html = cards.card(row(title="cong_dong_xa", goal_pct=None, gap_pct=None, status="no_goal"))

    assert "ranked Average or better" in html


def test_the_table_tells_not_reported_nothing_and_zero_apart():
    rows = [
        row(
            unit_code="1",
            unit_name="Xã A",
            units_reported=0,
            units_expected=1,
            recognised=None,
            rate_pct=None,
        ),
        row(
            unit_code="2",
            unit_name="Xã B",
            units_reported=1,
            units_expected=1,
            recognised=0,
            total=0,
            rate_pct=None,
        ),
        row(
            unit_code="3",
            unit_name="Xã C",
            units_reported=1,
            units_expected=1,
            recognised=0,
            total=30,
            rate_pct=0.0,
        ),
    ]

    html = cards.places_table(rows, ["dong_ho"], caption="Các xã")

    assert '<td class="xh-unreported" data-column="Dòng họ học tập">chưa b/c</td>' in html
    assert '<td class="xh-quiet" data-column="Dòng họ học tập">không có</td>' in html
    assert ">0,0%</a><small>0/30</small>" in html


def test_every_text_of_a_table_is_escaped():
    html = tables.html_table(
        "<b>",
        ["<i>", '" onclick="z'],
        [["<script>alert(1)</script>", tables.Cell(("a", "<u>"), 'x" onload="y')]],
    )

    assert "<script>" not in html
    assert "<i>" not in html
    assert "<u>" not in html
    assert 'onload="y' not in html
    assert 'onclick="z' not in html


def test_a_table_has_a_caption_and_scopes():
    html = tables.html_table("Các xã", ["Xã", "Số"], [["A", "1"]])

    assert "<caption>Các xã</caption>" in html
    assert '<th scope="col">Xã</th>' in html
    assert '<th scope="row">A</th><td data-column="Số">1</td>' in html


def test_places_are_sorted_as_people_read_them():
    rows = [
        row(unit_code=str(place), unit_name=name)
        for place, name in enumerate(["Xã Đa", "Xã Ô", "Xã Dư", "Xã Êa"])
    ]

    html = cards.places_table(rows, ["dong_ho"], caption="Các xã")

    assert [html.index(name) for name in ("Xã Đa", "Xã Dư", "Xã Êa", "Xã Ô")] == sorted(
        html.index(name) for name in ("Xã Đa", "Xã Dư", "Xã Êa", "Xã Ô")
    )


def test_the_goal_of_the_other_tier_stands_beside_the_one_that_judges():
    difficult = {
        "other_area_goal_pct": 40.0,
        "other_area_goal_year": 2020,
        "other_area_class": "difficult",
        "other_area_document": row()["goal_document"],
    }

    assert "Vùng khó khăn: mục tiêu 40% đến năm 2020" in cards.card(row(**difficult))
    assert "Vùng chung: mục tiêu 40%" in cards.card(row(**difficult | {"other_area_class": "general"}))
    assert "Vùng" not in cards.card(row())
    assert "Vùng" not in cards.card(row(**difficult | {"other_area_document": "9/KH"}))


def test_a_title_that_fewer_communes_reported_says_how_many_in_its_cell():
    full, part = row(), row(title="don_vi", units_reported=19)

    html = cards.places_table([full, part], ["dong_ho", "don_vi"], caption="Các huyện")

    assert "22/22</td>" in html
    assert html.count("<small>19/22 xã</small>") == 1
    assert "<small>22/22 xã</small>" not in html


def test_a_score_sheet_alone_is_no_report_of_the_other_titles():
    rows = [
        row(units_reported=0, units_expected=1, recognised=None, rate_pct=None),
        row(title="cong_dong_xa", units_reported=1, units_expected=1, recognised=1, total=1),
    ]

    said = sentences.answer(rows, place="Xã Lam Sơn", year=2018)

    assert said[0] == (
        "Năm 2018, xã Lam Sơn: 1/1 xã mới gửi điểm hoặc xếp loại, chưa có số liệu các danh hiệu khác."
    )
