from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from etl.model import Verdict
from etl.pipeline import check_workbook
from etl.sample import SampleFile, write_sample
from etl.sample.faults import PLANTED
from etl.sample.model import ranges
from warehouse.places import load_places

LABEL = "Số liệu mẫu, không phải số liệu thật"
MEASURES = ("total", "registered", "recognised")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[SampleFile], list[tuple[int, int]]]:
    steps: list[tuple[int, int]] = []
    files = write_sample(
        tmp_path_factory.mktemp("sample"), progress=lambda done, whole: steps.append((done, whole))
    )
    return files, steps


@pytest.fixture(scope="module")
def sample(written: tuple[list[SampleFile], list[tuple[int, int]]]) -> list[SampleFile]:
    return written[0]


def rows_of(file: SampleFile) -> list[list[Any]]:
    return (
        CalamineWorkbook.from_path(file.path)
        .get_sheet_by_name(file.truth["sheet"])
        .to_python(skip_empty_area=False)
    )


def number(cell: Any) -> float | None:
    """Return a number as written in a sample cell: 1180, `1.180` or `87,5`."""
    if cell == "":
        return None
    return float(cell.replace(".", "").replace(",", ".")) if isinstance(cell, str) else float(cell)


def of_form(sample: list[SampleFile], form: str) -> list[SampleFile]:
    return [
        file
        for file in sample
        if file.form == form and not file.truth["villages"] and file.truth["period"] == "nam"
    ]


def test_there_is_one_book_a_district_year_and_form_and_fifteen_of_single_communes(
    sample: list[SampleFile],
) -> None:
    books = [file for file in sample if file.truth["period"] == "nam"]
    counts = Counter((file.form, file.year == 2025, file.truth["villages"] > 0) for file in books)

    assert counts[("danh-hieu", False, False)] == counts[("tong-hop-diem-xa", False, False)] == 27 * 5
    assert counts[("cham-diem-xa", False, False)] == 10
    assert counts[("danh-hieu", False, True)] == 5
    assert counts[("danh-hieu", True, False)] in {26, 27}
    assert len(sample) - len(books) == 2
    assert len(sample) <= 350
    assert len({file.path.name for file in sample}) == len(sample)
    assert "danh-hieu_2018_389_ngoc-lac.xlsx" in {file.path.name for file in sample}


def test_progress_counts_every_file(written: tuple[list[SampleFile], list[tuple[int, int]]]) -> None:
    files, steps = written

    assert steps == [(place, len(files)) for place in range(1, len(files) + 1)]


def test_every_file_says_that_it_is_a_sample(sample: list[SampleFile]) -> None:
    for file in sample:
        lines = " ".join(str(cell) for row in rows_of(file)[:12] for cell in row)
        assert LABEL in unicodedata.normalize("NFC", lines), file.path.name
    for file in sample[::40]:
        assert openpyxl.load_workbook(file.path).properties.subject == LABEL


def test_the_same_bytes_are_written_at_every_run(sample: list[SampleFile], tmp_path: Path) -> None:
    again = write_sample(tmp_path)

    def digest(files: list[SampleFile]) -> dict[str, str]:
        return {file.path.name: hashlib.sha256(file.path.read_bytes()).hexdigest() for file in files}

    assert digest(again) == digest(sample)
    assert [file.truth for file in again] == [file.truth for file in sample]


def test_the_cells_of_the_title_books_hold_what_the_truth_says(sample: list[SampleFile]) -> None:
    seen = 0
    for file in of_form(sample, "danh-hieu"):
        rows = rows_of(file)
        doubtful = file.truth["doubtful"] if file.faults == ("two_figures",) else []
        for code, figures in file.truth["communes"].items():
            row = rows[file.truth["rows"][code][0] - 1]
            for place, counts in enumerate(figures.values()):
                cells = row[2 + 4 * place : 5 + 4 * place]
                if code not in doubtful:
                    assert [number(cell) for cell in cells] == list(counts.values()), (file.path.name, code)
                    seen += 1
    assert seen > 10_000


