"""The house style that no linter holds: sizes, and SQL in files of its own."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from etl import model
from warehouse.schemas import FACT_TABLES, columns
from warehouse.sql import read_sql

ROOT = Path(__file__).parents[1]
ROOMS = ("dashboard", "etl", "rubrics", "warehouse")
PYTHON = sorted(path for room in (*ROOMS, "tests") for path in (ROOT / room).rglob("*.py"))
SQL = sorted((ROOT / "warehouse").rglob("*.sql"))

LINES_OF_A_MODULE, LINES_OF_A_VIEW, LINES_OF_SQL, LINES_OF_A_FUNCTION = 400, 120, 80, 50
# Longer than the stop for now. A file that has become short enough must leave this list.
EXEMPT: frozenset[str] = frozenset()
_SQL_TEXT = re.compile(r"\s*(select|insert|create|delete|update|with)\s", re.IGNORECASE)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def most_lines(path: Path) -> int:
    if path.suffix == ".sql":
        return LINES_OF_SQL
    return LINES_OF_A_VIEW if path.parent == ROOT / "dashboard" / "views" else LINES_OF_A_MODULE - 1


def is_too_long(path: Path) -> bool:
    return len(path.read_text(encoding="utf-8").splitlines()) > most_lines(path)


def test_no_file_grows_over_its_stop_and_no_exemption_outlives_its_need() -> None:
    assert len(PYTHON) > 100
    assert len(SQL) > 20
    assert {name_of(path) for path in PYTHON + SQL if is_too_long(path)} == EXEMPT


@pytest.mark.parametrize(
    ("name", "lines", "expected"),
    [
        ("etl/a.py", 399, False),
        ("etl/a.py", 400, True),
        ("dashboard/views/a.py", 120, False),
        ("dashboard/views/a.py", 121, True),
        ("warehouse/models/a.sql", 80, False),
        ("warehouse/models/a.sql", 81, True),
    ],
)
def test_the_stops_are_those_of_the_house_style(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, lines: int, expected: bool
) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text("x\n" * lines, encoding="utf-8")

    assert is_too_long(path) is expected


def test_no_function_is_longer_than_its_stop() -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LINES_OF_A_FUNCTION
    ]

    assert long == []


def sql_of_several_lines(source: str) -> list[int]:
    """Return the lines on which SQL begins that goes on over the line's end."""
    nodes = list(ast.walk(ast.parse(source)))
    words = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}  # docstrings
    texts = [
        node for node in nodes if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in words
    ]
    return sorted(
        {node.lineno for node in texts if node.end_lineno != node.lineno and _SQL_TEXT.match(text(node))}
    )


def text(node: ast.Constant | ast.JoinedStr) -> str:
    first = node.values[0] if isinstance(node, ast.JoinedStr) else node
    return str(first.value) if isinstance(first, ast.Constant) else ""


def test_sql_longer_than_a_line_stands_in_a_file() -> None:
    found = [
        f"{name_of(path)}:{line}"
        for path in PYTHON
        if path.relative_to(ROOT).parts[0] in ROOMS
        for line in sql_of_several_lines(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        'x = """\nselect 1\nfrom a"""',
        'run(f"select {a} "\n    "from b")',
        'x = ("insert into a "\n    f"values ({b})")',
    ],
)
def test_sql_of_several_lines_is_seen(source: str) -> None:
    assert sql_of_several_lines(source) == [1]


@pytest.mark.parametrize("written", ['maketrans(",.", ".,")', 'ZoneInfo("Asia/Ho_Chi_Minh")'])
def test_how_figures_and_times_are_written_is_said_in_one_place(written: str) -> None:
    shipped = [path for path in PYTHON if path.relative_to(ROOT).parts[0] in ROOMS]

    assert sum(path.read_text(encoding="utf-8").count(written) for path in shipped) == 1


def test_the_way_in_and_the_store_know_the_same_bases_of_points() -> None:
    assert model.BASES == columns.BASES


# Letters of an old Vietnamese font, where the signs are no quotes.
_NOT_QUOTES = ("etl/sample/words.yaml", "codes:")


def test_words_are_quoted_as_the_list_of_words_has_it() -> None:
    shipped = [
        path for room in ROOMS for end in ("py", "yaml", "sql") for path in (ROOT / room).rglob(f"*.{end}")
    ]
    found = [
        (name_of(path), line.split()[0])
        for path in shipped
        for line in path.read_text(encoding="utf-8").splitlines()
        if "\u00ab" in line or "\u00bb" in line
    ]

    assert len(shipped) > 200
    assert found == [_NOT_QUOTES]


def test_what_was_ever_reported_is_touched_with_everything() -> None:
    sql = read_sql("steps/touched_everything")

    assert [table for table in FACT_TABLES if f"from {table}" not in sql] == []
