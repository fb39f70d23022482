"""One card a title: rate, count with its noun, goal with its document, gap, status, coverage."""

from __future__ import annotations

from html import escape

from dashboard.i18n import SIGNS, goal_percent, number, percent, sort_key, t
from dashboard.origin import linked, source_link
from dashboard.sentences import (
    COMMUNE_TITLE,
    FEW,
    Row,
    bound,
    divisor,
    gap,
    has_figures,
    missing,
    noun,
    open_progress,
    title_name,
)
from dashboard.tables import Cell, html_table


def status_words(row: Row) -> str:
    """Return a row's status: its sign, then its word."""
    return f"{SIGNS[row['status']]} {t('status.' + row['status'])}"


def _figure(row: Row) -> tuple[str, str]:
    """Return the large figure of a card and the line under it; a written 0 differs from nothing written."""
    below = divisor(row)
    if row["recognised"] is None or below is None:
        return t("status.no_data"), ""
    if below == 0:
        return t("state_word.nothing_full"), ""
    recognised = {"recognised": number(row["recognised"]), "divisor": number(below), "unit": noun(row)}
    kind = "ranked" if row["title"] == COMMUNE_TITLE else row["denominator"]
    count = t(f"overview.card.of_{kind}", **recognised)
    if below < FEW or row["rate_pct"] is None:
        return f"{recognised['recognised']}/{recognised['divisor']}", count
    return percent(row["rate_pct"]), count


def _goal_lines(row: Row) -> list[str]:
    if row["goal_pct"] is None:
        note = row.get("goal_note")
        return [t("overview.card.goal_note", note=note)] if note else []
    document, confidence = row["goal_document"], row["goal_confidence"]
    if confidence not in (None, "official"):
        document = t("overview.card.unsure", document=document, confidence=t(f"confidence.{confidence}"))
    holes = {"goal": goal_percent(row["goal_pct"]), "goal_year": row["goal_year"], "document": document}
    is_registered = row["goal_kind"] == "registered"
    lines = [
        t("overview.card.goal_registered", **holes) if is_registered else t("overview.card.goal", **holes)
    ]
    # Of another document the document would have to be named; only the tiers of one are shown side by side.
    if row["other_area_goal_pct"] is not None and row["other_area_document"] == row["goal_document"]:
        other = {"goal": goal_percent(row["other_area_goal_pct"]), "goal_year": row["other_area_goal_year"]}
        lines.append(t(f"overview.card.other_{row['other_area_class']}", **other))
    if row["next_goal_pct"] is not None:
        next_goal = goal_percent(row["next_goal_pct"])
        lines.append(t("overview.card.next_goal", goal=next_goal, document=row["next_document"]))
    return lines


def _coverage_lines(row: Row) -> list[str]:
    reported, expected = number(row["units_reported"]), number(row["units_expected"])
    lines = [t("overview.card.coverage", reported=reported, expected=expected)]
    if missing(row) and has_figures(row):
        holes = {"missing": number(missing(row))}
        lines.append(t("overview.card.provisional", **holes))
        if row["gap_pct"] is not None:
            lines.append(t(f"overview.card.bound_{bound(row)}", **holes))
    return lines


def _sureness_lines(row: Row) -> list[str]:
    """Return what has not been checked: ranks rest on the working default of maxima and bands."""
    is_ranked = row["title"] == COMMUNE_TITLE and row["units_reported"]
    return [t("overview.card.ranks_unverified")] if is_ranked else []


def card(row: Row) -> str:
    """Return the card of one title as HTML."""
    figure, count = _figure(row)
    status = escape(row["status"])
    paragraphs = [
        ("xh-count", count),
        (f"xh-status xh-{status}", status_words(row)),
        ("xh-gap", gap(row) or ""),
        *(("xh-goal", line) for line in _goal_lines(row)),
        *(("xh-cover", line) for line in _coverage_lines(row)),
        ("xh-cover", open_progress(row) or ""),
        *(("xh-goal", line) for line in _sureness_lines(row)),
    ]
    body = "".join(f'<p class="{look}">{escape(text)}</p>' for look, text in paragraphs if text)
    body += _source(row)
    return (
        f'<li class="xh-card xh-edge-{status}"><h3>{escape(title_name(row))}</h3>'
        f'<p class="xh-figure">{escape(figure)}</p>{body}</li>'
    )


def _source(row: Row) -> str:
    """Return the link to where a card's figure comes from; none where there is no figure."""
    words = source_link(row)
    return f'<p class="xh-source">{words}</p>' if words else ""


def cards(rows: list[Row]) -> str:
    """Return the cards of one unit and year as a list."""
    return f'<ul class="xh-cards">{"".join(card(row) for row in rows)}</ul>'


def _child_cell(row: Row | None, *, has_reported: bool, covered: int) -> Cell:
    if not has_reported:
        return Cell.of(t("state_word.not_reported"), "xh-unreported")
    if row is None or row["recognised"] is None:
        # Reported without a figure of its own: its ground was, by the communes that it was made of.
        is_by_others = row is not None and row["level"] == "commune" and row["units_reported"] > 0
        word = t("state_word.by_former") if is_by_others else t("state_word.no_data")
        return Cell.of(word, "xh-quiet")
    below = divisor(row)
    if below == 0:
        return Cell.of(t("state_word.nothing"), "xh-quiet")
    count = f"{number(row['recognised'])}/{number(below)}" if below is not None else number(row["recognised"])
    lines = [count, *_fewer(row, covered), status_words(row)]
    if row["rate_pct"] is not None and (below or 0) >= FEW:
        lines.insert(0, percent(row["rate_pct"]))
    return linked(row, tuple(lines))


def _fewer(row: Row, covered: int) -> list[str]:
    """Return how many communes a title covers where these are fewer than the place's column says."""
    if row["level"] == "commune" or row["units_reported"] == covered:
        return []
    holes = {"reported": number(row["units_reported"]), "expected": number(row["units_expected"])}
    return [t("overview.table.of_communes", **holes)]


def _child_coverage(row: Row, reported: int) -> str:
    if row["level"] != "commune":
        return f"{number(reported)}/{number(row['units_expected'])}"
    return t("state_word.reported") if reported else t("state_word.not_reported")


def _place_order(unit: dict[str, Row]) -> tuple[str, str]:
    some = next(iter(unit.values()))
    return sort_key(some["unit_name"]), some["unit_code"]


def places_table(rows: list[Row], titles: list[str], *, caption: str) -> str:
    """Return the table of the units one level down: coverage, and each title's rate, count and status.

    Args:
        rows: One row a unit and title.
        titles: Titles that have a column, in order.
        caption: What the table shows.
    """
    by_unit: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_unit.setdefault(row["unit_code"], {})[row["title"]] = row
    lines: list[list[Cell | str]] = []
    for unit in sorted(by_unit.values(), key=_place_order):
        some = next(iter(unit.values()))
        reported = max(row["units_reported"] for row in unit.values())
        cover = _child_coverage(some, reported)
        has_reported = any(map(has_figures, unit.values()))
        cells = [
            _child_cell(unit.get(title), has_reported=has_reported, covered=reported) for title in titles
        ]
        lines.append([some["unit_name"], cover, *cells])
    is_communes = all(row["level"] == "commune" for row in rows)
    columns = [
        t("overview.table.place"),
        t("overview.table.reported") if is_communes else t("overview.table.coverage"),
        *(t(f"title.{title}") for title in titles),
    ]
    return html_table(caption, columns, lines, look="xh-places")
