"""Every page on a phone, and on a desk screen at 200 %: nothing is cut, nothing scrolls sideways."""

import pytest
from browsing import chromium_only, opened, serving
from pages import build_store

pytestmark = chromium_only
SIZES = {"phone": (390, 844), "1440 at 200 %": (720, 450), "1280 at 200 %": (640, 512)}
PAGES = (
    "?nam=2018",
    "ban-do?nam=2018&dia_phuong=389",
    "dia-phuong?nam=2018&dia_phuong=389",
    "dia-phuong?nam=2018&dia_phuong=389&xa=15064",
    "cham-diem?nam=2018&dia_phuong=389",
    "so-lieu-va-nguon?nam=2018&dia_phuong=389",
    "so-lieu-va-nguon?nguon=15064&danh_hieu=gia_dinh&nam=2018",
    "nop-so-lieu",
)
# Scores by commune and criterion are read in both directions, so that table alone keeps its columns.
SCROLLED = """() => [document.documentElement, document.querySelector('[data-testid=stMain]'),
  ...document.querySelectorAll('.xh-scroll:not(.xh-heat)')]
  .filter(box => box.scrollWidth > box.clientWidth).map(box => box.tagName + '.' + box.className)"""
OUTSIDE = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(part => part.getBoundingClientRect().right > innerWidth + 1 && !part.closest('.xh-heat'))
  .map(part => part.tagName + ' ' + part.textContent.slice(0, 60))"""
# What is chosen stands in a field of one line, which hides what does not fit.
CUT = """() => [...document.querySelectorAll(
    '[data-testid=stSelectbox] input, [data-testid=stSelectbox] label *')]
  .filter(part => part.scrollWidth > part.clientWidth + 1 && part.clientWidth)
  .map(part => part.value || part.innerText)"""
OVERLAPPING = """() => { const boxes = [...document.querySelectorAll(
    '.xh-card, .xh-table, .xh-answer, h1, h2, [data-testid=stSelectbox], ' +
    '[data-testid=stVegaLiteChart], .xh-footer')]
    .filter(part => part.checkVisibility()).map(part => [part, part.getBoundingClientRect()]);
  return boxes.flatMap(([a, one], i) => boxes.slice(i + 1)
    .filter(([b, two]) => !a.contains(b) && !b.contains(a)
      && one.left < two.right - 1 && two.left < one.right - 1
      && one.top < two.bottom - 1 && two.top < one.bottom - 1)
    .map(([b]) => a.textContent.slice(0, 30) + ' / ' + b.textContent.slice(0, 30))); }"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    root = tmp_path_factory.mktemp("zoom")
    build_store(root, origin="sample")
    with serving(root) as address:
        yield address


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", SIZES)
def test_no_page_scrolls_sideways_or_hides_what_it_says(browser, served, size, path):
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    opened(page, f"{served}/{path}")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)

    assert page.evaluate(SCROLLED) == []
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(CUT) == []
    assert page.evaluate(OVERLAPPING) == []
    page.close()
