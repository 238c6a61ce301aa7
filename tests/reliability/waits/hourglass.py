"""Who waits, and the sand that runs out: each wait of a run by its place, and one of them with its time used up."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, TypeVar

import pytest

from custom_resources.engine.errors import TimedOut
from custom_resources.engine.polling import QUEUE_LIMIT, Deadline
from partition_simulator import Fault, Simulator
from tests.reliability.waits.census import Site, site_of

T = TypeVar("T")

#: What AWS documents as passing, for any service, and what is no throttle (polling.py, calls.py).
PASSING = Fault("*", "*", code="ConcurrentModificationException", times=10**6)
_WAIT, _UNTIL, _PATIENTLY = Deadline.wait, Deadline.until, Deadline.patiently
_WITHIN = {_UNTIL.__code__: "until", _PATIENTLY.__code__: "patiently"}


@dataclass
class Hourglass:
    """Notes the waits of a run while it is patched in.

    A place of the way ``patiently`` waits only while AWS refuses: it is noted when it calls, and AWS refuses there when
    it is the one whose time is to be used up.

    Attributes:
        at, nth: the place that is to time out, and from which of its waits on, from 1.
        hooks: what happens when a place of the way ``patiently`` calls for the first time, by the place's name.
        met: how often each place was met.
        raised: what was raised there.
        over: nothing is noted and struck any more.
    """

    simulator: Simulator
    at: Site | None = None
    nth: int = 1
    hooks: Mapping[str, Callable[[], None]] = field(default_factory=dict)
    met: Counter[Site] = field(default_factory=Counter)
    raised: TimedOut | None = None
    over: bool = False

    def stand(self, patch: pytest.MonkeyPatch) -> None:
        """Patch it in."""
        glass = self

        def wait(deadline: Deadline, seconds: float, seen: str, **how: Any) -> None:
            glass._wait(deadline, seconds, seen, how, sys._getframe(1))

        def patiently(deadline: Deadline, call: Callable[[], T]) -> T:
            return glass._patiently(deadline, call, sys._getframe(1))

        patch.setattr(Deadline, "wait", wait)
        patch.setattr(Deadline, "patiently", patiently)

    def _patiently(self, deadline: Deadline, call: Callable[[], T], frame: FrameType) -> T:
        site = site_of(frame, "patiently")
        if site is None or self.over:
            return _PATIENTLY(deadline, call)
        self.met[site] += 1
        if self.met[site] == 1 and str(site) in self.hooks:
            self.hooks[str(site)]()
        if not self._is_struck(site):
            return _PATIENTLY(deadline, call)
        fault = self.simulator.inject(PASSING)
        try:
            return _PATIENTLY(deadline, call)
        except TimedOut as error:  # perhaps of a place within, which has less time
            self.raised = self.raised or error
            raise
        finally:
            self.simulator.remove_fault(fault)

    def _wait(self, deadline: Deadline, seconds: float, seen: str, how: dict[str, Any], frame: FrameType) -> None:
        way = _WITHIN.get(frame.f_code, "wait")
        caller: FrameType | None = frame
        while caller is not None and (caller.f_code in _WITHIN or caller.f_code.co_filename == __file__):
            caller = caller.f_back
        site = None if caller is None else site_of(caller, way)
        site = None if self.over else site
        if site is not None and way != "patiently":
            self.met[site] += 1
        if site is None or not self._is_struck(site):
            return _WAIT(deadline, seconds, seen, **how)
        if how.get("queue"):
            deadline.queued = QUEUE_LIMIT
        else:
            deadline.started -= deadline.seconds
        try:
            return _WAIT(deadline, seconds, seen, **how)
        except TimedOut as error:
            self.raised = error
            raise

    def _is_struck(self, site: Site) -> bool:
        return site == self.at and self.met[site] >= self.nth and self.raised is None
