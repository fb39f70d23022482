"""Typed reading of a YAML tree: every refusal becomes a problem, and reading goes on."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from rubrics.errors import Problem
from rubrics.model import Text
from rubrics.nodes import Mapping, Node, Scalar, Sequence, join_key, label

NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,4})?")
INTEGER = re.compile(r"\d{1,6}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ZERO = Decimal(0)


class Reader:
    """One mapping of a file, read key by key; `close` refuses the keys that nobody asked for.

    A value that cannot be read gives a neutral one, so that all problems of a file come out at once.
    """

    def __init__(self, node: Mapping, *, path: str, problems: list[Problem], key: str = "") -> None:
        self.node = node
        self.path = path
        self.problems = problems
        self.key = key
        self._asked: set[str] = set()

    def line(self, name: str = "") -> int:
        """The line of a key, or of the mapping itself."""
        return self.node.key_lines.get(name, self.node.line)

    def refuse(self, name: str, rule: str, **values: str) -> None:
        """Note a problem at a key of this mapping."""
        key = join_key(self.key, name) if name else self.key
        self.problems.append(Problem(self.path, self.line(name), key, rule, values))

    def has(self, name: str) -> bool:
        """Whether a key stands here with a value."""
        self._asked.add(name)
        node = self.node.entries.get(name)
        return node is not None and not (isinstance(node, Scalar) and node.is_null)

    def text(self, name: str, *, missing: str = "missing_key") -> str:
        """A text that must be there."""
        found = self.optional(name)
        if found is None:
            self._missing(name, missing)
        return found or ""

    def optional(self, name: str) -> str | None:
        """A text that may be absent."""
        if not self.has(name):
            return None
        node = self.node.entries[name]
        if isinstance(node, Scalar):
            return node.text
        self.refuse(name, "not_a_text")
        return ""

    def choice(self, name: str, allowed: Collection[str], *, rule: str = "unknown_value") -> str:
        """A text that must be one of a closed list."""
        known_problems = len(self.problems)
        text = self.text(name)
        if text not in allowed and len(self.problems) == known_problems:
            self._unknown(name, text, allowed, rule)
        return text

    def choices(self, name: str, allowed: Collection[str], *, rule: str = "unknown_value") -> tuple[str, ...]:
        """A list of texts, each one of a closed list; empty when absent."""
        texts = self.texts(name)
        for text in texts:
            if text not in allowed:
                self._unknown(name, text, allowed, rule)
        return texts

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        nodes = self._items(name)
        texts = tuple(node.text for node in nodes if isinstance(node, Scalar) and not node.is_null)
        if len(texts) < len(nodes):
            self.refuse(name, "not_a_list_of_texts")
        return texts

    def day(self, name: str, *, missing: str = "missing_key") -> date:
        """A day that must be there, written 2015-01-27."""
        found = self.optional_day(name)
        if found is None and not self.has(name):
            self._missing(name, missing)
        return found or date.min

    def optional_day(self, name: str) -> date | None:
        """A day that may be absent."""
        text = self.optional(name)
        if text is None:
            return None
        try:
            if DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass  # 2015-02-30 has the shape of a day; it is refused with the others
        self.refuse(name, "not_a_day", value=text)
        return None

    def decimal(self, name: str) -> Decimal:
        """A number that must be there, with a decimal point."""
        if not self.has(name):
            self._missing(name, "missing_key")
        return self.optional_decimal(name) or ZERO

    def optional_decimal(self, name: str) -> Decimal | None:
        """A number that may be absent."""
        text = self.optional(name)
        if text is None:
            return None
        if NUMBER.fullmatch(text):
            return Decimal(text)
        self.refuse(name, "not_a_number", value=text)
        return None

    def integer(self, name: str) -> int:
        """A whole number that must be there."""
        if not self.has(name):
            self._missing(name, "missing_key")
        return self.optional_integer(name) or 0

    def optional_integer(self, name: str) -> int | None:
        """A whole number that may be absent."""
        text = self.optional(name)
        if text is None:
            return None
        if INTEGER.fullmatch(text):
            return int(text)
        self.refuse(name, "not_a_whole_number", value=text)
        return None

    def both(self, name: str, *, missing: str = "missing_key") -> Text:
        """A wording in both languages: `{vi: …, en: …}`."""
        inner = self.inner(name, missing=missing)
        if inner is None:
            return Text("", "")
        wording = Text(inner.text("vi"), inner.text("en"))
        inner.close()
        return wording

    def inner(self, name: str, *, missing: str | None = "missing_key") -> Reader | None:
        """A reader of a mapping inside this one; None (noted unless `missing` is None) when absent."""
        if not self.has(name):
            if missing is not None:
                self._missing(name, missing)
            return None
        node = self.node.entries[name]
        if isinstance(node, Mapping):
            key = join_key(self.key, name)
            return Reader(node, path=self.path, problems=self.problems, key=key)
        self.refuse(name, "not_a_mapping")
        return None

    def each(self, name: str) -> list[Reader]:
        """Readers of the mappings of a list; empty when absent."""
        readers = []
        for place, node in enumerate(self._items(name), start=1):
            key = join_key(join_key(self.key, name), label(node, place))
            if isinstance(node, Mapping):
                readers.append(Reader(node, path=self.path, problems=self.problems, key=key))
            else:
                self.problems.append(Problem(self.path, node.line, key, "not_a_mapping"))
        return readers

    def close(self) -> None:
        """Refuse every key that was not asked for, naming the nearest known one."""
        for name in self.node.entries:
            if name not in self._asked:
                self._unknown(name, name, self._asked, "unknown_key")

    def _items(self, name: str) -> tuple[Node, ...]:
        if not self.has(name):
            return ()
        node = self.node.entries[name]
        if isinstance(node, Sequence):
            return node.items
        self.refuse(name, "not_a_list")
        return ()

    def _missing(self, name: str, rule: str) -> None:
        self.refuse(name, rule, value=name)

    def _unknown(self, name: str, text: str, allowed: Collection[str], rule: str) -> None:
        nearest = get_close_matches(text, sorted(allowed), n=1, cutoff=0.5)
        known = nearest[0] if nearest else ", ".join(sorted(allowed))
        self.refuse(name, rule, value=text, known=known)
