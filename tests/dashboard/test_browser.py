"""The served pages in a real browser, on a real data folder, through the real intake."""

import io
import re
from urllib.request import urlopen

import openpyxl
import pytest
from browsing import choose, chromium_only, opened, ours, serving
from pages import build_store, workbook
from playwright.sync_api import expect

pytestmark = chromium_only
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OF_A_COMMUNE = "so-lieu-va-nguon?nguon=15064&danh_hieu=gia_dinh&nam=2018"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Serve a small data folder as a process of its own, and return its address."""
    root = tmp_path_factory.mktemp("served")
    build_store(root, origin="sample")
    with serving(root) as address:
        yield address


def test_the_page_is_vietnamese_and_answers_first(page, served):
    opened(page, served)

    assert page.evaluate("document.documentElement.lang") == "vi"
    expect(page.locator(".xh-answer")).to_contain_text("Năm 2020, tỉnh Thanh Hóa: 18/")
    expect(page.locator(".xh-band")).to_have_text("Số liệu mẫu, không phải số liệu thật")
    assert page.locator(".xh-card").count() == 4


def test_filters_stand_in_the_address_and_survive_a_reload(page, served):
    opened(page, served)

    choose(page, "Năm đánh giá", "2018")
    expect(page.locator(".xh-answer")).to_contain_text("Năm 2018")
    choose(page, "Địa phương", "Huyện Ngọc Lặc, Tỉnh Thanh Hóa")
    expect(page.locator(".xh-answer")).to_contain_text("huyện Ngọc Lặc")
    assert "nam=2018" in page.url
    page.reload()

    expect(page.locator(".xh-answer")).to_contain_text("Năm 2018, huyện Ngọc Lặc: 22/22 xã đã báo cáo.")


def test_back_finds_the_choice_before_and_another_page_does_not_lose_it(page, served):
    opened(page, served)
    expect(page).to_have_url(re.compile("nam=2020&dia_phuong="))

    choose(page, "Năm đánh giá", "2018")
    expect(page).to_have_url(re.compile("nam=2018"))
    page.go_back()
    expect(page.locator(".xh-answer")).to_contain_text("Năm 2020")
    choose(page, "Năm đánh giá", "2017")
    expect(page.locator(".xh-answer")).to_contain_text("Năm 2017")
    go_to(page, "Nộp số liệu")
    go_to(page, "Tổng quan")

    expect(page.locator(".xh-answer")).to_contain_text("Năm 2017")


def test_back_takes_one_press_for_each_act_across_pages_and_leaves_the_pages_at_last(page, served):
    page.goto("about:blank#before")
    opened(page, served)
    expect(page).to_have_url(re.compile(r"/\?nam=2020"))
    choose(page, "Năm đánh giá", "2018")
    expect(page).to_have_url(re.compile(r"/\?nam=2018"))
    go_to(page, "Nộp số liệu")
    page.set_input_files("input[type=file]", {"name": "lùi.xlsx", "mimeType": EXCEL, "buffer": quarter()})
    expect(page).to_have_url(re.compile(r"/nop-so-lieu\?nop="))
    expect(page.get_by_text("Kỳ báo cáo của số liệu trong tệp")).to_be_visible()
    go_to(page, "Tổng quan")
    expect(page.locator(".xh-answer")).to_contain_text("Năm 2018")
    expect(page).to_have_url(re.compile(r"/\?nam=2018"))

    page.go_back()
    expect(page).to_have_url(re.compile(r"/nop-so-lieu\?nop="))
    expect(page.get_by_text("Kỳ báo cáo của số liệu trong tệp")).to_be_visible()
    page.go_back()  # before the file was chosen: it is still open, and its code comes back into the address
    expect(page).to_have_url(re.compile(r"/nop-so-lieu\?nop="))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/\?nam=2018"))
    expect(page.locator(".xh-answer")).to_contain_text("Năm 2018")
    page.go_back()
    expect(page.locator(".xh-answer")).to_contain_text("Năm 2020")
    page.go_back()
    expect(page).to_have_url("about:blank#before")


def test_the_answers_about_a_file_survive_a_reload_and_another_page(page, served):
    opened(page, f"{served}/nop-so-lieu")
    page.set_input_files("input[type=file]", {"name": "quý.xlsx", "mimeType": EXCEL, "buffer": quarter()})
    expect(page.locator(".xh-box.xh-error")).to_contain_text("chọn kỳ báo cáo khi nộp")

    page.get_by_text("9 tháng", exact=True).click()
    said = "năm 2020; 9 tháng (chưa phải số liệu cả năm); huyện Ngọc Lặc"
    expect(page.get_by_text(said)).to_be_visible()
    expect(page).to_have_url(re.compile("tep_ky=9_thang"))
    page.reload()
    expect(page.get_by_text(said)).to_be_visible()
    go_to(page, "Tổng quan")
    expect(page.locator(".xh-answer")).to_be_visible()
    go_to(page, "Nộp số liệu")

    expect(page.get_by_text(said)).to_be_visible()
    expect(page).to_have_url(re.compile("tep_ky=9_thang"))


def test_a_file_not_submitted_is_found_again_by_its_link(page, served):
    opened(page, f"{served}/nop-so-lieu?lang=en")
    page.set_input_files("input[type=file]", {"name": "giữ.xlsx", "mimeType": EXCEL, "buffer": quarter()})
    expect(page).to_have_url(re.compile("nop=NOP-"))
    code = re.search(r"nop=(NOP-\w+)", page.url).group(1)
    opened(page, f"{served}/nop-so-lieu?lang=en")

    expect(page.locator(".xh-waiting")).to_contain_text("giữ.xlsx")
    assert ours(page) == []
    page.get_by_role("link", name=code).click()

    expect(page.get_by_text(f"is kept under the submission code {code}")).to_be_visible()
    assert "lang=en" in page.url


def test_an_empty_file_and_a_picture_are_called_so_and_wait_for_nothing(page, served):
    opened(page, f"{served}/nop-so-lieu")
    for name, content, words in (
        ("trống.xlsx", b"", "Tệp có 0 byte"),
        ("ảnh chụp.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "Đây là tệp ảnh, không phải tệp Excel"),
    ):
        page.set_input_files("input[type=file]", {"name": name, "mimeType": EXCEL, "buffer": content})
        expect(page.locator(".xh-box.xh-error")).to_contain_text(words)
        expect(page.get_by_text(f"Tệp “{name}” được giữ")).to_be_visible()
        shown = page.get_by_test_id("stMain").inner_text()
        assert "cả năm" not in shown
        assert "Đọc 0 dòng" not in shown
    assert ours(page) == []
    opened(page, f"{served}/nop-so-lieu")

    expect(page.get_by_text("Tải biểu mẫu").first).to_be_visible()
    assert "trống.xlsx" not in page.content()
    assert "ảnh chụp.png" not in page.content()


def go_to(page, name):
    page.get_by_test_id("stTopNavLink").get_by_text(name, exact=True).click()


def quarter():
    """A report that speaks of a quarter: neither the year, nor 6 or 9 months."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(2020)))
    book.worksheets[0]["A7"] = "Quý III năm 2020"
    del book["_Meta"]
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def test_the_switch_turns_the_page_english(page, served):
    opened(page, served)

    page.get_by_role("radio", name="en").or_(page.get_by_role("button", name="en", exact=True)).first.click()

    expect(page.locator(".xh-answer")).to_contain_text("communes have reported")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile("lang=en"))
    page.reload()
    expect(page.locator(".xh-answer")).to_contain_text("communes have reported")


