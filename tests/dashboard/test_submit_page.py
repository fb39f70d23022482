"""The page *Nộp số liệu* on real workbooks, through the real intake."""

import shutil
from contextlib import nullcontext
from datetime import date

import pytest
import streamlit as st
from pages import build_store, workbook
from submissions import PLACES, submission, title_row
from title_books import row_of, titles_book
from workbooks import ole_file, plain_workbook, zipped

from dashboard import i18n, receiving
from etl.publish import publish
from warehouse.store import Store
from warehouse.store.lock import writer_lock

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = tmp_path_factory.mktemp("built")
    build_store(root)
    return root


@pytest.fixture
def root(built, tmp_path):
    return shutil.copytree(built, tmp_path / "data")


def html(app):
    return "\n".join(element.value for element in app.get("html"))


def upload(app, content, name="số liệu xã.xlsx"):
    return app.file_uploader[0].set_value((name, content, EXCEL)).run()


def submit_button(app):
    return [button for button in app.button if button.label == "Nộp số liệu"]


def test_the_page_says_that_there_are_no_accounts(root, open_app):
    app = open_app(root, page="submit")

    assert not app.exception
    assert "Chưa có tài khoản người dùng" in app.info[0].value


def test_a_file_is_kept_at_once_and_its_code_stands_in_the_address(root, open_app):
    app = upload(open_app(root, page="submit"), workbook())

    code = app.query_params["nop"]
    assert code.startswith("NOP-")
    assert any(code in element.value and "số liệu xã.xlsx" in element.value for element in app.success)


def test_a_good_workbook_is_submitted_and_gets_a_receipt(root, open_app):
    app = upload(open_app(root, page="submit"), workbook(2020))
    assert "Phải sửa (0)" in html(app)

    submit_button(app)[0].click().run()

    assert not app.exception
    receipt = html(app)
    assert "Giấy báo nhận" in receipt
    assert app.query_params["nop"] in receipt
    # The district sent this form for this year before, in another file.
    assert "lần 2" in receipt


@pytest.mark.parametrize(
    ("is_busy", "words"), [(True, "Đang chờ máy chủ cập nhật xong kho số liệu"), (False, "Đang lưu số liệu")]
)
def test_who_submits_while_a_writer_is_at_work_is_told_that_it_waits(
    root, open_app, monkeypatch, is_busy, words
):
    app = upload(open_app(root, page="submit"), workbook(2020))
    said = []
    spinner = st.spinner
    monkeypatch.setattr(st, "spinner", lambda text, **options: said.append(text) or spinner(text, **options))
    monkeypatch.setattr(receiving, "submit", lambda receipt, hints: None)

    with writer_lock(root / "warehouse") if is_busy else nullcontext():
        submit_button(app)[0].click().run()

    assert not app.exception
    assert any(text.startswith(words) for text in said)


def test_a_faulty_workbook_shows_every_finding_with_cell_and_text(root, open_app):
    faults = {"C11": "hai mươi", "E12": 9999}

    app = upload(open_app(root, page="submit"), workbook(2020, faults=faults))

    page = html(app)
    assert "Phải sửa (2)" in page
    assert ">C11<" in page
    assert "“hai mươi”" in page
    assert ">E12<" in page
    assert "các dòng khác vẫn nộp được" in page
    assert submit_button(app)


def test_after_a_partial_submission_the_receipt_still_shows_what_to_mend(root, open_app):
    app = upload(open_app(root, page="submit"), workbook(2020, faults={"C11": "hai mươi"}))

    submit_button(app)[0].click().run()

    assert not app.exception
    assert "1 dòng chưa lấy được" in html(app)
    assert "“hai mươi” chưa phải là số" in html(app)


def merged_commune():
    """A province's report of 2025 by a commune that began on 1 July where another had reported already."""
    head = ("UBND TỈNH THANH HÓA", "HỘI KHUYẾN HỌC", "BIỂU TỔNG HỢP KẾT QUẢ XÂY DỰNG CÁC DANH HIỆU HỌC TẬP")
    rows = [row_of("Ngọc Liên", 1, gia_dinh=(100, 90, 60, 60))]
    return titles_book(rows, titles=(*head, "Năm 2025", ""))


def report_by_the_old_commune(root):
    row = title_row("15091", 2025, "gia_dinh", total=100, recognised=60)
    old = PLACES.at("15091", date(2025, 6, 30)).valid_from.isoformat()
    publish(Store(root), [submission("NOP-OLDE", title_count=[row | {"unit_valid_from": old}])])


def test_ground_that_is_reported_already_is_said_before_submitting(root, open_app):
    report_by_the_old_commune(root)

    app = upload(open_app(root, page="submit"), merged_commune())

    assert "lấy cả hai sẽ tính trùng" in html(app)
    assert "Chưa dòng nào lấy được" in html(app)
    assert "các dòng khác vẫn nộp được" not in html(app)
    assert not submit_button(app)


