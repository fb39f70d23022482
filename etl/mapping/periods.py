"""Which part of a year a line speaks of: all of it, 6 or 9 months, or another part, which is asked about."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

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
# `Số liệu tính đến 30/6/2018`, `Thời điểm chốt số liệu: 30/6/2018`, `Từ 01/01/2018 đến 30/6/2018`: the day or
# month up to which the figures are summed.
_JANUARY = r"tu (?:ngai )?0?1(?: ?[/.-] ?| thang )0?1(?:(?: ?[/.-] ?|,? nam )20\d\d)?"
_CLOSED = (
    r"(?<![a-z])(?:(?:(?:tinh|so lieu|chot|lai|cap nhat)(?: so lieu)?|" + _JANUARY + r") (?:den|toi)"
    r"|(?:thoi diem|ngai) (?:chot|lai|tinh)(?: so lieu)?(?: la)?:?|chot(?: so lieu)?(?: vao| tai)?"
    r"|so lieu (?:vao|tai)) (?:het )?(?:thoi diem )?(?:ngai )?"
)
_UP_TO = re.compile(
    _CLOSED
    + r"(?:\d{1,2} ?[ /.-] ?0?(?P<day>\d{1,2})(?!\d|\.(?! ?20\d\d))|\d{1,2} thang 0?(?P<long>\d{1,2})(?!\d)"
    r"|(?:thang )?0?(?P<month>\d{1,2})(?= ?[/.-] ?20\d\d| nam 20\d\d|[ ,;)]*$))"
)
_CLOSING_DAY = re.compile(
    _CLOSED + r"0?(?P<day>\d{1,2})"
    r"(?: ?[/.-] ?0?(?P<month>\d{1,2}) ?[/.-] ?| thang 0?(?P<long>\d{1,2}),? nam )(?P<year>20[0-4]\d)(?!\d)"
)
# Inhabitants and households are counted on a day of their own: `(dân số tính đến 31/12/2017)`.
_OF_BASE = re.compile(r"(?<![a-z])(?:dan so|nhan khau|tong so ho)(?: dan)?(?: hien)?(?: co)? ?\(?" + _CLOSED)
# `Từ 01/7/2018 đến 31/12/2018` is a part of the year; from one November to the next is a year.
_FROM_LATER = re.compile(
    r"(?<![a-z])tu (?:ngai )?\d{1,2}(?: ?[/.-] ?| thang )0?(?:[2-9]|1[0-2])"
    r"(?:(?: ?[/.-] ?|,? nam )(?P<from>20\d\d))? (?:den|toi) (?:het )?(?:ngai )?"
    r"\d{1,2}(?: ?[/.-] ?| thang )\d{1,2}(?: ?[/.-] ?|,? nam )(?(from)(?P=from)|20\d\d)"
)
# A remark below a table speaks of its figures: `* Số liệu tính đến 30/6/2018`; a day on which inhabitants
# were counted, or what else went on in these months, says nothing of them.
_REMARK = re.compile(
    r"\W*(?:(?:ghi chu|luu i|chu thich)\W*)?(?P<said>(?=(?P<figures>[^.;]*so lieu)?)"
    r"(?:(?:cac|so lieu|bieu|bang|tren|nai|bao cao|trong|duoc|cua|la|ca|ki|dai) )*"
    r"(?:" + _CLOSED + r".{0,30}|(?(figures)|(?!))(?:(?:\d{1,2}|sau|chin) thang|qui [iv1-4]+|nua dau nam)"
    r"(?![^.;]*(?:%|tang |giam |so voi))[^.;]{0,30}))"
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
    r"|(?<![a-z])(?<!dang )(?<!chu )ki (?:i{1,2}|[12])(?![a-z0-9])"
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
    plain = _OF_BASE.sub(" ", plain)
    if (until := _FROM_JANUARY.search(plain)) and until["month"] != "12":
        return _STORED_MONTHS.get(int(until["month"]), OPEN)
    if until := _UP_TO.search(plain):
        month = int(until["day"] or until["long"] or until["month"])
        if month in _STORED_MONTHS:
            return _STORED_MONTHS[month]
        if month in _OTHER_MONTHS:
            return OPEN
    if _FROM_LATER.search(plain):
        return OPEN
    for apart in (_UP_TO, _LETTER_DATE, _FROM_JANUARY, _TO_MONTH):
        plain = apart.sub(" ", plain)
    return OPEN if any(one.search(plain) for one in (_OPEN, _LOOKING_BACK, _MONTH)) else None


class Closing(NamedTuple):
    """The day on which the figures of a line close."""

    year: int
    month: int
    is_end: bool  # of the first 6 or 9 months, or of the year

    def fits(self, year: int) -> bool:
        """Say whether figures of a year close on this day; early in a year those of the year before may."""
        return year == self.year or (year == self.year - 1 and self.month == _FIRST_CLOSING_MONTH)


def closing_in(plain: str) -> Closing | None:
    """Return when a folded line closes its figures.

    A day in January or February may close the year before: it says no year.

    >>> closing_in("so lieu tinh den 31/12/2018"), closing_in("tinh den ngai 15 thang 01 nam 2019")
    (Closing(year=2018, month=12, is_end=True), None)
    """
    found = _CLOSING_DAY.search(_OF_BASE.sub(" ", plain))
    month = int(found["month"] or found["long"]) if found else 0
    if found is None or not _FIRST_CLOSING_MONTH <= month <= _MONTHS:
        return None
    is_end = month in _STORED_MONTHS or (month == _MONTHS and int(found["day"]) == _LAST_DAY)
    return Closing(int(found["year"]), month, is_end)


def remark_of_period(plain: str) -> str:
    """Return what a folded remark below a table says of the period of its figures, or nothing.

    >>> remark_of_period("ghi chu: so lieu 6 thang dau nam"), remark_of_period("dan so tinh den 30/6/2018")
    ('so lieu 6 thang dau nam', '')
    """
    found = _REMARK.match(plain)
    return found["said"] if found else ""


def is_month_alone(plain: str) -> bool:
    """Say whether a folded line says one month and nothing else: beside a year it dates the letter."""
    return bool(_MONTH_ALONE.fullmatch(plain))
