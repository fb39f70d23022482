"""Choices that stand in the address: taken from it, kept in it, and remembered while another page is open.

Streamlit can bind a widget to the address, but then drops what equals a default and forgets
the rest when another page opens; a link must say its year, and Back must find it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import streamlit as st

_KEPT = "kept_in_address"
_SEEN = "seen_in_address"  # what the address said when it was last read or written
_CHOSEN = "chosen_before"  # the value of each widget when its choice was last kept
_ACTED = "acted"


def kept() -> dict[str, str]:
    """Return what this session keeps in the address, by name."""
    return _memory(_KEPT)


def _memory(name: str) -> dict[str, Any]:
    if name not in st.session_state:
        st.session_state[name] = {}
    known: dict[str, Any] = st.session_state[name]
    return known


def begin() -> None:
    """Note, before a page is drawn, whether a choice brought this run about.

    A choice made before the browser has taken in the last address comes with the old one, like Back: then
    the choice decides, not the address.
    """
    chosen = _memory(_CHOSEN)
    st.session_state[_ACTED] = any(
        key in st.session_state and st.session_state[key] != value for key, value in chosen.items()
    )


def asked(key: str) -> str | None:
    """Return what the address says under a name."""
    return st.query_params.get(key) or None


def follow(
    key: str, options: Sequence[Any], label_of: Callable[[Any], str], default: Any = None
) -> str | None:
    """Set the choice of a widget, before it is drawn; return what was asked for and is not on offer.

    An address that changed (a link, Back) decides; then the choice made; then the one made
    before another page was opened; then the default. An option is asked for by label or by code.
    """
    wanted, before, seen = asked(key), kept().get(key), _memory(_SEEN)
    if wanted is not None and wanted != seen.get(key) and not st.session_state.get(_ACTED):
        seen[key] = wanted
        found = _option(wanted, options, label_of)
        st.session_state[key] = default if found is None else found
        return wanted if found is None else None
    if key not in st.session_state:
        found = None if before is None else _option(before, options, label_of)
        st.session_state[key] = default if found is None else found
        return None
    chosen = st.session_state[key]
    if chosen is None or chosen in options:
        return None
    st.session_state[key] = default
    return label_of(chosen)


def _option(text: str, options: Sequence[Any], label_of: Callable[[Any], str]) -> Any:
    return next((option for option in options if text in (label_of(option), option)), None)


def keep(key: str, text: str | None) -> None:
    """Remember what stands in the address under a name; None for nothing."""
    if text is None:
        kept().pop(key, None)
    else:
        kept()[key] = text
    _memory(_CHOSEN)[key] = st.session_state.get(key)


def forget(keys: Iterable[str]) -> None:
    """Forget choices, also those of widgets."""
    for key in keys:
        st.session_state.pop(key, None)
        keep(key, None)


def write(keys: Iterable[str]) -> None:
    """Write what is kept under some names into the address, in one step of the browser's history."""
    known = {key: kept().get(key) for key in keys}
    changed: dict[str, str | list[str]] = {
        key: text or []
        for key, text in known.items()
        if text != asked(key)  # [] takes a name out
    }
    if changed:
        st.query_params.update(changed)
        _memory(_SEEN).update({key: known[key] for key in changed})
