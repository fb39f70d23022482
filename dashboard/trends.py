"""A place's titles by year, in words and as a table; from rows of `query coverage` of one unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.i18n import goal_percent, number, percent, sort_key, t
from dashboard.origin import linked
from dashboard.sentences import COMMUNE_TITLE, FEW, Row, divisor, missing, noun, title_name
from dashboard.tables import Cell, html_table

UNREPORTED = "xh-unreported"


def of_title(rows: Iterable[Row], title: str) -> list[Row]:
    """Return the rows of a title, one a year, ascending; a year between without a row has a null rate."""
    known = {int(row["year"]): row for row in rows if row["title"] == title}
    empty = {"rate_pct": None, "denominator": "all", "unit_valid_from": None}
    return [known.get(year, {"year": year, **empty}) for year in span(told_years(known.values()))]


def told_years(rows: Iterable[Row]) -> list[int]:
    """Return the years that have a rate, of the rows of one title."""
    return [int(row["year"]) for row in rows if row["rate_pct"] is not None]


def span(years: Iterable[int]) -> list[int]:
    """Return all years from the first to the last: one of which nothing came stands there as such."""
    known = sorted(years)
    return list(range(known[0], known[-1] + 1)) if known else []


def has_trend(rows: Iterable[Row], row: Row) -> bool:
    """Return whether a title has a rate in some year; the rank of a single commune is none."""
    is_one = row["level"] == "commune" and row["title"] == COMMUNE_TITLE
    return not is_one and bool(of_title(rows, row["title"]))


def goal_steps(rows: Iterable[Row], title: str) -> list[tuple[int, float]]:
    """Return year and percent of each step that some year's goal names, ascending."""
    steps = {
        (int(row["goal_year"]), float(row["goal_pct"]))
        for row in rows
        if row["title"] == title and row["goal_pct"] is not None and row["goal_year"] is not None
    }
    return sorted(steps)


def rate_text(row: Row) -> str | None:
    """Return a year's rate as it is written beside its point: of a few things the count; None without one."""
    if row["rate_pct"] is None:
        return None
    below = divisor(row) or 0
    return percent(row["rate_pct"]) if below >= FEW else f"{number(row['recognised'])}/{number(below)}"


def comparison(row: Row, before: Row | None) -> str:
    """Return a title's difference from the year before in words, or why the two are not comparable."""
    year = int(row["year"]) - 1
    if before is None or before["rate_pct"] is None or row["rate_pct"] is None:
        which = year if row["rate_pct"] is not None else row["year"]
        return t("place.compare.no_data", year=which)
    if before["unit_valid_from"] != row["unit_valid_from"]:
        return t("place.compare.other_unit", year=year)
    if before["denominator"] != row["denominator"]:
        return t("place.compare.other_denominator", year=year)
    if missing(row) or missing(before):
        return t("place.compare.coverage", year=year, now=_covered(row), then=_covered(before))
    return _difference(row, before, year)


def _covered(row: Row) -> str:
    return f"{number(row['units_reported'])}/{number(row['units_expected'])}"


def _difference(row: Row, before: Row, year: int) -> str:
    counted = row["recognised"] - before["recognised"]
    count = t(f"place.compare.count_{_way(counted)}", count=number(abs(counted)), unit=noun(row))
    if min(divisor(row) or 0, divisor(before) or 0) < FEW:
        now, then = (f"{number(one['recognised'])}/{number(divisor(one) or 0)}" for one in (row, before))
        return t("place.compare.few", year=year, now=now, then=then, unit=noun(row))
    points = round(row["rate_pct"] - before["rate_pct"], 1)
    return t(f"place.compare.rate_{_way(points)}", points=number(abs(points), 1), year=year, count=count)


def _way(difference: float) -> str:
    return "same" if difference == 0 else "up" if difference > 0 else "down"


def heading(row: Row) -> str:
    """Return what heads the chart of a title: its rate in the year shown, with its count."""
    below = divisor(row)
    if row["recognised"] is None or not below:
        return t("place.chart.heading_none", title=title_name(row), year=row["year"])
    count = f"{number(row['recognised'])}/{number(below)}"
    if below < FEW or row["rate_pct"] is None:
        return t(
            "place.chart.heading_few", title=title_name(row), count=count, unit=noun(row), year=row["year"]
        )
    holes = {"rate": percent(row["rate_pct"]), "count": count, "unit": noun(row), "year": row["year"]}
    return t("place.chart.heading", title=title_name(row), **holes)


def spoken(rows: Sequence[Row], goals: Sequence[tuple[int, float]], title: str) -> str:
    """Return the chart of a title in words, for those who do not see it."""
    rates = "; ".join(f"{row['year']}: {rate_text(row) or t('state_word.no_data')}" for row in rows)
    steps = "; ".join(t("place.chart.step", goal=goal_percent(goal), year=year) for year, goal in goals)
    return t("place.chart.alt", title=t(f"title.{title}"), rates=rates, goals=steps or t("status.no_goal"))


def _year_cell(row: Row | None) -> Cell:
    if row is None or row["recognised"] is None:
        return Cell.of(t("state_word.not_reported"), UNREPORTED)
    below = divisor(row)
    if below == 0:
        return Cell.of(t("state_word.nothing"), "xh-quiet")
    lines = [number(row["recognised"]) if below is None else f"{number(row['recognised'])}/{number(below)}"]
    if row["rate_pct"] is not None and (below or 0) >= FEW:
        lines.insert(0, percent(row["rate_pct"]))
    if missing(row):
        lines.append(t("overview.table.of_communes", **_cover_holes(row)))
    if row["goal_pct"] is not None:
        lines.append(t("place.chart.step", goal=goal_percent(row["goal_pct"]), year=row["goal_year"]))
    return linked(row, tuple(lines))


def _cover_holes(row: Row) -> dict[str, str]:
    return {"reported": number(row["units_reported"]), "expected": number(row["units_expected"])}


def years_table(rows: Sequence[Row], titles: Sequence[str], years: Sequence[int], *, caption: str) -> str:
    """Return the titles by year, with the goal in force in each: the charts' twin for reading aloud."""
    known = {(int(row["year"]), row["title"]): row for row in rows}
    lines: list[list[Cell | str]] = [
        [str(year), *(_year_cell(known.get((year, title))) for title in titles)] for year in years
    ]
    columns = [t("filter.year"), *(t(f"title.{title}") for title in titles)]
    return html_table(caption, columns, lines, look="xh-places")


def villages_table(rows: Sequence[Row], titles: Sequence[str], *, caption: str) -> str:
    """Return the counts of a commune's villages: recognised of all, for each title that some report."""
    known = {(row["village_key"], row["title"]): row for row in rows}
    names = {row["village_key"]: row["village_name"] for row in rows}
    told = [title for title in titles if any(row["title"] == title for row in rows)]
    lines: list[list[Cell | str]] = [
        [name, *(_village_cell(known.get((key, title))) for title in told)]
        for key, name in sorted(names.items(), key=lambda pair: sort_key(pair[1]))
    ]
    columns = [t("place.villages.name"), *(t(f"title.{title}") for title in told)]
    return html_table(caption, columns, lines, look="xh-places")


def _village_cell(row: Row | None) -> Cell:
    if row is None or row["recognised"] is None:
        return Cell.of(t("state_word.blank"), UNREPORTED)
    if row["total"] is None:
        return Cell.of(number(row["recognised"]))
    if row["total"] == 0:
        return Cell.of(t("state_word.nothing"), "xh-quiet")
    return Cell.of(f"{number(row['recognised'])}/{number(row['total'])}")
