"""Words and closed lists of the law: titles, ranks, statuses, units, and the texts of messages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent


@cache
def words(name: str) -> Mapping[str, Any]:
    """The packaged list of that name: titles, statuses, units or messages."""
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return MappingProxyType(yaml.safe_load(text))


def titles() -> Mapping[str, Any]:
    """Titles by key, in the order they are shown."""
    return MappingProxyType(words("titles")["titles"])


def ranks() -> Mapping[str, Any]:
    """Ranks by key, best first within each scale."""
    return MappingProxyType(words("statuses")["ranks"])


def units() -> Mapping[str, Any]:
    """Units of measure by key."""
    return MappingProxyType(words("units")["units"])


def message(rule: str, part: str, lang: str, values: Mapping[str, str]) -> str:
    """One part (`what`, `mend`) of the message of a rule, its holes filled."""
    template: str = words("messages")[rule][part][lang]
    return template.format_map(values)
