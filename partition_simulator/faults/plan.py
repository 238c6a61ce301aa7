"""The faults of one world: which are there, which strike, and how often they did."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

from partition_simulator.faults.fault import Fault
from partition_simulator.partitions import Side

# How many faults that are over stay listed.
_LISTED = 1000


@dataclass
class Injected:
    """A fault at work. ``matched``: the matching calls so far; ``struck``: those of them that it struck."""

    fault_id: str
    fault: Fault
    since: float
    chance: random.Random = field(default_factory=random.Random)
    matched: int = 0
    struck: int = 0

    def is_over(self, now: float) -> bool:
        """Whether it can strike no more."""
        lasted = self.fault.for_seconds is not None and now >= self.since + self.fault.for_seconds
        return lasted or self.struck >= self.fault.most

    def strikes(self) -> bool:
        """Whether it strikes one more matching call, which this counts."""
        self.matched += 1
        if self.matched <= self.fault.skip:
            return False
        if self.fault.probability < 1 and self.chance.random() >= self.fault.probability:
            return False
        self.struck += 1
        return True

    def describe(self, now: float) -> dict[str, Any]:
        """JSON-able."""
        return {
            "id": self.fault_id,
            **self.fault.describe(),
            "injected": self.since,
            "matched": self.matched,
            "struck": self.struck,
            "over": self.is_over(now),
        }


class FaultPlan:
    """The faults in the order in which they were injected; the first that strikes a call is the only one."""

    def __init__(self) -> None:
        self._active: list[Injected] = []
        self._over: list[Injected] = []
        self._injected = 0

    def add(self, fault: Fault, now: float) -> str:
        """Inject one; the id to remove it by."""
        self._injected += 1
        injected = Injected(f"fault-{self._injected}", fault, now, random.Random(fault.seed))
        self._active.append(injected)
        return injected.fault_id

    def remove(self, fault_id: str) -> bool:
        """Forget one; False when there is none with that id."""
        found = [injected for injected in (*self._active, *self._over) if injected.fault_id == fault_id]
        self._active = [injected for injected in self._active if injected not in found]
        self._over = [injected for injected in self._over if injected not in found]
        return bool(found)

    def clear(self) -> None:
        """Forget all of them."""
        self._active.clear()
        self._over.clear()

    def take(self, now: float, side: Side, service: str, operation: str, account: str) -> Fault | None:
        """The fault that strikes this call, if any; counts it."""
        if not self._active:
            return None
        self._retire(now)
        for injected in self._active:
            if injected.fault.matches(side, service, operation, account) and injected.strikes():
                return injected.fault
        return None

    def _retire(self, now: float) -> None:
        over = [injected for injected in self._active if injected.is_over(now)]
        if over:
            self._active = [injected for injected in self._active if not injected.is_over(now)]
            self._over = [*self._over, *over][-_LISTED:]

    def oldest_stale_read(self, now: float) -> float | None:
        """By how many seconds reads may still be answered stale; None when none is."""
        if not self._active:
            return None
        self._retire(now)
        return max((i.fault.stale_seconds for i in self._active if i.fault.stale_seconds is not None), default=None)

    def describe(self, now: float) -> list[dict[str, Any]]:
        """All of them, those that are over first, JSON-able."""
        self._retire(now)
        return [injected.describe(now) for injected in (*self._over, *self._active)]
