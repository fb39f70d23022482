from dashboard.findings import box
from etl import Finding, render


def finding(raw, **values):
    return Finding("error", "negative_number", "Bieu 01", "E9", raw, 9, values)


def test_a_message_does_not_repeat_the_columns_beside_it():
    told = finding("-7000", raw_number=-7000.0, place="Xã Lam Sơn", title="gia_dinh", column="gia_dinh.total")

    page = box("error", [told], loaded=1)

    assert ">Bieu 01</th>" in page
    assert ">E9</td>" in page
    assert ">Xã Lam Sơn: " in page
    assert "Trang tính “Bieu 01”, ô E9" not in page
    assert render(told).startswith("Trang tính “Bieu 01”, ô E9 (xã Lam Sơn): ")


def test_a_message_without_a_cell_still_names_its_row():
    page = box("error", [Finding("error", "negative_number", "Bieu 01", None, "-7", 9, {})], loaded=1)

    assert "Trang tính “Bieu 01”, dòng 9: " in page


def test_numbers_stand_as_written_in_vietnamese_and_texts_in_quotes():
    page = box("error", [finding("-7000", raw_number=-7000.0), finding("95.3"), finding(None)], loaded=1)

    assert ">-7.000</td>" in page
    assert ">“95.3”</td>" in page
    assert page.count("></td>") == 1
