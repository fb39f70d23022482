"""`xhht rubric`, `goals`, `units`: the law and the places, to read and to add to."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer
import yaml

from dashboard.cli.intake_commands import missing_words
from dashboard.cli.options import (
    OPERATOR,
    JsonOption,
    UnitOption,
    YearOption,
    check_user,
    checked_unit,
    checked_year,
    nearest_units,
    places,
)
from dashboard.cli.output import print_json, print_rows
from dashboard.cli.query_commands import snapshot, units
from dashboard.cli.say import CommandError, say
from etl import pointed
from warehouse import queries
from warehouse.place_names import squash
from warehouse.places import Change, Unit

RUBRIC_KEYS = ("rubric_id", "valid_from", "valid_to", "status", "document", "confidence")
RUBRIC_JSON_KEYS = (
    *RUBRIC_KEYS,
    "kind",
    "title_vi",
    "title_en",
    "document_date",
    "rank_confidence",
    "content_hash",
)
CRITERION_KEYS = ("criterion", "number", "title_vi", "maximum", "step", "confidence")
GOAL_ROW_KEYS = (
    "programme",
    "place_code",
    "title",
    "area_class",
    "goal_pct",
    "denominator",
    "goal_year",
    "first_year",
    "last_year",
    "document",
    "document_date",
    "confidence",
    "note_vi",
)
LAST_YEAR_HELP = "Năm cuối có hiệu lực; bỏ trống thì đến trước năm bắt đầu của chương trình sau"
GOAL_ROW_SHOWN = (
    "place_code",
    "title",
    "area_class",
    "goal_pct",
    "denominator",
    "goal_year",
    "document",
    "confidence",
)
COMPARED_SHOWN = (
    "unit_code",
    "year",
    "total_a",
    "rank_a",
    "missing_a",
    "total_b",
    "rank_b",
    "missing_b",
    "is_different",
)
ByOption = Annotated[str, typer.Option("--by", help="Người ghi, ví dụ admin")]


def register(app: typer.Typer) -> None:
    """Add the commands of law and places to the command line."""
    rubric = typer.Typer(no_args_is_help=True, help="Bộ tiêu chí")
    rubric.command("list")(rubric_list)
    rubric.command("show")(rubric_show)
    rubric.command("check")(rubric_check)
    rubric.command("compare")(rubric_compare)
    app.add_typer(rubric, name="rubric")
    goals = typer.Typer(no_args_is_help=True, help="Mục tiêu")
    goals.command("list")(goals_list)
    goals.command("add")(goals_add)
    goals.command("import")(goals_import)
    app.add_typer(goals, name="goals")
    unit_commands = typer.Typer(no_args_is_help=True, help="Đơn vị hành chính")
    unit_commands.command("list")(units)
    unit_commands.command("history")(units_history)
    app.add_typer(unit_commands, name="units")


def rubric_list(as_json: JsonOption = False) -> None:
    """Các bộ tiêu chí và thời gian có hiệu lực."""
    from rubrics import library

    keys = RUBRIC_JSON_KEYS if as_json else RUBRIC_KEYS
    print_rows(pl.DataFrame(library().rubric_rows()), keys, table="rubrics", as_json=as_json, as_csv=False)


def rubric_show(rubric_id: str, as_json: JsonOption = False) -> None:
    """Một bộ tiêu chí: từng tiêu chí, điểm tối đa, mức chắc chắn."""
    from rubrics import library

    law = library()
    rubric = law.rubric(rubric_id)
    rows = [row for row in law.criterion_rows() if row["rubric_id"] == rubric.id]
    rows = [row for row in rows if row["valid_from"] == rubric.valid_from]
    if as_json:
        bands = [{"rank": band.rank, "from": float(band.from_)} for band in rubric.ranks_from_best()]
        head = next(row for row in law.rubric_rows() if row["rubric_id"] == rubric.id)
        print_json([{**head, "criteria": rows, "bands": bands}])
        return
    print_rows(pl.DataFrame(rows), CRITERION_KEYS, table="criteria", as_json=False, as_csv=False)
    for band in rubric.ranks_from_best():
        print(say("rubric_band", rank=say(f"rank_{band.rank}"), points=pointed(f"{band.from_:f}", "vi")))
    if rubric.confidence == "unverified":
        print(say("rubric_unverified"))


def rubric_check(file: Path) -> int:
    """Kiểm tra một tệp bộ tiêu chí hoặc mục tiêu; in mọi lỗi với tệp, dòng, khóa."""
    from rubrics import validate

    problems = validate(_read_text(file), path=str(file))
    for problem in problems:
        print(problem.message_vi, file=sys.stderr)
    if not problems:
        print(say("law_ok", file=file))
    return 1 if problems else 0


def _read_text(file: Path) -> str:
    if not file.exists():
        raise CommandError(missing_words(file))
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CommandError(say("not_utf8", file=file)) from error


def rubric_compare(
    first: str,
    second: str,
    year: Annotated[int, typer.Option("--year", help="Năm đánh giá")],
    as_json: JsonOption = False,
) -> None:
    """Tính thử một năm theo hai bộ tiêu chí; không ghi gì."""
    from rubrics import compare, library

    law = library()
    query = compare(law.rubric(first), law.rubric(second), source=queries.ASKED_POINTS)
    checked_year(year)
    with snapshot() as pinned:
        rows = queries.trial_scores(pinned, OPERATOR, year=year, query=query)
    if not as_json:
        print(say("trial"), file=sys.stderr)
    print_rows(rows, rows.columns, table="comparison", as_json=as_json, as_csv=False, shown=COMPARED_SHOWN)


def goals_list(year: YearOption = None, unit: UnitOption = None, as_json: JsonOption = False) -> None:
    """Mọi mục tiêu đã biết, theo văn bản."""
    year, unit = checked_year(year), checked_unit(unit)
    with snapshot() as pinned:
        rows = queries.goal_documents(pinned, OPERATOR, year=year, unit=unit)
    print_rows(rows, GOAL_ROW_KEYS, table="goals", as_json=as_json, as_csv=False, shown=GOAL_ROW_SHOWN)


def goals_add(
    title: Annotated[
        str, typer.Option("--title", help="gia_dinh | dong_ho | cong_dong | cong_dong_xa | don_vi")
    ],
    pct: Annotated[float, typer.Option("--pct", help="Mục tiêu, phần trăm")],
    goal_year: Annotated[int, typer.Option("--goal-year", help="Năm phải đạt")],
    unit: Annotated[str, typer.Option("--unit", help="Mã nơi áp dụng")],
    document: Annotated[str, typer.Option("--document", help="Số, ký hiệu văn bản")],
    issued: Annotated[str, typer.Option("--issued", help="Ngày ban hành, ví dụ 2026-01-15")],
    first_year: Annotated[int, typer.Option("--first-year", help="Năm bắt đầu có hiệu lực")],
    by: ByOption,
    last_year: Annotated[int | None, typer.Option("--last-year", help=LAST_YEAR_HELP)] = None,
    denominator: Annotated[str, typer.Option("--denominator", help="all | registered | assessed")] = "all",
) -> int:
    """Ghi một mục tiêu của địa phương, kèm số văn bản và ngày."""
    checked_unit(unit)
    history = places().history(unit)
    level = history[-1].level if history else "country"
    programme: dict[str, Any] = {
        # A later document never takes an earlier one's place; the same one again is a correction.
        "id": f"local-{unit}-{title.replace('_', '-')}-{goal_year}-{squash(document)}",
        "kind": "goals",
        "title": {"vi": document, "en": document},
        "document": document,
        "reference": {"act": document, "issued": issued},
        "place": {"code": unit, "level": level},
        "first_year": first_year,
        **({"last_year": last_year} if last_year else {}),
        "confidence": "official",
        "goals": [
            {
                "title": title,
                "area_class": area_class,
                "pct": pct,
                "goal_year": goal_year,
                "denominator": denominator,
            }
            for area_class in ("general", "difficult")
        ],
    }
    text = yaml.safe_dump(programme, allow_unicode=True, sort_keys=False)
    return _record(text, "goals add", by, words=_option_words)


def _option_words(problem: Any) -> str:
    """Return a problem of a goal that was typed as options: no file and no line exist to be named."""
    key = problem.key.split(" › ")[-1]
    option = "--unit" if key == "code" else f"--{key.replace('_', '-')}"
    return say("goal_option", option=option, what=problem.what_vi, mend=problem.mend_vi)


def goals_import(file: Path, by: ByOption) -> int:
    """Ghi các mục tiêu trong một tệp YAML."""
    return _record(_read_text(file), str(file), by)


def _file_words(problem: Any) -> str:
    return str(problem.message_vi)


def _record(text: str, name: str, by: str, *, words: Callable[[Any], str] = _file_words) -> int:
    """Put goals on record if the law accepts them, and publish."""
    from dashboard.cli import data_root
    from etl import publish
    from rubrics import examine
    from warehouse.ledger import NewEvent
    from warehouse.store import Store

    loaded = examine(text, path=name)
    problems = list(dict.fromkeys(map(words, loaded.problems))) or _goal_faults(loaded)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    store = Store(data_root())
    check_user(store.ledger, by)
    written = publish.publish(store, [NewEvent(kind="goal", by=by, payload={"yaml": text})])
    print(say("goal_added", file=name, event=written.event_ids[0]))
    return 0


def _goal_faults(loaded: Any) -> list[str]:
    """Return what keeps a sound file of the law from giving goals for a place that exists."""
    top, programme = loaded.top, loaded.programme
    if programme is None:
        return [say("goal_no_programme", file=top.path, line=top.line("kind"))]
    level = programme.place_level
    where = {"file": top.path, "line": top.line("place"), "value": programme.place_code}
    states = places().history(programme.place_code)
    if not states:
        return [say("goal_unknown_place", near=nearest_units(programme.place_code), **where)]
    known = states[-1]
    if level not in {state.level for state in states}:
        return [say("goal_place_level", name=known.name, known=known.level, level=level, **where)]
    return []


def units_history(code: str) -> None:
    """Đời của một mã đơn vị, thành câu."""
    checked_unit(code)
    for unit in places().history(code):
        until = say("history_until", date=_day(unit.valid_to)) if unit.valid_to else ""
        print(
            say("history_in_force", name=unit.name, code=unit.code, first=_day(unit.valid_from), last=until)
        )
        for change in places().changes_from(unit.code, unit.valid_from):
            print(_change_words(unit, change))


def _change_words(unit: Unit, change: Change) -> str:
    """Return what became of a unit; where the list names no successor, that is said as it is."""
    date = _day(change.effective_date)
    precision = "" if change.date_precision == "exact" else say("history_snapshot")
    target = (
        places().at(change.to_code, change.to_valid_from) if change.to_code and change.to_valid_from else None
    )
    if target is not None:
        kind, to = say(f"kind_{change.change}"), f"{target.name} ({target.code})"
        return say("history_change", date=date, kind=kind, to=to, precision=precision)
    heirs = [heir for heir in places().successors(*unit.key) if heir.level == "commune"]
    if unit.level == "district" and heirs:
        communes = "; ".join(f"{heir.name} ({heir.code})" for heir in heirs)
        name = unit.name[:1].lower() + unit.name[1:]
        return say(
            "history_district", date=date, name=name, count=len(heirs), communes=communes, precision=precision
        )
    return say("history_ended", date=date, precision=precision)


def _day(day: Any) -> str:
    return f"{day:%d/%m/%Y}"
