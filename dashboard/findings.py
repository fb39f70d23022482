"""The verdict on a file as HTML: three boxes of findings, reconciliation, rows passed over, receipt."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from dashboard.i18n import LANGUAGE, in_text, language, moment, number, t
from dashboard.state import RECEIPT
from dashboard.tables import html_list, html_table
from etl import Finding, IgnoredRow, RowCounts, render, written
from warehouse.ledger import Receipt

SEVERITIES = ("error", "warning", "note")
OPEN = "open"  # a period that is not known
SHOWN = 200  # findings of a box on one screen; the rest is counted in words


def reconciliation(rows: RowCounts) -> str:
    """Return the line that accounts for every row read."""
    return t(
        "submit.reconcile",
        read=number(rows.read),
        loaded=number(rows.loaded),
        ignored=number(rows.ignored),
        rejected=number(rows.rejected),
    )


def subject(form: str | None, year: int | None, period: str | None, place: str | None) -> str:
    """Return what figures are about: form, year, period, place; what is not known is said to be so."""
    return t(
        "submit.subject",
        form=t(f"form.{form}") if form else t("submit.form_unknown"),
        year=t("submit.year_known", year=year) if year else t("submit.year_unknown"),
        period=t(f"period.{period or OPEN}"),
        place=in_text(place) if place else t("submit.place_unknown"),
    )


def not_read(findings: list[Finding]) -> str:
    """Return the box of a file that cannot be opened: what it is, and what to do instead."""
    title = escape(t("submit.error", count=number(len(findings))))
    words = "".join(f"<p>{escape(render(finding, language()))}</p>" for finding in findings)
    return f'<section class="xh-box xh-error"><h2>{title}</h2>{words}</section>'


def box(severity: str, findings: list[Finding], *, loaded: int) -> str:
    """Return one of the three boxes, with its count and every finding of its severity.

    Args:
        severity: One of SEVERITIES.
        findings: All findings of the file.
        loaded: Rows that can be loaded, or were: without any, none is said to be left.
    """
    mine = [finding for finding in findings if finding.severity == severity]
    title = escape(t(f"submit.{severity}", count=number(len(mine))))
    if not mine:
        body = f"<p>{escape(t('submit.none_found'))}</p>"
    else:
        columns = [t("submit.sheet"), t("submit.cell"), t("submit.raw"), t("submit.message")]
        table = html_table(title, columns, map(_finding_row, mine[:SHOWN]), look="xh-findings")
        help_key = "nothing_help" if severity == "error" and not loaded else f"{severity}_help"
        body = f"<p>{escape(t(f'submit.{help_key}'))}</p>{table}"
    if len(mine) > SHOWN:
        body += f"<p>{escape(t('submit.more', count=number(len(mine) - SHOWN)))}</p>"
    return f'<section class="xh-box xh-{severity}"><h2>{title}</h2>{body}</section>'


def _finding_row(finding: Finding) -> list[str]:
    return [
        finding.sheet or t("submit.whole_file"),
        finding.cell or "",
        _read(finding),
        render(finding, language(), has_columns=bool(finding.cell or not finding.row)),
    ]


def _read(finding: Finding) -> str:
    """Return what was read: texts in quotes as they stand, the number of a cell as one writes it."""
    read = written(finding, language())
    return read if "raw_number" in finding.values or not read else f"“{read}”"


def ignored_table(ignored: list[IgnoredRow]) -> str:
    """Return the rows that were passed over, runs joined, with the reason of each."""
    columns = [t("submit.sheet"), t("submit.ignored_rows"), t("submit.ignored_reason")]
    rows = []
    for (sheet, reason), group in groupby(ignored, key=lambda one: (one.sheet, one.reason)):
        rows.append([sheet, _runs(one.row for one in group), t(f"ignored.{reason}")])
    return html_table(t("submit.ignored", count=number(len(ignored))), columns, rows)


def waiting_list(receipts: Iterable[Receipt]) -> str:
    """Return the files that were received and not submitted, each with a link that goes on with it."""
    items = "".join(
        f'<li><a href="?{escape(urlencode({RECEIPT: one.code, LANGUAGE: language()}))}" target="_self">'
        f"{escape(one.code)}</a> {escape(one.file_name)} "
        f"<small>{escape(t('submit.waiting_since', time=moment(one.received_at)))}</small></li>"
        for one in receipts
    )
    return f'<ul class="xh-waiting">{items}</ul>'


def _runs(numbers: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for one in sorted(numbers):
        if runs and one == runs[-1][1] + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def receipt_html(submission: dict[str, Any], *, place: str | None) -> str:
    """Return the receipt of one submission.

    Args:
        submission: A row of `query submissions`.
        place: The name of the unit it is about.
    """
    counts = RowCounts(
        read=submission["rows_read"],
        loaded=submission["rows_loaded"],
        ignored=submission["rows_ignored"],
        rejected=submission["rows_rejected"],
    )
    what = subject(submission["form"], submission["year"], submission["period"], place)
    pairs = [
        (t("receipt.code"), submission["submission"]),
        (t("receipt.file"), submission["file"]),
        (t("receipt.time"), moment(submission["received_at"])),
        (t("receipt.by"), submission["received_by"]),
        (t("receipt.subject"), what),
        (t("receipt.counts"), reconciliation(counts)),
        (t("receipt.version"), t("receipt.version_value", version=submission["version"])),
        (t("receipt.state"), t("receipt.accepted")),
    ]
    partial = t("receipt.partial", rejected=number(counts.rejected)) if counts.rejected else ""
    return (
        f'<section class="xh-receipt"><h2>{escape(t("receipt.heading"))}</h2>{html_list(pairs)}'
        f"<p>{escape(partial)}</p></section>"
    )
