"""Waiting: how often to look is a table, and one small loop reads it.

A wait hears a stop within a second (`Pace.wait`), reports progress, and a time-out says what was seen last.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from custom_resources.engine.errors import EngineError, Stopped, TimedOut, Transient
from custom_resources.engine.pace import Pace

T = TypeVar("T")


@dataclass(frozen=True)
class Poll:
    """Seconds before the second look, the factor from look to look, the longest gap, and how many looks at most."""

    initial: float
    factor: float
    maximum: float
    looks: int | None = None

    def delay(self, look: int) -> float:
        """Return the seconds to wait after the `look`-th look (0-based)."""
        return float(min(self.maximum, self.initial * self.factor ** min(look, 40)))


POLLS: Mapping[str, Poll] = {
    # DescribeCreateAccountStatus is allowed 2/s per account; five are in progress at most.
    "creation": Poll(2, 1.5, 15),
    # A slot comes free about once a minute.
    "slot": Poll(5, 1.5, 30),
    # ConcurrentModification passes in seconds, FinalizingOrganization can take an hour (M).
    "transient": Poll(2, 2, 60),
    # Listings may lag behind: how often to look before believing that there is nothing
    # (claim: account-listed-after-success).
    "look": Poll(2, 1.8, 20, looks=6),
    "closing": Poll(5, 1.5, 30),
    # Users report up to about seven minutes until the role can be assumed. A gap is a seventh of the age at most, so
    # that an account that could join hardly waits for the next look, which is cheap (AssumeRole in rates/table.py).
    "role": Poll(0.5, 1.15, 10),
    "membership": Poll(2, 1.5, 10),
}


QUEUE_LIMIT = 6 * 3600.0
"""Seconds in the queue for a slot after which something is wrong: 5 at once make 1,000 pairs in less."""


class Deadline:
    """One operation's time: waits, hears a stop, reports progress, and gives up with what was seen last.

    doing: the error title (gerund + noun + id). resume: what running again will do.
    """

    def __init__(
        self,
        pace: Pace,
        progress: Callable[[str], None],
        doing: str,
        seconds: float,
        resume: str = "Run again to resume.",
    ) -> None:
        self.pace, self.progress, self.doing, self.seconds, self.resume = pace, progress, doing, seconds, resume
        self.started = pace.now()
        self.queued = 0.0

    @property
    def elapsed(self) -> float:
        """Seconds used so far, without those spent in the queue for a slot."""
        return self.pace.now() - self.started - self.queued

    @contextmanager
    def current(self) -> Iterator[None]:
        """Within it, calls of this thread that have to wait for their turn wait by this deadline."""
        token = _CURRENT.set(self)
        try:
            yield
        finally:
            _CURRENT.reset(token)

    def heed_stop(self, seen: str) -> None:
        """Raise Stopped if a stop was asked for: called before every step that begins something in AWS."""
        if self.pace.wait(0):
            raise Stopped(self.doing, f"Stopped as asked. Last seen: {seen}. {self.resume}")

    def wait(
        self,
        seconds: float,
        seen: str,
        *,
        queue: bool = False,
        wake: threading.Event | None = None,
        quiet: bool = False,
    ) -> None:
        """Wait once, at most until another thread sets `wake`. `quiet`: without a line of progress.

        queue: it is a wait for a slot, which does not use up the timeout.
        Raises Stopped, or TimedOut when the time is used up; both say `seen`.
        """
        left, seen = self.seconds - self.elapsed, seen.rstrip(".")
        if left <= 0 and not queue:
            raise TimedOut(self.doing, f"Gave up after {self.seconds:.0f} s. Last seen: {seen}. {self.resume}")
        if queue and self.queued >= QUEUE_LIMIT:
            raise TimedOut(self.doing, f"Gave up after {self.queued:.0f} s in the queue: {seen}. {self.resume}")
        if not quiet:
            self.progress(f"{self.doing}: {seen} ({self.elapsed:.0f} s)")
        before = self.pace.now()
        seconds = seconds if queue else min(seconds, left)
        stopped = self.pace.wait(seconds) if wake is None else self.pace.wait(seconds, wake)
        if queue:
            self.queued += self.pace.now() - before
        if stopped:
            raise Stopped(self.doing, f"Stopped as asked. Last seen: {seen}. {self.resume}")

    def until(self, kind: str, look: Callable[[], tuple[T | None, str]], *, queue: bool = False) -> T | None:
        """Call `look` until it returns a result that is not None; its text says what was seen.

        Returns None where the table bounds the number of looks and none found anything.
        """
        poll, looks = POLLS[kind], 0
        while True:
            with self.current():
                result, seen = look()
            if result is not None:
                return result
            looks += 1
            if poll.looks is not None and looks >= poll.looks:
                return None
            self.wait(poll.delay(looks - 1), seen, queue=queue)

    def patiently(self, call: Callable[[], T]) -> T:
        """Call, and call again while AWS answers with an error that it documents as passing (M)."""
        looks = 0
        while True:
            try:
                with self.current():
                    return call()
            except Transient as error:
                try:
                    self.wait(POLLS["transient"].delay(looks), f"AWS answers {error.reason}: {_first(error)}")
                except TimedOut as late:
                    late.reason, late.code = error.reason, error.code
                    raise late from error
                looks += 1


_CURRENT: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def current_deadline() -> Deadline | None:
    """Return the deadline of the operation that this thread works for; None outside of all."""
    return _CURRENT.get()


def _first(error: EngineError) -> str:
    return error.detail.split("\n")[0]
