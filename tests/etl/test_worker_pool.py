"""A file may end the worker that parses it; the parent lives and the next file is answered."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from workbooks import far_cell_workbook

from etl.errors import PoolClosedError, WorkerDied, WorkerError, WorkerFailed, WorkerTimedOut
from etl.reader.pool import Pool

SUPPORT = Path(__file__).parents[1] / "support"


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    monkeypatch.setenv("PYTHONPATH", str(SUPPORT))
    with Pool(1, seconds=20, worker_module="unruly_worker") as opened:
        yield opened


def is_alive(process: int) -> bool:
    """Return whether a process still runs; a zombie counts as alive for this purpose."""
    return Path(f"/proc/{process}").exists()


def wait_until_gone(process: int, seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while is_alive(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(process)


def pid_of(pool: Pool) -> int:
    return int(pool.run("ping", {})["pid"])


def test_a_worker_answers_and_is_kept() -> None:
    with Pool(1) as pool:
        assert pool.run("ping", {"word": "xã"})["word"] == "xã"
        assert pid_of(pool) == pid_of(pool)


def test_an_abort_is_reported_and_the_next_task_is_answered(pool: Pool) -> None:
    before = pid_of(pool)

    with pytest.raises(WorkerDied) as caught:
        pool.run("abort", {})

    assert caught.value.rule == "unreadable_workbook"
    assert caught.value.values["detail"].startswith(f"exit -{signal.SIGABRT.value}")
    assert pid_of(pool) != before
    assert not is_alive(before)


def test_a_far_cell_that_ends_the_parser_does_not_end_the_parent(pool: Pool, tmp_path: Path) -> None:
    path = tmp_path / "xa.xlsx"
    path.write_bytes(far_cell_workbook())

    with pytest.raises((WorkerDied, WorkerTimedOut)):
        pool.run("parse_unguarded", {"path": str(path)})

    assert pid_of(pool)


def test_a_worker_that_hangs_is_ended_in_time_and_leaves_no_zombie(pool: Pool) -> None:
    before = pid_of(pool)
    start = time.monotonic()

    with pytest.raises(WorkerTimedOut) as caught:
        pool.run("hang", {}, seconds=0.5)

    assert time.monotonic() - start < 5
    assert caught.value.values["seconds"] == 0.5
    assert not is_alive(before)
    assert pid_of(pool) != before


def test_a_worker_that_stands_still_before_it_reads_is_ended_too(pool: Pool) -> None:
    process = pid_of(pool)
    os.kill(process, signal.SIGSTOP)

    with pytest.raises(WorkerTimedOut):
        pool.run("ping", {"filler": "x" * 1_000_000}, seconds=0.5)

    assert pid_of(pool) != process


def test_a_worker_killed_between_tasks_costs_one_task_at_most(pool: Pool) -> None:
    os.kill(pid_of(pool), signal.SIGKILL)

    with pytest.raises(WorkerDied):
        pool.run("ping", {})

    assert pid_of(pool)


def test_memory_beyond_the_limit_is_a_fault_of_the_task(pool: Pool) -> None:
    with pytest.raises(WorkerFailed, match="MemoryError"):
        pool.run("swallow_memory", {})


def test_prints_never_spoil_the_answers(pool: Pool) -> None:
    assert pool.run("shout", {}) == {"heard": True}
    assert pool.run("ping", {"n": 1})["n"] == 1


def test_a_refusal_inside_the_worker_keeps_its_rule(pool: Pool) -> None:
    with pytest.raises(WorkerFailed) as caught:
        pool.run("refuse", {"cell": "XFD1"})

    assert (caught.value.rule, caught.value.values) == ("far_cell", {"cell": "XFD1"})


def test_an_unforeseen_fault_is_named_and_the_worker_lives_on(pool: Pool) -> None:
    before = pid_of(pool)

    with pytest.raises(WorkerFailed, match="KeyError: 'cột'"):
        pool.run("misread", {})

    assert pid_of(pool) == before


def test_libraries_in_the_worker_keep_to_one_thread(pool: Pool) -> None:
    assert pool.run("environment", {}) == {"threads": "1", "modules": False}


def test_libraries_leave_most_of_the_address_space_to_the_file(pool: Pool) -> None:
    assert pool.run("address_space", {})["kilobytes"] < 900_000


def test_a_worker_is_replaced_after_its_share_of_tasks() -> None:
    with Pool(1, recycle_after=2) as pool:
        processes = [pid_of(pool) for _ in range(4)]

    assert processes[0] == processes[1] != processes[2] == processes[3]
    assert not any(is_alive(process) for process in processes)


def test_tasks_of_several_threads_are_answered_each_with_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(SUPPORT))
    with Pool(2, worker_module="unruly_worker") as pool, ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda number: pool.run("ping", {"n": number})["n"], range(25)))

    assert answers == list(range(25))


def test_closing_ends_a_task_under_way_and_refuses_the_next(pool: Pool) -> None:
    process = pid_of(pool)
    faults: list[Exception] = []

    def wait() -> None:
        try:
            pool.run("hang", {})
        except WorkerError as error:
            faults.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    time.sleep(0.3)
    pool.close()
    thread.join(5)

    assert [type(fault) for fault in faults] == [WorkerDied]
    assert not is_alive(process)
    with pytest.raises(PoolClosedError):
        pool.run("ping", {})


def test_workers_end_when_the_parent_is_killed_in_the_middle_of_a_task() -> None:
    script = (
        "import sys, threading\nfrom etl.reader.pool import Pool\n"
        "pool = Pool(1, worker_module='unruly_worker')\n"
        "print(pool.run('ping', {})['pid'], flush=True)\npool.run('hang', {})\n"
    )
    environment: dict[str, Any] = {**os.environ, "PYTHONPATH": str(SUPPORT)}
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        parent.kill()

    assert wait_until_gone(worker)
