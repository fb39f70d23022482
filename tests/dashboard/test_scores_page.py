"""*Chấm điểm*: every figure is that of the queries; what is missing says so, in both languages."""

import re

import pytest
from pages import communes

from dashboard import i18n
from warehouse import queries
from warehouse.access import Scope
from warehouse.store import Store

EVERYTHING = Scope.everything()


@pytest.fixture
def show(open_app):
    return lambda root, **query: open_app(root, page="scores", **query)


def html(app):
    assert not app.exception
    return "\n".join(element.value for element in app.get("html"))


def rows_of(page, caption):
    """Return the rows of a table as lists of the words of their cells."""
    table = next(part for part in page.split("<table")[1:] if f"<caption>{caption}" in part)
    rows = re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1])
    return [
        [re.sub(r"<[^>]+>", " ", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        for row in rows
    ]


def test_the_answer_names_coverage_ranks_and_the_weakest_criterion(scored_root, show):
    page = html(show(scored_root, nam="2018", dia_phuong="389"))

    assert "Năm 2018, huyện Ngọc Lặc: 22/22 xã đã báo cáo điểm hoặc xếp loại." in page
    assert "Xếp loại: Tốt 16 xã, Khá 5 xã, Không xếp loại 1 xã." in page
    assert "Thấp nhất so với điểm tối đa là tiêu chí 12" in page
    assert "chưa đối chiếu với văn bản gốc" in page


def test_each_cell_has_the_points_of_the_query_and_what_is_missing_is_no_zero(scored_root, show):
    page = html(show(scored_root, nam="2018", dia_phuong="389"))
    with Store(scored_root).read() as snapshot:
        known = queries.criterion_points(snapshot, EVERYTHING, year=2018, unit="389").to_dicts()

    wanted = {}
    for row in known:
        text = "để trống" if row["points"] is None else f"{written(row['points'])}/{written(row['maximum'])}"
        wanted.setdefault(row["unit_name"], []).append(text)
    shown = {row[0]: row[4:] for row in rows_of(page, "Điểm từng tiêu chí của các xã")}
    assert shown == wanted
    assert len(shown) == 22
    assert sum(cell == "để trống" for row in shown.values() for cell in row) == 16


def written(points):
    return i18n.number(points, 0 if points == int(points) else 1)


def test_sums_and_ranks_by_year_are_those_of_the_queries(scored_root, show):
    page = html(show(scored_root, nam="2018", dia_phuong="389"))
    with Store(scored_root).read() as snapshot:
        sums = queries.criterion_sums(snapshot, EVERYTHING, year=2018, unit="389").to_dicts()

    assert {tuple(row[1:]) for row in rows_of(page, "Điểm từng tiêu chí so với")} == {
        (
            i18n.percent(100 * row["points"] / row["maximum"]),
            f"{written(row['points'])}/{written(row['maximum'])}",
            f"{row['units']}/22",
        )
        for row in sums
    }
    assert [row[:6] for row in rows_of(page, "Số xã theo xếp loại")] == [
        ["2016", "22/22 xã", "6", "15", "0", "1"],
        ["2017", "22/22 xã", "11", "10", "0", "1"],
        ["2018", "22/22 xã", "16", "5", "0", "1"],
    ]


def test_the_chart_says_its_message_and_has_its_figures_in_words(scored_root, show):
    app = show(scored_root, nam="2018", dia_phuong="389")
    chart = app.get("vega_lite_chart")[0].proto

    assert "Xếp loại Tốt: từ 6/22 xã đã báo cáo năm 2016 đến 16/22 xã năm 2018" in html(app)
    assert "2017: Tốt 11 xã, Khá 10 xã, Không xếp loại 1 xã" in chart.alt
    assert len(chart.spec) < 20_000


def test_the_rank_reported_stands_before_ours_which_is_a_trial(scored_root, show):
    rows = rows_of(html(show(scored_root, nam="2018", dia_phuong="389")), "Điểm từng tiêu chí của các xã")

    assert [row[1] for row in rows].count("Tốt") == 16
    assert [row[3] for row in rows].count("Tốt tính thử, chưa đối chiếu") == 16
    assert sum("Chưa có điểm tiêu chí 4" in row[2] for row in rows) == 1


def test_a_province_shows_its_districts_and_those_of_which_nothing_came(scored_root, show):
    rows = rows_of(html(show(scored_root, nam="2018")), "Phần điểm đạt được của các huyện")
    ngoc_lac = next(row for row in rows if row[0] == "Huyện Ngọc Lặc")

    assert len(rows) == 27
    assert ngoc_lac[1].endswith("21 xã")
    assert sum(set(row[1:]) == {"chưa b/c"} for row in rows) == 26


def test_communes_of_which_nothing_came_are_hatched(tmp_path, show):
    from pages import communes
    from submissions import FULL_POINTS, score_rows, submission

    from etl.publish import publish

    scored = score_rows(communes(2018)[0], 2018, FULL_POINTS, basis="self")
    publish(Store(tmp_path), [submission("NOP-AAAA", criterion_score=scored)])
    page = html(show(tmp_path, nam="2018", dia_phuong="389"))
    rows = rows_of(page, "Điểm từng tiêu chí của các xã")

    assert "1/22 xã đã báo cáo điểm hoặc xếp loại. " in page.replace("</strong>", "")
    assert "Xếp loại: Chỉ có điểm tự chấm 1 xã." in page
    assert sum(set(row[1:]) == {"chưa b/c"} for row in rows) == 21
    assert next(row for row in rows if row[1] != "chưa b/c")[2] == "100/100 điểm tự chấm"


def test_a_summary_without_points_shows_what_it_states(tmp_path, show):
    from pages import communes
    from submissions import assessment_row, submission

    from etl.publish import publish

    stated = [assessment_row(communes(2018)[0], 2018, rank="kha", total=82.5)]
    publish(Store(tmp_path), [submission("NOP-AAAA", assessment=stated)])
    page = html(show(tmp_path, nam="2018", dia_phuong="389"))
    rows = rows_of(page, "Điểm từng tiêu chí của các xã")

    assert "báo cáo chỉ ghi tổng điểm hoặc xếp loại" in page
    row = next(row for row in rows if row[1] != "chưa b/c")
    assert (row[1], row[2].split("đã báo cáo ")[1], set(row[4:])) == ("Khá", "82,5", {"để trống"})


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("unit", ["389", "38", "VN"])
def test_the_page_stands_with_and_without_scores(scored_root, small_root, show, lang, unit):
    full = html(show(scored_root, nam="2017", dia_phuong=unit, lang=lang))
    none = html(show(small_root, nam="2017", dia_phuong=unit, lang=lang))

    assert ("chưa có xã nào" if lang == "vi" else "no commune has") in none
    assert ("tiêu chí 12" if lang == "vi" else "criterion 12") in full


@pytest.mark.parametrize(("lang", "words"), [("vi", "Chưa có số liệu nào"), ("en", "No data yet")])
def test_an_empty_data_folder_says_what_to_do(tmp_path, show, lang, words):
    assert words in html(show(tmp_path / "none", lang=lang))


def test_a_wrong_address_falls_back_and_says_so(scored_root, show):
    app = show(scored_root, nam="1999", dia_phuong="Huyện Sao Hỏa")

    assert app.selectbox(key="nam").value == 2018
    assert any("1999" in info.value for info in app.info)
    assert any("Huyện Sao Hỏa" in info.value for info in app.info)
    assert app.query_params["nam"] == "2018"


def test_points_and_ranks_lead_to_the_cells_of_the_communes_that_make_them_up(scored_root, show, open_app):
    target = 'href="so-lieu-va-nguon?nguon={unit}&amp;danh_hieu=cong_dong_xa&amp;nam=2018"'
    card = html(open_app(scored_root, page="place", nam="2018", dia_phuong="389", xa=communes(2018)[0]))

    assert target.format(unit="389") in html(show(scored_root, nam="2018", dia_phuong="389"))
    assert card.partition("Phiếu chấm điểm")[2].count(target.format(unit=communes(2018)[0])) == 1