def test_the_cells_of_the_score_books_hold_what_the_truth_says(sample: list[SampleFile]) -> None:
    for file in of_form(sample, "tong-hop-diem-xa"):
        rows = rows_of(file)
        for code, score in file.truth["communes"].items():
            cells = rows[file.truth["rows"][code][0] - 1][2:18]
            points = [score["points"].get(f"tc{place:02d}") for place in range(1, 16)]
            assert [number(cell) for cell in cells] == [*points, score["total"]], (file.path.name, code)


def test_registered_lies_between_recognised_and_total(sample: list[SampleFile]) -> None:
    for file in sample:
        if (
            file.form != "danh-hieu"
            or file.truth["period"] != "nam"
            or file.faults in {("clans_blank_half",), ("six_month_figures",)}
        ):
            continue
        for code, figures in file.truth["communes"].items():
            for title, counts in figures.items():
                total, registered, recognised = (counts[name] for name in MEASURES)
                high = total if registered is None else registered
                assert 0 <= recognised <= high <= total, (file.path.name, code, title)


def test_three_to_eight_of_a_hundred_commune_years_are_missing(sample: list[SampleFile]) -> None:
    books = [
        file
        for file in sample
        if file.form in {"danh-hieu", "tong-hop-diem-xa"} and not file.truth["villages"]
    ]
    missing = sum(len(file.truth["missing"]) for file in books)
    reported = sum(len(file.truth["communes"]) + len(file.truth["rejected"]) for file in books)

    assert 0.03 <= missing / (missing + reported) <= 0.08


def test_reported_and_missing_are_all_communes_of_the_district_in_that_year(sample: list[SampleFile]) -> None:
    places = load_places()
    for file in sample:
        if file.form != "tong-hop-diem-xa":
            continue
        on = date(2019, 6, 30) if (file.unit_code, file.year) == ("398", 2019) else date(file.year, 12, 31)
        expected = {unit.code for unit in places.children(file.unit_code, level="commune", on=on)}
        found = [*file.truth["communes"], *file.truth["missing"], *file.truth["rejected"]]
        assert sorted(found) == sorted(expected), file.path.name


def test_ngoc_lac_has_the_published_ranks(sample: list[SampleFile]) -> None:
    ranks = {
        file.year: Counter(score["rank"] for score in file.truth["communes"].values())
        for file in of_form(sample, "tong-hop-diem-xa")
        if file.unit_code == "389"
    }

    assert [ranks[year] for year in (2016, 2017, 2018)] == [
        {"tot": 6, "kha": 15, "khong_xep_loai": 1},
        {"tot": 11, "kha": 10, "khong_xep_loai": 1},
        {"tot": 16, "kha": 5, "khong_xep_loai": 1},
    ]


def test_points_are_halves_that_add_up_to_the_total_and_give_the_rank(sample: list[SampleFile]) -> None:
    maxima = ranges()["maxima"]
    for file in of_form(sample, "tong-hop-diem-xa"):
        for code, score in file.truth["communes"].items():
            if code in file.truth["doubtful"]:
                continue
            points = list(score["points"].values())
            assert all(
                0 <= point <= most and point * 2 == int(point * 2)
                for point, most in zip(points, maxima, strict=True)
            )
            assert sum(points) == score["total"]
            low = {"tot": 80, "kha": 65, "trung_binh": 50, "khong_xep_loai": 0}[score["rank"]]
            high = {"tot": 100, "kha": 79.5, "trung_binh": 64.5, "khong_xep_loai": 49.5}[score["rank"]]
            assert low <= score["total"] <= high, (file.path.name, code)


