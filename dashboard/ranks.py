"""Ranks of communes by year, in words and as a table; from rows of `queries.rank_counts`."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.i18n import in_text, number, t
from dashboard.scorecard import OTHERS, RANKS, UNREPORTED, points_text, share, weakest
from dashboard.sentences import Row
from dashboard.tables import Cell, html_table


def by_year(counts: Sequence[Row]) -> dict[int, dict[str, int]]:
    """Return how many communes have each result, by year."""
    years: dict[int, dict[str, int]] = {}
    for row in counts:
        years.setdefault(row["year"], {})[row["result"]] = row["units"]
    return years


def coverage_by_year(counts: Sequence[Row]) -> dict[int, tuple[int, int]]:
    """Return, by year, how many of the communes expected reported a score, and how many are expected."""
    return {row["year"]: (row["units_reported"], row["units_expected"]) for row in counts}


def shown_results(counts: Sequence[Row]) -> list[str]:
    """Return the results that have a column: the four ranks, and others that some commune has."""
    found = {row["result"] for row in counts}
    return [*RANKS, *(result for result in OTHERS if result in found)]


def in_words(results: dict[str, int]) -> str:
    """Return counts of results in words, best first: `Tốt 16 xã, Khá 5 xã`."""
    return ", ".join(
        t("scores.rank_count", rank=t(f"rank.{result}"), units=number(results[result]))
        for result in (*RANKS, *OTHERS)
        if results.get(result)
    )


def answer(counts: Sequence[Row], sums: Sequence[Row], *, place: str, year: int) -> list[str]:
    """Return the sentences that answer: coverage, ranks, the weakest criterion.

    Args:
        counts: One row a year and result, of the place.
        sums: One row a criterion, of the place and year.
        place: The place's name.
        year: Year assessed.
    """
    results = by_year(counts).get(year)
    if results is None:
        return [t("scores.sentence.none", year=year, place=in_text(place))]
    reported, expected = coverage_by_year(counts)[year]
    holes = {
        "year": year,
        "place": in_text(place),
        "reported": number(reported),
        "expected": number(expected),
    }
    said = [
        t("scores.sentence.coverage", **holes),
        t("scores.sentence.ranks", ranks=in_words(results)),
    ]
    if sums:
        worst = weakest(sums)[0]
        said.append(
            t(
                "scores.sentence.weakest",
                number=worst["number"],
                share=f"{number(share(worst), 1)}%",
                points=points_text(worst["points"]),
                maximum=points_text(worst["maximum"]),
                units=number(worst["units"]),
            )
        )
    return said


def message(counts: Sequence[Row]) -> str:
    """Return what the ranks by year say: the communes ranked best in the first and in the last year."""
    years = by_year(counts)
    told = [
        {"count": number(results.get(RANKS[0], 0)), "all": number(sum(results.values())), "year": year}
        for year, results in sorted(years.items())
    ]
    first, last = told[0], told[-1]
    if first is last:
        return t("scores.chart.one_year", **last)
    since = {f"first_{name}": value for name, value in first.items()}
    return t("scores.chart.message", **since, **last)


def spoken(counts: Sequence[Row]) -> str:
    """Return the chart of ranks by year in words, for those who do not see it."""
    years = "; ".join(f"{year}: {in_words(results)}" for year, results in sorted(by_year(counts).items()))
    return t("scores.chart.alt", years=years)


def years_table(counts: Sequence[Row], years: Sequence[int], *, caption: str) -> str:
    """Return the ranks by year as a table; a year without a score says so.

    Args:
        counts: One row a year and result.
        years: Years that have a row.
        caption: What the table shows.
    """
    results, known, covered = shown_results(counts), by_year(counts), coverage_by_year(counts)
    nothing = Cell.of(t("state_word.not_reported"), UNREPORTED)
    lines: list[list[Cell | str]] = []
    for year in years:
        if year not in known:
            lines.append([str(year), *[nothing] * (len(results) + 1)])
            continue
        reported, expected = covered[year]
        cover = t("overview.table.of_communes", reported=number(reported), expected=number(expected))
        lines.append([str(year), cover, *(number(known[year].get(result, 0)) for result in results)])
    columns = [t("filter.year"), t("overview.table.coverage"), *(t(f"rank.{result}") for result in results)]
    return html_table(caption, columns, lines, look="xh-places")
