"""Rows that make one figure count together or not at all: a commune's villages, the criteria of its score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from etl.cells import address
from etl.checks import Findings
from etl.facts import Fact, Key, Read, Spot
from etl.mapping.measures import MEASURES


def reject_incomplete(findings: Findings, read: Read) -> None:
    """Reject all villages of a commune, or all rows of its score, where one is faulty.

    The rest would pass for the whole, and take the place of what the commune reported before.
    """
    if not findings.rejected:
        return
    _reject_together(findings, read, "villages_incomplete", _villages(read))
    _reject_together(findings, read, "score_incomplete", _scores(read))


def _villages(read: Read) -> Iterable[set[Spot]]:
    """Return the rows of each commune's villages."""
    rows: dict[Key, set[Spot]] = defaultdict(set)
    for fact in read.facts:
        if fact.is_part:
            rows[_unit(fact)].add(fact.spot)
    for spot, unit in read.nameless_parts.items():
        rows[unit].add(spot)
    return rows.values()


def _scores(read: Read) -> Iterable[set[Spot]]:
    """Return the rows of each commune's score."""
    rows: dict[Key, set[Spot]] = defaultdict(set)
    for spot, commune in read.score_rows.items():
        if spot in read.data_rows:
            rows[commune].add(spot)
    return rows.values()


def _reject_together(findings: Findings, read: Read, rule: str, figures: Iterable[set[Spot]]) -> None:
    for spots in figures:
        faulty = sorted(spots & findings.rejected)
        if not faulty or len(faulty) == len(spots):
            continue
        first = faulty[0]
        place, at = read.name_at(first)
        findings.add(rule, first[0], at, place=place, count=len(faulty), others=len(spots) - len(faulty))
        findings.rejected |= spots


def _unit(fact: Fact) -> Key:
    return fact.values["unit_code"], fact.values["year"], fact.values["period"]


def settle_grains(findings: Findings, read: Read) -> None:
    """Keep a commune's own figure or its villages, whichever says more, and report where they differ.

    Args:
        findings: Where differences are reported.
        read: All facts of the workbook; the ones that do not count are taken out.
    """
    wholes = [fact for fact in read.facts if _is_whole(fact) and fact.spot not in findings.rejected]
    parts: dict[Key, list[Fact]] = defaultdict(list)
    for fact in read.facts if wholes else ():
        if fact.is_part and fact.spot not in findings.rejected:
            parts[fact.key[:4]].append(fact)
    dropped: list[Fact] = []
    for whole in wholes:
        if villages := parts.get(whole.key[:4]):
            is_summed = _say_as_much(villages, whole)
            _compare(findings, whole, villages, "villages" if is_summed else "unit")
            dropped += [whole] if is_summed else villages
    _drop(read, dropped)


def _is_whole(fact: Fact) -> bool:
    """Say whether a fact is a commune's own figure."""
    return not fact.is_part and fact.table == "title_count" and not fact.values["own_offices"]


def _say_as_much(villages: list[Fact], whole: Fact) -> bool:
    """Say whether every measure of the commune's own figure is reported by some village."""
    reported = [measure for measure in MEASURES if whole.values[measure] is not None]
    return all(any(fact.values[measure] is not None for fact in villages) for measure in reported)


def _compare(findings: Findings, whole: Fact, villages: list[Fact], kept: str) -> None:
    values = whole.values
    for measure in whole.cells or whole.columns or {}:
        at = whole.cell_of(measure)
        typed = values.get(measure)
        known = [part.values[measure] for part in villages if part.values.get(measure) is not None]
        if at is None or typed is None or not known or sum(known) == typed:
            continue
        findings.add(
            "total_mismatch", values["sheet"], at, raw=typed, label=address(*at), typed=typed,
            column=f"{values['title']}.{measure}", summed=sum(known),
            difference=abs(sum(known) - typed), rows=len(known), kept=kept,
        )  # fmt: skip


def _drop(read: Read, dropped: list[Fact]) -> None:
    """Take facts out, and list their rows as not loaded where no other fact stands on them."""
    if not dropped:
        return
    gone = {id(fact) for fact in dropped}
    read.facts = [fact for fact in read.facts if id(fact) not in gone]
    standing = {fact.spot for fact in read.facts}
    for fact in dropped:
        sheet, row = fact.spot
        rows = {at[0] + 1 for at in (fact.cells or {}).values()} | {row}
        for spot in {(sheet, one) for one in rows} - standing:
            read.data_rows.discard(spot)
            read.ignore(sheet, spot[1] - 1, "detail" if fact.is_part else "total")
