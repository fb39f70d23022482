"""What a map is coloured by: the class of each place under a measure, with its word, sign and colour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.i18n import SIGNS, number, percent, t
from dashboard.scorecard import points_text
from dashboard.sentences import Row, divisor, gap, has_figures

GAP, RATE, RANK, COVERAGE = "gap", "rate", "rank", "coverage"
MEASURES = (GAP, RATE, RANK, COVERAGE)


@dataclass(frozen=True)
class Band:
    """One class of a measure; the sign and the word say what the colour says."""

    measure: str
    name: str
    sign: str
    colour: str

    @property
    def words(self) -> str:
        """Return the class in words."""
        return t(f"map.band.{self.measure}.{self.name}")

    @property
    def label(self) -> str:
        """Return the sign, then the words."""
        return f"{self.sign} {self.words}".strip()


# Not a number, under any measure: each has a look of its own, and none is a step of a scale.
UNREPORTED = Band("state", "not_reported", "", "url(#xh-hatch)")
NO_FIGURE = Band("state", "no_figure", SIGNS["no_data"], "#8a8f96")
NO_GOAL = Band("state", "no_goal", SIGNS["no_goal"], "#ecedef")
STATES = (NO_GOAL, NO_FIGURE, UNREPORTED)
# From best to worst. Blue against orange and brown stays apart to colour-blind eyes: a test holds it.
BANDS: Mapping[str, tuple[Band, ...]] = {
    GAP: (
        Band(GAP, "reached", "✓", "#1f5f9e"),
        Band(GAP, "near", "−", "#9cc9e8"),
        Band(GAP, "short", "▼", "#f0a35c"),
        Band(GAP, "far", "✗", "#9a3412"),
    ),
    RATE: (
        Band(RATE, "from_80", "5", "#08306b"),
        Band(RATE, "from_60", "4", "#2f6fb2"),
        Band(RATE, "from_40", "3", "#74a9d8"),
        Band(RATE, "from_20", "2", "#b3d3f2"),
        Band(RATE, "from_0", "1", "#f1ead2"),
    ),
    RANK: (
        Band(RANK, "tot", "✓", "#1f5f9e"),
        Band(RANK, "kha", "▲", "#9cc9e8"),
        Band(RANK, "trung_binh", "−", "#f0a35c"),
        Band(RANK, "khong_xep_loai", "✗", "#9a3412"),
    ),
    COVERAGE: (
        Band(COVERAGE, "whole", "✓", "#1f5f9e"),
        Band(COVERAGE, "most", "▲", "#9cc9e8"),
        Band(COVERAGE, "part", "▼", "#f0a35c"),
    ),
}
# Ranks of the later rubric stand with the class of the same meaning: met at a level, or not met.
SAME_RANK = {
    "muc_do_2": "tot", "muc_do_1": "kha", "dat": "trung_binh", "khong_dat": "khong_xep_loai",
    "chua_dat": "khong_xep_loai",
}  # fmt: skip
EMPTY = (
    "total", "registered", "assessed", "recognised", "rate_pct", "goal_pct", "goal_document", "gap_pct",
    "gap_count", "units_expected",
)  # fmt: skip
NEAR, SHORT = 5.0, 15.0  # percentage points
MIDDLE_LIGHT = 128  # of 255; the lightness at which text on a colour turns from white to black


def all_bands(measure: str) -> tuple[Band, ...]:
    """Return every class that may occur under a measure, the states last."""
    return (*BANDS[measure], *(state for state in STATES if state is not NO_GOAL or measure == GAP))


def band_of(row: Row, measure: str) -> Band:
    """Return the class of a place.

    Args:
        row: A row of coverage; for ranks with `rank`, None where there is none.
        measure: One of MEASURES.
    """
    if not has_figures(row) and not row.get("rank"):
        return UNREPORTED
    name = _NAMES[measure](row)
    if name is None:
        return NO_GOAL if measure == GAP and row["goal_pct"] is None else NO_FIGURE
    return next((band for band in BANDS[measure] if band.name == name), NO_FIGURE)


def _gap_name(row: Row) -> str | None:
    if row["gap_pct"] is None:
        return None
    short = -float(row["gap_pct"])
    if short <= 0:
        return "reached"
    if short < NEAR:
        return "near"
    return "short" if short < SHORT else "far"


def _rate_name(row: Row) -> str | None:
    if row["rate_pct"] is None:
        return None
    return f"from_{min(int(row['rate_pct'] // 20) * 20, 80)}"


def _rank_name(row: Row) -> str | None:
    rank = row.get("rank")
    return None if rank is None else rank_band(rank).name


def rank_band(result: str) -> Band:
    """Return the class of a rank or of another result; one that is no rank has the look of no figure."""
    name = SAME_RANK.get(result, result)
    return next((band for band in BANDS[RANK] if band.name == name), NO_FIGURE)


def ink_on(colour: str) -> str:
    """Return the colour of text that is readable on a colour: white on a dark one, black on a light one."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#ffffff" if 0.299 * red + 0.587 * green + 0.114 * blue < MIDDLE_LIGHT else "#1a1a1a"


