"""What the page *Nộp số liệu* does through the one door: keep, check, submit; never by another way."""

from __future__ import annotations

import os

import streamlit as st

from dashboard import data
from etl import Hints, Pool, Submitter, Verdict, intake
from etl import template as templates
from warehouse.ledger import Receipt
from warehouse.places import load_places

ORIGIN = "XHHT_UPLOAD_ORIGIN"  # the demo marks uploads as its own
WORKERS = 2
CHECKS_REMEMBERED = 64
WAITING_SHOWN = 20
Spot = tuple[str, int, str | None]  # sheet, Excel row, letters of the column; None for the whole row
Where = tuple[str, str]  # sheet, cell
Sent = tuple[str, str]  # text as it stands, formula


@st.cache_resource(show_spinner=False, on_release=lambda pool: pool.close())
def pool() -> Pool:
    """Return the worker processes of this server, started once."""
    return Pool(WORKERS)


@st.cache_resource(show_spinner=False, on_release=lambda submitter: submitter.close())
def submitter() -> Submitter:
    """Return the process of this server that submits, started once."""
    return Submitter()


def keep(content: bytes, file_name: str) -> Receipt:
    """Keep an uploaded file, before anything else is tried."""
    return intake.receive(
        data.store(),
        content,
        file_name=file_name,
        by=data.current_user().name,
        origin=os.environ.get(ORIGIN, "web"),
    )


def find(code: str) -> Receipt | None:
    """Return the receipt with a code, as a link or a reload names it."""
    return data.store().ledger.receipt(code.strip().upper())


def waiting(edition: data.Edition) -> list[Receipt]:
    """Return the newest files that wait to be submitted; in a narrow scope, the user's own."""
    by = None if edition.scope.is_everything else data.current_user().name
    return intake.waiting(data.store(), most=WAITING_SHOWN, by=by)


def check(edition: data.Edition, receipt: Receipt, hints: Hints) -> Verdict:
    """Return the verdict on a kept file against one edition of the figures, and what refused it already."""
    asked = (hints.year, hints.unit, hints.period)
    return intake.standing(data.store(), receipt, _checked(edition.key, receipt.code, asked, receipt))


@st.cache_data(max_entries=CHECKS_REMEMBERED, show_spinner=False)
def _checked(
    edition: object, code: str, hints: tuple[int | None, str | None, str | None], _receipt: Receipt
) -> Verdict:
    year, unit, period = hints
    return intake.check(data.store(), _receipt, hints=Hints(year=year, unit=unit, period=period), pool=pool())


def cells_as_sent(edition: data.Edition, sha256: str, spots: tuple[Spot, ...]) -> dict[Where, Sent] | None:
    """Return what stands in cells of an original by sheet and cell, read again; None where it cannot be."""
    sent = _cells_as_sent(edition.key, sha256, spots)
    return None if sent is None else {(sheet, cell): (text, formula) for sheet, cell, text, formula in sent}


@st.cache_data(max_entries=CHECKS_REMEMBERED, show_spinner=False)
def _cells_as_sent(
    edition: object, sha256: str, spots: tuple[Spot, ...]
) -> list[tuple[str, str, str, str]] | None:
    return intake.cells_as_sent(data.store(), sha256, spots, pool=pool())


def submit(receipt: Receipt, hints: Hints) -> intake.Submitted:
    """Submit a kept file as the current user.

    Raises:
        SubmitFaultError: The store could not take it.
        SubmitUnknownError: The submitting process ended before it answered.
    """
    return submitter().submit(data.data_root(), receipt, hints=hints, by=data.current_user().name)


def publish_pending() -> None:
    """Publish what is on record and in no snapshot yet.

    Raises:
        SubmitFaultError: The store could not publish it.
        SubmitUnknownError: The publishing process ended before it answered.
    """
    submitter().publish(data.data_root())


@st.cache_data(max_entries=CHECKS_REMEMBERED, show_spinner=False)
def template(form: str, unit: str, year: int, lang: str) -> bytes:
    """Return the workbook of an empty form, pre-filled with what lies in the unit."""
    return templates.write_template(form, unit_code=unit, year=year, places=load_places(), language=lang)
