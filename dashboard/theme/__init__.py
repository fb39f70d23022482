"""Looks: the font, and colours for light and dark, as options of the server; page.css for our own HTML."""

from __future__ import annotations

from dashboard.theme import faces

OPTIONS: dict[str, object] = {
    "theme.font": faces.FAMILY,
    "theme.headingFont": faces.FAMILY,
    "theme.fontFaces": faces.faces(),
    "theme.baseRadius": "small",
    "theme.paddingTop": "1rem",
    "theme.paddingBottom": "2rem",
    "theme.light.primaryColor": "#1d4e89",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#f2f4f7",
    "theme.light.textColor": "#1b1f24",
    "theme.light.linkColor": "#1d4e89",
    "theme.dark.primaryColor": "#8ab8ee",
    "theme.dark.backgroundColor": "#14181d",
    "theme.dark.secondaryBackgroundColor": "#20262d",
    "theme.dark.textColor": "#e8ebee",
    "theme.dark.linkColor": "#8ab8ee",
}
