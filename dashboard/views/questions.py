"""Part of *Nộp số liệu*: what a file leaves open, asked one by one; the answers stand in the address."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import address, data, receiving, state
from dashboard.i18n import t
from etl import Hints, Verdict
from warehouse.ledger import Receipt

YEAR, PERIOD, PLACE = "tep_nam", "tep_ky", "tep"
ANSWERS = (YEAR, PERIOD, *state.unit_keys(PLACE))
PERIODS = ("nam", "6_thang", "9_thang")


def checked(edition: data.Edition, receipt: Receipt) -> tuple[Verdict, Hints]:
    """Return the verdict on a kept file, and the answers to what the file leaves open."""
    hints = Hints()
    verdict = receiving.check(edition, receipt, hints)
    if not verdict.readable or verdict.form is None:
        return verdict, hints
    if verdict.year is None:
        hints = replace(hints, year=_year())
    if is_period_open(verdict):
        hints = replace(hints, period=_period())
    is_placeless = has_finding(verdict, "place_missing")
    if hints != Hints():
        verdict = receiving.check(edition, receipt, hints)
    if verdict.unit_code is None and (is_placeless or verdict.year is not None):
        # Without a year the units of today are on offer; those of the year, once it is chosen.
        year = verdict.year or data.reportable_years()[0]
        unit = state.pick_unit(edition, year=year, key=PLACE, help_text=t("submit.ask_help"))
        hints = replace(hints, unit=unit)
        verdict = verdict if unit is None else receiving.check(edition, receipt, hints)
    return verdict, hints


def is_period_open(verdict: Verdict) -> bool:
    """Return whether it is not clear what part of the year the figures are of."""
    return has_finding(verdict, "period_unclear")


def has_finding(verdict: Verdict, rule: str) -> bool:
    """Return whether a rule has something to say of a file."""
    return any(finding.rule == rule for finding in verdict.findings)


def _year() -> int | None:
    years = data.reportable_years()
    address.follow(YEAR, years, str)
    chosen: int | None = st.selectbox(
        t("submit.ask_year"), years, index=None, placeholder=t("submit.ask_none"),
        help=t("submit.ask_help"), key=YEAR,
    )  # fmt: skip
    address.keep(YEAR, None if chosen is None else str(chosen))
    return chosen


def _period() -> str | None:
    address.follow(PERIOD, PERIODS, str)
    chosen: str | None = st.radio(
        t("submit.ask_period"), PERIODS, index=None, format_func=lambda one: t(f"submit.period_{one}"),
        help=t("submit.ask_help"), key=PERIOD, horizontal=True,
    )  # fmt: skip
    address.keep(PERIOD, chosen)
    return chosen
