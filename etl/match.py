"""Names in a table -> units: scope first, then exact, folded, near; else the officer is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from etl.mapping.labels import fold, text_of
from etl.mapping.titles import Mention
from etl.scope_faults import Unknown, spelled_otherwise, unknown_place
from warehouse.place_names import clean, split_prefix
from warehouse.places import COUNTRY, Gone, Match, Places, Unit

SHOWN = 3
LONGEST_NAME = 100
# With its marks: xã Quan Sơn is no quận.
_DISTRICT_PREFIX = re.compile(r"^(?:(?:huyện|huyen|thị xã|thi xa|thành phố|thanh pho|quận|tx|tp)\b|h\s*\.)")
_WITH_DISTRICT = re.compile(
    r"^(?P<name>.+?)\s*(?:[(\[]\s*(?P<bracket>[^()\[\]]+?)\s*[)\]]|[,;]\s*(?P<comma>[^,;]+)"
    r"|(?:\s-|-\s)\s*(?P<dash>[^-]+)"
    r"|\s(?P<word>(?:(?:huyện|huyen|thị xã|thi xa|thành phố|thanh pho|quận|quan)\s|(?:tx|tp|h)\s*[. ]).+))$"
)
_NUMBERED = re.compile(r"(?<![\d.,])0?([1-9])$")
_ONLY_TOWN = re.compile(r"^(?:thi tran|ttr|tt|t\.t)\.?$")
_COMMUNE_PREFIX = re.compile(r"^(?:xa|phuong|thi tran|tt|[xp]\.)(?![a-z])")


@dataclass(frozen=True)
class Answer:
    """The unit that a name means, or the rule that says why there is none (or why to look again)."""

    unit: Unit | None
    rule: str | None = None
    values: dict[str, Any] = field(default_factory=dict)


def describe(unit: Unit, places: Places, year: int) -> str:
    """Return a unit's full name with the unit above it: `Xã Lam Sơn, Huyện Ngọc Lặc`."""
    above = places.in_force(unit.parent_code or "", min(year, (unit.valid_to or unit.valid_from).year))
    above = above or (places.history(unit.parent_code or "") or (None,))[-1]
    return f"{unit.name}, {above.name}" if above and above.level != "country" else unit.name


def gone_values(gone: Gone, places: Places, year: int) -> dict[str, Any]:
    """Return what a sentence needs about a unit that ended: who followed it by the year, and by today."""
    this_year = date.today().year
    shown = gone.successors[:SHOWN]
    today: list[Unit] = []
    for unit in shown:
        later = places.gone(unit, this_year)
        today += [unit] if later is None else later.successors[:1]
    return {
        "unit": gone.unit.name,
        "ended": gone.ended.isoformat(),
        "successors": [describe(unit, places, year) for unit in shown],
        "today": [] if today == list(shown) else _described(today, places, this_year),
    }


def _described(units: list[Unit], places: Places, year: int) -> list[str]:
    return list(dict.fromkeys(describe(unit, places, year) for unit in units))


