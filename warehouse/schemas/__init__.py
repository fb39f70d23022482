"""One contract class a table; tables, comments and checks of frames come from them alone."""

from __future__ import annotations

import dataframely as dy

from warehouse.schemas.mart import MART_TABLES
from warehouse.schemas.meta import META_TABLES
from warehouse.schemas.place import PLACE_TABLES
from warehouse.schemas.scored import SCORED_TABLES
from warehouse.schemas.staged import STAGED_TABLES

SCHEMA_VERSION = 2
SCHEMAS = ("meta", "place", "staged", "scored", "mart")
TABLES: dict[str, type[dy.Schema]] = {
    **META_TABLES,
    **PLACE_TABLES,
    **STAGED_TABLES,
    **SCORED_TABLES,
    **MART_TABLES,
}
FACT_TABLES = tuple(STAGED_TABLES)
DERIVED_TABLES = tuple(name for name in TABLES if name in SCORED_TABLES or name in MART_TABLES)
LAW_TABLES = ("meta.rubric_version", "meta.criterion", "meta.goal")

__all__ = ["DERIVED_TABLES", "FACT_TABLES", "LAW_TABLES", "SCHEMAS", "SCHEMA_VERSION", "TABLES"]