def test_a_faulty_workbook_gets_its_findings_and_a_good_one_its_receipt(page, served):
    opened(page, f"{served}/nop-so-lieu")
    faulty = workbook(2020, faults={"C11": "hai mươi", "E12": 9999})
    page.set_input_files(
        "input[type=file]", {"name": "số liệu có lỗi.xlsx", "mimeType": EXCEL, "buffer": faulty}
    )

    box = page.locator(".xh-box.xh-error")
    expect(box).to_contain_text("Phải sửa (2)")
    expect(box).to_contain_text("C11")
    expect(box).to_contain_text("“hai mươi”")
    assert ours(page) == []
    first = re.search(r"nop=(NOP-\w+)", page.url).group(1)
    page.reload()
    expect(page.locator(".xh-box.xh-error")).to_contain_text("Phải sửa (2)")

    good = {"name": "số liệu đúng.xlsx", "mimeType": EXCEL, "buffer": workbook(2020)}
    page.set_input_files("input[type=file]", good)
    expect(page.locator(".xh-box.xh-error")).to_contain_text("Phải sửa (0)")
    page.get_by_test_id("stMain").get_by_role("button", name="Nộp số liệu").click()

    receipt = page.locator(".xh-receipt")
    expect(receipt).to_contain_text("Giấy báo nhận")
    expect(receipt).to_contain_text("số liệu đúng.xlsx")
    code = re.search(r"nop=(NOP-\w+)", page.url).group(1)
    assert code != first
    page.reload()
    expect(page.locator(".xh-receipt")).to_contain_text(code)


