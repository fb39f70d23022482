"""Small stores for tests: two provinces, four communes, a law of one sum, short models and checks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from warehouse.store import NewEvent, PlaceTables, Publication, Statement, Store

OPENED = "2016-01-01"
COMMUNES = ("11001", "11002", "22001", "22002")

SCORE = """
with newest as (
    select unit_code, unit_valid_from, year, max(event_id) as event_id
    from staged.criterion_score
    group by unit_code, unit_valid_from, year
)
select
    s.unit_code, s.unit_valid_from, s.year, u.province_code,
    'sum' as rubric_id, date '2014-01-01' as rubric_valid_from, 'h' as content_hash, 'self' as basis,
    cast(sum(s.points) * {weight} as double) as total,
    cast([] as varchar[]) as missing, cast([] as varchar[]) as failed_gates,
    min(s.submission_id) as submission_id
from staged.criterion_score as s
inner join newest as n
    on n.event_id = s.event_id and n.unit_code = s.unit_code
    and n.unit_valid_from = s.unit_valid_from and n.year = s.year
inner join place.unit as u on u.code = s.unit_code and u.valid_from = s.unit_valid_from
where s.unit_code in (select code from touched_code)
group by s.unit_code, s.unit_valid_from, s.year, u.province_code
"""

MODELS = {
    "01_first.sql": "create or replace table mart.before as select count(*) as n from scored.subject_score;",
    "10_touched.sql": """
        -- two statements; one file
        create or replace table mart.touched_now as select province_code from touched;
        create or replace table mart.after as select count(*) as n from scored.subject_score;
    """,
}
CHECKS = {
    "criterion_score__within_ten.sql": (
        "select submission_id, sheet, row from staged.criterion_score where points > 10"
    ),
    "criterion_score__no_nine.sql": (
        "select count(*) as nines from staged.criterion_score where points = 9 having count(*) > 0"
    ),
    "subject_score__below_thousand.sql": (
        "select unit_code, total from scored.subject_score where total >= 1000"
    ),
}


def _unit(code: str, level: str, parent: str | None, province: str | None) -> dict[str, Any]:
    return {
        "code": code, "valid_from": OPENED, "valid_to": None, "name": f"Xã {code}", "short_name": code,
        "unit_type": "xã", "level": level, "parent_code": parent, "district_code": None,
        "province_code": province, "folded": code, "date_precision": "exact", "source": "test",
        "resolution": None,
    }  # fmt: skip


def places() -> PlaceTables:
    """Return the country, two provinces and two communes in each."""
    provinces = [_unit(code, "province", "VN", code) for code in ("11", "22")]
    communes = [_unit(code, "commune", code[:2], code[:2]) for code in COMMUNES]
    country = _unit("VN", "country", None, None)
    return PlaceTables(pl.DataFrame([country, *provinces, *communes]), pl.DataFrame())


def law(weight: int = 1) -> Publication:
    """Return a law that multiplies the sum of points."""
    rubric = {
        "rubric_id": "sum", "valid_from": "2014-01-01", "valid_to": None, "content_hash": f"h{weight}",
        "status": "active", "kind": "points", "title_vi": "Tổng", "title_en": "Sum", "document": "x",
        "document_date": "2014-01-01", "confidence": "seed", "rank_confidence": "seed",
    }  # fmt: skip
    statement = Statement("scored.subject_score", SCORE.format(weight=weight))
    return Publication({"meta.rubric_version": pl.DataFrame([rubric])}, [statement], f"law-{weight}")


def submission(name: str, points: dict[str, float], *, year: int = 2020, **changed: Any) -> NewEvent:
    """Return a submission of one criterion for some communes, with a finding, a map and an ignored row."""
    facts = [
        {
            "sheet": "Biểu 1", "row": row, "unit_code": code, "unit_valid_from": OPENED, "year": year,
            "criterion": "tc01", "basis": "self", "points": value, "column_key": "tc01",
        }
        for row, (code, value) in enumerate(points.items(), start=7)
    ]  # fmt: skip
    meta = {
        "receive_code": name, "file_name": f"{name}.xlsx", "sha256": "0" * 64, "form": "tong-hop-diem-xa",
        "unit_code": "11", "year": year, "period": "nam", "channel": "giao_duc", "version": 1,
        "state": "accepted", "verdict": "accepted", "rows_read": len(facts), "rows_loaded": len(facts),
        "rows_ignored": 0, "rows_rejected": 0, "received_at": "2020-12-31T00:00:00+00:00",
        "received_by": "admin", "origin": "cli",
    } | changed  # fmt: skip
    payload = {
        "submission": meta,
        "findings": [
            {
                "severity": "note",
                "rule": "comma",
                "sheet": "Biểu 1",
                "cell": "C7",
                "raw": "9,5",
                "row": 7,
                "values": {"a": 1},
            }
        ],
        "tables": [{"sheet": "Biểu 1", "form": "tong-hop-diem-xa", "columns": {"tc01": "C"}}],
        "ignored": [{"sheet": "Biểu 1", "row": 1, "reason": "title"}],
        "facts": {"criterion_score": facts},
    }
    return NewEvent("submission", "admin", payload, name)


def write_sql(folder: Path, files: dict[str, str]) -> Path:
    """Write SQL files and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def small_store(root: Path) -> Store:
    """Return a store with the small places, models and checks; the data stand in `data` under the root."""
    models, checks = write_sql(root / "models", MODELS), write_sql(root / "checks", CHECKS)
    return Store(root / "data", models=models, checks=checks, places=places())


def totals(store: Store) -> dict[tuple[str, int], float]:
    """Return the total of each commune and year in the current snapshot."""
    with store.read() as snapshot:
        rows = snapshot.sql("select unit_code, year, total from scored.subject_score")
    return {(code, year): total for code, year, total in rows.iter_rows()}


def submissions(store: Store) -> list[str]:
    """Return the submissions taken into the current snapshot, each as often as it stands there."""
    return _with_state(store, "accepted")


def kept_out(store: Store) -> list[str]:
    """Return the submissions that the current snapshot lists as still to be mended."""
    return _with_state(store, "fixing")


def _with_state(store: Store, state: str) -> list[str]:
    query = "select submission_id from meta.submission where state = $state order by 1"
    with store.read() as snapshot:
        return snapshot.sql(query, {"state": state})["submission_id"].to_list()
