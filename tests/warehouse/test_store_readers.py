from __future__ import annotations

import errno
import fcntl
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from store_samples import law, small_store, submission, submissions, totals

from warehouse.errors import StoreBusyError
from warehouse.store import Store, core
from warehouse.store import snapshot as snapshots
from warehouse.store.lock import is_held, writer_lock
from warehouse.store.snapshot import number_of, numbers

PROCESS = Path(__file__).parent.parent / "support" / "publish_process.py"


def test_a_pinned_reader_sees_its_own_figures_while_eight_publishes_pass(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A0", {"11001": 0.5})], law())

    with store.read() as pinned:
        for points in range(1, 9):
            store.write([submission(f"A{points}", {"11001": points})], law())

        assert pinned.sql("select total from scored.subject_score")["total"].to_list() == [0.5]
        assert numbers(store.folder) == [9, 8, 7, 6, 5, 1]
        with store.read(number=1) as again:
            assert again.sql("select total from scored.subject_score")["total"].to_list() == [0.5]
    assert totals(store) == {("11001", 2020): 8}

    store.sweep()
    assert numbers(store.folder) == [9, 8, 7, 6, 5]


def test_a_reader_in_another_process_pins_its_snapshot(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A0", {"11001": 0})], law())
    script = (
        "import sys; from pathlib import Path; from store_samples import small_store\n"
        "with small_store(Path(sys.argv[1])).read() as s:\n"
        "    print('pinned', flush=True); sys.stdin.readline()\n"
        "    print(s.sql('select total from scored.subject_score')['total'].to_list(), flush=True)\n"
    )
    with start(["-c", script, str(tmp_path)], stdin=subprocess.PIPE) as reader:
        assert reader.stdout.readline() == "pinned\n"
        for points in range(1, 7):
            store.write([submission(f"A{points}", {"11001": points})], law())
        assert 1 in numbers(store.folder)
        out, _ = reader.communicate("go on\n", timeout=60)

    assert (out, reader.returncode) == ("[0.0]\n", 0)
    store.sweep()
    assert 1 not in numbers(store.folder)


def test_two_processes_that_write_at_once_lose_nothing_and_no_reader_sees_half(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("first", {"11001": 1, "22001": 1})], law())

    writers = [start([str(PROCESS), str(tmp_path), name, "4"]) for name in ("left", "right")]
    while any(is_at_work(writer) for writer in writers):
        with store.read() as snapshot:
            submitted = snapshot.sql("select count(*) as n from meta.submission")["n"][0]
            scored = snapshot.sql("select count(*) as n from staged.criterion_score")["n"][0]
        assert scored == 2 * submitted
    errors = [writer.communicate()[1] for writer in writers]

    assert errors == ["", ""]
    assert submissions(store) == sorted(
        ["first", *(f"{name}-{number}" for name in ("left", "right") for number in range(4))]
    )
    assert store.verify(law()) == []


def test_threads_of_one_process_read_and_write_at_once(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("first", {"11001": 1, "22001": 1})], law())
    seen: list[int] = []

    with store.read() as pinned:

        def read() -> None:
            seen.extend(pinned.sql("select count(*) as n from meta.submission")["n"][0] for _ in range(20))

        readers = [threading.Thread(target=read) for _ in range(3)]
        writers = [
            threading.Thread(target=store.write, args=([submission(f"t{n}", {"11002": n})], law()))
            for n in range(3)
        ]
        for thread in readers + writers:
            thread.start()
        for thread in readers + writers:
            thread.join()

    assert seen == [1] * 60
    assert submissions(store) == ["first", "t0", "t1", "t2"]


def test_a_second_writer_waits_and_then_says_so(tmp_path):
    with (
        writer_lock(tmp_path),
        pytest.raises(StoreBusyError, match="đã chờ 0 giây"),
        writer_lock(tmp_path, seconds=0.1),
    ):
        pass


def test_a_reader_goes_on_when_the_file_vanishes_between_finding_and_opening(tmp_path, monkeypatch):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())
    store.write([submission("B", {"11001": 2})], law())
    opened = core.open_snapshot

    def vanishing(path: Path):
        if number_of(path.name) == 2:
            path.unlink(missing_ok=True)
        return opened(path)

    monkeypatch.setattr(core, "open_snapshot", vanishing)
    with store.read() as snapshot:
        assert snapshot.number == 1


def test_a_reader_goes_on_when_the_file_vanishes_between_pinning_and_opening(tmp_path, monkeypatch):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())
    store.write([submission("B", {"11001": 2})], law())
    pinned = snapshots._pin

    def taking_away(path: Path):
        pin = pinned(path)
        if number_of(path.name) == 2:
            path.unlink()
        return pin

    monkeypatch.setattr(snapshots, "_pin", taking_away)
    with store.read() as snapshot:
        assert snapshot.number == 1


def test_what_an_open_reader_sees_stays_when_its_file_is_taken_away_and_the_next_read_is_the_newest(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())

    with store.read() as reader:
        store.write([submission("B", {"11001": 2})], law())
        reader.path.unlink()
        assert reader.sql("select total from scored.subject_score")["total"].to_list() == [1]

    with store.read() as reader:
        assert reader.number == 2
        assert reader.sql("select total from scored.subject_score")["total"].to_list() == [2]


def test_a_reader_is_told_of_a_writer_in_another_process_and_gets_the_snapshot_before(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())
    script = (
        "import sys; from pathlib import Path; from warehouse.store.lock import writer_lock\n"
        "with writer_lock(Path(sys.argv[1])):\n"
        "    print('held', flush=True); sys.stdin.readline()\n"
    )
    assert not store.is_being_written()
    with start(["-c", script, str(store.folder)], stdin=subprocess.PIPE) as writer:
        assert writer.stdout.readline() == "held\n"
        assert store.is_being_written()
        with store.read() as snapshot:
            assert snapshot.number == 1
        writer.communicate("go on\n", timeout=60)

    assert not store.is_being_written()


def test_asking_for_a_writer_makes_no_folder_and_needs_no_lock_of_the_disk(tmp_path, monkeypatch):
    assert not is_held(tmp_path / "none")
    assert not (tmp_path / "none").exists()
    (tmp_path / "lock").touch()

    def refused(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refused)
    assert not is_held(tmp_path)


def test_asking_for_a_writer_keeps_no_writer_out(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())
    is_over = threading.Event()

    def ask() -> None:
        while not is_over.is_set():
            store.is_being_written()

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in asking:
        thread.start()
    try:
        for points in range(2, 5):
            store.write([submission(f"A{points}", {"11001": points})], law())
    finally:
        is_over.set()
        for thread in asking:
            thread.join()
    assert totals(store) == {("11001", 2020): 4}


def is_at_work(writer: subprocess.Popen[str]) -> bool:
    try:
        writer.wait(0.1)
    except subprocess.TimeoutExpired:
        return True
    return False


def start(arguments: list[str], **options) -> subprocess.Popen[str]:
    root = Path(__file__).parent.parent.parent
    return subprocess.Popen(
        [sys.executable, *arguments],
        env={"PYTHONPATH": f"{root}:{root / 'tests' / 'support'}", "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


def test_a_store_made_twice_is_one_store(tmp_path):
    first, second = small_store(tmp_path), small_store(tmp_path)
    first.write([submission("A", {"11001": 1})], law())

    second.write([submission("B", {"11001": 2})], law())

    assert isinstance(first, Store)
    assert submissions(first) == submissions(second) == ["A", "B"]
