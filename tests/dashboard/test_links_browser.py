"""Links in a real browser: they open inside the page that stands; Back, a reload and a tab find them."""

import re
from urllib.parse import parse_qs, urlparse

import pytest
from browsing import choose, chromium_only, opened, serving
from pages import build_store
from playwright.sync_api import expect

pytestmark = chromium_only
SOURCE_OF_FAMILIES = "Nguồn của số liệu “Gia đình học tập”"
IN_LAM_SON = "Ô ghi số liệu của xã Lam Sơn, năm 2018"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    root = tmp_path_factory.mktemp("linked")
    build_store(root, origin="sample")
    with serving(root) as address:
        yield address


def started(page, address):
    """Open an address as a browser does at first, and mark the page, so that a second start is seen."""
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    opened(page, address)
    expect(page.locator(".xh-answer").first).to_be_visible()
    page.evaluate("window.marked = true")
    page.sockets = sockets
    return page


def stands(page):
    """Return whether the page is still the one that was started, over its first connection."""
    return page.evaluate("window.marked === true") and len(page.sockets) == 1


def asked(page, name):
    return parse_qs(urlparse(page.url).query).get(name, [""])[0]


def follow(link, way):
    """Follow a link by mouse, or by the key that does the same."""
    if way == "mouse":
        link.click()
    else:
        link.press("Enter")


def find(page, text, name):
    box = page.get_by_role("textbox", name="Tìm địa phương")
    box.fill(text)
    box.press("Enter")
    return page.get_by_role("link", name=name, exact=True)


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_a_place_that_is_found_opens_in_the_page_that_stands(page, served, way):
    started(page, f"{served}/?nam=2018")

    follow(find(page, "ngoc lac", "Huyện Ngọc Lặc, tỉnh Thanh Hóa"), way)

    said = page.locator(".xh-answer").first
    expect(page.locator("h1")).to_contain_text("Địa phương")
    expect(said).to_contain_text("Năm 2018, huyện Ngọc Lặc: 22/22 xã đã báo cáo.")
    expect(page.locator(".xh-found")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Tìm địa phương")).to_have_value("")
    assert stands(page)
    expect(page).to_have_url(re.compile(r"/dia-phuong\?nam=2018&dia_phuong=Huy"))
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Tổng quan")
    expect(said).to_contain_text("Năm 2018, tỉnh Thanh Hóa")
    assert stands(page)
    page.go_forward()
    expect(said).to_contain_text("Năm 2018, huyện Ngọc Lặc")
    page.reload()
    expect(said).to_contain_text("Năm 2018, huyện Ngọc Lặc")


def test_a_link_to_a_district_does_not_keep_the_commune_that_was_open(page, served):
    started(page, f"{served}/dia-phuong?nam=2018&dia_phuong=389&xa=15064")
    said = page.locator(".xh-answer").first
    expect(said).to_contain_text("xã Lam Sơn")

    find(page, "ngoc lac", "Huyện Ngọc Lặc, tỉnh Thanh Hóa").click()

    expect(said).to_contain_text("huyện Ngọc Lặc: 22/22 xã đã báo cáo.")
    expect(page).not_to_have_url(re.compile("xa="))
    page.go_back()
    expect(said).to_contain_text("xã Lam Sơn")
    assert stands(page)


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_the_list_and_the_way_back_up_of_the_map_keep_the_page(page, served, way):
    started(page, f"{served}/ban-do?nam=2018&danh_hieu=dong_ho&to_mau=rate")
    here = page.locator('[aria-current="page"]')

    follow(page.get_by_role("link", name="Huyện Ngọc Lặc", exact=True), way)
    expect(here.last).to_have_text("Huyện Ngọc Lặc")
    expect(page).to_have_url(re.compile("dia_phuong=Huy"))
    assert (asked(page, "nam"), asked(page, "danh_hieu")) == ("2018", "Dòng họ học tập")
    follow(page.locator(".xh-way").get_by_role("link", name="Cả nước"), way)
    expect(here.last).to_have_text("Cả nước")

    assert stands(page)
    page.go_back()
    expect(here.last).to_have_text("Huyện Ngọc Lặc")
    page.go_back()
    expect(here.last).to_have_text("Tỉnh Thanh Hóa")
    assert stands(page)


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_from_the_card_of_the_province_to_the_cell(page, served, way):
    started(page, f"{served}/?nam=2018")

    follow(page.get_by_role("link", name=SOURCE_OF_FAMILIES), way)
    follow(page.get_by_role("link", name="Nguồn số liệu của Xã Lam Sơn"), way)

    expect(page.locator("caption", has_text=IN_LAM_SON)).to_be_visible()
    assert stands(page)
    assert page.evaluate("document.querySelector('.stMain').scrollTop") == 0
    page.go_back()
    expect(page.locator("caption", has_text="hợp thành số liệu của tỉnh Thanh Hóa")).to_be_visible()
    page.go_back()
    expect(page.locator(".xh-answer").first).to_contain_text("Năm 2018, tỉnh Thanh Hóa")
    page.go_forward()
    expect(page.locator("caption", has_text="hợp thành số liệu của tỉnh Thanh Hóa")).to_be_visible()
    page.reload()
    expect(page.locator("caption", has_text="hợp thành số liệu của tỉnh Thanh Hóa")).to_be_visible()
    page.get_by_role("link", name="Nguồn số liệu của Xã Lam Sơn").click()
    expect(page.locator("caption", has_text=IN_LAM_SON)).to_be_visible()


def test_a_choice_after_a_link_is_one_more_step(page, served):
    started(page, f"{served}/?nam=2018&dia_phuong=389")
    page.get_by_role("link", name=SOURCE_OF_FAMILIES).click()
    shown = page.locator("h2.xh-heading").first
    expect(shown).to_contain_text("năm 2018")

    choose(page, "Năm đánh giá", "2017")
    expect(shown).to_contain_text("năm 2017")

    page.go_back()
    expect(shown).to_contain_text("năm 2018")
    page.go_back()
    expect(page.locator(".xh-answer").first).to_contain_text("Năm 2018, huyện Ngọc Lặc")
    assert stands(page)


def test_a_link_keeps_the_language(page, served):
    started(page, f"{served}/ban-do?nam=2018&lang=en")

    page.get_by_role("link", name="Huyện Ngọc Lặc", exact=True).click()

    expect(page.locator('[aria-current="page"]').last).to_have_text("Huyện Ngọc Lặc")
    expect(page.locator(".xh-answer").first).to_contain_text("communes have reported")
    assert asked(page, "lang") == "en"
    assert stands(page)


def test_a_link_is_a_link_also_to_another_tab(page, served):
    started(page, f"{served}/?nam=2018&dia_phuong=389")
    before = page.url

    with page.context.expect_page() as opening:
        page.get_by_role("link", name=SOURCE_OF_FAMILIES).click(modifiers=["Control"])

    other = opening.value
    expect(other.locator("caption", has_text="hợp thành số liệu của huyện Ngọc Lặc")).to_be_visible()
    assert page.url == before
    other.close()


def test_without_its_server_a_link_is_left_to_the_browser(page, served):
    started(page, f"{served}/?nam=2018&dia_phuong=389")
    page.evaluate("document.querySelector('.stApp').dataset.testConnectionState = 'PINGING_SERVER'")

    page.get_by_role("link", name=SOURCE_OF_FAMILIES).click()

    expect(page.locator("caption", has_text="hợp thành số liệu của huyện Ngọc Lặc")).to_be_visible()
    assert page.evaluate("window.marked") is None
