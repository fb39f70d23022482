"""*Nộp số liệu*: keep a workbook at once, show every finding, submit, give a receipt."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import data, findings, receiving, state
from dashboard.errors import error_words
from dashboard.i18n import number, t
from dashboard.views import template
from etl import Hints, SubmitFaultError, SubmitUnknownError, Verdict
from warehouse.ledger import Receipt

LIMIT_MB = 30
KEPT, ROUND = "kept_file", "upload_round"


def page(edition: data.Edition) -> None:
    """Draw the page of one edition of the figures."""
    st.title(t("nav.submit"))
    st.info(t("submit.no_accounts", user=data.current_user().name))
    st.write(t("submit.purpose"))
    _take_upload()
    code = st.query_params.get(state.RECEIPT)
    if code:
        receipt = receiving.find(code)
        if receipt is None:
            st.warning(t("submit.unknown_code", code=code))
        else:
            _show(edition, receipt)
    template.section(edition)


def _take_upload() -> None:
    """Keep a file the moment it arrives, and put its code into the address."""
    _translate_uploader()
    uploaded = st.file_uploader(
        t("submit.choose"),
        key=f"upload_{st.session_state.get(ROUND, 0)}",
        help=t("submit.choose_help", size=LIMIT_MB),
        max_upload_size=LIMIT_MB,
    )
    if uploaded is None or st.session_state.get(KEPT) == uploaded.file_id:
        return
    receipt = receiving.keep(uploaded.getvalue(), uploaded.name)
    st.session_state[KEPT] = uploaded.file_id
    st.query_params[state.RECEIPT] = receipt.code


def _show(edition: data.Edition, receipt: Receipt) -> None:
    st.success(t("submit.kept", file=receipt.file_name, code=receipt.code))
    done = data.submissions(edition, receipt_code=receipt.code).to_dicts()
    if done and done[-1]["rows_loaded"]:
        _show_receipt(edition, receipt, done[-1])
        return
    with st.spinner(t("submit.checking")):
        verdict = receiving.check(edition, receipt, Hints())
        hints = _ask(edition, receipt, verdict)
        if hints != Hints():
            verdict = receiving.check(edition, receipt, hints)
    _show_verdict(edition, verdict)
    _offer(receipt, verdict, hints)


def _show_receipt(edition: data.Edition, receipt: Receipt, submission: dict[str, Any]) -> None:
    """Show what was submitted; where rows were left out, also what to mend in them."""
    place = data.unit_name(edition, code=submission["unit_code"], year=submission["year"])
    st.html(findings.receipt_html(submission, place=place))
    if submission["rows_rejected"]:
        hints = Hints(year=submission["year"], unit=submission["unit_code"], period=submission["period"])
        verdict = receiving.check(edition, receipt, hints)
        st.html(findings.box("error", verdict.findings, loaded=verdict.rows.loaded))
    st.button(t("submit.another"), on_click=_start_again)


def _ask(edition: data.Edition, receipt: Receipt, verdict: Verdict) -> Hints:
    """Ask for the year and the place, each only if the file does not say it."""
    if not verdict.readable or verdict.form is None:
        return Hints()
    year = verdict.year
    if year is None:
        choices = data.reportable_years()
        year = st.selectbox(
            t("submit.ask_year"), choices, index=None, placeholder=t("submit.ask_none"),
            help=t("submit.ask_help"), key=f"year_{receipt.code}",
        )  # fmt: skip
    unit = verdict.unit_code
    if unit is None and year is not None:
        unit = state.pick_unit(edition, year=year, key=f"unit_{receipt.code}", help_text=t("submit.ask_help"))
    return Hints(
        year=None if verdict.year is not None else year, unit=None if verdict.unit_code is not None else unit
    )


def _show_verdict(edition: data.Edition, verdict: Verdict) -> None:
    place = data.unit_name(edition, code=verdict.unit_code, year=verdict.year)
    what = findings.subject(verdict.form, verdict.year, verdict.period, place)
    st.write(t("submit.recognised", what=what))
    st.write(f"**{findings.reconciliation(verdict.rows)}**")
    for severity in findings.SEVERITIES:
        st.html(findings.box(severity, verdict.findings, loaded=verdict.rows.loaded))
    if verdict.ignored:
        with st.expander(t("submit.ignored", count=number(len(verdict.ignored)))):
            st.html(findings.ignored_table(verdict.ignored))


def _offer(receipt: Receipt, verdict: Verdict, hints: Hints) -> None:
    if verdict.verdict == "unchanged":
        st.info(t("submit.unchanged"))
    elif not verdict.rows.loaded:
        st.warning(t("submit.nothing_to_submit"))
    elif st.button(t("submit.button"), type="primary", key=f"submit_{receipt.code}"):
        _submit(receipt, hints)


def _submit(receipt: Receipt, hints: Hints) -> None:
    try:
        with st.spinner(t("submit.publishing")):
            receiving.submit(receipt, hints)
    except SubmitFaultError as error:
        st.error(t("submit.refused", reason=error_words(error), code=receipt.code))
        return
    except SubmitUnknownError:
        st.error(t("submit.unknown", code=receipt.code))
        return
    st.rerun()  # shows the receipt, or why a check refused it


def _start_again() -> None:
    st.query_params.pop(state.RECEIPT, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def _translate_uploader() -> None:
    """Put our words over the uploader's own, which Streamlit has in English only."""
    st.html(
        f"""<style>
        [data-testid="stFileUploaderDropzone"] button p {{ font-size: 0; }}
        [data-testid="stFileUploaderDropzone"] button p::after {{
          font-size: 1rem; content: "{t("upload.browse")}"; }}
        [data-testid="stFileUploaderDropzoneInstructions"] span {{ font-size: 0; }}
        [data-testid="stFileUploaderDropzoneInstructions"] span::after {{
          font-size: 0.875rem; content: "{t("submit.choose_help", size=LIMIT_MB)}"; }}
        </style>"""
    )
