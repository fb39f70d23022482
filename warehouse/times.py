"""The clock that days are told by: the ledger keeps UTC, people and messages read the time of Việt Nam."""

from __future__ import annotations

from zoneinfo import ZoneInfo

VIETNAM_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
