"""*Địa phương*: one place by its titles, its villages and its score card; figures of the queries."""

import json
import re

import pyarrow as pa
import pytest
from pages import communes

from dashboard import i18n
from warehouse import queries
from warehouse.access import Scope
from warehouse.store import Store

EVERYTHING = Scope.everything()
FIRST, PARTIAL, TYPED = (communes(2018)[place] for place in (0, 20, 21))


@pytest.fixture
def show(open_app):
    return lambda root, **query: open_app(root, page="place", **query)


def html(app):
    assert not app.exception
    return "\n".join(element.value for element in app.get("html"))


def charts_of(app):
    """Return specification and data by name of each chart, by its text for those who do not see it."""
    return {
        chart.alt: (json.loads(chart.spec), {each.name: rows_of(each) for each in chart.datasets})
        for chart in (element.proto for element in app.get("vega_lite_chart"))
    }


def rows_of(dataset):
    return pa.ipc.open_stream(dataset.data.data).read_all().to_pylist()


def test_a_commune_is_offered_once_its_district_is_chosen(scored_root, show):
    app = show(scored_root, nam="2018")
    assert [box.key for box in app.selectbox] == ["nam", "dia_phuong"]

    app.selectbox(key="dia_phuong").set_value("389").run()
    assert len(app.selectbox(key="xa").options) == 22
    app.selectbox(key="xa").set_value(FIRST).run()

    assert "Năm 2018, " + i18n.in_text(app.query_params["xa"]) in html(app)
    app.selectbox(key="dia_phuong").set_value("388").run()
    assert "xa" not in app.query_params
    assert not app.info or "xa" not in app.info[0].value


def test_the_cards_have_the_figures_of_the_query(scored_root, show):
    page = html(show(scored_root, nam="2018", dia_phuong="389"))
    with Store(scored_root).read() as snapshot:
        rows = queries.coverage(snapshot, EVERYTHING, year=2018, unit="389").to_dicts()

    told = [row for row in rows if row["rate_pct"] is not None]
    assert len(told) == 5
    for row in told:
        assert f'<p class="xh-figure">{i18n.percent(row["rate_pct"])}</p>' in page


def test_each_title_has_a_line_and_its_goal_a_point_that_no_line_joins(scored_root, show):
    app = show(scored_root, nam="2018", dia_phuong="389")
    with Store(scored_root).read() as snapshot:
        rows = queries.coverage(snapshot, EVERYTHING, unit="389", title="gia_dinh").to_dicts()
    charts = charts_of(app)
    alt = next(alt for alt in charts if "“Gia đình học tập”" in alt)
    spec, values = charts[alt]
    line, _, marks, *_ = spec["layer"]

    assert len(charts) == 5
    assert [datum["rate"] for datum in values[line["data"]["name"]]] == [row["rate_pct"] for row in rows]
    assert marks["mark"]["type"] == "point"
    assert [(step["year"], step["rate"]) for step in values[marks["data"]["name"]]] == [("2020", 70.0)]
    assert [layer["mark"]["type"] for layer in spec["layer"]].count("line") == 1
    assert all(f"{row['year']}: {i18n.percent(row['rate_pct'])}" in alt for row in rows)
    assert "mục tiêu 70% đến năm 2020" in alt


def test_the_difference_from_the_year_before_is_said_in_words(scored_root, show):
    page = html(show(scored_root, nam="2018", dia_phuong="389"))

    assert "Tăng 2,5 điểm phần trăm so với năm 2017; số được công nhận tăng 660 hộ." in page
    assert "Chưa so được với năm trước: năm 2015 chưa có số liệu." in html(
        show(scored_root, nam="2016", dia_phuong="389")
    )


def test_years_with_fewer_reports_are_not_compared(small_root, show):
    page = html(show(small_root, nam="2020", dia_phuong="389"))

    assert "Chưa so được với năm 2019 vì chưa đủ báo cáo: nay 18/21 xã, năm 2019 21/21 xã." in page
    assert "<caption>Các danh hiệu qua các năm, huyện Ngọc Lặc</caption>" in page


