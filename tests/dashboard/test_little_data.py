"""One year only, years apart, a place of which nothing came, an address that names what is not there."""

import json
import re

import pytest
from scored_pages import build_scored_store
from sparse_pages import COMMUNE, SILENT, build_sparse_store

from dashboard import i18n

PAGES = ("overview", "map", "place", "scores", "sources", "submit")
FIGURES = PAGES[:-1]
WRONG = {
    "nam": "abc", "dia_phuong": "không-có", "danh_hieu": "xx", "to_mau": "yy", "xa": "<b>zz</b>",
    "lan_nop": "NOP-{0}", "nguon": "qq", "nop": "NOP-????",
}  # fmt: skip
# What each page says of each wrong value of its address, in the order of its filters.
READ_BY = {
    "overview": ("nam", "dia_phuong", "danh_hieu"),
    "map": ("nam", "dia_phuong", "danh_hieu", "to_mau"),
    "place": ("nam", "dia_phuong", "xa"),
    "scores": ("nam", "dia_phuong"),
    "sources": ("nam", "dia_phuong", "lan_nop"),
    "submit": ("nop",),
}


@pytest.fixture(scope="module")
def roots(tmp_path_factory):
    """Return the data folders by how much they hold."""
    base = tmp_path_factory.mktemp("roots")
    build_scored_store(base / "full")
    build_sparse_store(base / "sparse", 2016, 2018)
    build_sparse_store(base / "one", 2018)
    return {name: base / name for name in ("full", "sparse", "one", "empty")}


def html(app):
    assert not app.exception
    return "\n".join(element.value for element in app.get("html"))


def said(app):
    """Return every word of a page that is no table of figures: boxes, sentences, remarks."""
    boxes = [*app.info, *app.warning, *app.markdown]
    return html(app) + "\n".join(box.value for box in boxes)


def first_cells(page, caption):
    table = next(part for part in page.split("<table")[1:] if f"<caption>{caption}" in part)
    return re.findall(r'<th scope="row">(?:<[^>]+>)*([^<]+)', table.split("</table>")[0])


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("vi", "Mới có số liệu của một năm, 2018, nên chưa so được giữa các năm."),
        ("en", "There are figures of one year only, 2018, so years cannot be compared yet."),
    ],
)
@pytest.mark.parametrize(("page", "xa"), [("overview", ""), ("place", ""), ("place", COMMUNE)])
def test_one_year_is_said_to_be_no_trend_and_gets_no_chart(roots, open_app, page, xa, lang, words):
    app = open_app(roots["one"], page=page, nam="2018", dia_phuong="389", xa=xa, lang=lang)

    assert words in html(app)
    assert not app.get("vega_lite_chart")
    assert "2017" not in html(app)


def test_years_apart_are_not_joined_and_the_one_between_stands_as_not_reported(roots, open_app):
    app = open_app(roots["sparse"], page="place", nam="2018", dia_phuong="389")
    page, chart = html(app), app.get("vega_lite_chart")[0].proto

    assert "năm 2017 chưa có số liệu" in page
    assert "2016: 51,6%; 2017: chưa có số liệu; 2018: 51,8%" in chart.alt
    assert first_cells(page, "Các danh hiệu qua các năm") == ["2016", "2017", "2018"]
    assert json.loads(chart.spec)["layer"][0]["encoding"]["x"]["scale"]["domain"][:3] == [
        "2016", "2017", "2018",
    ]  # fmt: skip


def test_a_year_between_that_has_no_figures_cannot_be_chosen_and_says_so(roots, open_app):
    app = open_app(roots["sparse"], page="overview", nam="2017")

    assert "“2017” không có trong danh sách “Năm đánh giá”; đang xem 2018." in app.info[0].value


@pytest.mark.parametrize(
    ("page", "vi", "en"),
    [
        ("overview", "Chưa có số liệu của huyện Lang Chánh năm 2018.", "No data of huyện Lang Chánh"),
        ("map", "huyện Lang Chánh: chưa có xã nào báo cáo (0/11)", "no commune has reported yet (0 of 11)"),
        ("place", "Chưa có số liệu của huyện Lang Chánh năm 2018.", "No data of huyện Lang Chánh"),
        ("scores", "chưa có xã nào báo cáo điểm hoặc xếp loại", "no commune has reported"),
        (
            "sources",
            "Chưa có lần nộp nào của huyện Lang Chánh năm 2018.",
            "No submission about huyện Lang Chánh",
        ),
    ],
)
@pytest.mark.parametrize("root", ["full", "sparse", "one"])
def test_a_district_of_which_nothing_came_says_so_and_shows_no_zero(roots, open_app, root, page, vi, en):
    for lang, words in (("vi", vi), ("en", en)):
        app = open_app(roots[root], page=page, nam="2018", dia_phuong=SILENT, lang=lang)

        assert words in said(app)
        assert not re.search(r">0[,.]0%<|>0/0<", html(app))
        assert not app.get("vega_lite_chart")


def test_the_source_of_a_district_of_which_nothing_came_says_so(roots, open_app):
    asked = {"nam": "2018", "nguon": SILENT, "danh_hieu": "gia_dinh"}

    assert "Chưa có số được công nhận của huyện Lang Chánh" in html(
        open_app(roots["sparse"], page="sources", **asked)
    )


@pytest.mark.parametrize("page", FIGURES)
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
def test_a_first_visit_says_what_to_do_whatever_the_address_asks_for(roots, open_app, page, lang):
    app = open_app(roots["empty"], page=page, lang=lang, **WRONG)

    i18n.use(lang)
    assert i18n.t("overview.empty.heading") in html(app)
    assert i18n.t("overview.empty.body") in said(app)
    assert not app.get("vega_lite_chart")
    assert not roots["empty"].exists()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", i18n.LANGUAGES)
@pytest.mark.parametrize("root", ["full", "sparse"])
def test_each_wrong_value_of_an_address_is_named_and_the_page_goes_on(roots, open_app, root, page, lang):
    asked = {name: value for name, value in WRONG.items() if name != "nguon"}
    app = open_app(roots[root], page=page, lang=lang, **asked)

    boxes = "\n".join(box.value for box in [*app.info, *app.warning])
    assert html(app)
    assert [name for name in READ_BY[page] if WRONG[name] not in boxes] == []


@pytest.mark.parametrize("page", FIGURES)
def test_a_year_before_any_figures_falls_back_to_the_newest_one(roots, open_app, page):
    app = open_app(roots["full"], page=page, nam="1999")

    assert "“1999” không có trong danh sách “Năm đánh giá”; đang xem 2018." in app.info[0].value
    assert app.query_params["nam"] in ("2018", ["2018"])
