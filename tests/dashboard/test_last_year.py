"""A score card beside the year before: points and differences; what is not comparable says why."""

import re
from datetime import date

import pytest
from pages import communes
from scored_pages import points
from submissions import FULL_POINTS, assessment_row, score_rows, submission

from dashboard import i18n, last_year
from etl.publish import publish
from warehouse import queries
from warehouse.access import Scope
from warehouse.store import Store

EVERYTHING = Scope.everything()
FIRST, BETTER, PARTIAL, TYPED = (communes(2018)[place] for place in (0, 15, 20, 21))


def pair_of(root, unit, year=2018):
    """Return the pair of cards as the page makes it."""
    with Store(root).read() as snapshot:
        now, before = (
            last_year.cards(
                each,
                queries.scores(snapshot, EVERYTHING, year=each, unit=unit).to_dicts(),
                queries.criterion_points(snapshot, EVERYTHING, year=each, unit=unit).to_dicts(),
            )
            for each in (year, year - 1)
        )
    (pair,) = last_year.pairs(year, now, before) or [None]
    return pair


def tables(pair):
    """Return each table as rows of a cell's first line by the name of its column, by what heads the row."""
    drawn = [last_year.summary_table(pair, caption="summary"), *last_year.point_tables(pair, place="Xã A")]
    return {caption_of(table): rows_of(table) for table in drawn}


def caption_of(table):
    return re.search("<caption>(.*?)</caption>", table)[1]


def rows_of(table):
    rows = {}
    for row in re.findall("<tr>(<th scope=.row.*?)</tr>", table):
        head = re.search(r'<th scope="row"[^>]*>([^<]*)', row)[1]
        rows[head] = dict(re.findall(r'data-column="([^"]*)">([^<]*)', row))
    return rows


def written(value):
    return i18n.number(value, 0 if value % 1 == 0 else 1)


def test_each_criterion_stands_beside_that_of_the_year_before(scored_root):
    pair = pair_of(scored_root, BETTER)
    rows = tables(pair)["Điểm từng tiêu chí, xã A, năm 2018"]
    then = {row["number"]: row for row in pair.before.points}

    assert len(rows) == 15
    for row in pair.now.points:
        before = then[row["number"]]
        assert row["points"] > before["points"]
        shown = rows[f"Tiêu chí {row['number']}"]
        assert shown["Năm 2017"] == f"{written(before['points'])}/{written(before['maximum'])}"
        assert shown["So với năm 2017"] == f"tăng {written(row['points'] - before['points'])}"
    assert last_year.comparison(pair) == "Tổng điểm tăng 20 điểm so với năm 2017."


def test_rank_reason_and_sureness_of_both_years_stand_side_by_side(scored_root):
    rows = tables(pair_of(scored_root, BETTER))["summary"]

    assert rows["Xếp loại đã báo cáo"] == {"Năm 2018": "Tốt", "Năm 2017": "Khá"}
    assert rows["Xếp loại tính từ điểm"] == {
        "Năm 2018": "Tốt, tính thử, chưa đối chiếu",
        "Năm 2017": "Khá, tính thử, chưa đối chiếu",
    }
    assert rows["Tổng điểm"] == {"Năm 2018": "89,5/100", "Năm 2017": "69,5/100"}
    assert rows["Lý do"]["Năm 2017"] == "Theo tổng điểm; tính thử, chưa đối chiếu"
    assert rows["Mức tin cậy"]["Năm 2017"].endswith("chưa đối chiếu với văn bản gốc")


def test_points_that_did_not_change_say_so(scored_root):
    pair = pair_of(scored_root, FIRST)
    rows = tables(pair)["Điểm từng tiêu chí, xã A, năm 2018"]

    assert {row["So với năm 2017"] for row in rows.values()} == {"không đổi"}
    assert last_year.comparison(pair) == "Tổng điểm không đổi so với năm 2017."


