"""What concerns a sheet or the whole workbook: legacy fonts, decomposed letters, macros, links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from etl.checks import Findings
from etl.model import Sheet, Workbook

_LEGACY = re.compile(
    "[\u00a1-\u00bf\u00c6\u00d0\u00d1\u00d6-\u00d8\u00dc\u00de\u00df\u00e5-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe]|[a-z]\u00ad[a-z]"
)
_VIETNAMESE = re.compile("[ạ-ỹẠ-ỸăđơưĩũĂĐƠƯĨŨ]")


def legacy_cell(sheet: Sheet) -> tuple[int, int] | None:
    """Return the first cell whose letters are those of a legacy font; styles alone do not count."""
    if not sheet.legacy_fonts:
        return None
    return next(
        (
            (row_index, column)
            for row_index, row in enumerate(sheet.rows)
            for column, text in enumerate(row)
            if isinstance(text, str) and not text.isascii()
            if _LEGACY.search(text) and not _VIETNAMESE.search(text)
        ),
        None,
    )


def check_sheet_text(findings: Findings, sheet: Sheet) -> None:
    """Note cells whose letters were decomposed; they are read as composed ones."""
    everything = "\n".join(value for row in sheet.rows for value in row if type(value) is str)
    if everything.isascii() or unicodedata.is_normalized("NFC", everything):
        return
    count, first = 0, None
    for row_index, row in enumerate(sheet.rows):
        for column, value in enumerate(row):
            if type(value) is str and not value.isascii() and not unicodedata.is_normalized("NFC", value):
                count += 1
                first = first or (row_index, column)
    if first is not None:
        raw = unicodedata.normalize("NFC", sheet.rows[first[0]][first[1]])
        findings.add("nfd", sheet.name, first, raw=raw, count=count)


def check_workbook_marks(findings: Findings, workbook: Workbook) -> None:
    """Report what the guard noticed on the way."""
    if workbook.has_macros:
        findings.add("macros")
    if workbook.has_external_links:
        findings.add("external_links")


def hidden_ranges(rows: Sequence[int]) -> str:
    """Return zero-based rows as Excel runs: `12–15, 18`."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ", ".join(f"{a + 1}" if a == b else f"{a + 1}–{b + 1}" for a, b in runs)
