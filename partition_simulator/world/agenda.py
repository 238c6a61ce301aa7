"""What is going to happen, and when: asynchronous AWS operations, played by the virtual clock."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable

Event = Callable[[float], None]


class Agenda:
    """Events in order of their due time. They happen when somebody looks (:meth:`settle`), never by a thread."""

    def __init__(self) -> None:
        self._events: list[tuple[float, int, Event]] = []
        self._order = itertools.count()

    def at(self, due: float, event: Event) -> None:
        """Plan an event; it is called with its own due time, so that states carry the time they really changed."""
        heapq.heappush(self._events, (due, next(self._order), event))

    def settle(self, now: float) -> None:
        """Let everything due by ``now`` happen, in order; events may plan further events."""
        while self._events and self._events[0][0] <= now:
            due, _, event = heapq.heappop(self._events)
            event(due)
