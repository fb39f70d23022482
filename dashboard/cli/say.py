"""The words of the command line, and the error that carries them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


class CommandError(Exception):
    """A command that cannot be done, said in words that tell how to mend it."""


@cache
def _words() -> dict[str, str]:
    return dict(_read("words.yaml"))


@cache
def _heads() -> dict[str, dict[str, str]]:
    return dict(_read("heads.yaml"))


def _read(name: str) -> Any:
    return yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))


def say(key: str, **holes: object) -> str:
    """Return one sentence with its holes filled."""
    return _words()[key].format(**holes)


def head(field: str, table: str) -> str:
    """Return the head of a field's column in a table for people."""
    own = _heads().get(table, {})
    return own.get(field) or _heads()["common"][field]
