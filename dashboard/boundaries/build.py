"""The process that makes the shapes of a data folder: `python -m dashboard.boundaries.build FOLDER`."""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from filelock import FileLock

from dashboard import boundaries
from dashboard.boundaries import derive, dissolve, failures, files, outline, seeds
from warehouse.places import load_places
from warehouse.times import VIETNAM_TIME

MAKING = "making-"
POLITE = 10  # what is waited for comes first


def build(root: Path) -> None:
    """Make the shapes of a data folder, unless they are there; others that try at the same time wait."""
    home = boundaries.folder_of(root)
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(home / boundaries.LOCK):
        if boundaries.ready(root) is None:
            _make(home)


def _make(home: Path) -> None:
    """Make all files in a folder of their own, then give it its name: nobody sees a part of them."""
    for left in home.iterdir():  # of a process that was ended, or of another version
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
    (home / boundaries.PROGRESS).unlink(missing_ok=True)  # of the making before this one
    years = range(dissolve.FIRST_YEAR, datetime.now(VIETNAM_TIME).year + 1)
    making = Path(tempfile.mkdtemp(prefix=MAKING, dir=home))
    try:
        shapes = derive.derive(_seeds(), outline.read_land())
        files.write(making, dissolve.make_atlas(shapes, load_places(), years), lambda *far: _tell(home, far))
        making.chmod(0o755)
        making.rename(home / boundaries.version())
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _seeds() -> seeds.Seeds:
    try:
        return seeds.read_seeds()
    except failures.UNREADABLE as error:
        raise failures.SeedsUnreadableError(str(error)) from error


def _tell(home: Path, far: tuple[int, int]) -> None:
    written = home / f"{boundaries.PROGRESS}.new"
    written.write_text(json.dumps(far), encoding="utf-8")
    written.replace(home / boundaries.PROGRESS)


def main(root: Path) -> int:
    """Make the shapes of a data folder and return the exit code, which says why there are none."""
    try:
        build(root)
    except Exception as error:
        logging.getLogger(__name__).exception("shapes of %s", root)
        return failures.exit_code_of(error)
    return 0


if __name__ == "__main__":
    os.nice(POLITE)
    sys.exit(main(Path(sys.argv[1])))
