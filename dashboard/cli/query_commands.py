"""`xhht query ...`: what counts, asked of the snapshot that is current."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any

import polars as pl
import typer

from dashboard.cli.options import (
    OPERATOR,
    Boundaries,
    CsvOption,
    JsonOption,
    Level,
    Period,
    PeriodOption,
    Title,
    UnitOption,
    YearOption,
    checked_unit,
    checked_year,
)
from dashboard.cli.output import print_rows
from dashboard.cli.say import CommandError, say
from warehouse import queries

BoundariesOption = Annotated[
    Boundaries, typer.Option("--boundaries", help="Địa giới khi báo cáo, hoặc hiện nay")
]
LevelOption = Annotated[Level | None, typer.Option("--level", help="Cấp cần liệt kê")]
TitleOption = Annotated[Title | None, typer.Option("--title", help="Danh hiệu")]
PeriodWithDefault = Annotated[Period, typer.Option("--period", help="Kỳ báo cáo")]
COVERAGE_SHOWN = (
    "unit_name",
    "year",
    "title",
    "recognised",
    "total",
    "rate_pct",
    "goal_pct",
    "status",
    "units_reported",
    "units_expected",
)
SCORE_SHOWN = ("unit_name", "year", "total", "total_reported", "rank", "rank_reported", "reason")
UNIT_KEYS = ("code", "name", "level", "parent_code", "valid_from", "valid_to")
SUBMISSION_SHOWN = ("submission", "file", "unit_code", "year", "period", "state", "counts_now")
GOAL_KEYS = (
    "unit_code",
    "year",
    "title",
    "goal_pct",
    "denominator",
    "goal_year",
    "area_class",
    "document",
    "confidence",
    "next_document",
    "next_goal_pct",
)


def register(app: typer.Typer) -> None:
    """Add the queries to the command line."""
    query = typer.Typer(no_args_is_help=True, help="Hỏi kho số liệu")
    for command in (coverage, scores, units, goals, submissions, findings):
        query.command()(command)
    app.add_typer(query, name="query")


@contextmanager
def snapshot() -> Iterator[Any]:
    """Yield the current snapshot; on an empty data folder, one in memory with places and law only."""
    from dashboard.cli import data_root
    from etl import publish
    from warehouse.store import Store

    with publish.open_snapshot(Store(data_root())) as pinned:
        yield pinned


def _refuse_current(boundaries: Boundaries) -> None:
    if boundaries is Boundaries.CURRENT:
        raise CommandError(say("boundaries_current"))


def _place(year: int | None, unit: str | None, level: Level | None) -> dict[str, Any]:
    return {
        "year": checked_year(year),
        "unit": checked_unit(unit) or queries.COUNTRY,
        "level": level.value if level else None,
    }


def _figures(title: Title | None, period: Period | None) -> dict[str, Any]:
    return {"title": title.value if title else None, "period": period.value if period else None}


def coverage(
    year: YearOption = None,
    unit: UnitOption = None,
    level: LevelOption = None,
    title: TitleOption = None,
    period: PeriodWithDefault = Period.NAM,
    boundaries: BoundariesOption = Boundaries.REPORTED,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Độ bao phủ danh hiệu so với mục tiêu."""
    _refuse_current(boundaries)
    with snapshot() as pinned:
        rows = queries.coverage(pinned, OPERATOR, **_place(year, unit, level), **_figures(title, period))
    print_rows(
        rows, queries.COVERAGE_KEYS, table="coverage", as_json=as_json, as_csv=as_csv, shown=COVERAGE_SHOWN
    )


