"""Publishes in a process of its own: `publish_process.py ROOT NAME COUNT [STEP TO DIE AT]`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from store_samples import law, small_store, submission


def main(root: str, name: str, count: str, fatal: str = "") -> None:
    """Publish submissions one after the other; die without a word at a step."""

    def die(step: str) -> None:
        if step == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    store = small_store(Path(root))
    for number in range(int(count)):
        store.write([submission(f"{name}-{number}", {"11001": 5, "22001": 6})], law(), on_step=die)


if __name__ == "__main__":
    main(*sys.argv[1:])
