from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from warehouse.access import Commune, Scope, User, scope_of
from warehouse.errors import LedgerDamagedError, LedgerError
from warehouse.ledger import Ledger, NewEvent, Receipt

HERE, THERE = Commune("14818", date(2025, 7, 1)), Commune("14821", date(2016, 1, 1))
ENDED = Commune("14818", date(2016, 1, 1))  # another commune that had the code before


def test_events_come_back_in_order_with_number_time_and_content(tmp_path):
    noon = datetime(2020, 12, 31, 19, 0, tzinfo=timezone(timedelta(hours=7)))
    ledger = Ledger(tmp_path / "ledger.sqlite", clock=lambda: noon)

    ids = ledger.append([NewEvent("goal", "admin", {"yaml": "tỷ lệ: 70"}), sent("A"), sent("B")])

    events = list(ledger.events())
    assert ids == [1, 2, 3]
    assert [(event.event_id, event.submission_id) for event in events] == [(1, None), (2, "A"), (3, "B")]
    assert events[0].payload == {"yaml": "tỷ lệ: 70"}
    assert events[0].at == "2020-12-31T12:00:00+00:00"
    assert [event.event_id for event in ledger.events(after=1, kind="submission")] == [2, 3]
    assert ledger.last_event() == (3, "2020-12-31T12:00:00+00:00")


def test_an_absent_ledger_is_empty_and_reading_makes_none(tmp_path):
    ledger = Ledger(tmp_path / "data" / "ledger.sqlite")

    assert list(ledger.events()) == []
    assert ledger.last_event() == (0, None)
    assert ledger.receipts() == []
    assert ledger.setting("any") is None
    assert ledger.user("admin") == User("admin", "admin")
    assert ledger.user("other") is None
    assert not (tmp_path / "data").exists()


def test_the_file_is_written_through_to_the_disk_without_a_side_file(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.append([sent("A")])

    with ledger._engine.connect() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")
        ]
    assert pragmas == ["delete", 2]
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.sqlite"]


def test_a_submission_recorded_twice_keeps_its_number(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite")

    assert ledger.append([sent("A")]) == ledger.append([sent("A")]) == [1]


def test_a_submission_id_with_another_content_takes_the_whole_batch_back(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.append([sent("A")])

    with pytest.raises(LedgerError, match="“A”"):
        ledger.append([sent("B"), NewEvent("submission", "admin", {"other": 1}, "A")])

    assert ledger.last_event()[0] == 1


def test_a_number_is_never_given_twice(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.append([sent("A"), sent("B")])
    with sqlite3.connect(ledger.path) as connection:
        connection.execute("delete from event where event_id = 2")
    connection.close()

    assert ledger.append([sent("C")]) == [3]


def test_the_submissions_of_a_receipt_are_its_code_and_its_versions(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.append([sent("NOP-7F3K"), sent("NOP-7F3KX"), sent("NOP-7F3K-2")])

    assert ledger.submission_ids("NOP-7F3K") == ["NOP-7F3K", "NOP-7F3K-2"]
    assert ledger.submission("NOP-7F3K-2").event_id == 3
    assert ledger.submission("NOP-0000") is None


def test_receipts_are_found_by_their_code(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite")
    receipt = Receipt("NOP-7F3K", "0" * 64, "Biểu.xlsx", 12, ledger.now(), "admin", "cli")

    ledger.add_receipt(receipt)

    assert ledger.receipt("NOP-7F3K") == receipt
    assert ledger.receipt("NOP-0000") is None
    assert ledger.receipts() == [receipt]


def test_what_was_received_and_never_submitted_is_waiting_newest_first(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite")
    assert ledger.waiting(most=9) == []
    days = {
        "NOP-OLD2": ("2026-01-01", "an"),
        "NOP-SENT": ("2026-01-02", "an"),
        "NOP-NEW2": ("2026-01-03", "ba"),
    }
    for code, (day, by) in days.items():
        ledger.add_receipt(Receipt(code, "0" * 64, "Biểu.xlsx", 12, f"{day}T00:00:00+00:00", by, "web"))
    ledger.append([sent("NOP-SENT"), sent("NOP-OLD")])

    assert [one.code for one in ledger.waiting(most=9)] == ["NOP-NEW2", "NOP-OLD2"]
    assert [one.code for one in ledger.waiting(most=1)] == ["NOP-NEW2"]
    assert [one.code for one in ledger.waiting(most=9, by="an")] == ["NOP-OLD2"]


def test_a_ledger_has_one_user_before_and_after_its_first_record(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite")

    before = ledger.user("admin")
    ledger.set_setting("key", "1")

    assert before == ledger.user("admin") == User("admin", "admin")
    assert ledger.user("nobody") is None


def test_a_setting_takes_the_place_of_the_one_before(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite")

    ledger.set_setting("key", "1")
    ledger.set_setting("key", "2")

    assert Ledger(ledger.path).setting("key") == "2"


def test_a_file_that_is_no_ledger_is_named(tmp_path):
    path = Path(tmp_path / "ledger.sqlite")
    path.write_bytes(b"no database at all" * 100)

    with pytest.raises(LedgerDamagedError, match=r"ledger\.sqlite"):
        Ledger(path).append([sent("A")])
    with pytest.raises(LedgerDamagedError, match=r"ledger\.sqlite"):
        Ledger(path).last_event()


def test_times_are_in_utc(tmp_path):
    assert datetime.fromisoformat(Ledger(tmp_path / "x").now()).tzinfo == UTC


@pytest.mark.parametrize(
    ("user", "sees"),
    [
        (User("a", "admin"), True),
        (User("l", "leader"), True),
        (User("o", "officer", frozenset({HERE})), True),
        (User("o", "officer"), False),
        (User("r", "reviewer", frozenset({THERE, ENDED})), False),
    ],
)
def test_whoever_was_given_nothing_sees_nothing(user, sees):
    assert scope_of(user).allows(*HERE) is sees
    assert Scope().allows(*HERE) is False


def sent(name: str) -> NewEvent:
    return NewEvent("submission", "admin", {"submission": {"file_name": name}}, name)