class PlaceFinder:
    """Finds the communes of one scope and year; each spelling is looked for once."""

    def __init__(self, places: Places, scope: Unit, year: int) -> None:
        self.places = places
        self.scope = scope
        self.year = year
        self._known: dict[tuple[str, str], Answer] = {}

    def commune(self, name: str, scope: str | None = None) -> Answer:
        """Return the commune that a row's name means inside the scope (or the group's own district)."""
        code = scope or self.scope.code
        answer = self._known.get((name, code))
        if answer is None:
            answer = self._known[name, code] = self._find(name, code)
        return answer

    def _find(self, name: str, code: str) -> Answer:
        if (whole := self._whole_district(name, code)) is not None:
            return Answer(None, "district_row", {"unit": describe(whole, self.places, self.year)})
        match = self.places.find(name, scope=code, on_year=self.year, level="commune")
        if match.unit is not None and match.kind != "fuzzy":
            return self._by_its_prefix(name, match.unit)
        if (unit := self._numbered(name, code)) is not None:
            return Answer(unit)
        return self._in_named_district(name, code) or self._unsettled(name, code, match)

    def _numbered(self, name: str, code: str) -> Unit | None:
        """Return the ward of a number that the list writes with a nought, or without: `Phường 1`."""
        number = _NUMBERED.search(name)
        if number is None:
            return None
        other = number[1] if number[1] != number[0] else f"0{number[0]}"
        spelled = f"{name[: number.start()]} {other}".strip()
        match = self.places.find(spelled, scope=code, on_year=self.year, level="commune")
        return match.unit if match.kind in ("exact", "folded") else None

    def _unsettled(self, name: str, code: str, match: Match) -> Answer:
        """Return what is said of a name that is not exactly one of the scope."""
        if match.gone is not None:
            return Answer(None, "abolished_place", gone_values(match.gone, self.places, self.year))
        if match.kind == "fuzzy" and match.unit is not None:
            return self._fuzzy(name, match)
        outside = self._outside(name, code)
        if outside is not None:
            return outside
        if towns := self._towns(name, code):
            return Answer(None, "unknown_place", {"candidates": towns, "scope": self.scope.name})
        rule = "ambiguous_place" if match.kind == "ambiguous" else "unknown_place"
        return Answer(None, rule, {"candidates": self._shown(match), "scope": self.scope.name})

    def _whole_district(self, name: str, code: str) -> Unit | None:
        """Return the district for which a row stands, whose town often bears the same name.

        A prefix says so anywhere; a bare name says so where a province lists no communes' districts.
        """
        province = self.scope.province_code or self.scope.code
        is_bare = code == self.scope.code and self.scope.level == "province"
        if not is_bare and not _DISTRICT_PREFIX.match(name.strip().casefold()):
            return None
        match = self.places.find(name, scope=province, on_year=self.year, level="district")
        unit = match.unit if match.kind in ("exact", "folded") else None
        if unit is None or _DISTRICT_PREFIX.match(name.strip().casefold()):
            return unit
        lasts = unit.valid_to is None or unit.valid_to.year > self.year
        return unit if lasts and not _COMMUNE_PREFIX.match(fold(name)) else None

    def _by_its_prefix(self, name: str, unit: Unit) -> Answer:
        """Return the unit of a name, with a word to the officer where it is written as another kind."""
        kind, _ = split_prefix(name)
        states = [one for one in self.places.history(unit.code) if one.serves(self.year)]
        if kind is None or any(one.unit_type == kind for one in [unit, *states]):
            return Answer(unit)
        return Answer(unit, "fuzzy_place", {"unit": describe(unit, self.places, self.year), "score": 1.0})

    def _in_named_district(self, name: str, code: str) -> Answer | None:
        """Return the answer for a name with its district beside it: `Quang Trung (Ngọc Lặc)`."""
        found = _WITH_DISTRICT.match(clean(name).casefold()) if len(name) <= LONGEST_NAME else None
        province = self.scope.province_code
        if found is None or province is None:
            return None
        beside = next(part for part in found.groups()[1:] if part)
        match = self.places.find(beside, scope=province, on_year=self.year, level="district")
        if match.unit is None or match.kind not in ("exact", "folded"):
            return None
        answer = self._find(found["name"], match.unit.code)
        if answer.unit is None or code in (match.unit.code, match.unit.province_code, answer.unit.code):
            return answer
        elsewhere = [describe(answer.unit, self.places, self.year)]
        return Answer(None, "place_out_of_scope", {"candidates": elsewhere, "scope": self.scope.name})

    def _towns(self, name: str, code: str) -> list[str]:
        """Return the towns of the scope for a row that only says `Thị trấn`."""
        if not _ONLY_TOWN.match(fold(name)):
            return []
        for day in (date(self.year, 12, 31), date(self.year, 1, 1)):
            units = self.places.children(code, level="commune", on=day)
            if towns := [unit for unit in units if unit.unit_type == "thị trấn"]:
                return _described(towns[:SHOWN], self.places, self.year)
        return []

    def _fuzzy(self, name: str, match: Match) -> Answer:
        outside = self._outside(name, self.scope.code)
        if outside is not None:  # another unit nearby bears exactly this name
            return outside
        unit = match.unit
        known = describe(unit, self.places, self.year) if unit else ""
        return Answer(unit, "fuzzy_place", {"unit": known, "score": round(match.score, 2)})

    def _outside(self, name: str, code: str) -> Answer | None:
        """Return the answer for a name that is exactly a commune elsewhere in the province."""
        province = self.scope.province_code
        if province is None or province == code:
            return None
        match = self.places.find(name, scope=province, on_year=self.year, level="commune")
        if match.kind not in ("exact", "folded"):
            return None
        found = [item.unit for item in match.candidates] or ([match.unit] if match.unit else [])
        elsewhere = [describe(unit, self.places, self.year) for unit in found[:SHOWN]]
        return Answer(None, "place_out_of_scope", {"candidates": elsewhere, "scope": self.scope.name})

    def _shown(self, match: Match) -> list[str]:
        return [describe(item.unit, self.places, self.year) for item in match.candidates[:SHOWN]]

    def district(self, name: str) -> Unit | None:
        """Return the district that a group row names inside a province's book."""
        match = self.places.find(name, scope=self.scope.code, on_year=self.year, level="district")
        return match.unit if match.kind in ("exact", "folded", "fuzzy") else None


