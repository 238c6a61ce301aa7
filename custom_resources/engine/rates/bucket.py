"""One token bucket with a queue: who asked first gets the next token. Arithmetic on a clock that is passed in."""

from __future__ import annotations

import random
from collections import deque

from custom_resources.engine.rates.table import Rate

_LEAST = 1 / 32
"""The slowest that a bucket learns to be, as a part of its setting."""

_RECOVERY_SECONDS = 600.0
"""How long a bucket takes from having learnt nothing more until it is as fast as its setting again."""


_JITTER_SECONDS = 0.2
"""How much later one call may arrive at AWS than the next one, measured by when they left here."""


class Ticket:
    """A place in a bucket's queue."""


class Bucket:
    """AWS's bucket as it is seen from here: it fills at `rate.per_second`, and holds `rate.burst` tokens at most.

    A throttle that happens all the same means that somebody else takes from it, or that AWS made it smaller: then it
    is taken for empty and half as fast, and recovers slowly. Not thread-safe: the scheduler holds a lock.

    What fills in `_JITTER_SECONDS` is kept in reserve: AWS counts calls as they arrive, not as they leave. It delays
    the calls by so much, and makes them no fewer.
    """

    def __init__(self, rate: Rate, now: float) -> None:
        self.rate = rate
        self._tokens, self._at = float(rate.burst), now
        self._reserve = 0.0  # none for the first call: a bucket of one token would never have more
        self._part, self._throttled_at = 1.0, float("-inf")
        self._queue: deque[Ticket] = deque()

    @property
    def per_second(self) -> float:
        """Tokens a second at present."""
        return self.rate.per_second * self._part

    def ask(self, ticket: Ticket, now: float) -> float:
        """Take a token, if it is this ticket's turn and there is one: 0.0. Else the seconds after which to ask again.

        The first time, the ticket is put at the end of the queue.
        """
        self._fill(now)
        if ticket not in self._queue:
            self._queue.append(ticket)
        ahead = self._queue.index(ticket)
        missing = ahead + 1 + self._reserve - self._tokens
        # The tiny part is what floating point loses on the way.
        if ahead == 0 and missing <= 1e-9:
            self._queue.popleft()
            self._tokens -= 1
            self._reserve = self.rate.per_second * _JITTER_SECONDS
            return 0.0
        return max(missing / self.per_second, 1e-3)

    def place(self, ticket: Ticket) -> tuple[int, int]:
        """Return the ticket's place in the queue, from 1, and the queue's length."""
        return self._queue.index(ticket) + 1, len(self._queue)

    def leave(self, ticket: Ticket) -> None:
        """Give up the place, if there is one."""
        if ticket in self._queue:
            self._queue.remove(ticket)

    def throttled(self, now: float) -> None:
        """Learn that AWS refused a call: one halving a second, however many calls were refused in it.

        By how much the bucket is below empty is random, so that two processes that share it don't stay in step.
        """
        self._fill(now)
        self._tokens = min(self._tokens, -random.random())
        if now - self._throttled_at >= 1:
            self._throttled_at = now
            self._part = max(_LEAST, self._part / 2)

    def _fill(self, now: float) -> None:
        passed = max(0.0, now - self._at)
        self._at = max(self._at, now)
        most = max(float(self.rate.burst), 1 + self._reserve)
        self._tokens = min(most, self._tokens + passed * self.per_second)
        self._part = min(1.0, self._part + passed / _RECOVERY_SECONDS)
