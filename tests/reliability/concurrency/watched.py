"""A simulator that lets something be done when a call arrives, while its caller waits."""

from __future__ import annotations

import threading
from collections.abc import Callable

from partition_simulator import Simulator, SimulatorSettings
from partition_simulator.http.incoming import read
from partition_simulator.http.listener import Handler
from partition_simulator.http.message import HttpRequest, HttpResponse
from partition_simulator.partitions import Partition

_LOOKS = frozenset({"DescribeCreateAccountStatus", "ListCreateAccountStatus", "DescribeAccount"})


class WatchedSimulator(Simulator):
    """Calls ``arrived`` with each call's name (``commercial organizations:ListRoots``) before it is served.

    ``ticks``: whether a look at a state takes a second, so that creations end without anybody who moves the clock.
    """

    def __init__(self, settings: SimulatorSettings | None = None, *, ticks: bool = False) -> None:
        super().__init__(settings)
        self.arrived: Callable[[str], None] = lambda name: None
        self._ticks = ticks

    def handler(self, partition: Partition) -> Handler:
        """The simulator's own, watched."""
        serve = super().handler(partition)

        def handle(request: HttpRequest) -> HttpResponse:
            incoming = read(request)
            self.arrived(f"{partition.side} {incoming.name}")
            answer = serve(request)
            if self._ticks and incoming.operation in _LOOKS:
                self.clock.advance(1)
            return answer

        return handle


class Meeting:
    """Holds the first call of an operation until so many have come: all of them have looked before one changes."""

    def __init__(self, service: str, operation: str, parties: int = 2, patience: float = 60.0) -> None:
        self._name, self._parties, self._patience = f"{service}:{operation}", parties, patience
        self._barrier = threading.Barrier(parties)
        self._lock = threading.Lock()
        self.came = 0

    def __call__(self, name: str) -> None:
        """Wait for the others, if the call is one of those that are to meet."""
        if name.partition(" ")[2] != self._name:
            return
        with self._lock:
            self.came += 1
            if self.came > self._parties:
                return
        try:
            self._barrier.wait(self._patience)
        except threading.BrokenBarrierError:
            self.came = -1000  # they didn't meet, and `met` says so

    @property
    def met(self) -> bool:
        """Whether they met."""
        return self.came >= self._parties


class AtCall:
    """Does something once, when the call of that number arrives; its own calls are not counted."""

    def __init__(self, number: int, act: Callable[[], None]) -> None:
        self._number, self._act = number, act
        self._lock = threading.Lock()
        self._acting = False
        self.received: list[str] = []

    def __call__(self, name: str) -> None:
        """Count a call, and act where its turn has come."""
        with self._lock:
            if self._acting:
                return
            self.received.append(name)
            if len(self.received) != self._number:
                return
            self._acting = True
        try:
            self._act()
        finally:
            self._acting = False
