"""Year, period and unit of each table: title lines first, then the sheet's name, `_Meta`, the officer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from etl.checks import Findings
from etl.checks.tab_names import check_place_of_tab, commune_of_tab
from etl.listed import other_communes
from etl.mapping.tables import FoundTable
from etl.mapping.titles import Mention
from etl.mapping.years import year_cell, years_in_head
from etl.match import PlaceFinder, ScopeAnswer, describe, gone_values, resolve_scope
from etl.model import Finding, Hints
from etl.scope_faults import Unknown, lone_commune, not_yet, years_to_try
from etl.settle_periods import has_estimates, settle_periods
from etl.settled import Settled
from warehouse.places import COUNTRY, Gone, Places, Unit

FIRST_YEAR, LAST_YEAR = 2005, 2049  # outside them a year is `year_unlikely`; said here only


@dataclass(frozen=True)
class Subject:
    """By which year and unit the rows of a table are read."""

    year: int
    unit: Unit
    finder: PlaceFinder


@lru_cache(maxsize=64)
def finder_of(places: Places, code: str, year: int) -> PlaceFinder:
    """Return the finder of one scope and year, shared by all tables and files."""
    unit = places.in_force(code, year)
    if unit is None:  # only asked for units that serve the year
        raise LookupError(f"{code} {year}")
    return PlaceFinder(places, unit, year)


class Settler:
    """Settles all tables of a workbook; what one sheet leaves open another may say."""

    def __init__(self, findings: Findings, hints: Hints, meta: dict[str, str], places: Places) -> None:
        self.findings = findings
        self.hints = hints
        self.meta = meta
        self.places = places

    def settle(self, tables: list[FoundTable]) -> list[Settled]:
        """Return what each table is for; open and contradictory answers become findings."""
        answers = [self._year(table) for table in tables]
        known = {answer.year for answer in answers if answer.year is not None}
        for table, answer in zip(tables, answers, strict=True):
            self._finish_year(table, answer, known)
            self._set_estimate_aside(table, answer)
        settle_periods(self.findings, self.hints, self.meta, tables, answers)
        for table, answer in zip(tables, answers, strict=True):
            if answer.year is not None and not answer.is_contradicted and answer.aside is None:
                answer.unit = self._unit(table, answer.year)
        self._inherit_units(tables, answers)
        for table, answer in zip(tables, answers, strict=True):
            check_place_of_tab(self.findings, table, answer.unit, answer.year, self.places)
        if answers and all(answer.year is None and not answer.is_contradicted for answer in answers):
            self._report_placeless(tables)
        return answers

    def _report_placeless(self, tables: list[FoundTable]) -> None:
        """Say beside the missing year that the place is missing too, where no year could give one."""
        missing = [self._placeless(tables, year) for year in years_to_try()]
        if all(missing):
            self.findings.items += max(missing, key=lambda items: sum(item.raw is not None for item in items))

    def _placeless(self, tables: list[FoundTable], year: int) -> list[Finding]:
        """Return what would be said of places that are missing, were the year known."""
        tried = Findings()
        Settler(tried, replace(self.hints, year=year), self.meta, self.places).settle(tables)
        return [item for item in tried.items if item.rule == "place_missing"]

    def _year(self, table: FoundTable) -> Settled:
        named = dict(table.title.years)
        if (meta := self.meta.get("year", "")).isdigit():
            named.setdefault(int(meta), None)
        self._add_closing(table, named)
        if not named:  # the tab's name counts where no line says a year
            named = dict(table.sheet_name.years)
        elif len(named) == 1:
            self._compare_with_tab(table, next(iter(named)))
        if len(named) <= 1:
            is_plan = not named and bool(table.title.plans or table.sheet_name.plans)
            return Settled(next(iter(named), None), is_plan=is_plan)
        if self.hints.year in named:
            return Settled(self.hints.year)
        if len(years_in_head(table.head) & set(named)) > 1:
            return Settled()
        self._contradiction(table, list(named))
        return Settled(is_contradicted=True)

    def _add_closing(self, table: FoundTable, named: dict[int, tuple[int, int] | None]) -> None:
        """Add the year in which figures close, where no other word names it, or all name others."""
        closing, said = table.title.closing, [*named] or [*table.sheet_name.years]
        if closing is None or any(map(closing.fits, said)):
            return
        if said or (closing.is_end and not table.title.plans):
            named[closing.year] = table.title.closing_at

    def _compare_with_tab(self, table: FoundTable, year: int) -> None:
        """Say that the tab is named after another year than the lines above the table: the lines decide."""
        named = table.sheet_name.years
        if named and year not in named:
            at = table.title.years.get(year)
            raw = table.sheet.name
            self.findings.add("sheet_year_differs", table.sheet.name, at, raw=raw, year=year)

    def _set_plan_aside(self, table: FoundTable) -> None:
        """Say that a table of next year's plan is not loaded beside the tables of the report."""
        at = next((at for at in table.title.plans.values() if at), None)
        raw = table.sheet.rows[at[0]][at[1]] if at else table.sheet.name
        years = sorted({*table.title.plans, *table.sheet_name.plans})
        self.findings.add("plan_table", table.sheet.name, at, raw=raw, years=years)

    def _set_estimate_aside(self, table: FoundTable, answer: Settled) -> None:
        """Say that a table of estimates is not loaded, unless only some of its columns are estimates."""
        read = table.title if table.title.estimate else table.sheet_name
        if read.estimate is None or answer.is_plan or has_estimates(table):
            return
        if read.is_part_and_estimate and self.hints.period in (None, read.period):
            return  # asked about with the periods
        answer.is_estimate = True
        at, year = read.estimate_at, answer.year
        self.findings.add("estimate_table", table.sheet.name, at, raw=read.estimate, year=year)

    def _ask_for_year(self, table: FoundTable) -> None:
        years = sorted(years_in_head(table.head))
        if len(years) > 1 and (at := year_cell(table.sheet, table.head)):
            raw = table.sheet.rows[at[0]][at[1]]
            self.findings.add("year_of_columns", table.sheet.name, at, raw=raw, years=years)
        else:
            self.findings.add("year_missing", table.sheet.name)

    def _contradiction(self, table: FoundTable, years: list[int]) -> None:
        title = table.title
        closing_at = title.closing_at if title.closing and title.closing.year in years else None
        places = [at for at in (*title.years.values(), closing_at) if at is not None]
        at = places[-1] if places else None
        raw = table.sheet.rows[at[0]][at[1]] if at else table.sheet.name
        self.findings.add("year_contradiction", table.sheet.name, at, raw=raw, years=sorted(years))

    def _finish_year(self, table: FoundTable, answer: Settled, known: set[int]) -> None:
        if answer.is_contradicted:
            return
        if answer.is_plan and known:
            self._set_plan_aside(table)
            return
        answer.is_plan = False
        if answer.year is None:
            answer.year = next(iter(known)) if len(known) == 1 else self.hints.year
            closing = table.title.closing
            if closing is not None and (answer.year is None or not closing.fits(answer.year)):
                answer.year, answer.is_period_open = closing.year, not closing.is_end
        if answer.year is None:
            self._ask_for_year(table)
        elif self.hints.year is not None and answer.year != self.hints.year:
            self._contradiction(table, [answer.year, self.hints.year])
            answer.is_contradicted = True
        elif not FIRST_YEAR <= answer.year <= LAST_YEAR:
            at = table.title.years.get(answer.year)
            self.findings.add(
                "year_unlikely", table.sheet.name, at, raw=answer.year, year=answer.year,
                first_year=FIRST_YEAR, last_year=LAST_YEAR,
            )  # fmt: skip
            answer.year = None

    def _unit(self, table: FoundTable, year: int) -> Unit | None:
        """Return the unit of a table; an open or contradictory answer is reported and gives none."""
        if self.places.in_force(COUNTRY, year) is None:
            began = min(unit.valid_from for unit in self.places.history(COUNTRY)).isoformat()
            at = table.title.years.get(year)
            self.findings.add("year_before_places", table.sheet.name, at, raw=year, year=year, began=began)
            return None
        mentions, lowest = self._mentions(table)
        hinted = self._hinted(table, year)
        if hinted is None and (self.hints.unit or self.meta.get("unit")):
            return None
        answer = resolve_scope(mentions, self.places, year, None, lowest=lowest)
        if answer.unit is None and hinted is not None and answer.gone is None:
            answer = resolve_scope(mentions, self.places, year, hinted, lowest=lowest)
        unit = answer.unit
        self._report_spelled(table, answer, year)
        if unit is not None and hinted is not None:
            unit = self._agreed(table, unit, hinted, year)
            if unit is None:
                return None
        if lowest == "commune" and (unit is None or unit.level != "commune"):
            unit = self._from_sheet_name(table, unit, year) or unit
        if unit is None:
            self._report_unit(table, answer, year)
            self._report_not_yet(table, mentions, year)
        return unit

    def _agreed(self, table: FoundTable, unit: Unit, hinted: Unit, year: int) -> Unit | None:
        """Return the narrower of the unit read and the unit named by the officer, if one holds the other."""
        if hinted.code in (unit.code, unit.parent_code, unit.district_code, unit.province_code):
            return unit
        if unit.code in (hinted.parent_code, hinted.district_code, hinted.province_code):
            if hinted.level == "commune" and self._names_others(table, unit, hinted, year):
                return None
            mentions, lowest = self._mentions(table)
            return resolve_scope(mentions, self.places, year, hinted, lowest=lowest).unit or hinted
        self.findings.add(
            "place_contradiction", table.sheet.name, self._place_at(table), unit=unit.name, hinted=hinted.name
        )
        return None

    def _names_others(self, table: FoundTable, unit: Unit, hinted: Unit, year: int) -> bool:
        """Report a table whose rows name other communes than the one chosen, once for the whole table."""
        others = other_communes(table, finder_of(self.places, unit.code, year), hinted)
        if others:
            named, at = next(iter(others.items())) if len(others) == 1 else (unit, self._place_at(table))
            self.findings.add(
                "place_contradiction", table.sheet.name, at, unit=named.name, hinted=hinted.name
            )
        return bool(others)

    def _mentions(self, table: FoundTable) -> tuple[list[Mention], str]:
        """Return the places that a table's surroundings name, and the lowest level to look for."""
        lowest = "district" if "unit" in table.columns.keys else "commune"
        return [*table.title.mentions, *table.sheet_name.mentions], lowest

    def _hinted(self, table: FoundTable, year: int) -> Unit | None:
        code = self.hints.unit or self.meta.get("unit")
        if not code or code == COUNTRY:
            return None
        known = self.places.lookup(code, year)
        if isinstance(known, Unit):
            return known
        if isinstance(known, Gone):
            self._report_gone(table, known, year, code)
        else:
            near = [f"{unit.code} {unit.name}" for unit in self.places.nearest_codes(code)]
            self.findings.add("unknown_place", table.sheet.name, raw=code, candidates=near, place=code)
        return None

    def _from_sheet_name(self, table: FoundTable, scope: Unit | None, year: int) -> Unit | None:
        """Return the commune that the sheet's tab names, inside the district or province known."""
        if scope is None or scope.level == "commune":
            return None
        return commune_of_tab(table, scope, year, self.places)

    def _place_at(self, table: FoundTable) -> tuple[int, int] | None:
        return next((mention.at for mention in table.title.mentions if mention.at), None)

    def _report_unit(self, table: FoundTable, answer: ScopeAnswer, year: int) -> None:
        if answer.gone is not None:
            self._report_gone(table, answer.gone, year, answer.text)
        elif answer.candidates:
            shown = [describe(unit, self.places, year) for unit in answer.candidates]
            at = self._place_at(table)
            self.findings.add("ambiguous_place", table.sheet.name, at, raw=answer.text, candidates=shown)
        elif answer.unknown is not None:
            self._report_unknown(table, answer.unknown, year)

    def _report_unknown(self, table: FoundTable, unknown: Unknown, year: int) -> None:
        near = [describe(unit, self.places, year) for unit in unknown.near]
        mention, within = unknown.mention, unknown.within
        self.findings.add(
            "title_place_unknown", table.sheet.name, mention.at, raw=mention.name, year=year,
            candidates=near if within else [], elsewhere=[] if within else near,
            scope=within and within.name,
        )  # fmt: skip

    def _report_spelled(self, table: FoundTable, answer: ScopeAnswer, year: int) -> None:
        """Say as which units names in the title lines were read that are spelled a little otherwise."""
        for mention, unit in answer.spelled:
            known = describe(unit, self.places, year)
            self.findings.add("title_place_read", table.sheet.name, mention.at, raw=mention.name, unit=known)

    def _report_gone(self, table: FoundTable, gone: Gone, year: int, raw: str) -> None:
        values = gone_values(gone, self.places, year)
        at = self._place_at(table)
        self.findings.add("abolished_place", table.sheet.name, at, raw=raw, year=year, **values)

    def _report_not_yet(self, table: FoundTable, mentions: list[Mention], year: int) -> None:
        if self._is_reported(table):
            return
        found = not_yet(mentions, self.places, year)
        if found is not None:
            raw = found.mention.name if found.mention.at else table.sheet.name
            self.findings.add(
                "place_not_yet", table.sheet.name, found.mention.at, raw=raw, year=year,
                began=found.unit.valid_from.isoformat(), earlier=found.earlier and found.earlier.name,
            )  # fmt: skip

    def _report_missing(self, table: FoundTable, year: int, *, needs_commune: bool, is_open: bool) -> None:
        """Say which unit is missing above the table, or what is missing beside the commune named there."""
        lone = lone_commune(table.title.mentions, self.places, year) if needs_commune and is_open else None
        if lone is None:
            needs = "commune" if needs_commune else None
            self.findings.add("place_missing", table.sheet.name, needs=needs)
        else:
            mention, needs = lone
            self.findings.add("place_missing", table.sheet.name, mention.at, raw=mention.name, needs=needs)

    def _inherit_units(self, tables: list[FoundTable], answers: list[Settled]) -> None:
        """Give tables without a place the only place of the others, else say what is missing."""
        known = {answer.unit.code: answer.unit for answer in answers if answer.unit is not None}
        scopes = {code: unit for code, unit in known.items() if unit.level != "commune"}
        for table, answer in zip(tables, answers, strict=True):
            if answer.year is None or answer.is_contradicted or answer.aside is not None:
                continue
            needs_commune = "unit" not in table.columns.keys
            if answer.unit is None and needs_commune:
                answer.unit = self._below_another(table, answer.year, tables, answers)
            if answer.unit is None and not self._is_reported(table):
                answer.unit = next(iter(scopes.values())) if len(scopes) == 1 else None
                if needs_commune and answer.unit is not None:
                    answer.unit = self._from_sheet_name(table, answer.unit, answer.year)
            if table.lines is not None and answer.unit is not None and answer.unit.level != "commune":
                at, place = (table.head.first, table.lines.indicator), answer.unit.name
                self.findings.add("district_lines", table.sheet.name, at, unit=place)
            is_open = answer.unit is None
            if answer.unit is None or (needs_commune and answer.unit.level != "commune"):
                answer.unit = None
                if not self._is_reported(table):
                    self._report_missing(table, answer.year, needs_commune=needs_commune, is_open=is_open)

    def _below_another(
        self, table: FoundTable, year: int, tables: list[FoundTable], answers: list[Settled]
    ) -> Unit | None:
        """Return the commune named above a table whose district stands above an upper one of the sheet."""
        others = zip(tables, answers, strict=True)
        above = [one.unit for other, one in others if other.sheet is table.sheet and one.unit is not None]
        code = (above[0].district_code or above[0].province_code) if above else None
        within = self.places.in_force(code, year) if code else None
        if within is None or not table.title.mentions:
            return None
        found = resolve_scope(table.title.mentions, self.places, year, within).unit
        return found if found is not None and found.level == "commune" else None

    def _is_reported(self, table: FoundTable) -> bool:
        rules = (
            "ambiguous_place",
            "abolished_place",
            "place_not_yet",
            "year_before_places",
            "title_place_unknown",
            "place_contradiction",
            "unknown_place",
            "place_missing",
            "district_lines",
        )
        return any(item.sheet == table.sheet.name and item.rule in rules for item in self.findings.items)
