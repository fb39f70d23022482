"""Strict YAML as a tree of texts with line numbers: the first step from a file to the law.

Scalars stay text (typing is the loader's work); doubled keys, aliases and several documents are refused.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from rubrics.errors import Problem

NULLS = frozenset({"", "~", "null"})
DEEPEST = 12
LABELS = ("id", "rank", "title", "number")


@dataclass(frozen=True)
class Scalar:
    """A text as it stands in the file."""

    line: int
    text: str
    is_null: bool


@dataclass(frozen=True)
class Sequence:
    """A list."""

    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True)
class Mapping:
    """Keys with the lines they stand on, and their values."""

    line: int
    entries: dict[str, Node]
    key_lines: dict[str, int]


Node = Scalar | Sequence | Mapping


def parse(text: str, *, path: str) -> tuple[Mapping | None, list[Problem]]:
    """The tree of one file, None when it cannot be read, and what was refused in it."""
    problems: list[Problem] = []
    try:
        refused = _refused_event(text, path)
        if refused:
            return None, [refused]
        root = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.YAMLError as error:
        return None, [_unreadable(error, path)]
    if not isinstance(root, MappingNode):
        return None, [Problem(path, 1, "", "yaml_not_mapping")]
    tree = _mapping(root, path=path, key="", problems=problems)
    return tree, problems


def _at(path: str, line: int, rule: str, value: str) -> Problem:
    return Problem(path, line, "", rule, {"value": value})


def _unreadable(error: yaml.YAMLError, path: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or str(error).splitlines()[0]
    return _at(path, mark.line + 1 if mark else 1, "yaml_unreadable", str(said))


def _refused_event(text: str, path: str) -> Problem | None:
    """The first alias, or the place where nesting passes all reason: neither may reach the composer."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            return _at(path, line, "yaml_alias", str(event.anchor))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return _at(path, line, "yaml_too_deep", str(DEEPEST))
    return None


def _mapping(node: MappingNode, *, path: str, key: str, problems: list[Problem]) -> Mapping:
    entries: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        name = _text(key_node.value) if isinstance(key_node, ScalarNode) else "?"
        inner = join_key(key, name)
        if name in entries:
            values = {"value": name, "first": str(lines[name])}
            problems.append(Problem(path, line, inner, "duplicate_key", values))
            continue
        lines[name] = line
        entries[name] = _node(value_node, path=path, key=inner, problems=problems)
    return Mapping(node.start_mark.line + 1, entries, lines)


def _node(node: yaml.Node, *, path: str, key: str, problems: list[Problem]) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, MappingNode):
        return _mapping(node, path=path, key=key, problems=problems)
    if isinstance(node, SequenceNode):
        items = [
            _node(item, path=path, key=join_key(key, str(place)), problems=problems)
            for place, item in enumerate(node.value, start=1)
        ]
        return Sequence(line, tuple(items))
    is_plain = isinstance(node, ScalarNode) and node.style is None
    text = _text(str(node.value))
    return Scalar(line, text, is_plain and text in NULLS)


def _text(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def join_key(outer: str, inner: str) -> str:
    """A key inside another, as messages show it."""
    return f"{outer} › {inner}" if outer else inner


def label(node: Node, place: int) -> str:
    """What to call an entry of a list in a message: its id, rank or title, else its place."""
    if isinstance(node, Mapping):
        for name in LABELS:
            inner = node.entries.get(name)
            if isinstance(inner, Scalar) and inner.text:
                return inner.text
    return str(place)
