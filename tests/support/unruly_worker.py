"""A worker whose tasks abort, hang, print or eat memory, to see what the pool makes of it."""

from __future__ import annotations

import io
import os
import sys
import time
from pathlib import Path
from typing import Any

from etl.errors import GuardRefusal
from etl.reader import worker


def abort(_: dict[str, Any]) -> dict[str, Any]:
    os.abort()


def leave(payload: dict[str, Any]) -> dict[str, Any]:
    os._exit(payload["code"])


def hang(payload: dict[str, Any]) -> dict[str, Any]:
    time.sleep(payload.get("seconds", 3600))
    return {}


def shout(_: dict[str, Any]) -> dict[str, Any]:
    print("words on stdout")
    os.write(1, b"more words on stdout")
    return {"heard": True}


def swallow_memory(_: dict[str, Any]) -> dict[str, Any]:
    return {"size": len(bytearray(8 << 30))}


def parse_unguarded(payload: dict[str, Any]) -> dict[str, Any]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(Path(payload["path"]).read_bytes()))
    return {"rows": len(book.get_sheet_by_index(0).to_python(skip_empty_area=False))}


def refuse(payload: dict[str, Any]) -> dict[str, Any]:
    raise GuardRefusal("far_cell", payload)


def misread(_: dict[str, Any]) -> dict[str, Any]:
    raise KeyError("cột")


def environment(_: dict[str, Any]) -> dict[str, Any]:
    return {"threads": os.environ["POLARS_MAX_THREADS"], "modules": "polars" in sys.modules}


def address_space(_: dict[str, Any]) -> dict[str, Any]:
    import duckdb

    duckdb.sql("select 1").pl()
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return {"kilobytes": next(int(line.split()[1]) for line in lines if line.startswith("VmPeak"))}


if __name__ == "__main__":
    tasks = (
        abort,
        leave,
        hang,
        shout,
        swallow_memory,
        parse_unguarded,
        refuse,
        misread,
        environment,
        address_space,
    )
    worker.main({**worker.OPERATIONS, **{task.__name__: task for task in tasks}})
