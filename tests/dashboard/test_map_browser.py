"""The map in a real browser: drilled by mouse and by keyboard, read by axe."""

import re
from urllib.parse import parse_qs, urlparse

import pytest
from browsing import PATIENCE, chromium_only, opened, ours, serving
from pages import build_store
from playwright.sync_api import expect

from dashboard.boundaries import build

pytestmark = chromium_only


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    root = tmp_path_factory.mktemp("mapped")
    build_store(root, origin="sample")
    build.build(root)
    with serving(root) as address:
        yield address


def shapes(page):
    """Return the shapes that are drawn, once they are."""
    drawn = page.locator('[data-testid="stVegaLiteChart"] .mark-shape path')
    expect(drawn.first).to_be_visible(timeout=PATIENCE)
    return drawn


def asked(page, name):
    return parse_qs(urlparse(page.url).query).get(name, [""])[0]


def test_a_click_on_a_district_opens_its_communes_and_back_leads_back(page, served):
    opened(page, f"{served}/ban-do?nam=2018")
    assert shapes(page).count() == 27

    shapes(page).and_(page.locator('[fill="#1f5f9e"]')).click()

    expect(page.locator('[aria-current="page"]', has_text="Huyện Ngọc Lặc")).to_be_visible()
    expect(page).to_have_url(re.compile("Ng%E1%BB%8Dc"))
    assert asked(page, "dia_phuong") == "Huyện Ngọc Lặc, Tỉnh Thanh Hóa"
    page.go_back()
    expect(page.locator('[aria-current="page"]', has_text="Tỉnh Thanh Hóa")).to_be_visible()


def test_what_was_not_reported_is_hatched(page, served):
    opened(page, f"{served}/ban-do?nam=2018")

    assert shapes(page).and_(page.locator('[fill="url(#xh-hatch)"]')).count() == 26
    assert page.locator("pattern#xh-hatch rect").count() == 2


def test_a_commune_that_is_clicked_is_named_with_its_figures_and_leads_to_its_page(page, served):
    opened(page, f"{served}/ban-do?nam=2018&dia_phuong=389")

    shapes(page).first.click()

    said = page.locator('.xh-answer[role="status"]')
    expect(said).to_contain_text("Đang chọn:")
    expect(said.locator("a").first).to_have_attribute("href", re.compile("^dia-phuong\\?nam=2018"))


def test_the_keyboard_reaches_what_the_mouse_does(page, served):
    opened(page, f"{served}/ban-do?nam=2018")
    link = page.get_by_role("link", name="Huyện Ngọc Lặc")

    link.focus()
    page.keyboard.press("Enter")

    expect(page.locator('[aria-current="page"]', has_text="Huyện Ngọc Lặc")).to_be_visible()
    assert asked(page, "nam") == "2018"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_of_ours(browser, served, scheme):
    page = browser.new_context(color_scheme=scheme).new_page()
    opened(page, f"{served}/ban-do?nam=2018")
    shapes(page)

    assert ours(page) == []
    page.context.close()


def test_shapes_are_served_for_a_year_and_nothing_else_of_the_folder(page, served):
    opened(page, f"{served}/ban-do?nam=2018")
    shapes(page)
    loaded = "performance.getEntriesByType('resource').map(one => one.name)"
    version = next(name for name in page.evaluate(loaded) if "/geo/" in name)

    good = page.request.get(version)
    assert good.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert good.headers["content-encoding"] == "gzip"
    folder = version.rsplit("/", 1)[0]
    for path in (f"{folder}/index.parquet", f"{served}/geo/lock", f"{served}/geo/..%2f..%2fledger.sqlite"):
        assert page.request.get(path).status in (400, 404)
