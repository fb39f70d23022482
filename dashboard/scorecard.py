"""Scores of communes as tables: points by criterion, weakest criteria; no figure of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard.i18n import language, number, percent, sort_key, t
from dashboard.sentences import Row
from dashboard.tables import Cell, html_table

RANKS = ("tot", "kha", "trung_binh", "khong_xep_loai")
# Other results, each shown only where some commune has it.
OTHERS = ("chua_dat", "muc_do_2", "muc_do_1", "dat", "khong_dat", "self", "none")
SHADES = (50.0, 70.0, 85.0, 100.0)  # percent of the maximum at which a cell takes the next shade
UNREPORTED = "xh-unreported"


def points_text(value: float) -> str:
    """Return points as they are written: no decimal where there is none, and at most two."""
    exact = round(float(value), 2)
    return number(exact, next(decimals for decimals in (0, 1, 2) if round(exact, decimals) == exact))


def rank_word(rank: str | None) -> str:
    """Return the word of a rank or of another result; of none, that it was left blank."""
    return t("state_word.blank") if rank is None else t(f"rank.{rank}")


def share(row: Row) -> float:
    """Return the part of the maximum that was reached.

    Units: percent (0 to 100).
    """
    return 100 * float(row["points"]) / float(row["maximum"])


def shade(row: Row) -> str:
    """Return the look of a cell with points: the darker, the nearer to the maximum."""
    return f"xh-heat-{sum(share(row) >= step for step in SHADES)}"


def criterion_title(row: Row) -> str:
    """Return the wording of a row's criterion in the language of this run."""
    return str(row[f"title_{language()}"])


def criterion_name(row: Row) -> str:
    """Return a row's criterion by its number."""
    return t("scores.criterion", number=row["number"])


def points_cell(row: Row | None) -> Cell:
    """Return points of the maximum; a cell left blank says so and is never 0."""
    if row is None or row["points"] is None:
        return Cell.of(t("state_word.blank"), UNREPORTED)
    return Cell.of(f"{points_text(row['points'])}/{points_text(row['maximum'])}", shade(row))


def _sum_cell(row: Row | None) -> Cell:
    if row is None:
        return Cell.of(t("state_word.blank"), UNREPORTED)
    counted = t("scores.of_communes", units=number(row["units"]))
    figures = f"{points_text(row['points'])}/{points_text(row['maximum'])}"
    return Cell((percent(share(row)), figures, counted), shade(row))


def missing_numbers(score: Row) -> str:
    """Return the numbers of the criteria without usable points."""
    return ", ".join(str(int(name.removeprefix("tc"))) for name in score["missing"] or ())


def total_cell(score: Row, maximum: float) -> Cell:
    """Return the total as recomputed, with what is missing and the total as reported where it differs."""
    stated, total = score["total_reported"], score["total"]
    lines = []
    if total is not None:
        lines.append(f"{points_text(total)}/{points_text(maximum)}")
    elif score["rubric"] is None or stated is not None:
        lines.append(t("scores.not_computed"))
    else:
        lines.append(t("scores.not_enough"))
    if score["missing"] and total is None:
        lines.append(t("scores.missing", numbers=missing_numbers(score)))
    if stated is not None and stated != total:
        lines.append(t("scores.total_reported", total=points_text(stated)))
    if score["basis"] == "self" and (stated is not None or score["reason_key"] != "no_points"):
        lines.append(t("scores.self_points"))
    return Cell(tuple(lines))


def trial_cell(score: Row) -> Cell:
    """Return the rank as computed; while its bands are not checked, said to be a trial."""
    if score["rank"] is None:
        word = t("scores.no_rubric") if score["rubric"] is None else t("scores.not_enough")
        return Cell.of(word, "xh-quiet")
    lines = [rank_word(score["rank"])]
    if score["confidence"] == "unverified":
        lines.append(t("scores.trial"))
    if score["rank_reported"] not in (None, score["rank"]):
        lines.append(t("scores.differs"))
    return Cell(tuple(lines))


def rank_cells(score: Row) -> tuple[Cell, Cell]:
    """Return the rank as reported and the rank as computed."""
    look = UNREPORTED if score["rank_reported"] is None else ""
    return Cell.of(rank_word(score["rank_reported"]), look), trial_cell(score)


def heat_tables(
    points: Sequence[Row], scores: Sequence[Row], silent: Iterable[Row], *, caption: str
) -> list[str]:
    """Return a table of communes by criteria for each rubric that scored some of them.

    Args:
        points: One row a commune, rubric and criterion.
        scores: One row a commune and rubric.
        silent: Communes, by name, of which no score came.
        caption: What the tables show.
    """
    rubrics = sorted({row["rubric"] for row in scores}, key=lambda name: (name is None, name))
    unreported: Sequence[Row] = list(silent)
    tables = []
    for rubric in rubrics:
        mine = [row for row in scores if row["rubric"] == rubric]
        of_rubric = [row for row in points if row["rubric"] == rubric]
        tables.append(_heat_table(of_rubric, mine, unreported, caption))
        unreported = ()
    return tables


