"""What the server adds to Streamlit: language of the page, security headers, words for a taken port."""

import socket

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.asgi_app import SECURITY_HEADERS, PageLanguage, SecurityHeaders
from dashboard.errors import PortInUseError, PortUnknownError
from dashboard.serve import address, check_port, default_port, is_port_free


def finish(coroutine):
    """Run what never waits to its end; the browser tests leave their own loop running in this thread."""
    with pytest.raises(StopIteration):
        coroutine.send(None)


def answered(content_type, body, *, query=b""):
    """Return (headers, body) of one answer through both layers."""

    async def inner(scope, receive, send):
        assert not any(name == b"accept-encoding" for name, _ in scope["headers"])
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-type", content_type), (b"content-length", str(len(body)).encode())],
            }
        )
        await send({"type": "http.response.body", "body": body[:10], "more_body": True})
        await send({"type": "http.response.body", "body": body[10:]})

    sent = []

    async def send(message):
        sent.append(message)

    headers = [(b"accept", b"text/html"), (b"accept-encoding", b"gzip")]
    scope = {"type": "http", "headers": headers, "query_string": query}
    finish(SecurityHeaders(PageLanguage(inner))(scope, None, send))
    whole = b"".join(message.get("body", b"") for message in sent[1:])
    return dict(sent[0]["headers"]), whole


PAGE = b'<!doctype html><html lang="en"><head><script src="own.js"></script></head><p>x</p>'


@pytest.mark.parametrize(
    ("query", "lang"), [(b"", b"vi"), (b"lang=en", b"en"), (b"lang=xx", b"vi"), (b"nam=2018&lang=vi", b"vi")]
)
def test_the_html_names_the_language_of_the_address(query, lang):
    headers, body = answered(b"text/html; charset=utf-8", PAGE, query=query)

    assert b'<html lang="' + lang + b'">' in body
    assert headers[b"content-length"] == str(len(body)).encode()


def test_the_steps_of_back_are_set_up_before_any_script_of_streamlit():
    _, body = answered(b"text/html; charset=utf-8", PAGE)

    assert body.index(b"history.pushState") < body.index(b"own.js")


def test_what_is_not_html_passes_untouched():
    headers, body = answered(b"text/javascript", PAGE)

    assert body == PAGE
    assert headers[b"content-length"] == str(len(PAGE)).encode()


def test_every_answer_has_the_security_headers():
    headers, _ = answered(b"text/plain", b"anything at all")

    assert set(SECURITY_HEADERS) <= set(headers)
    assert headers[b"x-content-type-options"] == b"nosniff"


def test_a_taken_port_is_named_with_the_way_out():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(PortInUseError) as caught:
            check_port(port, "127.0.0.1")
        assert not is_port_free(port)

    assert str(caught.value) == (
        f"Cổng {port} của máy này đang có chương trình khác dùng, nên chưa mở được trang. "
        f"Chọn cổng khác, ví dụ: --port {port + 1}."
    )
    check_port(port, "127.0.0.1")


def test_the_port_comes_from_the_environment(monkeypatch):
    monkeypatch.delenv("XHHT_PORT", raising=False)
    assert default_port() == 8501
    monkeypatch.setenv("XHHT_PORT", "8600")
    assert default_port() == 8600


@pytest.mark.parametrize("value", ["tám", "0", "70000"])
def test_a_port_that_is_no_port_is_named(monkeypatch, value):
    monkeypatch.setenv("XHHT_PORT", value)

    with pytest.raises(PortUnknownError, match=f"XHHT_PORT=“{value}”"):
        default_port()


def test_the_address_is_one_that_this_machine_can_open():
    assert address(8501, "127.0.0.1") == "http://localhost:8501"
    assert address(8501, "0.0.0.0") == "http://localhost:8501"
    assert address(8501, "10.1.2.3") == "http://10.1.2.3:8501"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("ValueError('x')", "Trang này chưa mở được."),
        ("WarehouseVersionError(path='wh-1.duckdb', found=1, expected=2)", "Chạy `xhht rebuild`"),
        ("SubmitFaultError('Chưa công bố được.', 'Not published.')", "Chưa công bố được."),
    ],
)
def test_a_page_that_fails_says_so_in_words_without_details(error, words):
    script = f"""
from dashboard.asgi_app import say_error
from etl.submitter import SubmitFaultError
from warehouse.errors import WarehouseVersionError
say_error({error})
"""
    app = AppTest.from_string(script, default_timeout=30).run()

    assert not app.exception
    assert words in app.error[0].value
    assert "Traceback" not in app.error[0].value
