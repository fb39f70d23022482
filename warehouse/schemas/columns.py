"""Columns that stand in many tables, so that the same thing has one type and one bound."""

from __future__ import annotations

import dataframely as dy

TITLES = ("gia_dinh", "dong_ho", "cong_dong", "cong_dong_xa", "don_vi", "cong_dan")
PERIODS = ("nam", "9_thang", "6_thang")
LEVELS = ("country", "province", "district", "commune")
RANKS = (
    "tot", "kha", "trung_binh", "khong_xep_loai", "chua_dat", "muc_do_1", "muc_do_2", "dat", "khong_dat",
)  # fmt: skip
SEVERITIES = ("error", "warning", "note")
VERDICTS = ("accepted", "warnings", "partial", "rejected", "unchanged")
BASES = ("self", "assessed")


def text(description: str, *, key: bool = False, nullable: bool = False) -> dy.String:
    """Return a column of free text."""
    return dy.String(primary_key=key, nullable=nullable, description=description)


def word(description: str, words: tuple[str, ...], *, key: bool = False, nullable: bool = False) -> dy.String:
    """Return a column that holds one of a few words."""
    pattern = f"^({'|'.join(words)})$"
    return dy.String(primary_key=key, nullable=nullable, regex=pattern, description=description)


def number(description: str, *, key: bool = False, nullable: bool = False, minimum: int = 0) -> dy.Int32:
    """Return a column of small whole numbers."""
    return dy.Int32(primary_key=key, nullable=nullable, min=minimum, description=description)


def event(description: str = "Ledger event that brought the row") -> dy.Int64:
    """Return a column that names a ledger event."""
    return dy.Int64(nullable=False, min=0, description=description)


def count(description: str) -> dy.Int64:
    """Return a column of counts, null where not reported."""
    return dy.Int64(nullable=True, min=0, description=description, metadata={"unit": "count"})


def points(description: str, *, nullable: bool = True) -> dy.Float64:
    """Return a column of points."""
    return dy.Float64(nullable=nullable, min=0, description=description, metadata={"unit": "points"})


def year(description: str = "Year assessed", *, key: bool = False, nullable: bool = False) -> dy.Int32:
    """Return a column of calendar years."""
    return dy.Int32(primary_key=key, nullable=nullable, min=1990, max=2100, description=description)


def day(description: str, *, key: bool = False, nullable: bool = False) -> dy.Date:
    """Return a column of calendar days."""
    return dy.Date(primary_key=key, nullable=nullable, description=description)


def flag(description: str, *, nullable: bool = False) -> dy.Bool:
    """Return a column of yes or no."""
    return dy.Bool(nullable=nullable, description=description)


def words(description: str, *, nullable: bool = False) -> dy.List:
    """Return a column of lists of text."""
    return dy.List(dy.String(nullable=False), nullable=nullable, description=description)
