from __future__ import annotations

import duckdb
import polars as pl
import pytest
from store_samples import law, places, small_store, submission, submissions, totals, write_sql

from warehouse.errors import (
    ContractError,
    ModelError,
    SnapshotMissingError,
    UnknownSnapshotError,
)
from warehouse.schemas import TABLES
from warehouse.store import NewEvent, Publication, Statement, Store


def test_an_empty_folder_gives_places_and_law_in_memory_and_stays_empty(tmp_path):
    store = small_store(tmp_path)

    with store.read(law()) as snapshot:
        units = snapshot.sql("select count(*) as n from place.unit")["n"].to_list()
        rubrics = snapshot.sql("select rubric_id from meta.rubric_version")["rubric_id"].to_list()

    assert (units, rubrics, snapshot.number, snapshot.path) == ([7], ["sum"], 0, None)
    assert not (tmp_path / "data").exists()


def test_the_packaged_places_models_and_checks_make_a_snapshot(tmp_path):
    store = Store(tmp_path)

    written = store.write([], Publication())

    assert written.snapshot == 1
    with store.read() as snapshot:
        assert snapshot.sql("select count(*) as n from place.unit where level = 'commune'")["n"][0] > 10_000


def test_a_submission_is_published_with_its_rows_and_its_score(tmp_path):
    store = small_store(tmp_path)

    written = store.write([submission("NOP-1", {"11001": 5, "22001": 7.5})], law())

    assert (written.snapshot, written.event_ids, written.refused) == (1, [1], [])
    assert totals(store) == {("11001", 2020): 5, ("22001", 2020): 7.5}
    with store.read() as snapshot:
        finding = snapshot.sql("select * from meta.finding").to_dicts()
        mapped = snapshot.sql("select * from meta.table_map").to_dicts()
        ignored = snapshot.sql("select * from meta.ignored_row").to_dicts()
        build = snapshot.sql("select * from meta.build").to_dicts()
    assert finding == [
        {
            "submission_id": "NOP-1", "seq": 1, "severity": "note", "rule": "comma", "sheet": "Biểu 1",
            "cell": "C7", "row": 7, "raw": "9,5", "values_json": '{"a": 1}',
        }
    ]  # fmt: skip
    assert mapped[0]["column_letter"] == "C"
    assert ignored == [{"submission_id": "NOP-1", "sheet": "Biểu 1", "row": 1, "reason": "title"}]
    assert build[0]["last_event"] == 1
    assert build[0]["built_at"] == store.ledger.last_event()[1]


def test_the_newest_submission_counts_and_the_one_before_stays(tmp_path):
    store = small_store(tmp_path)

    for name, points in (("A", 3), ("B", 4), ("C", 3)):
        store.write([submission(name, {"11001": points})], law())

    assert totals(store) == {("11001", 2020): 3}
    assert submissions(store) == ["A", "B", "C"]


def test_parameters_are_bound_and_steps_keep_their_tables_to_themselves(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 5, "22001": 6})], law())

    with store.read() as snapshot:
        step = "create temp table picked as select * from scored.subject_score where unit_code = $code"
        rows = snapshot.script(
            [(step, {"code": "11001"})], "select total from picked where year = $year", {"year": 2020}
        )
        assert rows["total"].to_list() == [5]
        with pytest.raises(duckdb.CatalogException):
            snapshot.sql("select * from picked")


def test_only_the_provinces_of_the_new_facts_are_scored_again(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 5, "22001": 6})], law())
    assert touched(store) == {"11", "22"}

    store.write([submission("B", {"22002": 8})], law())

    assert touched(store) == {"22"}
    assert totals(store) == {("11001", 2020): 5, ("22001", 2020): 6, ("22002", 2020): 8}


def test_another_law_scores_everything_again(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 5, "22001": 6})], law())

    store.write([], law(weight=2))

    assert touched(store) == {"11", "22"}
    assert totals(store) == {("11001", 2020): 10, ("22001", 2020): 12}
    with store.read() as snapshot:
        assert snapshot.sql("select content_hash from meta.rubric_version")["content_hash"].to_list() == [
            "h2"
        ]


def test_models_of_number_nought_run_before_the_scores_and_the_others_after(tmp_path):
    store = small_store(tmp_path)

    store.write([submission("A", {"11001": 5, "22001": 6})], law())

    with store.read() as snapshot:
        counts = snapshot.sql("select b.n as before, a.n as after from mart.before as b, mart.after as a")
    assert counts.row(0) == (0, 2)


def test_two_statements_for_one_table_both_keep_their_rows(tmp_path):
    store = small_store(tmp_path)
    one = law().statements[0]
    other = Statement(one.target, one.sql.replace("'sum'", "'other'"))

    store.write([submission("A", {"11001": 5})], Publication({}, [one, other], "two"))

    with store.read() as snapshot:
        rubrics = snapshot.sql("select rubric_id from scored.subject_score order by 1")["rubric_id"].to_list()
    assert rubrics == ["other", "sum"]


