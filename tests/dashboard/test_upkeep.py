"""`doctor`, `verify`, `rebuild`: what is damaged is seen, its mend exists, and after it all is well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

Run = Callable[..., tuple[int, str, str]]


def garble_ledger(data: Path) -> None:
    (data / "ledger.sqlite").write_bytes(b"no ledger" * 500)


def empty_ledger(data: Path) -> None:
    (data / "ledger.sqlite").write_bytes(b"")


def garble_snapshot(data: Path) -> None:
    (data / "warehouse" / "wh-1.duckdb").write_bytes(b"no database")


def age_snapshot(data: Path) -> None:
    with duckdb.connect(str(data / "warehouse" / "wh-1.duckdb")) as con:
        con.execute("update meta.build set schema_version = 99")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (garble_ledger, "ledger.sqlite”: tệp sổ ghi đã hỏng"),
        (empty_ledger, "đừng chạy `xhht rebuild` trước đó"),
        (garble_snapshot, "bản chụp số liệu bị hỏng (wh-1.duckdb)"),
        (age_snapshot, "thuộc phiên bản kho 99"),
    ],
)
def test_doctor_and_verify_see_what_is_damaged_and_name_a_mend(
    run_xhht: Run, sample_data: Path, damage: Callable[[Path], None], words: str
) -> None:
    damage(sample_data)

    code, out, _ = run_xhht("doctor")
    verified, _, error = run_xhht("verify")

    assert code == 1
    (line,) = [line for line in out.split("✗")[1:] if words in line]
    assert any(mend in line for mend in ("bản sao lưu", "xhht rebuild"))
    assert verified != 0
    assert any(mend in error for mend in ("bản sao lưu", "xhht rebuild"))


@pytest.mark.parametrize("below", ["", "data"])
def test_a_data_folder_that_is_a_file_is_seen_everywhere(
    run_xhht: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("XHHT_DATA", str(blocked / below if below else blocked))

    code, out, _ = run_xhht("doctor")

    assert code == 1
    assert out.count("✗") == 1
    assert f"“{blocked}”" in out
    assert "Chọn thư mục khác" in out
    for command in (["verify"], ["query", "coverage"], ["rebuild"]):
        code, out, error = run_xhht(*command)
        assert (code, out) == (2, "")
        assert "không phải thư mục" in error


@pytest.mark.parametrize("damage", [garble_snapshot, age_snapshot])
def test_after_a_rebuild_verify_finds_nothing(
    run_xhht: Run, sample_data: Path, damage: Callable[[Path], None]
) -> None:
    damage(sample_data)
    assert run_xhht("verify")[0] == 1

    assert run_xhht("rebuild")[0] == 0

    code, out, error = run_xhht("verify")
    assert (code, error) == (0, "")
    assert out.startswith("Kho số liệu khớp")
    assert not (sample_data / "warehouse" / "wh-1.duckdb").exists()


def test_a_port_variable_that_is_no_port_ends_no_other_check(
    run_xhht: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XHHT_PORT", "tám")

    code, out, _ = run_xhht("doctor")

    assert code == 1
    assert "✗ XHHT_PORT=“tám”" in out
    assert "✓ Tiến trình đọc tệp trả lời" in out
