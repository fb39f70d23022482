"""Choices that live in the address: language, year, place; an unknown value falls back, and says so."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from dashboard import address, data, i18n
from dashboard.i18n import LANGUAGE, in_text, t

YEAR, PLACE, COMMUNE, TITLE, MEASURE = "nam", "dia_phuong", "xa", "danh_hieu", "to_mau"
RECEIPT, SUBMISSION, SOURCE = "nop", "lan_nop", "nguon"
PLACE_PAGE = "dia-phuong"
OPEN_YEAR = "XHHT_OPEN_YEAR"  # the year a fresh address opens on; the newest one without it
Option = TypeVar("Option")


def choose_language() -> str:
    """Show the language switch and return its choice."""
    chosen = st.segmented_control(
        t("language.label"),
        i18n.LANGUAGES,
        default=i18n.LANGUAGES[0],
        required=True,
        key=LANGUAGE,
        bind="query-params",
        label_visibility="collapsed",
    )
    return str(chosen)


def asked_language() -> str:
    """Return the language of this run before its switch is drawn."""
    asked = st.session_state.get(LANGUAGE) or st.query_params.get(LANGUAGE)
    return asked if asked in i18n.LANGUAGES else i18n.LANGUAGES[0]


def _choose(
    key: str, label: str, options: Sequence[Option], default: Option, label_of: Callable[[Any], str]
) -> Option:
    lost = address.follow(key, options, label_of, default)
    chosen = st.selectbox(
        label,
        options,
        index=options.index(default),
        format_func=label_of,
        key=key,
        filter_mode="contains",
    )
    address.keep(key, label_of(chosen))
    if lost is not None:
        st.info(t("filter.unknown", value=lost, filter=f"“{label}”", shown=label_of(chosen)))
    return chosen


def choose_year(years: list[int]) -> int:
    """Show the year filter and return its choice; newest first."""
    wanted = os.environ.get(OPEN_YEAR, "")
    default = int(wanted) if wanted.isdecimal() and int(wanted) in years else years[-1]
    return _choose(YEAR, t("filter.year"), years[::-1], default, str)


def choose_title(titles: Sequence[str]) -> str:
    """Show the filter of titles and return the code chosen: the first one by default."""
    return _choose(TITLE, t("filter.title"), list(titles), titles[0], lambda code: t(f"title.{code}"))


def choose_measure(measures: Sequence[str]) -> str:
    """Show what a map may be coloured by and return the choice: the first one by default."""
    return _choose(
        MEASURE, t("filter.measure"), list(measures), measures[0], lambda code: t(f"map.measure.{code}")
    )


def link(page: str, choices: Mapping[str, str]) -> str:
    """Return the address of a page with some choices in it, in the language of this run.

    Args:
        page: Name of the page in the address; empty for the one that is open.
        choices: Values by their name in the address.
    """
    spoken = {} if i18n.language() == i18n.LANGUAGES[0] else {LANGUAGE: i18n.language()}
    return f"{page}?{urlencode({**choices, **spoken})}"


def choose_submission(names: dict[str, str]) -> str | None:
    """Show the list of submissions and return the one chosen; none by default."""

    def label_of(code: str) -> str:
        return names.get(code, code)

    label = t("sources.choose_submission")
    lost = address.follow(SUBMISSION, list(names), label_of)
    chosen: str | None = st.selectbox(
        label, list(names), index=None, format_func=label_of, key=SUBMISSION,
        placeholder=t("submit.ask_none"), filter_mode="contains",
    )  # fmt: skip
    address.keep(SUBMISSION, chosen)
    if lost is not None:
        st.info(t("sources.unknown_submission", value=lost))
    return chosen


def place_names(places: pl.DataFrame) -> dict[str, str]:
    """Return the name of each place on offer by its code; a district's with its province.

    Shape: the country first, then each province followed by its districts.
    """
    rows = places.to_dicts()
    provinces = {row["code"]: row["name"] for row in rows if row["level"] == "province"}
    names = {data.COUNTRY: t("filter.country")}
    for code, name in provinces.items():
        names[code] = name
        names |= {row["code"]: f"{row['name']}, {name}" for row in rows if row["parent_code"] == code}
    return names


def choose_place(places: pl.DataFrame) -> str:
    """Show the place filter and return the code chosen: by default the only province, else the country."""
    names = place_names(places)
    provinces = places.filter(pl.col("level") == "province")["code"].to_list()
    default = provinces[0] if len(provinces) == 1 else data.COUNTRY
    # A name of another year's list stands for itself.
    return _choose(PLACE, t("filter.place"), list(names), default, lambda code: names.get(code, str(code)))


def choose_commune(communes: pl.DataFrame) -> str | None:
    """Show the filter of the communes of a place and return the code chosen; None for the whole place.

    Without a commune on offer nothing is shown, and one that was asked for is said to need a district.
    """
    names: dict[str, str] = dict(communes.sort("name").select("code", "name").iter_rows())
    asked = address.asked(COMMUNE)
    if not names:
        if asked is not None:
            st.info(t("filter.commune_first", value=asked))
        address.forget((COMMUNE,))
        return None
    label = t("filter.commune")
    lost = address.follow(COMMUNE, list(names), lambda code: names.get(code, code))
    chosen: str | None = st.selectbox(
        label, list(names), index=None, format_func=lambda code: names.get(code, code), key=COMMUNE,
        placeholder=t("filter.whole_place"), filter_mode="contains",
    )  # fmt: skip
    address.keep(COMMUNE, None if chosen is None else names[chosen])
    if lost is not None and lost == asked:  # not where another district was chosen
        shown = t("filter.whole_place")
        st.info(t("filter.unknown", value=lost, filter=f"“{label}”", shown=shown[:1].lower() + shown[1:]))
    return chosen


def unit_keys(key: str) -> tuple[str, str]:
    """Return the names of the two choices of `pick_unit`: the province, and what lies in it."""
    return f"{key}_tinh", f"{key}_dia_phuong"


def pick_unit(edition: data.Edition, *, year: int, key: str, help_text: str | None = None) -> str | None:
    """Show a province and, once it is chosen, what lies in it; return the code of the narrowest choice."""
    province_key, inside_key = unit_keys(key)
    pick = partial(_pick, help_text=help_text)
    provinces = data.units(edition, year=year, unit=data.COUNTRY, level="province")
    names = dict(provinces.select("code", "name").iter_rows())
    province = pick(t("submit.ask_province"), names, key=province_key)
    if province is None:
        return None
    return pick(t("submit.ask_unit"), _names_inside(edition, year, province), key=inside_key) or province


def _names_inside(edition: data.Edition, year: int, province: str) -> dict[str, str]:
    """Return the districts and communes of a province by code; a commune's name with its district."""
    districts = data.units(edition, year=year, unit=province, level="district")
    communes = data.units(edition, year=year, unit=province, level="commune")
    names = dict(districts.select("code", "name").iter_rows())
    inside = dict(names)
    for code, name, parent in communes.select("code", "name", "parent_code").iter_rows():
        inside[code] = f"{name}, {in_text(names[parent])}" if parent in names else name
    return inside


def _pick(label: str, names: dict[str, str], *, key: str, help_text: str | None) -> str | None:
    def label_of(code: str) -> str:
        return names.get(code, code)

    address.follow(key, list(names), label_of)
    chosen: str | None = st.selectbox(
        label, list(names), index=None, format_func=label_of, key=key,
        placeholder=t("submit.ask_none"), help=help_text, filter_mode="contains",
    )  # fmt: skip
    address.keep(key, None if chosen is None else label_of(chosen))
    return chosen
