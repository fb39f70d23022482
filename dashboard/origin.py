"""Where a figure comes from: from the rows of its cells to tables, and links that lead there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboard import state
from dashboard.i18n import moment, number, sort_key, t
from dashboard.receiving import Sent, Spot, Where
from dashboard.sentences import COMMUNE_TITLE, Row, noun
from dashboard.state import PLACE, SOURCE, TITLE, YEAR
from dashboard.tables import Cell, html_link, html_table

PATH = "so-lieu-va-nguon"
SENT_OF_ROW = 12  # filled cells shown of a row of which no column is known
Texts = Mapping[str, Mapping[Where, Sent] | None]  # of each original; None where it cannot be read


def link(unit: str, title: str, year: int) -> str:
    """Return the address at which the cells of a unit's figures of a title are shown."""
    return state.link(PATH, {SOURCE: unit, TITLE: title, YEAR: str(year)})


def linked(row: Row, lines: tuple[str, ...]) -> Cell:
    """Return a figure's cell, whose first line leads to where the figure comes from.

    Args:
        row: The row of coverage that the figure is of; without a figure there is nothing to lead to.
        lines: What the cell says.
    """
    if row["recognised"] is None:
        return Cell(lines)
    target = link(row["unit_code"], row["title"], row["year"])
    return Cell(lines, address=target, name=t("source.link_figure", text=lines[0]))


def source_link(row: Row) -> str:
    """Return the link to where a title's figure comes from, read aloud with the title; none for no figure."""
    if row["recognised"] is None:
        return ""
    target = link(row["unit_code"], row["title"], row["year"])
    return html_link(t("source.link"), target, name=t("source.link_card", title=t(f"title.{row['title']}")))


def places_link(unit: str, year: int) -> str:
    """Return the address of the page for a place, without any figure singled out."""
    return state.link(PATH, {PLACE: unit, YEAR: str(year)})


def spots(row: Row) -> list[Spot]:
    """Return where a figure stands; the whole row where no column is known."""
    letters = sorted(row["column_letters"] or (), key=lambda one: (len(one), one))
    return [(row["sheet"], row["row"], one) for one in letters] or [(row["sheet"], row["row"], None)]


def _cell_names(row: Row) -> list[str]:
    return [f"{letters}{line}" for _, line, letters in spots(row) if letters is not None]


def _address(row: Row) -> Cell:
    """Return the cell or cells of a figure, or its row, so that it can be found in the file."""
    names = _cell_names(row)
    if not names:
        return Cell((t("source.row", row=row["row"]), t("source.row_only")))
    return Cell((" + ".join(names),)) if len(names) == 1 else Cell((" + ".join(names), t("source.added")))


def _sent(row: Row, texts: Texts) -> Cell:
    """Return what stands in the original, as it stands."""
    sent = texts.get(row["sha256"])
    if sent is None:
        return Cell.of(t("source.unread"), "xh-quiet")
    wanted = [(row["sheet"], name) for name in _cell_names(row)]
    if not wanted:
        wanted = [where for where in sent if where[0] == row["sheet"] and _row_of(where[1]) == row["row"]]
    shown = [_quoted(sent[where]) for where in wanted[:SENT_OF_ROW] if where in sent]
    return Cell.of(" | ".join(shown) if shown else t("source.unread"))