def test_a_file_that_clashes_in_the_meantime_says_why_also_on_reload_and_offers_no_button(root, open_app):
    app = upload(open_app(root, page="submit"), merged_commune())
    report_by_the_old_commune(root)

    submit_button(app)[0].click().run()
    again = open_app(root, page="submit", nop=app.query_params["nop"])

    for page in (app, again):
        assert not page.exception
        assert "Phải sửa (1)" in html(page)
        assert "lấy cả hai sẽ tính trùng" in html(page)
        assert not submit_button(page)


def test_the_pages_open_where_something_is_on_record_and_nothing_published(tmp_path, open_app):
    store = Store(tmp_path)
    store.ledger.append([submission("NOP-AAAA", title_count=[title_row("15091", 2018, "gia_dinh", total=9)])])

    app = open_app(tmp_path)

    assert not app.exception
    assert store.current_number() == 1


def test_a_reload_with_the_code_keeps_the_file(root, open_app):
    code = upload(open_app(root, page="submit"), workbook(2020)).query_params["nop"]

    again = open_app(root, page="submit", nop=code)

    assert any("số liệu xã.xlsx" in element.value for element in again.success)
    assert submit_button(again)


def test_a_receipt_is_shown_again_on_reload(root, open_app):
    app = upload(open_app(root, page="submit"), workbook(2020))
    code = app.query_params["nop"]
    submit_button(app)[0].click().run()

    assert "Giấy báo nhận" in html(open_app(root, page="submit", nop=code))


def test_files_received_and_not_submitted_can_be_returned_to(root, open_app):
    checked = upload(open_app(root, page="submit"), workbook(2020), "chưa <b> nộp.xlsx").query_params["nop"]
    sent = upload(open_app(root, page="submit"), workbook(2020, faults={"C11": 1300}))
    submit_button(sent)[0].click().run()

    page = open_app(root, page="submit")

    assert page.expander[0].label == "Tệp đã nhận, chưa nộp (1)"
    assert f'href="?nop={checked}&amp;lang=vi"' in html(page)
    assert "chưa &lt;b&gt; nộp.xlsx" in html(page)
    assert sent.query_params["nop"] not in html(page)
    assert "chưa nộp (" not in str([box.label for box in open_app(root, page="submit", nop=checked).expander])


def test_an_unknown_code_is_answered_in_words(root, open_app):
    app = open_app(root, page="submit", nop="NOP-QQQQ")

    assert "“NOP-QQQQ”" in app.warning[0].value


NO_WORKBOOKS = {
    "trống.xlsx": (b"", "tệp có 0 byte"),
    "báo cáo.docx": (zipped({"word/document.xml": "<w/>"}), "đây là tệp Word, không phải tệp Excel"),
    "bản quét.pdf": (b"%PDF-1.7\n%\xe2\xe3", "đây là tệp PDF, không phải tệp Excel"),
    "ảnh chụp.xlsx": (b"\x89PNG\r\n\x1a\n" + bytes(40), "Nhập bảng trong đó vào biểu mẫu Excel"),
    "có khóa.xlsx": (ole_file("EncryptedPackage"), "Bỏ mật khẩu trong Excel rồi gửi lại"),
}


@pytest.mark.parametrize("name", NO_WORKBOOKS)
def test_what_is_no_workbook_is_kept_and_called_by_what_it_is(root, open_app, name):
    content, words = NO_WORKBOOKS[name]
    app = upload(open_app(root, page="submit"), content, name)

    code = app.query_params["nop"]
    assert not app.exception
    assert words.casefold() in html(app).casefold()
    assert any(f"“{name}” được giữ với mã nộp {code}" in element.value for element in app.info)
    assert not app.success
    assert not submit_button(app)
    said = html(app) + "\n".join(element.value for element in app.markdown)
    assert "cả năm" not in said
    assert "dòng" not in said
    assert Store(root).originals.get(Store(root).ledger.receipt(code).sha256) == content
    assert "chưa nộp (" not in str([box.label for box in open_app(root, page="submit").expander])


def test_a_workbook_of_no_known_form_has_no_period(root, open_app):
    app = upload(open_app(root, page="submit"), plain_workbook([["Họ tên", "Điện thoại"], ["An", 1]]))

    assert "chưa rõ biểu; chưa rõ năm; chưa rõ kỳ báo cáo" in app.markdown[1].value


def test_the_year_is_asked_for_only_when_the_file_does_not_say_it(root, open_app):
    named = upload(open_app(root, page="submit"), workbook(2020))
    assert "Năm đánh giá của số liệu trong tệp" not in [box.label for box in named.selectbox]

    unnamed = upload(open_app(root, page="submit"), nameless())
    asked = [box for box in unnamed.selectbox if box.label == "Năm đánh giá của số liệu trong tệp"]
    asked[0].set_value(2020).run()

    assert not unnamed.exception
    assert "năm 2020" in "\n".join(element.value for element in unnamed.markdown)


