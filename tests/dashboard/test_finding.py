import polars as pl
import pytest

from dashboard import finding

UNITS = pl.DataFrame(
    [
        ("38", "Tỉnh Thanh Hóa", "province", "VN"),
        ("389", "Huyện Ngọc Lặc", "district", "38"),
        ("405", "Huyện Đông Sơn", "district", "38"),
        ("1", "Thị trấn Ngọc Lặc", "commune", "389"),
        ("2", "Xã Minh Sơn", "commune", "389"),
        ("3", "Xã Minh Sơn", "commune", "405"),
        ("4", "Xã Ngọc Lạc Trung", "commune", "405"),
    ],
    schema=["code", "name", "level", "parent_code"],
    orient="row",
)


def codes(text):
    return [place.code for place in finding.found(finding.named(UNITS), text).shown]


@pytest.mark.parametrize("text", ["ngoc lac", "Ngọc Lặc", "  NGOC   LAC ", "Ngo\u0323c La\u0306\u0323c"])
def test_letters_are_enough_and_whole_names_stand_first_the_wider_place_before(text):
    assert codes(text) == ["389", "1", "4"]


def test_the_prefix_narrows():
    assert codes("huyen ngoc lac") == ["389"]


def test_same_names_are_told_apart_by_what_they_lie_in():
    found = finding.found(finding.named(UNITS), "minh son")

    assert [place.words for place in found.shown] == [
        "Xã Minh Sơn, huyện Ngọc Lặc, tỉnh Thanh Hóa",
        "Xã Minh Sơn, huyện Đông Sơn, tỉnh Thanh Hóa",
    ]


def test_d_with_a_stroke_is_found_by_d():
    assert codes("dong son") == ["405"]


def test_nothing_typed_and_nothing_fitting_find_nothing():
    assert not finding.found(finding.named(UNITS), "  ")
    assert not finding.found(finding.named(UNITS), "hà nội")


def test_more_than_a_screen_is_counted():
    many = [finding.Place(str(n), "commune", "1", f"Xã {n}", "xa an") for n in range(20)]

    assert finding.found(many, "an").more == 8


def test_the_box_stands_on_every_page_and_leads_to_the_place(open_app, small_root):
    app = open_app(small_root, nam="2018")
    app.text_input(key="tim").set_value("ngoc lac").run()

    said = "\n".join(element.value for element in app.get("html"))
    assert "Huyện Ngọc Lặc, tỉnh Thanh Hóa</a>" in said
    assert "dia-phuong?nam=2018&amp;dia_phuong=389" in said
    app.text_input(key="tim").set_value("khong co").run()
    assert "Không tìm thấy" in "\n".join(element.value for element in app.get("html"))
