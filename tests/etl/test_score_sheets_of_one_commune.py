"""Two score sheets that name one commune are told at once, not row by row."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import load_workbook
from score_books import GOOD, score_sheet
from title_books import as_bytes, check

from etl.model import Verdict
from etl.words import render


def checked(**changed: Any) -> Verdict:
    """Return the verdict on a sheet and its copy, with the cells of the copy that were changed."""
    book = load_workbook(io.BytesIO(score_sheet({"assessed": GOOD}, total=sum(GOOD), sheet_name="Lam Sơn")))
    copy = book.copy_worksheet(book["Lam Sơn"])
    copy.title = "Minh Sơn"
    for cell, value in changed.items():
        copy[cell] = value
    return check(as_bytes(book))


def test_a_sheet_that_repeats_another_is_told_once_and_counts_once() -> None:
    verdict = checked()

    (finding,) = [one for one in verdict.findings if one.rule.startswith("duplicate")]
    assert (finding.rule, finding.sheet, finding.cell, finding.severity) == (
        "duplicate_sheet",
        "Minh Sơn",
        "B7",
        "warning",
    )
    assert render(finding) == (
        "Trang tính “Minh Sơn”, ô B7 (xã Lam Sơn): 16 dòng trùng hoàn toàn với trang tính “Lam Sơn”, "
        "hai phiếu cùng ghi một xã. Mỗi dòng chỉ lấy một lần; sửa tên xã ở đầu phiếu này nếu là phiếu "
        "của xã khác, hoặc xóa phiếu thừa."
    )
    assert (len(verdict.facts["criterion_score"]), verdict.rows.loaded) == (15, 17)


def test_a_row_that_differs_stays_an_error_at_both_cells_beside_the_rest() -> None:
    told = [one for one in checked(E7=5).findings if one.rule.startswith("duplicate")]

    assert [(one.rule, one.sheet, one.cell) for one in told] == [
        ("duplicate_conflict", "Lam Sơn", "B7"),
        ("duplicate_conflict", "Minh Sơn", "B7"),
        ("duplicate_sheet", "Minh Sơn", "B8"),
    ]
