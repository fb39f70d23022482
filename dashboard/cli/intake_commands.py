"""`xhht check`, `load`, `template`: the same intake as the page uses."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dashboard.cli.options import (
    JsonOption,
    PeriodOption,
    UnitOption,
    YearOption,
    check_user,
    checked_unit,
    checked_year,
    places,
)
from dashboard.cli.output import print_json
from dashboard.cli.say import say
from dashboard.cli.usage import nearest
from etl import Finding, Hints, Verdict

NOT_OPENED = ("missing_file", "no_permission", "empty_folder")  # said here: intake never saw the file
SIGNS = {"accepted": "✓", "warnings": "✓", "unchanged": "=", "partial": "!", "rejected": "✗"}
PathsArgument = Annotated[list[Path], typer.Argument(help="Tệp Excel, hoặc thư mục")]
Progressed = Callable[[int, int], None]


def register(app: typer.Typer) -> None:
    """Add check, load and template to the command line."""
    app.command()(check)
    app.command()(load)
    app.command()(template)


def check(
    files: PathsArgument,
    year: YearOption = None,
    unit: UnitOption = None,
    period: PeriodOption = None,
    as_json: JsonOption = False,
) -> int:
    """Kiểm tra tệp; không nhận và không ghi gì."""
    from dashboard.cli import data_root
    from etl import intake
    from warehouse.store import Store

    hints = _hints(year, unit, period)
    _say_what_is_named_twice(files)
    present, items = _split(files)
    with Bar("loading", len(present)) as progress:
        checked = intake.check_files(Store(data_root()), present, hints=hints, progress=progress)
    items |= {path: _item(path, verdict, None) for path, verdict in checked}
    return _answer([items[path] for path in _expanded(files)], as_json=as_json)


def load(
    files: PathsArgument,
    by: Annotated[str, typer.Option("--by", help="Người nộp, ví dụ admin")],
    year: YearOption = None,
    unit: UnitOption = None,
    period: PeriodOption = None,
    as_json: JsonOption = False,
) -> int:
    """Nộp tệp hoặc cả thư mục vào kho số liệu."""
    from dashboard.cli import data_root
    from etl import intake
    from warehouse.store import Store

    store = Store(data_root())
    check_user(store.ledger, by)
    hints = _hints(year, unit, period)
    _say_what_is_named_twice(files)
    present, items = _split(files)
    with Bar("loading", len(present)) as progress:
        loaded = intake.load(store, present, hints=hints, by=by, origin="cli", progress=progress)
    for one in loaded:
        items[one.path] = _item(one.path, one.verdict, one.submission_id)
    return _answer([items[path] for path in _expanded(files)], as_json=as_json)


def template(
    form: Annotated[str, typer.Option("--form", help="danh-hieu | cham-diem-xa | tong-hop-diem-xa")],
    unit: Annotated[str, typer.Option("--unit", help="Mã đơn vị hành chính")],
    year: Annotated[int, typer.Option("--year", help="Năm đánh giá")],
    output: Annotated[Path | None, typer.Option("-o", help="Tệp cần ghi")] = None,
) -> None:
    """Viết biểu mẫu đã điền sẵn tên xã."""
    from etl import template as templates

    checked_unit(unit)
    checked_year(year)
    data = templates.write_template(form, unit_code=unit, year=year, places=places())
    target = output or Path(f"{form}_{year}_{unit}.xlsx")
    target.write_bytes(data)
    print(say("template_written", file=target), file=sys.stderr)


def _hints(year: int | None, unit: str | None, period: Any) -> Hints:
    return Hints(
        year=checked_year(year), unit=checked_unit(unit), period=period.value if period is not None else None
    )


def _expanded(paths: Iterable[Path]) -> list[Path]:
    """Return every file that was meant: a folder stands for the files below it, by name."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                found
                for found in path.rglob("*")
                if found.is_file() and not found.name.startswith((".", "~$"))
            )
            files += inside or [path]
        else:
            files.append(path)
    return list(dict.fromkeys(files))


