from dashboard.findings import box
from etl import Finding


def finding(raw, **values):
    return Finding("error", "negative_number", "Bieu 01", "E9", raw, 9, values)


def test_numbers_stand_as_written_in_vietnamese_and_texts_in_quotes():
    page = box("error", [finding("-7000", raw_number=-7000.0), finding("95.3"), finding(None)], loaded=1)

    assert ">-7.000</td>" in page
    assert ">“95.3”</td>" in page
    assert page.count("></td>") == 1
