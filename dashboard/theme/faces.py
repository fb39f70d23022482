"""Faces of our font: files beside this module, each told to the browser with the characters that it holds."""

from __future__ import annotations

from pathlib import Path

FAMILY = "Be Vietnam Pro"
ROUTE = "/fonts"
FOLDER = Path(__file__).with_name("fonts")
# A browser asks for a file only where a page has one of its characters.
# Source: unicode.json of npm @fontsource/be-vietnam-pro 5.3.0.
CHARACTERS = {
    "latin": (
        "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,"
        "U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD"
    ),
    "vietnamese": (
        "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,"
        "U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB"
    ),
}


def files() -> list[Path]:
    """Return the files of the font, named `<family>-<subset>-<weight>.<hash>.woff2`."""
    return sorted(FOLDER.glob("*.woff2"))


def url(file: Path) -> str:
    """Return the address of a file of the font."""
    return f"{ROUTE}/{file.name}"


def faces() -> list[dict[str, str]]:
    """Return the faces as Streamlit takes them; text is shown before they are there.

    Shape: family, url, weight, style, unicodeRange.
    """
    return [_face(file) for file in files()]


def _face(file: Path) -> dict[str, str]:
    _, subset, weight = file.name.split(".")[0].rsplit("-", 2)
    return {
        "family": FAMILY,
        "url": url(file),
        "weight": weight,
        "style": "normal",
        "unicodeRange": CHARACTERS[subset],
    }


def preloads() -> bytes:
    """Return the links by which a browser fetches the faces along with Streamlit's own scripts."""
    link = '<link rel="preload" as="font" type="font/woff2" crossorigin href="{}">'
    return "".join(link.format(url(file)) for file in files()).encode()
