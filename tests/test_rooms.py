"""The rooms and their doors: what import-linter holds can break, and what it cannot say is held here."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import etl
import rubrics

ROOT = Path(__file__).parents[1]
ROOMS = ("dashboard", "etl", "rubrics", "warehouse")
DOORS = {"etl": set(etl.__all__), "rubrics": set(rubrics.__all__)}
# One forbidden line for each contract: the file it is written to, and the line.
PLANTED = {
    "Data flow one way: dashboard -> etl -> rubrics and warehouse": (
        "warehouse/sql.py",
        "import rubrics.nodes",
    ),
    "The way out uses of the way in and of the law only what their __init__ exports": (
        "dashboard/tables.py",
        "from etl.model import Hints",
    ),
    "Reading knows cells, not what they mean": ("etl/reader/sniff.py", "import etl.mapping.rows"),
    "Mapping names what stands where, and judges nothing": ("etl/mapping/rows.py", "import etl.reader"),
    "Checking reads no file and does not know who asked": ("etl/checks/totals.py", "import etl.pipeline"),
    "Steps hand over to nobody: only the door and its processes publish": (
        "etl/tables/names.py",
        "import etl.publish",
    ),
    "Samples, templates and words stand beside the steps": ("etl/sample/page.py", "import etl.tables.walk"),
    "No screen inside the way in, the store or the law": ("rubrics/nodes.py", "import streamlit"),
}


def test_each_contract_of_imports_breaks_when_it_is_broken(tmp_path: Path) -> None:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for file, line in PLANTED.values():
        with (tmp_path / file).open("a", encoding="utf-8") as source:
            source.write(f"\n{line}\n")

    lint = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    said = subprocess.run(lint, cwd=tmp_path, capture_output=True, text=True, check=False).stdout

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert {contract["name"] for contract in contracts["contracts"]} == set(PLANTED)
    assert {name for name in PLANTED if not re.search(rf"^{re.escape(name)} BROKEN", said, re.M)} == set()


def sources(*rooms: str) -> list[tuple[str, str]]:
    paths = sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))
    return [(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in paths]


def ways_round_the_door(source: str) -> list[str]:
    """Return the imports of a room that take more than its __init__ exports."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in DOORS]
        elif isinstance(node, ast.ImportFrom) and (room := (node.module or "").split(".")[0]) in DOORS:
            names = {alias.name for alias in node.names}
            found += sorted(names if node.module != room else names - DOORS[room])
    return found


def test_pages_and_commands_come_in_by_the_door() -> None:
    found = {name: ways_round_the_door(text) for name, text in sources("dashboard")}

    assert {name: ways for name, ways in found.items() if ways} == {}
    assert sum("from etl import" in text for _, text in sources("dashboard")) > 5


@pytest.mark.parametrize(
    "line",
    [
        "from etl.intake import load",
        "from etl import settle",
        "import etl.publish",
        "from rubrics.compare import compare",
        "from rubrics import shelf",
    ],
)
def test_a_way_round_the_door_is_seen(line: str) -> None:
    assert len(ways_round_the_door(line)) == 1


@pytest.mark.parametrize("room", [etl, rubrics])
def test_all_that_a_room_exports_is_there(room: object) -> None:
    assert [name for name in room.__all__ if not hasattr(room, name)] == []


def test_the_way_in_exports_its_doors() -> None:
    assert {"intake", "publish", "template"} <= set(etl.__all__)
    assert {"library", "validate", "explain", "compare"} <= set(rubrics.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        etl.nonsense  # noqa: B018


def test_help_waits_for_no_workbook_library() -> None:
    heavy = "'openpyxl', 'xlsxwriter', 'python_calamine', 'xlrd', 'duckdb', 'streamlit', 'etl.intake'"
    script = (
        f"import dashboard.cli; dashboard.cli.build_app(); import sys; print({{{heavy}}} & set(sys.modules))"
    )

    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert loaded.strip() == "set()"


def writes_to_the_store(source: str) -> list[str]:
    """Return the calls of `write` and `rebuild` on a store: on what is named store, or made by Store."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    methods = [
        call for call in calls if isinstance(call, ast.Attribute) and call.attr in ("write", "rebuild")
    ]
    return [ast.unparse(call) for call in methods if "store" in ast.unparse(call.value).lower()]


def test_only_publish_writes_to_the_warehouse() -> None:
    found = {name: writes_to_the_store(text) for name, text in sources("dashboard", "etl", "rubrics")}

    assert {name: calls for name, calls in found.items() if calls} == {
        "etl/publish.py": ["store.write", "store.rebuild"]
    }


@pytest.mark.parametrize(
    "line", ["Store(root).write([], law)", "self.store.rebuild(law)", "data.store().write(x)"]
)
def test_a_write_to_the_store_is_seen(line: str) -> None:
    assert len(writes_to_the_store(line)) == 1


def test_questions_are_asked_through_the_warehouse_only() -> None:
    """A question with SQL of its own would have no scope."""
    found = {
        name
        for name, text in sources("dashboard", "etl")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr in ("cursor", "execute", "script", "sql")
    }

    # Not questions: what a sheet's points give, in memory; the text of a statement, for the hash of the law;
    # where communes lie, from an installed package.
    assert found == {"etl/checks/scores.py", "etl/publish.py", "dashboard/boundaries/seeds.py"}