def test_a_law_given_as_a_function_sees_the_events_just_recorded(tmp_path):
    store = small_store(tmp_path)

    store.write(
        [NewEvent("goal", "admin", {"yaml": "weight: 3"})], lambda: law(store.ledger.last_event()[0] + 2)
    )

    with store.read() as snapshot:
        assert snapshot.law_hash == "law-3"


def test_incremental_publishes_and_a_rebuild_give_equal_checksums(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 5, "22001": 6}), submission("B", {"11002": 1}, year=2019)], law())
    store.write([submission("C", {"11001": 99})], law())
    store.write([submission("D", {"22001": 2, "22002": 3})], law(2))
    store.write([submission("E", {"11001": 4})], law(2))
    before = store.checksums()

    rebuilt = store.rebuild(law(2))

    assert set(before) == set(TABLES)
    assert rebuilt.refused == []
    assert store.checksums() == before
    assert totals(store)["11001", 2020] == 8


def test_a_warehouse_thrown_away_comes_back_equal(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 5}), submission("B", {"22001": 6})], law())
    before = store.checksums()
    for path in store.folder.iterdir():
        path.unlink()
    store.folder.rmdir()

    with pytest.raises(SnapshotMissingError, match="xhht rebuild"):
        store.read()
    small_store(tmp_path).rebuild(law())

    assert small_store(tmp_path).checksums() == before


def test_a_checksum_does_not_depend_on_the_order_of_rows(tmp_path):
    first, second = small_store(tmp_path / "1"), small_store(tmp_path / "2")
    facts = {"11001": 5.0, "11002": 6.0, "22001": 7.0}
    first.write([submission("A", facts)], law())
    event = submission("A", facts)
    event.payload["facts"]["criterion_score"].reverse()
    second.write([event], law())

    assert first.checksums()["staged.criterion_score"] == second.checksums()["staged.criterion_score"]
    assert first.checksums()["scored.subject_score"] == second.checksums()["scored.subject_score"]


def test_other_models_make_the_next_snapshot_from_the_ledger(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 5, "22001": 6})], law())
    write_sql(
        tmp_path / "models", {"90_new.sql": "create or replace table mart.new_model as select 1 as one"}
    )

    again = Store(tmp_path / "data", models=tmp_path / "models", checks=tmp_path / "checks", places=places())
    again.write([submission("B", {"22002": 1})], law())

    assert touched(again) == {"11", "22"}
    with again.read() as snapshot:
        assert snapshot.sql("select one from mart.new_model")["one"].to_list() == [1]


def test_nothing_new_makes_no_new_snapshot(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 5})], law())

    assert store.write([], law()).snapshot == 1


def test_a_submission_sent_again_under_its_id_counts_once(tmp_path):
    store = small_store(tmp_path)
    first = store.write([submission("A", {"11001": 5})], law())

    again = store.write([submission("A", {"11001": 5})], law())

    assert again == first
    assert submissions(store) == ["A"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("points", "năm"),
        ("points", -1),
        ("row", 7.5),
        ("criterion", None),
        ("basis", "typed"),
        ("colour", "red"),
    ],
)
def test_a_fact_that_breaks_its_contract_is_recorded_nowhere(tmp_path, field, value):
    store = small_store(tmp_path)
    event = submission("A", {"11001": 5})
    event.payload["facts"]["criterion_score"][0][field] = value

    with pytest.raises(ContractError, match=r"staged\.criterion_score"):
        store.write([event], law())

    assert store.ledger.last_event() == (0, None)


def test_a_model_that_does_not_run_is_named_and_the_submission_is_safe(tmp_path):
    store = small_store(tmp_path)
    write_sql(tmp_path / "models", {"20_broken.sql": "select nothing from nowhere"})

    with pytest.raises(ModelError, match=r"20_broken\.sql") as caught:
        store.write([submission("A", {"11001": 5})], law())

    assert caught.value.recorded == (1,)
    assert "on record" in caught.value.message_en
    (tmp_path / "models" / "20_broken.sql").unlink()
    small_store(tmp_path).write([], law())
    assert submissions(store) == ["A"]


def test_a_model_that_changes_the_columns_of_a_contract_is_refused(tmp_path):
    store = small_store(tmp_path)
    write_sql(
        tmp_path / "models", {"20_other.sql": "alter table scored.subject_score add column colour varchar"}
    )

    with pytest.raises(ContractError, match="colour"):
        store.write([submission("A", {"11001": 5})], law())


def test_a_law_table_that_is_not_one_is_refused(tmp_path):
    with pytest.raises(ContractError, match=r"staged\.title_count"):
        small_store(tmp_path).write([], Publication({"staged.title_count": pl.DataFrame()}, [], "x"))


def test_a_snapshot_can_be_asked_for_by_number(tmp_path):
    store = small_store(tmp_path)
    store.write([submission("A", {"11001": 5})], law())
    store.write([submission("B", {"11001": 6})], law())

    with store.read(number=1) as snapshot:
        assert snapshot.sql("select total from scored.subject_score")["total"].to_list() == [5]
    with pytest.raises(UnknownSnapshotError, match="2, 1"):
        store.read(number=9)


def touched(store: Store) -> set[str]:
    with store.read() as snapshot:
        return set(snapshot.sql("select province_code from mart.touched_now")["province_code"])
