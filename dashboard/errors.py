"""What can go wrong before a page is shown, in words."""

from __future__ import annotations

from dashboard.cli.say import CommandError
from dashboard.i18n import language, t
from etl import SubmitFaultError
from warehouse.errors import WarehouseError


class PortInUseError(CommandError):
    """Another program listens on the port."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(t("error.port_in_use", port=port, other=port + 1))


class PortUnknownError(CommandError):
    """XHHT_PORT does not hold the number of a port."""

    def __init__(self, value: str) -> None:
        super().__init__(t("error.port_unknown", value=value))


def error_words(error: WarehouseError | SubmitFaultError) -> str:
    """Return what went wrong in the store, in the language of this run."""
    return error.message_en if language() == "en" else error.message_vi
