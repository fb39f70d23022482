"""What the system, DuckDB or SQLite refused, turned into a fault that says why and how to mend it."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

from warehouse.errors import DiskFullError, LedgerDamagedError, StoreError

_WORDS = Path(__file__).parent / "reasons.yaml"
_SQLITE_DAMAGES = (11, 26)  # SQLITE_CORRUPT, SQLITE_NOTADB
_MAY_BE_FULL = ("cannot_open", "disk_fault")  # what SQLite also says where no byte is left for its journal
_NEXT_TO_NOTHING = 64 * 1024


@dataclass(frozen=True)
class Reason:
    """Why something was refused, and how to mend it, in both languages."""

    key: str
    codes: frozenset[int]
    sqlite: frozenset[int]
    says: tuple[str, ...]
    vi: str
    en: str
    mend_vi: str
    mend_en: str


@cache
def _reasons() -> tuple[Reason, ...]:
    known = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return tuple(_reason(key, entry) for key, entry in known.items())


def _reason(key: str, entry: dict[str, list[str | int] | str]) -> Reason:
    codes = frozenset(getattr(errno, str(name)) for name in entry.get("errno", []))
    texts = {name: str(entry[name]) for name in ("vi", "en", "mend_vi", "mend_en")}
    says = (*map(os.strerror, sorted(codes)), *map(str, entry.get("says", [])))
    return Reason(key, codes, frozenset(map(int, entry.get("sqlite", []))), says, **texts)


def reason_of(error: BaseException) -> Reason:
    """Return why the system refused, read from the error's number or from what the engine wrote."""
    code = getattr(error, "errno", None)
    sqlite = _sqlite_code(error)
    text = str(error)
    *known, unknown = _reasons()
    for reason in known:
        if code in reason.codes or sqlite in reason.sqlite or any(said in text for said in reason.says):
            return reason
    return replace(unknown, vi=unknown.vi.format(text=text), en=unknown.en.format(text=text))


def is_refusal(error: BaseException) -> bool:
    """Return whether the system is at fault, whatever kind of error the engine makes of it."""
    return reason_of(error).key != "unknown"


def _sqlite_code(error: BaseException) -> int | None:
    extended = getattr(error, "sqlite_errorcode", None)
    return None if extended is None else int(extended) & 0xFF


def storage_fault(error: BaseException, path: Path) -> StoreError | LedgerDamagedError:
    """Return the fault that says what was refused, where and how to mend it.

    Args:
        error: What the system, DuckDB or SQLite raised.
        path: What was to be read or written; a system's error that names its own file wins.
    """
    where = Path(getattr(error, "filename", None) or path)
    if _sqlite_code(error) in _SQLITE_DAMAGES:
        return LedgerDamagedError(path=where)
    reason = reason_of(error)
    folder = nearest_folder(path)
    if reason.key == "full" or (reason.key in _MAY_BE_FULL and _is_crammed(folder)):
        free = free_bytes(folder)
        return DiskFullError(path=path, free=amount(free), free_en=amount(free, point="."))
    return StoreError(path=where, reason=reason)


def nearest_folder(path: Path) -> Path:
    """Return the folder that holds a path, or that its missing folders would be made in."""
    path = path.absolute()
    while not path.is_dir():
        path = path.parent
    return path


def free_bytes(folder: Path) -> int:
    """Return how much may still be written in a folder; none where the disk takes no more files."""
    disk = os.statvfs(folder)
    takes_files = disk.f_files == 0 or disk.f_favail > 0
    return shutil.disk_usage(folder).free if takes_files else 0


def _is_crammed(folder: Path) -> bool:
    return free_bytes(folder) < _NEXT_TO_NOTHING


def amount(size: int, *, point: str = ",") -> str:
    """Return a number of bytes in kB, MB or GB, with one place after the point."""
    value, unit = float(size), "byte"
    for larger in ("kB", "MB", "GB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    digits = f"{value:.0f}" if unit == "byte" else f"{value:.1f}"
    return f"{digits.replace('.', point)} {unit}"
