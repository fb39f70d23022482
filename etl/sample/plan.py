"""Which books there are: one a district, year and form, and some of single communes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from random import Random

from etl.sample.faults import LAYOUT, PLANTED
from etl.sample.ground import REFORM_YEAR, Ground
from etl.sample.model import TITLES, Book, BookRow, Count, ranges, stream, words
from etl.sample.points import commune_score, district_scores
from warehouse.places import Unit

# (district, year, how many communes) of the single score sheets; (district, year) of the village books.
_SHEETS = (("389", 2018, 8), ("390", 2020, 2))
_VILLAGE_BOOKS = (("394", 2018), ("395", 2018), ("396", 2019), ("399", 2019), ("404", 2020))
_HALF_YEARS = (("393", 2017), ("401", 2017))  # books of 6 months beside those of the year
_OLD_UNITS = {("398", 2019)}  # in the year of the mergers this district still reports by the former communes
_SHAPES = ("total_on_top", "numbering", "text_numbers", "nfd", "hidden_rows", "summed", "closing_date")
_SCORE_SHAPES = ("maxima", "summary", "plain_numbers", "text_numbers", "nfd", "hidden_rows", "long_ranks")


def books(ground: Ground) -> Iterator[Book]:
    """Return the plans of all books, in a fixed order."""
    for year in ranges()["years"]:
        for district in ground.districts():
            yield _titles_book(ground, district, year)
            yield _score_book(ground, district, year)
    for code, year, count in _SHEETS:
        yield from _score_sheets(ground, code, year, count)
    for code, year in _VILLAGE_BOOKS:
        yield _village_book(ground, code, year)
    for code, year in _HALF_YEARS:
        yield _half_year_book(ground, next(item for item in ground.districts() if item.code == code), year)
    for district_code, units in sorted(ground.clusters().items()):
        yield _cluster_book(ground, district_code, units)


def slug(text: str) -> str:
    """Return a name as a part of a file name: small letters without marks, hyphens between words."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _day(district: str, year: int) -> date:
    return date(year, 6, 30) if (district, year) in _OLD_UNITS else date(year, 12, 31)


def _new_book(form: str, unit: Unit, year: int) -> Book:
    random = stream(form, unit.code, year)
    fault = PLANTED.get((form, year, unit.code))
    name = f"{form}_{year}_{unit.code}_{slug(unit.short_name)}.xlsx"
    return Book(form, unit, year, name, [], [], random, _variants(random, form, fault), fault)


def _variants(random: Random, form: str, fault: str | None) -> set[str]:
    """Return the shapes of a book; one with a fault has the plain shape, but for what its fault needs."""
    shapes = _SHAPES if form == "danh-hieu" else _SCORE_SHAPES
    chosen = {shape for shape in shapes if random.random() < 0.15}  # each is met, none is usual
    if form == "danh-hieu" and random.random() < 0.2:
        chosen |= {"offices"} | ({"group_two_one_line"} if random.random() < 0.7 else set())
    return chosen if fault is None else set(LAYOUT.get(fault, set()))


def _display(random: Random, unit: Unit, style: int) -> str:
    """Return a commune's name as books write it: with or without `Xã`, towns always with a prefix."""
    if unit.unit_type.casefold() == "xã":
        return unit.short_name if style else unit.name
    short = {"thị trấn": "TT", "phường": "P."}.get(unit.unit_type.casefold(), unit.unit_type)
    return f"{short} {unit.short_name}" if style == 2 else unit.name


def _rows(ground: Ground, book: Book, units: list[Unit], *, complete: bool = False) -> None:
    """Fill the lines of a book; a commune that has not reported is left out or stands without figures."""
    style = book.random.choice((0, 1, 1, 2))
    for unit in units:
        row = BookRow(unit, _display(book.random, unit, style))
        if complete or not _is_late(unit, book):
            book.rows.append(row)
            continue
        book.missing.append(unit.code)
        if book.random.random() < 0.5:  # half of them keep an empty line
            row.note = words()["rows"]["not_reported"]
            book.rows.append(row)


