"""The virtual clock that every state in the world is computed from."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

FASTEST = 1e6
LONGEST = 100 * 365 * 86400.0
LAST = datetime(9999, 1, 1, tzinfo=UTC).timestamp()
"""What a datetime can hold, with room for the days that are planned ahead."""


class VirtualClock:
    """Time that runs ``scale`` times as fast as real time and can be moved forward.

    It starts at the real time. There is also an *unscaled* reading, for what a client's own clock must agree on
    (session expiry: an SDK compares it with its computer's clock): real time plus whatever ``advance`` jumped over.
    """

    def __init__(self, scale: float = 1.0) -> None:
        self._lock = threading.Lock()
        self._moved = threading.Condition(self._lock)
        self._scale = self._checked(scale)
        self._real = time.monotonic()
        self._virtual = time.time()
        self._started_real = self._real
        self._started = self._virtual
        self._jumped = 0.0

    def __getstate__(self) -> dict[str, float]:
        with self._lock:
            return {"now": self._now(), "scale": self._scale, "jumped": self._jumped}

    def __setstate__(self, state: dict[str, float]) -> None:
        """Go on from a saved moment: virtual time stood still meanwhile, a client's clock didn't."""
        self.__init__(state["scale"])  # type: ignore[misc]
        self._virtual, self._jumped = float(state["now"]), float(state["jumped"])
        if not 0 <= self._virtual < LAST:
            raise ValueError(f"no clock shows {self._virtual}")

    @staticmethod
    def _checked(scale: float) -> float:
        if scale < 0:
            raise ValueError(f"a clock can't run backwards: scale {scale}")
        if not scale <= FASTEST:
            raise ValueError(f"a clock runs at most {FASTEST:.0f} times as fast, not {scale}")
        return scale

    @property
    def scale(self) -> float:
        """Virtual seconds per real second."""
        return self._scale

    def now(self) -> float:
        """Virtual seconds since the epoch."""
        with self._lock:
            return self._now()

    def _now(self) -> float:
        return self._virtual + (time.monotonic() - self._real) * self._scale

    def unscaled(self) -> float:
        """Seconds since the epoch as a client sees them, plus every jump made by :meth:`advance`."""
        with self._lock:
            return self._started + (time.monotonic() - self._started_real) + self._jumped

    def advance(self, seconds: float) -> None:
        """Jump forward by so many virtual seconds; ValueError for a negative number."""
        if seconds < 0:
            raise ValueError(f"a clock can't run backwards: advance({seconds})")
        if not seconds <= LONGEST:
            raise ValueError(f"a clock jumps at most {LONGEST:.0f} seconds at once, not {seconds}")
        with self._lock:
            if self._now() + seconds >= LAST:
                raise ValueError(f"the clock ends with the year 9999; advance({seconds}) leads beyond")
            self._virtual += seconds
            self._jumped += seconds
            self._moved.notify_all()

    def advance_to(self, moment: float) -> None:
        """Jump to a virtual time, exactly; nothing when it is past."""
        with self._lock:
            ahead = moment - self._now()
            if ahead > 0:
                self._virtual, self._real = moment, time.monotonic()
                self._jumped += ahead
                self._moved.notify_all()

    def wait_until(self, moment: float, at_most: float) -> None:
        """Wait for a virtual time, and at most so many real seconds; a jump or another speed is noticed at once."""
        with self._lock:
            ahead = moment - self._now()
            if ahead > 0:
                self._moved.wait(at_most if self._scale == 0 else min(at_most, ahead / self._scale))

    def set_scale(self, scale: float) -> None:
        """Change the speed from now on, without a jump."""
        self._checked(scale)
        with self._lock:
            self._virtual = self._now()
            self._real = time.monotonic()
            self._scale = scale
            self._moved.notify_all()


def naive_utc(timestamp: float) -> datetime:
    """A timestamp as the naive UTC datetime that moto's models calculate with."""
    return datetime.fromtimestamp(timestamp, UTC).replace(tzinfo=None)
