from __future__ import annotations

from pathlib import Path

import pytest
from score_books import GOOD, score_sheet
from submissions import submission
from title_books import check, plain_rows, row_of, rules, titles_book

from etl import intake
from etl.counting import counting_now
from etl.model import Hints
from etl.pipeline import check_workbook
from etl.publish import publish
from etl.reader.pool import Pool
from etl.unchanged import Facts, is_unchanged
from warehouse import queries
from warehouse.store import Store

FIRST = titles_book()
OTHER = titles_book([*plain_rows()[1:], row_of("Lam Sơn", 4, gia_dinh=(1001, 900, 700, 69.9))])
SCORES = score_sheet({"assessed": GOOD}, total=sum(GOOD))


@pytest.mark.parametrize("data", [FIRST, SCORES])
def test_a_file_that_says_what_counts_already_is_unchanged(tmp_path: Path, data: bytes) -> None:
    store = Store(tmp_path)

    words = []
    with Pool(1) as pool:
        for content in (data, data, OTHER, FIRST):
            receipt = intake.receive(store, content, file_name="thu.xlsx", by="admin", origin="cli")
            words.append(intake.submit(store, receipt, hints=Hints(), by="admin", pool=pool).verdict.verdict)

    assert words[:3] == ["accepted", "unchanged", "accepted"]
    assert words[3] == "accepted"


def test_nothing_is_known_of_a_snapshot_that_is_gone_or_damaged(tmp_path: Path) -> None:
    store, facts = Store(tmp_path), check(FIRST).facts
    publish(store, [submission("NOP-AAAA", **facts)])
    (snapshot,) = store.folder.glob("wh-*.duckdb")

    assert unchanged_by(snapshot, facts)
    snapshot.write_bytes(b"no database")
    assert not unchanged_by(snapshot, facts)
    snapshot.unlink()
    assert not unchanged_by(snapshot, facts)


def test_where_nothing_is_published_yet_nothing_is_missed() -> None:
    assert rules(check_workbook(FIRST, file_name="thu.xlsx")) == []


def test_a_file_that_could_not_be_compared_says_so(tmp_path: Path) -> None:
    snapshot = published(tmp_path)
    assert rules(check_workbook(OTHER, file_name="thu.xlsx", snapshot_path=str(snapshot))) == []

    snapshot.write_bytes(b"no database")
    verdict = check_workbook(OTHER, file_name="thu.xlsx", snapshot_path=str(snapshot))

    assert (verdict.verdict, rules(verdict), verdict.rows.rejected) == ("warnings", ["not_compared"], 0)
    snapshot.unlink()
    assert rules(check_workbook(FIRST, file_name="thu.xlsx", snapshot_path=str(snapshot))) == ["not_compared"]


@pytest.mark.parametrize("question", ["counting", "current_facts"])
def test_a_question_that_fails_does_not_pass_for_nothing_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, question: str
) -> None:
    snapshot = published(tmp_path)
    monkeypatch.setattr(queries, question, lambda of, scope, **asked: of.rows("select no_such_column"))

    verdict = check_workbook(FIRST, file_name="thu.xlsx", snapshot_path=str(snapshot))

    assert (verdict.verdict == "warnings") == (question == "current_facts")
    assert rules(verdict) == ["not_compared"]
    assert "no_such_column" in caplog.text


def published(root: Path) -> Path:
    store = Store(root)
    publish(store, [submission("NOP-AAAA", **check(FIRST).facts)])
    (snapshot,) = store.folder.glob("wh-*.duckdb")
    return snapshot


def unchanged_by(snapshot: Path, facts: Facts) -> bool:
    with counting_now(snapshot) as counting:
        return is_unchanged(facts, counting)
