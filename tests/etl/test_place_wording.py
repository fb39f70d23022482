from __future__ import annotations

import pytest
from title_books import GOOD, check, fact, found, row_of, rules, titles_book

from etl.model import Verdict
from etl.words import render

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
