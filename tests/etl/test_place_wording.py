from __future__ import annotations

import pytest
from title_books import GOOD, check, fact, found, row_of, rules, titles_book

from etl.mapping.titles import mentions_in
from etl.model import Verdict
from etl.words import render
from warehouse.places import load_places

PROVINCE = ("HỘI KHUYẾN HỌC TỈNH THANH HÓA", "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP", "Năm 2018")


def of_name(name: str, *titles: str, unit: str = "Xã, thị trấn") -> Verdict:
    rows = [row_of(name, 1, gia_dinh=GOOD)]
    return check(titles_book(rows, titles=titles, unit=unit) if titles else titles_book(rows))


@pytest.mark.parametrize(
    "name",
    [
        "Quang Trung (Ngọc Lặc)",
        "Quang Trung, Ngọc Lặc",
        "Quang Trung, huyện Ngọc Lặc",
        "Quang Trung - Ngọc Lặc",
        "Quang Trung huyện Ngọc Lặc",
        "Xã Quang Trung, H. Ngọc Lặc",
        "QUANG TRUNG (NGỌC LẶC)",
    ],
)
@pytest.mark.parametrize("titles", [PROVINCE, ()])
def test_a_district_beside_a_name_settles_it(name: str, titles: tuple[str, ...]) -> None:
    verdict = of_name(name, *titles)

    assert rules(verdict) == []
    assert fact(verdict, "Quang Trung")["recognised"] == 800


def test_a_commune_of_another_district_stays_out() -> None:
    assert rules(of_name("Quang Trung, Bỉm Sơn")) == ["place_out_of_scope"]
    assert rules(of_name("Lam Sơn, Ngọc Lạc Hà")) == ["unknown_place"]


def test_a_name_with_another_prefix_is_told() -> None:
    verdict = of_name("Phường Lam Sơn")

    assert found(verdict, "fuzzy_place") == ("warning", "B9", "Phường Lam Sơn")
    assert "được hiểu là xã Lam Sơn, huyện Ngọc Lặc" in render(verdict.findings[0])
    assert rules(of_name("Xã Lam Sơn")) == []


@pytest.mark.parametrize("name", ["Thị trấn", "TT"])
def test_a_row_for_the_town_is_offered_its_name(name: str) -> None:
    verdict = of_name(name)

    assert rules(verdict) == ["unknown_place"]
    assert "thị trấn Ngọc Lặc" in render(verdict.findings[0])


def test_a_district_named_before_it_existed_is_told_with_its_name_then() -> None:
    verdict = of_name("Hải Châu", "UBND THỊ XÃ NGHI SƠN", "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP", "Năm 2019")

    assert rules(verdict) == ["place_not_yet"]
    assert "đến ngày 01/06/2020 mới thành lập, năm 2019 còn là huyện Tĩnh Gia" in render(verdict.findings[0])


@pytest.mark.parametrize(("year", "above"), [(2025, "tỉnh"), (2018, "huyện")])
def test_a_commune_without_what_stands_above_it_asks_for_that(year: int, above: str) -> None:
    commune = "UBND XÃ NGỌC LẶC" if year == 2025 else "UBND XÃ LAM SƠN"

    verdict = of_name("Thôn 1", commune, "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP", f"Năm {year}", unit="Thôn, bản")

    assert rules(verdict) == ["place_missing"]
    assert f"nhưng chưa ghi {above}" in render(verdict.findings[0])
    assert verdict.findings[0].cell == "A1"


def test_successors_that_ended_too_are_followed_to_today() -> None:
    verdict = of_name("Hải Châu", "UBND HUYỆN TĨNH GIA", "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP", "Năm 2021")

    sentence = render(verdict.findings[0])

    assert rules(verdict) == ["abolished_place"]
    assert "Năm 2021 là: thị xã Nghi Sơn, tỉnh Thanh Hóa; hiện nay là:" in sentence


def titled(*lines: str, year: int = 2018, unit: str = "Xã, thị trấn") -> Verdict:
    rows = [row_of("Lam Sơn" if unit == "Xã, thị trấn" else "Thôn 1", 1, gia_dinh=GOOD)]
    titles = (*lines, "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP", f"Năm {year}")
    return check(titles_book(rows, titles=titles, unit=unit))


@pytest.mark.parametrize(
    ("lines", "cell", "raw", "sentence"),
    [
        (("UBND HUYỆN ABC DEF",), "A1", "HUYỆN ABC DEF", "năm 2018 cả nước không có đơn vị"),
        (("UBND HUYỆN ABC DEF", "TỈNH THANH HÓA"), "A1", "HUYỆN ABC DEF", "năm 2018 tỉnh Thanh Hóa không có"),
        (
            ("UBND HUYỆN NGỌC LẠC XYZ",),
            "A1",
            "HUYỆN NGỌC LẠC XYZ",
            "Gần nhất: huyện Ngọc Lặc, tỉnh Thanh Hóa",
        ),
        (("HUYỆN NGỌC LẶC", "Tỉnh Atlantis"), "A2", "Tỉnh Atlantis", "năm 2018 cả nước không có đơn vị"),
        (("Huyện Ngọc Lặc, tỉnh Nghệ An",), "A1", "Huyện Ngọc Lặc", "năm 2018 tỉnh Nghệ An không có đơn vị"),
    ],
)
def test_a_place_in_the_title_that_is_in_no_list_is_named_with_the_nearest(
    lines: tuple[str, ...], cell: str, raw: str, sentence: str
) -> None:
    verdict = titled(*lines)

    assert found(verdict, "title_place_unknown") == ("error", cell, raw)
    assert rules(verdict)[0] == "title_place_unknown"
    assert sentence in render(verdict.findings[0])
    assert (verdict.verdict, verdict.rows.loaded) == ("rejected", 0)


