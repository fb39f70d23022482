"""Years in the labels of a head: which year a column is of."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.mapping.headers import Head
from etl.mapping.labels import key, text_of
from etl.mapping.periods import part_of_year
from etl.model import Sheet

_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")
# Dates, acts, surveys and comparisons name years of which the column is not.
_NOT_OF_COLUMN = re.compile(
    r"\d{1,2}[ /]\d{1,2}[ /]20\d\d|\d+/20\d\d\S*"
    r"|(?:quiet dinh|qd|thong tu|tt|nghi dinh|nghi quiet|nq|cong van) (?:so )?\d\S*(?: \D\S*){0,6} nam 20\d\d"
    r"|(?:dieu tra|chuan|giai doan|so voi|so|tang|giam)(?: [a-z]+){0,3} 20\d\d(?: (?:den )?20\d\d)?"
)
_WHOLE_YEAR = r"(?:ca nam|12 thang)(?: (?:nam )?20[0-4]\d)?"
_YEAR_LABEL = re.compile(
    r"(?:(?:ket qua|thuc hien|so lieu|dat|th|trong|tinh|den|het|cuoi) ?)*"
    rf"(?:(?:nam )?20[0-4]\d|{_WHOLE_YEAR}|0?[69] ?(?:thang|t)(?: dau nam)?(?: (?:nam )?20[0-4]\d)?)"
)
_WHOLE_YEAR_LABEL = re.compile(rf"(?<![a-z0-9]){_WHOLE_YEAR}(?![a-z0-9])")
_ACTUAL_LABEL = re.compile(
    r"(?:(?:so|da) )?(?:ket qua|kq|thuc hien|th|thuc te)(?: thuc hien| th)?(?: trong nam)?"
)


@lru_cache(maxsize=4096)
def label_years(label: str) -> frozenset[int]:
    """Return the years of which a column with this label (as a key) is."""
    return frozenset(int(year) for year in _YEAR.findall(_NOT_OF_COLUMN.sub(" ", label)))


@lru_cache(maxsize=4096)
def is_year_label(label: str) -> bool:
    """Say whether a label says a year or a part of it, nothing of what is counted: `Năm 2018`, `Cả năm`."""
    return bool(_YEAR_LABEL.fullmatch(label))


@lru_cache(maxsize=4096)
def is_whole_year(label: str) -> bool:
    """Say whether a label says that its column is of the whole year: `Cả năm`, `TH cả năm 2018`."""
    return bool(_WHOLE_YEAR_LABEL.search(label))


@lru_cache(maxsize=4096)
def is_actual_label(label: str) -> bool:
    """Say whether a label says that its column is of what was done, and nothing else: `Thực hiện`, `TH`."""
    return bool(_ACTUAL_LABEL.fullmatch(label))


def years_in_head(head: Head) -> set[int]:
    """Return the years of which the columns of a head are."""
    return {year for path in head.paths for label in path for year in label_years(label)}


def path_of_year(path: tuple[str, ...], year: int) -> tuple[str, ...]:
    """Return the labels of a column, none if they are of other years only."""
    named = {one for label in path for one in label_years(label)}
    return path if not named or year in named else ()


def is_of_other_period(path: tuple[str, ...], period: str) -> bool:
    """Say whether labels name a month, a quarter, or another period than the one reported."""
    if period != "nam" and any(map(is_whole_year, path)):
        return True
    return any(part_of_year(label) not in (None, period) for label in path)


def year_cell(sheet: Sheet, head: Head) -> tuple[int, int] | None:
    """Return the first cell of a head that names a year of columns."""
    for row in range(head.first, head.last + 1):
        for column, value in enumerate(sheet.rows[row]):
            if value != "" and label_years(key(text_of(value))):
                return row, column
    return None
