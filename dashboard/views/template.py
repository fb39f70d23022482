"""Part of *Nộp số liệu*: an empty form, pre-filled with the communes of a place."""

from __future__ import annotations

import streamlit as st

from dashboard import data, receiving, state
from dashboard.i18n import language, t
from etl import template as templates


def section(edition: data.Edition) -> None:
    """Draw the choice of a template and its download."""
    with st.expander(t("template.heading")):
        st.write(t("template.purpose"))
        form = st.selectbox(
            t("template.form"), templates.FORMS, format_func=lambda one: t(f"form.{one}"), key="template_form"
        )
        year = st.selectbox(t("template.year"), data.reportable_years(), key="template_year")
        unit = state.pick_unit(edition, year=year, key="template_unit")
        if unit is not None:
            _download(form, unit, year)


def _download(form: str, unit: str, year: int) -> None:
    try:
        workbook = receiving.template(form, unit, year, language())
    except templates.TemplateError as error:
        st.warning(error.message(language()))
        return
    st.download_button(
        t("template.download"), workbook, file_name=f"{form}-{unit}-{year}.xlsx", on_click="ignore"
    )
