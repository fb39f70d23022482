"""Where the SQL of the store stands, and how it is read."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent
MODELS = HERE / "models"
CHECKS = HERE / "checks"
STEPS = HERE / "steps"


@lru_cache(maxsize=256)
def read_sql(name: str) -> str:
    """Return the text of `warehouse/<name>.sql`, as `pages/coverage`."""
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")


def sql_files(folder: Path) -> list[Path]:
    """Return the SQL files of a folder in the order of their names; none if there is no such folder."""
    return sorted(folder.glob("*.sql"))
