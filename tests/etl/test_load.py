"""Loading files by name: every one of them is answered, also what cannot be opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from title_books import titles_book

from etl import guard, intake
from etl.model import Hints, Verdict
from etl.words import render
from warehouse.store import Store


def files(folder: Path) -> list[Path]:
    """Return a good workbook, one that vanished, one that is too large, and a folder in a file's place."""
    paths = [folder / name for name in ("tot.xlsx", "mat.xlsx", "nang.xlsx", "thu-muc.xlsx")]
    paths[0].write_bytes(titles_book())
    with paths[2].open("wb") as large:
        large.truncate(guard.SIZE_LIMIT + guard.MEBIBYTE)
    paths[3].mkdir()
    return paths


def rules(verdicts: list[Verdict]) -> list[str]:
    return [
        finding.rule for verdict in verdicts for finding in verdict.findings if finding.severity == "error"
    ]


NOT_OPENED = ["file_missing", "too_large", "file_not_opened"]


def test_a_file_that_vanishes_or_is_too_large_is_answered_and_the_others_load(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")
    paths = files(tmp_path)

    loaded = intake.load(store, paths, hints=Hints(), by="admin", origin="cli")

    assert [one.path for one in loaded] == paths
    assert [one.verdict.rows.loaded for one in loaded] == [4, 0, 0, 0]
    assert [one.submission_id is not None for one in loaded] == [True, False, False, False]
    assert [one.verdict.readable for one in loaded] == [True, False, False, False]
    assert rules([one.verdict for one in loaded]) == NOT_OPENED
    assert [receipt.file_name for receipt in store.ledger.receipts()] == ["tot.xlsx"]


def test_a_check_answers_for_what_cannot_be_opened_too(tmp_path: Path) -> None:
    checked = intake.check_files(Store(tmp_path / "data"), files(tmp_path), hints=Hints())

    assert rules([verdict for _, verdict in checked]) == NOT_OPENED


def test_a_load_of_nothing_but_missing_files_writes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "data")

    (one,) = intake.load(store, [tmp_path / "mat.xlsx"], hints=Hints(), by="admin", origin="cli")

    assert one.verdict.verdict == "rejected"
    assert not store.root.exists()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (1, "Không tìm thấy tệp này. Kiểm tra lại tên và thư mục."),
        (2, "Tệp nặng 31 MB, lớn hơn mức 30 MB. Bỏ hình ảnh, tách bớt trang tính rồi gửi lại."),
        (3, "Tệp không mở ra đọc được. Kiểm tra quyền đọc tệp, hoặc chép tệp sang thư mục khác rồi gửi lại."),
    ],
)
def test_what_cannot_be_opened_is_said_in_words(tmp_path: Path, place: int, words: str) -> None:
    ((_, verdict),) = intake.check_files(Store(tmp_path / "data"), [files(tmp_path)[place]], hints=Hints())

    assert render(verdict.findings[0]) == words
