"""The shortest time in which pairs can be vended and joined, from the simulator's settings alone.

An exact event simulation of somebody who knows the future, whose calls take no time and who calls only what can't be
left out: CreateGovCloudAccount, InviteAccountToOrganization, AcceptHandshake. Every pair takes the same time, so first
come, first served is the best order, and a call that may go now never gains by waiting.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from partition_simulator.rates.bucket import Rate
from partition_simulator.rates.table import AWS, Holder, Limit


@dataclass
class Bucket:
    """A token bucket asked in order of time, that says when each token may be taken. Full at time 0."""

    rate: Rate
    _tokens: Fraction = field(init=False)
    _at: Fraction = field(init=False, default=Fraction(0))

    def __post_init__(self) -> None:
        self._tokens = Fraction(self.rate.burst)

    def take(self, moment: Fraction) -> Fraction:
        """Take a token at ``moment``, or as soon after it (and after the one before) as there is one; when that is."""
        moment = max(moment, self._at)
        self._tokens = min(Fraction(self.rate.burst), self._tokens + (moment - self._at) * self.rate.per_second)
        if self._tokens < 1:
            moment += (1 - self._tokens) / self.rate.per_second
            self._tokens = Fraction(1)
        self._at, self._tokens = moment, self._tokens - 1
        return moment


def optimum(
    pairs: int, creation_seconds: float, slots: int, role_delay_seconds: float = 0, limits: Iterable[Limit] = AWS
) -> float:
    """Virtual seconds from the first call until the last pair has joined.

    Args:
        pairs: How many.
        creation_seconds: From a request to its end, which frees its slot.
        slots: How many requests may be in progress.
        role_delay_seconds: From a request's end until the invited account's role can be assumed, to accept.
        limits: The rates. One management account in each partition makes all calls but AcceptHandshake, which each
            invited account makes for itself, all for one organization.
    """
    buckets: dict[tuple[str, str], Bucket] = {
        (operation, limit.per): Bucket(limit.rate) for limit in limits for operation in limit.operations
    }
    creation, invitation, acceptance = (
        buckets[operation, per]
        for operation, per in (
            ("CreateGovCloudAccount", "account"),
            ("InviteAccountToOrganization", "account"),
            ("AcceptHandshake", "organization"),
        )
    )
    took, delay = Fraction(str(creation_seconds)), Fraction(str(role_delay_seconds))
    free = [Fraction(0)] * slots
    made = []
    for _ in range(pairs):
        ended = creation.take(heapq.heappop(free)) + took
        heapq.heappush(free, ended)
        made.append(ended)
    joined = [acceptance.take(max(invitation.take(ended), ended + delay)) for ended in sorted(made)]
    return float(max(joined, default=Fraction(0)))


def floor_of_calls(calls: Mapping[str, int], per: Holder = "account", limits: Iterable[Limit] = AWS) -> float:
    """Seconds that one caller needs at least for so many calls of each operation: those of its slowest bucket.

    A bucket that is full at first lets ``burst`` calls through at once; each more takes one over its rate.
    """
    slowest = Fraction(0)
    for limit in limits:
        wanted = sum(calls.get(f"{limit.service}.{operation}", 0) for operation in limit.operations)
        if limit.per == per and wanted > limit.rate.burst:
            slowest = max(slowest, (wanted - limit.rate.burst) / limit.rate.per_second)
    return float(slowest)
