"""Shapes of places: derived once on this machine by a process of its own, then served as files."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.boundaries import failures, files, outline
from warehouse import seeds as place_lists

ALGORITHM = 3  # raise it where a change makes other shapes of the same lists
ROUTE = "/geo"
FOLDER, PROGRESS, LOCK = "shapes", "progress.json", "lock"
_started: dict[Path, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True)
class Shapes:
    """One set of shapes: where its files are, and which shape a unit has in a year."""

    folder: Path

    def url(self, province: str) -> str:
        """Return the address of a province's file; that of all provinces under the country's code."""
        return f"{ROUTE}/{self.folder.name}/{province}.topojson"

    def keys(self, *, level: str, year: int, province: str | None = None) -> dict[str, str]:
        """Return the key of each shape by the code of its unit.

        Args:
            level: `province`, `district` or `commune`.
            year: Year assessed.
            province: Code of the province that the units lie in; all without it.
        """
        return dict(self._rows(level, year, province).select("code", "key").iter_rows())

    def points(self, *, level: str, year: int, province: str | None = None) -> dict[str, tuple[float, float]]:
        """Return where the name of each unit stands, inside its shape, by its code.

        Args:
            level: `province`, `district` or `commune`.
            year: Year assessed.
            province: Code of the province that the units lie in; all without it.
        """
        rows = self._rows(level, year, province).select("code", "x", "y").iter_rows()
        return {code: (x, y) for code, x, y in rows}

    def _rows(self, level: str, year: int, province: str | None) -> pl.DataFrame:
        asked = (pl.col("level") == level) & (pl.col("year") == year)
        if province is not None:
            asked &= pl.col("province") == province
        return _index(self.folder).filter(asked)

    def labels(self) -> list[dict[str, Any]]:
        """Return the names that stand on every map of the whole country.

        Shape: name, x, y, on the plane of the maps.
        """
        known: list[dict[str, Any]] = json.loads((self.folder / files.LABELS).read_text(encoding="utf-8"))
        return known


@lru_cache(maxsize=4)
def _index(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / files.INDEX)


def folder_of(root: Path) -> Path:
    """Return the folder that holds the shapes of every version."""
    return root / FOLDER


@cache
def version() -> str:
    """Return what the shapes are named by: the package, the lists and the way they are derived."""
    sources = [Path(place_lists.__file__).parent / name for name in ("units.csv", "changes.csv")]
    content = hashlib.sha256(f"{ALGORITHM} {_package()}".encode())
    for path in (*sources, outline.OUTLINE):
        content.update(path.read_bytes())
    return content.hexdigest()[:12]


def _package() -> str:
    """Return the version of what shapes are derived from; without it the maps are missing, not the pages."""
    try:
        return version_of("vietnamadminunits")
    except PackageNotFoundError:
        return "missing"


def ready(root: Path) -> Shapes | None:
    """Return the shapes of a data folder; None as long as they are not made."""
    folder = folder_of(root) / version()
    return Shapes(folder) if (folder / files.INDEX).is_file() else None


def start(root: Path, *, again: bool = False) -> None:
    """Start making the shapes of a data folder, once in the life of this process.

    Args:
        root: The data folder; nothing is done where its shapes are made or in the making.
        again: Also where making them ended without shapes: the cause may be mended by now.
    """
    root = root.resolve()
    if again:
        version.cache_clear()  # the package may have come since
    known = _started.get(root)
    is_over = known is None or (again and known.poll() is not None)
    if is_over and ready(root) is None:
        command = [sys.executable, "-m", "dashboard.boundaries.build", str(root)]
        _started[root] = subprocess.Popen(command, stdin=subprocess.DEVNULL)


def stop() -> None:
    """End the processes that this one started and that still run; what they made so far is left out."""
    for process in _started.values():
        if process.poll() is None:
            process.terminate()
            process.wait()


def failure(root: Path) -> str | None:
    """Return why there are no shapes and nobody makes them: a key of the words; else None."""
    process = _started.get(root.resolve())
    if ready(root) is not None:
        return None
    if process is None:
        return failures.NOT_STARTED
    code = process.poll()
    return None if code is None else failures.reason_of_exit(code)


def progress(root: Path) -> tuple[int, int] | None:
    """Return how many files are made, of how many; None where this process has nobody make them."""
    process = _started.get(root.resolve())
    if process is None or process.poll() is not None:
        return None
    try:
        done, total = json.loads((folder_of(root) / PROGRESS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0, 1
    return int(done), int(total)
