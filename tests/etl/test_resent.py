"""What is sent again, or in another form: what counted before stays, or both figures are shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from score_books import GOOD, score_sheet

from etl import intake
from etl.model import Hints, Verdict
from etl.reader.pool import Pool
from warehouse import queries
from warehouse.access import Scope
from warehouse.store import Store

TOTAL = sum(GOOD)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1) as opened:
        yield opened


def sent(store: Store, pool: Pool, data: bytes) -> Verdict:
    receipt = intake.receive(store, data, file_name="thu.xlsx", by="admin", origin="cli")
    return intake.submit(store, receipt, hints=Hints(), by="admin", pool=pool).verdict


def test_a_resent_sheet_with_a_wrong_criterion_leaves_the_earlier_score(tmp_path: Path, pool: Pool) -> None:
    store = Store(tmp_path)
    sent(store, pool, score_sheet({"assessed": GOOD}, total=TOTAL))

    again = sent(store, pool, score_sheet({"assessed": (11, *GOOD[1:])}, total=TOTAL))

    assert (again.verdict, again.rows.loaded) == ("rejected", 0)
    with store.read() as snapshot:
        (score,) = queries.scores(snapshot, Scope.everything(), year=2018).to_dicts()
    assert (score["total"], score["rank"], score["missing"]) == (TOTAL, "tot", [])
