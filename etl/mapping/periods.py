"""Which part of a year a line speaks of: all of it, 6 or 9 months, or another part, which is asked about."""

from __future__ import annotations

import re
from functools import lru_cache

OPEN = "open"  # a part of the year that is neither the first 6 nor the first 9 months
_STORED = (
    (
        "6_thang",
        re.compile(
            r"(?<!\d)(?:0?6|sau) thang(?! (?!20\d\d)\d| cuoi)|(?<![a-z0-9])6 ?t(?![a-z0-9])"
            r"|(?<![a-z])nua (?:dau nam|nam dau)|(?<![a-z])(?:het|den) qui (?:ii|2)(?![a-z0-9])"
            r"|(?<![a-z0-9])(?:2|hai) qui dau"
        ),
    ),
    (
        "9_thang",
        re.compile(
            r"(?<!\d)(?:0?9|chin) thang(?! (?!20\d\d)\d| cuoi)|(?<![a-z0-9])9 ?t(?![a-z0-9])"
            r"|(?<![a-z])(?:het|den) qui (?:iii|3)(?![a-z0-9])|(?<![a-z0-9])(?:3|ba) qui dau"
        ),
    ),
)
# `Số liệu tính đến 30/6/2018`: the month up to which the figures are summed.
_UP_TO = re.compile(
    r"(?<![a-z])(?:tinh|so lieu) (?:den|toi) (?:het )?(?:thoi diem )?(?:ngai )?"
    r"(?:\d{1,2} ?[ /.-] ?0?(?P<day>\d{1,2})(?!\d|\.(?! ?20\d\d))|\d{1,2} thang 0?(?P<long>\d{1,2})(?!\d)"
    r"|(?:thang )?0?(?P<month>\d{1,2})(?= ?[/.-] ?20\d\d| nam 20\d\d|[ ,;)]*$))"
)
_CLOSING_DAY = re.compile(
    r"(?<![a-z])(?:tinh|so lieu) (?:den|toi) (?:het )?(?:thoi diem )?(?:ngai )?0?(?P<day>\d{1,2})"
    r"(?: ?[/.-] ?0?(?P<month>\d{1,2}) ?[/.-] ?| thang 0?(?P<long>\d{1,2}),? nam )(?P<year>20[0-4]\d)(?!\d)"
)
_STORED_MONTHS = {6: "6_thang", 9: "9_thang"}
_FIRST_CLOSING_MONTH, _MONTHS, _LAST_DAY = 3, 12, 31
_OTHER_MONTHS = frozenset({3, 4, 5, 7, 8})  # a year is closed from October to February
_LETTER_DATE = re.compile(r"ngai\s*\S{0,4}\s*thang\s*\S{0,4}\s*nam\s*\S{0,6}")
_OPEN = re.compile(
    r"(?<![\da-z])(?:0?[1-578]|1[01]|mot|hai|ba|bon|tu|nam|bai|tam|muoi|muoi mot) thang (?:dau|cuoi)(?![a-z])"
    r"|(?<!\d)(?:0?[1-578]|1[01]) thang(?: nam)? 20\d\d"
    r"|(?<!\d)(?:0?[69]|sau|chin) thang cuoi|(?<![a-z])nua (?:cuoi nam|nam cuoi)"
    r"|(?<![a-z])qui (?:i{1,3}|iv|[1-4])(?![a-z0-9])"
    r"|(?<![a-z])ki (?:i{1,2}|[12])(?![a-z0-9])"
)
_FROM_JANUARY = re.compile(
    r"(?<![a-z])tu thang 0?1 (?:den|toi) (?:het )?(?:thang )?0?(?P<month>\d{1,2})(?!\d)"
)
_TO_MONTH = re.compile(r"(?<![a-z])(?:den|toi|het) (?:thang )?(?:0?[12]|1[0-2])(?:,? nam| ?[/.-]) ?20\d\d")
# One month or quarter: `Báo cáo tháng 12 năm 2018`, `I/2018`; not `TT 12/2018`, not the 12 of `5/12/2018`.
_MONTH = re.compile(
    r"(?<![a-z])thang 0?(?:1[0-2]|[1-9])(?!\d)(?:,? nam|,? ?[/.-])? ?20\d\d"
    r"|(?<![a-z])bao cao thang 0?\d{1,2}(?!\d)"
    r"|(?<![\w/.-])(?<!so )(?<!qd )(?<!tt )(?<!nq )(?:0?[1-9]|1[0-2]|i{1,3}|iv) ?/ ?20\d\d(?![\w/.-])"
)
_MONTH_ALONE = re.compile(r"\W*thang 0?\d{1,2}(?:,? nam|,? ?[/.-])? ?20\d\d\W*")
# A programme is looked back upon after several years; that says nothing of a part of one year.
_LOOKING_BACK = re.compile(
    r"(?<![a-z])so ket(?! (?:[a-z]+ )*?"
    r"(?:\d+ nam|(?:hai|ba|bon|nam) nam|giai doan|de an|chuong trinh|chi thi))"
)


@lru_cache(maxsize=2048)
def part_of_year(plain: str) -> str | None:
    """Return `6_thang`, `9_thang` or `open` for a folded text, None for the whole year.

    >>> part_of_year("qui iii nam 2018"), part_of_year("so lieu tinh den 30/6/2018"), part_of_year("nam 2018")
    ('open', '6_thang', None)
    """
    if named := next((name for name, pattern in _STORED if pattern.search(plain)), None):
        return named
    if (until := _FROM_JANUARY.search(plain)) and until["month"] != "12":
        return _STORED_MONTHS.get(int(until["month"]), OPEN)
    if until := _UP_TO.search(plain):
        month = int(until["day"] or until["long"] or until["month"])
        if month in _STORED_MONTHS:
            return _STORED_MONTHS[month]
        if month in _OTHER_MONTHS:
            return OPEN
    for apart in (_UP_TO, _LETTER_DATE, _FROM_JANUARY, _TO_MONTH):
        plain = apart.sub(" ", plain)
    return OPEN if any(one.search(plain) for one in (_OPEN, _LOOKING_BACK, _MONTH)) else None


def closing_in(plain: str) -> tuple[int, bool] | None:
    """Return the year in which a folded line closes its figures, and whether that day ends a stored period.

    A day in January or February may close the year before: it says no year.

    >>> closing_in("so lieu tinh den 31/12/2018"), closing_in("tinh den ngai 15 thang 01 nam 2019")
    ((2018, True), None)
    """
    found = _CLOSING_DAY.search(plain)
    month = int(found["month"] or found["long"]) if found else 0
    if found is None or not _FIRST_CLOSING_MONTH <= month <= _MONTHS:
        return None
    is_end = month in _STORED_MONTHS or (month == _MONTHS and int(found["day"]) == _LAST_DAY)
    return int(found["year"]), is_end


def is_month_alone(plain: str) -> bool:
    """Say whether a folded line says one month and nothing else: beside a year it dates the letter."""
    return bool(_MONTH_ALONE.fullmatch(plain))
