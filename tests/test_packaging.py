"""What is installed from a wheel is what stands in the tree."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[1]
ROOMS = ("dashboard", "etl", "warehouse", "rubrics")


def test_a_wheel_holds_every_file_of_the_rooms(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    for room in ROOMS:
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree / name)

    wheel = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(tree)]
    made = subprocess.run(wheel, capture_output=True, text=True, check=False)

    assert made.returncode == 0, made.stderr
    with ZipFile(next(tmp_path.glob("xhht-*.whl"))) as archive:
        held = set(archive.namelist())
    files = {str(p.relative_to(tree)) for room in ROOMS for p in (tree / room).rglob("*") if p.is_file()}
    assert {"warehouse/models/50_rollup.sql", "dashboard/theme/fonts/OFL.txt"} <= files
    assert any(name.endswith(".woff2") for name in held)
    assert sorted(files - held) == []
