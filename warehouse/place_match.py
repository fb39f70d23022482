"""Match written place names with units: exact, folded, nearest. Used through `warehouse.places`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from rapidfuzz.distance import OSA

from warehouse.place_names import LEVEL_OF_TYPE, clean, fold, split_prefix, squash, strip_marks

if TYPE_CHECKING:
    from warehouse.places import Gone, Places, Unit

MatchKind = Literal["exact", "folded", "fuzzy", "ambiguous", "none"]
WEIGHT_NFC, WEIGHT_KEY = 0.35, 0.65
AUTO_SCORE, AUTO_LEAD = 0.72, 0.08
SHOWN = 3
WORTH_SHOWING = 0.3
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that a name might mean, and how near it is (0 to 1)."""

    unit: Unit
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """The answer to a name; `unit` is set for exact, folded and fuzzy only."""

    kind: MatchKind
    unit: Unit | None = None
    candidates: tuple[Candidate, ...] = ()
    score: float = 0.0
    gone: Gone | None = None
    ended: Unit | None = None

    def with_unit(self, unit: Unit) -> Match:
        """Return this match with its unit exchanged for a later state."""
        return self if unit is self.unit else replace(self, unit=unit)

    def with_gone(self, gone: Gone | None) -> Match:
        """Return this match with what became of the unit that it names."""
        return replace(self, gone=gone)


@dataclass(slots=True)
class Names:
    """Units by small short name and by key."""

    units: list[Unit] = field(default_factory=list)
    by_name: dict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))
    by_key: dict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))

    def add(self, unit: Unit) -> None:
        """Take up one unit."""
        self.units.append(unit)
        self.by_name[unit.short_name.casefold()].append(unit)
        self.by_key[unit.folded].append(unit)


@dataclass(slots=True)
class Pools:
    """Units of one scope, level and year: in force on 31 December, ended within the year, ended before."""

    standing: Names
    ended: Names
    before: Names

    @classmethod
    def of(cls, units: Iterable[Unit], year: int) -> Pools:
        """Return the units sorted into the three pools; later ones stay out."""
        pools = cls(Names(), Names(), Names())
        last_day = date(year, 12, 31)
        for unit in units:
            if unit.holds_on(last_day):
                pools.standing.add(unit)
            elif unit.serves(year):
                pools.ended.add(unit)
            elif unit.valid_from <= last_day:
                pools.before.add(unit)
        return pools

    def of_key(self, key: str) -> list[Unit]:
        """Return the units with this key that may be reported on in the year."""
        return self.standing.by_key.get(key, []) or self.ended.by_key.get(key, [])


def find(name: str, pools: Pools) -> Match:
    """Return the match of a name among pools: exact, then folded, then the nearest spelling."""
    unit_type, small = split_prefix(name)
    if not small:
        return Match("none")
    for names in (pools.standing, pools.ended):
        match = _settle(names.by_name.get(small, []), unit_type, "exact")
        if match is not None:
            return match
    keys = (fold(name), squash(name))
    for key in keys:
        for names in (pools.standing, pools.ended):
            match = _settle(names.by_key.get(key, []), unit_type, "folded")
            if match is not None:
                return match
    ended = [unit for key in keys for unit in pools.before.by_key.get(key, ())]
    if ended:
        return Match("none", ended=max(ended, key=lambda unit: unit.valid_from))
    return _nearest_spelling(small, keys[0], unit_type, [*pools.standing.units, *pools.ended.units])


def _settle(found: list[Unit], unit_type: str | None, kind: MatchKind) -> Match | None:
    """Return the match for units of one name: the prefix decides between a town and a commune."""
    if not found:
        return None
    of_type = [unit for unit in found if unit.unit_type == unit_type]
    chosen = of_type or found
    shown = tuple(Candidate(unit, 1.0) for unit in chosen[:SHOWN])
    if len({unit.code for unit in chosen}) > 1:
        return Match("ambiguous", None, shown, 1.0)
    if kind == "exact" and unit_type is not None and not of_type:
        kind = "folded"  # right name under another prefix: a retyped unit, worth a word to the officer
    return Match(kind, chosen[-1], shown, 1.0)


def _score(small: str, key: str, unit: Unit) -> float:
    by_name = OSA.normalized_similarity(small, unit.short_name.casefold())
    return WEIGHT_NFC * by_name + WEIGHT_KEY * OSA.normalized_similarity(key, unit.folded)


