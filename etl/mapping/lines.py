"""Tables with one line an indicator and one column a year: which column, and what each line counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from etl.forms import Form, LineWords, forms
from etl.mapping.columns import title_label
from etl.mapping.headers import Head, is_numbering
from etl.mapping.labels import key, text_of
from etl.mapping.measures import group_key, measure_of, title_of, title_words
from etl.mapping.parts import settle_parts
from etl.mapping.rows import is_footer
from etl.mapping.titles import period_in
from etl.mapping.years import is_year_label, label_years
from etl.model import CellValue, Sheet

_NUMBERED = re.compile(
    r"^(?:\s*(?:\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4}|[A-Ha-hđ])\s*[.)/-]+\s*|[-+*•]\s*))+"
)
_DONE = re.compile(r"\b(?:ket qua|thuc hien)\b")
_HOLDING = re.compile(r"hoc tap|hieu hoc|\b(?:gdht|gdhh|dhht|cdht|cdth|dvht)\b")
_RATE_UNITS = frozenset({"%", "ti le", "ti le %", "phan tram"})


@dataclass(frozen=True)
class LineColumns:
    """The columns of such a table; each column of results with the years and the period it names."""

    indicator: int
    measure_unit: int | None
    results: tuple[tuple[int, frozenset[int], str], ...]


@dataclass(frozen=True)
class Line:
    """One line: its zero-based row, and `title.measure` if the form has it, else why it is left."""

    index: int
    label: str
    key: str | None
    reason: str = ""


def line_columns(head: Head) -> LineColumns | None:
    """Return the columns of a head of this layout, None for any other head."""
    form = forms()["danh-hieu"]
    words = form.lines
    if words is None:
        return None
    indicator = measure_unit = None
    results = []
    for column, path in enumerate(head.paths):
        if indicator is None and path and path[-1] in words.indicator:
            indicator = column
        elif indicator is not None and path and path[-1] in words.measure_unit:
            measure_unit = column
        elif indicator is not None and path and _is_result(form, words, path):
            years = frozenset(year for label in path for year in label_years(label))
            results.append((column, years, period_in(" ".join(path)) or "nam"))
    if indicator is None or not results:
        return None
    return LineColumns(indicator, measure_unit, tuple(results))


def _is_result(form: Form, words: LineWords, path: tuple[str, ...]) -> bool:
    """Say whether a column holds what was achieved: no plan, no estimate, no comparison."""
    if any(words.compared.search(label) for label in path):
        return False
    others = [form.measures[kind] for kind in ("last_year", "estimate", "cumulative")]
    if any(pattern.search(label) for pattern in others for label in path):
        return False
    if form.plans and any(form.plans.search(label) and not _DONE.search(label) for label in path):
        return False
    return any(words.actual.search(label) or is_year_label(label) for label in path)


def result_column(columns: LineColumns, year: int, period: str) -> int | None:
    """Return the only column of results of a year and period; None if there is none, or more than one."""
    of_period = [one for one in columns.results if one[2] == period]
    found = [one for one in of_period if year in one[1]] or [one for one in of_period if not one[1]]
    return found[0][0] if len(found) == 1 else None


def _is_known(label: str) -> bool:
    """Say whether a label holds only words of titles and measures: `số thôn có quỹ` counts something else."""
    words = forms()["danh-hieu"].lines
    rest = " ".join(title_words().sub(" ", label).split())
    return words is not None and (not rest or bool(words.inherits.fullmatch(rest)))


class _Reader:
    """Goes down the lines and remembers of which title they speak."""

    def __init__(self) -> None:
        self.title: str | None = None
        self.above = ""  # label of the count above, whose rate may follow
        self.seen: set[str] = set()

    def key_of(self, label: str, unit: str) -> str | None:
        """Return `title.measure` of a line, given the keys of its label and of its unit of measure."""
        own = title_of((label,))
        if not _is_known(label):
            self.title = None
            return None
        self.title = own or self.title or title_of((unit,))
        if self.title is None or self.title == "cong_dong_xa":
            return None
        is_rate = unit in _RATE_UNITS
        name = self._name(label, self.title, is_rate=is_rate)
        if name is None or name in self.seen:
            return None
        self.seen.add(name)
        return name

    def _name(self, label: str, title: str, *, is_rate: bool) -> str | None:
        top = title_label(title)
        is_rate = is_rate or measure_of((label,)) == "rate"
        if is_rate:
            return group_key((top, self.above, f"{label} %") if self.above else (top, f"{label} %"))
        self.above = label
        name = group_key((top, label))
        is_total = measure_of((label,)) in (None, "total") and (name is None or name.endswith(".total"))
        if not is_total or not _HOLDING.search(label):
            return name
        group = name.partition(".")[0] if name else title
        return f"{group}.met"  # `Tổng số gia đình học tập` are those that hold the title


def read_lines(sheet: Sheet, head: Head, columns: LineColumns, stop: int) -> list[Line]:
    """Return the filled lines below a head, each with what it counts, up to `stop`."""
    reader, lines, ended, may_number = _Reader(), [], False, True
    for index in range(head.last + 1, stop):
        row = sheet.rows[index]
        texts = [text_of(value) for value in row if isinstance(value, str) and value.strip()]
        if not any(value != "" for value in row):
            continue
        label = _cell(row, columns.indicator)
        ended = ended or any(is_footer(text) for text in texts)
        if ended:
            lines.append(Line(index, label, None, "signature"))
        elif may_number and is_numbering(row):
            lines.append(Line(index, label, None, "numbering"))
        else:
            may_number = False
            lines.append(_line(reader, index, row, columns))
    return _without_parts([_as_recognised(line, reader.seen) for line in lines])


def _without_parts(lines: list[Line]) -> list[Line]:
    """Return the lines without those that another line holds the whole of."""
    kept, _ = settle_parts({line.key: line.index for line in lines if line.key})
    names = {index: name for name, index in kept.items()}
    return [
        replace(line, key=names.get(line.index), reason="" if line.index in names else "of_which")
        if line.key
        else line
        for line in lines
    ]


def _as_recognised(line: Line, seen: set[str]) -> Line:
    """Return a line of those who met the title as one of the recognised, where no line is about these."""
    group, _, measure = (line.key or "").partition(".")
    name = f"{group}.recognised"
    return replace(line, key=name) if measure == "met" and name not in seen else line


def _line(reader: _Reader, index: int, row: list[CellValue], columns: LineColumns) -> Line:
    label = _cell(row, columns.indicator)
    unit = key(_cell(row, columns.measure_unit))
    if any(_has_digit(row, column) for column, _, _ in columns.results):
        name = reader.key_of(key(_NUMBERED.sub("", label)), unit)
        return Line(index, label, name, "" if name else "not_of_form")
    own = title_of((key(_NUMBERED.sub("", label)),))
    reader.title = own or reader.title
    return Line(index, label, None, "group" if own else "note")


def _cell(row: list[CellValue], column: int | None) -> str:
    return text_of(row[column]).strip() if column is not None and column < len(row) else ""


def _has_digit(row: list[CellValue], column: int) -> bool:
    return any(sign.isdigit() for sign in _cell(row, column))