def scores(
    year: YearOption = None,
    unit: UnitOption = None,
    level: LevelOption = None,
    title: TitleOption = None,
    period: PeriodWithDefault = Period.NAM,
    boundaries: BoundariesOption = Boundaries.REPORTED,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Điểm và xếp loại các xã; chỉ có ở kỳ năm, cho danh hiệu của xã."""
    _refuse_current(boundaries)
    with snapshot() as pinned:
        rows = queries.scores(pinned, OPERATOR, **_place(year, unit, level))
    if title not in (None, Title.CONG_DONG_XA) or period is not Period.NAM:
        rows = rows.clear()
    reasons = pl.Series("reason", [_reason(row) for row in rows.iter_rows(named=True)], dtype=pl.String)
    keys = (*queries.SCORE_KEYS, "reason")
    print_rows(
        rows.with_columns(reasons), keys, table="scores", as_json=as_json, as_csv=as_csv, shown=SCORE_SHOWN
    )


def _reason(row: dict[str, Any]) -> str:
    """Return why a commune has the rank that it has, or none."""
    key = row["reason_key"]
    if key == "in_band" and row["confidence"] == "unverified":
        key = "in_band_unverified"
    numbers = ", ".join(str(int(name.removeprefix("tc"))) for name in row["missing"])
    return say(f"reason_{key}", numbers=numbers, gates=", ".join(row["failed_gates"]))


def units(
    year: YearOption = None,
    unit: UnitOption = None,
    level: LevelOption = None,
    title: TitleOption = None,
    period: PeriodOption = None,
    boundaries: BoundariesOption = Boundaries.REPORTED,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Đơn vị hành chính, theo ngày có hiệu lực; danh hiệu và kỳ không đổi danh sách."""
    _refuse_current(boundaries)
    with snapshot() as pinned:
        rows = queries.units(pinned, OPERATOR, **_place(year, unit, level))
    print_rows(rows, UNIT_KEYS, table="units", as_json=as_json, as_csv=as_csv)


def goals(
    year: YearOption = None,
    unit: UnitOption = None,
    level: LevelOption = None,
    title: TitleOption = None,
    period: PeriodOption = None,
    boundaries: BoundariesOption = Boundaries.REPORTED,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Mục tiêu đang có hiệu lực cho một nơi và một năm; kỳ không đổi mục tiêu."""
    _refuse_current(boundaries)
    asked = _place(year, unit, level)
    checked = asked.pop("year")
    with snapshot() as pinned:
        years = [checked] if checked else queries.years(pinned, OPERATOR) or [date.today().year]
        rows = queries.goals(pinned, OPERATOR, years=years, **asked, title=title.value if title else None)
    has_next = rows["next_document"].count() > 0
    shown = [key for key in GOAL_KEYS if has_next or not key.startswith("next_")]
    print_rows(rows, GOAL_KEYS, table="goals", as_json=as_json, as_csv=as_csv, shown=shown)


def submissions(
    year: YearOption = None,
    unit: UnitOption = None,
    level: LevelOption = None,
    title: TitleOption = None,
    period: PeriodOption = None,
    boundaries: BoundariesOption = Boundaries.REPORTED,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Các lần nộp."""
    _refuse_current(boundaries)
    asked = _place(year, unit, level) | _figures(title, period)
    with snapshot() as pinned:
        rows = queries.submissions(pinned, OPERATOR, **asked)
    print_rows(
        rows,
        queries.SUBMISSION_KEYS,
        table="submissions",
        as_json=as_json,
        as_csv=as_csv,
        shown=SUBMISSION_SHOWN,
    )


def findings(
    year: YearOption = None,
    unit: UnitOption = None,
    level: LevelOption = None,
    title: TitleOption = None,
    period: PeriodOption = None,
    boundaries: BoundariesOption = Boundaries.REPORTED,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
) -> None:
    """Những điều đã nói về từng ô."""
    from etl import Finding, render

    _refuse_current(boundaries)
    asked = _place(year, unit, level) | _figures(title, period)
    with snapshot() as pinned:
        rows = queries.findings(pinned, OPERATOR, **asked)
    messages = [
        render(
            Finding(
                severity=row["severity"],
                rule=row["rule"],
                sheet=row["sheet"],
                cell=row["cell"],
                raw=row["raw"],
                values=json.loads(row["values_json"] or "{}"),
            ),
            "vi",
        )
        for row in rows.iter_rows(named=True)
    ]
    named = rows.with_columns(pl.Series("message", messages, dtype=pl.String))
    keys = ("submission", "severity", "rule", "sheet", "cell", "raw", "message")
    shown = (
        "submission",
        "severity",
        "rule",
        "message",
    )  # the message names sheet, cell and what stands there
    print_rows(named, keys, table="findings", as_json=as_json, as_csv=as_csv, shown=shown)
