"""The process in which files are parsed: `python -m etl.reader.worker --parent PID`.

Reads requests `{"operation", "payload"}` from stdin and answers `{"result"}` or `{"error"}` on stdout. It
ends when stdin closes or the parent is gone, so nothing is left behind. Memory and processor time are
limited, because a file of two kilobytes can make a parser ask for half a terabyte.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from etl.errors import IntakeError
from etl.reader import protocol

MEMORY_BYTES = 2 << 30
CPU_SECONDS = 90  # for one task; the parent's own clock usually ends it sooner
PARENT_CHECK_SECONDS = 1.0

Operation = Callable[[dict[str, Any]], dict[str, Any]]


def ping(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the process id, as a sign of life."""
    return {"pid": os.getpid(), **payload}


def check(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the verdict on one stored file, as plain types."""
    # Half a second that a worker started for a ping need not pay.
    from etl.model import Hints  # noqa: PLC0415
    from etl.pipeline import check_workbook  # noqa: PLC0415

    verdict = check_workbook(
        Path(payload["path"]).read_bytes(),
        file_name=payload["file_name"],
        hints=Hints(**(payload.get("hints") or {})),
        snapshot_path=payload.get("snapshot_path"),
    )
    return verdict.to_json()


def cells(payload: dict[str, Any]) -> dict[str, Any]:
    """Return what stands in cells of one stored file, as plain types."""
    from etl.as_sent import cells_as_sent  # noqa: PLC0415

    spots = [(str(sheet), int(row), letters) for sheet, row, letters in payload["spots"]]
    return {"cells": cells_as_sent(Path(payload["path"]).read_bytes(), spots)}


OPERATIONS: Mapping[str, Operation] = {"ping": ping, "check": check, "cells": cells}


def serve(operations: Mapping[str, Operation], *, requests: int, answers: int, cpu: int | None) -> None:
    """Answer requests until the other side closes.

    Args:
        operations: What may be asked for, by name.
        requests: Descriptor to read from.
        answers: Descriptor to write to.
        cpu: Seconds of processor time for one task, of all its threads together; None for any.
    """
    while True:
        try:
            request = protocol.receive(requests)
        except protocol.PipeClosedError:
            return
        if cpu is not None:
            _renew_cpu_limit(cpu)
        protocol.send(answers, _answer(operations, request))


def main(
    operations: Mapping[str, Operation] = OPERATIONS,
    *,
    memory: int | None = MEMORY_BYTES,
    cpu: int | None = CPU_SECONDS,
) -> None:
    """Set limits and pipes up, and serve.

    Args:
        operations: What may be asked for, by name.
        memory: Bytes of address space; None where nothing hostile is parsed in this process.
        cpu: Seconds of processor time for one task; None where a task may make all of the warehouse again.
    """
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, default=os.getppid())
    parent = parser.parse_args().parent
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes our stdin
    if memory is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = _take_stdout()
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()
    serve(operations, requests=sys.stdin.fileno(), answers=answers, cpu=cpu)


def _take_stdout() -> int:
    """Return a private copy of stdout; whatever prints from now on goes to stderr."""
    answers = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _answer(operations: Mapping[str, Operation], request: dict[str, Any]) -> dict[str, Any]:
    try:
        operation = operations[request["operation"]]
        return {"result": operation(request.get("payload") or {})}
    except IntakeError as error:
        return {"error": {"rule": error.rule, "values": error.values}}
    except Exception as error:  # one file's fault must not end the worker for the next
        traceback.print_exc()
        return {"error": {"rule": None, "detail": f"{type(error).__name__}: {error}"[:2000]}}


def _renew_cpu_limit(seconds: int) -> None:
    """Give the next task its own share of processor time: the system counts the whole process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    limit = int(usage.ru_utime + usage.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit if hard < 0 else min(limit, hard), hard))


def _end_with_parent(parent: int) -> None:
    """End this process once its parent is gone, even in the middle of a task.

    PR_SET_PDEATHSIG would not do: it fires when the parent's *thread* ends, and web pages run in threads.
    """
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main()
