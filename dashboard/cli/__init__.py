"""The command line `xhht`: the only place that composes all rooms; every command ends in words."""

from __future__ import annotations

import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

import typer

from dashboard.cli.say import CommandError, say

EXIT_UNREADABLE = 2
EXIT_INTERRUPTED = 130
# The base of what the parser says of wrong options; typer carries its own parser and names only the leaves.
USAGE_FAULT: type[Exception] = typer.BadParameter.__mro__[2]


def build_app() -> typer.Typer:
    """Return the command line with all its commands."""
    from dashboard.cli import intake_commands, law_commands, query_commands, run_commands, store_commands
    from dashboard.cli.usage import in_vietnamese

    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    for commands in (run_commands, intake_commands, query_commands, law_commands, store_commands):
        commands.register(app)
    return in_vietnamese(app)


def main() -> None:
    """Run the command line; a fault that nobody foresaw is logged, and said in one sentence."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Return the exit code of one command."""
    try:
        result = build_app()(arguments, standalone_mode=False, prog_name="xhht")
    except (typer.Abort, KeyboardInterrupt):
        return EXIT_INTERRUPTED
    except Exception as error:
        if (message := _known_message(error, arguments)) is None:
            message = say(
                "unexpected", command=" ".join(arguments[:2]), kind=type(error).__name__, log=_log(error)
            )
        print(message, file=sys.stderr)
        return EXIT_UNREADABLE
    return result if isinstance(result, int) else 0


def _known_message(error: Exception, arguments: list[str]) -> str | None:
    """Return the words of an error that one of the rooms foresaw."""
    from etl import IntakeError, template
    from rubrics import RubricError
    from warehouse.errors import WarehouseError
    from warehouse.faults import is_refusal, storage_fault

    if isinstance(error, USAGE_FAULT):
        from dashboard.cli.usage import usage_words

        return usage_words(error, build_app(), arguments)
    if isinstance(error, IntakeError) and not isinstance(error, template.TemplateError):
        from etl import Finding, render

        return render(Finding(severity="error", rule=error.rule, values=error.values), "vi")
    if isinstance(error, CommandError | RubricError | template.TemplateError | WarehouseError):
        return str(error)
    if isinstance(error, OSError) and is_refusal(error):
        return str(storage_fault(error, data_root()))
    return None


def _log(error: Exception) -> str:
    """Return the file that now holds the details of an unforeseen fault."""
    folder = data_root() / "logs"
    target = folder / f"error-{datetime.now(UTC):%Y%m%dT%H%M%S}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return say("no_log")
    return str(target)


def data_root() -> Path:
    """Return the folder that holds everything received and built."""
    return Path(os.environ.get("XHHT_DATA") or "data")
