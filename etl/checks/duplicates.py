"""One unit on two rows: the same twice counts once; two different rows count not at all."""

from __future__ import annotations

from collections import defaultdict

from etl.checks import Findings
from etl.facts import Fact, Key, Read, Spot

_OWN = frozenset({"sheet", "row", "village_name", "column_key"})


def _figures(fact: Fact) -> dict[str, object]:
    return {name: value for name, value in fact.values.items() if name not in _OWN}


def check_duplicates(findings: Findings, read: Read) -> None:
    """Drop facts that repeat an earlier row, and report rows that contradict each other."""
    if len({fact.key for fact in read.facts}) == len(read.facts):
        return
    first: dict[Key, Fact] = {}
    repeats: list[tuple[Fact, Fact]] = []
    kept = []
    for fact in read.facts:
        if fact.spot in findings.rejected:
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
    pairs: dict[tuple[Spot, Spot], bool] = defaultdict(bool)
    for earlier, fact in repeats:
        pairs[earlier.spot, fact.spot] |= _figures(earlier) != _figures(fact)
    for (spot, other), differs in pairs.items():
        if differs:
            _add(findings, read, "duplicate_conflict", spot, other)
            _add(findings, read, "duplicate_conflict", other, spot)
    same = [pair for pair, differs in pairs.items() if not differs]
    _report_same(findings, read, same)
    standing = {fact.spot for fact in read.facts}
    for _, other in same:
        if other not in standing:
            read.data_rows.discard(other)
            read.ignore(other[0], other[1] - 1, "duplicate")


def _report_same(findings: Findings, read: Read, same: list[tuple[Spot, Spot]]) -> None:
    """Report rows that stand twice; those of two score sheets of one commune all at once."""
    sheets: dict[tuple[str, str, Key], list[tuple[Spot, Spot]]] = defaultdict(list)
    for spot, other in same:
        scored = read.score_rows.get(other)
        if scored is None or spot[0] == other[0]:
            _add(findings, read, "duplicate_row", other, spot)
        else:
            sheets[spot[0], other[0], scored].append((spot, other))
    for pairs in sheets.values():
        spot, other = pairs[0]
        if len(pairs) == 1:
            _add(findings, read, "duplicate_row", other, spot)
        else:
            place, at = read.name_at(other)
            findings.add(
                "duplicate_sheet", other[0], at, place=place, other_sheet=spot[0], rows=len(pairs),
            )  # fmt: skip


def _add(findings: Findings, read: Read, rule: str, spot: Spot, other: Spot) -> None:
    place, at = read.name_at(spot)
    findings.add(rule, spot[0], at, place=place, other_sheet=other[0], other_row=other[1])
