"""Received files, byte for byte, under the hash of their content."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from warehouse.errors import OriginalChangedError, OriginalMissingError
from warehouse.store.files import TEMPORARY, hash_of, storage_faults, write_whole

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Originals:
    """The folder of originals; a file in it never changes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Return where the original with a hash stands.

        Raises:
            OriginalMissingError: What was given is no hash.
        """
        if not _SHA256.fullmatch(sha256):
            raise OriginalMissingError(path=sha256)
        return self.folder / sha256

    def put(self, data: bytes) -> str:
        """Keep a file and return its hash; it is on the disk when this returns.

        Raises:
            StoreError: The folder cannot be written.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.path(sha256)
        with storage_faults(path):
            self.folder.mkdir(parents=True, exist_ok=True)
            if not path.exists() or hash_of(path) != sha256:
                write_whole(path, data)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return a file as it was received.

        Raises:
            OriginalMissingError: There is no such file.
            OriginalChangedError: Its content is no longer what was received.
        """
        path = self.path(sha256)
        with storage_faults(path):
            try:
                data = path.read_bytes()
            except FileNotFoundError as error:
                raise OriginalMissingError(path=path) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise OriginalChangedError(path=path)
        return data

    def hashes(self) -> list[str]:
        """Return the hashes of all originals, sorted."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if not path.name.startswith(TEMPORARY))
