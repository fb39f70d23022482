"""What the pages ask: one function a query, remembered by folder, snapshot, scope and arguments."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import polars as pl
import streamlit as st

from dashboard import finding
from etl import publish, template
from warehouse import queries
from warehouse.access import Scope, User, scope_of
from warehouse.errors import SnapshotMissingError, SnapshotPendingError, WarehouseVersionError
from warehouse.ledger import FIRST_USER
from warehouse.store import Snapshot, Store
from warehouse.times import VIETNAM_TIME

COUNTRY = queries.COUNTRY
FORMS = template.FORMS
TITLE_FORM = FORMS[0]  # the form in which counts of titles come
DATA_FOLDER = "XHHT_DATA"
# What lies in a unit, the nearest level first; a province has no districts since July 2025.
LEVELS_BELOW = {"country": ("province",), "province": ("district", "commune"), "district": ("commune",)}
FIRST_YEAR = 2014  # Decision 281/QĐ-TTg
REMEMBERED = 600  # answers kept in the process, of all questions together


@dataclass(frozen=True)
class Edition:
    """The snapshot that one run of a page shows throughout, and who looks at it.

    `snapshot` is None as long as nothing was ever submitted.
    """

    root: Path
    number: int
    scope: Scope
    snapshot: Snapshot | None

    @property
    def key(self) -> tuple[Hashable, ...]:
        """Return what answers are remembered by."""
        communes = None if self.scope.is_everything else self.scope.keys
        # A folder that was restored from a backup counts on from there: a number alone names no content.
        content = None if self.snapshot is None else (self.snapshot.last_event, self.snapshot.built_at)
        return (str(self.root), self.number, content, communes)


def data_root() -> Path:
    """Return the data folder."""
    return Path(os.environ.get(DATA_FOLDER, "data")).resolve()


def current_user() -> User:
    """Return who is looking: as long as there are no accounts, the first user."""
    return FIRST_USER


def store() -> Store:
    """Return the store of the data folder; making one reads and writes nothing."""
    return Store(data_root())


def nothing() -> Edition:
    """Return the edition that there is before anything can be shown."""
    return Edition(data_root(), 0, scope_of(current_user()), None)


@contextmanager
def opened(publish_pending: Callable[[], None] | None = None) -> Iterator[Edition]:
    """Pin the newest snapshot for one run of a page.

    Args:
        publish_pending: Called where something is on record and there is no snapshot to show.

    Raises:
        SnapshotMissingError: There is none, also afterwards.
        SnapshotPendingError: There is none that can be shown, and another process is making one.
        WarehouseVersionError: It has another table layout.
    """
    here = store()
    if here.ledger.last_event()[0] == 0:
        yield nothing()
        return
    scope = scope_of(current_user())
    with _newest(here, publish_pending) as snapshot:
        yield Edition(here.root, snapshot.number, scope, snapshot)


def _newest(here: Store, publish_pending: Callable[[], None] | None) -> Snapshot:
    try:
        return here.read()
    except (SnapshotMissingError, WarehouseVersionError) as error:
        if here.is_being_written():  # nobody is let wait before an empty page
            raise SnapshotPendingError from error
        if publish_pending is None or isinstance(error, WarehouseVersionError):
            raise
    publish_pending()
    return here.read()


@st.cache_data(max_entries=REMEMBERED, show_spinner=False)
def _remembered(
    question: str, edition: tuple[Hashable, ...], arguments: Hashable, _ask: Callable[[], Any]
) -> Any:
    return _ask()


def years(edition: Edition) -> list[int]:
    """Return the years of which anything counts, ascending."""
    snapshot = edition.snapshot
    if snapshot is None:
        return []
    return cast(
        "list[int]", _remembered("years", edition.key, (), lambda: queries.years(snapshot, edition.scope))
    )


def places(edition: Edition, *, year: int) -> pl.DataFrame:
    """Return the provinces and districts that can be chosen for a year.

    Shape: one row a unit: code, name, level, parent_code.
    """
    snapshot = edition.snapshot
    if snapshot is None:
        return pl.DataFrame(schema=["code", "name", "level", "parent_code"])
    return cast(
        "pl.DataFrame",
        _remembered(
            "places", edition.key, year, lambda: queries.places_with_data(snapshot, edition.scope, year=year)
        ),
    )


def coverage(edition: Edition, *, year: int, unit: str, level: str | None = None) -> pl.DataFrame:
    """Return coverage against goals: of the unit itself, or of the units of a level that lie in it.

    Shape: one row a unit and title.
    Units: rates and goals in percent (0 to 100).
    """
    snapshot = edition.snapshot
    if snapshot is None:
        return pl.DataFrame(schema=list(queries.COVERAGE_KEYS))
    return cast(
        "pl.DataFrame",
        _remembered(
            "coverage",
            edition.key,
            (year, unit, level),
            lambda: queries.coverage(snapshot, edition.scope, year=year, unit=unit, level=level),
        ),
    )


def ranks(edition: Edition, *, year: int, unit: str) -> dict[str, dict[str, Any]]:
    """Return rank and points by commune: the rank that its sheet states, else the one on trial.

    Units: points.
    """
    return {
        row["unit_code"]: {"rank": row["rank_reported"] or row["rank"], "points": row["total"]}
        for row in scores(edition, year=year, unit=unit).to_dicts()
    }


def submissions(edition: Edition, *, receipt_code: str) -> pl.DataFrame:
    """Return what was submitted from one received file, oldest first.

    Shape: one row a submission.
    """
    snapshot = edition.snapshot
    if snapshot is None:
        return pl.DataFrame(schema=[*queries.SUBMISSION_KEYS, "rows_read"])
    rows = cast(
        "pl.DataFrame",
        _remembered("submissions", edition.key, None, lambda: queries.submissions(snapshot, edition.scope)),
    )
    mine = (pl.col("submission") == receipt_code) | pl.col("submission").str.starts_with(f"{receipt_code}-")
    return rows.filter(mine)


def submissions_about(edition: Edition, *, year: int, unit: str) -> pl.DataFrame:
    """Return what was submitted for a year by a unit and by what lies in it, newest last.

    Shape: one row a submission.
    """
    return _asked(edition, "submissions_about", (year, unit), queries.submissions, year=year, unit=unit)


def findings_about(edition: Edition, *, year: int, unit: str) -> pl.DataFrame:
    """Return the findings on those submissions, in the order in which they were made.

    Shape: one row a finding.
    """
    return _asked(edition, "findings_about", (year, unit), queries.findings, year=year, unit=unit)


def reporting(
    edition: Edition, *, unit: str, year: int | None = None, level: str | None = None
) -> pl.DataFrame:
    """Return how many communes have reported by each form: of the unit, or of the units of a level in it.

    Shape: one row a unit, year and form.
    """
    asked = {"forms": FORMS, "title_form": TITLE_FORM, "year": year, "unit": unit, "level": level}
    return _asked(edition, "reporting", (year, unit, level), queries.reporting, **asked)


def scores(edition: Edition, *, year: int, unit: str) -> pl.DataFrame:
    """Return the scores that count, of the unit and of what lies in it.

    Shape: one row a commune and rubric.
    Units: points.
    """
    return _asked(edition, "scores", (year, unit), queries.scores, year=year, unit=unit)


def title_parts(edition: Edition, *, year: int, unit: str, title: str) -> pl.DataFrame:
    """Return the figures of a title that a unit's sum is made of.

    Shape: one row a reporting unit.
    """
    asked = {"year": year, "unit": unit, "title": title}
    return _asked(edition, "title_parts", (year, unit, title), queries.title_parts, **asked)


def title_cells(edition: Edition, *, year: int, unit: str, title: str) -> pl.DataFrame:
    """Return where the figures of a title that count for one unit stand.

    Shape: one row a reported row and measure.
    """
    asked = {"year": year, "unit": unit, "title": title}
    return _asked(edition, "title_cells", (year, unit, title), queries.title_cells, **asked)


def score_cells(edition: Edition, *, year: int, unit: str) -> pl.DataFrame:
    """Return where points, totals and rank of a commune's score that counts stand.

    Shape: one row a criterion and basis, then one a total and the rank.
    Units: points.
    """
    return _asked(edition, "score_cells", (year, unit), queries.score_cells, year=year, unit=unit)


def _asked(
    edition: Edition, name: str, key: Hashable, query: Callable[..., pl.DataFrame], **arguments: Any
) -> pl.DataFrame:
    """Return the answer to a query, remembered under its name; nothing as long as nothing was submitted."""
    snapshot = edition.snapshot
    if snapshot is None:
        return pl.DataFrame()
    return cast(
        "pl.DataFrame",
        _remembered(name, edition.key, key, lambda: query(snapshot, edition.scope, **arguments)),
    )


def is_being_written() -> bool:
    """Return whether a writer is at work on the figures in any process; what is shown stays as it is."""
    return store().is_being_written()


def has_sample(edition: Edition) -> bool:
    """Return whether sample figures are in the snapshot."""
    snapshot = edition.snapshot
    if snapshot is None:
        return False
    return bool(
        _remembered("has_sample", edition.key, (), lambda: queries.has_sample(snapshot, edition.scope))
    )


def coverage_of_years(edition: Edition, *, unit: str) -> pl.DataFrame:
    """Return coverage of one unit in all years.

    Shape: one row a year and title, ascending.
    """
    rows = _asked(edition, "coverage_of_years", unit, queries.coverage, unit=unit)
    if rows.is_empty():
        return rows
    # A code may pass from one unit to another within a year: the later one has it.
    return rows.sort("year", "unit_valid_from").unique(["year", "title"], keep="last", maintain_order=True)


def villages(edition: Edition, *, year: int, unit: str) -> pl.DataFrame:
    """Return the counts of a commune's villages, where they were reported.

    Shape: one row a village and title.
    """
    return _asked(edition, "villages", (year, unit), queries.villages, year=year, unit=unit)


def criterion_points(edition: Edition, *, year: int, unit: str) -> pl.DataFrame:
    """Return the points of the scored communes of a unit; null where a sheet gives none.

    Shape: one row a commune, rubric and criterion.
    """
    return _asked(edition, "criterion_points", (year, unit), queries.criterion_points, year=year, unit=unit)


def criterion_sums(edition: Edition, *, year: int, unit: str, level: str | None = None) -> pl.DataFrame:
    """Return points and maxima added over the communes that report a criterion: of the unit, or by level.

    Shape: one row a unit, rubric and criterion.
    """
    asked = {"year": year, "unit": unit, "level": level}
    return _asked(edition, "criterion_sums", (year, unit, level), queries.criterion_sums, **asked)


def rank_counts(edition: Edition, *, unit: str) -> pl.DataFrame:
    """Return how many communes have which rank.

    Shape: one row a year and result.
    """
    return _asked(edition, "rank_counts", unit, queries.rank_counts, unit=unit)


def units(edition: Edition, *, year: int, unit: str, level: str) -> pl.DataFrame:
    """Return the units of a level that lie in a unit, in force on 31 December.

    Also answers before anything was submitted.

    Shape: one row a unit: code, name, level, parent_code.
    """

    def ask() -> pl.DataFrame:
        if edition.snapshot is not None:
            return queries.units(edition.snapshot, edition.scope, year=year, unit=unit, level=level)
        with publish.open_snapshot(store()) as places_only:
            return queries.units(places_only, edition.scope, year=year, unit=unit, level=level)

    return cast("pl.DataFrame", _remembered("units", edition.key, (year, unit, level), ask))


def named_places(edition: Edition, *, year: int) -> list[finding.Place]:
    """Return every place of a year that can be found by its name."""

    def ask() -> list[finding.Place]:
        levels = [units(edition, year=year, unit=COUNTRY, level=level) for level in finding.LEVELS]
        columns = ["code", "name", "level", "parent_code"]
        return finding.named(pl.concat([frame.select(columns) for frame in levels]))

    return cast("list[finding.Place]", _remembered("named_places", edition.key, year, ask))


def unit_name(edition: Edition, *, code: str | None, year: int | None) -> str | None:
    """Return the name of a unit in a year; None for an unknown one."""
    if code is None or edition.snapshot is None:
        return None
    snapshot = edition.snapshot

    def ask() -> str | None:
        names = queries.units(snapshot, edition.scope, year=year, unit=code)["name"].to_list()
        return names[-1] if names else None

    return cast("str | None", _remembered("unit_name", edition.key, (code, year), ask))


def reportable_years() -> list[int]:
    """Return the years a report may be about: from the first programme to this year, newest first."""
    return list(range(datetime.now(VIETNAM_TIME).year, FIRST_YEAR - 1, -1))
