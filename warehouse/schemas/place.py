"""Contracts of schema `place`: units by date, and how they became one another."""

from __future__ import annotations

import dataframely as dy

from warehouse.schemas import columns as c


class Unit(dy.Schema):
    """One row a unit and span of time; codes are used again, so the key has a date."""

    code = c.text("Code, with leading zeros; VN for the country", key=True)
    valid_from = c.day("First day", key=True)
    valid_to = c.day("Last day, inclusive; null while in force", nullable=True)
    name = c.text("Full name with its prefix")
    short_name = c.text("Name without the prefix")
    unit_type = c.text("xã, phường, thị trấn, huyện, ...", nullable=True)
    level = c.word("Level", c.LEVELS)
    parent_code = c.text("District or province above", nullable=True)
    district_code = c.text("District, null after the end of districts", nullable=True)
    province_code = c.text("Province; a province names itself", nullable=True)
    folded = c.text("Name folded for matching")
    date_precision = c.text("exact or snapshot")
    source = c.text("Where the row comes from", nullable=True)
    resolution = c.text("Document of the change", nullable=True)


class Change(dy.Schema):
    """One row an edge from a unit to what it became."""

    from_code = c.text("Unit before")
    from_valid_from = c.day("Its first day")
    to_code = c.text("Unit after", nullable=True)
    to_valid_from = c.day("Its first day", nullable=True)
    change = c.text("merge, split, rename, ...")
    effective_date = c.day("Day of the change")
    is_partial = c.flag("Only a part of the unit went there")
    date_precision = c.text("exact or snapshot")
    resolution = c.text("Document of the change", nullable=True)
    source = c.text("Where the row comes from", nullable=True)


class AreaClass(dy.Schema):
    """One row a unit's area class for a span of time; empty until an input exists."""

    unit_code = c.text("Unit", key=True)
    valid_from = c.day("First day", key=True)
    valid_to = c.day("Last day", nullable=True)
    area_class = c.text("general or difficult")
    document = c.text("Document", nullable=True)


PLACE_TABLES: dict[str, type[dy.Schema]] = {
    "place.unit": Unit,
    "place.change": Change,
    "place.area_class": AreaClass,
}
