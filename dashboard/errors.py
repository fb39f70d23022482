"""What can go wrong before a page is shown, in words."""

from __future__ import annotations

from dashboard.i18n import t


class PortInUseError(Exception):
    """Another program listens on the port."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(t("error.port_in_use", port=port, other=port + 1))
