from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pytest
from store_samples import law, small_store, submission, submissions, totals

from warehouse.errors import (
    LedgerVersionError,
    OriginalChangedError,
    OriginalMissingError,
    StoreError,
    WarehouseVersionError,
)
from warehouse.faults import storage_fault
from warehouse.store.snapshot import numbers

ROOT = Path(__file__).parent.parent.parent
PROCESS = ROOT / "tests" / "support" / "publish_process.py"
STEPS = (
    "locked", "appended", "copied", "applied", "scored",
    "checked", "checkpointed", "renamed", "pointed", "swept",
)  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_a_writer_killed_at_a_step_loses_nothing_acknowledged(tmp_path, step):
    store = small_store(tmp_path)
    store.write([submission("acknowledged", {"11001": 1, "22001": 1})], law())

    killed = publish_in_a_process(tmp_path, "killed", step)

    assert killed.returncode == -signal.SIGKILL
    again = small_store(tmp_path)
    assert "acknowledged" in submissions(again)
    recorded = again.ledger.submission("killed-0") is not None
    assert recorded == (step != "locked")
    again.write([submission("next", {"11002": 2})], law())
    assert submissions(again) == sorted(["acknowledged", "next", *(["killed-0"] if recorded else [])])
    assert list(again.folder.glob("tmp-*")) == []
    assert again.verify(law()) == []


def test_what_a_killed_writer_sent_may_be_sent_again(tmp_path):
    publish_in_a_process(tmp_path, "killed", "copied")

    store = small_store(tmp_path)
    store.write([submission("killed-0", {"11001": 5, "22001": 6})], law())

    assert submissions(store) == ["killed-0"]
    assert totals(store) == {("11001", 2020): 5, ("22001", 2020): 6}


@pytest.mark.parametrize("text", ["", "wh-99.duckdb\n", "\x00\xff", "../ledger.sqlite"])
def test_a_broken_current_leads_to_the_newest_snapshot_and_is_mended_by_the_next_write(tmp_path, text):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())
    (store.folder / "CURRENT").write_bytes(text.encode("latin-1"))

    assert submissions(store) == ["A"]
    assert [problem.path for problem in store.verify()] == [str(store.folder / "CURRENT")]
    store.write([submission("B", {"11001": 2})], law())

    assert (store.folder / "CURRENT").read_text() == "wh-2.duckdb\n"
    assert submissions(store) == ["A", "B"]


def test_a_snapshot_that_does_not_open_is_passed_over(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())
    store.write([submission("B", {"11001": 2})], law())
    (store.folder / "wh-2.duckdb").write_bytes(b"no database")

    assert submissions(store) == ["A"]
    store.write([], law())

    assert submissions(store) == ["A", "B"]
    assert numbers(store.folder)[0] == 3


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:5000],
        lambda data: data[: len(data) // 2],
        lambda data: data[:8200] + b"\xff" * 50 + data[8250:],
    ],
)
def test_a_snapshot_of_damaged_content_is_passed_over_and_named(tmp_path, caplog, damage):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())
    store.write([submission("B", {"11001": 2})], law())
    newest = store.folder / "wh-2.duckdb"
    newest.write_bytes(damage(newest.read_bytes()))

    assert submissions(store) == ["A"]

    assert "wh-2.duckdb" in caplog.text
    assert store.damaged() == [newest]
    assert [problem.path for problem in store.verify()] == [str(newest)]


def test_a_refusal_of_the_system_never_brings_older_figures(tmp_path):
    """A file that another process holds to write is no damaged file."""
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())
    store.write([submission("B", {"11001": 2})], law())
    newest = str(store.folder / "wh-2.duckdb")
    hold = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print(1, flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, newest], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    holder.stdout.readline()

    with pytest.raises(StoreError, match=r"wh-2\.duckdb.*tiến trình khác đang giữ"):
        store.read()
    with pytest.raises(StoreError, match=r"wh-2\.duckdb.*tiến trình khác đang giữ") as caught:
        store.write([submission("C", {"11001": 3})], law())
    holder.communicate(timeout=30)

    assert caught.value.recorded == ()
    assert submissions(store) == ["A", "B"]


