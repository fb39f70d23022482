"""The whole line: a folder of workbooks in, coverage and scores out, equal to what openpyxl alone adds up."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from etl.sample import SampleFile, write_sample

Run = Callable[..., tuple[int, str, str]]
YEAR = 2018


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[SampleFile]:
    """The district books of one year, in a folder of their own."""
    folder = tmp_path_factory.mktemp("all-books")
    forms = ("danh-hieu", "tong-hop-diem-xa")
    chosen = [f for f in write_sample(folder) if f.year == YEAR and f.form in forms and len(f.unit_code) == 3]
    for file in folder.iterdir():
        if file not in {book.path for book in chosen}:
            file.unlink()
    return chosen


def as_number(value: Any) -> float | None:
    """Read a number as a person would: a dot parts thousands, a comma decimals."""
    if isinstance(value, int | float):
        return float(value)
    text = str(value or "").replace("\xa0", "").replace(" ", "").replace(".", "").replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None


def data_rows(path: Path) -> list[tuple[Any, ...]]:
    """Return the rows that carry a running number and a name, of the first sheet, read by openpyxl alone."""
    rows = openpyxl.load_workbook(path, data_only=True).worksheets[0].iter_rows(values_only=True)
    return [
        row
        for row in rows
        if as_number(row[0]) is not None and isinstance(row[1], str) and row[1].strip() != "B"
    ]


def sums_of_titles(path: Path) -> dict[str, tuple[int, int]]:
    """Return (total, recognised) of each title over the communes that report both."""
    firsts = {"gia_dinh": 2, "dong_ho": 6, "cong_dong": 10}
    sums: dict[str, tuple[int, int]] = {}
    for title, first in firsts.items():
        pairs = [(as_number(row[first]), as_number(row[first + 2])) for row in data_rows(path)]
        both = [(total, done) for total, done in pairs if total is not None and done is not None]
        sums[title] = (int(sum(total for total, _ in both)), int(sum(done for _, done in both)))
    return sums


def load(run_xhht: Run, folder: Path) -> list[dict[str, Any]]:
    code, out, _ = run_xhht("load", folder, "--by", "admin", "--json")
    assert code in (0, 1)
    return list(json.loads(out))


def test_coverage_and_scores_equal_what_openpyxl_alone_adds_up(
    books: list[SampleFile], tmp_path: Path, run_xhht: Run
) -> None:
    items = load(run_xhht, books[0].path.parent)

    clean = [book for book in books if not book.faults and book.form == "danh-hieu"]
    assert len(clean) >= 20
    _, out, _ = run_xhht("query", "coverage", "--year", YEAR, "--unit", "38", "--level", "district", "--json")
    found = {(row["unit_code"], row["title"]): (row["total"], row["recognised"]) for row in json.loads(out)}
    expected = {
        (book.unit_code, title): sums for book in clean for title, sums in sums_of_titles(book.path).items()
    }
    assert {key: found[key] for key in expected} == expected

    score_books = [book for book in books if not book.faults and book.form == "tong-hop-diem-xa"]
    _, out, _ = run_xhht("query", "scores", "--year", YEAR, "--unit", "38", "--json")
    totals = sorted(row["total"] for row in json.loads(out) if row["total"] is not None)
    by_hand = sorted(
        sum(points)
        for book in score_books
        for row in data_rows(book.path)
        if None not in (points := [as_number(value) for value in row[2:17]])
    )
    assert len(by_hand) > 400
    assert totals == pytest.approx(by_hand)

    for item in items:
        rows = item["rows"]
        assert rows["read"] == rows["loaded"] + rows["ignored"] + rows["rejected"]
        assert rows["read"] > 0


def test_ngoc_lac_2018_reads_16_5_0_1(books: list[SampleFile], run_xhht: Run) -> None:
    book = next(b for b in books if b.unit_code == "389" and b.form == "tong-hop-diem-xa")
    code, _, _ = run_xhht("load", book.path, "--by", "admin", "--json")
    assert code == 0

    _, out, _ = run_xhht("query", "scores", "--unit", "389", "--year", YEAR, "--json")

    ranks = [row["rank"] for row in json.loads(out)]
    assert {rank: ranks.count(rank) for rank in set(ranks)} == {"tot": 16, "kha": 5, "khong_xep_loai": 1}


def test_a_rebuild_after_the_warehouse_is_gone_gives_equal_checksums(
    books: list[SampleFile], tmp_path: Path, run_xhht: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from warehouse.store import Store

    data = tmp_path / "data"
    monkeypatch.setenv("XHHT_DATA", str(data))
    for book in books[:6]:
        run_xhht("load", book.path, "--by", "admin", "--json")
    before = Store(data).checksums()

    shutil.rmtree(data / "warehouse")
    code, out, _ = run_xhht("rebuild")

    assert code == 0
    assert "Đã dựng lại" in out
    assert Store(data).checksums() == before
    assert run_xhht("verify")[0] == 0


def test_loading_a_then_b_then_a_again_counts_a(
    books: list[SampleFile], tmp_path: Path, run_xhht: Run
) -> None:
    original = next(b.path for b in books if b.unit_code == "390" and b.form == "danh-hieu")
    changed = tmp_path / "sua-lai.xlsx"
    workbook = openpyxl.load_workbook(original)
    sheet = workbook.worksheets[0]
    row = next(
        r
        for r in range(1, sheet.max_row + 1)
        if sheet.cell(r, 1).value == 1 and isinstance(sheet.cell(r, 2).value, str)
    )
    sheet.cell(row, 5).value = int(sheet.cell(row, 5).value) - 7
    workbook.save(changed)

    def recognised() -> int:
        _, out, _ = run_xhht(
            "query", "coverage", "--unit", "390", "--year", YEAR, "--title", "gia_dinh", "--json"
        )
        return int(json.loads(out)[0]["recognised"])

    run_xhht("load", original, "--by", "admin", "--json")
    first = recognised()
    run_xhht("load", changed, "--by", "admin", "--json")
    assert recognised() == first - 7
    run_xhht("load", original, "--by", "admin", "--json")
    assert recognised() == first

    _, out, _ = run_xhht("load", original, "--by", "admin", "--json")
    assert json.loads(out)[0]["verdict"] == "unchanged"
