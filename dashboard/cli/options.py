"""What the commands have in common: options, the data folder, and units that are checked before use."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli.say import CommandError, say
from warehouse.access import Scope
from warehouse.places import Places

if TYPE_CHECKING:
    from warehouse.ledger import Ledger

FIRST_YEAR, LAST_YEAR = 2014, 2045
OPERATOR = Scope.everything()  # whoever runs a command holds the whole data folder anyway


class Period(StrEnum):
    """Reporting periods."""

    NAM = "nam"
    NINE_MONTHS = "9_thang"
    SIX_MONTHS = "6_thang"


class Level(StrEnum):
    """Administrative levels."""

    COUNTRY = "country"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Title(StrEnum):
    """Learning titles."""

    GIA_DINH = "gia_dinh"
    DONG_HO = "dong_ho"
    CONG_DONG = "cong_dong"
    CONG_DONG_XA = "cong_dong_xa"
    DON_VI = "don_vi"
    CONG_DAN = "cong_dan"


class Boundaries(StrEnum):
    """Views of places."""

    REPORTED = "reported"
    CURRENT = "current"


YearOption = Annotated[int | None, typer.Option("--year", help="Năm đánh giá, ví dụ 2020")]
UnitOption = Annotated[str | None, typer.Option("--unit", help="Mã đơn vị hành chính, ví dụ 389")]
PeriodOption = Annotated[Period | None, typer.Option("--period", help="Kỳ báo cáo")]
JsonOption = Annotated[bool, typer.Option("--json", help="In JSON")]
CsvOption = Annotated[bool, typer.Option("--csv", help="In CSV")]


@cache
def places() -> Places:
    """Return the administrative units, loaded once."""
    return Places.load()


def checked_year(year: int | None) -> int | None:
    """Return the year.

    Raises:
        CommandError: The year cannot be a year assessed.
    """
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise CommandError(say("unknown_year", value=year, first=FIRST_YEAR, last=LAST_YEAR))
    return year


def checked_unit(unit: str | None) -> str | None:
    """Return the code of a unit that exists or existed.

    Raises:
        CommandError: No unit ever had this code; the nearest codes are named.
    """
    if unit is None or unit == "VN" or places().history(unit):
        return unit
    raise CommandError(say("unknown_unit", value=unit, near=nearest_units(unit)))


def nearest_units(code: str) -> str:
    """Return the known units whose codes are nearest to one that is not known."""
    return "; ".join(f"{near.code} {near.name}" for near in places().nearest_codes(code)[:3])


def check_user(ledger: Ledger, name: str) -> None:
    """Refuse who is no user.

    Raises:
        CommandError: Nobody of this name is known.
    """
    if ledger.user(name) is None:
        raise CommandError(say("unknown_user", value=name))
