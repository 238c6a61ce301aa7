"""A simulator that writes down each API call, and lets something be done before and after one of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from partition_simulator import Simulator, SimulatorSettings
from partition_simulator.http.incoming import read
from partition_simulator.http.listener import Handler
from partition_simulator.http.message import ConnectionDropped, HttpRequest, HttpResponse
from partition_simulator.partitions import Partition
from reliability.crashes.points import Point

_LOOKS = frozenset({"DescribeCreateAccountStatus", "ListCreateAccountStatus", "DescribeAccount"})


class WatchedSimulator(Simulator):
    """Time stands still in it, but for a second after each look at a state: so long do creations and closings take.

    The first look finds them in progress, and the second done, however slow the machine is.
    """

    def __init__(self) -> None:
        super().__init__(SimulatorSettings(creation_seconds=1, closing_seconds=1, clock_scale=0))
        self._order = threading.Lock()
        self._received: list[str] = []
        self._point: Point | None = None
        self._strike: Callable[[], None] = lambda: None
        self._back = 0.0

    def watch(self, point: Point | None = None, strike: Callable[[], None] = lambda: None) -> None:
        """Forget the calls so far; with a point, call ``strike`` there, once, while its caller waits."""
        with self._order:
            self._received, self._point, self._strike = [], point, strike

    def unplug(self, seconds: float) -> None:
        """From now on, for so many real seconds, no call arrives: each connection ends without an answer."""
        self._back = time.monotonic() + seconds

    def plugged(self) -> None:
        """Return when calls arrive again."""
        time.sleep(max(0.0, self._back - time.monotonic()))

    @property
    def received(self) -> list[str]:
        """The calls since then, in the order in which they came: ``commercial organizations:ListRoots``."""
        with self._order:
            return list(self._received)

    def handler(self, partition: Partition) -> Handler:
        """The simulator's own, watched."""
        serve = super().handler(partition)

        def handle(request: HttpRequest) -> HttpResponse:
            incoming = read(request)
            with self._order:
                self._received.append(f"{partition.side} {incoming.name}")
                struck = self._point if self._point and self._point.number == len(self._received) else None
            if struck is not None and struck.moment == "before":
                self._strike()
                if struck.drops:
                    raise ConnectionDropped
            if time.monotonic() < self._back:
                raise ConnectionDropped
            answer = serve(request)
            if incoming.operation in _LOOKS:
                self.clock.advance(1)
            if struck is not None and struck.moment == "after":
                self._strike()
                if struck.drops:
                    raise ConnectionDropped
            return answer

        return handle
