from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

Run = Callable[..., tuple[int, str, str]]
COVERAGE_KEYS = [
    "unit_code",
    "unit_name",
    "level",
    "year",
    "period",
    "title",
    "total",
    "registered",
    "assessed",
    "recognised",
    "denominator",
    "rate_pct",
    "goal_pct",
    "goal_year",
    "goal_document",
    "gap_pct",
    "gap_count",
    "status",
    "units_reported",
    "units_expected",
    "estimated",
]
ITEM_KEYS = ["file", "submission", "verdict", "form", "year", "period", "rows", "findings"]


def filled_template(run_xhht: Run, target: Path, *, recognised: int = 700) -> Path:
    """Write the titles template of Ngọc Lặc for 2018 and fill in the families of every commune."""
    code, _, _ = run_xhht("template", "--form", "danh-hieu", "--unit", "389", "--year", 2018, "-o", target)
    assert code == 0
    workbook = openpyxl.load_workbook(target)
    sheet = workbook.worksheets[0]
    filled = 0
    for row in range(1, sheet.max_row + 1):
        if isinstance(sheet.cell(row, 1).value, int) and sheet.cell(row, 2).value:
            for column, value in ((3, 1000), (4, 900), (5, recognised)):
                sheet.cell(row, column).value = value
            filled += 1
    assert filled >= 22
    workbook.save(target)
    return target


def test_a_filled_template_loads_and_coverage_follows_the_contract(run_xhht: Run, tmp_path: Path) -> None:
    path = filled_template(run_xhht, tmp_path / "bieu.xlsx")

    code, out, _ = run_xhht("load", path, "--by", "admin", "--json")
    (item,) = json.loads(out)
    assert list(item) == ITEM_KEYS
    assert (item["form"], item["year"], item["period"]) == ("danh-hieu", 2018, "nam")
    assert item["verdict"] in ("accepted", "warnings")
    assert code == 0

    _, out, _ = run_xhht(
        "query", "coverage", "--unit", "389", "--year", 2018, "--title", "gia_dinh", "--json"
    )
    (row,) = json.loads(out)
    assert list(row) == COVERAGE_KEYS
    assert (row["total"], row["recognised"], row["units_reported"]) == (22_000, 15_400, 22)
    assert row["rate_pct"] == pytest.approx(70.0)
    assert (row["goal_pct"], row["status"], row["gap_count"]) == (70.0, "met", 0)


@pytest.mark.parametrize("asked", ["coverage", "scores", "units", "goals", "submissions", "findings"])
def test_every_query_takes_the_same_options(run_xhht: Run, asked: str) -> None:
    code, out, error = run_xhht(
        *("query", asked, "--year", 2018, "--unit", "389", "--level", "commune", "--title", "cong_dong_xa"),
        *("--period", "nam", "--boundaries", "reported", "--json"),
    )

    assert (code, error) == (0, "")
    assert len(json.loads(out)) == {"units": 22, "goals": 22}.get(asked, 0)


def test_submissions_are_found_by_the_place_they_lie_in(run_xhht: Run, tmp_path: Path) -> None:
    run_xhht("load", filled_template(run_xhht, tmp_path / "bieu.xlsx"), "--by", "admin", "--json")

    def found(*arguments: str) -> int:
        _, out, _ = run_xhht("query", "submissions", *arguments, "--json")
        return len(json.loads(out))

    assert [found("--unit", "38"), found("--unit", "389"), found("--unit", "397")] == [1, 1, 0]
    assert [found("--level", "district"), found("--level", "commune")] == [1, 0]
    assert [found("--title", "gia_dinh"), found("--title", "cong_dan"), found("--period", "6_thang")] == [
        1,
        0,
        0,
    ]


def test_every_word_of_the_command_line_is_said_somewhere() -> None:
    import dashboard.cli as command_line

    folder = Path(command_line.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.parent.rglob("*.py"))
    words = yaml.safe_load((folder / "words.yaml").read_text(encoding="utf-8"))

    made = ("verdict_", "severity_", "rank_", "kind_", "reason_")
    assert [key for key in words if not key.startswith(made) and f'"{key}"' not in code] == []


