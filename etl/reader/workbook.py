"""The one way to read a workbook, whatever its format. Follows the guard, comes before the mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

# The module and not its names: the guard itself needs `etl.reader.ooxml_scan`, so at this moment it may
# still be half loaded.
from etl import guard
from etl.model import Workbook
from etl.reader import xls, xlsx

if TYPE_CHECKING:
    from etl.guard import GuardResult


def read_workbook(data: bytes, inspected: GuardResult | None = None) -> Workbook:
    """Return the sheets of a workbook with every value at its own address.

    Only for a worker process: a hostile file can end the process that parses it.

    Args:
        data: The file's bytes; its name is not asked for.
        inspected: What `guard.inspect` returned for these bytes; it is run here when not given.

    Raises:
        GuardRefusal: The guard will not let the file be parsed.
        UnreadableWorkbook: The parser cannot read it.
    """
    inspected = inspected or guard.inspect(data)
    if inspected.kind == "xls":
        return xls.read_xls(data)
    return xlsx.read_xlsx(data, inspected)
