"""The last API calls, for whoever looks at the simulator's page."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

KEPT = 50
"""How many calls are remembered: what a person can read on one page."""


@dataclass(frozen=True)
class ServedCall:
    """One answered call. ``at``: virtual seconds since the epoch; ``status``: the HTTP status of the answer.

    ``operation``: ``service:operation``; ``account_id``: the caller's, or "unknown".
    """

    at: float
    side: str
    operation: str
    account_id: str
    status: int


class RecentCalls:
    """The newest :data:`KEPT` calls."""

    def __init__(self) -> None:
        self._calls: deque[ServedCall] = deque(maxlen=KEPT)

    def add(self, call: ServedCall) -> None:
        """Remember a call; the oldest is forgotten."""
        self._calls.append(call)

    def __iter__(self) -> Iterator[ServedCall]:
        """The calls, newest first; a copy, because calls may be added meanwhile."""
        return iter(list(self._calls)[::-1])
