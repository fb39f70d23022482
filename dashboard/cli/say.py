"""The words of the command line, and the error that carries them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


class CommandError(Exception):
    """A command that cannot be done, said in words that tell how to mend it."""


@cache
def _words() -> dict[str, str]:
    text = (Path(__file__).parent / "words.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def say(key: str, **holes: object) -> str:
    """Return one sentence with its holes filled."""
    return _words()[key].format(**holes)
