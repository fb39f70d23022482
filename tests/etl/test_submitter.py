from __future__ import annotations

import os
from pathlib import Path

import pytest
from pages import DISTRICT, workbook

from etl import intake
from etl.model import Hints
from etl.submitter import SubmitFaultError, Submitter, SubmitUnknownError
from warehouse import queries
from warehouse.access import Scope
from warehouse.ledger import Receipt
from warehouse.store import Store


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
    assert "Check free disk space" in caught.value.message_en


def test_a_process_that_ends_in_the_middle_loses_nothing_and_counts_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    receipt = kept(store)

    with Submitter(seconds=0.05) as hasty, pytest.raises(SubmitUnknownError):
        hasty.submit(tmp_path, receipt, hints=Hints(), by="admin")
    with Submitter() as submitter:
        done = submitter.submit(tmp_path, receipt, hints=Hints(), by="admin")

    assert done.version == 1
    assert store.ledger.submission_ids(receipt.code) == [receipt.code]


def test_the_process_ends_with_its_owner(tmp_path: Path) -> None:
    submitter = Submitter()
    pid = submitter._pool.run("ping", {})["pid"]

    submitter.close()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