def test_check_writes_nothing(run_xhht: Run, tmp_path: Path) -> None:
    path = filled_template(run_xhht, tmp_path / "bieu.xlsx")

    code, out, _ = run_xhht("check", path, "--json")

    (item,) = json.loads(out)
    assert code == 0
    assert item["submission"] is None
    assert item["rows"]["loaded"] >= 22
    assert not Path(os.environ["XHHT_DATA"]).exists()


def test_every_named_file_gets_an_answer_also_the_missing_and_the_unreadable(
    run_xhht: Run, tmp_path: Path
) -> None:
    good = filled_template(run_xhht, tmp_path / "tot.xlsx")
    empty = tmp_path / "rong.xlsx"
    empty.touch()
    word = tmp_path / "bao-cao.docx"
    word.write_bytes(b"%PDF-1.7 not what its name says")
    missing = tmp_path / "khong-co.xlsx"

    code, out, _ = run_xhht("load", good, empty, word, missing, "--by", "admin", "--json")

    items = json.loads(out)
    assert code == 2
    assert [Path(item["file"]).name for item in items] == [
        "tot.xlsx",
        "rong.xlsx",
        "bao-cao.docx",
        "khong-co.xlsx",
    ]
    assert [item["verdict"] for item in items][1:] == ["rejected"] * 3
    assert items[-1]["findings"][0]["message"].startswith(f"Không thấy tệp hoặc thư mục “{missing}”")
    for item in items[1:]:
        (finding,) = item["findings"]
        assert (finding["severity"], finding["sheet"], finding["cell"]) == ("error", None, None)
        assert len(finding["message"]) > 20
        assert "{" not in finding["message"]


def test_an_error_finding_exits_with_1_and_names_its_cell(run_xhht: Run, tmp_path: Path) -> None:
    path = filled_template(run_xhht, tmp_path / "sai.xlsx", recognised=1200)

    code, out, _ = run_xhht("check", path, "--json")

    (item,) = json.loads(out)
    assert code == 1
    cells = [f["cell"] for f in item["findings"] if f["rule"] == "recognised_over_total"]
    assert len(cells) == 22
    assert all(cell.startswith("E") for cell in cells)


def test_goals_are_known_on_an_empty_data_folder(run_xhht: Run) -> None:
    code, out, _ = run_xhht("query", "goals", "--unit", "525", "--year", 2019, "--json")

    goals = {row["title"]: row for row in json.loads(out)}
    assert code == 0
    assert goals["don_vi"]["goal_pct"] == 50.0
    assert goals["don_vi"]["denominator"] == "registered"
    assert goals["gia_dinh"]["next_document"] == "Quyết định 281/QĐ-TTg"
    _, out, _ = run_xhht("query", "goals", "--year", 2014, "--title", "gia_dinh", "--json")
    assert [row["goal_pct"] for row in json.loads(out)] == [70.0]
    assert not Path(os.environ["XHHT_DATA"]).exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["query", "coverage", "--unit", "99999"], "Không có đơn vị hành chính mã “99999”"),
        (["query", "coverage", "--year", "1900"], "Năm “1900”"),
        (["query", "coverage", "--boundaries", "current"], "quy đổi theo địa giới hiện nay"),
        (["query", "nope"], "không có lệnh “nope”"),
        (["rubric", "show", "tt44"], "tt44-2014"),
        (["rubric", "check", "khong-co.yaml"], "Không thấy tệp"),
        (["load", "x.xlsx", "--by", "khach"], "Chưa có người dùng “khach”"),
        (["template", "--form", "danh-sach", "--unit", "389", "--year", "2018"], "danh-hieu"),
    ],
)
def test_a_fault_ends_in_words_on_standard_error_alone(
    run_xhht: Run, arguments: list[str], words: str
) -> None:
    code, out, error = run_xhht(*arguments)

    assert code == 2
    assert words in error
    assert "Traceback" not in error
    assert out == ""


