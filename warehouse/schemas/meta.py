"""Contracts of schema `meta`: the build, what was submitted, and the law in force."""

from __future__ import annotations

import dataframely as dy

from warehouse.schemas import columns as c


class Build(dy.Schema):
    """One row: what this snapshot was made from."""

    snapshot = dy.Int64(nullable=False, min=0, description="Number of the snapshot")
    last_event = c.event("Last ledger event applied")
    schema_version = c.number("Version of the table layout")
    product_version = c.text("Version of xhht that made the snapshot")
    built_at = c.text("Time of the last event, ISO in UTC", nullable=True)
    law_hash = c.text("Hash of the law handed over at the publish")
    base_hash = c.text("Hash of models, places and product version")


class Submission(dy.Schema):
    """One row a submission: a receipt submitted once."""

    submission_id = c.text("Receipt code, with the version from the second on", key=True)
    event_id = c.event()
    receive_code = c.text("Code of the receipt, as NOP-7F3K")
    file_name = c.text("Name of the file as sent")
    sha256 = c.text("Hash of the original")
    form = c.text("Form recognised", nullable=True)
    unit_code = c.text("Place the file reports for", nullable=True)
    year = c.year(nullable=True)
    period = c.word("Period within the year", c.PERIODS, nullable=True)
    channel = c.text("Channel that owns the form", nullable=True)
    version = c.number("Version of the receipt, from 1", minimum=1)
    state = c.text("State of the review")
    verdict = c.word("Verdict of the check", c.VERDICTS)
    rows_read = c.number("Rows read")
    rows_loaded = c.number("Rows loaded")
    rows_ignored = c.number("Rows left out, each with a reason")
    rows_rejected = c.number("Rows rejected, each with an error")
    received_at = c.text("Time of receipt, ISO in UTC")
    received_by = c.text("User who sent the file")
    origin = c.text("cli, web, sample or demo")


class Finding(dy.Schema):
    """One row a finding of a submission."""

    submission_id = c.text("Submission", key=True)
    seq = c.number("Position among the findings, from 1", key=True, minimum=1)
    severity = c.word("How grave", c.SEVERITIES)
    rule = c.text("Rule id")
    sheet = c.text("Sheet", nullable=True)
    cell = c.text("Cell address", nullable=True)
    row = c.number("Excel row", nullable=True, minimum=1)
    raw = c.text("Text of the cell as read", nullable=True)
    values_json = c.text("Values for the words, as JSON")


class TableMap(dy.Schema):
    """One row a mapped column of a submission: with sheet and row it gives the cell address."""

    submission_id = c.text("Submission")
    sheet = c.text("Sheet")
    form = c.text("Form of the table")
    column_key = c.text("Column key of the form")
    column_letter = c.text("Letter of the column")


class IgnoredRow(dy.Schema):
    """One row a row that is not data, and why."""

    submission_id = c.text("Submission")
    sheet = c.text("Sheet")
    row = c.number("Excel row", minimum=1)
    reason = c.text("title, header, total, group, signature, ...")


class RubricVersion(dy.Schema):
    """One row a version of a rubric."""

    rubric_id = c.text("Rubric", key=True)
    valid_from = c.day("First day in force", key=True)
    valid_to = c.day("Last day in force", nullable=True)
    content_hash = c.text("Hash of the rubric's content")
    status = c.text("active or incomplete")
    kind = c.text("points or levels")
    title_vi = c.text("Title in Vietnamese")
    title_en = c.text("Title in English")
    document = c.text("Document", nullable=True)
    document_date = c.day("Date of the document", nullable=True)
    confidence = c.text("How sure the maxima are", nullable=True)
    rank_confidence = c.text("How sure the bands are", nullable=True)


class Criterion(dy.Schema):
    """One row a criterion of a rubric version."""

    rubric_id = c.text("Rubric", key=True)
    valid_from = c.day("First day in force", key=True)
    criterion = c.text("Criterion id, as tc01", key=True)
    number = c.number("Number in the document", minimum=1)
    title_vi = c.text("Title in Vietnamese")
    title_en = c.text("Title in English")
    maximum = c.points("Maximum", nullable=False)
    step = c.points("Step of the points")
    confidence = c.text("How sure the maximum is", nullable=True)


class Goal(dy.Schema):
    """One row a goal of a programme for a place, title and area class; or a statement of no goal."""

    programme = c.text("Programme")
    place_code = c.text("Place the goal holds in")
    place_level = c.word("Level of that place", c.LEVELS)
    title = c.text("Title", nullable=True)
    area_class = c.text("general or difficult", nullable=True)
    goal_pct = dy.Float64(nullable=True, min=0, max=100, description="Goal", metadata={"unit": "percent"})
    denominator = c.text("all, registered or assessed", nullable=True)
    goal_year = c.year("Year to reach it by", nullable=True)
    first_year = c.year("First year in force")
    last_year = c.year("Last year in force", nullable=True)
    counts_ranks = c.words("Ranks that count for cong_dong_xa", nullable=True)
    document = c.text("Short name of the document", nullable=True)
    document_date = c.day("Date of the document", nullable=True)
    confidence = c.text("How sure the goal is", nullable=True)
    is_none = c.flag("True where the programme states that no goal was found")
    note_vi = c.text("Note for screens", nullable=True)


META_TABLES: dict[str, type[dy.Schema]] = {
    "meta.build": Build,
    "meta.submission": Submission,
    "meta.finding": Finding,
    "meta.table_map": TableMap,
    "meta.ignored_row": IgnoredRow,
    "meta.rubric_version": RubricVersion,
    "meta.criterion": Criterion,
    "meta.goal": Goal,
}
