"""Choices that stand in the address: taken from it, kept in it, and remembered while another page is open.

Streamlit can bind a widget to the address, but then drops what equals a default and forgets
the rest when another page opens; a link must say its year, and Back must find it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import streamlit as st

from dashboard.i18n import LANGUAGE

_KEPT = "kept_in_address"
_SEEN = "seen_in_address"  # what the address said when it was last read or written
_CHOSEN = "chosen_before"  # the value of each widget when its choice was last kept
_ACTED = "acted"
_STOOD = "stood_in_address"  # the whole address when it was last written
_LED = "led_by_address"
_PAGE = "page_drawn"
_DRAWN = "drawn_on_page"  # the page on which the widget of each choice was last drawn


def kept() -> dict[str, str]:
    """Return what this session keeps in the address, by name."""
    return _memory(_KEPT)


def _memory(name: str) -> dict[str, Any]:
    if name not in st.session_state:
        st.session_state[name] = {}
    known: dict[str, Any] = st.session_state[name]
    return known


def begin() -> None:
    """Note, before a page is drawn, whether a choice brought this run about, or a link or Back.

    A choice made before the browser has taken in the last address comes with the old one, like Back: then
    the choice decides, not the address.
    """
    chosen = _memory(_CHOSEN)
    st.session_state[_ACTED] = any(
        key in st.session_state and st.session_state[key] != value for key, value in chosen.items()
    )
    now = _now()
    is_other = bool(now) and now != _memory(_STOOD)
    st.session_state[_LED] = is_other and not st.session_state[_ACTED]


def _now() -> dict[str, str]:
    return {key: text for key, text in st.query_params.items() if key != LANGUAGE}


def at(page: str) -> None:
    """Note which page is drawn: a widget of another page is a new one, which knows nothing of the old."""
    st.session_state[_PAGE] = page


def is_left(key: str) -> bool:
    """Return whether a link, Back or the navigation led away from where a widget was last drawn."""
    is_elsewhere = _memory(_DRAWN).get(key) != st.session_state.get(_PAGE)
    return not st.session_state[_ACTED] and (st.session_state[_LED] or is_elsewhere)


def asked(key: str) -> str | None:
    """Return what the address says under a name."""
    return st.query_params.get(key) or None


def follow(
    key: str, options: Sequence[Any], label_of: Callable[[Any], str], default: Any = None
) -> str | None:
    """Set the choice of a widget, before it is drawn; return what was asked for and is not on offer.

    An address that changed (a link, Back) decides, also by what it no longer says; then the choice made;
    then the one made before another page was opened; then the default. An option is asked for by label or
    by code.
    """
    wanted, before, seen = asked(key), kept().get(key), _memory(_SEEN)
    has_changed = wanted != seen.get(key) and (wanted is not None or st.session_state.get(_LED))
    if has_changed and not st.session_state.get(_ACTED):
        seen[key] = wanted
        found = None if wanted is None else _option(wanted, options, label_of)
        st.session_state[key] = default if found is None else found
        return wanted if found is None else None
    if key not in st.session_state:
        found = None if before is None else _option(before, options, label_of)
        st.session_state[key] = default if found is None else found
        return None
    chosen = st.session_state[key]
    if chosen is None or chosen in options:
        if _memory(_DRAWN).get(key) != st.session_state.get(_PAGE):
            st.session_state[key] = chosen
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
    _memory(_DRAWN)[key] = st.session_state.get(_PAGE)


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
    st.session_state[_STOOD] = _now()
