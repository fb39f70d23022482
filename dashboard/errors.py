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
    """--port or XHHT_PORT is not the number of a port."""

    def __init__(self, value: str, *, given_as: str = "XHHT_PORT=") -> None:
        super().__init__(t("error.port_unknown", value=value, given_as=given_as))


class PortForbiddenError(CommandError):
    """The system keeps the port for its administrator."""

    def __init__(self, port: int) -> None:
        super().__init__(t("error.port_forbidden", port=port))


class HostUnknownError(CommandError):
    """The address to listen on is none of this machine's."""

    def __init__(self, host: str) -> None:
        super().__init__(t("error.host_unknown", host=host))


def error_words(error: WarehouseError | SubmitFaultError) -> str:
    """Return what went wrong in the store, in the language of this run."""
    return error.message_en if language() == "en" else error.message_vi