@pytest.mark.parametrize("path", ["/", "/nop-so-lieu", "/?lang=en", "/so-lieu-va-nguon", f"/{OF_A_COMMUNE}"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_our_markup_has_no_accessibility_fault(browser, served, path, scheme):
    page = browser.new_page(color_scheme=scheme)
    opened(page, served + path)

    assert ours(page) == []
    page.close()


def test_the_keyboard_shows_where_it_stands_in_the_navigation(page, served):
    opened(page, served)
    link = page.get_by_test_id("stTopNavLink").first

    while not link.evaluate("link => link === document.activeElement"):
        page.keyboard.press("Tab")

    assert link.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"


def test_the_keyboard_drills_from_a_card_to_the_row_of_a_figure(page, served):
    opened(page, f"{served}/?nam=2018&dia_phuong=389")

    page.get_by_role("link", name="Nguồn của số liệu “Gia đình học tập”").press("Enter")
    page.get_by_role("link", name="Nguồn số liệu của Xã Lam Sơn").press("Enter")

    expect(page.locator("caption", has_text="Ô ghi số liệu của xã Lam Sơn, năm 2018")).to_be_visible()
    expect(page.get_by_role("cell", name="NOP-2018").first).to_be_visible()
    page.go_back()
    expect(page.locator("caption", has_text="hợp thành số liệu của huyện Ngọc Lặc")).to_be_visible()


INNER_SCROLL = """() => [...document.querySelectorAll('.xh-scroll')]
  .filter(box => box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight + 1).length"""


def test_a_narrow_screen_scrolls_nothing_sideways_nor_inside(browser, served):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    opened(page, served)

    assert page.locator(".xh-scroll").count() > 0
    assert page.evaluate(INNER_SCROLL) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


def test_many_findings_are_read_on_a_narrow_dark_screen_without_a_scroll_of_their_own(browser, served):
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    opened(page, f"{served}/nop-so-lieu")
    faulty = workbook(2020, faults={f"C{row}": "hai mươi" for row in range(11, 25)} | {"E25": 9999})
    page.set_input_files("input[type=file]", {"name": "lỗi.xlsx", "mimeType": EXCEL, "buffer": faulty})

    expect(page.locator(".xh-box.xh-error")).to_contain_text("Phải sửa (15)")
    expect(page.get_by_test_id("stMain").get_by_role("button", name="Nộp số liệu")).to_be_visible()
    assert page.evaluate(INNER_SCROLL) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert ours(page) == []
    page.close()


@pytest.mark.parametrize(
    ("width", "cards", "rows"),
    [
        (1440, 5, [5]),
        (1440, 4, [4]),
        (1440, 6, [3, 3]),
        (1100, 5, [3, 2]),
        (1100, 4, [2, 2]),
        (390, 5, [1] * 5),
    ],
)
def test_no_card_is_left_alone_on_a_wide_screen(browser, served, width, cards, rows):
    page = browser.new_page(viewport={"width": width, "height": 900})
    opened(page, served)
    page.evaluate(
        """wanted => { const list = document.querySelector('.xh-cards'); const card = list.firstElementChild;
        while (list.children.length < wanted) list.append(card.cloneNode(true)); }""",
        cards,
    )

    tops = page.evaluate("() => [...document.querySelectorAll('.xh-card')].map(card => card.offsetTop)")

    assert [tops.count(top) for top in sorted(set(tops))] == rows
    page.close()


def test_a_link_from_outside_keeps_the_security_headers(served):
    with urlopen(served, timeout=10) as answer:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["dia-phuong", "cham-diem", "so-lieu-va-nguon"])
def test_axe_finds_nothing_of_ours_on_the_pages_behind_the_overview(browser, served, path, scheme):
    page = browser.new_context(color_scheme=scheme).new_page()
    opened(page, f"{served}/{path}?nam=2018&dia_phuong=389")
    expect(page.locator(".xh-answer").first).to_contain_text("Ngọc Lặc")

    assert ours(page) == []
    page.context.close()


def test_a_place_that_is_found_is_opened_by_the_keyboard(page, served):
    opened(page, f"{served}/?nam=2018")
    box = page.get_by_role("textbox", name="Tìm địa phương")
    box.fill("ngoc lac")
    box.press("Enter")

    link = page.get_by_role("link", name="Huyện Ngọc Lặc, tỉnh Thanh Hóa", exact=True)
    link.focus()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_contain_text("Địa phương")
    expect(page.locator(".xh-answer").first).to_contain_text("Năm 2018, huyện Ngọc Lặc: 22/22 xã đã báo cáo.")
