"""Contracts of what pages ask: facts that count, coverage against goals, scores."""

from __future__ import annotations

import dataframely as dy

TITLES = ["gia_dinh", "dong_ho", "cong_dong", "cong_dong_xa", "don_vi", "cong_dan"]
PERIODS = ["nam", "9_thang", "6_thang"]
LEVELS = ["country", "province", "district", "commune"]
RANKS = [
    "tot",
    "kha",
    "trung_binh",
    "khong_xep_loai",
    "chua_dat",
    "muc_do_1",
    "muc_do_2",
    "dat",
    "khong_dat",
]
STATUSES = [
    "met",
    "on_track",
    "behind",
    "falling",
    "missed",
    "not_enough",
    "no_goal",
    "not_comparable",
    "no_data",
]


class CountingAssessment(dy.Schema):
    """One row a commune and year: the totals and the rank that its newest score sheet states."""

    unit_code = dy.String(primary_key=True)
    unit_valid_from = dy.Date(primary_key=True)
    year = dy.Int32(primary_key=True)
    province_code = dy.String()
    submission_id = dy.String()
    total_self = dy.Float64(nullable=True)
    total_assessed = dy.Float64(nullable=True)
    rank_reported = dy.String(nullable=True)
    sheet = dy.String(nullable=True)
    row = dy.Int32(nullable=True)


class CountingScore(dy.Schema):
    """One row a commune, year and criterion: the points that count; criterion null when only totals came."""

    unit_code = dy.String()
    unit_valid_from = dy.Date()
    year = dy.Int32()
    province_code = dy.String()
    submission_id = dy.String()
    event_id = dy.Int64()
    criterion = dy.String(nullable=True)
    points_self = dy.Float64(nullable=True)
    points_assessed = dy.Float64(nullable=True)
    points = dy.Float64(nullable=True)
    basis = dy.String()


class TitleFact(dy.Schema):
    """One row a reporting unit, year, period and title: the newest accepted submission."""

    unit_code = dy.String(primary_key=True)
    unit_valid_from = dy.Date(primary_key=True)
    year = dy.Int32(primary_key=True)
    period = dy.String(primary_key=True)
    title = dy.String(primary_key=True)
    province_code = dy.String()
    district_code = dy.String(nullable=True)
    level = dy.String()
    total = dy.Int64(nullable=True, min=0)
    registered = dy.Int64(nullable=True, min=0)
    assessed = dy.Int64(nullable=True, min=0)
    recognised = dy.Int64(nullable=True, min=0)
    recognised_new = dy.Int64(nullable=True, min=0)
    recognised_again = dy.Int64(nullable=True, min=0)
    cumulative = dy.Int64(nullable=True, min=0)
    village_count = dy.Int32()
    submission_id = dy.String()
    sheet = dy.String()
    row = dy.Int32()


class UnitYear(dy.Schema):
    """One row a unit and year; expected means in force on 31 December."""

    year = dy.Int32(primary_key=True)
    code = dy.String(primary_key=True)
    valid_from = dy.Date(primary_key=True)
    name = dy.String()
    level = dy.String()
    parent_code = dy.String(nullable=True)
    district_code = dy.String(nullable=True)
    province_code = dy.String(nullable=True)
    is_expected = dy.Bool()


class ProvinceTitle(dy.Schema):
    """One row a province and title: the first year with a figure."""

    province_code = dy.String(primary_key=True)
    title = dy.String(primary_key=True)
    first_year = dy.Int32()


class CountryPart(dy.Schema):
    """One row a province, year, period and title: what it adds to the country's sums."""

    code = dy.String(primary_key=True)
    valid_from = dy.Date()
    province_code = dy.String(primary_key=True)
    year = dy.Int32(primary_key=True)
    period = dy.String(primary_key=True)
    title = dy.String(primary_key=True)
    total_of_all = dy.Int64(nullable=True, min=0)
    recognised_of_all = dy.Int64(nullable=True, min=0)
    registered_of_all = dy.Int64(nullable=True, min=0)
    assessed_of_all = dy.Int64(nullable=True, min=0)
    units_of_all = dy.Int64(nullable=True, min=0)
    registered_of_registered = dy.Int64(nullable=True, min=0)
    recognised_of_registered = dy.Int64(nullable=True, min=0)
    total_of_registered = dy.Int64(nullable=True, min=0)
    assessed_of_registered = dy.Int64(nullable=True, min=0)
    units_of_registered = dy.Int64(nullable=True, min=0)
    registered_any = dy.Int64(nullable=True, min=0)
    total_any = dy.Int64(nullable=True, min=0)
    recognised_any = dy.Int64(nullable=True, min=0)
    largest_total = dy.Int64(nullable=True, min=0)
    largest_registered = dy.Int64(nullable=True, min=0)


