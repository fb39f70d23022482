"""Cells of an original, read again as they stand."""

import io

import openpyxl
import pytest

from etl import Pool, intake
from etl.as_sent import cells_as_sent
from warehouse.store import Store


def book():
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Biểu 01"
    sheet["B2"], sheet["C2"], sheet["D2"] = " 1.180 hộ", 1180, "=C2*2"
    output = io.BytesIO()
    made.save(output)
    return output.getvalue()


def test_a_cell_is_given_as_it_stands_with_its_formula():
    spots = [("Biểu 01", 2, letters) for letters in "BCDE"] + [("Biểu 01", 99, "A"), ("Khác", 2, "B")]

    assert cells_as_sent(book(), spots) == [
        ("Biểu 01", "B2", " 1.180 hộ", ""),
        ("Biểu 01", "C2", "1180", ""),
        ("Biểu 01", "D2", "", "=C2*2"),
        ("Biểu 01", "E2", "", ""),
        ("Biểu 01", "A99", "", ""),
    ]


def test_of_a_row_the_filled_cells_are_given():
    assert [cell for _, cell, _, _ in cells_as_sent(book(), [("Biểu 01", 2, None)])] == ["B2", "C2"]


@pytest.mark.parametrize("sha256", ["0" * 64, "../ledger"])
def test_an_original_that_is_not_there_has_no_cells(tmp_path, sha256):
    with Pool(1) as pool:
        assert intake.cells_as_sent(Store(tmp_path), sha256, [("Biểu 01", 2, "B")], pool=pool) is None


def test_an_original_is_parsed_in_a_worker(tmp_path):
    store = Store(tmp_path)
    receipt = intake.receive(store, book(), file_name="a.xlsx", by="admin", origin="cli")
    with Pool(1) as pool:
        sent = intake.cells_as_sent(store, receipt.sha256, [("Biểu 01", 2, "C")], pool=pool)

    assert sent == [("Biểu 01", "C2", "1180", "")]
