"""The warehouse is being made again, or the snapshot that a reader looked at is gone."""

import re
import shutil

import duckdb
import pytest
from browsing import chromium_only, serving
from pages import build_store
from playwright.sync_api import expect
from scored_pages import build_scored_store
from submissions import submission, title_row

from dashboard import data, i18n, receiving
from etl import publish
from warehouse.store import Store
from warehouse.store.lock import writer_lock
from warehouse.store.snapshot import numbers

BUSY = {"vi": "Máy chủ đang cập nhật kho số liệu", "en": "The server is updating the warehouse"}
PENDING = {
    "vi": ("Đang dựng lại kho số liệu", "chưa có bản chụp số liệu nào để xem", "Thử lại"),
    "en": ("The warehouse is being made again", "there is nothing to show at the moment", "Try again"),
}


@pytest.fixture(params=i18n.LANGUAGES)
def lang(request):
    """Return a language of the pages, which AppTest needs to know its own choices again."""
    i18n.use(request.param)
    return request.param


@pytest.fixture
def root(small_root, tmp_path):
    """Return a data folder of the test's own."""
    return shutil.copytree(small_root, tmp_path / "own")


def html(app):
    assert not app.exception
    return "\n".join(element.value for element in app.get("html"))


def recount(root, number):
    """Publish one commune's families of 2020 once more."""
    counts = title_row("15064", 2020, "gia_dinh", total=1000, recognised=number)
    event = submission(f"NOP-LAI-{number}", title_count=[counts])
    event.payload["submission"] |= {"year": 2020}
    publish.publish(Store(root), [event])


def test_while_a_writer_is_at_work_the_last_figures_stand_and_a_calm_word_says_so(root, open_app, lang):
    app = open_app(root, lang=lang)
    before = html(app)

    with writer_lock(root / "warehouse"):
        app.run()
        during = html(app)
    app.run()

    assert BUSY[lang] in during.split('class="xh-footer"')[1]
    assert BUSY[lang] not in before
    assert during.split('class="xh-footer"')[0] == before.split('class="xh-footer"')[0]
    assert not app.error
    assert html(app) == before


@pytest.mark.parametrize("is_other_layout", [False, True])
def test_with_nothing_to_show_yet_the_page_says_so_and_opens_by_itself(
    root, open_app, monkeypatch, lang, is_other_layout
):
    heading, words, again = PENDING[lang]
    monkeypatch.setattr(receiving, "publish_pending", lambda: pytest.fail("nobody is let wait"))
    with writer_lock(root / "warehouse"):
        if is_other_layout:
            with duckdb.connect(str(root / "warehouse" / "wh-1.duckdb")) as con:
                con.execute("update meta.build set schema_version = 99")
        else:
            (root / "warehouse" / "wh-1.duckdb").unlink()
        app = open_app(root, lang=lang, nam="2018")
        assert not app.exception
        assert app.title[0].value == heading
        assert words in app.info[0].value
        assert [button.label for button in app.button] == [again]
        app.button[0].click().run()
        assert app.title[0].value == heading

    publish.rebuild(Store(root))
    app.run()

    assert "2018" in html(app)
    assert app.title[0].value != heading
    assert not app.info


def test_with_nothing_to_show_and_nobody_at_work_the_page_has_it_published(root, open_app):
    shutil.rmtree(root / "warehouse")

    assert "Năm 2020, tỉnh Thanh Hóa" in html(open_app(root))


def test_a_reader_whose_snapshot_was_swept_moves_to_the_newest_by_itself(root, open_app, lang):
    app = open_app(root, dia_phuong="389", nam="2020", lang=lang)
    assert "405/1" not in html(app)
    for number in range(400, 406):
        recount(root, number)
    assert numbers(root / "warehouse") == [7, 6, 5, 4, 3]

    app.run()

    version = i18n.t("app.data_version", number=7)
    assert version in html(app)
    assert ("405/1.000" if lang == "vi" else "405/1,000") in html(app)


def test_a_page_whose_snapshot_is_deleted_while_it_is_drawn_is_drawn_whole(root, open_app, monkeypatch, lang):
    whole = html(open_app(root, lang=lang))
    has_sample = data.has_sample

    def deleting(edition):
        edition.snapshot.path.unlink()
        return has_sample(edition)

    monkeypatch.setattr(data, "has_sample", deleting)

    assert html(open_app(root, lang=lang)) == whole


@pytest.mark.parametrize("page", ["overview", "map", "place", "scores", "sources", "submit"])
def test_no_page_breaks_when_all_snapshots_are_deleted_between_two_runs(root, open_app, page):
    app = open_app(root, page=page, nam="2018", dia_phuong="389")
    before = html(app)
    shutil.rmtree(root / "warehouse")
    publish.rebuild(Store(root))

    app.run()

    assert html(app) == before


def test_figures_of_a_restored_folder_are_not_those_remembered_under_the_same_number(tmp_path, open_app):
    root = tmp_path / "own"
    build_store(root)
    app = open_app(root, page="overview", nam="2018")
    before = html(app)

    shutil.rmtree(root)
    build_scored_store(root)
    app.run()

    assert Store(root).current_number() == 1
    restored = html(app)
    assert restored != before
    assert restored == html(open_app(root, page="overview", nam="2018"))


class TestInABrowser:
    pytestmark = chromium_only

    def test_the_page_of_the_address_opens_by_itself_when_the_warehouse_is_made(self, root, page):
        shutil.rmtree(root / "warehouse")
        with serving(root) as address:
            with writer_lock(root / "warehouse"):
                page.goto(f"{address}/cham-diem?nam=2018")
                expect(page.locator("h1")).to_have_text("Đang dựng lại kho số liệu")
                expect(page.get_by_role("button", name="Thử lại")).to_be_visible()
            publish.rebuild(Store(root))

            expect(page.locator("h1")).to_have_text("Chấm điểm")
            expect(page).to_have_url(re.compile("/cham-diem[?]nam=2018"))
