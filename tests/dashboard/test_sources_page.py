"""The page *Số liệu và nguồn*: who has reported what, submissions and their findings, files to take along."""

import csv
import io

import openpyxl
import polars as pl
import pytest
from submissions import FULL_POINTS, score_rows, submission, title_row

from dashboard import data, exports, i18n, reporting
from etl.publish import publish
from warehouse import queries
from warehouse.access import Scope
from warehouse.store import Store

FORMS = ("danh-hieu", "cham-diem-xa", "tong-hop-diem-xa")


def html(app):
    return "\n".join(element.value for element in app.get("html"))


def open_page(open_app, root, **query):
    app = open_app(root, page="sources", **query)
    assert not app.exception
    return app


@pytest.fixture(scope="module")
def sparse_root(tmp_path_factory):
    """One year, two communes: one counted its families, of the other there is a score and no count."""
    root = tmp_path_factory.mktemp("sparse")
    report = submission("NOP-AAAA", title_count=[title_row("15064", 2018, "gia_dinh", total=9, recognised=5)])
    report.payload["findings"].append(
        {"severity": "warning", "rule": "hidden_rows", "sheet": "Bieu 01", "cell": "A9", "row": 9,
         "raw": None, "values": {"rows": "9", "count": 1}}
    )  # fmt: skip
    scores = submission("NOP-BBBB", criterion_score=score_rows("15067", 2018, FULL_POINTS))
    scores.payload["submission"]["form"] = "cham-diem-xa"
    scores.payload["submission"]["unit_code"] = "15067"
    publish(Store(root), [report, scores])
    return root


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", "Năm 2020, huyện Ngọc Lặc: 18/21 xã đã báo cáo"),
        ("en", "2020, huyện Ngọc Lặc: 18 of 21 communes"),
    ],
)
def test_the_page_answers_first_who_has_reported(small_root, open_app, lang, said):
    page = html(open_page(open_app, small_root, nam="2020", dia_phuong="389", lang=lang))

    assert said in page


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_sparse_warehouse_shows_what_is_missing_as_missing(sparse_root, open_app, lang):
    page = html(open_page(open_app, sparse_root, nam="2018", dia_phuong="389", lang=lang))

    i18n.use(lang)
    missing = (
        f'class="xh-unreported" data-column="{i18n.t("form.danh-hieu")}">{i18n.t("state_word.not_reported")}'
    )
    assert page.count(missing) == 21
    assert page.count(i18n.t("state_word.other_form")) == 2  # the other form of the one score, and the legend


@pytest.mark.parametrize(("lang", "words"), [("vi", "Chưa có số liệu nào"), ("en", "No data yet")])
def test_an_empty_data_folder_says_so_and_writes_nothing(tmp_path, open_app, lang, words):
    page = html(open_page(open_app, tmp_path / "none", lang=lang))

    assert words in page
    assert not (tmp_path / "none").exists()


def test_wrong_filters_in_the_address_fall_back_and_say_so(small_root, open_app):
    app = open_page(open_app, small_root, nam="1999", dia_phuong="Huyện Sao Hỏa", lan_nop="NOP-0000")

    said = " ".join(element.value for element in app.info)
    assert "“1999” không có trong danh sách" in said
    assert "Huyện Sao Hỏa" in said
    assert "Lần nộp “NOP-0000” không có" in said


def test_a_chosen_submission_stands_in_the_address_and_shows_its_findings(sparse_root, open_app):
    app = open_page(open_app, sparse_root, nam="2018", dia_phuong="389")
    assert "Cần xem lại" not in html(app)

    app.selectbox(key="lan_nop").set_value("NOP-AAAA").run()

    assert app.query_params["lan_nop"] == "NOP-AAAA"
    assert "Cần xem lại (1)" in html(app)
    assert "A9" in html(app)


def test_a_submission_of_which_nothing_counts_is_superseded(sparse_root, tmp_path, open_app):
    rows = [title_row("15064", 2018, "gia_dinh", total=9, recognised=number) for number in (5, 6)]
    store = Store(tmp_path)
    publish(store, [submission("NOP-AAAA", title_count=rows[:1])])
    publish(store, [submission("NOP-BBBB", title_count=rows[1:])])

    page = html(open_page(open_app, tmp_path, nam="2018", dia_phuong="389"))

    assert page.count("Đã có bản mới hơn") == 1
    assert page.index("NOP-BBBB") < page.index("NOP-AAAA")  # newest first


