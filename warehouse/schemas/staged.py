"""Contracts of schema `staged`: facts as reported, each with its submission, sheet and row."""

from __future__ import annotations

import dataframely as dy

from warehouse.schemas import columns as c


class TitleCount(dy.Schema):
    """One row a reported row and title: counts of one commune, village or office."""

    submission_id = c.text("Submission", key=True)
    event_id = c.event()
    sheet = c.text("Sheet", key=True)
    row = c.number("Excel row", key=True, minimum=1)
    unit_code = c.text("Unit reported on", key=True)
    unit_valid_from = c.day("First day of that unit")
    year = c.year(key=True)
    period = c.word("Period within the year", c.PERIODS, key=True)
    title = c.word("Title", c.TITLES, key=True)
    village_key = c.text("Folded name of the village", nullable=True)
    village_name = c.text("Name of the village", nullable=True)
    managed_by = c.text("Who manages the counted units", nullable=True)
    own_offices = c.flag("Row for a district's own offices")
    total = c.count("All there are")
    registered = c.count("Registered")
    assessed = c.count("Assessed")
    recognised = c.count("Holding the title for the year")
    recognised_new = c.count("Recognised for the first time")
    recognised_again = c.count("Recognised again")
    cumulative = c.count("Ever recognised; never compared with a goal")


class CriterionScore(dy.Schema):
    """One row a reported criterion: the points of one commune on one basis."""

    submission_id = c.text("Submission", key=True)
    event_id = c.event()
    sheet = c.text("Sheet", key=True)
    row = c.number("Excel row", key=True, minimum=1)
    unit_code = c.text("Unit scored", key=True)
    unit_valid_from = c.day("First day of that unit")
    year = c.year(key=True)
    criterion = c.text("Criterion id", key=True)
    basis = c.word("Scored by the commune itself, or assessed", c.BASES, key=True)
    points = c.points("Points, null where the cell is empty")
    column_key = c.text("Column key of the form", nullable=True)


class Assessment(dy.Schema):
    """One row a commune's typed total and rank."""

    submission_id = c.text("Submission", key=True)
    event_id = c.event()
    sheet = c.text("Sheet", key=True)
    row = c.number("Excel row", key=True, minimum=1)
    unit_code = c.text("Unit scored", key=True)
    unit_valid_from = c.day("First day of that unit")
    year = c.year(key=True)
    total_self = c.points("Total typed by the commune")
    total_assessed = c.points("Total typed by the assessors")
    rank_reported = c.word("Rank typed", c.RANKS, nullable=True)


STAGED_TABLES: dict[str, type[dy.Schema]] = {
    "staged.title_count": TitleCount,
    "staged.criterion_score": CriterionScore,
    "staged.assessment": Assessment,
}
