"""What the whole suite shares: one sample warehouse a run, made through the real intake."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Show long tests as skipped unless everything was asked for."""
    if os.environ.get("XHHT_TEST_ALL"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="long: runs under `make test-all`"))


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the data folder of the demo, built once a run; only to be copied."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    home = shared / "sample-home"
    with FileLock(shared / "sample-home.lock"):
        if not (shared / "sample-home.done").exists():
            from dashboard.cli.run_commands import prepare_demo

            prepare_demo(home)
            (shared / "sample-home.done").touch()
    return home


@pytest.fixture
def sample_data(sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the demo's data folder, named by XHHT_DATA."""
    copy = tmp_path / "data"
    shutil.copytree(sample_home, copy)
    monkeypatch.setenv("XHHT_DATA", str(copy))
    return copy


@pytest.fixture
def run_xhht(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Return the command line as a function: exit code, standard output, standard error."""
    if "XHHT_DATA" not in os.environ:
        monkeypatch.setenv("XHHT_DATA", str(tmp_path / "data"))

    def call(*arguments: str) -> tuple[int, str, str]:
        from dashboard.cli import run

        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        output = capsys.readouterr()
        return code, output.out, output.err

    yield call