def quarter():
    """A report that speaks of a quarter: neither the year, nor 6 or 9 months."""
    return nameless(A7="Quý III năm 2020")


def asked(app):
    return [box for box in app.radio if box.label == "Kỳ báo cáo của số liệu trong tệp"]


def test_the_period_is_asked_for_where_the_file_leaves_it_open_and_is_submitted(root, open_app):
    assert not asked(upload(open_app(root, page="submit"), workbook(2020)))
    app = upload(open_app(root, page="submit"), quarter())
    assert "chọn kỳ báo cáo khi nộp" in html(app)
    assert "năm 2020; chưa rõ kỳ báo cáo;" in "\n".join(element.value for element in app.markdown)
    assert not submit_button(app)

    asked(app)[0].set_value("9_thang").run()
    submit_button(app)[0].click().run()

    assert not app.exception
    assert "năm 2020; 9 tháng (chưa phải số liệu cả năm)" in html(app)
    event = Store(root).ledger.submission(app.query_params["nop"])
    assert event.payload["submission"]["period"] == "9_thang"


def test_the_answers_about_a_file_come_back_with_its_address(root, open_app):
    code = upload(open_app(root, page="submit"), placeless()).query_params["nop"]

    again = open_app(
        root, page="submit", nop=code, tep_nam="2020", tep_ky="9_thang", tep_tinh="Tỉnh Thanh Hóa",
        tep_dia_phuong="Huyện Ngọc Lặc",
    )  # fmt: skip

    assert not again.exception
    said = "\n".join(element.value for element in again.markdown)
    assert "năm 2020; 9 tháng (chưa phải số liệu cả năm); huyện Ngọc Lặc" in said
    assert submit_button(again)


def test_the_place_is_asked_for_only_once_the_year_leaves_it_open(root, open_app):
    app = upload(open_app(root, page="submit"), nameless())
    app.selectbox(key="tep_nam").set_value(2020).run()

    assert not app.exception
    assert "huyện Ngọc Lặc" in "\n".join(element.value for element in app.markdown)
    assert "Tỉnh, thành phố của số liệu" not in [box.label for box in questions_of(app)]


def test_year_period_and_place_are_asked_for_at_once_where_the_file_says_none(root, open_app):
    app = upload(open_app(root, page="submit"), placeless())

    assert [box.key for box in questions_of(app)] == ["tep_nam", "tep_tinh"]
    assert asked(app)
    app.selectbox(key="tep_tinh").set_value("38").run()
    app.selectbox(key="tep_nam").set_value(2020).run()
    app.selectbox(key="tep_dia_phuong").set_value("389").run()
    asked(app)[0].set_value("nam").run()

    assert not app.exception
    assert "năm 2020; cả năm; huyện Ngọc Lặc" in "\n".join(element.value for element in app.markdown)
    assert submit_button(app)


def test_the_answers_about_one_file_are_not_taken_for_the_next(root, open_app):
    app = upload(open_app(root, page="submit"), nameless())
    app.selectbox(key="tep_nam").set_value(2019).run()

    upload(app, nameless(), "tệp khác.xlsx")

    assert app.selectbox(key="tep_nam").value is None


def questions_of(app):
    return [box for box in app.selectbox if str(box.key).startswith("tep_")]


def placeless():
    """A filled form that says neither its year nor its place, and only a quarter as its period."""
    return nameless(A1=None, A2=None, A3=None, A4=None, A5=None, A6=None, A7="Quý III")


def nameless(**written):
    """A filled form whose title line and hidden sheet do not say the year; `written` are other cells."""
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook(2020)))
    for cell, value in ({"A7": None} | written).items():
        book.worksheets[0][cell] = value
    book.worksheets[0].title = "Bieu 01"
    for sheet in book.worksheets[1:]:
        book.remove(sheet)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def test_the_page_speaks_english_too(root, open_app):
    i18n.use("en")  # AppTest asks for the words of a list in this thread
    app = upload(open_app(root, page="submit", lang="en"), workbook(2020, faults={"C11": "hai mươi"}))

    assert "There are no user accounts yet" in app.info[0].value
    assert "Must fix (1)" in html(app)


def test_a_template_can_be_downloaded_for_a_district(root, open_app):
    app = open_app(root, page="submit")
    app.selectbox(key="template_year").set_value(2020).run()
    app.selectbox(key="template_unit_tinh").set_value("38").run()
    app.selectbox(key="template_unit_dia_phuong").set_value("389").run()

    assert not app.exception
    assert app.get("download_button")
