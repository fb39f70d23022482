"""`xhht demo`, `xhht serve`: open the pages, with sample figures or with one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.intake_commands import Bar
from dashboard.cli.say import CommandError, say
from etl import Hints

OWN_ORIGINS = frozenset({"sample", "demo"})
PortOption = Annotated[int | None, typer.Option("--port", help="Cổng, mặc định 8501 hoặc XHHT_PORT")]
HostOption = Annotated[str, typer.Option("--host", help="Địa chỉ để nghe")]
NoBrowserOption = Annotated[bool, typer.Option("--no-browser", help="Không mở trình duyệt")]
LOCAL = "127.0.0.1"


def register(app: typer.Typer) -> None:
    """Add demo and serve to the command line."""
    app.command()(demo)
    app.command()(serve)


def demo(port: PortOption = None, host: HostOption = LOCAL, no_browser: NoBrowserOption = False) -> int:
    """Viết tệp mẫu, nộp qua đúng cửa nhận, rồi mở bảng tổng quan."""
    from dashboard.cli import data_root
    from dashboard.serve import address, check_port, default_port
    from dashboard.serve import serve as run_server

    root = data_root()
    chosen = default_port() if port is None else port
    check_port(chosen, host)
    prepare_demo(root)
    print(say("demo_ready", address=address(chosen, host)), file=sys.stderr, flush=True)
    return run_server(
        port=chosen,
        host=host,
        data_root=root,
        open_browser=not no_browser,
        is_demo=True,
        makes_shapes=True,
    )


def prepare_demo(root: Path) -> None:
    """Load the sample workbooks into a data folder, once.

    Raises:
        CommandError: The folder holds a submission that neither the sample nor the demo made.
    """
    from etl import intake, write_sample
    from warehouse.store import Store

    store = Store(root)
    receipts = store.ledger.receipts()
    foreign = next((receipt for receipt in receipts if receipt.origin not in OWN_ORIGINS), None)
    if foreign is not None:
        raise CommandError(say("demo_foreign", root=root, submission=foreign.code))
    if store.ledger.setting("sample_loaded") == "yes":
        return
    folder = root / "exports" / "sample"
    with Bar("demo_sample", 1) as progress:
        files = write_sample(folder)
        progress(1, 1)
    with Bar("loading", len(files)) as progress:
        intake.load(
            store,
            [file.path for file in files],
            hints=Hints(),
            by="admin",
            origin="sample",
            progress=progress,
        )
    store.ledger.set_setting("sample_loaded", "yes")


def serve(port: PortOption = None, host: HostOption = LOCAL, no_browser: NoBrowserOption = False) -> int:
    """Mở bảng tổng quan trên số liệu của mình."""
    from dashboard.cli import data_root
    from dashboard.serve import address, check_port, default_port
    from dashboard.serve import serve as run_server

    chosen = default_port() if port is None else port
    check_port(chosen, host)
    print(say("serve_ready", address=address(chosen, host)), file=sys.stderr, flush=True)
    return run_server(
        port=chosen,
        host=host,
        data_root=data_root(),
        open_browser=not no_browser,
        makes_shapes=True,
    )
