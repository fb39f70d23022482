"""Which pending submissions a failing check is about, where its rows name none."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from warehouse.store.apply import Failure

Attempt = Callable[[frozenset[int]], list[Failure]]


def blame(pending: Sequence[int], attempt: Attempt) -> dict[int, Failure] | None:
    """Return the events that bring a failure, None if none does; the earlier of two that clash stays.

    By halves: a few faulty submissions among many take a few attempts each.

    Args:
        pending: Numbers of the events that may be at fault, oldest first; together they fail.
        attempt: Makes a snapshot without the given events, keeps none, and returns what the checks found.
    """
    everything = frozenset(pending)
    if attempt(everything):
        return None
    accepted: list[int] = []
    faulty: dict[int, Failure] = {}

    def settle(candidates: Sequence[int]) -> None:
        failures = attempt(everything - {*accepted, *candidates})
        if not failures:
            accepted.extend(candidates)
        elif len(candidates) == 1:
            faulty[candidates[0]] = failures[0]
        else:
            halve(candidates)

    def halve(candidates: Sequence[int]) -> None:
        middle = (len(candidates) + 1) // 2
        for part in (candidates[:middle], candidates[middle:]):
            if part:
                settle(part)

    halve(pending)
    return faulty
