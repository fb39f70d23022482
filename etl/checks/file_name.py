"""What the name of a file says against what its tables say; the tables decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from etl.checks import Findings
from etl.mapping.periods import OPEN
from etl.mapping.titles import period_in, years_of_file


def check_period_of_name(findings: Findings, file_name: str, read: Mapping[str, int | None]) -> None:
    """Warn where a file is named after 6 or 9 months and none of its tables was read as such.

    Args:
        findings: Where it is reported.
        file_name: Name of the file.
        read: The periods that its tables were read as, each with the year.
    """
    name, stem = _name_and_stem(file_name)
    named = period_in(" ".join(stem.replace("_", " ").replace("-", " ").replace(".", " ").split()))
    if named in (None, OPEN) or not read or named in read:
        return
    period, year = next(iter(read.items()))
    other = None if period == "nam" else period
    findings.add("file_period_differs", raw=name, period=named, other_period=other, year=year)


def check_year_of_name(findings: Findings, file_name: str, read: Sequence[int]) -> None:
    """Warn where a file is named after one year (`năm 2019`) and none of its tables was read as of it.

    Args:
        findings: Where it is reported.
        file_name: Name of the file.
        read: The years that its tables were read as.
    """
    name, stem = _name_and_stem(file_name)
    named = years_of_file(stem)
    if len(named) == 1 and read and named[0] not in read:
        findings.add("file_year_differs", raw=name, years=list(named), year=read[0])


def _name_and_stem(file_name: str) -> tuple[str, str]:
    """Return the name of a file without its folders, and without its ending too."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    return name, name.rpartition(".")[0] or name
