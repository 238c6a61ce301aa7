"""Time as the engine sees it: a clock and a wait that hears a stop. Tests pass one that moves a simulator's clock."""

import threading
import time
from typing import Protocol


class Pace(Protocol):
    """A monotonic clock in seconds, and a wait. Every wait of the engine goes through it."""

    def now(self) -> float:
        """Return monotonic seconds; only differences mean anything."""
        ...

    def wait(self, seconds: float, wake: threading.Event | None = None) -> bool:
        """Wait, at most for `seconds`, and no longer than until `wake` is set by another thread.

        Returns True as soon as a stop is asked for (within a second).
        """
        ...


class StopSignal(Protocol):
    """What `RealPace` listens to: `threading.Event` and the plugin's `Stop` both fit."""

    def is_set(self) -> bool:
        """Whether a stop was asked for."""
        ...


class RealPace:
    """The machine's clock. Looks at the stop at least four times a second, whatever kind of signal it is."""

    def __init__(self, stop: StopSignal | None = None) -> None:
        self._stop = stop

    def now(self) -> float:
        """Return `time.monotonic()`."""
        return time.monotonic()

    def wait(self, seconds: float, wake: threading.Event | None = None) -> bool:
        """Sleep in slices of a quarter of a second, so that a stop is heard within a second (rule 8)."""
        end = time.monotonic() + max(0.0, seconds)
        while True:
            if self._stop is not None and self._stop.is_set():
                return True
            left = end - time.monotonic()
            if left <= 0 or (wake is not None and wake.is_set()):
                return False
            if wake is None:
                time.sleep(min(0.25, left))
            else:
                wake.wait(min(0.25, left))
