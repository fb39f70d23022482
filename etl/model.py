"""What walks from cell to fact: the plain types that every step of the way in shares.

Everything here can be written as JSON, because a check happens in a worker process.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]
VerdictWord = Literal["accepted", "warnings", "partial", "rejected", "unchanged"]
CellValue = Any  # str | float | int | bool | datetime.date | datetime.time | datetime.timedelta

# Why a row of a workbook is not data.
IGNORED = (
    "title", "header", "numbering", "maxima", "note", "total", "summary", "of_which", "detail", "indicator",
    "group", "duplicate", "plan", "estimate", "not_of_form", "signature", "hidden_sheet", "legacy_font",
    "no_table", "meta", "no_figures",
)  # fmt: skip

BASES = ("self", "assessed")  # who gave the points of a score
FACT_TABLES = ("title_count", "criterion_score", "assessment")


@dataclass(frozen=True)
class Hints:
    """What the officer says about a file; it settles only what the file leaves open."""

    year: int | None = None
    unit: str | None = None
    period: str | None = None


@dataclass(slots=True)
class Sheet:
    """One worksheet as read, positions kept: `rows[r][c]` is Excel row r + 1, column c + 1.

    An empty cell is the empty string. Merges are (first row, first column, last row, last column),
    zero-based and inclusive.
    """

    name: str
    rows: list[list[CellValue]]
    is_hidden: bool = False
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    error_cells: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached_formulas: frozenset[tuple[int, int]] = frozenset()
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    percent_cells: frozenset[tuple[int, int]] = frozenset()
    legacy_fonts: frozenset[str] = frozenset()


@dataclass(slots=True)
class Workbook:
    """A workbook as read, with what the guard noticed on the way."""

    kind: str  # xlsx, xlsm, xls, ods
    sheets: list[Sheet]
    has_macros: bool = False
    has_external_links: bool = False


@dataclass(frozen=True)
class Finding:
    """One thing to say about one cell; the words are made from `rule` and `values` when shown."""

    severity: Severity
    rule: str
    sheet: str | None = None
    cell: str | None = None
    raw: str | None = None
    row: int | None = None  # Excel row, one-based: an error on it rejects the row
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class IgnoredRow:
    """A row that is not data, and why: one of `IGNORED`."""

    sheet: str
    row: int
    reason: str


@dataclass
class Table:
    """One recognised table: which form, for whom and when, and where its columns stand."""

    sheet: str
    form: str
    year: int | None
    period: str
    unit_code: str | None
    columns: dict[str, str]  # column key -> letter
    header_rows: tuple[int, int]
    channel: str | None = None


@dataclass
class RowCounts:
    """Reconciliation: read = loaded + ignored + rejected."""

    read: int = 0
    loaded: int = 0
    ignored: int = 0
    rejected: int = 0


@dataclass
class Verdict:
    """The whole answer to one workbook."""

    verdict: VerdictWord
    file_name: str
    form: str | None = None
    year: int | None = None
    period: str | None = None
    unit_code: str | None = None
    channel: str | None = None
    rows: RowCounts = field(default_factory=RowCounts)
    findings: list[Finding] = field(default_factory=list)
    ignored: list[IgnoredRow] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    facts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    readable: bool = True  # False: guard or reader refused the file (exit code 2 on the command line)

    def to_json(self) -> dict[str, Any]:
        """Return plain types that survive a pipe between processes."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Verdict:
        """Return the verdict that `to_json` wrote."""
        parts = dict(data)
        parts["rows"] = RowCounts(**parts["rows"])
        parts["findings"] = [Finding(**item) for item in parts["findings"]]
        parts["ignored"] = [IgnoredRow(**item) for item in parts["ignored"]]
        parts["tables"] = [
            Table(**{**item, "header_rows": tuple(item["header_rows"])}) for item in parts["tables"]
        ]
        return cls(**parts)
