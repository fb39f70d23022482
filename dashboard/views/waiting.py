"""Part of *Nộp số liệu*: the files that were received and wait to be submitted."""

from __future__ import annotations

import streamlit as st

from dashboard import data, findings, receiving
from dashboard.i18n import number, t


def section(edition: data.Edition, code: str | None) -> None:
    """List the files that were received and not submitted, but for the one that is open."""
    others = [one for one in receiving.waiting(edition) if one.code != (code or "").strip().upper()]
    if others:
        with st.expander(t("submit.waiting", count=number(len(others))), expanded=code is None):
            st.write(t("submit.waiting_help", most=receiving.WAITING_SHOWN))
            st.html(findings.waiting_list(others))