@dataclass(frozen=True)
class ScopeAnswer:
    """The unit that title lines name; several if they leave it open; `gone` if it ended earlier."""

    unit: Unit | None
    candidates: tuple[Unit, ...] = ()
    gone: Gone | None = None
    text: str = ""
    unknown: Unknown | None = None
    spelled: tuple[tuple[Mention, Unit], ...] = ()  # names that differ in their marks from the units read


def _runs(mention: Mention) -> Iterator[tuple[str, bool]]:
    """Yield what a mention may name, the longest first, and whether that is all of its name."""
    words, beyond = text_of(mention.name).split(), mention.beyond.split()
    for count in range(len(beyond), 0, -1):
        yield f"{' '.join(words)} - {' '.join(beyond[:count])}", True
    for count in range(len(words), 1, -1):
        yield " ".join(words[:count]), count == len(words) or not mention.is_name


def _named(places: Places, level: str, mention: Mention, scope: str, year: int) -> tuple[list[Unit], bool]:
    """Return the units that the longest run of a mention's words names, and if it is all of its name."""
    for name, is_whole in _runs(mention):
        found = places.named(level, name, scope=scope, year=year)
        if found:
            kind = next((unit.unit_type for unit in found if mention.name.startswith(unit.unit_type)), None)
            return [unit for unit in found if unit.unit_type == kind] or found, is_whole
    return [], False


def _ended(places: Places, level: str, mention: Mention, scope: str, year: int) -> Gone | None:
    if level == "province":
        scopes = [COUNTRY]
    elif scope == COUNTRY:
        scopes = [unit.code for unit in places.units if unit.level == "province"]
    else:
        scopes = [scope]
    for code in dict.fromkeys(scopes):
        for name, _ in _runs(mention):
            match = places.find(name, scope=code, on_year=year, level=level)
            if match.gone is not None:
                return match.gone
    return None


def resolve_scope(
    mentions: list[Mention], places: Places, year: int, within: Unit | None, *, lowest: str = "commune"
) -> ScopeAnswer:
    """Return the narrowest unit that title lines name, read from the province down.

    Args:
        mentions: Places named above the table.
        places: All units.
        year: Year of the report.
        within: The unit that the officer named, if any: it narrows the search.
        lowest: Level below which names are not looked for.
    """
    scope: Unit | None = within
    gone: Gone | None = None
    gone_text = ""
    known: set[str] = set()  # names that some unit bears
    spelled: list[tuple[Mention, Unit]] = []
    levels: list[str] = []
    for level in ("province", "district", "commune"):
        if level == "commune" and (scope is None or lowest != "commune"):
            break
        levels.append(level)
        above = scope.code if scope else COUNTRY
        wanted = [mention for mention in mentions if level in mention.levels and not mention.is_former]
        named = {mention.name: _named(places, level, mention, above, year) for mention in wanted}
        known |= {name for name, (units, is_whole) in named.items() if units and is_whole}
        found = {unit.code: unit for units, _ in named.values() for unit in units}
        spelled += [(m, unit) for m in wanted for unit in named[m.name][0] if spelled_otherwise(m, unit)]
        if level == "province":
            found = {c: u for c, u in found.items() if within is None or u.code == within.province_code}
            if within is not None and within.level != "province":
                found = {}
        if len(found) > 1:
            return ScopeAnswer(None, tuple(found.values())[:SHOWN], text=wanted[0].name)
        if found:
            scope = next(iter(found.values()))
        elif wanted and level != "commune" and gone is None:
            gone = next((g for m in wanted if (g := _ended(places, level, m, above, year))), None)
            gone_text = wanted[0].name
    if gone is not None and (scope is None or scope.level == "province"):
        return ScopeAnswer(None, gone=gone, text=gone_text)
    if within is None and (unknown := unknown_place(mentions, known, places, year, levels)) is not None:
        return ScopeAnswer(None, unknown=unknown)
    once = {unit.code: (mention, unit) for mention, unit in reversed(spelled)}
    return ScopeAnswer(scope, spelled=tuple(once.values()))