def test_a_commune_in_the_title_that_its_district_does_not_have_is_offered_the_nearest() -> None:
    verdict = titled("Xã Lam San, huyện Ngọc Lặc", unit="Thôn, bản")

    assert found(verdict, "title_place_unknown") == ("error", "A1", "Xã Lam San")
    assert "Gần nhất: xã Lam Sơn, huyện Ngọc Lặc" in render(verdict.findings[0])


def test_the_officers_choice_settles_a_place_that_is_in_no_list() -> None:
    rows = [row_of("Lam Sơn", 1, gia_dinh=GOOD)]
    data = titles_book(rows, titles=("UBND HUYỆN ABC DEF", "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP", "Năm 2018"))

    assert (check(data).verdict, check(data, unit="389").verdict) == ("rejected", "accepted")


def test_a_title_with_other_marks_is_read_and_says_so() -> None:
    verdict = titled("UBND HUYỆN NGỌC LẠC")

    assert found(verdict, "title_place_read") == ("note", "A1", "HUYỆN NGỌC LẠC")
    assert "đã hiểu là huyện Ngọc Lặc, tỉnh Thanh Hóa" in render(verdict.findings[0])
    assert fact(verdict, "Lam Sơn")["recognised"] == 800


@pytest.mark.parametrize(
    "line",
    [
        "Huyện Ngọc Lặc, tỉnh Thanh Hoá",
        "UBND HUYEN NGOC LAC",
        "UBND HUYỆN NGỌC LẶC HỘI KHUYẾN HỌC",
        "UBND HUYỆN\nHỘI KHUYẾN HỌC HUYỆN NGỌC LẶC",
        "KẾT QUẢ CÁC XÃ, THỊ TRẤN HUYỆN MIỀN NÚI NGỌC LẶC - HUYỆN NGỌC LẶC",
        "KẾT QUẢ HUYỆN NGỌC LẶC ĐẠT DANH HIỆU HỌC TẬP",
        "Kết quả huyện đã công nhận, huyện Ngọc Lặc",
        "MÔ HÌNH HUYỆN HỌC TẬP CỦA HUYỆN NGỌC LẶC",
        "UBND HUYỆN NGỌC LẶC          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ],
)
def test_words_behind_a_kind_of_place_are_no_unknown_place(line: str) -> None:
    verdict = titled(line)

    assert (verdict.verdict, rules(verdict)) == ("accepted", [])


def test_every_unit_of_the_country_is_read_as_a_name_of_a_title_line() -> None:
    names = {unit.name for unit in load_places().units if unit.level in ("province", "district")}
    read = {name: mentions_in(f"UBND {name.upper()}") for name in names if " - " not in name}

    assert [n for n, (one, *_) in read.items() if one.name != n.casefold() or not one.is_name] == []


@pytest.mark.parametrize("name", ["Thị trấn Quý Lộc", "Xã Cẩm Quý", "Phường Thạch Quý"])
def test_a_commune_whose_name_says_quy_is_no_quarter(name: str) -> None:
    assert [one.name for one in mentions_in(f"UBND {name.upper()}")] == [name.casefold()]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("UBND TỈNH BÀ RỊA - VŨNG TÀU", "77"),
        ("UBND tỉnh Bà Rịa – Vũng Tàu", "77"),
        ("Tỉnh Bà Rịa-Vũng Tàu, năm 2018", "77"),
        ("HỘI KHUYẾN HỌC TỈNH BÀ RỊA - VŨNG TÀU NĂM 2018", "77"),
        ("UBND tỉnh Thừa Thiên - Huế", "46"),
        ("UBND tỉnh Thừa Thiên Huế", "46"),
        ("UBND thành phố Phan Rang - Tháp Chàm - tỉnh Ninh Thuận", "582"),
        ("UBND huyện Ngọc Lặc - Thanh Hóa", "389"),
        ("Huyện Ngọc Lặc - Hội Khuyến học", "389"),
    ],
)
def test_a_hyphen_may_stand_inside_a_name_or_behind_it(line: str, code: str) -> None:
    verdict = check(titles_book(titles=[line, "BIỂU TỔNG HỢP DANH HIỆU HỌC TẬP", "Năm 2018"]))

    assert verdict.unit_code == code
    assert {"title_place_unknown", "title_place_read", "place_missing"}.isdisjoint(rules(verdict))


def test_a_province_with_a_hyphen_that_ended_is_named_as_such() -> None:
    verdict = check(
        titles_book(titles=["UBND TỈNH BÀ RỊA - VŨNG TÀU", "BIỂU TỔNG HỢP DANH HIỆU", "Năm 2026"])
    )

    assert "abolished_place" in rules(verdict)
    assert "Tỉnh Bà Rịa - Vũng Tàu" in str([item.values for item in verdict.findings])