def test_a_broken_rubric_is_refused_with_line_and_mend(run_xhht: Run, tmp_path: Path) -> None:
    from rubrics.shelf import FOLDER

    text = next((FOLDER / "library").rglob("*.yaml")).read_text(encoding="utf-8")
    broken = tmp_path / "2015-01-27.yaml"
    broken.write_text(text.replace("maximum: 10", "maximum: 9", 1), encoding="utf-8")

    code, _, error = run_xhht("rubric", "check", broken)

    assert code == 1
    assert f"{broken}:" in error
    assert "99" in error


def add_goal(run_xhht: Run, document: str, pct: int, *, first_year: int, goal_year: int) -> None:
    """Record a goal for the families of Thanh Hóa, without a last year."""
    asked = ["--title", "gia_dinh", "--unit", "38", "--document", document, "--issued", "2016-01-15"]
    numbers = ["--pct", pct, "--first-year", first_year, "--goal-year", goal_year]
    code, _, error = run_xhht("goals", "add", *asked, *numbers, "--by", "admin")
    assert (code, error) == (0, "")


def family_goal(run_xhht: Run, year: int) -> float:
    _, out, _ = run_xhht("query", "goals", "--unit", "38", "--year", year, "--title", "gia_dinh", "--json")
    (row,) = json.loads(out)
    return float(row["goal_pct"])


def test_a_goal_on_record_counts_from_its_first_year(run_xhht: Run) -> None:
    add_goal(run_xhht, "KH 12/KH-UBND", 82, first_year=2026, goal_year=2030)

    assert [family_goal(run_xhht, year) for year in (2020, 2026)] == [70.0, 82.0]


def test_a_goal_without_a_last_year_ends_where_a_later_programme_starts(run_xhht: Run) -> None:
    add_goal(run_xhht, "KH 1/KH-UBND", 75, first_year=2016, goal_year=2020)
    # A later document leaves the years before it as they were; the same one again is a correction.
    add_goal(run_xhht, "KH 2/KH-UBND", 79, first_year=2018, goal_year=2020)
    add_goal(run_xhht, "KH 2/KH-UBND", 78, first_year=2018, goal_year=2020)

    assert [family_goal(run_xhht, year) for year in (2015, 2017, 2018, 2020, 2021)] == [70, 75, 78, 78, 70]


def test_a_port_in_use_is_said_in_words(run_xhht: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code, _, error = run_xhht("serve", "--port", port, "--no-browser")

    assert code == 2
    assert str(port) in error
    assert "--port" in error


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(run_xhht: Run, tmp_path: Path, monkeypatch: Any) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o500)
    monkeypatch.setenv("XHHT_DATA", str(closed / "data"))

    code, _, error = run_xhht("load", __file__, "--by", "admin")

    assert code == 2
    assert str(closed) in error


def test_a_data_folder_that_is_a_file_is_named(run_xhht: Run, tmp_path: Path, monkeypatch: Any) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("XHHT_DATA", str(blocked / "data"))
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"")

    code, _, error = run_xhht("load", path, "--by", "admin")

    assert code == 2
    assert str(blocked) in error


def test_the_demo_refuses_a_folder_with_other_submissions(run_xhht: Run, tmp_path: Path) -> None:
    from dashboard.cli.run_commands import prepare_demo
    from dashboard.cli.say import CommandError

    path = filled_template(run_xhht, tmp_path / "bieu.xlsx")
    run_xhht("load", path, "--by", "admin", "--json")

    with pytest.raises(CommandError, match="không phải số liệu mẫu"):
        prepare_demo(Path(os.environ["XHHT_DATA"]))


def test_doctor_names_what_it_looked_at(run_xhht: Run) -> None:
    code, out, _ = run_xhht("doctor")

    assert code in (0, 1)  # a port may be taken on the machine of the test
    assert "Tiến trình đọc tệp trả lời" in out
    assert "1 bộ tiêu chí" in out


def test_csv_and_json_together_are_refused(run_xhht: Run) -> None:
    code, _, error = run_xhht("query", "goals", "--year", 2020, "--json", "--csv")

    assert code == 2
    assert "--json" in error
