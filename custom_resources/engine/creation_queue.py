"""The line of creations that wait for one of the organization's five places, and the one look that all of them share.

Whoever waits, for a place or for the end of a request, looks when a look is due and nobody else does; the others have
what it sees. Nothing is asked while nobody waits.
"""

from __future__ import annotations

import random
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from custom_resources.engine.creation_progress import SLOTS, CreationProgress
from custom_resources.engine.errors import NotFound, Unreachable
from custom_resources.engine.polling import POLLS, Deadline
from custom_resources.engine.requests import describe_request, iterate_requests

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import CreationRequest

_UNANSWERED_LOOKS = 5
"""How many looks in a row at a running request may tell nothing before giving up; the request goes on in AWS."""

_OTHERS_LOOK = 1.0
"""Seconds after which whoever waits for another thread's look wonders whether it is still on its way."""

_TOLD_EVERY = 15.0
"""Seconds between two lines of progress of one wait that has nothing new to tell."""


class Place:
    """One creation's place in the line."""

    def __init__(self) -> None:
        self.told, self.told_at = "", float("-inf")


class Sending:
    """A creation that is being sent; `request_id` is that of the request once AWS has taken it."""

    def __init__(self) -> None:
        self.request_id: str | None = None

    def accepted(self, request_id: str) -> None:
        """AWS has taken it: the request holds the place until it has ended."""
        self.request_id = request_id


class CreationQueue:
    """One process's creations. Thread-safe; first come, first served."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line: deque[Place] = deque()
        self._progress = CreationProgress()
        self._looking = False
        self._next_look = float("-inf")
        self._news = threading.Event()

    def enter(self, estate: Estate, deadline: Deadline, *, first: bool = False) -> None:
        """Wait for a place; it doesn't use up the timeout. To be followed by `sending`.

        first: go before all others, who came later. Raises Stopped, and what the listing of requests raises.
        """
        place = Place()
        with self._lock:
            self._line.insert(0 if first else len(self._line), place)
        try:
            while True:
                news = self._news  # before the look at what there is: what comes after it wakes
                if self._taken(place):
                    return
                self._wait(estate, deadline, place, self._words(place), news, queue=True)
        finally:
            with self._lock:
                if place in self._line:
                    self._line.remove(place)

    @contextmanager
    def sending(self, deadline: Deadline) -> Iterator[Sending]:
        """Hold the place that was entered while the request is sent; without `accepted`, it is given back.

        Then a look comes before the next creation begins: AWS refused it for what isn't seen from here, or the answer
        was lost and nobody knows whether it was taken. Raises Stopped, before anything is sent.
        """
        sending = Sending()
        try:
            deadline.heed_stop("nothing was sent yet")
            yield sending
        finally:
            with self._lock:
                self._progress.sending -= 1
                if sending.request_id is not None:
                    self._progress.accepted(sending.request_id, deadline.pace.now())
                else:
                    self._progress.looked = False
                self._tell()

    def wait_after_refusal(self, deadline: Deadline, looks: int, seen: str, *, full: bool) -> None:
        """Wait before the creation is sent again; the place is given back already.

        full: somebody else has taken the last place: a wait in the line, random in part, so that two processes don't
        stay in step. Otherwise it is a refusal that passes, and the wait uses up the operation's time.
        """
        if full:
            deadline.wait(POLLS["slot"].delay(looks) * random.uniform(0.5, 1.5), seen, queue=True)
        else:
            deadline.wait(POLLS["transient"].delay(looks), seen)

    def full(self, estate: Estate, deadline: Deadline) -> bool:
        """Look now, and say whether all places are taken."""
        with self._lock:
            self._looking = True
        self._look(estate, deadline)
        with self._lock:
            return self._progress.free <= 0

    def follow(self, estate: Estate, request_id: str, deadline: Deadline) -> CreationRequest:
        """Wait until the request, ours or another's, is SUCCEEDED or FAILED, and return it."""
        place, unanswered, began = Place(), 0, deadline.pace.now()
        while True:
            with self._lock:
                news, running = self._news, request_id in self._progress
            seen = f"creation request {request_id} is IN_PROGRESS"
            if not running:
                try:
                    status = deadline.patiently(lambda: describe_request(estate, request_id))
                except (Unreachable, NotFound) as error:  # one just accepted may not be shown everywhere yet
                    unanswered += 1
                    if unanswered >= _UNANSWERED_LOOKS:
                        error.detail += f" Seen {unanswered} times while {deadline.doing}. {deadline.resume}"
                        raise
                    what = "not shown by AWS yet" if isinstance(error, NotFound) else "no answer from AWS"
                    deadline.wait(POLLS["creation"].delay(unanswered), f"creation request {request_id}: {what}")
                    continue
                unanswered = 0
                with self._lock:
                    if status.state in ("SUCCEEDED", "FAILED"):
                        self._progress.ended(request_id, deadline.pace.now())
                        self._tell()
                        return status
                    self._progress.seen(request_id, began)
            try:
                if self._wait(estate, deadline, place, seen, news):
                    unanswered = 0
            except Unreachable as error:
                unanswered += 1
                if unanswered >= _UNANSWERED_LOOKS:
                    error.detail += f" Seen {unanswered} times while {deadline.doing}. {deadline.resume}"
                    raise
                deadline.wait(POLLS["creation"].delay(unanswered), f"{seen}; no answer from AWS")

    def _taken(self, place: Place) -> bool:
        with self._lock:
            if self._line[0] is not place or not self._progress.looked or self._progress.free <= 0:
                return False
            self._line.popleft()
            self._progress.sending += 1
            self._tell()  # the next one is first now
            return True

    def _words(self, place: Place) -> str:
        with self._lock:
            ahead = self._line.index(place) + 1
            minutes = ahead * self._progress.duration / SLOTS / 60
            return (
                f"waiting for one of {SLOTS} creation slots: place {ahead} of {len(self._line)}, about "
                f"{max(1, round(minutes))} min"
            )

    def _wait(
        self, estate: Estate, deadline: Deadline, place: Place, seen: str, news: threading.Event, *, queue: bool = False
    ) -> bool:
        """Look, if a look is due and nobody else does; else wait until one is due or there is news.

        news: as it was before the caller saw that it has to wait. Returns whether it looked.
        """
        now = deadline.pace.now()
        with self._lock:
            leads = not self._looking and (not self._progress.looked or now >= self._next_look)
            self._looking = self._looking or leads
            seconds = _OTHERS_LOOK if self._looking else self._next_look - now
        if leads:
            self._look(estate, deadline)
            return True
        told = seen != place.told or now - place.told_at >= _TOLD_EVERY
        if told:
            place.told, place.told_at = seen, now
        deadline.wait(max(seconds, 0.01), seen, queue=queue, wake=news, quiet=not told)
        return False

    def _look(self, estate: Estate, deadline: Deadline) -> None:
        began = deadline.pace.now()
        try:
            running = deadline.patiently(lambda: [each.id for each in iterate_requests(estate, ["IN_PROGRESS"])])
            now = deadline.pace.now()
            with self._lock:
                self._progress.listed(running, began, now)
                self._next_look = now + self._progress.gap(now)
        finally:
            with self._lock:
                self._looking = False
                self._tell()

    def _tell(self) -> None:
        """Wake all who wait; with the lock held."""
        self._news.set()
        self._news = threading.Event()
