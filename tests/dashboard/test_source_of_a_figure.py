"""*Nguồn*: from a figure of a district to submission, sheet, cell and raw text."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest
from pages import FIRST_ROW, LAM_SON, communes, submit_workbook
from submissions import FULL_POINTS, assessment_row, score_rows, submission

from dashboard import data, i18n, receiving
from etl import intake
from etl.publish import publish
from warehouse import queries
from warehouse.access import Scope
from warehouse.store import Store


def html(app):
    return "\n".join(element.value for element in app.get("html"))


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The district's workbook of 2018 through the intake; one figure is typed as a text, one is a formula."""
    folder = tmp_path_factory.mktemp("origin")
    submit_workbook(folder)
    return folder


@pytest.fixture(autouse=True)
def release_workers():
    yield
    receiving.pool.clear()


def follow(open_app, root, page, words):
    """Open what a link of a page leads to, as a click does."""
    (target,) = re.findall(rf'<a href="([^"]+)"[^>]*aria-label="{re.escape(words)}"', page)
    split = urlsplit(unescape(target))
    assert split.path == "so-lieu-va-nguon"
    app = open_app(root, page="sources", **dict(parse_qsl(split.query)))
    assert not app.exception
    return html(app)


def test_two_clicks_lead_from_a_districts_card_to_the_cell_and_its_raw_text(root, open_app):
    start = html(open_app(root, page="overview", nam="2018", dia_phuong="389"))

    district = follow(open_app, root, start, "Nguồn của số liệu “Gia đình học tập”")
    commune = follow(open_app, root, district, "Nguồn số liệu của Xã Lam Sơn")

    row = FIRST_ROW + communes(2018).index(LAM_SON)
    assert "Năm 2018, huyện Ngọc Lặc: 18.920 hộ được công nhận" in district
    assert "tính từ số liệu của 22 đơn vị báo cáo" in district
    assert f">C{row}</td>" in commune
    assert ">Ngọc Lặc 2018</td>" in commune
    assert "Biểu 2018.xlsx" in commune
    assert re.search(r">NOP-\w{4}</td>", commune)
    figure = re.search(r'<th scope="row">Số đăng ký</th>(.*?)</tr>', commune).group(1)
    assert ">1.100</td>" in figure
    assert f">D{row}</td>" in figure
    assert ">“1.100 hộ”</td>" in figure  # as it was typed, not as it was understood


def test_one_click_leads_from_a_communes_figure_to_its_cell(root, open_app):
    start = html(open_app(root, page="overview", nam="2018", dia_phuong="389"))
    targets = [unescape(one) for one in re.findall(r'<td data-column="[^"]*"><a href="([^"]+)"', start)]

    (target,) = {one for one in targets if LAM_SON in one and "gia_dinh" in one}
    page = html(open_app(root, page="sources", **dict(parse_qsl(urlsplit(target).query))))

    assert "“1.100 hộ”" in page


def test_the_parts_of_a_district_add_up_to_its_figure(root):
    with Store(root).read() as snapshot:
        everyone = Scope.everything()
        asked = {"year": 2018, "unit": "389", "title": "gia_dinh"}
        parts = queries.title_parts(snapshot, everyone, **asked)
        whole = queries.coverage(snapshot, everyone, **asked).to_dicts()[0]
        cells = [
            queries.title_cells(snapshot, everyone, year=2018, title="gia_dinh", unit=code)
            for code in parts["unit_code"]
        ]

    assert {one: parts[one].sum() for one in ("total", "registered", "recognised")} == {
        one: whole[one] for one in ("total", "registered", "recognised")
    }
    for part, standing in zip(parts.to_dicts(), cells, strict=True):
        figures = {row["measure"]: row["value"] for row in standing.to_dicts()}
        assert figures == {one: part[one] for one in ("total", "registered", "recognised")}


