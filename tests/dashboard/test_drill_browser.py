"""From a province to the cell of a commune in a real browser, by mouse alone and by keyboard alone."""

import pytest
from browsing import PATIENCE, chromium_only, opened, serving
from pages import FIRST_ROW, LAM_SON, TYPED, communes, submit_workbook
from playwright.sync_api import expect

from dashboard.boundaries import build

pytestmark = chromium_only
CELL = f"D{FIRST_ROW + communes(2018).index(LAM_SON)}"
STOPS = 200  # presses of Tab within which every link of these pages must be reached
STANDING = '[aria-current="page"]'
SHAPE_OF = """(code) => [...document.querySelectorAll('[data-testid="stVegaLiteChart"] .mark-shape path')]
  .find(path => path.__data__.datum.code === code)"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A province of which one district sent its workbook, with shapes."""
    root = tmp_path_factory.mktemp("drilled")
    submit_workbook(root)
    build.build(root)
    with serving(root) as address:
        yield address


def by_mouse(page, link):
    link.click()


def by_keyboard(page, link):
    """Walk to a link from where the keyboard stands, and follow it."""
    expect(link).to_be_visible()
    for _ in range(STOPS):
        if link.evaluate("link => link === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard did not reach {link}")


def press_shape(page, code):
    """Press the mouse in the middle of what a place looks like on the map."""
    page.wait_for_function(f"(code) => !!({SHAPE_OF})(code)", arg=code, timeout=PATIENCE)
    shape = page.evaluate_handle(SHAPE_OF, code).as_element()
    shape.scroll_into_view_if_needed()
    box = shape.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def named(page, name):
    return page.get_by_role("link", name=name, exact=True)


def expect_the_cell(page):
    """Expect submission, sheet, cell, and what was typed into the cell."""
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Số đăng ký"))
    for words in (f"“{TYPED}”", CELL, "Ngọc Lặc 2018"):
        expect(row.get_by_role("cell", name=words, exact=True)).to_be_visible()
    expect(row.get_by_role("cell", name="NOP-")).to_be_visible()
    expect(page.get_by_role("cell", name="Biểu 2018.xlsx")).to_be_visible()


def test_the_mouse_goes_over_the_map_from_the_province_to_the_cell(page, served):
    opened(page, f"{served}/ban-do?nam=2018")
    page.evaluate("window.marked = true")

    press_shape(page, "389")
    expect(page.locator(STANDING).last).to_have_text("Huyện Ngọc Lặc")
    press_shape(page, LAM_SON)
    by_mouse(page, named(page, "Mở trang của xã Lam Sơn"))
    expect(page.locator(".xh-answer").first).to_contain_text("Năm 2018, xã Lam Sơn")
    by_mouse(page, named(page, "Nguồn của số liệu “Gia đình học tập”"))

    expect_the_cell(page)
    assert page.evaluate("window.marked === true")


def test_the_keyboard_goes_from_the_province_to_the_cell(page, served):
    opened(page, f"{served}/ban-do?nam=2018")
    page.evaluate("window.marked = true")

    by_keyboard(page, named(page, "Huyện Ngọc Lặc"))
    expect(page.locator(STANDING).last).to_have_text("Huyện Ngọc Lặc")
    by_keyboard(page, named(page, "Xã Lam Sơn"))
    expect(page.locator(".xh-answer").first).to_contain_text("Năm 2018, xã Lam Sơn")
    by_keyboard(page, named(page, "Nguồn của số liệu “Gia đình học tập”"))

    expect_the_cell(page)
    assert page.evaluate("window.marked === true")


@pytest.mark.parametrize("follow", [by_mouse, by_keyboard])
def test_two_steps_lead_from_a_figure_in_the_list_of_the_map_to_the_cell(page, served, follow):
    opened(page, f"{served}/ban-do?nam=2018")

    district = page.get_by_role("row").filter(has=named(page, "Huyện Ngọc Lặc"))
    follow(page, district.get_by_role("link", name="nguồn số liệu"))
    follow(page, named(page, "Nguồn số liệu của Xã Lam Sơn"))

    expect_the_cell(page)


@pytest.mark.parametrize("follow", [by_mouse, by_keyboard])
def test_one_step_leads_from_a_year_of_a_commune_to_the_cell(page, served, follow):
    opened(page, f"{served}/dia-phuong?nam=2018&dia_phuong=389&xa={LAM_SON}")

    year = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="2018", exact=True))
    follow(page, year.get_by_role("link", name="nguồn số liệu").first)

    expect_the_cell(page)