def _nearest_spelling(small: str, key: str, unit_type: str | None, units: list[Unit]) -> Match:
    """Return a fuzzy match where one unit is near enough and leads clearly, else the best three."""
    ranked = sorted(
        (Candidate(unit, round(_score(small, key, unit), 4)) for unit in units),
        key=lambda item: (-item.score, item.unit.unit_type != unit_type, item.unit.code),
    )
    if not ranked:
        return Match("none")
    best = ranked[0]
    rivals = [item for item in ranked[1:] if not _settled_by_type(item.unit, best.unit, unit_type)]
    lead = best.score - rivals[0].score if rivals else best.score
    shown = tuple(item for item in ranked[:SHOWN] if item.score >= WORTH_SHOWING)
    if best.score >= AUTO_SCORE and lead >= AUTO_LEAD:
        return Match("fuzzy", best.unit, shown, best.score)
    return Match("ambiguous" if best.score >= AUTO_SCORE else "none", None, shown, best.score)


def _settled_by_type(rival: Unit, best: Unit, unit_type: str | None) -> bool:
    """Return whether a rival of the same name is the same unit, or stands back because of its type."""
    if rival.folded != best.folded:
        return False
    return rival.code == best.code or best.unit_type == unit_type != rival.unit_type


_STARTS = re.compile(
    r"(?<!\w)(?:"
    r"(?P<word>thị trấn|thị xã|thành phố|đặc khu|phường|huyện|quận|tỉnh|xã)(?!\w)"
    r"|(?P<short>t\.t|tt|t\.x|tx|t\.p|tp|x|p|h|q)(?:[.:]\s*|\s+)"
    r")\s*:?\s*",
)
_PLAIN_STARTS = re.compile(
    r"(?<!\w)(?P<word>thi tran|thi xa|thanh pho|dac khu|phuong|huyen|quan|tinh|xa)(?!\w)\s*:?\s*"
)
_STOP = re.compile(r"[\n;()|]")


def _phrases(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each unit type named in a text with the words behind it, at most six of one line."""
    small = "\n".join(clean(line) for line in text.splitlines()).casefold()
    pattern = _PLAIN_STARTS if strip_marks(small) == small else _STARTS
    for start in pattern.finditer(small):
        rest = small[start.end() :]
        words = _STOP.split(rest)[0].replace(",", " ").replace(":", " ").replace(" - ", " ").split()
        unit_type, _ = split_prefix(f"{start.group(0).strip(' .:')} x")
        if unit_type is not None and words:
            yield unit_type, words[:MOST_WORDS]


def _named(places: Places, level: str, phrase: tuple[str, list[str]], scope: str, year: int) -> list[Unit]:
    """Return the units that the longest run of a phrase's words names; the type decides where it can."""
    unit_type, words = phrase
    for count in range(len(words), 0, -1):
        found = places.named(level, f"{unit_type} {' '.join(words[:count])}", scope=scope, year=year)
        if found:
            return [unit for unit in found if unit.unit_type == unit_type] or found
    return []


def _only(units: Iterable[Unit]) -> Unit | None:
    found = {unit.key: unit for unit in units}
    return next(iter(found.values())) if len(found) == 1 else None


def find_scope(text: str, year: int, places: Places) -> Unit | None:
    """Return the narrowest unit that a text names; see `Places.find_scope`."""
    phrases = [(LEVEL_OF_TYPE[unit_type].split(), (unit_type, words)) for unit_type, words in _phrases(text)]
    scope: Unit | None = None
    for level in ("province", "district", "commune"):
        above = scope.code if scope else "VN"
        if level == "commune" and scope is None:
            break
        found = [
            unit
            for levels, phrase in phrases
            if level in levels
            for unit in _named(places, level, phrase, above, year)
            if level != "province" or unit.unit_type == phrase[0]
        ]
        scope = _only(found) or scope
    return scope


def nearest(text: str, units: Iterable[Unit], *, limit: int) -> tuple[Unit, ...]:
    """Return the units nearest to a text by code, or by name where the text is no number."""
    wanted = clean(text)
    if wanted.isdigit():
        numbered = (unit for unit in units if unit.code.isdigit())
        ranked = sorted(
            numbered,
            key=lambda unit: (OSA.distance(wanted, unit.code), abs(int(wanted) - int(unit.code)), unit.code),
        )
    else:
        key = fold(wanted)
        ranked = sorted(units, key=lambda unit: (OSA.distance(key, unit.folded), unit.code))
    return tuple(ranked[:limit])