def _coverage_name(row: Row) -> str | None:
    reported, expected = row["units_reported"] or 0, row["units_expected"] or 0
    if not reported:
        return None
    if reported >= expected:
        return "whole"
    return "most" if reported * 2 >= expected else "part"


_NAMES: Mapping[str, Callable[[Row], str | None]] = {
    GAP: _gap_name,
    RATE: _rate_name,
    RANK: _rank_name,
    COVERAGE: _coverage_name,
}


def order_of(row: Row, measure: str) -> tuple[int, float]:
    """Return what places are ranked by: the best first, those without a figure last."""
    band = band_of(row, measure)
    step = all_bands(measure).index(band)
    value = {GAP: row["gap_pct"], RATE: row["rate_pct"], RANK: row.get("points")}.get(measure)
    if measure == COVERAGE:
        value = (row["units_reported"] or 0) / (row["units_expected"] or 1)
    return step, -float(value or 0)


def figure(row: Row) -> str:
    """Return the rate with its counts; counts alone where the law or their small number forbids a rate."""
    below = divisor(row)
    if row["recognised"] is None:
        return t("state_word.no_data")
    if not below:
        return t("state_word.nothing") if below == 0 else number(row["recognised"])
    counts = f"{number(row['recognised'])}/{number(below)}"
    return f"{percent(row['rate_pct'])} ({counts})" if row["rate_pct"] is not None and below >= 10 else counts


def rank_words(row: Row) -> str:
    """Return a commune's rank with its sign, and its points where they are known."""
    band = band_of(row, RANK)
    if not row.get("rank"):
        return band.label
    rank = f"{band.sign} {t('rank.' + row['rank'])}"
    total = row.get("points")
    return rank if total is None else t("map.rank_points", rank=rank, points=points_text(total))


def gap_words(row: Row) -> str:
    """Return the distance to the goal in words; that there is no goal where there is none."""
    return gap(row) or t("status.no_goal" if row["goal_pct"] is None else "status.no_data")


def reported_of(row: Row) -> str:
    """Return how many communes have reported, of how many; the second is open for a province without data."""
    expected = row["units_expected"]
    return f"{number(row['units_reported'] or 0)}/{'–' if expected is None else number(expected)}"


def silent_row(code: str, name: str, level: str, title: str) -> Row:
    """Return a row for a place of which nothing was ever reported, so that it is drawn and listed."""
    known = {"unit_code": code, "unit_name": name, "level": level, "title": title, "status": "no_data"}
    return dict.fromkeys(EMPTY) | known | {"denominator": "all", "units_reported": 0}


def is_silent(row: Row) -> bool:
    """Return whether a row is of a place of which nothing was ever reported: it has no page to lead to."""
    return row["units_expected"] is None
