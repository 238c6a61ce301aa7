"""The rates in force in one world, and its buckets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal, get_args

from partition_simulator.operations import SIMULATED
from partition_simulator.partitions import Side
from partition_simulator.rates.bucket import SECOND, Rate, TokenBucket
from partition_simulator.rates.table import AWS, Holder, Limit

Mode = Literal["off", "aws"]
Override = tuple[float, int] | None
"""Calls per second and burst; None for no limit."""


class Rates:
    """Which operations are limited, and how full each caller's buckets are. Needs the world's lock.

    mode: "aws" for the published table, "off" for none; on top of either, what :meth:`set_rate` changed.
    """

    def __init__(self, mode: Mode, overrides: Mapping[str, Override]) -> None:
        self.mode: Mode = "off"
        self._limits: dict[str, Limit] = {}
        self._by_operation: dict[tuple[str, str], list[Limit]] = {}
        self._buckets: dict[tuple[Side, str, str], TokenBucket] = {}
        self.set_mode(mode)
        for operation, override in overrides.items():
            self.set_rate(operation, override, 0)

    def set_mode(self, mode: Mode) -> None:
        """Begin with the table, or with nothing: every bucket is full, and what was overridden is not any more."""
        if mode not in get_args(Mode):
            raise ValueError(f"rates are {' or '.join(get_args(Mode))}, not {mode!r}")
        self.mode = mode
        self._limits = {limit.name: limit for limit in AWS} if mode == "aws" else {}
        self._buckets.clear()
        self._index()

    def _index(self) -> None:
        self._by_operation.clear()
        for limit in self._limits.values():
            for operation in limit.operations:
                self._by_operation.setdefault((limit.service, operation), []).append(limit)

    def set_rate(self, operation: str, override: Override, now: int, per: Holder = "account") -> None:
        """Change the rate of ``service.Operation``, and of those that share its bucket, from now on.

        Tokens that are there stay, as many as the new burst holds. None takes the limit away. ValueError for an
        operation that isn't simulated, and for a rate that no bucket can have.
        """
        service, _, name = operation.partition(".")
        if name not in SIMULATED.get(service, ()):
            raise ValueError(f"no operation {operation!r} is simulated; name one as organizations.DescribeAccount")
        if per not in get_args(Holder):
            raise ValueError(f"a rate is per {' or '.join(get_args(Holder))}, not {per!r}")
        in_force = [limit for limit in self._by_operation.get((service, name), []) if limit.per == per]
        named = [limit for limit in AWS if limit.service == service and name in limit.operations and limit.per == per]
        if override is None:
            for limit in in_force:
                del self._limits[limit.name]
                self._drop_buckets(limit.name)
        else:
            rate = Rate.of(*override)
            limit = (in_force or named or [Limit(service, frozenset([name]), rate, per)])[0]
            self._limits[limit.name] = replace(limit, rate=rate)
            for (_, of, _), bucket in self._buckets.items():
                if of == limit.name:
                    bucket.change(rate, now)
        self._index()

    def _drop_buckets(self, name: str) -> None:
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if key[1] != name}

    def is_limited(self, service: str, operation: str) -> bool:
        """Whether any limit is in force for an operation."""
        return (service, operation) in self._by_operation

    def admit(self, side: Side, service: str, operation: str, holders: Mapping[Holder, str | None], now: int) -> bool:
        """Whether a call may go on now; it then costs a token of each of its buckets, else it costs none."""
        buckets = []
        for limit in self._by_operation.get((service, operation), ()):
            holder = holders[limit.per]
            if holder is None:
                continue
            key = (side, limit.name, holder)
            bucket = self._buckets.get(key)
            if bucket is None:
                bucket = self._buckets[key] = TokenBucket(limit.rate, now)
            if not bucket.has_token(now):
                return False
            buckets.append(bucket)
        for bucket in buckets:
            bucket.take()
        return True

    def describe(self, now: int) -> dict[str, Any]:
        """The limits in force and the buckets in use, JSON-able."""
        return {
            "mode": self.mode,
            "limits": [
                {
                    "service": limit.service,
                    "operations": sorted(limit.operations),
                    "per": limit.per,
                    "per_second": float(limit.rate.per_second),
                    "burst": limit.rate.burst,
                }
                for _, limit in sorted(self._limits.items())
            ],
            "buckets": [
                {"partition": side, "limit": name, "holder": holder, "tokens": float(bucket.tokens(now))}
                for (side, name, holder), bucket in sorted(self._buckets.items(), key=lambda item: item[0])
            ],
        }


def microseconds(now: float) -> int:
    """A moment of the virtual clock, as buckets count it."""
    return int(now * SECOND)
