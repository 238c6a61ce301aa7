"""Which creations are in progress, whoever began them, and when to look again: what one process knows, no call.

Not thread-safe: the queue holds a lock.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from statistics import median

SLOTS = 5
"""Creations that may be in progress at once (Organizations quotas page)."""

CREATION_SECONDS = 60.0
"""Of one creation, where no earlier one tells: a guess, unverified; AWS names no duration (claim: creation-time)."""

_LONGEST_GAP = 15.0
_SHORTEST_GAP = 0.25


class CreationProgress:
    """Counts creations from the last listing on, those accepted since then in, and learns how long one takes.

    Attributes:
        looked: whether a listing was read, and nothing has happened since that it would have to be read again for.
        sending: requests of ours that are being sent.
    """

    def __init__(self) -> None:
        self.looked = False
        self.sending = 0
        self._since: dict[str, float] = {}
        self._past: dict[str, float] = {}  # ours that a listing leaves out, until they are known to have ended
        self._ours: set[str] = set()
        self._durations: deque[float] = deque(maxlen=20)

    def __contains__(self, request_id: str) -> bool:
        return request_id in self._since

    @property
    def free(self) -> int:
        """How many more may be begun, as far as it is known."""
        return SLOTS - len(self._since) - self.sending

    @property
    def duration(self) -> float:
        """Seconds of one creation: the median of the last ones; `CREATION_SECONDS` before any has ended."""
        return median(self._durations) if self._durations else CREATION_SECONDS

    def accepted(self, request_id: str, now: float) -> None:
        """A request of ours is in progress from now on."""
        self._since[request_id] = now
        self._ours.add(request_id)

    def seen(self, request_id: str, now: float) -> None:
        """A request is in progress, at the latest since now."""
        self._since.setdefault(request_id, now)

    def ended(self, request_id: str, now: float) -> None:
        """A request has ended. What it took is learnt by our own clock, of those whose beginning was seen."""
        since = self._since.pop(request_id, self._past.pop(request_id, None))
        if since is not None and request_id in self._ours:
            self._ours.discard(request_id)
            self._durations.append(now - since)

    def listed(self, request_ids: Iterable[str], began: float, now: float) -> None:
        """Take in a listing of those in progress, whose reading began at `began`.

        One that is missing has ended, unless it was accepted after that. A listing that lags behind does no harm:
        whoever waits for a request describes it before believing that it has ended.
        """
        listed = set(request_ids)
        gone = {each for each, since in self._since.items() if each not in listed and since < began}
        self._past |= {each: self._since.pop(each) for each in gone if each in self._ours}
        self._since = {each: since for each, since in self._since.items() if each not in gone}
        for each in listed:
            self._since.setdefault(each, self._past.pop(each, now))
        self.looked = True

    def gap(self, now: float) -> float:
        """Seconds until it is worth while to look again.

        Until one has ended, a tenth of the oldest one's age: a short creation is noticed soon, a long one isn't asked
        for often. Then: not before the oldest one has nine tenths of what they take, and from there on closely.
        """
        oldest = now - min(self._since.values(), default=now)
        if not self._durations:
            return min(max(oldest / 10, 1.0), _LONGEST_GAP)
        close = min(max(self.duration / 60, _SHORTEST_GAP), _LONGEST_GAP)
        return min(max(self.duration * 0.9 - oldest, close), _LONGEST_GAP)
