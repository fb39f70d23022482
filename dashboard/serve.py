"""Start the web server of one data folder, and open the browser when it answers."""

from __future__ import annotations

import errno
import os
import socket
import threading
import time
import webbrowser
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from dashboard.errors import HostUnknownError, PortForbiddenError, PortInUseError, PortUnknownError
from dashboard.theme import OPTIONS

DEFAULT_PORT, LAST_PORT = 8501, 65535
DEMO = {"XHHT_OPEN_YEAR": "2020", "XHHT_UPLOAD_ORIGIN": "demo"}
START_SECONDS = 60
SERVER_OPTIONS = {
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "browser.gatherUsageStats": False,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 30,
    "server.headless": True,
    "global.disableWidgetStateDuplicationWarning": True,  # a choice from the address is such a pair
    "logger.level": "warning",
    "logger.enableRich": False,
    "logger.hideWelcomeMessage": True,
}


def address(port: int, host: str) -> str:
    """Return the address to open on this machine."""
    return f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0', '::') else host}:{port}"


def default_port() -> int:
    """Return the port of XHHT_PORT, 8501 without it.

    Raises:
        PortUnknownError: XHHT_PORT is not the number of a port.
    """
    value = os.environ.get("XHHT_PORT", "").strip()
    if not value:
        return DEFAULT_PORT
    if not value.isdecimal() or not 0 < int(value) <= LAST_PORT:
        raise PortUnknownError(value)
    return int(value)


def is_port_free(port: int, host: str = "127.0.0.1") -> bool:
    """Return whether no other program listens on a port."""
    return _refusal(port, host) is None


def _refusal(port: int, host: str) -> OSError | None:
    """Return why a server could not listen, None if it could."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None


def check_port(port: int, host: str) -> None:
    """Refuse a port or an address that no server can listen on.

    Raises:
        PortUnknownError: The number is no port's.
        HostUnknownError: The address is none of this machine's.
        PortForbiddenError: The system keeps the port for its administrator.
        PortInUseError: The port is taken.
    """
    if not 0 < port <= LAST_PORT:
        raise PortUnknownError(str(port), given_as="--port ")
    refusal = _refusal(port, host)
    if isinstance(refusal, socket.gaierror) or (refusal and refusal.errno == errno.EADDRNOTAVAIL):
        raise HostUnknownError(host)
    if isinstance(refusal, PermissionError):
        raise PortForbiddenError(port)
    if refusal:
        raise PortInUseError(port)


def serve(
    *,
    port: int,
    host: str,
    data_root: Path,
    open_browser: bool,
    is_demo: bool = False,
    makes_shapes: bool = False,
) -> int:
    """Serve the pages of a data folder until stopped; return the exit code.

    Args:
        port: Port to listen on.
        host: Address to listen on.
        data_root: The data folder.
        open_browser: Whether to open the address in a browser once the server answers.
        is_demo: Open on the last full year of the sample, and mark uploads as the demo's own.
        makes_shapes: Make the shapes of maps beside it where there are none, before a map is asked for.

    Raises:
        PortInUseError: The port is taken.
    """
    check_port(port, host)
    os.environ["XHHT_DATA"] = str(Path(data_root).resolve())
    if is_demo:
        os.environ |= DEMO
    if open_browser:
        threading.Thread(target=_open_when_ready, args=(address(port, host),), daemon=True).start()
    from dashboard import boundaries  # noqa: PLC0415
    from dashboard.asgi_app import app  # noqa: PLC0415  (Streamlit takes 0.5 s; other commands do without)

    if makes_shapes:
        boundaries.start(data_root)
    try:
        app.run(config={**SERVER_OPTIONS, **OPTIONS, "server.port": port, "server.address": host})
    finally:
        boundaries.stop()
    return 0


def _open_when_ready(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with urlopen(f"{url}/_stcore/health", timeout=2):
                webbrowser.open(url)
                return
        except (URLError, OSError):
            time.sleep(0.2)
