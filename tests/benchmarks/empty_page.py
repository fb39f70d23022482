"""The reference of the page benchmarks: a Streamlit page with one list and one line of text."""

from __future__ import annotations

import streamlit as st

chosen = st.selectbox("Năm đánh giá", ["2019", "2018"], key="nam")
st.html(f'<p class="xh-footer">{chosen}</p>')
