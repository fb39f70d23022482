"""Plain HTML tables: a caption, headers with a scope, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Cell:
    """One cell: lines of text, and how it looks; the look never says more than the text.

    Where there is an address, the first line leads there; `name` is what is read aloud of it.
    """

    lines: tuple[str, ...]
    look: str = ""
    address: str = ""
    name: str = ""

    @classmethod
    def of(cls, text: str, look: str = "") -> Cell:
        """Return a cell with one line."""
        return cls((text,), look)


def _cell_html(cell: Cell | str, column: str, *, is_row_head: bool) -> str:
    """Return a cell with the name of its column, which a narrow screen shows before it."""
    if isinstance(cell, str):
        cell = Cell.of(cell)
    tag, scope = ("th", ' scope="row"') if is_row_head else ("td", "")
    look = f' class="{escape(cell.look)}"' if cell.look else ""
    first, *rest = cell.lines or ("",)
    more = "".join(f"<small>{escape(line)}</small>" for line in rest)
    label = "" if is_row_head else f' data-column="{escape(column)}"'
    return f"<{tag}{scope}{look}{label}>{_first_html(cell, first)}{more}</{tag}>"


def _first_html(cell: Cell, text: str) -> str:
    if not cell.address:
        return escape(text)
    return html_link(text, cell.address, name=cell.name)


def html_link(text: str, address: str, *, name: str = "") -> str:
    """Return a link that the keyboard reaches; `name` is what is read aloud in place of its words."""
    label = f' aria-label="{escape(name)}"' if name else ""
    return f'<a href="{escape(address)}" target="_self"{label}>{escape(text)}</a>'


def _row_html(row: Sequence[Cell | str], columns: Sequence[str]) -> str:
    named = zip(row, columns, strict=True)
    return "".join(
        _cell_html(cell, column, is_row_head=place == 0) for place, (cell, column) in enumerate(named)
    )


def html_table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[Cell | str]], *, look: str = ""
) -> str:
    """Return a table whose first column heads its rows, in a frame that scrolls by keyboard.

    Shape: one string of HTML; nothing of the input reaches it unescaped.
    """
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(f"<tr>{_row_html(row, columns)}</tr>" for row in rows)
    return (
        f'<div class="xh-scroll {escape(look)}" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="xh-table"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def html_list(pairs: Iterable[tuple[str, str]]) -> str:
    """Return pairs of name and value as a list of definitions."""
    items = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in pairs)
    return f'<dl class="xh-list">{items}</dl>'


def html_heading(text: str) -> str:
    """Return a heading of the second level; Streamlit's own leave one out."""
    return f'<h2 class="xh-heading">{escape(text)}</h2>'


def html_remark(*sentences: str) -> str:
    """Return a remark in small letters, readable where Streamlit's captions are too pale."""
    return f'<p class="xh-remark">{escape(" ".join(filter(None, sentences)))}</p>'
