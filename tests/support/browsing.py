"""A served data folder and a real browser: what the tests of pages share."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PATIENCE = 30_000  # milliseconds: two cores may be busy with other tests
CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=PATIENCE)
chromium_only = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists() and not os.environ.get("CI"), reason="Chromium is not installed"
    ),
]

SERVE = """
import sys
from pathlib import Path
from dashboard.serve import serve
serve(port=int(sys.argv[1]), host="127.0.0.1", data_root=Path(sys.argv[2]), open_browser=False)
"""
# Streamlit's own markup, which no page of ours can change: (rule, part of the element's HTML).
NOT_OURS = (
    ("presentation-role-conflict", "stFileUploader"),
    ("presentation-role-conflict", 'type="file"'),
    ("aria-allowed-attr", "stExpander"),
)


@contextmanager
def serving(root: Path, *, program: str = SERVE) -> Iterator[str]:
    """Serve a data folder as a process of its own, and return its address.

    Args:
        root: The data folder.
        program: What is run, with a port and the folder as its arguments.
    """
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with (root / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-c", program, str(port), str(root)], stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def _wait(url, server):
    until = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < until:
        try:
            with urlopen(url, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError("the server did not answer")


def opened(page, address):
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.wait_for_selector(".xh-footer")
    return page


def choose(page, label, option):
    """Choose by typing: rows of a long list move between the press and the release of a mouse."""
    box = page.get_by_role("combobox", name=label, exact=False).first
    box.click()
    box.fill(option)
    expect(page.get_by_role("option", name=option, exact=True)).to_be_visible()
    box.press("Enter")


def ours(page):
    """Return what axe finds on our own markup."""
    found = Axe().run(page).response["violations"]
    return [
        (violation["id"], node["html"][:160])
        for violation in found
        for node in violation["nodes"]
        if not any(violation["id"] == rule and part in node["html"] for rule, part in NOT_OURS)
    ]
