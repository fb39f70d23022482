"""Words of the templates: those of the form files first, then their own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent


@cache
def words() -> dict[str, Any]:
    """Return the words of the templates."""
    data: dict[str, Any] = yaml.safe_load((_HERE / "words.yaml").read_text("utf-8"))
    return data


@cache
def form_file(form: str) -> dict[str, Any]:
    """Return the file of a form."""
    data: dict[str, Any] = yaml.safe_load((_HERE.parent / "forms" / form / "form.yaml").read_text("utf-8"))
    return data


@cache
def labels(form: str) -> dict[str, str]:
    """Return the first wording of each plain column of a form, by key."""
    return {column["key"]: column["labels"][0] for column in form_file(form)["columns"]}


def styles() -> dict[str, dict[str, Any]]:
    """Return the looks of the cells by name."""
    plain = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", "align": "center"}
    cell = {**plain, "border": 1}
    white = {**cell, "locked": False}
    return {
        "plain": plain,
        "left": {**plain, "align": "left", "italic": True},
        "bold": {**plain, "bold": True},
        "motto": {**plain, "bold": True, "underline": 1},
        "italic": {**plain, "italic": True},
        "title": {**plain, "bold": True, "font_size": 14},
        "head": {**cell, "bold": True, "text_wrap": True, "bg_color": "#EAF1F8"},
        "name": {**cell, "align": "left", "text_wrap": True},
        "group": {**cell, "bold": True, "align": "left"},
        "computed": {**cell, "bg_color": "#D9D9D9", "num_format": "#,##0.0;-#,##0.0;0;@"},
        "input": {**white, "align": "left", "text_wrap": True},
        "count": {**white, "num_format": "#,##0"},
        "points": {**white, "num_format": "0.0"},
        "choice": white,
    }
