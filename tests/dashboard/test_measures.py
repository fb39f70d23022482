import itertools
import math
import re

import pytest
from coverage_rows import row

from dashboard import charts, i18n, measures
from dashboard.measures import BANDS, COVERAGE, GAP, MEASURES, NO_FIGURE, NO_GOAL, RANK, RATE, UNREPORTED
from dashboard.scorecard import OTHERS, RANKS

SEEN_BY = {  # Viénot, Brettel and Mollon 1999, on linear RGB
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanope": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "deuteranope": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
}
WHITE = (0.95047, 1.0, 1.08883)
APART = 15  # CIE76 distance; about six times what can just be told apart


@pytest.mark.parametrize(
    ("gap", "name"),
    [(3.0, "reached"), (0.0, "reached"), (-0.1, "near"), (-4.9, "near"), (-5.0, "short"), (-15.0, "far")],
)
def test_a_gap_stands_in_the_class_whose_words_hold_it(gap, name):
    assert measures.band_of(row(gap_pct=gap), GAP).name == name


@pytest.mark.parametrize(
    ("rate", "name"), [(0.0, "from_0"), (20.0, "from_20"), (79.9, "from_60"), (100.0, "from_80")]
)
def test_a_rate_stands_in_its_fifth(rate, name):
    assert measures.band_of(row(rate_pct=rate), RATE).name == name


@pytest.mark.parametrize(("reported", "name"), [(22, "whole"), (11, "most"), (10, "part")])
def test_coverage_tells_all_from_most_and_part(reported, name):
    assert measures.band_of(row(units_reported=reported), COVERAGE).name == name


def test_a_rank_of_the_later_rubric_has_a_class_and_an_unknown_one_is_no_figure():
    assert measures.band_of(row(rank="muc_do_2"), RANK).name == "tot"
    assert measures.band_of(row(rank="khac"), RANK) is NO_FIGURE
    assert measures.band_of(row(rank=None), RANK) is NO_FIGURE


def test_a_rank_that_was_not_met_is_a_class_and_no_missing_figure():
    assert [measures.band_of(row(rank=rank), RANK).name for rank in ("khong_dat", "chua_dat")] == [
        "khong_xep_loai",
        "khong_xep_loai",
    ]


def test_bars_of_ranks_have_the_colours_of_the_map_and_readable_counts():
    results = [*RANKS, *OTHERS]
    counts = [{"year": 2018, "result": result, "units": 1} for result in results]
    chart = charts.rank_bars(counts, results)
    scale = chart["layer"][0]["encoding"]["color"]["scale"]
    fills = dict(zip(scale["domain"], scale["range"], strict=True))

    for result, drawn in zip(results, chart["datasets"]["ranks"], strict=True):
        band = measures.band_of(row(rank=result), RANK)
        assert fills[i18n.t(f"rank.{result}")] == band.colour
        assert _contrast(drawn["ink"], band.colour) >= 4.5


def _contrast(one, other):
    light, dark = sorted((_light(one), _light(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _light(colour):
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), _linear(colour), strict=True))


@pytest.mark.parametrize("measure", MEASURES)
def test_what_was_not_reported_is_no_step_of_any_scale(measure):
    silent = row(recognised=None, rate_pct=None, gap_pct=None, units_reported=0)

    assert measures.band_of(silent, measure) is UNREPORTED
    assert UNREPORTED not in BANDS[measure]


def test_a_zero_that_was_written_is_the_lowest_class_and_not_a_silent_one():
    assert measures.band_of(row(recognised=0, rate_pct=0.0, gap_pct=-70.0), RATE).name == "from_0"


def test_a_place_without_a_goal_says_so_and_not_that_it_has_no_figures():
    assert measures.band_of(row(goal_pct=None, gap_pct=None), GAP) is NO_GOAL


def test_places_are_ranked_from_the_best_and_the_silent_stand_last():
    silent = row(unit_code="1", recognised=None, rate_pct=None, gap_pct=None, units_reported=0)
    rows = [
        silent,
        row(unit_code="2", gap_pct=-9.0),
        row(unit_code="3", gap_pct=4.0),
        row(unit_code="4", gap_pct=-6.0),
    ]

    ranked = sorted(rows, key=lambda one: measures.order_of(one, GAP))

    assert [one["unit_code"] for one in ranked] == ["3", "4", "2", "1"]


def test_a_place_of_which_nothing_was_reported_is_drawn_as_not_reported_and_not_as_zero():
    silent = measures.silent_row("01", "Thành phố Hà Nội", "province", "gia_dinh")

    assert [measures.band_of(silent, measure) for measure in MEASURES] == [UNREPORTED] * 4
    assert measures.reported_of(silent) == "0/–"
    assert not measures.is_silent(row(units_reported=0))


def test_few_things_have_no_percentage_and_none_at_all_is_a_word():
    assert measures.figure(row()) == "70,0% (700/1.000)"
    assert measures.figure(row(total=4, recognised=3, rate_pct=75.0)) == "3/4"
    assert measures.figure(row(total=0, recognised=0, rate_pct=None)) == "không có"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("measure", MEASURES)
def test_every_class_has_its_own_sign_and_word(language, measure):
    i18n.use(language)

    labels = [band.label for band in measures.all_bands(measure)]

    assert len(set(labels)) == len(labels)
    assert all(band.sign for band in BANDS[measure])


def _linear(colour):
    channels = [int(part, 16) / 255 for part in re.findall("..", colour[1:])]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def _lab(colour, seen):
    r, g, b = (sum(w * c for w, c in zip(line, _linear(colour), strict=True)) for line in seen)
    xyz = (
        0.4124 * r + 0.3576 * g + 0.1805 * b,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        0.0193 * r + 0.1192 * g + 0.9505 * b,
    )
    f = [
        t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116
        for t in (max(v, 0) / w for v, w in zip(xyz, WHITE, strict=True))
    ]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("eyes", SEEN_BY)
@pytest.mark.parametrize("measure", MEASURES)
def test_classes_stay_apart_to_colour_blind_eyes(measure, eyes):
    plain = [band for band in measures.all_bands(measure) if band.colour.startswith("#")]

    near = {
        (one.name, other.name): round(
            math.dist(_lab(one.colour, SEEN_BY[eyes]), _lab(other.colour, SEEN_BY[eyes])), 1
        )
        for one, other in itertools.combinations(plain, 2)
    }

    assert {pair: far for pair, far in near.items() if far < APART} == {}
