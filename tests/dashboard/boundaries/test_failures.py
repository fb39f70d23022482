"""Shapes that could not be made: the reason reaches the pages, and making them can be tried again."""

import errno
import os

import pytest

from dashboard import boundaries, i18n
from dashboard.boundaries import build, failures


@pytest.fixture
def root(tmp_path):
    yield tmp_path.resolve()
    boundaries.stop()
    boundaries._started.pop(tmp_path.resolve(), None)


def python(folder, script):
    """Return a program that stands for the process that makes shapes."""
    program = folder / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(program)


def ended(root):
    """Wait for the process, which is the program's own where it is not replaced."""
    process = boundaries._started[root]
    process.wait(60)
    return process


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "full"),
        (RuntimeError("writing the index: No space left on device (os error 28)"), "full"),
        (OSError(errno.EDQUOT, os.strerror(errno.EDQUOT)), "full"),
        (PermissionError(errno.EACCES, os.strerror(errno.EACCES)), "storage"),
        (MemoryError(), "memory"),
        (OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)), "memory"),
        (failures.SeedsUnreadableError("no such table"), "seeds"),
        (ZeroDivisionError(), "unexpected"),
    ],
)
def test_the_exit_code_says_why(root, monkeypatch, error, reason):
    def fail(*_):
        raise error

    monkeypatch.setattr(build.derive, "derive", fail)
    monkeypatch.setattr(build.seeds, "read_seeds", list)

    assert failures.reason_of_exit(build.main(root)) == reason


def test_a_folder_that_cannot_be_made_is_the_reason(root):
    (root / boundaries.FOLDER).write_text("a file where the folder should be")
    boundaries.start(root)
    ended(root)

    assert boundaries.failure(root) == "storage"
    assert boundaries.progress(root) is None


def test_the_log_of_the_server_names_the_folder_that_cannot_be_written(root, caplog):
    (root / boundaries.FOLDER).write_text("a file where the folder should be")

    assert failures.reason_of_exit(build.main(root)) == "storage"
    assert str(root / boundaries.FOLDER) in caplog.text


def test_a_package_without_its_content_is_the_reason(root, monkeypatch):
    package = root / "packages" / "vietnamadminunits"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    boundaries.start(root)
    ended(root)

    assert boundaries.failure(root) == "seeds"


def test_a_process_that_is_ended_is_the_reason(root, monkeypatch):
    monkeypatch.setattr(boundaries.sys, "executable", python(root, "kill -KILL $$"))
    boundaries.start(root)
    ended(root)

    assert boundaries.failure(root) == "ended"


def test_nothing_started_is_told_from_what_is_at_work(root, monkeypatch):
    assert boundaries.failure(root) == "not_started"
    assert boundaries.progress(root) is None

    monkeypatch.setattr(boundaries.sys, "executable", python(root, "exec sleep 600"))
    boundaries.start(root)
    assert boundaries.failure(root) is None
    assert boundaries.progress(root) == (0, 1)

    (root / boundaries.FOLDER).mkdir()
    (root / boundaries.FOLDER / boundaries.PROGRESS).write_text("[3, 64]")
    assert boundaries.progress(root) == (3, 64)


def test_it_is_tried_again_when_asked_and_not_before(root, monkeypatch):
    monkeypatch.setattr(boundaries.sys, "executable", python(root, "exit 20"))
    boundaries.start(root)
    failed = ended(root)
    boundaries.start(root)
    assert boundaries._started[root] is failed

    monkeypatch.setattr(boundaries.sys, "executable", python(root, "exec sleep 600"))
    boundaries.start(root, again=True)
    at_work = boundaries._started[root]
    assert at_work is not failed
    boundaries.start(root, again=True)

    assert boundaries._started[root] is at_work
    assert boundaries.failure(root) is None


def test_a_second_making_does_not_begin_where_the_first_had_come_to(root, monkeypatch):
    home = boundaries.folder_of(root)
    home.mkdir()
    (home / boundaries.PROGRESS).write_text("[63, 64]")
    monkeypatch.setattr(build.seeds, "read_seeds", lambda: 1 / 0)

    build.main(root)

    assert not (home / boundaries.PROGRESS).exists()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_reason_has_words_that_name_the_way_out(language):
    words = i18n.catalogue(language)

    assert {key.removeprefix("map.failed.") for key in words if key.startswith("map.failed.")} == set(
        failures.REASONS
    )
    assert all(words["map.retry"] in words[f"map.failed.{reason}"] for reason in failures.REASONS)
