"""What is sent again, or in another form: what counted before stays, or both figures are shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from score_books import GOOD, score_sheet, summary_book
from title_books import TITLE, edited, row_of, titles_book

from etl import intake
from etl.model import Finding, Hints, Verdict
from etl.reader.pool import Pool
from etl.words import render
from warehouse import queries
from warehouse.access import Scope
from warehouse.store import Store

TOTAL = sum(GOOD)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(1) as opened:
        yield opened


def sent(store: Store, pool: Pool, data: bytes) -> Verdict:
    """Return the verdict on a submission; a check right before it says the same."""
    receipt = intake.receive(store, data, file_name="thu.xlsx", by="admin", origin="cli")
    checked = intake.check(store, receipt, hints=Hints(), pool=pool)
    done = intake.submit(store, receipt, hints=Hints(), by="admin", pool=pool)
    assert (done.refused, done.verdict) == ((), checked)
    return done.verdict


def test_a_resent_sheet_with_a_wrong_criterion_leaves_the_earlier_score(tmp_path: Path, pool: Pool) -> None:
    store = Store(tmp_path)
    sent(store, pool, score_sheet({"assessed": GOOD}, total=TOTAL))

    again = sent(store, pool, score_sheet({"assessed": (11, *GOOD[1:])}, total=TOTAL))

    assert (again.verdict, again.rows.loaded) == ("rejected", 0)
    with store.read() as snapshot:
        (score,) = queries.scores(snapshot, Scope.everything(), year=2018).to_dicts()
    assert (score["total"], score["rank"], score["missing"]) == (TOTAL, "tot", [])


WITHOUT_FIFTH = (*GOOD[:4], None, *GOOD[5:])


@pytest.mark.parametrize("is_summary", [False, True])
def test_of_a_score_without_a_criterion_that_the_earlier_has_it_is_said_what_is_replaced(
    tmp_path: Path, pool: Pool, is_summary: bool
) -> None:
    store = Store(tmp_path)
    sent(store, pool, score_sheet({"assessed": GOOD}, total=TOTAL))
    (receipt,) = store.ledger.receipts()
    summary = summary_book([[1, "Lam Sơn", *WITHOUT_FIFTH, None, None]])

    again = sent(store, pool, summary if is_summary else score_sheet({"assessed": WITHOUT_FIFTH}, rank=None))

    (finding,) = [item for item in again.findings if item.rule == "missing_criterion"]
    assert f"điểm đã nộp trước (mã nộp {receipt.code}, ngày " in render(finding)
    assert "có điểm tiêu chí 5. Nộp tệp này thì điểm trước không còn được tính" in render(finding)


def test_of_a_score_without_a_criterion_that_no_earlier_has_nothing_more_is_said(
    tmp_path: Path, pool: Pool
) -> None:
    store = Store(tmp_path)
    book = summary_book([[1, "Lam Sơn", *WITHOUT_FIFTH, None, None]])
    sent(store, pool, book)

    again = sent(store, pool, edited(book, C7=9))

    (finding,) = [item for item in again.findings if item.rule == "missing_criterion"]
    assert render(finding).endswith("nên chưa đủ điểm để xếp loại. Bổ sung điểm, hoặc xác nhận.")


EMPTY = score_sheet({}, total=TOTAL)


def test_a_sheet_without_points_says_which_points_it_would_replace(tmp_path: Path, pool: Pool) -> None:
    store = Store(tmp_path)
    sent(store, pool, score_sheet({"assessed": GOOD}, total=TOTAL))
    (receipt,) = store.ledger.receipts()

    again = sent(store, pool, EMPTY)

    (finding,) = again.findings
    assert (again.verdict, finding.rule, finding.severity) == ("warnings", "missing_criterion", "warning")
    assert (finding.cell, finding.values["lost"]) == ("E22", list(range(1, 16)))
    assert render(finding) == (
        "Trang tính “Phieu”, ô E22 (xã Lam Sơn): chưa ghi điểm tiêu chí nào; điểm đã nộp trước "
        f"(mã nộp {receipt.code}, ngày {render_day(finding)}) có điểm tiêu chí "
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15. Nộp tệp này thì điểm trước không còn được tính; "
        "bổ sung điểm từng tiêu chí, hoặc xác nhận."
    )


def render_day(finding: Finding) -> str:
    year, month, day = finding.values["day"].split("-")
    return f"{day}/{month}/{year}"


def test_a_sheet_without_points_is_asked_about_where_nothing_is_lost_too(tmp_path: Path, pool: Pool) -> None:
    (finding,) = sent(Store(tmp_path), pool, EMPTY).findings

    assert (finding.rule, finding.cell) == ("missing_criterion", "E22")
    assert "có tổng điểm hoặc xếp loại nhưng chưa ghi điểm tiêu chí nào" in render(finding)


def test_a_list_of_totals_is_warned_about_only_where_points_would_be_lost(tmp_path: Path, pool: Pool) -> None:
    store, totals = Store(tmp_path), summary_book([[1, "Lam Sơn", *[None] * 15, TOTAL, "Tốt"]])
    assert sent(store, pool, totals).findings == []
    sent(store, pool, score_sheet({"assessed": GOOD}, total=TOTAL))

    (finding,) = sent(store, pool, totals).findings

    assert (finding.rule, finding.cell) == ("missing_criterion", "R7")
    assert "Nộp tệp này thì điểm trước không còn được tính" in render(finding)


def book_of_2025(unit: str, *names: str, span: str = "Năm 2025") -> bytes:
    rows = [row_of(name, place, gia_dinh=(1000, 900, 800, 80)) for place, name in enumerate(names, start=1)]
    titles = (unit, "BIỂU TỔNG HỢP KẾT QUẢ XÂY DỰNG CÁC DANH HIỆU HỌC TẬP", span)
    return titles_book(rows, titles=titles)


# Of huyện Ngọc Lặc: xã Ngọc Liên and xã Ngọc Sơn became one, xã Lam Sơn became part of xã Minh Sơn.
OF_OLD = book_of_2025("UBND HUYỆN NGỌC LẶC", "Ngọc Liên", "Lam Sơn", "Ngọc Sơn")
OF_NEW = book_of_2025("UBND TỈNH THANH HÓA", "Xã Ngọc Liên", "Xã Kiên Thọ")


def families(store: Store) -> list[tuple[Any, ...]]:
    with store.read() as snapshot:
        query = "select unit_code, cast(unit_valid_from as varchar) from mart.title_fact order by all"
        return snapshot.sql(query).rows()


def test_of_a_book_of_old_communes_only_the_rows_of_reported_ground_are_rejected(
    tmp_path: Path, pool: Pool
) -> None:
    store = Store(tmp_path)
    sent(store, pool, OF_NEW)
    (code,) = store.ledger.receipts()

    old = sent(store, pool, OF_OLD)

    assert (old.verdict, old.rows.loaded, old.rows.rejected) == ("partial", 1, 2)
    assert [(item.rule, item.cell) for item in old.findings if item.severity == "error"] == [
        ("ground_counted", "B7"),
        ("ground_counted", "B9"),
    ]
    assert render(old.findings[1]) == (
        "Trang tính “Bieu 01”, ô B9 (xã Ngọc Sơn): năm 2025 đã có báo cáo của xã Ngọc Liên, "
        f"là đơn vị thay thế trên cùng địa bàn (mã nộp {code.code}), lấy cả hai sẽ tính trùng. "
        "Chưa lấy số này; chọn một báo cáo dùng cho năm 2025."
    )
    assert len(families(store)) == 3


def test_of_a_book_of_new_communes_the_row_of_reported_ground_names_all_the_old(
    tmp_path: Path, pool: Pool
) -> None:
    store = Store(tmp_path)
    sent(store, pool, OF_OLD)

    new = sent(store, pool, OF_NEW)

    assert (new.verdict, new.rows.loaded, new.rows.rejected) == ("partial", 1, 1)
    (finding,) = [item for item in new.findings if item.severity == "error"]
    assert (finding.rule, finding.cell) == ("ground_counted", "B7")
    assert "báo cáo của xã Ngọc Liên; xã Ngọc Sơn, là đơn vị cũ trên cùng địa bàn" in render(finding)


def test_of_six_months_the_ground_reported_already_is_told_with_its_period(
    tmp_path: Path, pool: Pool
) -> None:
    """In July 2025 the new communes, which began on the first of the month, report the half-year before."""
    store, span = Store(tmp_path), "6 tháng đầu năm 2025"
    new = sent(store, pool, book_of_2025("UBND TỈNH THANH HÓA", "Xã Ngọc Liên", "Xã Kiên Thọ", span=span))
    old = sent(store, pool, book_of_2025("UBND HUYỆN NGỌC LẶC", "Ngọc Liên", "Lam Sơn", span=span))

    (warned,) = [item for item in new.findings if item.rule == "founded_later"]
    (refused,) = [item for item in old.findings if item.severity == "error"]
    assert (warned.severity, warned.cell, new.rows.loaded) == ("warning", "B7", 2)
    assert "biểu ghi 6 tháng đầu năm 2025, nhưng xã Ngọc Liên và 1 đơn vị khác đến ngày 01/07/2025 mới" in (
        render(warned)
    )
    assert "6 tháng đầu năm 2025 đã có báo cáo của xã Ngọc Liên, là đơn vị thay thế" in render(refused)
    assert render(refused).endswith("chọn một báo cáo dùng cho 6 tháng đầu năm 2025.")
    assert "founded_later" not in [item.rule for item in old.findings]


@pytest.mark.parametrize("span", ["Năm 2025", "9 tháng đầu năm 2025", "6 tháng đầu năm 2026"])
def test_new_units_of_a_part_of_a_year_that_ended_after_they_began_raise_no_doubt(
    tmp_path: Path, pool: Pool, span: str
) -> None:
    verdict = sent(Store(tmp_path), pool, book_of_2025("UBND TỈNH THANH HÓA", "Xã Ngọc Liên", span=span))

    assert "founded_later" not in [item.rule for item in verdict.findings]
    assert verdict.rows.loaded == 1


def score_of_2019(place: str) -> bytes:
    data = score_sheet({"assessed": GOOD}, total=TOTAL, place=place)
    return edited(data, A2="Năm 2019")


def test_a_score_of_ground_that_is_scored_already_is_rejected_whole(tmp_path: Path, pool: Pool) -> None:
    store = Store(tmp_path)
    sent(store, pool, score_of_2019("Xã: Hà Dương – Huyện: Hà Trung"))

    new = sent(store, pool, score_of_2019("Xã: Yên Dương – Huyện: Hà Trung"))

    assert (new.verdict, new.rows.loaded, new.rows.rejected) == ("rejected", 0, 17)
    assert [(item.rule, item.cell) for item in new.findings] == [("ground_counted", "B7")]


def test_the_same_unit_sent_again_is_no_other_on_its_ground(tmp_path: Path, pool: Pool) -> None:
    store = Store(tmp_path)
    sent(store, pool, OF_OLD)

    assert sent(store, pool, OF_OLD).verdict == "unchanged"


def test_of_two_files_of_one_load_the_later_loses_only_the_rows_that_clash(tmp_path: Path) -> None:
    store, names = Store(tmp_path / "data"), ("1-moi.xlsx", "2-cu.xlsx")
    for name, data in zip(names, (OF_NEW, OF_OLD), strict=True):
        (tmp_path / name).write_bytes(data)

    paths = [tmp_path / name for name in names]
    loaded = intake.load(store, paths, hints=Hints(), by="admin", origin="cli")

    assert [(one.verdict.verdict, one.verdict.rows.loaded) for one in loaded] == [
        ("accepted", 2),
        ("partial", 1),
    ]
    assert [item.cell for item in loaded[1].verdict.findings] == ["B7", "B9"]
    assert len(families(store)) == 3


def warned(verdict: Verdict) -> list[tuple[str | None, str]]:
    """Return cell and sentence of what differs from another form.

    Beside it only points may be found that a list of totals would replace.
    """
    assert {item.rule for item in verdict.findings} <= {"other_form_differs", "missing_criterion"}
    assert verdict.verdict == ("warnings" if verdict.findings else "accepted")
    return [(item.cell, render(item)) for item in verdict.findings if item.rule == "other_form_differs"]


def summary(*figures: Any) -> bytes:
    return summary_book([[1, "Lam Sơn", *[None] * 15, *figures]])


def test_a_summary_that_differs_from_the_commune_s_sheet_shows_both(tmp_path: Path, pool: Pool) -> None:
    store = Store(tmp_path)
    sent(store, pool, score_sheet({"assessed": GOOD}, total=TOTAL))
    (code,) = store.ledger.receipts()

    total, rank = warned(sent(store, pool, summary(70, "Khá")))

    assert (total[0], rank[0]) == ("R7", "S7")
    assert (
        f"tổng điểm thẩm định ghi 70; phiếu chấm điểm đã nộp (Ban Chỉ đạo, ngành giáo dục, mã nộp {code.code}"
        in total[1]
    )
    assert ") ghi 87,5. Nộp tệp này thì lấy số của tệp này" in total[1]
    assert "xếp loại ghi Khá; phiếu chấm điểm" in rank[1] and "ghi Tốt." in rank[1]


def test_a_sheet_that_differs_from_the_summary_names_the_cells_of_total_and_rank(
    tmp_path: Path, pool: Pool
) -> None:
    store = Store(tmp_path)
    sent(store, pool, summary(70, "Khá"))

    found = warned(sent(store, pool, score_sheet({"assessed": GOOD}, total=TOTAL)))

    assert [cell for cell, _ in found] == ["E22", "B23"]
    assert "ghi 87,5; biểu tổng hợp điểm đã nộp" in found[0][1]


def test_totals_of_two_bases_are_told_apart(tmp_path: Path, pool: Pool) -> None:
    store = Store(tmp_path)
    sent(store, pool, score_sheet({"self": GOOD}, rank=None))

    ((cell, text),) = warned(sent(store, pool, summary(70)))

    assert cell == "R7"
    assert "tổng điểm thẩm định ghi 70" in text
    assert ") ghi tổng điểm tự chấm 87,5." in text


def test_the_same_score_in_another_form_and_another_score_in_the_same_form_are_no_difference(
    tmp_path: Path, pool: Pool
) -> None:
    store = Store(tmp_path)
    sent(store, pool, score_sheet({"assessed": GOOD}, total=TOTAL))

    assert warned(sent(store, pool, summary(TOTAL, "Tốt"))) == []
    assert warned(sent(store, pool, summary(70, "Khá"))) == []


BY_COMMITTEE = ("BAN CHỈ ĐẠO XÂY DỰNG XÃ HỘI HỌC TẬP HUYỆN NGỌC LẶC", *TITLE[2:4])


def test_a_report_of_the_other_channel_shows_both_figures_at_the_cell(tmp_path: Path, pool: Pool) -> None:
    store = Store(tmp_path)
    sent(store, pool, titles_book([row_of("Lam Sơn", gia_dinh=(1000, 900, 800, 80))]))

    other = titles_book([row_of("Lam Sơn", gia_dinh=(1000, 900, 700, 70))], titles=BY_COMMITTEE)
    ((cell, text),) = warned(sent(store, pool, other))

    assert cell == "E7"
    assert "(xã Lam Sơn): số hộ được công nhận ghi 700; biểu danh hiệu đã nộp (Hội Khuyến học, mã nộp" in text
    assert ") ghi 800." in text


def test_villages_are_compared_by_their_sum(tmp_path: Path, pool: Pool) -> None:
    store = Store(tmp_path)
    sent(store, pool, titles_book([row_of("Lam Sơn", gia_dinh=(100, 90, 80, 80))]))
    titles = ("BAN CHỈ ĐẠO XÂY DỰNG XÃ HỘI HỌC TẬP XÃ LAM SƠN, HUYỆN NGỌC LẶC", *TITLE[2:4])
    villages = [
        row_of("Thôn 1", gia_dinh=(60, 50, 40, None)),
        row_of("Thôn 2", 2, gia_dinh=(40, 40, 30, None)),
        row_of("Thôn 3", 3, gia_dinh=(None, None, 10, None)),  # without a total it is not counted
    ]

    ((cell, text),) = warned(sent(store, pool, titles_book(villages, titles=titles, unit="Thôn, bản")))

    assert cell == "B7"
    assert "số hộ được công nhận ghi 70; biểu danh hiệu" in text
