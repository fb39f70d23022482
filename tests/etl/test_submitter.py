from __future__ import annotations

import os
from pathlib import Path

import pytest
from pages import DISTRICT, workbook

from etl import intake
from etl.model import Hints
from etl.publish import open_snapshot
from etl.submitter import SubmitFaultError, Submitter, SubmitUnknownError
from warehouse import queries
from warehouse.access import Scope
from warehouse.ledger import Receipt
from warehouse.store import Store

SUPPORT = Path(__file__).parents[1] / "support"


def kept(store: Store) -> Receipt:
    return intake.receive(store, workbook(2020), file_name="số liệu.xlsx", by="admin", origin="web")


def test_a_file_is_submitted_in_another_process_and_counts(tmp_path: Path) -> None:
    store = Store(tmp_path)
    receipt = kept(store)

    with Submitter() as submitter:
        first = submitter.submit(tmp_path, receipt, hints=Hints(), by="admin")
        again = submitter.submit(tmp_path, receipt, hints=Hints(), by="admin")

    assert (first.submission_id, first.version, first.refused) == (receipt.code, 1, ())
    assert first.verdict.rows.loaded > 0
    assert (again.submission_id, again.version) == (receipt.code, 1)
    with store.read() as snapshot:
        rows = queries.coverage(
            snapshot, Scope.everything(), year=2020, unit=DISTRICT, title="gia_dinh"
        ).to_dicts()
    assert rows[0]["units_reported"] == rows[0]["units_expected"]


def test_a_fault_of_the_store_comes_back_in_both_languages(tmp_path: Path) -> None:
    store = Store(tmp_path)
    receipt = kept(store)
    store.folder.write_text("a file stands where the folder should be")

    with Submitter() as submitter, pytest.raises(SubmitFaultError) as caught:
        submitter.submit(tmp_path, receipt, hints=Hints(), by="admin")

    assert str(store.folder) in caught.value.message_vi
    assert "Chọn thư mục khác" in caught.value.message_vi
    assert "Choose another folder" in caught.value.message_en


def counted(store: Store) -> list[str]:
    """Return the submissions of the snapshot that count, each as often as it stands there."""
    with store.read() as snapshot:
        rows = queries.submissions(snapshot, Scope.everything())
    return rows.filter(rows["counts_now"] > 0)["submission"].to_list()


def killed_before_the_publish(root: Path, receipt: Receipt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(SUPPORT))
    with Submitter(worker_module="dying_submitter") as dying, pytest.raises(SubmitUnknownError):
        dying.submit(root, receipt, hints=Hints(), by="admin")


def test_a_process_that_is_killed_before_the_publish_loses_nothing_and_counts_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    receipt = kept(store)
    killed_before_the_publish(tmp_path, receipt, monkeypatch)
    assert store.ledger.submission_ids(receipt.code) == [receipt.code]
    assert store.current_number() == 0

    with Submitter() as submitter:
        done = submitter.submit(tmp_path, receipt, hints=Hints(), by="admin")

    assert (done.submission_id, done.version, done.snapshot) == (receipt.code, 1, 1)
    assert store.ledger.submission_ids(receipt.code) == [receipt.code]
    assert counted(store) == [receipt.code]


def test_what_a_killed_process_left_on_record_shows_at_the_next_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    receipt = kept(store)
    killed_before_the_publish(tmp_path, receipt, monkeypatch)

    with open_snapshot(store) as snapshot:
        rows = queries.submissions(snapshot, Scope.everything())

    assert rows["submission"].to_list() == [receipt.code]
    with Submitter() as submitter:
        assert submitter.publish(tmp_path) == 1


def test_the_process_may_take_as_long_as_a_whole_warehouse_needs(tmp_path: Path) -> None:
    with Submitter() as submitter:
        pid = submitter._pool.run("ping", {})["pid"]
        limits = Path(f"/proc/{pid}/limits").read_text(encoding="ascii").splitlines()

    (processor,) = [line.split() for line in limits if line.startswith("Max cpu time")]
    assert processor[3] == "unlimited"


def test_the_process_ends_with_its_owner(tmp_path: Path) -> None:
    submitter = Submitter()
    pid = submitter._pool.run("ping", {})["pid"]

    submitter.close()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
