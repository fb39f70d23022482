"""In place of every page: there is nothing to show yet, because the warehouse is being made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import streamlit as st

from dashboard import data
from dashboard.errors import error_words
from dashboard.i18n import t
from warehouse.errors import SnapshotPendingError


@contextmanager
def opened(
    publish_pending: Callable[[], None], pages: Callable[[data.Edition], list[st.Page]]
) -> Iterator[data.Edition]:
    """Pin the newest snapshot for one run; as long as it is in the making, say so and end the run.

    Args:
        publish_pending: Called where something is on record, nothing can be shown and nobody is at work.
        pages: The pages of an edition: the address keeps the one that was asked for.
    """
    with ExitStack() as stack:
        try:
            edition = stack.enter_context(data.opened(publish_pending))
        except SnapshotPendingError as error:
            st.navigation(pages(data.nothing()), position="hidden")
            st.title(t("app.pending_heading"))
            st.info(error_words(error))
            _wait()
            st.stop()
        yield edition


@st.fragment(run_every=5)
def _wait() -> None:
    """Open the page that was asked for as soon as the writer is done, or when asked to look again."""
    st.button(t("app.pending_retry"), key="pending_retry")
    if not data.is_being_written():
        st.rerun()
