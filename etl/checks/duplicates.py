"""One unit on two rows: the same twice counts once; two different rows count not at all."""

from __future__ import annotations

from collections import defaultdict

from etl.checks import Findings
from etl.facts import Fact, Key, Read

_OWN = frozenset({"sheet", "row", "village_name", "column_key"})


def _figures(fact: Fact) -> dict[str, object]:
    return {name: value for name, value in fact.values.items() if name not in _OWN}


def check_duplicates(findings: Findings, read: Read) -> None:
    """Drop facts that repeat an earlier row, and report rows that contradict each other."""
    first: dict[Key, Fact] = {}
    repeats: list[tuple[Fact, Fact]] = []
    kept = []
    for fact in read.facts:
        if fact.key is None or (fact.values["sheet"], fact.values["row"]) in findings.rejected:
            kept.append(fact)
            continue
        earlier = first.setdefault(fact.key, fact)
        if earlier is fact:
            kept.append(fact)
        else:
            repeats.append((earlier, fact))
    read.facts = kept
    if repeats:
        _report(findings, read, repeats)


def _report(findings: Findings, read: Read, repeats: list[tuple[Fact, Fact]]) -> None:
    pairs: dict[tuple[str, int, str, int], bool] = defaultdict(bool)
    for earlier, fact in repeats:
        at = (earlier.values["sheet"], earlier.values["row"], fact.values["sheet"], fact.values["row"])
        pairs[at] |= _figures(earlier) != _figures(fact)
    for (sheet, row, other_sheet, other_row), differs in pairs.items():
        place = _name_of(read, sheet, row)
        if differs:
            findings.add(
                "duplicate_conflict",
                sheet,
                (row - 1, None),
                place=place,
                other_sheet=other_sheet,
                other_row=other_row,
            )
            findings.add(
                "duplicate_conflict",
                other_sheet,
                (other_row - 1, None),
                place=place,
                other_sheet=sheet,
                other_row=row,
            )
            continue
        findings.add(
            "duplicate_row", other_sheet, (other_row - 1, None), place=place, other_sheet=sheet, other_row=row
        )
        if not any((f.values["sheet"], f.values["row"]) == (other_sheet, other_row) for f in read.facts):
            read.data_rows.discard((other_sheet, other_row))
            read.ignore(other_sheet, other_row - 1, "duplicate")


def _name_of(read: Read, sheet: str, row: int) -> str:
    return read.names.get((sheet, row), "")
