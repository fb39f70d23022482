"""`xhht verify`, `rebuild`, `doctor`: is what we hold what we were given?"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dashboard.cli.say import CommandError, say

if TYPE_CHECKING:
    from warehouse.store import Problem

MINIMUM_FREE_BYTES = 1_000_000_000
Check = Callable[[], tuple[bool, str, str]]


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
            print(say("verify_problem", problem=_words(problem)), file=sys.stderr)
        return 1
    print(say("verified", tables=len(store.checksums()), originals=len(store.originals.hashes())))
    return 0


def doctor() -> int:
    """Kiểm tra máy, thư mục dữ liệu, bộ đọc tệp và bộ luật."""
    from dashboard.cli import data_root

    root = data_root()
    checks: list[Check] = [
        _python,
        _duckdb,
        lambda: _data_folder(root),
        lambda: _ledger(root),
        lambda: _snapshots(root),
        _worker,
        _law,
        _port,
    ]
    answers = [_answer(check) for check in checks]
    print(*dict.fromkeys(line for _, line in answers), sep="\n")  # two checks may meet the same fault
    return int(not all(is_well for is_well, _ in answers))


def _answer(check: Check) -> tuple[bool, str]:
    """Return what a check found, in words; what the rooms say of a fault names its mend."""
    from rubrics import RubricError
    from warehouse.errors import WarehouseError

    try:
        is_well, what, mend = check()
    except (CommandError, RubricError, WarehouseError) as error:
        return False, say("doctor_fault", message=error)
    if is_well:
        return True, say("doctor_ok", what=what)
    return False, say("doctor_bad", what=what, mend=mend) if mend else say("doctor_fault", message=what)


def _words(problem: Problem) -> str:
    message = problem.message_vi
    return message if problem.path in message else f"{problem.path}: {message}"


def _python() -> tuple[bool, str, str]:
    return sys.version_info >= (3, 11), say("doctor_python", version=platform.python_version()), "Python 3.11"


def _duckdb() -> tuple[bool, str, str]:
    import duckdb

    return True, say("doctor_duckdb", version=duckdb.__version__), ""


def _data_folder(root: Path) -> tuple[bool, str, str]:
    from warehouse.faults import nearest_folder
    from warehouse.store import Store

    Store(root).check_root()
    existing = nearest_folder(root)
    if not os.access(existing, os.W_OK):
        return False, say("doctor_data_bad", root=root), say("doctor_data_mend")
    if shutil.disk_usage(existing).free < MINIMUM_FREE_BYTES:
        return False, say("doctor_disk_bad", free=_free(existing)), say("doctor_disk_mend")
    return True, say("doctor_data", root=root, free=_free(existing)), ""


def _ledger(root: Path) -> tuple[bool, str, str]:
    from warehouse.store import Store
    from warehouse.store.verify import ledger_problems

    found = [_words(problem) for problem in ledger_problems(Store(root))]
    if found:
        return False, "; ".join(found), ""
    return True, say("doctor_ledger"), ""


def _snapshots(root: Path) -> tuple[bool, str, str]:
    from warehouse.store import Store

    store = Store(root)
    damaged = store.damaged()
    if damaged:
        files = ", ".join(path.name for path in damaged)
        return False, say("doctor_snapshots_bad", files=files), say("doctor_snapshots_mend")
    if store.current_path() is not None:
        store.read().close()
    return True, say("doctor_snapshots"), ""


def _free(path: Path) -> str:
    from warehouse.faults import amount

    return amount(shutil.disk_usage(path).free)


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
