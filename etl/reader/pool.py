"""A few long-lived workers: what parses a file may die, what asks for it may not."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any

from etl.errors import PoolClosedError, WorkerDied, WorkerFailed, WorkerTimedOut
from etl.reader import protocol

TASK_SECONDS = 60.0
TASKS_BEFORE_RECYCLING = 500
GRACE_SECONDS = 1.0
LAST_WORDS_SECONDS = 0.2
LAST_WORDS_BYTES = 2000
WORKER_MODULE = "etl.reader.worker"
_ROOT = Path(__file__).resolve().parents[2]
# One thread a library: threads reserve address space, and that is what the worker's limit counts.
_ENVIRONMENT = {
    "POLARS_MAX_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # pyarrow's own pool reserves more than a gigabyte at import
    "PYTHONUNBUFFERED": "1",
}

Answer = dict[str, Any]


class Pool:
    """Workers for parsing, started when first needed and kept.

    Safe to use from several threads; a task waits until a worker is free. Always close it, or use `with`.

    Args:
        size: How many workers at most.
        seconds: Wall time that one task may take.
        recycle_after: Tasks after which a worker is replaced, because parsers leak.
        worker_module: Module to run as the worker.
    """

    def __init__(
        self,
        size: int = 2,
        *,
        seconds: float = TASK_SECONDS,
        recycle_after: int = TASKS_BEFORE_RECYCLING,
        worker_module: str = WORKER_MODULE,
    ) -> None:
        if size < 1:
            raise ValueError(f"size “{size}”: a pool has at least one worker")
        self.size = size
        self._seconds = seconds
        self._recycle_after = recycle_after
        self._slots = [_Slot(worker_module) for _ in range(size)]
        self._idle: SimpleQueue[_Slot] = SimpleQueue()
        for slot in self._slots:
            self._idle.put(slot)
        self._closed = threading.Event()
        self._finalizer = weakref.finalize(self, _end_all, self._slots, self._idle)  # also runs at exit

    def run(self, operation: str, payload: dict[str, Any], *, seconds: float | None = None) -> Answer:
        """Return what a worker answers.

        Args:
            operation: Name of the task: `ping`, `check` or `cells`.
            payload: Plain types for it.
            seconds: Wall time for this task, if not the pool's.

        Raises:
            WorkerDied: The process ended in the middle; the next task gets a new one.
            WorkerTimedOut: No answer in time; the process was ended.
            WorkerFailed: The task raised; `rule` and `values` are the task's own where it had any.
            PoolClosedError: The pool is closed.
        """
        if self._closed.is_set():
            raise PoolClosedError("the pool is closed; open a new one")
        slot = self._idle.get()
        try:
            if self._closed.is_set():
                raise PoolClosedError("the pool was closed while this task waited")
            answer = slot.ask(operation, payload, seconds or self._seconds)
            if slot.tasks >= self._recycle_after:
                slot.end(grace=GRACE_SECONDS)
        finally:
            self._idle.put(slot)
        return _unpack(operation, answer)

    def close(self) -> None:
        """End all workers; a task under way ends with `WorkerDied`. Closing twice does no harm."""
        self._closed.set()
        self._finalizer()

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _end_all(slots: list[_Slot], idle: SimpleQueue[_Slot]) -> None:
    resting = set()
    with contextlib.suppress(Empty):
        while True:
            resting.add(idle.get_nowait())
    for slot in slots:
        slot.retire(is_idle=slot in resting)
        if slot in resting:
            idle.put(slot)  # whoever still waits for it is told that the pool is closed


def _unpack(operation: str, answer: Answer) -> Answer:
    fault = answer.get("error")
    if fault is None:
        result: Answer = answer["result"]
        return result
    error = WorkerFailed(operation=operation, detail=fault.get("detail") or "")
    if fault.get("rule"):
        error.rule, error.values = fault["rule"], fault["values"]
    raise error


class _Slot:
    """One place in the pool: a worker process, or none yet. Asked by one thread at a time."""

    def __init__(self, module: str) -> None:
        self.tasks = 0
        self._module = module
        self._worker: _Worker | None = None
        self._lock = threading.Lock()  # close() may come from another thread
        self._retired = False

    def ask(self, operation: str, payload: dict[str, Any], seconds: float) -> Answer:
        deadline = time.monotonic() + seconds
        worker = self._started(operation)
        self.tasks += 1
        try:
            request = {"operation": operation, "payload": payload}
            protocol.send(worker.requests, request, deadline=deadline)
            return protocol.receive(worker.answers, deadline=deadline)
        except protocol.DeadlineError as error:
            self.end()
            raise WorkerTimedOut(operation=operation, seconds=seconds) from error
        except (protocol.PipeClosedError, ValueError, OSError) as error:
            raise WorkerDied(operation=operation, detail=self.end()) from error
        except BaseException:
            self.end()  # interrupted in mid-answer: the next task must not read the rest of this one
            raise
        finally:
            if self._retired:
                self.end()

    def end(self, *, grace: float = 0.0) -> str:
        """End the process, let its pipes go, and return how it ended. Only the asking thread may."""
        with self._lock:
            worker, self._worker, self.tasks = self._worker, None, 0
        return worker.end(grace) if worker else ""

    def retire(self, *, is_idle: bool) -> None:
        """End the process for good; a thread that waits for its answer sees it die and cleans up."""
        with self._lock:
            self._retired = True
            if self._worker:
                self._worker.kill()
        if is_idle:
            self.end()

    def _started(self, operation: str) -> _Worker:
        with self._lock:
            if self._retired:
                raise WorkerDied(operation=operation, detail="pool closed")
            if self._worker is None:
                self._worker = _Worker(self._module)
            return self._worker


class _Worker:
    """One process with its pipes and the file that its stderr goes to."""

    def __init__(self, module: str) -> None:
        paths = [str(_ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
        environment = {
            **os.environ,
            **_ENVIRONMENT,
            "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        }
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed in end()
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, "--parent", str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=environment,
            bufsize=0,
        )
        if self._process.stdin is None or self._process.stdout is None:  # never so: both are PIPE
            raise RuntimeError("worker without pipes")
        self.requests = self._process.stdin.fileno()
        self.answers = self._process.stdout.fileno()
        os.set_blocking(self.requests, False)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def end(self, grace: float) -> str:
        """Close stdin, wait as long as grace says, kill, reap; return exit code and last words."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            # A process that has just closed its stdout is on its way out: let it say with which code.
            self._process.wait(max(grace, LAST_WORDS_SECONDS))
        except subprocess.TimeoutExpired:
            self.kill()
        if self._process.stdout:
            self._process.stdout.close()
        with self._log as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - LAST_WORDS_BYTES))
            words = log.read().decode("utf-8", "replace").strip()
        return f"exit {self._process.returncode}: {words}" if words else f"exit {self._process.returncode}"
