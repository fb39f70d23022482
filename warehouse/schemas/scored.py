"""Contracts of schema `scored`: what the law makes of the facts."""

from __future__ import annotations

import dataframely as dy

from warehouse.schemas import columns as c


class CriterionPoints(dy.Schema):
    """One row a criterion of a scored commune and year."""

    unit_code = c.text("Unit scored", key=True)
    unit_valid_from = c.day("First day of that unit", key=True)
    year = c.year(key=True)
    province_code = c.text("Province", nullable=True)
    rubric_id = c.text("Rubric", key=True)
    rubric_valid_from = c.day("First day of the rubric version")
    criterion = c.text("Criterion id", key=True)
    points_self = c.points("Points by the commune itself")
    points_assessed = c.points("Points as assessed")
    points = c.points("Points that count")
    maximum = c.points("Maximum")


class SubjectScore(dy.Schema):
    """One row a commune, year and rubric: total, rank, and the reason as a key."""

    unit_code = c.text("Unit scored", key=True)
    unit_valid_from = c.day("First day of that unit", key=True)
    year = c.year(key=True)
    province_code = c.text("Province", nullable=True)
    rubric_id = c.text("Rubric", key=True)
    rubric_valid_from = c.day("First day of the rubric version")
    content_hash = c.text("Hash of the rubric's content")
    basis = c.word("Basis that counts", c.BASES)
    total = c.points("Total; null when a criterion is missing")
    rank = c.word("Rank computed", c.RANKS, nullable=True)
    rank_reported = c.word("Rank typed in the workbook", c.RANKS, nullable=True)
    total_reported = c.points("Total typed in the workbook")
    missing = c.words("Criteria without points")
    failed_gates = c.words("Gates that failed")
    reason_key = c.text("Reason of the rank, as a key", nullable=True)
    confidence = c.text("How sure the rank is", nullable=True)
    submission_id = c.text("Submission that counts")


SCORED_TABLES: dict[str, type[dy.Schema]] = {
    "scored.criterion_points": CriterionPoints,
    "scored.subject_score": SubjectScore,
}
