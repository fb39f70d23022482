import json
import re
from html import unescape
from urllib.parse import parse_qsl

import pytest
from pages import communes

from dashboard import boundaries, data, i18n, map_words, measures, scorecard, sentences
from dashboard.boundaries import failures
from warehouse import queries
from warehouse.access import Scope
from warehouse.store import Store


def html(app):
    return "\n".join(element.value for element in app.get("html"))


class Shapes:
    """The shapes of one district and one of its communes."""

    def url(self, province):
        return f"/geo/v/{province}.topojson"

    def keys(self, *, level, year, province=None):
        return {"district": {"389": "389-2016"}, "commune": {"15061": "15061"}}.get(level, {})

    def points(self, *, level, year, province=None):
        return {"389": (1.0, 2.0)}

    def labels(self):
        return [{"name": "Hoàng Sa", "x": 0.0, "y": 0.0}]


@pytest.fixture
def open_map(open_app, monkeypatch):
    monkeypatch.setattr(boundaries, "ready", lambda root: Shapes())
    return lambda root, **choices: open_app(root, page="map", **choices)


def spec(app):
    return json.loads(app.get("vega_lite_chart")[0].proto.spec)


def test_the_map_answers_in_words_and_the_list_holds_every_place(open_map, small_root):
    app = open_map(small_root, nam="2018")

    assert not app.exception
    assert "1 huyện đạt hoặc vượt mục tiêu; 26 huyện chưa báo cáo." in html(app)
    assert html(app).count('<th scope="row">') == 27
    assert "26 nơi chưa có ranh giới" in html(app)


def test_the_figures_of_the_list_are_those_of_the_query(open_map, small_root):
    app = open_map(small_root, nam="2018", danh_hieu="dong_ho", to_mau="rate")

    with Store(small_root).read() as snapshot:
        known = queries.coverage(
            snapshot, Scope.everything(), year=2018, unit="38", level="district", title="dong_ho"
        )
    asked = {
        row["unit_name"]: measures.figure(row) for row in known.to_dicts() if row["recognised"] is not None
    }
    assert asked
    for name, figure in asked.items():
        assert f"{name}</a></th>" in html(app)
        assert figure in html(app)


def test_another_year_swaps_the_rows_and_not_the_chart(open_map, small_root):
    app = open_map(small_root, nam="2018")
    before = app.get("vega_lite_chart")[0].proto
    app.selectbox(key="nam").set_value(2019).run()
    after = app.get("vega_lite_chart")[0].proto

    assert (before.spec, before.id) == (after.spec, after.id)
    assert len(after.spec) < 100_000


def test_a_district_that_is_open_lists_its_communes_and_leads_on_to_each(open_map, small_root):
    app = open_map(small_root, nam="2018", dia_phuong="389")

    assert "22 xã" in html(app)
    assert '<li aria-current="page">Huyện Ngọc Lặc</li>' in html(app)
    assert "dia-phuong?" in html(app)


def test_ranks_are_those_of_communes_and_the_country_says_where_to_look(open_map, small_root):
    assert "Xếp loại là của từng xã" in open_map(small_root, to_mau="rank", dia_phuong="VN").info[0].value

    app = open_map(small_root, nam="2018", to_mau="rank", dia_phuong="389")
    assert "xếp loại “Cộng đồng học tập” cấp xã" in html(app)


def test_the_list_of_ranks_tells_communes_apart_by_district_and_leads_to_the_cells(open_map, scored_root):
    said = html(open_map(scored_root, nam="2018", to_mau="rank"))
    with Store(scored_root).read() as snapshot:
        known = queries.scores(snapshot, Scope.everything(), year=2018, unit="38", level="commune").to_dicts()

    ranked = [row for row in known if row["rank_reported"]]
    assert ranked
    for row in ranked:
        rank, total = i18n.t("rank." + row["rank_reported"]), row["total"]
        words = rank if total is None else f"{rank}, {scorecard.points_text(total)} điểm"
        _, _, after = said.partition(f">{row['unit_name']}</a><small>Huyện Ngọc Lặc</small>")
        listed = after.partition("</tr>")[0]
        assert f" {words}</a>" in listed
        assert f"nguon={row['unit_code']}&amp;danh_hieu=cong_dong_xa" in listed


def test_islands_are_named_on_the_national_map_alone(open_map, small_root):
    country = spec(open_map(small_root, nam="2018", dia_phuong="VN"))

    assert country["layer"][-1]["data"]["values"][0]["name"] == "Hoàng Sa"
    assert "Hoàng Sa" not in str(spec(open_map(small_root, nam="2018")))


def test_the_country_shows_every_province_and_leads_only_where_there_is_something(open_map, small_root):
    said = html(open_map(small_root, nam="2018", dia_phuong="VN"))

    assert said.count('<th scope="row">') == 63
    assert said.count('<th scope="row"><a ') == 1
    assert "62 tỉnh, thành phố chưa báo cáo" in said


def test_without_shapes_the_list_stands_and_the_page_tells_how_far_they_are(
    open_app, small_root, monkeypatch
):
    monkeypatch.setattr(boundaries, "ready", lambda root: None)
    monkeypatch.setattr(boundaries, "progress", lambda root: (3, 64))

    app = open_app(small_root, page="map", nam="2018")

    assert "(3/64)" in app.info[0].value
    assert html(app).count('<th scope="row">') == 27


