"""What interrupts an apply, where, and how the seed chooses it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from reliability.crashes.points import Moment
from reliability.crashes.recording import Recorded

Kind = Literal["ctrl-c", "ctrl-c twice", "ctrl-c any time", "network gone", "state lost", "killed and state lost"]
KINDS: tuple[Kind, ...] = (
    *("ctrl-c", "ctrl-c twice", "ctrl-c any time", "network gone", "state lost", "killed and state lost"),
)
OPERATIONS = ("vend", "join", "vend-and-join")
"""Both phases, each alone and one after the other in one apply."""
LOSING: frozenset[Kind] = frozenset({"state lost", "killed and state lost"})
"""These strike what comes later in a pair's life as well."""
LATER = ("place", "tag", "leave", "close")
# That a membership is to end, only the state knows: where it is lost before, the membership stays, and is no one's.
_LATER = frozenset(itertools.product(LOSING, LATER)) - {("killed and state lost", "leave")}


@dataclass(frozen=True)
class Interrupt:
    """One interrupt of one operation.

    number, moment: at which call, before or after its effect, it happens; unused by "ctrl-c any time" and "state lost".
    share: when "ctrl-c any time" happens, of the time that an undisturbed run takes.
    pause: seconds between the two of "ctrl-c twice".
    """

    kind: Kind
    number: int
    moment: Moment
    share: float
    pause: float

    def __str__(self) -> str:
        if self.kind == "state lost":
            return self.kind
        if self.kind == "ctrl-c any time":
            return f"{self.kind}, at {self.share:.0%}"
        return f"{self.kind}, {self.moment} call {self.number}"


Task = tuple[Recorded, Interrupt]


def chosen(recorded: Iterable[Recorded], each: int, seed: int, kinds: tuple[Kind, ...] = KINDS) -> list[Task]:
    """So many interrupts of each kind and operation; the state is lost only once, as there is no moment to choose."""
    source = random.Random(seed)
    return [
        (one, _any(kind, len(one.calls), source))
        for one, kind in itertools.product(recorded, kinds)
        if one.operation.name not in LATER or (kind, one.operation.name) in _LATER
        for _ in range(1 if kind == "state lost" else each)
    ]


def _any(kind: Kind, calls: int, source: random.Random) -> Interrupt:
    moments: tuple[Moment, ...] = ("before", "after")
    number, moment = source.randint(1, calls), source.choice(moments)
    return Interrupt(kind, number, moment, source.uniform(0.0, 1.0), source.uniform(0.05, 0.5))
