"""Names of rows before they are looked for: remarks off, communes numbered I, II, III told from groups."""

from __future__ import annotations

import re
from functools import partial

from etl.facts import TableContext
from etl.mapping.labels import fold
from etl.mapping.place_labels import is_village_name
from etl.mapping.remarks import without_remark
from etl.tables.walk import TableRows, walk

_SUB_VILLAGE = re.compile(r"^to (?:so )?(?:\d{1,3}|[a-h])$")


def read_rows(context: TableContext, name_key: str) -> TableRows:
    """Return the rows of a table sorted out, names without remarks; says which remarks were taken off."""
    rows = walk(context, name_key, is_place=partial(_is_place, context, name_key))
    if name_key == "unit":
        _take_remarks_off(context, rows)
    else:
        _leave_sub_villages(context, rows)
    return rows


def _leave_sub_villages(context: TableContext, rows: TableRows) -> None:
    """Leave `Tổ 1`, `Tổ 2` below a village with figures of its own: it holds theirs already."""
    if not any(_SUB_VILLAGE.match(fold(row.name)) for row in rows.data):
        return
    kept, left, village = [], [], False
    for row in rows.data:
        label = fold(row.name)
        if village and _SUB_VILLAGE.match(label):
            left.append(row)
            continue
        kept.append(row)
        own = context.sheet.rows[row.index][context.columns.keys["village"] + 1 :]
        village = is_village_name(label) and any(isinstance(value, float) for value in own)
    if not left:
        return
    rows.data = kept
    rows.ignored += [(row.index, "of_which") for row in left]
    at = (left[0].index, context.columns.keys["village"])
    context.findings.add("sub_village_rows", context.sheet.name, at, raw=left[0].name, count=len(left))


def _is_place(context: TableContext, name_key: str, name: str, district: str | None) -> bool:
    """Say whether a name is that of a commune of the scope (of a village in a commune's book)."""
    if name_key != "unit":
        return is_village_name(fold(name))
    group = context.finder.district(district) if district else None
    answer = context.finder.commune(without_remark(name), group.code if group else None)
    return answer.unit is not None and answer.rule is None


def _take_remarks_off(context: TableContext, rows: TableRows) -> None:
    found = []
    for row in rows.data:
        known = row.name if row.is_own_offices else without_remark(row.name)
        if known != row.name:
            found.append((row.index, row.name, known))
            row.name = known
    if found:
        index, written, known = found[0]
        at = (index, context.columns.keys["unit"])
        context.findings.add(
            "place_remark", context.sheet.name, at, raw=written, known=known, count=len(found)
        )
