"""Checks of intake, one family of rules a file, and the list that they write their findings to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from etl.cells import address
from etl.mapping.labels import text_of
from etl.model import CellValue, Finding, Severity

RULES = Path(__file__).parent.parent / "rules.yaml"
SHOWN_PER_RULE = 200


@lru_cache(maxsize=1)
def severities() -> dict[str, Severity]:
    """Return the severity of every rule."""
    rules: dict[str, dict[str, Any]] = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return {name: rule["severity"] for name, rule in rules.items()}


@dataclass
class Findings:
    """All findings of one workbook, and which rows an error rejects."""

    items: list[Finding] = field(default_factory=list)
    rejected: set[tuple[str, int]] = field(default_factory=set)  # (sheet, Excel row)
    counted: Counter[tuple[str, str | None]] = field(default_factory=Counter)

    def add(
        self,
        rule: str,
        sheet: str | None = None,
        at: tuple[int, int | None] | None = None,
        *,
        raw: CellValue = None,
        **values: Any,
    ) -> None:
        """Put one finding on the list; an error on a row rejects that row.

        Args:
            rule: Key of `rules.yaml`.
            sheet: Sheet it stands on.
            at: Zero-based row and column; the column may be absent.
            raw: The cell as read.
            values: What the sentence needs.
        """
        severity = severities()[rule]
        row = None if at is None else at[0] + 1
        if severity == "error" and sheet is not None and row is not None:
            self.rejected.add((sheet, row))
        self.counted[rule, sheet] += 1
        if severity != "error" and self.counted[rule, sheet] > SHOWN_PER_RULE:
            return
        cell = address(at[0], at[1]) if at is not None and at[1] is not None else None
        shown = None if raw is None else text_of(raw)
        if type(raw) is float and not rule.startswith("year_"):  # a figure, shown as the reader writes one
            values.setdefault("raw_number", raw)
        self.items.append(Finding(severity, rule, sheet, cell, shown, row, values))

    def harden(self, *rules: str) -> None:
        """Make errors of what is found by some rules: it keeps a whole file from being loaded."""
        self.items = [replace(item, severity="error") if item.rule in rules else item for item in self.items]

    def close(self) -> list[Finding]:
        """Return the findings, errors first, each sheet from top to bottom."""
        for (rule, sheet), count in list(self.counted.items()):
            if count > SHOWN_PER_RULE and severities()[rule] != "error":
                self.add("more_findings", sheet, count=count - SHOWN_PER_RULE, about=rule)
        order = {"error": 0, "warning": 1, "note": 2}
        return sorted(self.items, key=lambda item: order[item.severity])

    def of_severity(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(1 for item in self.items if item.severity == severity)
