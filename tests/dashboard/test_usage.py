"""Wrong commands and help screens: Vietnamese, with the option, the value, what is allowed, the nearest."""

from __future__ import annotations

import errno
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
# Words of the parser, of pydantic and of the system that no user should meet.
ENGLISH = re.compile(
    r"\b(error|value|input|should|missing|parameter|such|no|option\b(?!s)|argument|requires|valid|usage|"
    r"directory|denied|show|message|exit|commands|arguments|required|default)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("query coverage --year abc", "“abc” chưa phải là số nguyên, cần cho --year"),
        ("query coverage --level comune", "“comune” chưa phải là giá trị của --level. Gần nhất: commune. "),
        ("query coverage --level comune", "Dùng một trong: country, province, district, commune."),
        ("load x.xlsx", "xhht load còn thiếu: --by (Người nộp, ví dụ admin)."),
        ("goals add --title dong_ho --pct=80", "còn thiếu: --goal-year (Năm phải đạt); --unit"),
        ("check", "xhht check còn thiếu: FILES"),
        ("qury", "xhht không có lệnh “qury”. Gần nhất: query."),
        ("query nope", "xhht query không có lệnh “nope”. Gần nhất: "),
        ("query coverage --yaer 2020", "không có tùy chọn “--yaer”. Gần nhất: --year."),
        ("query coverage 389 2018", "xhht query coverage không nhận thêm “389 2018”."),
        ("query coverage --year", "Sau --year (Năm đánh giá, ví dụ 2020) chưa có giá trị."),
        ("check x.xlsx --json=yes", "--json không nhận giá trị."),
        ("goals add --pct 82,5", "“82,5” chưa phải là số, cần cho --pct"),
        ("serve --port 99999", "--port “99999” chưa phải là số cổng. Ghi một số từ 1 đến 65535"),
        ("serve --port 0", "--port “0” chưa phải là số cổng."),
        ("serve --port -1", "--port “-1” chưa phải là số cổng."),
        ("demo --port 65536", "--port “65536” chưa phải là số cổng."),
        ("serve --host 999.1.1.1", "Máy này không có địa chỉ “999.1.1.1”"),
        ("serve --host 192.0.2.1", "Máy này không có địa chỉ “192.0.2.1”"),
        ("rubric check .", "chỗ này là một thư mục, không phải tệp"),
        ("template --form danh-hieu --unit 389 --year 2018 -o /khong/co.xlsx", "“/khong/co.xlsx”: không đọc"),
        ("query goals --json --csv", "--json và --csv không dùng cùng lúc"),
    ],
)
def test_a_wrong_command_is_said_in_vietnamese_alone(
    run_xhht: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: str, words: str
) -> None:
    monkeypatch.chdir(tmp_path)

    code, out, error = run_xhht(*arguments.split())

    assert (code, out) == (2, "")
    assert words in error
    assert ENGLISH.findall(re.sub(r"--[\w-]+", "", error)) == []


@pytest.mark.parametrize("arguments", ["--help", "load --help", "goals --help", "goals add --help"])
def test_a_help_screen_is_in_vietnamese(run_xhht: Run, arguments: str) -> None:
    code, out, _ = run_xhht(*arguments.split())

    assert code == 0
    assert "Cách dùng: xhht" in out
    assert "Tùy chọn" in out
    assert ENGLISH.findall(re.sub(r"--[\w-]+|<[^>]+>", "", out)) == []


@pytest.mark.parametrize("arguments", [[], ["query"]])
def test_no_command_at_all_shows_the_commands(run_xhht: Run, arguments: list[str]) -> None:
    code, out, error = run_xhht(*arguments)

    assert code == 2
    assert "╭─ Lệnh " in out
    assert error == "Chưa ghi lệnh nào. Chọn một lệnh trong danh sách trên.\n"


def test_a_port_that_the_system_keeps_is_no_port_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.errors import PortForbiddenError
    from dashboard.serve import check_port

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)

    with pytest.raises(PortForbiddenError, match="Cổng 80 chỉ dành cho quản trị máy"):
        check_port(80, "127.0.0.1")