@pytest.mark.parametrize(
    ("lang", "said", "label"),
    [
        ("vi", "ổ đĩa của máy chủ đã đầy", "Thử lại"),
        ("en", "the disk of the server is full", "Try again"),
    ],
)
def test_without_shapes_the_page_says_why_and_tries_again_when_asked(
    open_app, small_root, monkeypatch, lang, said, label
):
    started = []
    monkeypatch.setattr(boundaries, "failure", lambda root: "full")
    monkeypatch.setattr(boundaries, "start", lambda root, *, again: started.append((root, again)))
    app = open_app(small_root, page="map", nam="2018", lang=lang)

    assert said in app.warning[0].value
    assert html(app).count('<th scope="row">') == 27
    assert not started

    button = app.button(key="map_retry")
    assert button.label == label
    i18n.use(lang)  # the test's own process words the choices once more
    button.click().run()

    assert started == [(small_root, True)]


def test_wrong_choices_in_the_address_fall_back_and_are_named(open_map, small_root):
    app = open_map(small_root, danh_hieu="khac", to_mau="mau")

    said = " ".join(box.value for box in app.info)
    assert "“khac” không có trong danh sách" in said
    assert "“mau” không có trong danh sách" in said


@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("reason", failures.REASONS)
def test_no_reader_is_shown_a_folder_of_the_server(open_app, small_root, monkeypatch, reason, lang):
    monkeypatch.setattr(boundaries, "ready", lambda root: None)
    monkeypatch.setattr(boundaries, "progress", lambda root: None)
    monkeypatch.setattr(boundaries, "failure", lambda root: reason)

    app = open_app(small_root, page="map", nam="2018", lang=lang)

    boxes = [box.value for box in (*app.warning, *app.info, *app.error)]
    assert any(i18n.catalogue(lang)["map.retry"] in box for box in boxes)
    assert str(small_root.parent) not in html(app) + "".join(boxes)
    assert "{" not in "".join(boxes)


def test_an_empty_folder_says_what_to_do(open_map, tmp_path):
    app = open_map(tmp_path)

    assert not app.exception
    assert "Chưa có số liệu nào" in html(app)


def test_the_page_speaks_english_and_its_links_keep_the_language(open_map, small_root):
    app = open_map(small_root, nam="2018", lang="en")

    assert "1 districts: goal reached or passed; 26 districts: not reported." in html(app)
    assert "lang=en" in html(app)
    assert data.COUNTRY in html(app)


def test_ranks_are_the_picture_of_the_year(open_map, scored_root):
    app = open_map(scored_root, nam="2018", dia_phuong="389", to_mau="rank")

    assert "16 xã tốt; 5 xã khá; 1 xã không xếp loại." in html(app)


def test_a_commune_of_a_province_leads_to_its_page_under_its_district(open_map, scored_root):
    said = html(open_map(scored_root, nam="2018", dia_phuong="38", to_mau="rank"))

    assert f"dia-phuong?nam=2018&amp;dia_phuong=389&amp;xa={communes(2018)[0]}" in said


def test_a_score_does_not_make_a_title_reported(open_map, small_root, monkeypatch):
    everyone = {unit: {"rank": "tot", "points": 90.0} for unit in communes(2020)}
    monkeypatch.setattr(data, "ranks", lambda *_, **__: everyone)
    app = open_map(small_root, nam="2020", dia_phuong="389")

    assert "3 xã chưa báo cáo" in html(app)


def test_a_title_without_any_figure_says_so(open_map, small_root):
    app = open_map(small_root, nam="2018", danh_hieu="cong_dan")

    assert app.info[0].value == "Năm 2018 chưa có số liệu nào về “Công dân học tập” của nơi này."


def test_each_figure_of_the_list_and_of_the_answer_leads_to_its_cells_and_nothing_else_does(
    open_map, small_root
):
    said = html(open_map(small_root, nam="2018", dia_phuong="389", danh_hieu="dong_ho"))
    answer, _, listed = said.partition("<table")

    assert sources(answer) == ["389"]
    assert sorted(sources(listed)) == sorted(communes(2018))
    assert "nguon" not in html(open_map(small_root, nam="2018", dia_phuong="388", danh_hieu="dong_ho"))


def sources(page):
    """Return the places of the links that lead to the cells of the title and the year asked for."""
    targets = re.findall(r'<a href="so-lieu-va-nguon\?([^"]+)"', page)
    asked = [dict(parse_qsl(unescape(one))) for one in targets]
    assert {(one["danh_hieu"], one["nam"]) for one in asked} <= {("dong_ho", "2018")}
    return [one["nguon"] for one in asked]


def test_links_to_sources_weigh_little_in_the_longest_list():
    asked = map_words.Asked(2018, "38", sentences.COMMUNE_TITLE, measures.RANK)
    row = measures.silent_row("15064", "Xã Lam Sơn", "commune", asked.counted)
    row |= {"year": 2018, "parent_code": "389", "district": "Huyện Ngọc Lặc", "rank": "tot"}
    row |= {"units_expected": 1, "recognised": 1, "assessed": 1}
    linked, plain = (map_words.list_table(asked, [row | more] * 635) for more in ({}, {"recognised": None}))

    assert linked.count("so-lieu-va-nguon") == 635
    assert len(linked) - len(plain) < 130_000
