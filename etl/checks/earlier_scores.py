"""A score without some criterion: it would take the place of an earlier one that has it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from etl.checks import Findings
from etl.counting import Counting
from etl.facts import Key, Read
from etl.model import Finding
from warehouse.times import VIETNAM_TIME

RULE = "missing_criterion"


def say_what_is_replaced(findings: Findings, read: Read, counting: Counting) -> None:
    """Add to each warning of a criterion without points which earlier score has it, and is replaced."""
    loaded = {_commune(fact.values) for fact in read.facts
              if fact.table == "criterion_score" and fact.spot not in findings.rejected}  # fmt: skip
    about = {place: commune for place, item in enumerate(findings.items)
             if item.rule == RULE and (commune := _about(item, read)) in loaded}  # fmt: skip
    if not about:
        return
    units, years = {unit for unit, _ in about.values()}, {year for _, year in about.values()}
    scored: dict[Key, set[int]] = defaultdict(set)
    for row in counting.facts("criterion_score", units, years):
        scored[_commune(row)].add(int(row["criterion"][2:]))
    counted = {_commune(row): row for row in counting.scores(units, years)}
    for place, commune in about.items():
        item = findings.items[place]
        lost = [number for number in item.values["numbers"] if number in scored[commune]]
        if lost and (score := counted.get(commune)):
            day = datetime.fromisoformat(score["received_at"]).astimezone(VIETNAM_TIME).date().isoformat()
            values = item.values | {"lost": lost, "code": score["submission_id"], "day": day}
            findings.items[place] = replace(item, values=values)


def _commune(values: dict[str, object]) -> Key:
    return values["unit_code"], values["year"]


def _about(item: Finding, read: Read) -> Key:
    return read.incomplete.get((item.sheet or "", item.row or 0), ())