def test_single_score_sheets_repeat_the_points_of_the_districts_book(sample: list[SampleFile]) -> None:
    book = next(file for file in sample if file.path.name == "tong-hop-diem-xa_2018_389_ngoc-lac.xlsx")
    sheets = [file for file in sample if file.form == "cham-diem-xa" and file.year == 2018]

    assert len(sheets) == 8
    for file in sheets:
        assert (
            file.truth["communes"][file.unit_code]["points"]
            == book.truth["communes"][file.unit_code]["points"]
        )
        assert sorted(len(rows) for code, rows in file.truth["rows"].items()) == [1] * 15


def test_villages_add_up_to_their_commune(sample: list[SampleFile]) -> None:
    for file in sample:
        if not file.truth["villages"]:
            continue
        lines = [rows_of(file)[row - 1] for row in file.truth["rows"][file.unit_code]]
        villages = lines[: file.truth["villages"]]
        figures = file.truth["communes"][file.unit_code]
        assert [sum(line[column] for line in villages) for column in (2, 3, 4)] == list(
            figures["gia_dinh"].values()
        )
        assert sum(line[10] in {"Đạt", "x"} for line in villages) == figures["cong_dong"]["recognised"]
        units = [line[11] for line in lines[file.truth["villages"] :]]
        assert (len(units), sum(unit != "Không" for unit in units)) == (
            figures["don_vi"]["total"],
            figures["don_vi"]["recognised"],
        )


def test_province_rates_end_on_the_published_anchors(sample: list[SampleFile]) -> None:
    rates = {year: family_rate(sample, year) for year in (2016, 2017, 2018, 2019, 2020)}

    assert 38 <= rates[2016] <= 42  # "nearly 40 %"
    assert 71 <= rates[2020] <= 78  # "about 75 %"
    assert all(before < after for before, after in pairwise(rates.values()))


def family_rate(sample: list[SampleFile], year: int) -> float:
    books = [
        file
        for file in of_form(sample, "danh-hieu")
        if file.year == year and "six_month_figures" not in file.faults
    ]
    counts = [figures["gia_dinh"] for file in books for figures in file.truth["communes"].values()]
    return 100 * sum(count["recognised"] for count in counts) / sum(count["total"] for count in counts)


def test_mountain_districts_stay_below_the_others(sample: list[SampleFile]) -> None:
    places, mountain = load_places(), set(ranges()["mountain"])
    books = [file for file in of_form(sample, "danh-hieu") if file.year == 2018]

    def rate(wanted: bool) -> float:
        chosen = [
            file for file in books if (places.in_force(file.unit_code, 2018).short_name in mountain) is wanted
        ]  # type: ignore[union-attr]
        return family_rate(chosen, 2018)

    assert len(mountain) == 11
    assert rate(True) < 48 < rate(False)


def test_the_new_communes_of_2025_stand_once_under_their_former_district(sample: list[SampleFile]) -> None:
    books = [file for file in sample if file.year == 2025]
    codes = [code for file in books for code in (*file.truth["communes"], *file.truth["missing"])]
    ngoc_lac = next(file for file in books if file.path.name == "danh-hieu_2025_38_cum-ngoc-lac.xlsx")

    assert len(codes) == len(set(codes)) == 166
    assert {file.unit_code for file in books} == {"38"}
    assert len(ngoc_lac.truth["rows"]) == 6
    for file in books:
        lines = unicodedata.normalize("NFC", " ".join(str(cell) for row in rows_of(file)[:9] for cell in row))
        assert "Tỉnh Thanh Hóa" in lines and " cũ)" in lines, file.path.name


def test_each_fault_is_planted_once_and_stands_where_it_is_said_to(sample: list[SampleFile]) -> None:
    faults = [file.faults[0] for file in sample if file.faults]

    assert sorted(faults) == sorted(PLANTED.values())
    assert len(set(faults)) == len(faults)
    for file in sample:
        for place in file.truth["fault_cells"]:
            value = openpyxl.load_workbook(file.path, data_only=True)[place["sheet"]][place["cell"]].value
            assert str("" if value is None else value) == place["raw"], (file.path.name, place)