def test_too_little_memory_for_a_question_is_said_in_words(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())

    with store.read() as snapshot:
        snapshot.cursor().execute("set memory_limit = '2MB'")
        with pytest.raises(StoreError, match=r"wh-1\.duckdb"):
            snapshot.sql("select range as n, md5(cast(range as varchar)) as m from range(500000) order by m")


def test_a_warehouse_of_another_version_asks_for_a_rebuild_and_takes_nothing(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())
    with duckdb.connect(str(store.folder / "wh-1.duckdb")) as con:
        con.execute("update meta.build set schema_version = 99")

    with pytest.raises(WarehouseVersionError, match=r"(?s)wh-1\.duckdb.*phiên bản kho 99.*xhht rebuild"):
        store.read()
    with pytest.raises(WarehouseVersionError):
        store.write([submission("B", {"11001": 2})], law())
    assert store.ledger.last_event()[0] == 1

    store.rebuild(law())
    assert submissions(store) == ["A"]


def test_a_ledger_of_another_version_is_refused(tmp_path):
    store = small_store(tmp_path)
    store.ledger.set_setting("ledger_version", "7")

    with pytest.raises(LedgerVersionError, match=r"ledger\.sqlite.*phiên bản 7"):
        small_store(tmp_path).write([submission("A", {"11001": 1})], law())