def _heat_table(points: Sequence[Row], scores: Sequence[Row], silent: Sequence[Row], caption: str) -> str:
    criteria = {row["criterion"]: row for row in points}
    maximum = sum(float(row["maximum"]) for row in criteria.values())
    known = {(row["unit_code"], row["criterion"]): row for row in points}
    columns = [
        t("overview.table.place"), t("scores.rank_reported"), t("scores.total"), t("scores.rank_computed"),
        *map(criterion_name, criteria.values()),
    ]  # fmt: skip
    lines: list[list[Cell | str]] = []
    for score in scores:
        reported, computed = rank_cells(score)
        cells = [points_cell(known.get((score["unit_code"], name))) for name in criteria]
        lines.append([score["unit_name"], reported, total_cell(score, maximum), computed, *cells])
    nothing = Cell.of(t("state_word.not_reported"), UNREPORTED)
    lines += [[unit["name"], *[nothing] * (len(columns) - 1)] for unit in silent]
    return html_table(
        caption, columns, sorted(lines, key=lambda line: sort_key(str(line[0]))), look="xh-heat"
    )


def sums_table(sums: Sequence[Row], places: Iterable[Row], *, caption: str) -> str:
    """Return a table of places by criteria, each cell recomputed over the communes that report it.

    Args:
        sums: One row a place and criterion.
        places: The places, by code and name, also those without a row.
        caption: What the table shows.
    """
    criteria = {row["criterion"]: row for row in sorted(sums, key=lambda row: row["number"])}
    known = {(row["unit_code"], row["criterion"]): row for row in sums}
    told = {row["unit_code"] for row in sums}
    nothing = Cell.of(t("state_word.not_reported"), UNREPORTED)
    lines: list[list[Cell | str]] = [
        [
            place["name"],
            *(
                _sum_cell(known.get((place["code"], name))) if place["code"] in told else nothing
                for name in criteria
            ),
        ]
        for place in sorted(places, key=lambda row: sort_key(row["name"]))
    ]
    columns = [t("overview.table.place"), *map(criterion_name, criteria.values())]
    return html_table(caption, columns, lines, look="xh-heat")


def reason(score: Row) -> str:
    """Return why a commune has the rank that it has, or none."""
    key = score["reason_key"]
    if key == "in_band" and score["confidence"] == "unverified":
        key = "in_band_unverified"
    return t(
        f"scores.reason.{key}", numbers=missing_numbers(score), gates=", ".join(score["failed_gates"] or ())
    )


def card_lines(score: Row, points: Sequence[Row]) -> list[tuple[str, str]]:
    """Return what stands above the score card of a commune: ranks, total, reason, how sure."""
    maximum = sum(float(row["maximum"]) for row in points)
    reported = (t("scores.rank_reported"), rank_word(score["rank_reported"]))
    computed = (t("scores.rank_computed"), ", ".join(trial_cell(score).lines))
    first = (reported, computed) if score["confidence"] != "official" else (computed, reported)
    lines = [*first, (t("scores.total"), ", ".join(total_cell(score, maximum).lines))]
    lines.append((t("scores.reason_head"), reason(score)))
    if score["confidence"] not in (None, "official"):
        lines.append(
            (t("scores.sureness"), t("scores.unsure", confidence=t(f"confidence.{score['confidence']}")))
        )
    return lines


def card_table(
    points: Sequence[Row], beside: Mapping[str, Sequence[Cell]] | None = None, *, caption: str
) -> str:
    """Return the score card of one commune: its own points, those assessed, and those that count.

    Args:
        points: One row a criterion.
        beside: More columns by their name, each with a cell a criterion.
        caption: What the table shows.
    """
    bases = [
        basis for basis in ("self", "assessed") if any(row[f"points_{basis}"] is not None for row in points)
    ]
    blank = Cell.of(t("state_word.blank"), UNREPORTED)
    more = beside or {}
    lines: list[list[Cell | str]] = []
    for place, row in enumerate(points):
        given = [row[f"points_{basis}"] for basis in bases]
        cells = [blank if value is None else Cell.of(points_text(value)) for value in given]
        name = Cell((criterion_name(row), criterion_title(row)))
        lines.append([name, *cells, points_cell(row), *(column[place] for column in more.values())])
    columns = [*(t(f"scores.card.{head}") for head in ("criterion", *bases, "counted")), *more]
    return html_table(caption, columns, lines, look="xh-places")


def weakest(sums: Iterable[Row]) -> list[Row]:
    """Return the criteria, those furthest below their maximum first."""
    return sorted(sums, key=lambda row: (share(row), row["number"]))


def weakest_table(sums: Sequence[Row], *, expected: int, caption: str) -> str:
    """Return the criteria with their wording, the weakest first; a figure says over how many communes."""
    columns = [t(f"scores.weakest.{name}") for name in ("criterion", "share", "points", "communes")]
    lines: list[list[Cell | str]] = [
        [
            Cell((criterion_name(row), criterion_title(row))),
            Cell.of(percent(share(row)), shade(row)),
            f"{points_text(row['points'])}/{points_text(row['maximum'])}",
            f"{number(row['units'])}/{number(expected)}",
        ]
        for row in weakest(sums)
    ]
    return html_table(caption, columns, lines, look="xh-places")