def _is_late(unit: Unit, book: Book) -> bool:
    rules = ranges()["missing"]
    is_often_late = stream("late", unit.code).random() < rules["late_share"]
    chance = rules["late" if is_often_late else "steady"] * rules["year_factor"].get(book.year, 1.0)
    return stream("missing", book.form, book.year, unit.code).random() < float(chance)


def _titles_book(ground: Ground, district: Unit, year: int) -> Book:
    on = _day(district.code, year)
    unit = ground.places.at(district.code, date(year, 12, 31)) or district
    book = _new_book("danh-hieu", unit, year)
    _rows(ground, book, ground.communes(district.code, on))
    for row in book.rows:
        if row.unit.code not in book.missing:
            row.counts = ground.counts(row.unit, year, on, book.titles)
    if book.fault == "group_two_units" or "offices" in book.variants:
        book.offices = _offices(ground, book)
    return book


def _half_year_book(ground: Ground, district: Unit, year: int) -> Book:
    """Return a book of 6 months: nearly all have registered, nobody is recognised before the year ends."""
    random = stream("6_thang", district.code, year)
    name = f"danh-hieu_{year}_{district.code}_{slug(district.short_name)}_6-thang.xlsx"
    book = Book("danh-hieu", district, year, name, [], [], random, {"six_months"}, period="6_thang")
    on = date(year, 6, 30)
    for unit in ground.communes(district.code, on):
        counts = ground.counts(unit, year, on, book.titles)
        so_far = {
            title: Count(count.total, int((count.registered or 0) * random.uniform(0.85, 0.98)), None)
            for title, count in counts.items()
        }
        book.rows.append(BookRow(unit, _display(random, unit, 1), counts=so_far))
    return book


def _offices(ground: Ground, book: Book) -> list[tuple[str, Count]]:
    area = "difficult" if ground.is_difficult(book.unit) else "general"
    low, high = ranges()["rates"][area]["don_vi"][book.year]
    total = stream("offices", book.unit.code).randint(*ranges()["offices"][area])
    names = [text.format(name=book.unit.short_name, unit=_small(book.unit)) for text in words()["offices"]]
    if "group_two_one_line" in book.variants:
        names = [words()["rows"]["group_two"]]
    left, found = total, []
    for place, name in enumerate(names):
        share = left if place == len(names) - 1 else 1 if place < 4 else left // 2
        left -= share
        recognised = min(share, int(share * book.random.uniform(low, high) / 100 + book.random.random()))
        registered = min(share, recognised + book.random.randint(0, 2))
        found.append((name, Count(share, registered, recognised)))
    return found


def _small(unit: Unit) -> str:
    return unit.name[:1].lower() + unit.name[1:]


def _score_book(ground: Ground, district: Unit, year: int) -> Book:
    unit = ground.places.at(district.code, date(year, 12, 31)) or district
    book = _new_book("tong-hop-diem-xa", unit, year)
    units = ground.communes(district.code, _day(district.code, year))
    exact = year in ranges()["exact_ranks"].get(district.code, {})
    _rows(ground, book, units, complete=exact)
    scores = district_scores(district, units, year, is_difficult=ground.is_difficult(district))
    by_code = {item.code: score for item, score in zip(units, scores, strict=True)}
    for row in book.rows:
        if row.unit.code not in book.missing:
            row.score = by_code[row.unit.code]
    if "maxima" in book.variants and book.random.random() < 0.5:
        book.variants.add("named_maxima")
    return book


def _score_sheets(ground: Ground, code: str, year: int, count: int) -> Iterator[Book]:
    """Return score sheets of single communes, equal to the district's book where that has them."""
    district = next(item for item in ground.districts() if item.code == code)
    summary = _score_book(ground, district, year)
    scored = [row for row in summary.rows if row.score is not None][:count]
    missing = [unit for unit in ground.communes(code, date(year, 12, 31)) if unit.code in summary.missing]
    for place, row in enumerate(scored):
        unit, score, only_own = row.unit, row.score, False
        if year == 2020 and place < len(missing):  # sent by a commune that the book lacks
            unit, only_own = missing[place], True
            score = commune_score(stream("sheet", unit.code, year), "kha", is_difficult=True)
        name = f"cham-diem-xa_{year}_{code}_{unit.code}_{slug(unit.short_name)}.xlsx"
        random = stream("cham-diem-xa", unit.code, year)
        variants = {"self_only"} if only_own else {"text_numbers"} if place % 3 == 1 else set()
        rows = [BookRow(unit, unit.name, score=score)]
        yield Book("cham-diem-xa", unit, year, name, rows, [], random, variants, district=district)


