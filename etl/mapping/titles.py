"""What the lines above a table say: year, period, place, channel, and the one title of a sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from etl.forms import forms
from etl.mapping.labels import fold, key, text_of
from etl.mapping.measures import names_title, without_movements
from etl.mapping.periods import OPEN, Closing, closing_in, is_month_alone, part_of_year, remark_of_period
from etl.mapping.place_labels import any_of, place_words
from etl.mapping.scales import is_scaled_line
from etl.model import Sheet, Workbook
from etl.text.unicode import nfc

At = tuple[int, int]

_NOT_YEARS = re.compile(
    r"ngai\s*\S{0,4}\s*thang\s*\S{0,4}\s*nam\s*\S{0,6}"  # the date of the letter
    r"|\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*(?:19|20)\d\d|[….]+/(?:19|20)\d\d"
    r"|\d+/(?:19|20)\d\d/\S+|nam hoc\s*(?:19|20)\d\d\s*-?\s*(?:(?:19|20)\d\d)?"
    r"|(?:giai doan|tu nam)\s*(?:19|20)\d\d\s*(?:-|den)\s*(?:nam )?(?:19|20)\d\d|den nam (?:19|20)\d\d"
    r"|(?:19|20)\d\d\s*-\s*(?:19|20)\d\d"
    r"|so (?:voi|sanh)[^.;)\d]{0,20}(?:19|20)\d\d(?:\s*(?:,|va)\s*(?:nam )?(?:19|20)\d\d)*"
)
# `Xã hội học tập` and `trung tâm học tập cộng đồng` stand in the names of offices.
_LEARNING = re.compile(r"(?<!xa hoi )(?<!trung tam )hoc tap|hieu hoc")
_YEAR = r"\d{4}(?![\d.,]\d|\d)"  # a slip of the pen is named, so any four digits behind `năm`
_NAMED_YEARS = re.compile(rf"nam\s*:?\s*({_YEAR}(?:\s*(?:,|;|&|va|,?\s*nam)\s*{_YEAR})*)")
_ONE_YEAR = re.compile(_YEAR)
_BETWEEN_WORDS = re.compile(r"(?<![\d\s.-])[-.\s]+|(?<=\d)[-.\s]++(?!\d)")  # not in 15.1.2019 and 2018-2019
# In a file's name: the month of sending, a span, an act and its year, a place: `Hà Nam 2019`.
_NOT_YEARS_OF_FILE = re.compile(
    r"(?<!\d )thang \d{1,2} nam \d{4}|(?:19|20)\d\d (?:19|20)\d\d(?!\d)"
    r"|(?<![a-z])(?:ha|quang|viet) ?nam(?![a-z])"
    r"|(?<![a-z])(?:qd|quiet dinh|tt|thong tu|cv|cong van|nq|nghi quiet|ct|chi thi) (?:so )?\d+"
    r"\D{0,20}nam \d{4}"
)
_BARE_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
# What is meant to be done in a year: `PHƯƠNG HƯỚNG NĂM 2019` names no year assessed. A figure, a comma or a
# full stop parts it from what was done: `Kết quả thực hiện nhiệm vụ năm 2018` is of 2018.
_PLAN = re.compile(
    r"(?P<before>[^.;:,\d]*?)(?<![a-z])"
    r"(?P<plan>(?:phuong huong|nhiem vu|ke hoach|dinh huong|du kien|kh|(?<=20\d\d va )dang ki)(?![a-z])"
    r"[^.;:\d]{0,60}(?:0?[69] thang [^.;:\d]{0,20})?(?:nam\s*:?\s*)?(?P<year>20[0-4]\d)(?!\d))"
)
# `Sơ kết 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2018`: the rest of a year is planned in that very year.
_REST_OF_YEAR = re.compile(r"(?<![a-z0-9])(?:(?:0?[36]|sau|ba) thang|nua|qui|ki) cuoi|(?<![a-z])qui (?:iv|4)")
_DONE = re.compile(r"(?<![a-z])(?:ket qua|thuc hien|tong ket|so ket|danh gia|so voi)(?![a-z])")
# `Ngọc Lặc, tháng 01 năm 2019` is when the letter was written, unless the words before are of the report.
_PLACE_AND_MONTH = re.compile(
    r"(?P<place>[^-;.(),\d]*[a-z'][^-;.(),\d]*),\s*thang\s*\S{0,4}?\s*(?:nam|[/.-])\s*\S{0,6}"
)
_REPORT = re.compile(r"(?<![a-z])(?:bieu|bao cao|ket qua|tong hop|so lieu|hoc tap|danh hieu|nam)(?![a-z])")
# What is expected by the end of the year: `Ước thực hiện năm 2018`.
_ESTIMATE = re.compile(
    r"(?<![a-z])(?:uoc (?:thuc hien|th|dat|tinh|ca nam|nam|ket qua|so)|uth|so lieu uoc)(?![a-z])"
)
_ESTIMATE_OF_YEAR = re.compile(r"(?<![a-z])u(?:oc|th)(?![a-z])[^.;]*?(?:ca nam|12 thang|nam 20\d\d)")
_WHOLE_YEAR = re.compile(r"(?<![a-z])ca nam(?![a-z])|(?<!\d)12 thang(?![a-z])")
_CHANNELS = (
    ("hoi_khuyen_hoc", re.compile(r"hoi khuien hoc|hkh")),
    ("giao_duc", re.compile(r"phong giao duc|so giao duc|ban chi dao|phong gd|so gd")),
)
_LEVELS: dict[str, tuple[str, ...]] = {
    "tinh": ("province",),
    "thanh pho": ("district", "province"),
    "tp": ("district", "province"),
    "huien": ("district",),
    "quan": ("district",),
    "thi xa": ("district",),
    "tx": ("district",),
    "thi tran": ("commune",),
    "xa": ("commune",),
    "phuong": ("commune",),
    "dac khu": ("commune",),
}
_PREFIX = (
    r"thành phố|thanh pho|thị trấn|thi tran|thị xã|thi xa|đặc khu|dac khu|"
    r"huyện|huyen|quận|tỉnh|tinh|phường|phuong|xã|xa|tp\.?|tx\.?"
)
_PLACE_WORDS = place_words()
_NOT_NAMES = (
    r"năm\s*[:.]?\s*[\d…]|nam\s+\d|tháng \d|quý\s*[ivx\d…]+(?![^\W_])"
    rf"|(?:{any_of(_PLACE_WORDS['not_names'])})(?![^\W_])"
)
# A name of a place stands alone, behind a comma or behind an office, and nothing but another place follows.
_BEFORE_NAME = re.compile(rf"(?:^|[\n,;:(–-]|(?<![^\W_])(?:{any_of(_PLACE_WORDS['offices'])}))\s*$")
_BEHIND_NAME = re.compile(rf"\s*(?:$|[\n,;:.()]|\s[-–]|(?<=\s)(?:{_PREFIX}|năm)(?![^\W_]))|\s{{2}}")
_MENTION = re.compile(
    rf"(?<![^\W_])(?P<prefix>{_PREFIX})(?![^\W_])\s{{0,2}}[:.]?\s{{0,2}}"
    rf"(?P<name>(?!(?:{_PREFIX})(?![^\W_])|{_NOT_NAMES})[^\W_]+"
    rf"(?:[ '’](?!(?:{_PREFIX}|cũ)(?![^\W_])|{_NOT_NAMES})[^\W_]+){{0,4}})?(?P<former>\s*\(?cũ)?"
)
_BEYOND = re.compile(
    rf"\s?[-–—]\s?(?P<words>(?!(?:{_PREFIX})(?![^\W_])|{_NOT_NAMES})[^\W\d_]+(?: [^\W\d_]+){{0,3}})"
)


@dataclass(frozen=True)
class Mention:
    """A place named with its kind in a title line: `huyện Ngọc Lặc`."""

    levels: tuple[str, ...]
    name: str
    at: At | None
    is_former: bool = False
    is_name: bool = False  # written as names are; else the words may be any
    beyond: str = ""  # words behind a hyphen, which may be of the name: `Bà Rịa - Vũng Tàu`


@dataclass
class TitleRead:
    """Everything that the lines above one table say."""

    years: dict[int, At | None] = field(default_factory=dict)
    plans: dict[int, At | None] = field(default_factory=dict)  # years of which only a plan is spoken of
    rests: dict[int, At | None] = field(default_factory=dict)  # years of which the rest is planned
    period: str | None = None
    period_text: str = ""
    period_at: At | None = None
    estimate: str | None = None  # the line that calls the figures an estimate
    estimate_at: At | None = None
    mentions: list[Mention] = field(default_factory=list)
    channel: str | None = None
    title: str | None = None
    basis: str | None = None
    names_year: bool = False  # a line names a year and no part of it
    is_whole_year: bool = False  # a line says so: `Cả năm`, `12 tháng`
    is_other: bool = False  # a line speaks of another title, such as Gia đình văn hóa
    is_of_learning: bool = False  # a line speaks of learning titles
    closing: Closing | None = None  # of `Số liệu tính đến 30/6/2018`
    closing_text: str = ""
    closing_at: At | None = None
    scaled_at: At | None = None  # the line by which figures stand for tens, hundreds or thousands

    @property
    def is_part_and_estimate(self) -> bool:
        """Whether a part of a year stands beside what is expected of all of it: the figures may be either."""
        words = _ESTIMATE_OF_YEAR.search(fold(self.estimate or ""))
        return self.period not in (None, OPEN) and words is not None and part_of_year(words[0]) is None


@lru_cache(maxsize=2048)
def years_in(text: str) -> tuple[int, ...]:
    """Return the years assessed that a line names; dates, act numbers and spans do not count."""
    plain = without_plans(_NOT_YEARS.sub(" ", _without_letter_month(fold(text))))[0]
    named = [year for run in _NAMED_YEARS.findall(plain) for year in _ONE_YEAR.findall(run)]
    return tuple(dict.fromkeys(int(year) for year in (named or _BARE_YEAR.findall(plain))))


@lru_cache(maxsize=256)
def years_of_file(stem: str) -> tuple[int, ...]:
    """Return the years assessed that a file's name calls so, with `năm`; a bare number may be anything.

    >>> years_of_file("bao_cao_nam_2019"), years_of_file("nộp 15.1.2019"), years_of_file("BC năm 2018-2019")
    ((2019,), (), ())
    """
    spaced = _BETWEEN_WORDS.sub(" ", fold(stem).replace("_", "-"))
    plain = without_plans(_NOT_YEARS_OF_FILE.sub(" ", _NOT_YEARS.sub(" ", spaced)))[0]
    named = [year for run in _NAMED_YEARS.findall(plain) for year in _ONE_YEAR.findall(run)]
    return tuple(dict.fromkeys(map(int, named)))


def _without_letter_month(plain: str) -> str:
    """Return a folded text without the place and month at the head of a letter."""
    for found in reversed(list(_PLACE_AND_MONTH.finditer(plain))):
        if not _REPORT.search(found["place"]):
            plain = f"{plain[: found.start()]} {plain[found.end() :]}"
    return plain


def without_plans(plain: str) -> tuple[str, tuple[int, ...]]:
    """Return a folded text without what it says of plans, and the years planned for."""
    plans = [found for found in _PLAN.finditer(plain) if not _DONE.search(found["before"])]
    for found in reversed(plans):
        plain = f"{plain[: found.start('plan')]} {plain[found.end() :]}"
    return plain, tuple(int(found["year"]) for found in plans)


@lru_cache(maxsize=2048)
def period_in(text: str) -> str | None:
    """Return the part of a year that a line names, `open` for one that is not stored, None for the year."""
    return part_of_year(without_plans(_without_letter_month(fold(text)))[0])


@lru_cache(maxsize=2048)
def is_estimate(text: str) -> bool:
    """Say whether a line speaks of figures that were expected when it was written."""
    return bool(_ESTIMATE.search(fold(text)))


@lru_cache(maxsize=2048)
def says_whole_year(text: str) -> bool:
    """Say whether a line says that the figures are of the whole year."""
    return bool(_WHOLE_YEAR.search(fold(text)))


@lru_cache(maxsize=2048)
def plans_in(text: str) -> tuple[int, ...]:
    """Return the years for which a line only speaks of a plan."""
    return without_plans(_NOT_YEARS.sub(" ", fold(text)))[1]


@lru_cache(maxsize=2048)
def mentions_in(text: str) -> tuple[Mention, ...]:
    """Return the places that a line names, each with the levels its prefix allows."""
    written = nfc(text).replace("_x000D_", "\n").replace("_x000d_", "\n")
    small, found = written.casefold(), []
    for match in _MENTION.finditer(small):
        name = match.group("name")
        prefix = fold(match.group("prefix")).rstrip(".")
        if name:
            place = f"{match.group('prefix')} {name}"
            is_name = _is_name(written, match)
            beyond = _BEYOND.match(small, match.end("name"))
            words = beyond["words"] if beyond else ""
            found.append(Mention(_LEVELS[prefix], place, None, bool(match.group("former")), is_name, words))
    return tuple(found)


def _is_name(written: str, match: re.Match[str]) -> bool:
    """Say whether a mention is written as names are: `UBND HUYỆN ABC`, and not `các huyện miền núi`."""
    small = written.casefold()
    words = re.split("[ '’]", written[slice(*match.span("name"))])
    is_capital = all(word[:1].isupper() or word[:1].isdigit() for word in words)
    alone = _BEFORE_NAME.search(small[: match.start()]) and _BEHIND_NAME.match(small, match.end())
    return len(small) == len(written) and is_capital and bool(alone)


def _read_line(read: TitleRead, text: str, at: At) -> None:
    for year in years_in(text):
        read.years.setdefault(year, at)
    for year in plans_in(text):
        read.plans.setdefault(year, at)
    for year in rests_in(text):
        read.rests.setdefault(year, at)
    period = period_in(text)
    _take_period(read, period, text, at)
    read.names_year = read.names_year or (period is None and bool(years_in(text)))
    read.is_whole_year = read.is_whole_year or says_whole_year(text)
    if read.estimate is None and is_estimate(text):
        read.estimate, read.estimate_at = text.strip(), at
    read.mentions += [replace(mention, at=at) for mention in mentions_in(text)]
    _take_closing(read, fold(text), text, at)
    if read.scaled_at is None and is_scaled_line(text):
        read.scaled_at = at
    plain = fold(text)
    if read.channel is None:
        read.channel = next((name for name, pattern in _CHANNELS if pattern.search(plain)), None)
    if read.title is None:
        read.title = title_in(text)
    read.is_other = read.is_other or _is_other_title(text)
    read.is_of_learning = read.is_of_learning or bool(_LEARNING.search(plain))
    if read.basis is None and "tu cham" in plain:
        read.basis = "self"


def rests_in(text: str) -> tuple[int, ...]:
    """Return the years of which a line only plans the rest: `phương hướng 6 tháng cuối năm 2018`."""
    plans = _PLAN.finditer(_NOT_YEARS.sub(" ", fold(text)))
    return tuple(int(found["year"]) for found in plans if _REST_OF_YEAR.search(found["plan"]))


def _take_period(read: TitleRead, period: str | None, text: str, at: At) -> None:
    if read.period in (None, OPEN) and period not in (None, read.period):
        read.period, read.period_text, read.period_at = period, text.strip(), at


def _take_closing(read: TitleRead, plain: str, text: str, at: At) -> None:
    if read.closing is None and (closing := closing_in(plain)):
        read.closing, read.closing_text, read.closing_at = closing, text.strip(), at


def read_below(read: TitleRead, sheet: Sheet, first: int, stop: int) -> None:
    """Add what remarks below a table say of its period; rows with figures are no remarks."""
    for row_index in range(first, stop):
        row = sheet.rows[row_index]
        if any(isinstance(value, float) for value in row):
            continue
        for column, value in enumerate(row):
            for line in value.splitlines() if isinstance(value, str) else ():
                if said := remark_of_period(fold(line)):
                    _take_period(read, part_of_year(said), line, (row_index, column))
                    _take_closing(read, said, line, (row_index, column))


@lru_cache(maxsize=512)
def title_in(text: str) -> str | None:
    """Return the only title that a line speaks of; None when it names none or several."""
    label = without_movements(key(text)) or ""
    hits = [words.title for words in forms()["danh-hieu"].titles if words.strong.search(label)]
    return hits[0] if len(hits) == 1 and hits[0] != "cong_dong_xa" else None


@lru_cache(maxsize=512)
def _is_other_title(text: str) -> bool:
    """Say whether a line speaks of a title that is none of ours, and of none of ours beside it."""
    movements, label = forms()["danh-hieu"].movements, key(text)
    if movements is None or not movements.search(label):
        return False
    return names_title((label,)) and not names_title((movements.sub(" ", label),))


def read_titles(sheet: Sheet, first: int, last: int) -> TitleRead:
    """Return what rows `first` to `last - 1` say."""
    read = TitleRead()
    for row_index in range(first, last):
        for column, value in enumerate(sheet.rows[row_index]):
            if isinstance(value, str) and value.strip():
                _read_line(read, text_of(value), (row_index, column))
            elif isinstance(value, float) and value.is_integer() and 2000 <= value <= 2049:
                read.years.setdefault(int(value), (row_index, column))
    if not read.years and read.period not in (None, OPEN):  # what was done in the part before it
        read.years = dict(read.rests)
    if read.names_year and is_month_alone(fold(read.period_text)):
        read.period, read.period_text, read.period_at = None, "", None  # when the letter was written
    return read


def read_sheet_name(name: str) -> TitleRead:
    """Return what a sheet's name says; it settles only what the lines above leave open."""
    spaced = name.replace("_", " ")
    read = TitleRead(years=dict.fromkeys(years_in(spaced)), period=period_in(name))
    read.plans = dict.fromkeys(plans_in(spaced))
    read.period_text = name
    read.estimate = name if is_estimate(spaced) else None
    read.is_whole_year = says_whole_year(spaced)
    read.title, read.is_other = title_in(name), _is_other_title(name)
    read.mentions = list(mentions_in(name))
    return read


_META_KEYS = {"form", "version", "unit", "year", "period", "channel"}


def read_meta(workbook: Workbook) -> dict[str, str]:
    """Return the key and value lines of the hidden `_Meta` sheet of our own templates."""
    for sheet in workbook.sheets:
        if sheet.name.strip().casefold() != "_meta":
            continue
        pairs = {text_of(row[0]).strip(): text_of(row[1]).strip() for row in sheet.rows if len(row) > 1}
        return {name: value for name, value in pairs.items() if name in _META_KEYS and value}
    return {}
