"""Commune score sheet: criteria and indicators down, self and assessed points across -> scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.checks.scores import Spot, check_maxima, check_points, check_rank, check_sum, rank_in, scores_of
from etl.checks.types import CellReader
from etl.facts import Read, TableContext, assessment_fact, score_fact
from etl.mapping.headers import is_numbering
from etl.mapping.labels import fold, text_of
from etl.mapping.rows import is_footer, kind_of_name
from etl.model import BASES, CellValue
from etl.tables.criteria import Numbering, is_number, number_in, numbering_of
from etl.tables.walk import cell, is_blank

_TOTAL = re.compile(r"^(?:tong diem|tong so diem|tong cong|cong|tong)\b")
_RANK = re.compile(r"^(?:tu xep loai|xep loai|ket qua xep loai|de nghi xep loai|loai)\b\s*:?\s*(.*)$")
_INLINE_TOTAL = re.compile(r"tong (?:so )?(?:diem|cong)?\s*:?\s*(\d{1,3}(?:[.,]\d+)?)")
_INLINE_RANK = re.compile(r"(?:xep )?loai\s*:?\s*(tot|kha|trung binh|tb|khong xep loai|kxl)\b")
_GROUP = re.compile(r"^(?:[IVX]{1,4}|[A-HĐ])[.)]?$")
_SLACK = 0.001


@dataclass
class Basis:
    """Points of one column: those of criterion rows, and those of their indicators."""

    points: dict[str, float] = field(default_factory=dict)
    indicators: dict[str, list[tuple[int, float]]] = field(default_factory=dict)
    total: float | None = None
    total_at: tuple[int, int] | None = None

    @property
    def has_points(self) -> bool:
        """Whether any points stand in the column."""
        return bool(self.points or self.indicators)


class ScoreSheet:
    """Reads the sheet of one commune."""

    def __init__(self, context: TableContext, read: Read) -> None:
        self.context = context
        self.read = read
        self.sheet = context.sheet
        self.findings = context.findings
        self.keys = context.columns.keys
        self.bases = {name: Basis() for name in BASES if name in self.keys}
        self.reader = CellReader(context.sheet, context.findings)
        self.place = context.unit.name
        self.current: str | None = None
        self.number = 0
        self.numbering: Numbering = "plain"
        self.rows_of: dict[str, int] = {}
        self.maxima: dict[str, float] = {}
        self.broken: set[str] = set()
        self.rank: str | None = None
        self.rank_at: tuple[int, int] | None = None
        self.last_row: int | None = None
        self.is_summed = False  # a total below the criteria: what follows without points is no indicator

    def run(self) -> None:
        """Read all rows, then what the whole sheet says."""
        self.numbering = numbering_of(self._heads())
        may_number, ended = True, False
        for index in range(self.context.head.last + 1, self.context.stop):
            row = self.sheet.rows[index]
            if is_blank(row):
                continue
            if ended:
                self.read.ignore(self.sheet.name, index, "signature")
            elif may_number and is_numbering(row):
                self.read.ignore(self.sheet.name, index, "numbering")
            else:
                may_number = False
                ended = self._row(index, row)
        self._close()

    def _heads(self) -> Iterator[tuple[str, str]]:
        """Yield number and name of each row."""
        for row in self.sheet.rows[self.context.head.last + 1 : self.context.stop]:
            mark = text_of(cell(row, self.keys.get("number"))).strip()
            yield mark, text_of(cell(row, self.keys["criterion"])).strip()

    def _row(self, index: int, row: list[CellValue]) -> bool:
        """Read one row; say whether the signatures begin here."""
        mark = text_of(cell(row, self.keys.get("number"))).strip()
        label = text_of(cell(row, self.keys["criterion"])).strip()
        words = label or mark or next((t.strip() for t in row if isinstance(t, str) and t.strip()), "")
        plain = fold(words)
        if _TOTAL.match(plain) and not is_number(mark):
            self._total_row(index, row, words)
        elif (found := _RANK.match(plain)) and not mark.isdigit():
            self._rank_row(index, row, found.group(1))
        elif (number := self._criterion_number(mark, label)) is not None:
            self._start_criterion(index, row, number)
        elif not self._has_points(row) and (
            is_footer(words) or any(isinstance(v, str) and is_footer(text_of(v)) for v in row)
        ):
            self.read.ignore(self.sheet.name, index, "signature")
            return True
        elif self.is_summed and not self._has_points(row):
            self.read.ignore(self.sheet.name, index, "signature")
        elif (
            self.current is not None and not _GROUP.match(mark) and kind_of_name(words) in (None, "of_which")
        ):
            self._points_row(index, row, is_indicator=True)
        else:
            self.read.ignore(self.sheet.name, index, kind_of_name(words) or "group")
        return False

    def _has_points(self, row: list[CellValue]) -> bool:
        """Say whether a digit stands in a column of points: titles and names of signers have none."""
        return any(any(c.isdigit() for c in text_of(cell(row, self.keys[name]))) for name in self.bases)

    def _criterion_number(self, mark: str, label: str) -> int | None:
        number = number_in(mark, label, self.numbering)
        return number if number is not None and number > self.number else None

    def _start_criterion(self, index: int, row: list[CellValue], number: int) -> None:
        self.number = number
        self.current = f"tc{number:02d}"
        self.rows_of[self.current] = index
        column = self.keys.get("maximum")
        maximum = cell(row, column)
        if isinstance(maximum, float):
            self.maxima[self.current] = maximum
        self._points_row(index, row, is_indicator=False)

    def _points_row(self, index: int, row: list[CellValue], *, is_indicator: bool) -> None:
        """Read the points of a criterion or of one of its indicators."""
        criterion = self.current or ""
        has_points = False
        for name, basis in self.bases.items():
            at = (index, self.keys[name])
            value = cell(row, at[1])
            if value == "" and index not in self.reader.odd_rows:
                continue
            parsed = self.reader.number(value, at, self.place, name, kind="points")
            is_bad = parsed.is_bad
            if parsed.value is not None and parsed.whole not in (
                None,
                self.maxima.get(criterion, parsed.whole),
            ):
                values = {"place": self.place, "column": name, "part": parsed.value, "whole": parsed.whole}
                self.findings.add("fraction_in_cell", self.sheet.name, at, raw=value, **values)
                is_bad = True
            if is_bad:
                self.broken.add(criterion)
                has_points = True
            elif parsed.value is not None:
                has_points = True
                if is_indicator:
                    basis.indicators.setdefault(criterion, []).append((index, float(parsed.value)))
                else:
                    basis.points[criterion] = float(parsed.value)
        if has_points or not is_indicator:
            self.read.take_score(self.context, index, self.context.unit, self.keys.get("criterion"))
        else:
            self.read.ignore(self.sheet.name, index, "indicator")
        self.last_row = index

    def _total_row(self, index: int, row: list[CellValue], words: str) -> None:
        for name, basis in self.bases.items():
            at = (index, self.keys[name])
            if at in self.sheet.uncached_formulas or (at in self.sheet.formulas and not basis.has_points):
                continue  # our own sum, not yet computed or over blanks
            parsed = self.reader.number(cell(row, at[1]), at, self.place, "total", kind="points")
            if not parsed.is_bad and parsed.value is not None:
                basis.total, basis.total_at = float(parsed.value), at
        plain = fold(words)
        if (inline := _INLINE_TOTAL.search(plain)) and not any(b.total_at for b in self.bases.values()):
            basis = self.bases.get("assessed") or self.bases["self"]
            basis.total = float(inline.group(1).replace(",", "."))
            basis.total_at = (index, self.keys["criterion"])
        if found := _INLINE_RANK.search(plain):
            self._rank_row(index, row, found.group(1))
        else:
            self.read.take_score(self.context, index, self.context.unit, self.keys.get("criterion"))
        self.is_summed = self.number > 0
        self.last_row = index

    def _rank_row(self, index: int, row: list[CellValue], words: str) -> None:
        self.read.take_score(self.context, index, self.context.unit, self.keys.get("criterion"))
        candidates: list[tuple[str, int]] = [(words, self.keys["criterion"])]
        for name in ("assessed", "self", "maximum", "note"):
            column = self.keys.get(name)
            value = cell(row, column)
            if column is not None and isinstance(value, str):
                candidates.append((text_of(value), column))
        for text, column in candidates:
            rank, is_understood = rank_in(text)
            if not is_understood:
                self.findings.add(
                    "unknown_rank", self.sheet.name, (index, column), raw=text, place=self.place
                )
                return
            if rank is not None:
                self.rank, self.rank_at = rank, (index, column)
                return

    def _close(self) -> None:
        column = self.keys.get("maximum")
        self.reader.close()
        if column is not None and self.rows_of:
            first = next(iter(self.rows_of.values()))
            check_maxima(self.findings, self._spot((first, column)), self.maxima, self.context.rubric)
        for basis_name, basis in self.bases.items():
            self._close_basis(basis_name, basis)
        self._warn_missing()
        self._check_rank()
        self._drop_empty_rows()
        totals = {basis: self.bases[basis].total if basis in self.bases else None for basis in BASES}
        if any(total is not None for total in totals.values()) or self.rank is not None:
            typed = {f"total_{name}": at for name, basis in self.bases.items() if (at := basis.total_at)}
            cells = typed | ({"rank": self.rank_at} if self.rank_at else {})
            at = self.rank_at or next(iter(typed.values()))
            self.read.facts.append(
                assessment_fact(
                    self.context, at[0], self.context.unit, rank=self.rank, cells=cells,
                    total_self=totals["self"], total_assessed=totals["assessed"],
                )
            )  # fmt: skip

    def _close_basis(self, name: str, basis: Basis) -> None:
        column = self.keys[name]
        for criterion, parts in basis.indicators.items():
            summed = round(sum(points for _, points in parts), 4)
            typed = basis.points.get(criterion)
            at = (self.rows_of[criterion], column)
            if typed is None:
                basis.points[criterion] = summed
            elif abs(typed - summed) > _SLACK:
                self.findings.add("indicator_sum_mismatch", self.sheet.name, at, raw=typed, place=self.place,
                                  number=int(criterion[2:]), typed=typed, summed=summed)  # fmt: skip
        for criterion, points in basis.points.items():
            at = (self.rows_of[criterion], column)
            is_kept = check_points(self.findings, self._spot(at), points, self.context.rubric, criterion)
            if is_kept and criterion not in self.broken:
                self.read.facts.append(
                    score_fact(
                        self.context,
                        at[0],
                        self.context.unit,
                        criterion=criterion,
                        basis=name,
                        points=points,
                        column_key=name,
                    )
                )
        if basis.total is not None and basis.total_at is not None and not self.broken:
            check_sum(self.findings, self._spot(basis.total_at), basis.points, basis.total)

    def _spot(self, at: tuple[int, int]) -> Spot:
        return Spot(self.sheet, at, self.place)

    def _counting(self) -> Basis | None:
        """Return the points that count: assessed where any stand, else the commune's own."""
        assessed = self.bases.get("assessed")
        if assessed is not None and (assessed.points or assessed.total is not None):
            return assessed
        return self.bases.get("self")

    def _warn_missing(self) -> None:
        rubric, basis = self.context.rubric, self._counting()
        if rubric is None or basis is None or not basis.points:
            return
        known = basis.points.keys() | self.broken  # of what could not be read its cell tells
        missing = [c.number for c in rubric.criteria if c.id not in known]
        if missing:
            at = (self.context.head.first, None)
            self.read.incomplete[self.sheet.name, at[0] + 1] = (self.context.unit.code, self.context.year)
            self.findings.add("missing_criterion", self.sheet.name, at, place=self.place, numbers=missing)

    def _check_rank(self) -> None:
        basis = self._counting()
        if self.rank is None or self.rank_at is None or basis is None:
            return
        if self.rank == "khong_xep_loai" and not basis.points and basis.total is None:
            self.findings.add(
                "kxl_without_points", self.sheet.name, self.rank_at, raw="KXL", place=self.place
            )
        elif self.context.rubric is not None and basis.points and not self.broken:
            score = scores_of(self.context.rubric, [basis.points])[0]
            check_rank(self.findings, self._spot(self.rank_at), self.rank, score, self.context.rubric)

    def _drop_empty_rows(self) -> None:
        """A criterion row without points is not data, unless its indicators carry them."""
        for criterion, index in self.rows_of.items():
            if criterion in self.broken or any(criterion in basis.points for basis in self.bases.values()):
                continue
            self.read.data_rows.discard((self.sheet.name, index + 1))
            self.read.ignore(self.sheet.name, index, "no_figures")
        for basis in self.bases.values():
            for criterion, parts in basis.indicators.items():
                for index, _ in parts:
                    if self.rows_of[criterion] != index and criterion in self.broken:
                        self.findings.rejected.add((self.sheet.name, index + 1))
        for criterion in self.broken:
            self.findings.rejected.add((self.sheet.name, self.rows_of[criterion] + 1))
