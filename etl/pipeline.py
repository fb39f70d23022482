"""One workbook from bytes to verdict: guard, read, map, type and check. Runs in a worker, writes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from etl.as_it_stands import as_it_stands
from etl.cells import column_letters
from etl.checks import Findings, severities
from etl.checks.cdht import settle_cdht
from etl.checks.columns import check_parts_of_units, report_columns
from etl.checks.duplicates import check_duplicates
from etl.checks.earlier_scores import say_what_is_replaced
from etl.checks.file_name import check_period_of_name, check_year_of_name
from etl.checks.founded import check_founded
from etl.checks.ground import check_ground
from etl.checks.left_out import check_unread_sheet
from etl.checks.merged import check_merged
from etl.checks.other_forms import check_other_forms
from etl.checks.parts import reject_incomplete, settle_grains
from etl.checks.scales import check_scale
from etl.checks.sheets import check_sheet_text, check_workbook_marks, hidden_ranges, legacy_cell
from etl.counting import Counting, counting_now
from etl.errors import FileError
from etl.facts import Read, TableContext, as_tables
from etl.mapping.lines import read_lines
from etl.mapping.tables import FoundTable, find_tables
from etl.mapping.titles import read_meta
from etl.model import Finding, Hints, IgnoredRow, Sheet, Table, Verdict, VerdictWord, Workbook
from etl.provisional import assume
from etl.reader import read_workbook
from etl.settle import Settler, Subject, finder_of
from etl.settled import Settled
from etl.tables.heads import settle_columns
from etl.tables.score_sheet import ScoreSheet
from etl.tables.score_summary import ScoreSummary
from etl.tables.title_counts import TitleTable
from etl.tables.title_lines import LineFact, LineTable, anchors
from etl.tables.walk import is_blank, walk
from etl.unchanged import is_unchanged
from rubrics import library
from warehouse.places import Places, Unit, load_places

FIGURES_OF_A_ROW = 3


def check_workbook(
    data: bytes, *, file_name: str, hints: Hints | None = None, snapshot_path: str | None = None
) -> Verdict:
    """Return the whole answer to one workbook.

    Args:
        data: The file, byte for byte.
        file_name: Its name, for messages only.
        hints: What the officer said about it.
        snapshot_path: The snapshot that says what counts now, if there is one.
    """
    try:
        workbook = read_workbook(data)
    except FileError as fault:
        finding = Finding("error", fault.rule, sheet=fault.values.get("sheet"), values=fault.values)
        return Verdict("rejected", file_name, findings=[finding], readable=False)
    with counting_now(Path(snapshot_path) if snapshot_path else None) as counting:
        verdict = _Check(workbook, file_name, hints or Hints(), counting).run()
        is_whole = verdict.verdict in ("accepted", "warnings")
        if is_whole and is_unchanged(verdict.facts, counting):
            verdict.verdict = "unchanged"
        if counting.is_unknown:
            _say_not_compared(verdict)
    return verdict


def _say_not_compared(verdict: Verdict) -> None:
    """Say that nothing was compared with what counts, which otherwise looks as if nothing differed."""
    at = sum(finding.severity == "error" for finding in verdict.findings)
    verdict.findings.insert(at, Finding(severities()["not_compared"], "not_compared"))
    if verdict.verdict == "accepted":
        verdict.verdict = "warnings"


class _Check:
    """The state of one check."""

    def __init__(self, workbook: Workbook, file_name: str, hints: Hints, counting: Counting) -> None:
        self.workbook = workbook
        self.hints = hints
        self.counting = counting
        self.findings = Findings()
        self.read = Read()
        self.places: Places = load_places()
        self.verdict = Verdict("rejected", file_name)
        self.found: list[FoundTable] = []
        self.lines: list[LineFact] = []
        self.meta: dict[str, str] = {}
        self.open_tables: list[FoundTable] = []  # of which year or place is open
        self.unread: list[Sheet] = []  # visible sheets without a head that was recognised

    def run(self) -> Verdict:
        """Walk from sheets to verdict."""
        for sheet in self.workbook.sheets:
            self._find(sheet)
        check_workbook_marks(self.findings, self.workbook)
        if not self.found:
            self._report_no_table()
        for sheet in self.unread if self.found else ():
            check_unread_sheet(self.findings, sheet)
        self.meta = read_meta(self.workbook)
        settled = Settler(self.findings, self.hints, self.meta, self.places).settle(self.found)
        if self.hints.period is None:
            read = {one.period: one.year for table, one in zip(self.found, settled, strict=True)
                    if table.columns.form.titles and not one.aside and not one.is_period_open}  # fmt: skip
            check_period_of_name(self.findings, self.verdict.file_name, read)
        if self.hints.year is None:
            years = [one.year for one in settled if one.year and not (one.aside or one.is_contradicted)]
            check_year_of_name(self.findings, self.verdict.file_name, years)
        for table, answer in zip(self.found, settled, strict=True):
            self._read_table(table, answer)
        if len(self.open_tables) > 1:  # each may be of another year
            self._reject_open()
        check_duplicates(self.findings, self.read)
        self._reject_open()
        check_ground(self.findings, self.read, self.places, self.counting)
        check_founded(self.findings, self.read, self.places)
        self._reject_lines_together()
        reject_incomplete(self.findings, self.read)
        settle_grains(self.findings, self.read)
        check_other_forms(self.findings, self.read, self.verdict.tables, self.counting)
        say_what_is_replaced(self.findings, self.read, self.verdict.tables, self.counting)
        self._reconcile()
        self._conclude(settled)
        return self.verdict

    def _find(self, sheet: Sheet) -> None:
        if sheet.name.strip().casefold() == "_meta" or not sheet.rows:
            return
        if (at := legacy_cell(sheet)) is not None:
            self.findings.add(
                "legacy_font", sheet.name, at, raw=", ".join(sorted(sheet.legacy_fonts)) or None
            )
            return
        tables = find_tables(sheet)
        if sheet.is_hidden:
            self._report_hidden(sheet, tables)
            return
        check_sheet_text(self.findings, sheet)
        self.found += tables
        if not tables:
            self.unread.append(sheet)

    def _report_hidden(self, sheet: Sheet, tables: list[FoundTable]) -> None:
        count = sum(
            1
            for table in tables
            for index in range(table.head.last + 1, table.stop)
            if any(type(value) is float for value in sheet.rows[index])
        )
        if count:
            self.findings.add("hidden_sheet", sheet.name, count=count)

    def _report_no_table(self) -> None:
        if any(item.rule in ("legacy_font", "hidden_sheet") for item in self.findings.items):
            return
        is_empty = all(is_blank(row) for sheet in self.workbook.sheets for row in sheet.rows)
        self.findings.add("empty_workbook" if is_empty else "unknown_form")

    def _read_table(self, table: FoundTable, answer: Settled) -> None:
        if reason := answer.aside:
            self._ignore(table.sheet, ((index, reason) for index in range(table.head.first, table.stop)))
            return
        if answer.year is not None and not answer.is_contradicted:
            answer.is_contradicted = not settle_columns(self.findings, table, answer.year, answer.period)
            settle_cdht(self.findings, table)
        sheet, columns = table.sheet, table.columns
        letters = {name: column_letters(column) for name, column in columns.keys.items()}
        heads = (table.head.first + 1, table.head.last + 1)
        code = answer.unit.code if answer.unit else None
        channel = table.title.channel or columns.form.channel
        self.verdict.tables.append(
            Table(sheet.name, columns.form.id, answer.year, answer.period, code, letters, heads, channel)
        )
        for index in range(table.head.first, table.head.last + 1):
            self.read.ignore(sheet.name, index, "header")
        if check_scale(self.findings, table):
            self._reject_table(table)
            return
        is_open = answer.is_contradicted or answer.is_period_open
        if answer.year is None or answer.unit is None or is_open:
            self._read_open(table, answer)
            return
        finder = finder_of(self.places, answer.unit.code, answer.year)
        context = self._context(table, answer, Subject(answer.year, answer.unit, finder))
        if columns.form.id != "danh-hieu" and (context.rubric is None or not context.rubric.bands):
            self.findings.add("no_rubric_in_force", sheet.name, year=answer.year)
        self._read_rows(table, context)

    def _read_open(self, table: FoundTable, answer: Settled) -> None:
        """Read the rows of a table whose year or place is open for their findings alone."""
        assumed = assume(table, answer, self.hints, self.meta.get("unit", ""), self.places)
        if assumed is None:
            self._reject_table(table)
            return
        self._read_rows(table, self._context(table, answer, assumed))
        self.open_tables.append(table)

    def _reject_open(self) -> None:
        """Load nothing of tables whose year or place is open."""
        for table in self.open_tables:
            name = table.sheet.name
            self.findings.rejected |= {
                spot for spot in self.read.data_rows
                if spot[0] == name and table.head.last + 1 < spot[1] <= table.stop
            }  # fmt: skip

    def _read_rows(self, table: FoundTable, context: TableContext) -> None:
        sheet, columns = table.sheet, table.columns
        if table.lines is not None:
            column = max(columns.keys.values())
            self.lines += LineTable(context, self.read, table.lines, column).run()
        elif columns.form.id == "danh-hieu":
            rows = TitleTable(context, self.read).run()
            self._ignore(sheet, rows.ignored)
            check_parts_of_units(self.findings, table, (row.index for row in rows.data))
        elif columns.form.id == "cham-diem-xa":
            ScoreSheet(context, self.read).run()
        else:
            ScoreSummary(context, self.read).run()
        check_merged(self.findings, sheet, table.head, table.columns.keys, self.read)
        report_columns(self.findings, table)
        self._report_hidden_cells(table)
        self._report_below_signatures(table)

    def _context(self, table: FoundTable, answer: Settled, by: Subject) -> TableContext:
        """Return what is known of a table; no law is asked about a year that is only assumed."""
        return TableContext(
            sheet=table.sheet,
            head=table.head,
            columns=table.columns,
            year=by.year,
            period=answer.period,
            unit=by.unit,
            finder=by.finder,
            findings=self.findings,
            stop=table.stop,
            basis=table.title.basis or "assessed",
            rubric=library().in_force("commune", answer.year) if answer.year is not None else None,
        )

    def _reject_table(self, table: FoundTable) -> None:
        """Set the rows of a table aside whose year or place is open."""
        if table.lines is not None:
            for line in read_lines(table.sheet, table.head, table.lines, table.stop):
                if line.key is None:
                    self.read.ignore(table.sheet.name, line.index, line.reason)
                else:
                    self.read.take(table.sheet.name, line.index, line.label)
                    self.findings.rejected.add((table.sheet.name, line.index + 1))
            return
        name_key = next(k for k in ("unit", "village", "criterion") if k in table.columns.keys)
        rows = walk(table, name_key)
        for row in rows.data:
            self.read.take(table.sheet.name, row.index, row.name)
            self.findings.rejected.add((table.sheet.name, row.index + 1))
        self._ignore(table.sheet, rows.ignored)
        for row in rows.totals:
            self.read.ignore(table.sheet.name, row.index, "total")

    def _reject_lines_together(self) -> None:
        """The lines of one fact are loaded together or not at all."""
        for one in self.lines:
            sheet, _ = one.fact.spot
            spots = {(sheet, index + 1) for index in one.rows}
            if spots & self.findings.rejected:
                self.findings.rejected |= spots

    def _ignore(self, sheet: Sheet, rows: Iterable[tuple[int, str]]) -> None:
        for index, reason in rows:
            self.read.ignore(sheet.name, index, reason)

    def _report_hidden_cells(self, table: FoundTable) -> None:
        sheet = table.sheet
        rows = sorted(r for r in sheet.hidden_rows if (sheet.name, r + 1) in self.read.data_rows
                      and table.head.last < r < table.stop)  # fmt: skip
        if rows:
            self.findings.add(
                "hidden_rows", sheet.name, (rows[0], None), rows=hidden_ranges(rows), count=len(rows)
            )
        columns = sorted(sheet.hidden_columns & set(table.columns.keys.values()))
        if columns:
            letters = [column_letters(column) for column in columns]
            self.findings.add("hidden_columns", sheet.name, (table.head.last, columns[0]), columns=letters)

    def _report_below_signatures(self, table: FoundTable) -> None:
        """Name rows full of figures below the signatures: they are not loaded, and nobody should wonder."""
        sheet, read = table.sheet, self.read
        rows = [
            index
            for index in range(table.head.last + 1, table.stop)
            if read.ignored.get((sheet.name, index + 1)) == "signature"
            and sum(1 for value in sheet.rows[index] if type(value) is float) >= FIGURES_OF_A_ROW
        ]
        if rows:
            self.findings.add(
                "rows_below_signatures",
                sheet.name,
                (rows[0], max(table.columns.keys.get(name, 0) for name in ("unit", "village", "criterion"))),
                rows=hidden_ranges(rows),
                count=len(rows),
            )

    def _reconcile(self) -> None:
        """Give every filled row of every sheet its place: loaded, ignored or rejected."""
        rows, read = self.verdict.rows, self.read
        if self.findings.rejected:
            read.facts = [fact for fact in read.facts if fact.spot not in self.findings.rejected]
        with_facts = {fact.spot for fact in read.facts}
        of_lines = anchors(self.lines)
        score_rows = {(t.sheet, t.form) for t in self.verdict.tables if t.form == "cham-diem-xa"}
        sheets_of_scores = {sheet for sheet, _ in score_rows}
        for sheet in self.workbook.sheets:
            default = self._default_reasons(sheet)
            keeps = sheet.name in sheets_of_scores and any(name == sheet.name for name, _ in with_facts)
            for index, line in enumerate(sheet.rows):
                if is_blank(line):
                    continue
                rows.read += 1
                at = (sheet.name, index + 1)
                if at in read.data_rows and at in self.findings.rejected:
                    rows.rejected += 1
                elif of_lines.get(at, at) in with_facts or (keeps and at in read.data_rows):
                    rows.loaded += 1
                else:
                    reason = "no_figures" if at in read.data_rows else read.ignored.get(at)
                    reason = reason or default[index < self._first_head(sheet)]
                    self.verdict.ignored.append(IgnoredRow(sheet.name, index + 1, reason))
        rows.ignored = len(self.verdict.ignored)

    def _default_reasons(self, sheet: Sheet) -> tuple[str, str]:
        """Return why rows without another reason are left: below the first head, and above it."""
        if sheet.name.strip().casefold() == "_meta":
            return "meta", "meta"
        if sheet.is_hidden:
            return "hidden_sheet", "hidden_sheet"
        if any(item.rule == "legacy_font" and item.sheet == sheet.name for item in self.findings.items):
            return "legacy_font", "legacy_font"
        return ("note", "title") if self._has_table(sheet) else ("no_table", "no_table")

    def _has_table(self, sheet: Sheet) -> bool:
        return any(table.sheet is sheet for table in self.found)

    def _first_head(self, sheet: Sheet) -> int:
        return min((table.head.first for table in self.found if table.sheet is sheet), default=0)

    def _conclude(self, settled: list[Settled]) -> None:
        verdict, rows = self.verdict, self.verdict.rows
        verdict.facts = as_tables(self.read.facts)
        is_aside = any(answer.aside for answer in settled)
        if rows.loaded == 0 and not self.findings.of_severity("error") and not is_aside:
            self.findings.add("no_data_rows", self.found[0].sheet.name if self.found else None)
        if rows.loaded == 0:  # nothing else stands in the file
            self.findings.harden("estimate_table", "plan_table")
        sheets = {sheet.name: sheet for sheet in self.workbook.sheets}
        verdict.findings = [as_it_stands(item, sheets, self.read) for item in self.findings.close()]
        verdict.verdict = self._word()
        if not verdict.tables:
            return
        first = verdict.tables[0]
        verdict.form, verdict.channel = first.form, first.channel
        verdict.year = next((answer.year for answer in settled if answer.year), None)
        verdict.period = first.period
        verdict.unit_code = _common_unit([answer.unit for answer in settled if answer.unit])

    def _word(self) -> VerdictWord:
        if self.verdict.rows.loaded == 0:
            return "rejected"
        if self.findings.of_severity("error"):
            return "partial"
        return "warnings" if self.findings.of_severity("warning") else "accepted"


def _common_unit(units: list[Unit]) -> str | None:
    """Return the narrowest unit that holds all units of a workbook."""
    if not units:
        return None
    chains = [[u.code, u.district_code, u.province_code] for u in units]
    return next((code for code in chains[0] if code and all(code in chain for chain in chains)), None)