def _say_what_is_named_twice(paths: Iterable[Path]) -> None:
    for path, count in Counter(paths).items():
        if count > 1:
            print(say("named_twice", file=path, count=count), file=sys.stderr)


def _split(paths: Iterable[Path]) -> tuple[list[Path], dict[Path, dict[str, Any]]]:
    """Return the files that can be opened, and the answers for those that cannot."""
    present: list[Path] = []
    items: dict[Path, dict[str, Any]] = {}
    for path in _expanded(paths):
        rule, values = _fault(path)
        if rule is None:
            present.append(path)
        else:
            finding = Finding(severity="error", rule=rule, values=values)
            verdict = Verdict(verdict="rejected", file_name=path.name, findings=[finding], readable=False)
            items[path] = _item(path, verdict, None)
    return present, items


def _fault(path: Path) -> tuple[str | None, dict[str, Any]]:
    if path.is_dir():
        return "empty_folder", {"file": path.name}
    if not path.exists():
        return "missing_file", {"file": path.name}
    if not os.access(path, os.R_OK):
        return "no_permission", {"file": path.name}
    return None, {}


def _item(path: Path, verdict: Verdict, submission: str | None) -> dict[str, Any]:
    """Return the contract of one file: stable names, messages in Vietnamese."""
    return {
        "file": str(path),
        "submission": submission,
        "verdict": verdict.verdict,
        "form": verdict.form,
        "year": verdict.year,
        "period": verdict.period,
        "rows": {
            "read": verdict.rows.read,
            "loaded": verdict.rows.loaded,
            "ignored": verdict.rows.ignored,
            "rejected": verdict.rows.rejected,
        },
        "findings": [
            {
                "severity": finding.severity,
                "rule": finding.rule,
                "sheet": finding.sheet,
                "cell": finding.cell,
                "raw": finding.raw,
                "message": _message(path, finding),
            }
            for finding in verdict.findings
        ],
        "_readable": verdict.readable,
    }


def _message(path: Path, finding: Finding) -> str:
    from etl import render

    if finding.rule == "missing_file":
        return missing_words(path)
    return say(finding.rule, value=path) if finding.rule in NOT_OPENED else render(finding, "vi")


def missing_words(path: Path) -> str:
    """Return that a file is not there, and the existing one whose name is nearest."""
    missing, folder = path.name, path.parent
    while not folder.is_dir():
        missing, folder = folder.name, folder.parent
    names = [found.name for found in folder.iterdir() if not found.name.startswith((".", "~$"))]
    near = say("near_file", near=folder / nearest(missing, names)) if names else ""
    return say("missing_file", value=path, near=near)


def _answer(items: list[dict[str, Any]], *, as_json: bool) -> int:
    """Print the answers and return the exit code: 0 no error finding, 1 some, 2 a file could not be read."""
    unreadable = any(not item.pop("_readable") for item in items)
    if as_json:
        print_json(items)
    else:
        for item in items:
            _print_item(item)
        _print_summary(items)
    if unreadable:
        return 2
    return int(any(f["severity"] == "error" for item in items for f in item["findings"]))


def _print_item(item: dict[str, Any]) -> None:
    word = say(f"verdict_{item['verdict']}")
    name = Path(item["file"]).name
    print(say("file_line", sign=SIGNS[item["verdict"]], file=name, verdict=word, **item["rows"]))
    for finding in item["findings"]:
        if finding["severity"] == "note" and item["verdict"] in ("accepted", "warnings"):
            continue
        severity = say(f"severity_{finding['severity']}")
        print(say("finding_line", severity=severity, message=finding["message"]))


def _print_summary(items: list[dict[str, Any]]) -> None:
    counts = {word: sum(item["verdict"] == word for item in items) for word in SIGNS}
    print(say("load_summary", files=len(items), **counts))


class Bar:
    """A progress bar on standard error; silent where nobody looks at a terminal."""

    def __init__(self, key: str, total: int) -> None:
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=_stderr(),
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task(say(key, count=total), total=total)

    def __enter__(self) -> Progressed:
        self._bar.start()
        return lambda done, total: self._bar.update(self._task, completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def _stderr() -> Any:
    from rich.console import Console

    return Console(stderr=True)
