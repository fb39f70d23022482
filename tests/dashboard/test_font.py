"""Our font: files are what their names say, browsers get them from us, and every letter is in them."""

import hashlib
import unicodedata
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from browsing import chromium_only, opened, serving
from pages import build_store

from dashboard import i18n
from dashboard.theme import OPTIONS, faces

LARGEST = 120_000  # bytes of all files: a slow line of a commune's office
VOWELS, TONES = "aăâeêioôơuưy", ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SMALL = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES) + "đ"
LETTERS = SMALL + SMALL.upper()
# Signs of statuses and of arrows: the font that Streamlit brings along has them.
FALL_BACK = frozenset("✓✗▲▼↓○≠")
# Which fonts draw the letters of an element, each with whether a page brought it: Chrome's own account.
FONTS_OF = "CSS.getPlatformFontsForNode"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    root = tmp_path_factory.mktemp("font")
    build_store(root, origin="sample")
    with serving(root) as address:
        yield address


def test_a_file_is_named_by_what_it_holds_and_all_are_small():
    files = faces.files()

    assert len(files) == 4
    for file in files:
        content = file.read_bytes()
        assert content[:4] == b"wOF2"
        assert file.name.split(".")[1] == hashlib.sha256(content).hexdigest()[:8]
    assert sum(file.stat().st_size for file in files) < LARGEST
    assert "SIL OPEN FONT LICENSE" in (faces.FOLDER / "OFL.txt").read_text(encoding="utf-8")


def test_each_weight_has_the_letters_of_vietnamese():
    told = {(face["weight"], face["unicodeRange"]) for face in OPTIONS["theme.fontFaces"]}

    assert told == {(weight, text) for weight in ("400", "600") for text in faces.CHARACTERS.values()}
    assert OPTIONS["theme.font"] == OPTIONS["theme.headingFont"] == "Be Vietnam Pro"


@pytest.mark.parametrize("file", faces.files(), ids=lambda file: file.name)
def test_a_file_of_the_font_is_kept_by_the_browser(served, file):
    with urlopen(served + faces.url(file), timeout=10) as answer:
        assert answer.headers["Content-Type"] == "font/woff2"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.read() == file.read_bytes()


@pytest.mark.parametrize("name", ["OFL.txt", "README.md", "none.woff2"])
def test_nothing_else_is_served_beside_the_font(served, name):
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"{served}{faces.ROUTE}/{name}", timeout=10)


def fonts_of(page, selector):
    """Return (family, whether the page brought it) of all fonts that draw the letters of an element."""
    chrome = page.context.new_cdp_session(page)
    chrome.send("DOM.enable")
    chrome.send("CSS.enable")
    root = chrome.send("DOM.getDocument")["root"]["nodeId"]
    node = chrome.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    drawn = chrome.send(FONTS_OF, {"nodeId": node})["fonts"]
    chrome.detach()
    return {(font["familyName"], font["isCustomFont"]) for font in drawn}


def of_other_fonts(page, characters, weight):
    """Return those of some characters that our font does not draw."""
    page.evaluate(
        """([characters, weight]) => {
          document.querySelector('#glyphs')?.remove();
          const box = document.createElement('p');
          box.id = 'glyphs'; box.style.fontWeight = weight;
          box.innerHTML = [...characters].map(letter => `<span>&#${letter.codePointAt(0)};</span>`).join(' ');
          document.querySelector('[data-testid=stMain] .xh-answer').append(box);
          return document.fonts.ready; }""",
        [characters, weight],
    )
    chrome = page.context.new_cdp_session(page)
    chrome.send("DOM.enable")
    chrome.send("CSS.enable")
    root = chrome.send("DOM.getDocument")["root"]["nodeId"]
    spans = chrome.send("DOM.querySelectorAll", {"nodeId": root, "selector": "#glyphs span"})["nodeIds"]
    fonts = [chrome.send(FONTS_OF, {"nodeId": span})["fonts"] for span in spans]
    chrome.detach()
    found = {}
    for letter, drawn in zip(characters, fonts, strict=True):
        families = {font["familyName"] for font in drawn}
        if not all(family.startswith(faces.FAMILY) for family in families):
            found[letter] = all(font["isCustomFont"] for font in drawn)
    return found


def words_of_pages():
    """Return every sign of the pages' own words, in both languages."""
    words = "".join(text for lang in i18n.LANGUAGES for text in i18n.catalogue(lang).values())
    return "".join(
        sorted(set(words + "".join(i18n.SIGNS.values()) + "0123456789₫–—…“”") - set(" \n\u00a0\u202f"))
    )


class TestInTheBrowser:
    pytestmark = chromium_only

    @pytest.mark.parametrize("weight", ["400", "600"])
    def test_every_letter_is_drawn_by_our_font(self, page, served, weight):
        opened(page, served)

        assert len(set(LETTERS)) == 146
        assert of_other_fonts(page, LETTERS, weight) == {}

    def test_few_signs_fall_back_and_to_a_font_that_we_serve(self, page, served):
        opened(page, served)

        fallen = of_other_fonts(page, words_of_pages(), "400")

        assert set(fallen) == FALL_BACK
        assert all(fallen.values())

    @pytest.mark.parametrize("path", ["/", "/dia-phuong?nam=2018&dia_phuong=389", "/nop-so-lieu"])
    def test_the_page_is_drawn_in_our_font_from_our_host(self, page, served, path):
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        opened(page, served + path)
        page.wait_for_selector("[data-test-script-state=notRunning]")  # else its parts are still replaced
        page.evaluate("document.fonts.ready")

        loaded = page.evaluate(
            "[...document.fonts].filter(f => f.status === 'loaded' && f.family.includes('Be Vietnam')).length"
        )
        assert loaded == len(faces.files())
        for selector in (".xh-footer", "h1", "[data-testid=stMain] label p"):
            assert {name for name, _ in fonts_of(page, selector)} <= {
                "Be Vietnam Pro",
                "Be Vietnam Pro SemiBold",
            }
        assert {served + faces.url(file) for file in faces.files()} <= set(asked)
        assert [url for url in asked if not url.startswith((served, "data:", "blob:"))] == []

    def test_the_text_of_a_chart_is_in_our_font(self, page, served):
        opened(page, f"{served}/dia-phuong?nam=2018&dia_phuong=389")
        page.wait_for_selector("[data-testid=stVegaLiteChart] svg text, [data-testid=stVegaLiteChart] canvas")

        families = page.evaluate(
            "[...document.querySelectorAll('[data-testid=stVegaLiteChart] svg text')]"
            ".map(text => getComputedStyle(text).fontFamily)"
        )
        assert families
        assert all(family.replace('"', "").startswith("Be Vietnam Pro") for family in families)

    def test_the_page_does_not_wait_for_the_font(self, page, served):
        page.route(
            "**/*.woff2",
            lambda route: route.abort() if faces.ROUTE in route.request.url else route.continue_(),
        )
        opened(page, served)

        assert page.locator(".xh-answer").inner_text()
        assert (
            page.evaluate("[...document.fonts].filter(f => f.family.includes('Be')).map(f => f.display)")
            == ["swap"] * 4
        )
