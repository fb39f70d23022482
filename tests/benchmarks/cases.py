"""What the benchmarks of pages visit: every page with a year to choose, and an empty page beside them."""

from __future__ import annotations

from pathlib import Path

YEAR_BOX = "Năm đánh giá"
NEW, OLD = "2019", "2018"
EMPTY_PAGE = Path(__file__).with_name("empty_page.py")
EMPTY = f"""
import sys
import streamlit as st
from dashboard.serve import SERVER_OPTIONS
options = SERVER_OPTIONS | {{"server.port": int(sys.argv[1]), "server.address": "127.0.0.1"}}
st.App({str(EMPTY_PAGE)!r}).run(config=options)
"""
# What is shown: name of the page in the address, and its choices.
CASES = {
    "overview of the province": ("", "dia_phuong=38"),
    "overview of a district": ("", "dia_phuong=389"),
    "map of districts": ("ban-do", "dia_phuong=38"),
    "map of all communes": ("ban-do", "dia_phuong=38&to_mau=rank"),
    "map of the country": ("ban-do", "dia_phuong=VN"),
    "place, the province": ("dia-phuong", "dia_phuong=38"),
    "place, a commune": ("dia-phuong", "dia_phuong=389&xa=15064"),
    "scores of the province": ("cham-diem", "dia_phuong=38"),
    "scores of a district": ("cham-diem", "dia_phuong=389"),
    "sources": ("so-lieu-va-nguon", "dia_phuong=38"),
}
