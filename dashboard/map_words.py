"""The words and tables around a map: they say all that its colours say, and lead where a click leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from dashboard import measures, sentences, state
from dashboard.cards import status_words
from dashboard.i18n import in_text, number, t
from dashboard.measures import RANK, UNREPORTED, Band, all_bands, band_of
from dashboard.origin import linked, source_link
from dashboard.tables import Cell, html_link, html_table

COUNTRY = "VN"
MANY = 12  # names of places without a shape, before the rest are counted
Row = sentences.Row


@dataclass(frozen=True)
class Asked:
    """What a map was asked for."""

    year: int
    unit: str
    title: str
    measure: str

    @property
    def counted(self) -> str:
        """Return the title whose counts stand beside the colour; ranks are the commune title's."""
        return sentences.COMMUNE_TITLE if self.measure == RANK else self.title

    @property
    def measure_words(self) -> str:
        """Return what the map is coloured by, as it stands inside a sentence."""
        return in_text(t(f"map.measure.{self.measure}"))

    def link(self, code: str) -> str:
        """Return the address of the map of a place wider than a commune."""
        chosen = {state.YEAR: str(self.year), state.PLACE: code, state.TITLE: self.title}
        return state.link("", chosen | {state.MEASURE: self.measure})

    def leads_to(self, row: Row) -> str:
        """Return where a place leads: to its own map, a commune to its page."""
        if row["level"] != "commune":
            return self.link(row["unit_code"])
        chosen = {
            state.YEAR: str(self.year),
            state.PLACE: row["parent_code"],
            state.COMMUNE: row["unit_code"],
        }
        return state.link(state.PLACE_PAGE, chosen)


def way(asked: Asked, places: Sequence[dict[str, Any]]) -> str:
    """Return the way back up as links, the place that is open last.

    Args:
        asked: What the map was asked for.
        places: Provinces and districts of the year: code, name, parent_code.
    """
    known = {row["code"]: row for row in places}
    steps, code = [], asked.unit
    while code in known:
        steps.append((code, known[code]["name"]))
        code = known[code]["parent_code"]
    *above, here = reversed([*steps, (COUNTRY, t("filter.country"))])
    links = "".join(f"<li>{html_link(name, asked.link(code))}</li>" for code, name in above)
    return (
        f'<nav class="xh-way" aria-label="{escape(t("map.way"))}"><ol>{links}'
        f'<li aria-current="page">{escape(here[1])}</li></ol></nav>'
    )


def answer(asked: Asked, own: Row, name: str) -> str:
    """Return who has reported, then where the title stands, then what is still open."""
    first, *rest = sentences.answer([own], place=name, year=asked.year)
    said = ""
    if sentences.has_figures(own):
        holes = {
            "title": sentences.title_name(own),
            "figure": measures.figure(own),
            "gap": in_text(measures.gap_words(own)),
            "status": status_words(own),
        }
        said = " ".join([t("map.answer", **holes), *rest[1:]])
    return f'<p class="xh-answer"><strong>{escape(first)}</strong> {escape(said)} {source_link(own)}</p>'


def message(asked: Asked, level: str, rows: Sequence[Row]) -> str:
    """Return what the map says, in words: how many places stand in each class."""
    places = t(f"map.level_{level}")
    counts = "; ".join(
        t("map.count", count=number(count), places=places, band=in_text(band.words))
        for band, count in _classes(asked, rows)
    )
    if asked.measure == RANK:
        return t("map.title_rank", year=asked.year, counts=counts)
    return t("map.title", year=asked.year, title=t(f"title.{asked.title}"), counts=counts)


def _classes(asked: Asked, rows: Sequence[Row]) -> list[tuple[Band, int]]:
    """Return the classes that occur, from the best, with how many places stand in each."""
    count = Counter(band_of(row, asked.measure) for row in rows)
    return [(band, count[band]) for band in all_bands(asked.measure) if count[band]]


def legend(asked: Asked, rows: Sequence[Row]) -> str:
    """Return the classes that occur with their colours, signs and words."""
    items = "".join(
        f"<li>{_swatch(band)} {escape(band.label)} · {escape(t('map.legend_item', count=number(count)))}</li>"
        for band, count in _classes(asked, rows)
    )
    return f'<ul class="xh-legend" aria-label="{escape(t("map.legend"))}">{items}</ul>'


def _swatch(band: Band) -> str:
    if band is UNREPORTED:
        return '<span class="xh-swatch xh-unreported"></span>'
    return f'<span class="xh-swatch" style="background:{band.colour}"></span>'


def without_shape(names: Sequence[str]) -> str:
    """Return which places have no shape; nothing where all have one."""
    if not names:
        return ""
    shown = ", ".join(names[:MANY]) + (" …" if len(names) > MANY else "")
    return t("map.without_shape", count=number(len(names)), names=shown)


def clicked(asked: Asked, row: Row) -> str:
    """Return what is known of a commune that was clicked, and the link to its page."""
    said = f"{t('map.clicked', name=row['unit_name'])}. {measures.figure(row)}. {status_words(row)}."
    way_on = html_link(t("map.open_place", name=in_text(row["unit_name"])), asked.leads_to(row))
    return f'<p class="xh-answer" role="status">{escape(said)} {way_on} {source_link(row)}</p>'


def list_table(asked: Asked, rows: Sequence[Row]) -> str:
    """Return the table that holds what the map shows, a place a row, each name a link."""
    caption = t("map.list", measure=asked.measure_words, year=asked.year)
    if asked.measure == RANK:
        columns = [t("overview.table.place"), t("map.hover.rank")]
        lines = [_rank_row(asked, row) for row in rows]
    else:
        columns = [t("overview.table.place"), t("map.colour"), t("map.figure"), t("map.status")]
        columns.append(t("overview.table.coverage"))
        lines = [_list_row(asked, row) for row in rows]
    return html_table(caption, columns, lines, look="xh-places xh-beside")


def _rank_row(asked: Asked, row: Row) -> list[Cell | str]:
    """Return a commune with its district, and its rank, which leads to the cells that it comes from."""
    words = (measures.rank_words(row),)
    return [
        Cell((row["unit_name"], row["district"]), address=asked.leads_to(row)),
        Cell(words, "xh-unreported") if band_of(row, RANK) is UNREPORTED else linked(row, words),
    ]


def _list_row(asked: Asked, row: Row) -> list[Cell | str]:
    band = band_of(row, asked.measure)
    figures = linked(row, (measures.figure(row), measures.gap_words(row)))
    return [
        Cell((row["unit_name"],), address="" if measures.is_silent(row) else asked.leads_to(row)),
        Cell((band.label,), "xh-unreported" if band is UNREPORTED else ""),
        figures if sentences.has_figures(row) else t("state_word.not_reported"),
        status_words(row),
        measures.reported_of(row),
    ]
