"""Faults of the law: what is wrong, where, and how to mend it, in both languages.

The words stand in `vocabulary/messages.yaml`; a problem carries only its rule and values, so that the
same object prints in a terminal, in Vietnamese or in English.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from rubrics.vocabulary import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True)
class Problem:
    """One thing to mend in one file of the law."""

    file: str
    line: int
    key: str
    rule: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def what(self) -> str:
        """What is wrong, in English."""
        return message(self.rule, "what", "en", self.values)

    @property
    def mend(self) -> str:
        """How to mend it, in English."""
        return message(self.rule, "mend", "en", self.values)

    @property
    def what_vi(self) -> str:
        """What is wrong, in Vietnamese."""
        return message(self.rule, "what", "vi", self.values)

    @property
    def mend_vi(self) -> str:
        """How to mend it, in Vietnamese."""
        return message(self.rule, "mend", "vi", self.values)

    @property
    def where(self) -> str:
        """File, line and key: `tt44.yaml:18 › bands › kha`."""
        place = f"{self.file}:{self.line}"
        return f"{place} › {self.key}" if self.key else place

    @property
    def message_vi(self) -> str:
        """Where, what and how to mend, in Vietnamese."""
        return f"{self.where}: {self.what_vi}\n  {self.mend_vi}"

    @property
    def message_en(self) -> str:
        """Where, what and how to mend, in English."""
        return f"{self.where}: {self.what}\n  {self.mend}"


class RubricError(Exception):
    """A fault of the law that stops whatever asked for it."""

    rule = "rubric_error"

    def __init__(self, **values: str) -> None:
        self.values = values
        super().__init__(self.message_vi)

    @property
    def message_vi(self) -> str:
        """What and how to mend, in Vietnamese."""
        return self._words("vi")

    @property
    def message_en(self) -> str:
        """What and how to mend, in English."""
        return self._words("en")

    def _words(self, lang: str) -> str:
        what = message(self.rule, "what", lang, self.values)
        return f"{what}\n  {message(self.rule, 'mend', lang, self.values)}"


class BrokenLawError(RubricError):
    """Files of the law that cannot be used, with all their problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__()

    def _words(self, lang: str) -> str:
        each = (problem.message_vi if lang == "vi" else problem.message_en for problem in self.problems)
        return "\n".join(each)


class UnknownRubricError(RubricError):
    """No rubric has the id that was asked for."""

    rule = "unknown_rubric"

    def __init__(self, rubric_id: str, known: Iterable[str]) -> None:
        names = sorted(known)
        nearest = get_close_matches(rubric_id, names, n=1, cutoff=0.0)
        super().__init__(value=rubric_id, nearest=nearest[0] if nearest else "–")


class IncompleteRubricError(RubricError):
    """A rubric whose criteria were not found cannot score anything."""

    rule = "incomplete_rubric"