def _village_book(ground: Ground, code: str, year: int) -> Book:
    """Return a commune's own book, of a commune that the district's book lacks if there is one."""
    district = next(item for item in ground.districts() if item.code == code)
    on = date(year, 12, 31)
    units = ground.communes(code, on)
    book = _new_book("danh-hieu", district, year)
    late = [unit for unit in units if _is_late(unit, book)] or units
    unit = late[0]
    name = f"danh-hieu_{year}_{code}_{unit.code}_{slug(unit.short_name)}.xlsx"
    counts = ground.counts(unit, year, on, TITLES)
    random = stream("villages", unit.code, year)
    villages = _villages(random, counts)
    units_passed = _unit_lines(random, unit, counts["don_vi"])
    rows = [BookRow(unit, unit.name, counts=_of_village_book(counts))]
    return Book(
        "danh-hieu", unit, year, name, rows, [], random,
        district=district, villages=villages, village_units=units_passed,
    )  # fmt: skip


def _of_village_book(counts: dict[str, Count]) -> dict[str, Count]:
    """Return what the book of villages can say: whether a village or unit passed, not that it registered."""
    unsaid = {
        title: Count(counts[title].total, None, counts[title].recognised) for title in ("cong_dong", "don_vi")
    }
    return counts | unsaid


def _villages(random: Random, counts: dict[str, Count]) -> list[tuple[str, dict[str, Count]]]:
    number, passed = counts["cong_dong"].total or 1, counts["cong_dong"].recognised or 0
    names = random.sample(words()["villages"], min(number, len(words()["villages"])))
    names += [f"Thôn {place}" for place in range(len(names) + 1, number + 1)]
    winners = set(random.sample(range(number), passed))
    families, clans = (_split(random, counts[title], number) for title in ("gia_dinh", "dong_ho"))
    lines = []
    for place, name in enumerate(names):
        own = Count(1, None, int(place in winners))
        lines.append((name, {"gia_dinh": families[place], "dong_ho": clans[place], "cong_dong": own}))
    return lines


def _split(random: Random, count: Count, number: int) -> list[Count]:
    """Return a commune's figures shared out over its villages; each village's figures stay in order."""
    total, registered, recognised = (value or 0 for value in count.parts())
    parts = [[0, 0, 0] for _ in range(number)]
    shares = [random.uniform(0.6, 1.4) for _ in range(number)]
    for one, place in enumerate(random.choices(range(number), shares, k=total)):
        parts[place][0] += 1
        parts[place][1] += int(one < registered)
        parts[place][2] += int(one < recognised)
    return [Count(*part) for part in parts]


def _unit_lines(random: Random, unit: Unit, count: Count) -> list[tuple[str, bool]]:
    names = [text.format(name=unit.short_name) for text in words()["village_units"]]
    total = count.total or 0
    names += [f"{names[1]} {place}" for place in range(2, total - len(names) + 2)]
    winners = set(random.sample(range(total), count.recognised or 0))
    return [(name, place in winners) for place, name in enumerate(names[:total])]


def _cluster_book(ground: Ground, district_code: str, units: list[Unit]) -> Book:
    on = date(REFORM_YEAR, 12, 31)
    province = ground.places.at(ground.province, on)
    former = next(item for item in ground.districts() if item.code == district_code)
    if province is None:
        raise ValueError(f"{ground.province}: no province in force on {on}")
    random = stream("cluster", district_code)
    name = f"danh-hieu_{REFORM_YEAR}_{province.code}_cum-{slug(former.short_name)}.xlsx"
    titles = (*TITLES, "cong_dan")
    shapes = {shape for shape in _SHAPES if random.random() < 0.15}
    book = Book(
        "danh-hieu", province, REFORM_YEAR, name, [], [], random, shapes, titles=titles, cluster=former
    )
    _rows(ground, book, units)
    for row in book.rows:
        if row.unit.code not in book.missing:
            row.counts = ground.counts(row.unit, REFORM_YEAR, on, titles)
    return book
