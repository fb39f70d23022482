"""The web server's entry: Streamlit as an ASGI app, with our language, history and security headers."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs

import streamlit as st
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import boundaries, warm
from dashboard.data import data_root
from dashboard.errors import error_words
from dashboard.i18n import LANGUAGE, LANGUAGES, t
from dashboard.theme import faces
from etl import SubmitFaultError
from warehouse.errors import WarehouseError

SCRIPT = Path(__file__).with_name("app.py")
# In the page before Streamlit's own scripts, which write every change of the address as a step of its own.
HISTORY = Path(__file__).with_name("theme") / "history.js"
LINKS = Path(__file__).with_name("theme") / "links.js"
# What maps fill with where nothing was reported: lines, which no step of a scale has. In the page itself,
# because Streamlit takes patterns out of what a script draws.
HATCH = Path(__file__).with_name("theme") / "hatch.svg"
BODY = b"<body>" + HATCH.read_bytes()
HEAD = b"<head>" + faces.preloads() + b"<script>" + HISTORY.read_bytes() + LINKS.read_bytes() + b"</script>"
SECURITY_HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"SAMEORIGIN",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
    b"cross-origin-opener-policy": b"same-origin",
    # Streamlit's own pages need inline styles, inline start-up code and, for charts, eval.
    b"content-security-policy": (
        b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        b"worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        b"font-src 'self' data:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self'; "
        b"frame-ancestors 'self'; form-action 'self'"
    ),
}


class PageLanguage:
    """Writes into the page's HTML its language, the one asked for, and how Back goes and our links open."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Plain bytes are needed to find the tag; other answers stay compressed.
        wants_html = any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])
        if wants_html:
            kept = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope = {**scope, "headers": kept}
        await self.app(scope, receive, _rewriting(send, _asked_language(scope)))


def _asked_language(scope: Scope) -> str:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get(LANGUAGE, [""])[0]
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _rewriting(send: Send, lang: str) -> Send:
    """Return a `send` that holds an HTML answer back until it is whole and its language is written."""
    start: Message | None = None
    body = b""

    async def rewrite(message: Message) -> None:
        nonlocal start, body
        if message["type"] == "http.response.start" and _is_html(message):
            start = message
        elif message["type"] == "http.response.body" and start is not None:
            body += message.get("body", b"")
            if not message.get("more_body"):
                body = body.replace(b'<html lang="en">', f'<html lang="{lang}">'.encode(), 1)
                body = body.replace(b"<head>", HEAD, 1).replace(b"<body>", BODY, 1)
                await send({**start, "headers": _with_length(start["headers"], len(body))})
                await send({"type": "http.response.body", "body": body})
        else:
            await send(message)

    return rewrite


def _is_html(message: Message) -> bool:
    headers = dict(message.get("headers", ()))
    return headers.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in headers


def _with_length(headers: list[tuple[bytes, bytes]], length: int) -> list[tuple[bytes, bytes]]:
    # An ETag of Streamlit's would name the page in the other language.
    dropped = (b"content-length", b"etag", b"last-modified")
    return [(name, value) for name, value in headers if name.lower() not in dropped] + [
        (b"content-length", str(length).encode())
    ]


class SecurityHeaders:
    """Adds the same security headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name.lower() for name, _ in message.get("headers", ())}
                extra = [pair for pair in SECURITY_HEADERS.items() if pair[0] not in known]
                message = {**message, "headers": [*message.get("headers", ()), *extra]}
            await send(message)

        await self.app(scope, receive, add)


def say_error(error: Exception) -> bool:
    """Show one message in words for a page that failed; the details go to the server's log."""
    logging.getLogger(__name__).error("page failed", exc_info=error)
    st.error(error_words(error) if isinstance(error, (WarehouseError, SubmitFaultError)) else t("error.page"))
    return True


class VersionedFiles(StaticFiles):
    """Files of one kind in a folder; their names hold a version, so browsers keep them."""

    def __init__(self, folder: Path, ending: str, content_type: str) -> None:
        super().__init__(directory=folder, check_dir=False)
        self.ending, self.content_type = ending, content_type

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file of this kind and no other."""
        if not path.endswith(self.ending):
            raise HTTPException(404)
        answer = await super().get_response(path, scope)
        answer.headers["cache-control"] = "public, max-age=31536000, immutable"
        answer.headers["content-type"] = self.content_type
        return answer


@asynccontextmanager
async def _warm(_app: st.App) -> AsyncGenerator[None]:
    warm.up()
    yield


SHAPES = VersionedFiles(boundaries.folder_of(data_root()), ".topojson", "application/json")
FONTS = VersionedFiles(faces.FOLDER, ".woff2", "font/woff2")
app = st.App(
    SCRIPT,
    lifespan=_warm,
    routes=[Mount(boundaries.ROUTE, GZipMiddleware(SHAPES)), Mount(faces.ROUTE, FONTS)],
    middleware=[Middleware(SecurityHeaders), Middleware(PageLanguage)],
    on_script_error=say_error,
)
