"""What commands say of files, goals and units that were named: the nearest, each thing once, as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
GOAL = (
    *("--goal-year", 2030, "--unit", "38", "--document", "KH", "--issued", "2026-01-15"),
    *("--first-year", 2026, "--by", "admin"),
)


@pytest.mark.parametrize(
    ("named", "near"),
    [("bieu-2018.xls", "bieu-2018.xlsx"), ("nam-2018/a.xlsx", "nam-2019"), ("khac.xlsx", "bieu-2018.xlsx")],
)
def test_a_missing_file_names_the_nearest_that_is_there(
    run_xhht: Run, tmp_path: Path, named: str, near: str
) -> None:
    folder = tmp_path / "so-lieu"
    (folder / "nam-2019").mkdir(parents=True)
    (folder / "bieu-2018.xlsx").touch()

    code, out, _ = run_xhht("check", folder / named, "--json")

    (item,) = json.loads(out)
    assert code == 2
    assert item["findings"][0]["message"] == (
        f"Không thấy tệp hoặc thư mục “{folder / named}”. "
        f"Gần nhất: “{folder / near}”. Kiểm tra lại đường dẫn."
    )


def test_in_a_folder_without_files_no_nearest_is_made_up(run_xhht: Run, tmp_path: Path) -> None:
    folder = tmp_path / "trong"
    folder.mkdir()

    _, out, _ = run_xhht("check", folder / "a.xlsx", folder, "--json")

    assert [item["findings"][0]["message"] for item in json.loads(out)] == [
        f"Không thấy tệp hoặc thư mục “{folder / 'a.xlsx'}”. Kiểm tra lại đường dẫn.",
        f"Thư mục “{folder}” không có tệp nào để nộp.",
    ]


def test_a_file_that_was_named_twice_is_said_to_be_read_once(run_xhht: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.touch()

    _, out, error = run_xhht("check", path, path, "--json")

    assert len(json.loads(out)) == 1
    assert f"“{path}” được ghi 2 lần, chỉ đọc một lần." in error


def test_what_is_wrong_with_a_typed_goal_is_said_once_by_its_option(run_xhht: Run) -> None:
    code, _, error = run_xhht("goals", "add", "--title", "gia_din", "--pct", 120, *GOAL)

    assert code == 1
    assert error.count("“gia_din”") == 1
    assert error.startswith("--title: ")
    assert re.search(r"goals add:\d+", error) is None


def test_a_district_that_ended_is_followed_by_its_communes(run_xhht: Run) -> None:
    _, out, _ = run_xhht("units", "history", "389")

    assert "từ 01/01/2016 đến 30/06/2025" in out
    assert "01/07/2025: kết thúc cấp huyện, không có đơn vị cấp huyện nào thay thế." in out
    assert "Địa bàn huyện Ngọc Lặc (cũ) nay thuộc 6 xã, phường" in out
    assert "Xã Ngọc Lặc (15061)" in out
    assert "chưa rõ" not in out


def test_a_commune_that_was_merged_names_where_it_went(run_xhht: Run) -> None:
    _, out, _ = run_xhht("units", "history", "15064")

    assert "01/07/2025: nhập thành Xã Minh Sơn (15124)." in out