def _row_of(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def _quoted(sent: Sent) -> str:
    text, formula = sent
    read = f"“{text}”" if text else t("source.blank")
    return t("source.formula", text=read, formula=formula) if formula else read


def _measure(row: Row) -> str:
    """Return what a figure is: a measure of a title, points of a criterion, or a total."""
    if row.get("criterion"):
        return t("source.criterion", number=int(row["criterion"][2:]), basis=t(f"basis.{row['measure']}"))
    return t(f"measure.{row['measure']}")


def _value(row: Row) -> str:
    if row["value"] is None:
        return t(f"rank.{row['word']}")
    value = float(row["value"])
    return number(value, 0 if value.is_integer() else 2)


def cells_table(rows: list[Row], texts: Texts, *, caption: str) -> str:
    """Return the table of the figures of one unit: value, cell, raw text.

    Args:
        rows: Rows of `queries.title_cells` or `queries.score_cells`.
        texts: What stands in each original, by its hash.
        caption: What the table shows.
    """
    has_villages = any(row.get("village_name") for row in rows)
    heads = ["figure", *(["village"] if has_villages else []), "value", "submission", "sheet", "cell", "sent"]
    lines = []
    for row in rows:
        village = [row.get("village_name") or ""] if has_villages else []
        found = [row["submission"], row["sheet"], _address(row), _sent(row, texts)]
        lines.append([_measure(row), *village, _value(row), *found])
    return html_table(caption, [t(f"source.head.{head}") for head in heads], lines, look="xh-places")


def files_table(rows: Iterable[Row]) -> str:
    """Return the table of the submissions that figures came in."""
    files = {row["submission"]: row for row in rows}
    lines = [
        [code, row["file"], moment(row["received_at"]), row["received_by"]] for code, row in files.items()
    ]
    heads = [t(f"sources.submission.{head}") for head in ("code", "file", "time", "by")]
    return html_table(t("source.files"), heads, lines, look="xh-places")


def parts_table(rows: list[Row], districts: Mapping[str, str], *, caption: str) -> str:
    """Return the table of the units that a sum is made of, each with a link to its cells.

    Args:
        rows: Rows of `queries.title_parts`.
        districts: Name of each district by its code.
        caption: What the table shows.
    """
    measures = ("total", "registered", "recognised")
    lines = [
        [
            _part_name(row, districts),
            *(_count(row[measure]) for measure in measures),
            row.get("submission") or "",
            _source(row, row["title"]),
        ]
        for row in sorted(rows, key=lambda row: (row["level"] == "commune", sort_key(row["unit_name"])))
    ]
    heads = [t("overview.table.place"), *(t(f"measure.{one}") for one in measures)]
    heads += [t("source.head.submission"), t("source.head.cell")]
    return html_table(caption, heads, lines, look="xh-places xh-tall")


def scores_table(rows: list[Row], *, caption: str) -> str:
    """Return the table of the scored communes, each with a link to its cells.

    Args:
        rows: Rows of `query scores`.
        caption: What the table shows.
    """
    lines = [
        [
            row["unit_name"],
            _points(row["total"]),
            _rank(row["rank"]),
            _rank(row["rank_reported"]),
            _source(row, COMMUNE_TITLE),
        ]
        for row in sorted(rows, key=lambda row: sort_key(row["unit_name"]))
    ]
    heads = [t("overview.table.place")]
    heads += [t(f"export.head.{one}") for one in ("total_points", "rank", "rank_reported")]
    return html_table(caption, [*heads, t("source.head.cell")], lines, look="xh-places xh-tall")


def _part_name(row: Row, districts: Mapping[str, str]) -> Cell:
    if row["level"] == "province" and "submission" not in row:
        return Cell.of(row["unit_name"])
    if row["level"] != "commune":
        return Cell((row["unit_name"], t("source.own_offices")))
    district = districts.get(row["district_code"] or "")
    return Cell((row["unit_name"], district) if district else (row["unit_name"],))


def _count(value: int | None) -> Cell:
    return Cell.of(t("source.not_given"), "xh-quiet") if value is None else Cell.of(number(value))


def _points(value: float | None) -> str:
    return "" if value is None else number(value, 0 if float(value).is_integer() else 2)


def _rank(code: str | None) -> str:
    return t(f"rank.{code}") if code else ""


def _source(row: Row, title: str) -> Cell:
    name = t("source.link_of", place=row["unit_name"])
    target = link(row["unit_code"], title, row["year"])
    return Cell((t("source.link"),), address=target, name=name)


def answer(own: Row | None, rows: list[Row], *, place: str) -> str:
    """Return the sentence that says what figure it is whose source is shown.

    Args:
        own: The unit's row of `query coverage`, if it has one.
        rows: What the figure is made of.
        place: The unit's name.
    """
    if own is None or own["recognised"] is None:
        return t("source.answer_open", place=place)
    holes = {
        "year": own["year"], "place": place, "title": t(f"title.{own['title']}"),
        "recognised": number(own["recognised"]), "unit": noun(own), "parts": number(len(rows)),
    }  # fmt: skip
    is_own = len(rows) == 1 and rows[0]["unit_code"] == own["unit_code"]
    return t("source.answer_own", **holes) if is_own else t("source.answer", **holes)


def scores_link(unit: str, year: int) -> str:
    """Return a paragraph with the link to where the points and ranks of a unit come from."""
    title = t("source.link_card", title=t(f"title.{COMMUNE_TITLE}"))
    return link_html(title, link(unit, COMMUNE_TITLE, year))


def link_html(text: str, target: str) -> str:
    """Return a paragraph with one link."""
    return f'<p class="xh-remark">{html_link(text, target)}</p>'
