"""Part of *Nộp số liệu*: every finding on a kept file, and the button that submits it."""

from __future__ import annotations

import streamlit as st

from dashboard import data, findings, receiving
from dashboard.errors import error_words
from dashboard.i18n import number, t
from dashboard.views import questions
from etl import Hints, SubmitFaultError, SubmitUnknownError, Verdict
from warehouse.ledger import Receipt


def show(edition: data.Edition, verdict: Verdict) -> None:
    """Draw what the file was recognised as, every row accounted for, and the three boxes of findings."""
    place = data.unit_name(edition, code=verdict.unit_code, year=verdict.year)
    period = findings.OPEN if questions.is_period_open(verdict) else verdict.period
    what = findings.subject(verdict.form, verdict.year, period, place)
    st.write(t("submit.recognised", what=what))
    st.write(f"**{findings.reconciliation(verdict.rows)}**")
    for severity in findings.SEVERITIES:
        st.html(findings.box(severity, verdict.findings, loaded=verdict.rows.loaded))
    if verdict.ignored:
        with st.expander(t("submit.ignored", count=number(len(verdict.ignored)))):
            st.html(findings.ignored_table(verdict.ignored))


def offer(receipt: Receipt, verdict: Verdict, hints: Hints) -> None:
    """Draw the button that submits the file, or why there is none."""
    if verdict.verdict == "unchanged":
        st.info(t("submit.unchanged"))
    elif not verdict.rows.loaded:
        st.warning(t("submit.nothing_to_submit"))
    elif st.button(t("submit.button"), type="primary", key=f"submit_{receipt.code}"):
        _submit(receipt, hints)


def _submit(receipt: Receipt, hints: Hints) -> None:
    try:
        with st.spinner(t("submit.queued") if data.is_being_written() else t("submit.publishing")):
            receiving.submit(receipt, hints)
    except SubmitFaultError as error:
        st.error(t("submit.refused", reason=error_words(error), code=receipt.code))
        return
    except SubmitUnknownError:
        st.error(t("submit.unknown", code=receipt.code))
        return
    st.rerun()  # shows the receipt, or why a check refused it
