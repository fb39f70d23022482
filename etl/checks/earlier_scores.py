"""A score without some criterion, or without any: it would take the place of an earlier one that has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from etl.checks import Findings
from etl.counting import Counting
from etl.facts import Fact, Key, Read
from etl.model import Finding, Table
from warehouse.times import VIETNAM_TIME

RULE = "missing_criterion"
SHEET = "cham-diem-xa"  # the form that has a line a criterion; a list of totals and ranks has none
_NOT_RANKED = "khong_xep_loai"


@dataclass(frozen=True)
class _Earlier:
    """The criteria that count with points, and the receipt that brought them."""

    numbers: frozenset[int]
    code: str
    day: str

    def values(self, lost: Iterable[int]) -> dict[str, Any]:
        """Return what a sentence says of the criteria that are lost."""
        return {"lost": sorted(lost), "code": self.code, "day": self.day}


def say_what_is_replaced(findings: Findings, read: Read, tables: Sequence[Table], counting: Counting) -> None:
    """Say of each score without some points which earlier score has them, and is replaced."""
    scored = {_commune(fact.values) for fact in _loaded(findings, read, "criterion_score")}
    about = {place: commune for place, item in enumerate(findings.items)
             if item.rule == RULE and (commune := _about(item, read)) in scored}  # fmt: skip
    empty = [fact for fact in _loaded(findings, read, "assessment") if _commune(fact.values) not in scored]
    earlier = _earlier(counting, {*about.values(), *(_commune(fact.values) for fact in empty)})
    for place, commune in about.items():
        item, known = findings.items[place], earlier.get(commune)
        lost = known.numbers & set(item.values["numbers"]) if known else None
        if known and lost:
            findings.items[place] = replace(item, values=item.values | known.values(lost))
    sheets = {table.sheet for table in tables if table.form == SHEET}
    for fact in empty:
        _say_empty(findings, read, fact, earlier.get(_commune(fact.values)), fact.spot[0] in sheets)


def _say_empty(findings: Findings, read: Read, fact: Fact, known: _Earlier | None, is_sheet: bool) -> None:
    """Say that a total or rank stands without points, where points are awaited or counted before."""
    totals = (fact.values["total_self"], fact.values["total_assessed"])
    is_told = fact.values["rank_reported"] == _NOT_RANKED and totals == (None, None)
    if known is None and (is_told or not is_sheet):
        return
    name, _ = read.name_at(fact.spot)
    at = next(iter((fact.cells or {}).values()), (fact.spot[1] - 1, None))
    values = {"is_all_lost": True, **known.values(known.numbers)} if known else {"is_empty": True}
    findings.add(RULE, fact.spot[0], at, place=name, **values)


def _loaded(findings: Findings, read: Read, table: str) -> list[Fact]:
    return [fact for fact in read.facts if fact.table == table and fact.spot not in findings.rejected]


def _earlier(counting: Counting, communes: set[Key]) -> dict[Key, _Earlier]:
    """Return what counts of communes (with their years) that have any points."""
    if not communes:
        return {}
    units, years = {unit for unit, _ in communes}, {year for _, year in communes}
    numbers: dict[Key, set[int]] = defaultdict(set)
    for row in counting.facts("criterion_score", units, years):
        numbers[_commune(row)].add(int(row["criterion"][2:]))
    found = {}
    for row in counting.scores(units, years) if numbers else ():
        if known := numbers.get(_commune(row)):
            day = datetime.fromisoformat(row["received_at"]).astimezone(VIETNAM_TIME).date().isoformat()
            found[_commune(row)] = _Earlier(frozenset(known), row["submission_id"], day)
    return found


def _commune(values: dict[str, object]) -> Key:
    return values["unit_code"], values["year"]


def _about(item: Finding, read: Read) -> Key:
    return read.incomplete.get((item.sheet or "", item.row or 0), ())
