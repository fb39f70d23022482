from __future__ import annotations

import pytest
from store_samples import kept_out, law, small_store, submission, submissions, totals, write_sql

from warehouse.errors import (
    CheckFailedError,
)


def test_a_failing_row_keeps_its_submission_out_and_the_others_go_on(tmp_path):
    store = small_store(tmp_path)

    written = store.write([submission("good", {"11001": 5}), submission("bad", {"22001": 11})], law())

    assert [(item.submission_id, item.check) for item in written.refused] == [
        ("bad", "criterion_score__within_ten")
    ]
    assert written.refused[0].rows == [{"submission_id": "bad", "sheet": "Biểu 1", "row": 7}]
    assert submissions(store) == ["good"]
    refused = list(store.ledger.events(kind="refused"))
    assert [event.payload["event_id"] for event in refused] == [2]
    store.write([submission("next", {"22001": 6})], law())
    assert submissions(store) == ["good", "next"]


def test_what_a_check_refused_is_listed_with_its_reason_and_none_of_its_figures(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("good", {"11001": 5}), submission("bad", {"22001": 11})], law())

    with store.read() as snapshot:
        row = snapshot.sql("select * from meta.submission where submission_id = 'bad'").row(0, named=True)
        reasons = snapshot.sql("select * from meta.finding where submission_id = 'bad' order by seq")
        facts = snapshot.sql("select distinct submission_id from staged.criterion_score")

    assert (row["state"], row["verdict"], row["rows_loaded"], row["rows_rejected"]) == (
        "fixing", "rejected", 0, 1,
    )  # fmt: skip
    why = reasons.row(-1, named=True)
    assert (why["rule"], why["sheet"], why["cell"], why["row"]) == ("refused_by_check", "Biểu 1", "C7", 7)
    assert facts["submission_id"].to_list() == ["good"]


def test_refusals_are_the_same_in_a_warehouse_made_again(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("bad", {"22001": 11}), submission("good", {"11001": 5})], law())
    store.write([submission("worse", {"22001": 12})], law())
    standing = store.checksums()

    store.rebuild(law())

    assert store.checksums() == standing
    assert (submissions(store), kept_out(store)) == (["good"], ["bad", "worse"])


def test_a_long_refusal_keeps_its_first_rows_and_counts_the_rest(tmp_path):
    store = small_store(tmp_path)
    rows = "select 'bad' as submission_id, 'Biểu 1' as sheet, r as row from range(1, 31) as t(r)"
    write_sql(tmp_path / "checks", {"criterion_score__within_ten.sql": f"{rows} where exists ({TOO_MUCH})"})

    written = store.write([submission("bad", {"22001": 11})], law())

    assert (len(written.refused[0].rows), written.refused[0].count) == (20, 30)
    with store.read() as snapshot:
        reasons = snapshot.sql("select rule from meta.finding order by seq")["rule"].to_list()
    assert reasons[1:] == ["refused_by_check"] * 20 + ["more_findings"]


TOO_MUCH = "from staged.criterion_score where points > 10"
UNNAMED = {"sum_below_ten.sql": "select 'x' as unit_code from scored.subject_score having sum(total) > 10"}


def test_failing_rows_without_a_name_keep_only_those_out_that_bring_them(tmp_path):
    store = small_store(tmp_path)
    write_sql(tmp_path / "checks", UNNAMED)
    store.write([submission("before", {"11001": 3})], law())

    written = store.write(
        [
            submission("one", {"11002": 1}),
            submission("too much", {"22001": 8}),
            submission("two", {"22002": 2}),
            submission("one too many", {"22001": 6}),
            submission("three", {"11001": 3}),
        ],
        law(),
    )

    assert [(item.submission_id, item.check) for item in written.refused] == [
        ("too much", "sum_below_ten"),
        ("one too many", "sum_below_ten"),
    ]
    assert submissions(store) == ["before", "one", "three", "two"]


def test_a_check_that_fails_without_them_refuses_none_of_the_pending(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("before", {"11001": 5})], law())
    write_sql(tmp_path / "checks", {"always.sql": "select 'x' as unit_code"})

    with pytest.raises(CheckFailedError, match="always"):
        store.write([submission("one", {"11002": 1})], law())

    (tmp_path / "checks" / "always.sql").unlink()
    store.write([], law())
    assert submissions(store) == ["before", "one"]


def test_a_check_that_no_pending_submission_explains_stops_the_publish(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 5})], law())

    with pytest.raises(CheckFailedError, match=r"subject_score__below_thousand.*11001"):
        store.write([], law(weight=1000))

    assert totals(store) == {("11001", 2020): 5}
    assert [path.name for path in store.folder.glob("tmp-*")] == []


def test_what_was_published_is_never_refused_by_a_later_check(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 5})], law())
    write_sql(tmp_path / "checks", {"new.sql": "select submission_id from staged.criterion_score"})

    with pytest.raises(CheckFailedError):
        store.rebuild(law())

    assert submissions(store) == ["A"]
    assert list(store.ledger.events(kind="refused")) == []
