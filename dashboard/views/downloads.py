"""What each page offers to take along: the answers of its queries as a workbook and as CSV."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard import data, export_sheets, exports, reporting
from dashboard.i18n import t
from dashboard.sentences import Row
from dashboard.views import download_buttons
from dashboard.views.download_buttons import Shown


def section(edition: data.Edition, own: list[Row], name: str) -> None:
    """Draw the downloads of *Số liệu và nguồn*: all of one place and year, with what lies below it."""
    place = own[0]
    year, unit = place["year"], place["unit_code"]
    sheets = [
        export_sheets.figures(_with_below(edition, place, data.coverage)),
        export_sheets.scores(data.scores(edition, year=year, unit=unit)),
        export_sheets.reports(_with_below(edition, place, data.reporting)),
        export_sheets.submissions(data.submissions_about(edition, year=year, unit=unit)),
    ]
    coverage = " ".join(reporting.answer(own, place=name, year=year))
    shown = Shown(t("export.what_value"), name, unit, year, coverage)
    download_buttons.draw(edition, shown, sheets, stem="so-lieu")


def _with_below(edition: data.Edition, place: Row, ask: exports.Ask) -> pl.DataFrame:
    """Return the answer for a place and for the units below it."""
    year, unit = place["year"], place["unit_code"]
    below = (
        ask(edition, year=year, unit=unit, level=one) for one in data.LEVELS_BELOW.get(place["level"], ())
    )
    return pl.concat([ask(edition, year=year, unit=unit), *below])


def of_place(edition: data.Edition, place: Row, name: str, said: list[str]) -> None:
    """Draw the downloads of *Địa phương*: a place in all years; of a commune also villages and score cards.

    Args:
        edition: The figures.
        place: A row of coverage of the place and year.
        name: Its name.
        said: The sentences with which the page answers.
    """
    year, unit = place["year"], place["unit_code"]
    sheets = [export_sheets.figures(data.coverage_of_years(edition, unit=unit))]
    if place["level"] == "commune":
        both = (year, year - 1)
        scores = pl.concat([data.scores(edition, year=one, unit=unit) for one in both])
        points = pl.concat([data.criterion_points(edition, year=one, unit=unit) for one in both])
        sheets += [export_sheets.scores(scores), export_sheets.points(points)]
        sheets.append(export_sheets.villages(data.villages(edition, year=year, unit=unit)))
    shown = Shown(t("export.what_place"), name, unit, year, " ".join(said))
    download_buttons.draw(edition, shown, sheets, stem="dia-phuong")


def of_scores(edition: data.Edition, shown: Shown, level: str, inside: pl.DataFrame) -> None:
    """Draw the downloads of *Chấm điểm*: points of each commune, or sums of what lies in a wider place.

    Args:
        edition: The figures.
        shown: What the page shows.
        level: Level of what lies in the place.
        inside: Code and name of these; empty where the page shows communes.
    """
    asked: dict[str, Any] = {"year": shown.year, "unit": shown.unit}
    sums, names = data.criterion_sums(edition, **asked), {shown.unit: shown.place}
    sheets = []
    if inside.is_empty():
        sheets.append(export_sheets.scores(data.scores(edition, **asked)))
        sheets.append(export_sheets.points(data.criterion_points(edition, **asked)))
    else:
        sums = pl.concat([sums, data.criterion_sums(edition, **asked, level=level)])
        names |= dict(inside.select("code", "name").iter_rows())
    sheets.append(export_sheets.sums(sums, names))
    sheets.append(export_sheets.ranks(data.rank_counts(edition, unit=shown.unit)))
    download_buttons.draw(edition, shown, sheets, stem="cham-diem")
