"""`xhht verify`, `rebuild`, `doctor`: is what we hold what we were given?"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import typer

from dashboard.cli.say import say

MINIMUM_FREE_BYTES = 1_000_000_000


def register(app: typer.Typer) -> None:
    """Add the commands of upkeep to the command line."""
    app.command()(rebuild)
    app.command()(verify)
    app.command()(doctor)


def rebuild() -> None:
    """Dựng lại kho số liệu từ sổ ghi và tệp gốc."""
    from dashboard.cli import data_root
    from etl import publish
    from warehouse.store import Store

    store = Store(data_root())
    written = publish.rebuild(store)
    print(say("rebuilt", snapshot=written.snapshot, tables=len(store.checksums())))


def verify() -> int:
    """So kho số liệu với sổ ghi và tệp gốc."""
    from dashboard.cli import data_root
    from etl import publish
    from warehouse.store import Store

    store = Store(data_root())
    problems = publish.verify(store)
    if problems:
        print(say("verify_failed", count=len(problems)), file=sys.stderr)
        for problem in problems:
            print(say("verify_problem", problem=f"{problem.path}: {problem.message_vi}"), file=sys.stderr)
        return 1
    print(say("verified", tables=len(store.checksums()), originals=len(store.originals.hashes())))
    return 0


def doctor() -> int:
    """Kiểm tra máy, thư mục dữ liệu, bộ đọc tệp và bộ luật."""
    from dashboard.cli import data_root

    root = data_root()
    checks: list[Callable[[], tuple[bool, str, str]]] = [
        _python,
        _duckdb,
        lambda: _data_folder(root),
        lambda: _snapshots(root),
        _worker,
        _law,
        _port,
    ]
    is_well = True
    for check in checks:
        passed, what, mend = check()
        is_well &= passed
        print(say("doctor_ok", what=what) if passed else say("doctor_bad", what=what, mend=mend))
    return 0 if is_well else 1


def _python() -> tuple[bool, str, str]:
    return sys.version_info >= (3, 11), say("doctor_python", version=platform.python_version()), "Python 3.11"


def _duckdb() -> tuple[bool, str, str]:
    import duckdb

    return True, say("doctor_duckdb", version=duckdb.__version__), ""


def _nearest_existing(path: Path) -> Path:
    path = path.absolute()
    while not path.exists():
        path = path.parent
    return path


def _data_folder(root: Path) -> tuple[bool, str, str]:
    existing = _nearest_existing(root)
    if not os.access(existing, os.W_OK):
        return False, say("doctor_data_bad", root=root), say("doctor_data_mend")
    if shutil.disk_usage(existing).free < MINIMUM_FREE_BYTES:
        return False, say("doctor_disk_bad", free=_free(existing)), say("doctor_disk_mend")
    return True, say("doctor_data", root=root, free=_free(existing)), ""


def _snapshots(root: Path) -> tuple[bool, str, str]:
    from warehouse.errors import WarehouseError
    from warehouse.store import Store

    try:
        damaged = Store(root).damaged()
    except WarehouseError as error:
        return False, str(error), say("doctor_snapshots_mend")
    if damaged:
        files = ", ".join(path.name for path in damaged)
        return False, say("doctor_snapshots_bad", files=files), say("doctor_snapshots_mend")
    return True, say("doctor_snapshots"), ""


def _free(path: Path) -> str:
    return f"{shutil.disk_usage(path).free / 1e9:.1f} GB".replace(".", ",")


def _worker() -> tuple[bool, str, str]:
    from etl import Pool

    try:
        with Pool(1) as pool:
            pool.run("ping", {})
    except Exception:
        return False, say("doctor_worker_bad"), say("doctor_worker_mend")
    return True, say("doctor_worker"), ""


def _law() -> tuple[bool, str, str]:
    from rubrics import library

    law = library()
    return True, say("doctor_law", rubrics=len(law.rubrics), programmes=len(law.programmes)), ""


def _port() -> tuple[bool, str, str]:
    from dashboard.serve import default_port, is_port_free

    port = default_port()
    if is_port_free(port):
        return True, say("doctor_port", port=port), ""
    return False, say("doctor_port_bad", port=port), say("doctor_port_mend")
