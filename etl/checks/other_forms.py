"""What counts now and came in another form or channel: where it differs, both figures are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from etl.checks import Findings
from etl.counting import Counting, Row
from etl.facts import Fact, Key, Read, Spot, Subject
from etl.mapping.measures import MEASURES
from etl.model import BASES, Table
from warehouse.times import VIETNAM_TIME

_PREFERRED = BASES[::-1]  # the first that has points counts
_SLACK = 0.001
# A count without the other would bend the rate: beside villages that have both it is left out.
_NEEDS = {"total": "recognised", "recognised": "total"}

Figure = int | float | str


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of the workbook and the one that counts now; columns differ where none is common to both."""

    column: str
    mine: Figure
    other_column: str
    theirs: Figure


def check_other_forms(findings: Findings, read: Read, tables: Sequence[Table], counting: Counting) -> None:
    """Report figures that differ from what counts now, where that came in another form or channel.

    Args:
        findings: Where differences are reported.
        read: What the workbook came to; rejected rows are passed over.
        tables: The tables of the workbook; a submission bears the channel of its first.
        counting: What counts now.
    """
    known = _known(counting, read.about)
    if not known:
        return
    groups: dict[Key, list[Fact]] = defaultdict(list)
    for fact in read.facts:
        if fact.spot not in findings.rejected:
            groups[_key(fact.table == "title_count", fact.values)].append(fact)
    for key, facts in groups.items():
        row = known.get(key)
        if row is None or not _is_of_another(row, _form_at(tables, facts[0].spot), tables[0].channel):
            continue
        found = _titles(facts, row) if key[0] else _scores(facts, row)
        for one in found:
            _add(findings, read, facts, one, row)


def _key(is_title: bool, values: Mapping[str, Any]) -> Key:
    unit = is_title, values["unit_code"], str(values["unit_valid_from"]), values["year"]
    return (*unit, values["period"], values["title"]) if is_title else unit


def _known(counting: Counting, about: Set[Subject]) -> dict[Key, Row]:
    """Return what counts of the units and years that a workbook is about."""
    known: dict[Key, Row] = {}
    for is_title, ask in ((True, counting.titles), (False, counting.scores)):
        asked = [subject for subject in about if subject[0] is is_title]
        rows = ask({code for _, (code, _), _ in asked}, {year for _, _, year in asked})
        known |= {_key(is_title, row): row for row in rows}
    return known


def _form_at(tables: Sequence[Table], spot: Spot) -> str | None:
    """Return the form of the last table of a sheet that begins above a row."""
    above = [one.form for one in tables if one.sheet == spot[0] and one.header_rows[1] < spot[1]]
    return above[-1] if above else None


def _is_of_another(row: Row, form: str | None, channel: str | None) -> bool:
    return row["form"] != form or (None not in (row["channel"], channel) and row["channel"] != channel)


def _titles(facts: Sequence[Fact], row: Row) -> Iterator[Difference]:
    for measure in MEASURES:
        mine, theirs = _count(facts, measure), row[measure]
        if mine is not None and theirs is not None and mine != theirs:
            column = f"{row['title']}.{measure}"
            yield Difference(column, mine, column, theirs)


def _count(facts: Sequence[Fact], measure: str) -> int | None:
    """Return the sum over the rows of one unit and title, as the warehouse makes it."""
    other = _NEEDS.get(measure)
    has_both = any(None not in (fact.values["total"], fact.values["recognised"]) for fact in facts)
    counts = [
        fact.values[measure] for fact in facts
        if fact.values[measure] is not None
        and (other is None or not has_both or fact.values[other] is not None)
    ]  # fmt: skip
    return sum(counts) if counts else None


def _scores(facts: Sequence[Fact], row: Row) -> Iterator[Difference]:
    """Yield totals of a basis that both have, else of those that count, and ranks typed."""
    mine = {basis: total for basis in _PREFERRED if (total := _total(facts, basis)) is not None}
    theirs = {basis: row[f"total_{basis}"] for basis in _PREFERRED if row[f"total_{basis}"] is not None}
    pairs = [(basis, basis) for basis in mine if basis in theirs] or list(zip(mine, theirs, strict=False))[:1]
    for one, other in pairs:
        if abs(mine[one] - theirs[other]) > _SLACK:
            yield Difference(f"total_{one}", mine[one], f"total_{other}", theirs[other])
    ranks = [rank for fact in facts if (rank := fact.values.get("rank_reported"))]
    if ranks and row["rank_reported"] and ranks[0] != row["rank_reported"]:
        yield Difference("rank", ranks[0], "rank", row["rank_reported"])


def _total(facts: Sequence[Fact], basis: str) -> float | None:
    """Return the total typed for a commune, else the sum of its points."""
    typed = [total for fact in facts if (total := fact.values.get(f"total_{basis}")) is not None]
    points = [fact.values["points"] for fact in facts if fact.values.get("basis") == basis]
    return typed[0] if typed else round(sum(points), 4) if points else None


def _add(findings: Findings, read: Read, facts: Sequence[Fact], found: Difference, row: Row) -> None:
    sheet, at, place = _cell(read, facts, found.column)
    values: dict[str, Any] = {"title": row["title"]} if "title" in row else {}
    if found.other_column != found.column:
        values["other_column"] = found.other_column
    received = datetime.fromisoformat(row["received_at"]).astimezone(VIETNAM_TIME)
    findings.add(
        "other_form_differs", sheet, at, place=place, column=found.column,
        mine=found.mine, theirs=found.theirs, form=row["form"],
        channel=row["channel"] or "no_channel", code=row["submission_id"],
        day=received.date().isoformat(), **values,
    )  # fmt: skip


def _cell(read: Read, facts: Sequence[Fact], column: str) -> tuple[str, tuple[int, int | None], str]:
    """Return sheet, zero-based cell and place of a figure; the name of the first row where many make it."""
    measure = column.rpartition(".")[2]
    made_by_one = facts if len(facts) == 1 or facts[0].table != "title_count" else ()
    fact = next((one for one in made_by_one if one.cell_of(measure)), facts[0])
    place, named = read.name_at(fact.spot)
    own = fact.cell_of(measure) if made_by_one else None
    return fact.spot[0], own or named, place
