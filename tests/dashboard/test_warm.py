"""The server loads its pages before it answers, and keeps them out of Streamlit's garbage rounds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import asyncio, gc, json, sys
from dashboard.asgi_app import app

async def look():
    async with app.lifespan()(app):
        modules = sum(type(thing).__name__ == "module" for thing in gc.get_objects())
        pages = [name for name in sys.modules if name.startswith("dashboard.views.")]
        print(json.dumps({"pages": pages, "modules_collected": modules}))

asyncio.run(look())
"""


def test_pages_are_loaded_and_no_module_is_walked_by_the_collector_when_the_server_answers(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | {"XHHT_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert {"dashboard.views.overview", "dashboard.views.submit"} <= set(told["pages"])
    assert told["modules_collected"] < 50, "modules loaded after the freeze only"