class Coverage(dy.Schema):
    """One row a unit, year, period and title; rates in percent (0 to 100), gaps in percentage points."""

    level = dy.String()
    unit_code = dy.String(primary_key=True)
    unit_valid_from = dy.Date(primary_key=True)
    unit_name = dy.String()
    parent_code = dy.String(nullable=True)
    district_code = dy.String(nullable=True)
    province_code = dy.String(nullable=True)
    year = dy.Int32(primary_key=True)
    period = dy.String(primary_key=True)
    title = dy.String(primary_key=True)
    total = dy.Int64(nullable=True, min=0)
    registered = dy.Int64(nullable=True, min=0)
    assessed = dy.Int64(nullable=True, min=0)
    recognised = dy.Int64(nullable=True, min=0)
    denominator = dy.String()
    rate_pct = dy.Float64(nullable=True)
    rate_low_pct = dy.Float64(nullable=True)
    rate_high_pct = dy.Float64(nullable=True)
    previous_rate_pct = dy.Float64(nullable=True)
    previous_units_missing = dy.Int64(nullable=True)
    first_year = dy.Int32(nullable=True)
    goal_pct = dy.Float64(nullable=True)
    goal_year = dy.Int32(nullable=True)
    goal_document = dy.String(nullable=True)
    goal_confidence = dy.String(nullable=True)
    goal_programme = dy.String(nullable=True)
    goal_note = dy.String(nullable=True)
    goal_kind = dy.String()
    next_goal_pct = dy.Float64(nullable=True)
    next_goal_year = dy.Int32(nullable=True)
    next_document = dy.String(nullable=True)
    area_class = dy.String()
    is_area_known = dy.Bool()
    other_area_class = dy.String(nullable=True)
    other_area_goal_pct = dy.Float64(nullable=True)
    other_area_goal_year = dy.Int32(nullable=True)
    other_area_document = dy.String(nullable=True)
    gap_pct = dy.Float64(nullable=True)
    gap_count = dy.Int64(nullable=True)
    status = dy.String()
    units_reported = dy.Int64()
    units_expected = dy.Int64()
    estimated = dy.Bool()
    is_expected = dy.Bool()


class Score(dy.Schema):
    """One row a commune, year and rubric; without a rubric in force one row with what the sheet states."""

    unit_code = dy.String(primary_key=True)
    unit_valid_from = dy.Date(primary_key=True)
    unit_name = dy.String()
    parent_code = dy.String(nullable=True)
    district_code = dy.String(nullable=True)
    province_code = dy.String()
    year = dy.Int32(primary_key=True)
    rubric = dy.String(nullable=True)
    rubric_valid_from = dy.Date(nullable=True)
    content_hash = dy.String(nullable=True)
    basis = dy.String()
    total = dy.Float64(nullable=True)
    rank = dy.String(nullable=True)
    rank_reported = dy.String(nullable=True)
    total_reported = dy.Float64(nullable=True)
    missing = dy.List(dy.String(), nullable=True)
    failed_gates = dy.List(dy.String(), nullable=True)
    reason_key = dy.String(nullable=True)
    confidence = dy.String(nullable=True)
    submission_id = dy.String()


MART_TABLES: dict[str, type[dy.Schema]] = {
    "staged.counting_assessment": CountingAssessment,
    "staged.counting_score": CountingScore,
    "mart.title_fact": TitleFact,
    "mart.province_title": ProvinceTitle,
    "mart.unit_year": UnitYear,
    "mart.country_part": CountryPart,
    "mart.coverage": Coverage,
    "mart.score": Score,
}