def test_a_criterion_blank_in_one_year_is_blank_and_not_compared(scored_root):
    pair = pair_of(scored_root, PARTIAL)
    row = tables(pair)["Điểm từng tiêu chí, xã A, năm 2018"]["Tiêu chí 4"]

    assert (row["Điểm được tính/điểm tối đa"], row["Năm 2017"]) == ("để trống", "7/10")
    assert row["So với năm 2017"] == "không so được"
    assert last_year.comparison(pair) == "Không so tổng điểm với năm 2017: có năm chưa đủ điểm tiêu chí."


def test_a_card_without_points_stands_beside_the_points_of_the_year_before(scored_root):
    rows = tables(pair_of(scored_root, TYPED))

    assert rows["summary"]["Tổng điểm"]["Năm 2018"].endswith("đã báo cáo 40")
    assert rows["summary"]["Tổng điểm"]["Năm 2017"] == "39,5/100"
    shown = rows["Điểm từng tiêu chí, xã A, năm 2018"].values()
    assert {row["Điểm được tính/điểm tối đa"] for row in shown} == {"để trống"}
    assert all(row["Năm 2017"] != "để trống" for row in shown)


def test_a_year_before_that_is_not_on_record_has_no_data_and_adds_no_column(scored_root):
    pair = pair_of(scored_root, FIRST, year=2016)
    rows = tables(pair)

    assert {row["Năm 2015"] for row in rows["summary"].values()} == {"chưa có số liệu"}
    assert set(rows["Điểm từng tiêu chí, xã A, năm 2016"]["Tiêu chí 1"]) == {
        "Điểm thẩm định",
        "Điểm được tính/điểm tối đa",
    }
    assert last_year.comparison(pair) == ""


@pytest.fixture(scope="module")
def uneven_root(tmp_path_factory):
    """Return a folder with communes of which one year has self points, no points, or nothing at all."""
    root = tmp_path_factory.mktemp("uneven")
    own, summed, new, former, _ = communes(2018)[:5]
    before = score_rows(own, 2017, points("kha"), basis="self") + score_rows(former, 2017, points("kha"))
    stated = [assessment_row(summed, 2017, rank="kha", total=70.0)]
    now = [row for code in (own, summed, new) for row in score_rows(code, 2018, FULL_POINTS)]
    publish(
        Store(root),
        [
            submission("NOP-2017", criterion_score=before, assessment=stated),
            submission("NOP-2018", criterion_score=now),
        ],
    )
    return root


def test_self_points_stand_beside_assessed_points_without_a_difference(uneven_root):
    pair = pair_of(uneven_root, communes(2018)[0])
    row = tables(pair)["Điểm từng tiêu chí, xã A, năm 2018"]["Tiêu chí 1"]

    assert row["Năm 2017"] == "7/10"
    assert "So với năm 2017" not in row
    assert last_year.comparison(pair) == (
        "Không tính chênh lệch với năm 2017: năm 2017 chỉ có điểm tự chấm, năm 2018 là điểm thẩm định."
    )


def test_a_year_before_with_a_typed_total_only_has_blank_criteria(uneven_root):
    rows = tables(pair_of(uneven_root, communes(2018)[1]))
    shown = rows["Điểm từng tiêu chí, xã A, năm 2018"].values()

    assert {(row["Năm 2017"], row["So với năm 2017"]) for row in shown} == {("để trống", "không so được")}
    assert rows["summary"]["Xếp loại đã báo cáo"] == {"Năm 2018": "để trống", "Năm 2017": "Khá"}


def test_a_year_before_that_was_not_reported_says_so(uneven_root):
    rows = tables(pair_of(uneven_root, communes(2018)[2]))

    assert {row["Năm 2017"] for row in rows["summary"].values()} == {"chưa b/c"}


