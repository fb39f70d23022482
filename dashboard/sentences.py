"""The words of a title's progress: pure functions from rows of `query coverage` to sentences."""

from __future__ import annotations

from typing import Any

from dashboard.i18n import goal_percent, in_text, number, t

TITLES = ("gia_dinh", "dong_ho", "cong_dong", "cong_dong_xa", "don_vi", "cong_dan")
NOUNS = dict(zip(TITLES, ("ho", "dong_ho", "thon", "xa", "don_vi", "nguoi"), strict=True))
COMMUNE_TITLE = "cong_dong_xa"  # the title that comes of score sheets
GOOD = ("met", "on_track")
SHORT = ("behind", "falling", "missed")
UNDECIDED = ("not_enough", "no_data", "not_comparable")
FEW = 10  # below this many things a percentage never stands alone
Row = dict[str, Any]


def title_name(row: Row) -> str:
    """Return the name of a row's title."""
    return t(f"title.{row['title']}")


def place_name(row: Row) -> str:
    """Return the name of a row's unit; the country has one in each language."""
    return t("filter.country") if row["level"] == "country" else str(row["unit_name"])


def noun(row: Row) -> str:
    """Return what is counted for a row's title, in the plural."""
    return t(f"unit.{NOUNS[row['title']]}")


def divisor(row: Row) -> int | None:
    """Return the denominator behind a row's rate."""
    value = row[{"all": "total", "registered": "registered", "assessed": "assessed"}[row["denominator"]]]
    return None if value is None else int(value)


def missing(row: Row) -> int:
    """Return how many communes have not reported."""
    return max(0, int(row["units_expected"] or 0) - int(row["units_reported"] or 0))


def is_shown(row: Row) -> bool:
    """Return whether a title has anything to say: a figure or a goal."""
    return row["goal_pct"] is not None or row["recognised"] is not None or row["registered"] is not None


def has_figures(row: Row) -> bool:
    """Return whether anything was reported, be it too little for any commune to count as reported."""
    return bool(row["units_reported"]) or row["recognised"] is not None


def gap(row: Row) -> str | None:
    """Return the distance to the goal in points and in things counted; None where there is none."""
    if row["gap_pct"] is None or row["gap_count"] is None:
        return None
    holes = {
        "points": number(abs(row["gap_pct"]), 1),
        "count": number(abs(row["gap_count"])),
        "unit": noun(row),
    }
    return t("overview.card.short", **holes) if row["gap_pct"] < 0 else t("overview.card.over", **holes)


def bound(row: Row) -> str:
    """Return `below`, `above` or `open`: what the missing reports could still change about a goal."""
    low, high, goal = row["rate_low_pct"], row["rate_high_pct"], row["goal_pct"]
    if low is not None and low >= goal:
        return "above"
    return "below" if high is not None and high < goal else "open"


def open_progress(row: Row) -> str | None:
    """Return why progress is open though all reported: a single year, or silent communes a year before."""
    if row["goal_pct"] is None or row["rate_pct"] is None or row["status"] in ("met", "missed", "falling"):
        return None
    if row["status"] == "not_enough" and row["first_year"] == row["year"]:
        return t("overview.card.one_year")
    before, silent = row["previous_rate_pct"], row["previous_units_missing"]
    if before is None or row["rate_pct"] >= before or not silent:
        return None
    return t("overview.card.fall_open", year=row["year"] - 1, missing=number(silent))


def answer(rows: list[Row], *, place: str, year: int) -> list[str]:
    """Return the sentences that answer: year, scope and coverage; the answer; the reason.

    Args:
        rows: One row a title, of one unit and year.
        place: The unit's name.
        year: Year assessed.
    """
    said = [_coverage(rows, place=place, year=year)]
    judged = [row for row in rows if row["goal_pct"] is not None]
    if not any(map(has_figures, rows)):
        return said
    if not judged:
        return [*said, t("overview.sentence.no_goal")]
    worst = _furthest(judged)
    return [*said, _verdict(judged, worst), *_reasons(judged, worst)]


def _coverage(rows: list[Row], *, place: str, year: int) -> str:
    """Return who has reported; a commune that sent a score sheet alone has not reported the other titles."""
    counted = [row for row in rows if row["title"] != COMMUNE_TITLE]
    by_titles = max((row["units_reported"] for row in counted), default=0)
    reported = by_titles or max((row["units_reported"] for row in rows), default=0)
    holes = {
        "year": year,
        "place": in_text(place),
        "reported": number(reported),
        "expected": number(max((row["units_expected"] for row in rows), default=0)),
    }
    if reported:
        is_scored_alone = bool(counted) and not by_titles
        return t(f"overview.sentence.{'scores_alone' if is_scored_alone else 'coverage'}", **holes)
    if any(map(has_figures, rows)):
        return t("overview.sentence.in_part", **holes)
    return t("overview.sentence.no_report", **holes)


def _furthest(judged: list[Row]) -> Row | None:
    short = [row for row in judged if row["status"] in SHORT and row["gap_pct"] is not None]
    return min(short, key=lambda row: row["gap_pct"], default=None)


def _verdict(judged: list[Row], worst: Row | None) -> str:
    good = sum(row["status"] in GOOD for row in judged)
    undecided = sum(row["status"] in UNDECIDED for row in judged)
    holes: dict[str, object] = {"good": number(good), "all": number(len(judged))}
    if worst is not None:
        return t(
            "overview.sentence.laggard",
            **holes,
            title=title_name(worst),
            points=number(abs(worst["gap_pct"]), 1),
            count=number(abs(worst["gap_count"] or 0)),
            unit=noun(worst),
        )
    if undecided:
        return t("overview.sentence.open", **holes, open=number(undecided))
    return t("overview.sentence.all_good", **holes)


def _reasons(judged: list[Row], worst: Row | None) -> list[str]:
    said = []
    if worst is not None and worst["status"] == "falling" and worst["previous_rate_pct"] is not None:
        fallen = number(worst["previous_rate_pct"] - worst["rate_pct"], 1)
        said.append(
            t("overview.sentence.falling", title=title_name(worst), points=fallen, year=worst["year"] - 1)
        )
    doubtful = worst or next((row for row in judged if row["status"] not in GOOD), judged[0])
    if missing(doubtful):
        said.append(_provisional(doubtful))
    elif worst is not None and not said:
        said.append(_reason(worst))
    if reason := open_progress(doubtful):
        said.append(t("overview.sentence.progress_open", title=title_name(doubtful), reason=in_text(reason)))
    return said


def _provisional(row: Row) -> str:
    holes = {
        "reported": number(row["units_reported"]),
        "expected": number(row["units_expected"]),
        "missing": number(missing(row)),
        "title": title_name(row),
        "goal": goal_percent(row["goal_pct"]),
    }
    if row["rate_pct"] is None or row["status"] == "not_comparable":
        return t("overview.sentence.provisional", **holes)
    return t(f"overview.sentence.provisional_{bound(row)}", **holes)


def _reason(row: Row) -> str:
    return t(
        "overview.sentence.reason",
        title=title_name(row),
        recognised=number(row["recognised"]),
        divisor=number(divisor(row) or 0),
        unit=noun(row),
        goal=goal_percent(row["goal_pct"]),
        goal_year=row["goal_year"],
        document=row["goal_document"],
    )
