"""Units of measure that are no unit of counting: by `nghìn hộ` a figure stands for a thousand times more."""

from __future__ import annotations

import re
from functools import lru_cache

from etl.forms import forms
from etl.mapping.labels import fold

_GROUP_MARK = re.compile(r"(?<=\d)[., ](?=000(?!\d))")
_THING = r" ?(?:ho|gia dinh|dong ho|cong dong|don vi|cong dan|nguoi|thon)(?![a-z])"
_END = r"(?= ?(?:$|[();,.%]))"
_SAID = (
    r"(?<![a-z])(?:(?:don vi tinh|dv tinh|dvt)(?![a-z])[^/]{0,40}?|(?:don vi|dv) ?: ?"
    r"|(?:theo|bang|la) (?:don vi|dv)(?: tinh)?(?: la)? ?:? ?|tinh bang(?: so)? ?:? ?)"
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a scale in a line above a table, and in the label of a column."""
    known = sorted(forms()["danh-hieu"].scales, key=len, reverse=True)
    words = rf"(?<!\w)(?:{'|'.join(one for one in known if not one.isdigit())})(?!\w)"
    figures = rf"(?:{'|'.join(one for one in known if one.isdigit())})(?![\w/])"
    times = rf"(?<!\w)x ?{figures}"
    scale = rf"(?:{words}|(?<![\w.,/])(?<!so ){figures}|{times})"
    line = rf"{_SAID}{scale}(?:{_THING}|{_END})|(?:^|\() ?(?:{scale}{_THING}|{words}) ?(?:\)|$)"
    label = rf"{line}|(?<!tren )(?<!moi ){words}{_THING}|\( ?1000 ?\)|{times}"
    return re.compile(line), re.compile(label)


@lru_cache(maxsize=4096)
def is_scaled_line(text: str) -> bool:
    """Say whether a line tells that figures stand for tens, hundreds or thousands; of money it tells nothing.

    >>> is_scaled_line("ĐVT: 1.000 hộ"), is_scaled_line("Đơn vị tính: hộ; kinh phí: nghìn đồng")
    (True, False)
    """
    return bool(_patterns()[0].search(_GROUP_MARK.sub("", fold(text))))


@lru_cache(maxsize=4096)
def is_scaled_label(text: str) -> bool:
    """Say whether the label of a column or its unit of measure tells so: `Số hộ (nghìn)`, `nghìn hộ`."""
    return bool(_patterns()[1].search(_GROUP_MARK.sub("", fold(text))))
