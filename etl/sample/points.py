"""Points and ranks of the communes: totals by band, losses spread over the criteria in half points."""

from __future__ import annotations

from random import Random

from etl.sample.model import Score, ranges, stream
from warehouse.places import Unit

_RANKS = ("tot", "kha", "trung_binh", "khong_xep_loai")


def district_scores(district: Unit, communes: list[Unit], year: int, *, is_difficult: bool) -> list[Score]:
    """Return one score a commune, ranks shared out as the year and the district have them."""
    random = stream("scores", district.code, year)
    shares = _shares(random, district.code, len(communes), year, is_difficult=is_difficult)
    ladder = [rank for rank, count in zip(_RANKS, shares, strict=True) for _ in range(count)]
    order = sorted(range(len(communes)), key=lambda place: -_standing(communes[place], year))
    scores: dict[int, Score] = {}
    for rank, place in zip(ladder, order, strict=True):
        scores[place] = commune_score(random, rank, is_difficult=is_difficult)
    return [scores[place] for place in range(len(communes))]


def commune_score(random: Random, rank: str, *, is_difficult: bool) -> Score:
    """Return points in halves whose sum lies in the band of the rank, with the commune's own marking."""
    low, high, mode = ranges()["bands"][rank]
    total = round(random.triangular(low, high, mode) * 2) / 2
    points = _spread(random, total, is_difficult=is_difficult)
    return Score(points, rank, _own_marking(random, points))


def _standing(commune: Unit, year: int) -> float:
    lasting = stream("standing", commune.code, commune.name).gauss(0, 1)
    return lasting + stream("standing", commune.code, commune.name, year).gauss(0, 0.5)


def _shares(random: Random, code: str, count: int, year: int, *, is_difficult: bool) -> list[int]:
    exact = ranges()["exact_ranks"].get(code, {}).get(year)
    if exact and sum(exact) == count:
        return list(exact)
    shares = ranges()["ranks"][year]
    good = round(count * max(0.0, shares[0] + random.uniform(-9, 9) - (8 if is_difficult else 0)) / 100)
    low = [int(count * share / 100 + random.random()) for share in shares[2:]]
    good = min(good, count - sum(low))
    return [good, count - good - sum(low), *low]


def _spread(random: Random, total: float, *, is_difficult: bool) -> tuple[float, ...]:
    maxima = ranges()["maxima"]
    weights = ranges()["loss_weights_difficult" if is_difficult else "loss_weights"]
    lost = [0] * len(maxima)
    left = round((sum(maxima) - total) * 2)
    while left:
        for place in random.choices(range(len(maxima)), weights, k=left):
            # Nobody is marked below a fifth of a criterion.
            if lost[place] < maxima[place] * 1.6:
                lost[place] += 1
                left -= 1
    return tuple(float(most - half / 2) for most, half in zip(maxima, lost, strict=True))


def _own_marking(random: Random, points: tuple[float, ...]) -> tuple[float, ...]:
    chance = random.random()
    if chance < 0.15:  # the two markings agree
        return points
    half_steps = round(random.triangular(1, 12, 4)) * (-1 if chance > 0.95 else 1)
    maxima, own = ranges()["maxima"], list(points)
    for _ in range(abs(half_steps)):
        place = random.randrange(len(own))
        own[place] = min(float(maxima[place]), max(0.0, own[place] + (0.5 if half_steps > 0 else -0.5)))
    return tuple(own)