def test_every_cell_of_the_district_holds_the_figure_it_is_said_to_hold(root, tmp_path):
    with Store(root).read() as snapshot:
        rows = [
            row
            for code in communes(2018)
            for title in ("gia_dinh", "dong_ho", "cong_dong", "don_vi")
            for row in queries.title_cells(
                snapshot, Scope.everything(), year=2018, title=title, unit=code
            ).to_dicts()
        ]
    original = Store(root).originals.path(rows[0]["sha256"])
    copy = tmp_path / "original.xlsx"
    copy.write_bytes(original.read_bytes())
    book = openpyxl.load_workbook(copy)

    assert len(rows) == 22 * 12
    for row in rows:
        (letters,) = row["column_letters"]
        held = book[row["sheet"]][f"{letters}{row['row']}"].value
        assert held in (row["value"], "1.100 hộ")


@pytest.mark.parametrize(
    ("lang", "said"), [("vi", "không phải mã của một địa phương"), ("en", "is not the code")]
)
def test_an_unknown_place_in_the_address_says_so_and_leads_back(root, open_app, lang, said):
    app = open_app(root, page="sources", nguon="sao-hoa", danh_hieu="gia_dinh", nam="2018", lang=lang)

    assert not app.exception
    assert said in " ".join(element.value for element in app.info)
    assert 'href="so-lieu-va-nguon?' in html(app)


def test_an_unknown_title_and_year_fall_back_and_say_so(root, open_app):
    app = open_app(root, page="sources", nguon=LAM_SON, danh_hieu="abc", nam="1999")

    said = " ".join(element.value for element in app.info)
    assert "“abc”" in said
    assert "“1999”" in said
    assert "“1.100 hộ”" in html(app)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_original_that_is_gone_is_said_to_be_unread(small_root, open_app, lang):
    page = html(
        open_app(small_root, page="sources", nguon=LAM_SON, danh_hieu="gia_dinh", nam="2018", lang=lang)
    )

    i18n.use(lang)
    assert page.count(i18n.t("source.unread")) == 3
    assert i18n.t("source.row", row=12) in page  # a hand-made submission has no column map


def test_the_country_lists_provinces_and_the_province_its_communes(root, open_app):
    country = html(open_app(root, page="sources", nguon="VN", danh_hieu="gia_dinh", nam="2018"))
    province = follow(open_app, root, country, "Nguồn số liệu của Tỉnh Thanh Hóa")

    assert province.count("Nguồn số liệu của") == 22


def test_a_place_without_reports_says_so(root, open_app):
    page = html(open_app(root, page="sources", nguon="15001", danh_hieu="gia_dinh", nam="2018"))

    assert "Chưa có số được công nhận" in page


def test_a_communes_score_shows_points_total_and_rank_with_their_cells(tmp_path, open_app):
    facts = submission(
        "NOP-AAAA",
        criterion_score=score_rows(LAM_SON, 2018, FULL_POINTS),
        assessment=[assessment_row(LAM_SON, 2018, rank="tot", total=100.0)],
    )
    columns = {f"criterion_{number}": chr(66 + number) for number in range(1, 16)} | {
        "total": "R",
        "rank": "S",
    }
    facts.payload["submission"]["form"] = "tong-hop-diem-xa"
    facts.payload["tables"].append({"sheet": "Diem", "form": "tong-hop-diem-xa", "columns": columns})
    publish(Store(tmp_path), [facts])

    district = html(open_app(tmp_path, page="sources", nguon="389", danh_hieu="cong_dong_xa", nam="2018"))
    page = follow(open_app, tmp_path, district, "Nguồn số liệu của Xã Lam Sơn")

    assert page.count(": điểm thẩm định</th>") == 15
    assert re.search(r"Tiêu chí 2: điểm thẩm định</th>.*?>10</td>.*?>D9</td>", page)
    assert re.search(r"Tổng điểm thẩm định</th>.*?>100</td>.*?>R9</td>", page)
    assert re.search(r"Xếp loại ghi trong biểu</th>.*?>Tốt</td>.*?>S9</td>", page)


def test_raw_text_is_read_once_for_a_snapshot(root, open_app, monkeypatch):
    asked = []
    real = intake.cells_as_sent
    monkeypatch.setattr(intake, "cells_as_sent", lambda *a, **k: asked.append(a) or real(*a, **k))
    app = open_app(root, page="sources", nguon=LAM_SON, danh_hieu="gia_dinh", nam="2018")

    app.run()

    assert len(asked) == 1
    assert data.data_root() == root
