"""*Nộp số liệu*: keep a workbook at once, show every finding, submit, give a receipt."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import address, data, findings, receiving, state
from dashboard.i18n import t
from dashboard.views import questions, template, verdict, waiting
from etl import Hints
from warehouse.ledger import Receipt

LIMIT_MB = 30
KEPT, ROUND = "kept_file", "upload_round"
IN_ADDRESS = (state.RECEIPT, *questions.ANSWERS)


def page(edition: data.Edition) -> None:
    """Draw the page of one edition of the figures."""
    st.title(t("nav.submit"))
    st.info(t("submit.no_accounts", user=data.current_user().name))
    st.write(t("submit.purpose"))
    _take_upload()
    code = _open_code()
    if code:
        receipt = receiving.find(code)
        if receipt is None:
            st.warning(t("submit.unknown_code", code=code))
        else:
            _show(edition, receipt)
    address.write(IN_ADDRESS)
    waiting.section(edition, code)
    template.section(edition)


def _open_code() -> str | None:
    """Return the code of the file that is open: of the address, else of this session."""
    asked, before = address.asked(state.RECEIPT), address.kept().get(state.RECEIPT)
    if asked and asked != before:
        _open(asked)
    return asked or before


def _open(code: str) -> None:
    """Open a kept file; the answers about another one are not its own."""
    if address.kept().get(state.RECEIPT):
        address.forget(questions.ANSWERS)
    address.keep(state.RECEIPT, code)


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
    _open(receipt.code)
    address.write(IN_ADDRESS)


def _show(edition: data.Edition, receipt: Receipt) -> None:
    kept = st.empty()
    kept.success(t("submit.kept", file=receipt.file_name, code=receipt.code))
    done = data.submissions(edition, receipt_code=receipt.code).to_dicts()
    if done and done[-1]["rows_loaded"]:
        _show_receipt(edition, receipt, done[-1])
        return
    with st.spinner(t("submit.checking")):
        found, hints = questions.checked(edition, receipt)
    if not found.readable:
        kept.info(t("submit.kept_unread", file=receipt.file_name, code=receipt.code))
        st.html(findings.not_read(found.findings))
        return
    verdict.show(edition, found)
    verdict.offer(receipt, found, hints)


def _show_receipt(edition: data.Edition, receipt: Receipt, submission: dict[str, Any]) -> None:
    """Show what was submitted; where rows were left out, also what to mend in them."""
    place = data.unit_name(edition, code=submission["unit_code"], year=submission["year"])
    st.html(findings.receipt_html(submission, place=place))
    if submission["rows_rejected"]:
        hints = Hints(year=submission["year"], unit=submission["unit_code"], period=submission["period"])
        found = receiving.check(edition, receipt, hints)
        st.html(findings.box("error", found.findings, loaded=found.rows.loaded))
    st.button(t("submit.another"), on_click=_start_again)


def _start_again() -> None:
    address.forget(IN_ADDRESS)
    address.write(IN_ADDRESS)
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
