"""What the rates cost: calls, throttles, retries and waiting, counted for each caller and operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from partition_simulator.partitions import Side
from partition_simulator.rates.bucket import SECOND

# More throttled requests than this don't wait at once; the oldest of so many is surely given up.
_REMEMBERED = 100_000


@dataclass
class Counts:
    """One caller's calls of one operation; times in virtual microseconds.

    calls: all that arrived, throttled ones included.
    throttled: how many of them were refused for their rate.
    retries: calls that repeat a request that was throttled before.
    waited: from the first throttle of each request until it was let through, summed.
    """

    calls: int = 0
    throttled: int = 0
    retries: int = 0
    waited: int = 0


class Traffic:
    """All counts of one world. A request and its retries are known by the SDK's ``amz-sdk-invocation-id``.

    A client that doesn't send that header is counted, but its retries look like new requests.
    """

    def __init__(self) -> None:
        self._counts: dict[tuple[Side, str, str, str], Counts] = {}
        self._waiting: dict[tuple[str, str], tuple[tuple[Side, str, str, str], int]] = {}

    def count(
        self, side: Side, service: str, operation: str, account: str, invocation: str | None, admitted: bool, now: int
    ) -> None:
        """Count one call. ``invocation``: the SDK's id of the request that it is an attempt of."""
        key = (side, service, operation, account)
        counts = self._counts.get(key)
        if counts is None:
            counts = self._counts[key] = Counts()
        counts.calls += 1
        waiting = (account, invocation) if invocation is not None else None
        first = self._waiting.get(waiting) if waiting is not None and self._waiting else None
        if first is not None:
            counts.retries += 1
        if not admitted:
            counts.throttled += 1
            if waiting is not None and first is None:
                if len(self._waiting) >= _REMEMBERED:
                    del self._waiting[next(iter(self._waiting))]
                self._waiting[waiting] = (key, now)
        elif first is not None and waiting is not None:
            counts.waited += now - first[1]
            del self._waiting[waiting]

    def describe(self) -> list[dict[str, Any]]:
        """The counts, JSON-able; ``waiting``: requests that were throttled and not let through since."""
        waiting: dict[tuple[Side, str, str, str], int] = {}
        for key, _ in self._waiting.values():
            waiting[key] = waiting.get(key, 0) + 1
        return [
            {
                "partition": side,
                "operation": f"{service}.{operation}",
                "account": account,
                "calls": counts.calls,
                "throttled": counts.throttled,
                "retries": counts.retries,
                "waited_seconds": counts.waited / SECOND,
                "waiting": waiting.get((side, service, operation, account), 0),
            }
            for (side, service, operation, account), counts in sorted(self._counts.items(), key=lambda item: item[0])
        ]

    def clear(self) -> None:
        """Count from zero again."""
        self._counts.clear()
        self._waiting.clear()