def test_the_known_faults_are_in_the_workbooks(sample: list[SampleFile]) -> None:
    by_fault = {file.faults[0]: file for file in sample if file.faults}

    assert by_fault["misspelt_name"].truth["fault_cells"][0]["raw"].endswith("Đồng Tinh")
    old = load_places().find(by_fault["old_name"].truth["fault_cells"][0]["raw"], scope="394", on_year=2020)
    assert old.unit is None and old.gone is not None
    assert by_fault["two_figures"].truth["fault_cells"][0]["raw"].count("/") == 1
    assert by_fault["error_cell"].truth["fault_cells"][0]["raw"] == "#DIV/0!"
    assert len(by_fault["duplicate_commune"].truth["fault_cells"]) == 2
    assert openpyxl.load_workbook(by_fault["hidden_sheet"].path).worksheets[1].sheet_state == "hidden"
    assert by_fault["group_two_units"].truth["own_offices"]["total"] >= 20
    assert by_fault["kxl_without_points"].truth["communes"][
        by_fault["kxl_without_points"].truth["doubtful"][0]
    ] == {
        "points": {},
        "total": None,
        "rank": "khong_xep_loai",
    }


def test_names_of_the_decomposed_book_are_the_same_once_composed(sample: list[SampleFile]) -> None:
    file = next(file for file in sample if file.faults == ("nfd_names",))
    places = load_places()

    for code, rows in file.truth["rows"].items():
        name = rows_of(file)[rows[0] - 1][1]
        unit = places.in_force(code, file.year)
        assert unit is not None and unit.short_name in unicodedata.normalize("NFC", name)
    lines = "".join(str(cell) for row in rows_of(file) for cell in row)
    assert lines != unicodedata.normalize("NFC", lines)


def answer(file: SampleFile) -> Verdict:
    return check_workbook(file.path.read_bytes(), file_name=file.path.name)


def test_a_sheet_in_an_old_font_is_named_and_never_read_wrong(sample: list[SampleFile]) -> None:
    file = next(file for file in sample if file.faults == ("legacy_sheet",))
    (sheet,) = file.truth["legacy_sheets"]

    cells = openpyxl.load_workbook(file.path)[sheet]
    lines = [cell for row in cells.iter_rows() for cell in row if isinstance(cell.value, str)]
    verdict = answer(file)

    assert {cell.font.name for cell in lines} == {".VnTime"}
    texts = " ".join(cell.value for cell in lines)
    assert "Tæng sè" in texts
    assert set(texts) & set("ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹẠẢẤẦỘỌẬ") == set()
    (finding,) = [item for item in verdict.findings if item.rule == "legacy_font"]
    assert (finding.severity, finding.sheet, finding.raw) == ("error", sheet, ".VnTime")
    assert finding.cell is not None
    assert {row["sheet"] for row in verdict.facts["title_count"]} == {file.truth["sheet"]}


def test_a_commune_under_its_old_name_is_refused_with_the_one_that_followed(sample: list[SampleFile]) -> None:
    file = next(file for file in sample if file.faults == ("old_name",))

    (finding,) = [item for item in answer(file).findings if item.rule == "abolished_place"]

    assert finding.cell == file.truth["fault_cells"][0]["cell"]
    unit = load_places().in_force(file.truth["rejected"][0], 2020)
    assert unit is not None
    assert any(name.startswith(unit.name) for name in finding.values["successors"])


def test_books_of_six_months_are_read_as_such_and_hold_nobody_recognised(sample: list[SampleFile]) -> None:
    books = [file for file in sample if file.truth["period"] == "6_thang"]

    for file in books:
        verdict = answer(file)
        assert (verdict.period, [item.rule for item in verdict.findings]) == (
            "6_thang",
            ["period_six_months"],
        )
        assert {row["recognised"] for row in verdict.facts["title_count"]} == {None}
        assert verdict.rows.loaded == len(file.truth["communes"])
    assert len(books) == 2
