"""What *Địa phương* and *Chấm điểm* offer to take along, opened as files: place, year, coverage, figures."""

import csv
import io

import openpyxl
import pytest
import streamlit as st
from pages import communes

from dashboard import i18n
from warehouse import queries
from warehouse.access import Scope
from warehouse.store import Store

FIRST, PARTIAL = communes(2018)[0], communes(2018)[20]
EVERYTHING = Scope.everything()


@pytest.fixture
def offered(open_app, monkeypatch):
    """Draw a page and return its workbook and its CSV, with the names of the files."""

    def run(root, page, **query):
        files = {}

        def keep(_label, made, *, file_name, **_how):
            files[file_name] = made()

        monkeypatch.setattr(st, "download_button", keep)
        app = open_app(root, page=page, **query)
        assert not app.exception
        workbook, table = files.items()
        return workbook[0], openpyxl.load_workbook(io.BytesIO(workbook[1])), table[0], lines_of(table[1])

    return run


def lines_of(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def about(book):
    return {name.value: value.value for name, value in book.worksheets[0].iter_rows(max_col=2)}


def rows_of(sheet):
    heads, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in lines]


def test_a_district_takes_its_titles_of_all_years(small_root, offered):
    name, book, csv_name, lines = offered(small_root, "place", nam="2020", dia_phuong="389")
    first = about(book)

    assert (name, csv_name) == ("dia-phuong-2020-389.xlsx", "dia-phuong-2020-389.csv")
    assert (first["Địa phương"], first["Năm đánh giá"]) == ("Huyện Ngọc Lặc", "2020")
    assert first["Lưu ý"] == "Số liệu mẫu, không phải số liệu thật"
    assert "18/21 xã đã báo cáo" in first["Mức đầy đủ"]
    assert first["Lập lúc"]
    assert book.sheetnames[1:] == ["Số liệu"]
    assert {row["Năm đánh giá"] for row in rows_of(book["Số liệu"])} == {2016, 2017, 2018, 2019, 2020}
    assert {line["unit_code"] for line in lines} == {"389"}


def test_a_commune_takes_its_score_cards_of_both_years_and_its_villages(scored_root, offered):
    _, book, _, _ = offered(scored_root, "place", nam="2018", dia_phuong="389", xa=PARTIAL)
    points = rows_of(book["Điểm từng tiêu chí"])
    scores = {row["Năm đánh giá"]: row for row in rows_of(book["Điểm và xếp loại"])}

    assert about(book)["Năm đánh giá"] == "2018"
    assert [(row["Năm đánh giá"], row["Tiêu chí"]) for row in points] == [
        (year, number) for year in (2018, 2017) for number in range(1, 16)
    ]
    assert (points[3]["Điểm"], points[18]["Điểm"]) == (None, 7)
    assert scores[2018]["Lý do"] == "Chưa đủ điểm để xếp loại: chưa có điểm tiêu chí 4"
    assert scores[2017]["Tổng điểm (tính thử)"] == 69.5
    assert scores[2017]["Mức tin cậy"] == "chưa đối chiếu với văn bản gốc"
    assert scores[2017]["Điểm được tính"] == "điểm thẩm định"
    _, first, _, _ = offered(scored_root, "place", nam="2018", dia_phuong="389", xa=FIRST)
    villages = rows_of(first["Thôn, bản, tổ dân phố"])
    assert [(row["Thôn, bản, tổ dân phố"], row["Số được công nhận"]) for row in villages] == [
        ("Làng Chùa", 0),
        ("Thôn Đồng", 3),
    ]


def test_the_scores_of_a_district_are_those_of_the_queries(scored_root, offered):
    name, book, _, lines = offered(scored_root, "scores", nam="2018", dia_phuong="389")
    with Store(scored_root).read() as snapshot:
        asked = {"year": 2018, "unit": "389"}
        scores = queries.scores(snapshot, EVERYTHING, **asked).to_dicts()
        points = queries.criterion_points(snapshot, EVERYTHING, **asked).to_dicts()
        sums = queries.criterion_sums(snapshot, EVERYTHING, **asked).to_dicts()

    assert name == "cham-diem-2018-389.xlsx"
    assert (about(book)["Địa phương"], about(book)["Năm đánh giá"]) == ("Huyện Ngọc Lặc", "2018")
    assert "22/22 xã đã báo cáo điểm hoặc xếp loại" in about(book)["Mức đầy đủ"]
    shown = rows_of(book["Điểm từng tiêu chí"])
    assert [row["Điểm"] for row in shown] == [row["points"] for row in points]
    assert sum(row["Điểm"] is None for row in shown) == 16
    assert [row["Điểm"] for row in rows_of(book["Cộng điểm tiêu chí"])] == [row["points"] for row in sums]
    assert [(line["unit_code"], line["total_points"], line["rank_reported"]) for line in lines] == [
        (row["unit_code"], "" if row["total"] is None else str(row["total"]), row["rank_reported"])
        for row in scores
    ]
    ranks = [row for row in rows_of(book["Xếp loại qua các năm"]) if row["Năm đánh giá"] == 2018]
    assert {row["Kết quả"]: row["Số xã"] for row in ranks} == {"Tốt": 16, "Khá": 5, "Không xếp loại": 1}


@pytest.mark.parametrize(
    ("unit", "names"),
    [("38", {"Tỉnh Thanh Hóa", "Huyện Ngọc Lặc"}), ("VN", {"Cả nước", "Tỉnh Thanh Hóa"})],
)
def test_a_wider_place_takes_the_sums_of_what_lies_in_it(scored_root, offered, unit, names):
    _, book, _, lines = offered(scored_root, "scores", nam="2018", dia_phuong=unit)

    assert book.sheetnames[1:] == ["Cộng điểm tiêu chí", "Xếp loại qua các năm"]
    assert {line["unit_name"] for line in lines} == names


def test_in_english_the_heads_and_words_are_english(scored_root, offered):
    _, book, _, _ = offered(scored_root, "scores", nam="2018", dia_phuong="389", lang="en")
    i18n.use("en")

    assert book.sheetnames == [
        "About",
        "Scores and ranks",
        "Points by criterion",
        "Sums by criterion",
        "Ranks by year",
    ]
    assert rows_of(book["Scores and ranks"])[0]["Points that count"] == "assessed points"
    assert rows_of(book["Points by criterion"])[0]["Criterion name"].startswith("Leadership")