def test_a_commune_shows_its_villages_and_its_score_card(scored_root, show):
    page = html(show(scored_root, nam="2018", dia_phuong="389", xa=FIRST))
    with Store(scored_root).read() as snapshot:
        points = queries.criterion_points(snapshot, EVERYTHING, year=2018, unit=FIRST).to_dicts()

    assert '<th scope="row">Thôn Đồng</th><td data-column="Dòng họ học tập">3/4</td>' in page
    assert '<th scope="row">Làng Chùa</th><td data-column="Dòng họ học tập">0/4</td>' in page
    for row in points:
        assert f"Tiêu chí {row['number']}<small>" in page
        assert f">{i18n.number(row['points'], 0 if row['points'] % 1 == 0 else 1)}/" in page
    assert "Điểm thẩm định" in page
    assert "Điểm tự chấm" not in page
    assert not any("cấp xã" in heading for heading in re.findall('xh-chart-title">([^<]*)', page))
    assert '<th scope="row">Xếp loại đã báo cáo</th><td data-column="Năm 2018">Tốt</td>' in page
    assert page.index("Xếp loại đã báo cáo") < page.index("Xếp loại tính từ điểm")
    assert '"Năm 2018">Theo tổng điểm; tính thử, chưa đối chiếu</td>' in page
    assert '"Năm 2018">Điểm tối đa và mức xếp loại: chưa đối chiếu với văn bản gốc</td>' in page


@pytest.mark.parametrize(
    ("unit", "reason"),
    [
        (PARTIAL, "Chưa đủ điểm để xếp loại: chưa có điểm tiêu chí 4"),
        (TYPED, "Chưa có điểm tiêu chí nào"),
    ],
)
def test_why_a_commune_has_no_rank_of_ours_is_said(scored_root, show, unit, reason):
    page = html(show(scored_root, nam="2018", dia_phuong="389", xa=unit))

    assert f'"Năm 2018">{reason}</td>' in page
    assert "để trống" in page


def test_a_commune_without_villages_or_scores_says_so(small_root, show):
    page = html(show(small_root, nam="2018", dia_phuong="389", xa=FIRST))

    assert "xã không báo cáo chi tiết từng thôn" in page
    assert "chưa báo cáo điểm hoặc xếp loại. Đây là chưa báo cáo, không phải bằng 0." in page


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("asked", [{}, {"dia_phuong": "VN"}, {"dia_phuong": "389", "xa": FIRST}])
def test_the_page_stands_on_full_and_sparse_figures(scored_root, small_root, show, lang, asked):
    for root in (scored_root, small_root):
        page = html(show(root, nam="2018", lang=lang, **asked))
        assert ("Từng danh hiệu qua các năm" if lang == "vi" else "Titles by year") in page


@pytest.mark.parametrize(("lang", "words"), [("vi", "Chưa có số liệu nào"), ("en", "No data yet")])
def test_an_empty_data_folder_says_what_to_do(tmp_path, show, lang, words):
    assert words in html(show(tmp_path / "none", lang=lang))


def test_a_wrong_commune_in_the_address_falls_back_and_says_so(scored_root, show):
    app = show(scored_root, nam="2018", dia_phuong="389", xa="Xã Sao Hỏa")

    assert app.selectbox(key="xa").value is None
    assert [info.value for info in app.info] == [
        "“Xã Sao Hỏa” không có trong danh sách “Xã, phường, thị trấn”; đang xem tất cả các xã."
    ]
    assert "xa" not in app.query_params


def test_a_commune_without_a_district_in_the_address_asks_for_the_district(scored_root, show):
    app = show(scored_root, nam="2018", xa="Xã Lam Sơn")

    assert [info.value for info in app.info] == ["“Xã Lam Sơn”: chọn huyện trước, rồi chọn xã."]
    assert "xa" not in app.query_params
