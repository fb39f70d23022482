"""Start the web server of one data folder, and open the browser when it answers."""

from __future__ import annotations

import os
import socket
import threading
import time
import webbrowser
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from dashboard.errors import PortInUseError
from dashboard.theme import OPTIONS

START_SECONDS = 60
SERVER_OPTIONS = {
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "browser.gatherUsageStats": False,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 30,
    "server.headless": True,
    "logger.level": "warning",
}


def address(port: int, host: str) -> str:
    """Return the address to open on this machine."""
    return f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0', '::') else host}:{port}"


def check_port(port: int, host: str) -> None:
    """Refuse a port that another program listens on.

    Raises:
        PortInUseError: The port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortInUseError(port) from error


def serve(
    *, port: int, host: str, data_root: Path, open_browser: bool, open_year: int | None = None
) -> None:
    """Serve the pages of a data folder until stopped.

    Args:
        port: Port to listen on.
        host: Address to listen on.
        data_root: The data folder.
        open_browser: Whether to open the address in a browser once the server answers.
        open_year: Year that a fresh address opens on, the newest one by default.

    Raises:
        PortInUseError: The port is taken.
    """
    check_port(port, host)
    os.environ["XHHT_DATA"] = str(Path(data_root).resolve())
    if open_year is not None:
        os.environ["XHHT_OPEN_YEAR"] = str(open_year)
    if open_browser:
        threading.Thread(target=_open_when_ready, args=(address(port, host),), daemon=True).start()
    from dashboard.asgi_app import app  # noqa: PLC0415  (Streamlit takes 0.5 s; other commands do without)

    app.run(config={**SERVER_OPTIONS, **OPTIONS, "server.port": port, "server.address": host})


def _open_when_ready(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with urlopen(f"{url}/_stcore/health", timeout=2):
                webbrowser.open(url)
                return
        except (URLError, OSError):
            time.sleep(0.2)