def test_a_commune_that_reported_only_the_year_before_shows_that_card(uneven_root, open_app):
    unit = communes(2018)[3]
    pair = pair_of(uneven_root, unit)
    rows = tables(pair)
    app = open_app(uneven_root, page="place", nam="2018", dia_phuong="389", xa=unit)
    page = "\n".join(element.value for element in app.get("html"))

    assert {row["Năm 2018"] for row in rows["summary"].values()} == {"chưa b/c"}
    assert rows["summary"]["Tổng điểm"]["Năm 2017"] == "69,5/100"
    assert list(rows)[1:] == ["Điểm từng tiêu chí, xã A, năm 2017"]
    assert not app.exception
    assert "chưa báo cáo điểm hoặc xếp loại. Đây là chưa báo cáo, không phải bằng 0." in page
    assert page.count("<caption>Điểm từng tiêu chí") == 1


def test_a_commune_that_reported_in_neither_year_has_no_table(uneven_root):
    assert pair_of(uneven_root, communes(2018)[4]) is None


def card(year=2018, **changed):
    score = {
        "year": year, "rubric": "tt44-2014", "rubric_valid_from": date(2015, 1, 27), "total": 80.0,
        "rank": "tot", "basis": "assessed", "rank_reported": "tot", "unit_valid_from": date(1975, 1, 1),
        "missing": [], "failed_gates": [], "confidence": "unverified",
        "total_reported": None, "reason_key": "in_band",
    } | changed  # fmt: skip
    title = {"title_vi": "Một", "title_en": "One"}
    given = {"points_self": None, "points_assessed": 8.0, "points": 8.0, "maximum": 10.0}
    criterion = {"rubric": score["rubric"], "criterion": "tc01", "number": 1} | title | given
    return last_year.cards(year, [score], [criterion] if score["rubric"] else [])[0]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("changed", "own_tables", "words"),
    [
        ({"rubric": "tt22-2020"}, 2, ("hai bộ tiêu chí khác nhau", "different rubrics")),
        ({"rubric_valid_from": date(2016, 1, 1)}, 2, ("hai bộ tiêu chí khác nhau", "different rubrics")),
        ({"rubric": None, "rubric_valid_from": None}, 1, ("chỉ một trong hai năm có", "only one of the two")),
        ({"unit_valid_from": date(1970, 1, 1)}, 2, ("địa giới hoặc đơn vị", "its boundaries changed")),
    ],
)
def test_criteria_of_other_rules_or_another_unit_never_stand_in_one_line(changed, own_tables, words, lang):
    i18n.use(lang)
    (pair,) = last_year.pairs(2018, [card()], [card(2017, **changed)])
    drawn = last_year.point_tables(pair, place="Xã A")

    assert words[lang == "en"] in last_year.comparison(pair)
    assert [caption_of(table)[-4:] for table in drawn] == ["2018", "2017"][:own_tables]
    assert not any("2017" in name for table in drawn for row in rows_of(table).values() for name in row)


def test_of_two_rubrics_in_a_year_each_stands_beside_its_own():
    other = card(2017, rubric="thu-2017")
    found = last_year.pairs(2018, [card(), card(rubric="thu-2017")], [other, card(2017)])

    assert [pair.before.score["rubric"] for pair in found] == ["tt44-2014", "thu-2017"]


@pytest.mark.parametrize(
    ("now", "vi", "en"),
    [
        (8.5, "tăng 0,5", "up 0.5"),
        (7.5, "giảm 0,5", "down 0.5"),
        (8.0, "không đổi", "unchanged"),
        (10.0, "tăng 2", "up 2"),
        (8.25, "tăng 0,25", "up 0.25"),
        (0.0, "giảm 8", "down 8"),
        (None, "không so được", "not comparable"),
    ],
)
def test_a_difference_has_its_way_in_words_and_zero_is_no_blank(now, vi, en):
    said = []
    for lang in i18n.LANGUAGES:
        i18n.use(lang)
        said.append(last_year.difference_cell({"points": now}, {"points": 8.0}).lines[0])

    assert said == [vi, en]
