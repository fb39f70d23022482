"""A commune's score card beside that of the year before; what is not comparable says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.i18n import in_text, t
from dashboard.scorecard import UNREPORTED, card_lines, card_table, points_cell, points_text
from dashboard.sentences import Row
from dashboard.tables import Cell, html_table


@dataclass(frozen=True)
class Card:
    """What one year has of a commune's score under one rubric; `points` has a row a criterion."""

    year: int
    score: Row
    points: Sequence[Row]


@dataclass(frozen=True)
class Pair:
    """The cards of a year and of the year before, either of which may not have been reported."""

    year: int
    now: Card | None
    before: Card | None

    @property
    def hindrance(self) -> str | None:
        """Return the key of why the criteria of the two years are not the same; None where they are."""
        if self.now is None or self.before is None:
            return None
        now, before = self.now.score, self.before.score
        if now["unit_valid_from"] != before["unit_valid_from"]:
            return "other_unit"
        if (now["rubric"], now["rubric_valid_from"]) == (before["rubric"], before["rubric_valid_from"]):
            return None
        return "no_rubric" if None in (now["rubric"], before["rubric"]) else "other_rubric"

    @property
    def is_lined_up(self) -> bool:
        """Return whether the criteria of both years stand in one table."""
        return bool(
            self.now and self.now.points and self.before and self.before.points and not self.hindrance
        )

    def other_basis(self) -> str | None:
        """Return the basis of the year before where that of this year is another, if both have criteria."""
        if self.now is None or self.before is None or not self.is_lined_up:
            return None
        basis: str = self.before.score["basis"]
        return basis if basis != self.now.score["basis"] else None


def cards(year: int, scores: Sequence[Row], points: Sequence[Row]) -> list[Card]:
    """Return the cards of one commune and year.

    Args:
        year: Year assessed.
        scores: Its rows of `query scores`, one a rubric.
        points: Its points, one row a rubric and criterion.
    """
    return [
        Card(year, score, [row for row in points if row["rubric"] == score["rubric"]]) for score in scores
    ]


def pairs(year: int, now: Sequence[Card], before: Sequence[Card]) -> list[Pair]:
    """Return each card of a year with that of the year before: that of the same rubric, or else the first.

    Without a card of this year, those of the year before stand alone.
    """
    if not now:
        return [Pair(year, None, card) for card in before]
    known = {card.score["rubric"]: card for card in reversed(before)}
    first = next(iter(before), None)
    return [Pair(year, card, known.get(card.score["rubric"], first)) for card in now]


def summary_table(pair: Pair, *, caption: str) -> str:
    """Return ranks, total, reason and how sure they are, of the year beside the year before."""
    columns = [t("scores.before.item"), *(t("scores.before.year", year=pair.year - back) for back in (0, 1))]
    told = [
        (_summary(pair.now), Cell.of(t("state_word.not_reported"), UNREPORTED)),
        (_summary(pair.before), _silent_before(pair)),
    ]
    names = dict.fromkeys(name for lines, _ in told for name in lines)
    rows: list[list[Cell | str]] = [
        [name, *(_line(lines, name, nothing) for lines, nothing in told)] for name in names
    ]
    return html_table(caption, columns, rows, look="xh-places")


def _summary(card: Card | None) -> dict[str, str]:
    return {} if card is None else dict(card_lines(card.score, card.points))


def _line(lines: dict[str, str], name: str, nothing: Cell) -> Cell:
    if not lines:
        return nothing
    return Cell.of(lines[name]) if name in lines else Cell.of(t("state_word.not_expected"), "xh-quiet")


def _silent_before(pair: Pair) -> Cell:
    """Return that the year before was not reported; of a unit not yet on record, that it has no data."""
    is_known = pair.now is None or pair.now.score["unit_valid_from"] <= date(pair.year - 1, 12, 31)
    return Cell.of(t(f"state_word.{'not_reported' if is_known else 'no_data'}"), UNREPORTED)


def comparison(pair: Pair) -> str:
    """Return the difference of the totals in words, or why the two years are not comparable."""
    if pair.now is None or pair.before is None:
        return ""
    year = pair.before.year
    if pair.hindrance:
        return t(f"scores.before.{pair.hindrance}", year=year)
    if basis := pair.other_basis():
        return t(f"scores.before.other_basis.{basis}", year=year, now=pair.year)
    now, before = pair.now.score["total"], pair.before.score["total"]
    if now is None or before is None:
        return t("scores.before.no_total", year=year)
    way, points = _change(now, before)
    return t(f"scores.before.total_{way}", points=points, year=year)


def _change(now: float, before: float) -> tuple[str, str]:
    points = round(now - before, 2)
    way = "same" if points == 0 else "up" if points > 0 else "down"
    return way, points_text(abs(points))


def point_tables(pair: Pair, *, place: str) -> list[str]:
    """Return the points by criterion: of both years in one table, or of each year in a table of its own.

    Criteria of two rubrics, or points of two units, never stand in one line.

    Args:
        pair: The cards of both years.
        place: The commune's name.
    """
    shown = [pair.now] if pair.is_lined_up else [pair.now, pair.before]
    return [_point_table(pair, card, place) for card in shown if card is not None and card.points]


def _point_table(pair: Pair, card: Card, place: str) -> str:
    caption = t("scores.card.caption", place=in_text(place), year=card.year)
    if not pair.is_lined_up or pair.before is None:
        return card_table(card.points, caption=caption)
    then = {row["criterion"]: row for row in pair.before.points}
    year = pair.before.year
    beside = {
        t("scores.before.year", year=year): [points_cell(then.get(row["criterion"])) for row in card.points]
    }
    if not pair.other_basis():
        head = t("scores.before.difference", year=year)
        beside[head] = [difference_cell(row, then.get(row["criterion"])) for row in card.points]
    return card_table(card.points, beside, caption=caption)


def difference_cell(row: Row, before: Row | None) -> Cell:
    """Return by how many points a criterion changed; one left blank in either year is not comparable."""
    if row["points"] is None or before is None or before["points"] is None:
        return Cell.of(t("scores.before.not_comparable"), "xh-quiet")
    way, points = _change(row["points"], before["points"])
    return Cell.of(t(f"scores.before.{way}", points=points))