def test_a_full_disk_leaves_the_snapshot_as_it_was_and_says_what_is_safe(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())
    names = sorted(path.name for path in store.folder.iterdir())

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, hard))
    try:
        with pytest.raises(StoreError, match=r"(?s)chỗ trống trên đĩa.*không cần nộp lại") as caught:
            store.write([submission("B", {"11001": 2})], law())
        with pytest.raises(StoreError):
            store.originals.put(b"0" * 600_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert caught.value.recorded == (2,)
    assert sorted(path.name for path in store.folder.iterdir()) == names
    assert submissions(store) == ["A"]
    assert store.originals.hashes() == []
    assert list(store.originals.folder.iterdir()) == []
    store.write([], law())
    assert submissions(store) == ["A", "B"]


@pytest.fixture
def shut_folder():
    folder = Path(tempfile.mkdtemp(prefix="xhht-"))
    folder.chmod(0o755)
    user = os.geteuid()
    yield folder
    os.seteuid(user)
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_folder_can_be_read_and_a_write_changes_nothing(shut_folder):
    store = small_store(shut_folder)
    sha256 = store.originals.put(b"sent")
    store.write([submission("A", {"11001": 1})], law())
    everything = {path: path.stat().st_mtime_ns for path in shut_folder.rglob("*")}
    shut(shut_folder)

    with pytest.raises(StoreError, match="quyền ghi") as caught:
        store.write([submission("B", {"11001": 2})], law())
    with pytest.raises(StoreError, match=str(store.originals.folder)):
        store.originals.put(b"more")
    with pytest.raises(StoreError, match=r"ledger\.sqlite"):
        store.ledger.set_setting("a", "b")

    assert caught.value.recorded == ()
    assert submissions(store) == ["A"]
    assert store.originals.get(sha256) == b"sent"
    assert {path: path.stat().st_mtime_ns for path in shut_folder.rglob("*")} == everything


def test_a_data_folder_that_is_a_file_is_named(tmp_path):
    (tmp_path / "data").write_text("x")

    with pytest.raises(StoreError, match=str(tmp_path / "data")):
        small_store(tmp_path).write([], law())


def test_an_original_is_kept_byte_for_byte_and_once(tmp_path):
    originals = small_store(tmp_path).originals

    first, again = originals.put(b"\x00\xff"), originals.put(b"\x00\xff")

    assert first == again
    assert originals.hashes() == [first]
    assert originals.get(first) == b"\x00\xff"


def test_an_original_that_was_changed_is_not_handed_out_and_is_mended_when_sent_again(tmp_path):
    originals = small_store(tmp_path).originals
    sha256 = originals.put(b"as sent")
    originals.path(sha256).write_bytes(b"altered")

    with pytest.raises(OriginalChangedError, match=sha256):
        originals.get(sha256)
    originals.put(b"as sent")

    assert originals.get(sha256) == b"as sent"


@pytest.mark.parametrize("name", ["0" * 64, "../ledger.sqlite", ""])
def test_an_original_that_is_not_there_is_said_to_be_missing(tmp_path, name):
    with pytest.raises(OriginalMissingError):
        small_store(tmp_path).originals.get(name)


def test_verify_finds_a_changed_original_and_a_changed_snapshot(tmp_path):
    store = small_store(tmp_path)
    sha256 = store.originals.put(b"as sent")
    store.write([submission("A", {"11001": 1})], law())
    assert store.verify(law()) == []

    store.originals.path(sha256).write_bytes(b"altered")
    with duckdb.connect(str(store.folder / "wh-1.duckdb")) as con:
        con.execute("update staged.criterion_score set points = 2")

    found = {Path(problem.path).name: problem.message_vi for problem in store.verify()}
    assert set(found) == {sha256, "wh-1.duckdb"}
    assert "xhht rebuild" in found["wh-1.duckdb"]


def test_a_rebuild_removes_snapshots_that_were_changed_and_keeps_the_sound_ones(tmp_path):
    store = small_store(tmp_path)
    for name in "ABC":
        store.write([submission(name, {"11001": 1})], law())
    (store.folder / "wh-1.duckdb").write_bytes(b"no database")
    with duckdb.connect(str(store.folder / "wh-2.duckdb")) as con:
        con.execute("update staged.criterion_score set points = 2")

    store.rebuild(law())

    assert numbers(store.folder) == [4, 3]
    assert store.verify(law()) == []
    assert submissions(store) == ["A", "B", "C"]


def test_a_rebuild_that_is_published_is_no_fault_where_an_old_snapshot_cannot_be_looked_at(
    tmp_path, monkeypatch, caplog
):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())

    def refuse():
        raise storage_fault(PermissionError(13, "no"), store.folder / "wh-1.duckdb")

    monkeypatch.setattr(store, "damaged", refuse)

    assert store.rebuild(law()).snapshot == 2
    assert store.current_number() == 2
    assert "xhht verify" in caplog.text


def test_a_ledger_that_knows_less_than_the_snapshot_asks_for_no_rebuild(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())
    store.ledger.path.unlink()

    (problem,) = small_store(tmp_path).verify(law())

    assert "Sổ ghi chỉ có 0 sự kiện, bản chụp số liệu đã có 1" in problem.message_vi
    assert "đừng chạy `xhht rebuild`" in problem.message_vi


def test_verify_compares_with_a_snapshot_made_anew(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())

    found = [problem.path for problem in store.verify(law(weight=2))]

    assert found == ["meta.build", "meta.rubric_version", "scored.subject_score"]
    assert list(store.folder.glob("tmp-*")) == []


def test_verify_says_that_another_edition_made_the_snapshot(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 1})], law())
    path = store.folder / "wh-1.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute("drop table mart.score")
    path.rename(store.folder / "wh-7.duckdb")
    (store.folder / "CURRENT").write_text("wh-7.duckdb")

    (problem,) = store.verify(law())

    assert "xhht rebuild" in problem.message_vi


def publish_in_a_process(root: Path, name: str, step: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, str(PROCESS), str(root), name, "1", step],
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'support'}", "PATH": "/usr/bin:/bin"},
        check=False, timeout=120,
    )  # fmt: skip


def shut(folder: Path) -> None:
    """Take the right to write away; root, whom no right binds, becomes nobody."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    if os.geteuid() == 0:
        os.seteuid(65534)
