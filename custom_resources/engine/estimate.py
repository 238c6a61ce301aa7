"""How long it takes to make so many pairs and to let them join, and how many won't fit: arithmetic, no call.

The slots, the rates and the pairs' own durations are put on one time line, pair by pair, as the engine would go.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from custom_resources.engine.creation_progress import CREATION_SECONDS
from custom_resources.engine.rates.table import Rate, Rates

if TYPE_CHECKING:
    from custom_resources.engine.model import CreationRequest
    from custom_resources.engine.quotas import Quotas

ROLE_SECONDS = 60.0
"""From a pair made to its role being assumable: a guess, unverified. Users report up to about seven minutes
(claim: vended-role-delay)."""

CREATE = "organizations:CreateGovCloudAccount"
INVITE, ACCEPT = "organizations:InviteAccountToOrganization", "organizations:AcceptHandshake"


@dataclass(frozen=True)
class Estimate:
    """What to expect of so many pairs, counted from now.

    vending_seconds, joining_seconds: until the last one is made, and until the last one is a member of its GovCloud
    organization. arithmetic: how they came about, sentence by sentence. problems: what won't fit, and what to do.
    unknown: quotas that could not be read, and were taken as sufficient.
    """

    pairs: int
    vending_seconds: float
    joining_seconds: float
    arithmetic: tuple[str, ...]
    problems: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def fits(self) -> bool | None:
        """Whether all fit into what the quotas leave; None where that is unknown."""
        return None if self.unknown and not self.problems else not self.problems

    @property
    def text(self) -> str:
        """All of it, in sentences."""
        head = (
            f"{_pairs(self.pairs)}: made in about {duration(self.vending_seconds)}, joined after about "
            f"{duration(self.joining_seconds)}."
        )
        return " ".join((head, *self.arithmetic, *self.problems, *self.unknown))


def creation_seconds(requests: Iterable[CreationRequest]) -> tuple[float | None, int]:
    """Return the median duration of the creations that succeeded, in seconds, and of how many; None where none did."""
    ages = [
        (request.completed_timestamp - request.requested_timestamp).total_seconds()
        for request in requests
        if request.state == "SUCCEEDED" and request.completed_timestamp and request.requested_timestamp
    ]
    return (median(ages), len(ages)) if ages else (None, 0)


def estimate(
    pairs: int, quotas: Quotas, rates: Rates | None = None, creation: float | None = None, learnt_from: int = 0
) -> Estimate:
    """Say how long `pairs` new pairs take, and what won't fit into what the quotas leave.

    creation: seconds of one creation (see `creation_seconds`); `CREATION_SECONDS` where None. learnt_from: of how many
    earlier ones that is the median; only told. Quotas that are unknown are taken as sufficient, and said to be unknown.
    """
    rates, each = rates or Rates(), creation if creation is not None else CREATION_SECONDS
    taken = min(quotas.creations_in_progress or 0, quotas.creations_at_once)
    # Creations that already run are half way through, on the average.
    slots = [each / 2 if place < taken else 0.0 for place in range(quotas.creations_at_once)]
    made = _made(pairs, slots, each, _Gate(rates.rate(CREATE)))
    joined = _joined(made, (_Gate(rates.rate(INVITE)), _Gate(rates.rate(ACCEPT, "organization"))))
    return Estimate(
        pairs,
        made[-1] if made else 0.0,
        joined[-1] if joined else 0.0,
        tuple(_arithmetic(pairs, quotas, rates, each, learnt_from, taken)),
        tuple(_problems(pairs, quotas)),
        tuple(_unknown(quotas)),
    )


class _Gate:
    """A token bucket, full at first, as the earliest time of the next call."""

    def __init__(self, rate: Rate | None) -> None:
        self._gap = 1 / rate.per_second if rate is not None else 0.0
        self._ahead = self._gap * (rate.burst - 1) if rate is not None else 0.0
        self._due = 0.0

    def passes(self, at: float) -> float:
        """Return when a call that is ready `at` is let through, never before the one asked for before it."""
        through = max(at, self._due - self._ahead)
        self._due = max(self._due, through) + self._gap
        return through


def _made(pairs: int, slots: list[float], each: float, gate: _Gate) -> list[float]:
    """When each pair is made: it begins when a slot is free and the rate lets it."""
    heapq.heapify(slots)
    made = []
    for _ in range(pairs):
        made.append(gate.passes(slots[0]) + each)
        heapq.heapreplace(slots, made[-1])
    return made


def _joined(made: Sequence[float], gates: Sequence[_Gate]) -> list[float]:
    """When each has joined: its role is ready, then invited and accepted, each under its rate."""
    joined = []
    for at in made:
        at += ROLE_SECONDS
        for gate in gates:
            at = gate.passes(at)
        joined.append(at)
    return joined


def _arithmetic(pairs: int, quotas: Quotas, rates: Rates, each: float, learnt_from: int, taken: int) -> Iterable[str]:
    source = f"the median of the last {learnt_from}" if learnt_from else "a guess, no earlier one being known"
    yield f"One creation takes {duration(each)} ({source}); {quotas.creations_at_once} may be in progress at once."
    if taken:
        yield f"{taken} of these places {'is' if taken == 1 else 'are'} taken now."
    waves = -(-pairs // quotas.creations_at_once)
    yield f"By the places alone: {pairs} / {quotas.creations_at_once} = {waves} in a row, {duration(waves * each)}."
    rate = rates.rate(CREATE)
    if rate is not None:
        yield (
            f"By the rate alone ({rate.burst} at once, then one every {1 / rate.per_second:g} s): the last begins "
            f"after {duration(rate.seconds_for(pairs))}."
        )
    if quotas.invitations_left is not None and quotas.invitations_left < pairs:
        yield (
            f"{quotas.invitations_left} more invitations may be open today; accepted ones don't count, so that is no "
            "limit as long as each is accepted soon."
        )
    yield f"A role can be assumed about {duration(ROLE_SECONDS)} after that (a guess); joining follows pair by pair."


def _problems(pairs: int, quotas: Quotas) -> Iterable[str]:
    left, invitations = quotas.accounts_left, quotas.invitations_left
    if left is not None and left < pairs:
        yield (
            f"{pairs - left} of them won't fit: {quotas.accounts} of {quotas.account_quota} accounts are used. Ask for "
            "a higher quota first: Service Quotas, AWS Organizations, in us-east-1."
        )
    if invitations == 0:
        yield (
            "None of them can be invited now: the GovCloud organization has sent all the invitations of 24 hours that "
            "it may, and only accepted ones don't count. The next apply invites them; nothing is made twice."
        )


def _unknown(quotas: Quotas) -> Iterable[str]:
    if quotas.accounts_left is None:
        yield "How many accounts the commercial organization may still have is unknown."
    if quotas.invitations_left is None:
        yield "How many invitations the GovCloud organization may still send today is unknown."


def _pairs(number: int) -> str:
    return f"{number} account pair{'' if number == 1 else 's'}"


def duration(seconds: float) -> str:
    """Return seconds in words, to the second below an hour: `45 s`, `12 min 5 s`, `1 h 3 min`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    if minutes:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    return f"{rest} s"
