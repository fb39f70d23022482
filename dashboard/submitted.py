"""Submissions of a place and year: their table, and the findings on a chosen one."""

from __future__ import annotations

import json

import polars as pl

from dashboard.findings import SEVERITIES, box
from dashboard.i18n import moment, number, t
from dashboard.sentences import Row
from dashboard.tables import html_table
from etl import Finding

SHOWN = 100  # submissions on one screen; the download has all of them


def state_of(row: Row) -> str:
    """Return the state of a submission; one of which nothing counts any more is superseded."""
    is_superseded = row["state"] == "accepted" and not row["counts_now"]
    return "superseded" if is_superseded else str(row["state"])


def label(row: Row) -> str:
    """Return what a submission is called in a list to choose from."""
    return f"{row['submission']} · {row['file']}"


def _line(row: Row, names: dict[str, str]) -> list[str]:
    version = t("receipt.version_value", version=row["version"]) if row["version"] else "–"
    return [
        row["submission"],
        row["file"],
        t(f"form.{row['form']}") if row["form"] else t("submit.form_unknown"),
        names.get(row["unit_code"] or "", row["unit_code"] or t("submit.place_unknown")),
        t(f"period.{row['period'] or 'open'}"),
        version,
        t(f"submission_state.{state_of(row)}"),
        moment(row["received_at"]),
        row["received_by"],
        t("sources.submission.counts_value", count=number(row["counts_now"])),
    ]


def submissions_table(rows: list[Row], names: dict[str, str], *, caption: str) -> str:
    """Return the table of the newest submissions, newest first.

    Args:
        rows: Rows of `query submissions`, newest last.
        names: Name of each place by its code.
        caption: What the table shows.
    """
    heads = ("code", "file", "form", "place", "period", "version", "state", "time", "by", "counts")
    columns = [t(f"sources.submission.{head}") for head in heads]
    return html_table(
        caption, columns, [_line(row, names) for row in rows[::-1][:SHOWN]], look="xh-places xh-tall"
    )


def findings_boxes(found: pl.DataFrame, submission: Row) -> str:
    """Return the three boxes of findings of one submission.

    Args:
        found: Rows of `query findings`.
        submission: Row of `query submissions`.
    """
    mine = [_finding(row) for row in found.to_dicts() if row["submission"] == submission["submission"]]
    loaded = submission["rows_loaded"]
    return "".join(box(severity, mine, loaded=loaded) for severity in SEVERITIES)


def _finding(row: Row) -> Finding:
    return Finding(
        severity=row["severity"],
        rule=row["rule"],
        sheet=row["sheet"],
        cell=row["cell"],
        raw=row["raw"],
        values=json.loads(row["values_json"] or "{}"),
    )
