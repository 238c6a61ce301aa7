"""What is going to happen, and when: asynchronous AWS operations, played by the virtual clock."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from partition_simulator.world.world import World

EVENTS: dict[str, Callable[..., None]] = {}
"""The kinds of events by name. A saved state names them, so it can't name anything else."""

_Event = TypeVar("_Event", bound=Callable[..., None])


def event(function: _Event) -> _Event:
    """Make a module's function a kind of event: ``function(world, *subjects, at)``."""
    EVENTS[f"{function.__module__.removeprefix('partition_simulator.')}.{function.__qualname__}"] = function
    return function


class Agenda:
    """Events in order of their due time. They happen when somebody looks (:meth:`settle`), never by a thread."""

    def __init__(self) -> None:
        self._events: list[tuple[float, int, str, tuple[Any, ...]]] = []
        self._planned = 0

    def at(self, due: float, function: Callable[..., None], *subjects: Any) -> None:
        """Plan an event; it is told its own due time, so that states carry the time they really changed.

        TypeError for a function that isn't an :func:`event`: a closure could not be saved with the world.
        """
        name = next((name for name, known in EVENTS.items() if known is function), None)
        if name is None:
            raise TypeError(f"{function!r} is no event: decorate a function of a module with @event")
        self._planned += 1
        heapq.heappush(self._events, (due, self._planned, name, subjects))

    def settle(self, world: World, now: float) -> int:
        """Let everything due by ``now`` happen, in order; events may plan further events. How many happened."""
        happened = 0
        while self._events and self._events[0][0] <= now:
            due, _, name, subjects = heapq.heappop(self._events)
            EVENTS[name](world, *subjects, due)
            happened += 1
        return happened

    def next_due(self) -> float | None:
        """When the next event is due; None when nothing is planned."""
        return self._events[0][0] if self._events else None

    def unknown_events(self) -> list[str]:
        """The names of planned events that there are none of, as a restored agenda may have."""
        return sorted({name for _, _, name, _ in self._events if name not in EVENTS})

    def describe(self) -> list[dict[str, Any]]:
        """What is planned, soonest first, JSON-able: due time, kind, and the ids of what it is about."""
        return [
            {"due": due, "event": name, "subjects": [_identify(subject) for subject in subjects]}
            for due, _, name, subjects in sorted(self._events, key=lambda planned: planned[:2])
        ]


def _identify(subject: Any) -> Any:
    """An object by its own id, plain data by itself."""
    for attribute in ("request_id", "handshake_id", "account_id"):
        if hasattr(subject, attribute):
            return getattr(subject, attribute)
    return subject if isinstance(subject, str | int | float | None) else repr(subject)
