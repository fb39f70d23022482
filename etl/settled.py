"""What was found out about one table: its year, period and unit, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.places import Unit


@dataclass
class Settled:
    """What was found out about one table; None stays open."""

    year: int | None = None
    period: str = "nam"
    unit: Unit | None = None
    is_contradicted: bool = False
    is_plan: bool = False  # the lines above the table only speak of what is meant to be done
    is_estimate: bool = False  # they call the figures an estimate
    is_period_open: bool = False

    @property
    def aside(self) -> str | None:
        """Why the table is not loaded: `plan` or `estimate`; None for a table of what was done."""
        return "plan" if self.is_plan else "estimate" if self.is_estimate else None