@pytest.mark.parametrize("level", [None, "district", "commune"])
@pytest.mark.parametrize("unit", ["VN", "38", "389"])
def test_who_reported_titles_agrees_with_coverage(small_root, unit, level):
    with Store(small_root).read() as snapshot:
        everyone = Scope.everything()
        told = queries.reporting(
            snapshot, everyone, forms=FORMS, title_form=FORMS[0], unit=unit, level=level
        ).filter(pl.col("form") == FORMS[0])
        covered = queries.coverage(snapshot, everyone, unit=unit, level=level).filter(
            pl.col("title") != "cong_dong_xa"  # comes of scores
        )
    numbers = {
        (row["unit_code"], row["year"]): (row["units_reported"], row["units_expected"])
        for row in covered.group_by("unit_code", "year")
        .agg(pl.col("units_reported", "units_expected").max())
        .to_dicts()
    }

    assert numbers
    assert {
        (row["unit_code"], row["year"]): (row["units_reported"], row["units_expected"])
        for row in told.to_dicts()
    } == numbers


def test_a_year_that_is_not_over_is_not_yet_due(monkeypatch):
    row = {"level": "commune", "form": "danh-hieu", "year": 2020, "units_reported": 0, "units_expected": 1}

    assert reporting.state(row) == "not_reported"
    monkeypatch.setattr(reporting, "is_due", lambda year: False)
    assert reporting.state(row) == "not_due"
    assert reporting.state(row | {"units_expected": 0}) == "not_expected"


def figures_of(root, year, unit):
    with Store(root).read() as snapshot:
        return pl.concat(
            queries.coverage(snapshot, Scope.everything(), year=year, unit=unit, level=level)
            for level in (None, "commune")
        )


@pytest.fixture
def files(small_root, monkeypatch):
    """What the page hands to its two buttons for Ngọc Lặc in 2020."""
    import streamlit as st

    from dashboard.views import downloads

    offered = {}
    monkeypatch.setenv("XHHT_DATA", str(small_root))
    monkeypatch.setattr(
        st, "download_button", lambda label, made, **how: offered.update({label: (made(), how)})
    )
    with data.opened() as edition:
        own = data.reporting(edition, year=2020, unit="389").to_dicts()
        downloads.section(edition, own, "Huyện Ngọc Lặc")
    return offered


def test_the_workbook_says_first_what_it_shows(files):
    content, how = files["Tải tệp Excel"]
    book = openpyxl.load_workbook(io.BytesIO(content))
    about = {name.value: value.value for name, value in book.worksheets[0].iter_rows(max_col=2)}

    assert how["on_click"] == "ignore"
    assert about["Lưu ý"] == "Số liệu mẫu, không phải số liệu thật"
    assert (about["Địa phương"], about["Năm đánh giá"]) == ("Huyện Ngọc Lặc", "2020")
    assert about["Bản số liệu"] == "Mã số liệu 1"
    assert "18/21 xã đã báo cáo" in about["Mức đầy đủ"]
    assert about["Lập lúc"]
    assert book.sheetnames[1:] == ["Số liệu", "Điểm và xếp loại", "Tình hình báo cáo", "Các lần nộp"]


def test_the_workbook_holds_the_answers_of_the_queries_as_numbers(files, small_root):
    sheet = openpyxl.load_workbook(io.BytesIO(files["Tải tệp Excel"][0]))["Số liệu"]
    heads = [cell.value for cell in sheet[1]]
    asked = figures_of(small_root, 2020, "389").to_dicts()
    read = [dict(zip(heads, line, strict=True)) for line in sheet.iter_rows(min_row=2, values_only=True)]

    names = {"total": "Tổng số", "recognised": "Số được công nhận", "goal_pct": "Mục tiêu (%)"}
    assert len(read) == len(asked) > 100
    for row, line in zip(asked, read, strict=True):
        assert line["Mã đơn vị"] == row["unit_code"]
        assert {key: line[name] for key, name in names.items()} == {key: row[key] for key in names}
    assert {type(line["Tổng số"]) for line in read} == {int, type(None)}


def test_csv_opens_in_excel_and_equals_the_query(files, small_root):
    content, how = files["Tải số liệu (CSV)"]

    assert how["on_click"] == "ignore"
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    asked = figures_of(small_root, 2020, "389").to_dicts()
    assert [(one["unit_code"], one["title"], one["total"]) for one in lines] == [
        (row["unit_code"], row["title"], "" if row["total"] is None else str(row["total"])) for row in asked
    ]


def test_a_text_that_looks_like_a_formula_stays_a_text():
    frame = pl.DataFrame({"file": ["=1+1", "-2", "bieu.xlsx"], "counts_now": [1, -2, None]})

    sheet = exports.Sheet("Tệp", frame, ("file", "counts_now"))
    made = openpyxl.load_workbook(io.BytesIO(exports.workbook([("a", "=2")], [sheet], language="vi")))
    cells = [cell for (cell,) in made["Tệp"].iter_rows(min_row=2, max_col=1)]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        ("=1+1", "s"),
        ("-2", "s"),
        ("bieu.xlsx", "s"),
    ]
    assert made.worksheets[0]["B1"].data_type == "s"
    assert exports.csv(frame).decode("utf-8-sig").splitlines()[1:] == ["'=1+1,1", "'-2,-2", "bieu.xlsx,"]
