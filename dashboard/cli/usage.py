"""What the parser says of a wrong command, and its help screens, in Vietnamese."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from dashboard.cli.say import say

_EXTRA = re.compile(r" \((.*)\)$")  # the parser names what is left over only within its sentence
_NUMBERS = {"int_parsing": "usage_whole_number", "float_parsing": "usage_number"}


class _Help:
    """A command whose help screen is in Vietnamese."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=say("help_usage"))

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = say("help_help")
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _name_panels()
        super().format_help(ctx, formatter)  # type: ignore[misc]


class _Command(_Help, TyperCommand):
    pass


class _Group(_Help, TyperGroup):
    pass


def _name_panels() -> None:
    from typer import rich_utils  # it brings Rich, which only the help needs

    rich_utils.ARGUMENTS_PANEL_TITLE = say("help_arguments")
    rich_utils.OPTIONS_PANEL_TITLE = say("help_options")
    rich_utils.COMMANDS_PANEL_TITLE = say("help_commands")
    rich_utils.REQUIRED_LONG_STRING = say("help_required")
    rich_utils.DEFAULT_STRING = say("help_default")


def in_vietnamese(app: typer.Typer) -> typer.Typer:
    """Return the same commands with help screens in Vietnamese."""
    app.info.cls = _Group
    app.info.subcommand_metavar = say("help_command_metavar")
    app.info.options_metavar = say("help_options_metavar")
    for command in app.registered_commands:
        command.cls = _Command
        command.options_metavar = say("help_options_metavar")
    for group in app.registered_groups:
        group.options_metavar = say("help_options_metavar")
        if group.typer_instance is not None:
            in_vietnamese(group.typer_instance)
    return app


def usage_words(error: Exception, app: typer.Typer, arguments: Sequence[str]) -> str:
    """Return what is wrong with a command: the option, the value, what is allowed, the nearest."""
    command, path, rest = _asked(app, arguments)
    fault: Any = error
    if hasattr(fault, "possibilities"):
        return _unknown("usage_option", fault.option_name, _options(command), path)
    if hasattr(fault, "param_type"):
        return _missing(command, fault.param, path, rest)
    if hasattr(fault, "option_name"):
        return _value_or_none(command, fault.option_name)
    if getattr(fault, "param", None) is not None:
        return _wrong_value(fault)
    if isinstance(command, TyperGroup):
        named = next((word for word in rest if not word.startswith("-")), None)
        return _unknown("usage_command", named, command.commands, path) if named else say("usage_none")
    extra = _EXTRA.search(str(getattr(fault, "message", "")))
    return say("usage_extra", command=path, value=extra[1] if extra else " ".join(rest))


def _asked(app: typer.Typer, arguments: Sequence[str]) -> tuple[Any, str, list[str]]:
    """Return the command that the arguments name, its name in full, and what stands after it."""
    command: Any = typer.main.get_command(app)
    path, rest = "xhht", list(arguments)
    while isinstance(command, TyperGroup) and rest and rest[0] in command.commands:
        command = command.commands[rest[0]]
        path = f"{path} {rest.pop(0)}"
    return command, path, rest


def _options(command: Any) -> list[str]:
    return [*(name for param in command.params for name in param.opts if name.startswith("-")), "--help"]


def _unknown(key: str, value: str, known: Iterable[str], path: str) -> str:
    names = list(known)
    return say(key, value=value, command=path, near=nearest(value, names), known=", ".join(names))


def nearest(value: str, known: Sequence[str]) -> str:
    """Return the known word that is most like a value; there is always one."""
    folded = {word.lower(): word for word in known}
    return folded[difflib.get_close_matches(value.lower(), list(folded), n=1, cutoff=0.0)[0]]


def _missing(command: Any, param: Any, path: str, rest: Sequence[str]) -> str:
    given = {word.split("=", 1)[0] for word in rest}
    options = [p for p in command.params if p.required and p.opts[0].startswith("-")]
    missing = [p for p in options if not given & set(p.opts) and p.name != param.name]
    shown = [param, *missing]
    return say("usage_missing", command=path, names="; ".join(map(_described, shown)))


def _described(param: Any) -> str:
    name = param.opts[0] if param.opts[0].startswith("-") else param.name.upper()
    return f"{name} ({param.help})" if param.help else str(name)


def _value_or_none(command: Any, option: str) -> str:
    param = next(p for p in command.params if option in p.opts)
    if param.is_flag:
        return say("usage_no_value", option=option)
    return say("usage_needs_value", option=_described(param))


def _wrong_value(fault: Any) -> str:
    errors: list[Any] = getattr(fault.__cause__, "errors", list)()
    value = str(errors[0]["input"]) if errors else ""
    option = fault.param.opts[0]
    choices = fault.param.type_descriptor.choices
    if choices:
        known = [str(choice.value) for choice in choices]
        return say(
            "usage_choice", value=value, option=option, known=", ".join(known), near=nearest(value, known)
        )
    key = _NUMBERS.get(errors[0]["type"] if errors else "", "usage_value")
    return say(key, value=value, option=_described(fault.param))
