"""A row of coverage for tests of what pages say about it."""


def row(**given):
    base = {
        "unit_code": "389", "unit_name": "Huyện Ngọc Lặc", "level": "district", "title": "gia_dinh",
        "total": 1000, "registered": 900, "assessed": None, "recognised": 700, "denominator": "all",
        "rate_pct": 70.0, "goal_pct": 70.0, "gap_pct": 0.0, "gap_count": 0,
        "parent_code": "38",
        "units_reported": 22, "units_expected": 22, "status": "met", "goal_document": "QĐ 281/QĐ-TTg",
    }  # fmt: skip
    return base | given
