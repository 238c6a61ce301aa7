"""The invitations of one organization, listed once per process and kept up to date by what the process itself does.

A joining that listed them for itself would make N joinings cost N²/20 calls. Others may send, answer or cancel
invitations meanwhile: AWS's answers to our own calls tell (DuplicateHandshake, InvalidHandshakeTransition, …), and
whoever is told so has them listed anew. Nothing is ever accepted or called a member because the book says so.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from custom_resources.engine.handshakes import OPEN_STATES, sent_by

if TYPE_CHECKING:
    from custom_resources.engine.model import Handshake
    from custom_resources.engine.polling import Deadline
    from custom_resources.engine.session import AwsSession

MAX_AGE = 3600.0
"""Seconds after which the book is listed anew, whatever it says."""

_LAG = 60.0
"""Seconds for which a listing may not show yet what we know (as long as `POLLS["look"]` looks; unverified,
claim: account-listed-after-success)."""


class InvitationBook:
    """Thread-safe. The lock is held over no call and no wait: one thread lists, the others wait for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Handshake, float]] = {}  # with the time at which it was seen so
        self._listed_at: float | None = None
        self._doubts = self._answered = 0  # how many doubts there were; how many before the last listing began
        self._listing: threading.Event | None = None

    def doubt(self) -> int:
        """Say that the book may be wrong; returns what `listed` takes to answer it by a listing begun since."""
        with self._lock:
            self._doubts += 1
            return self._doubts

    def learn(self, handshake: Handshake, deadline: Deadline) -> None:
        """Take up an invitation of this organization as AWS has just shown it."""
        with self._lock:
            self._put(handshake, deadline.pace.now())

    def listed(self, session: AwsSession, deadline: Deadline, doubt: int = 0) -> list[Handshake]:
        """Return the organization's invitations, open and ended ones, as far as they are known.

        doubt: one that the answer has to be later than. Raises what listing raises, Stopped, and TimedOut.
        """
        while True:
            with self._lock:
                if self._fresh(deadline.pace.now(), doubt):
                    return [handshake for handshake, _ in self._known.values()]
                others = self._listing
                if others is None:
                    mine = self._listing = threading.Event()
                    answers = self._doubts
            if others is None:
                try:
                    self._list(session, deadline, answers)
                finally:
                    with self._lock:
                        self._listing = None
                    mine.set()
            else:
                # Another thread's calls take real time, whatever clock the waits go by.
                while not others.wait(0.2):
                    deadline.wait(0, "the organization's invitations are being listed", quiet=True)

    def _fresh(self, now: float, doubt: int) -> bool:
        return self._listed_at is not None and now - self._listed_at < MAX_AGE and self._answered >= doubt

    def _list(self, session: AwsSession, deadline: Deadline, answers: int) -> None:
        began = deadline.pace.now()
        found = list(sent_by(session, deadline))
        with self._lock:
            for handshake in found:
                self._put(handshake, began)
            # What isn't listed is no longer known to AWS (30 days after its end), unless it is too new to be listed.
            self._known = {key: entry for key, entry in self._known.items() if entry[1] >= began - _LAG}
            self._listed_at, self._answered = began, answers

    def _put(self, handshake: Handshake, now: float) -> None:
        """What has ended never opens again (claim: invitation-states): an invitation seen open later is an old view."""
        known = self._known.get(handshake.id)
        if known is not None and known[0].state not in OPEN_STATES and handshake.state in OPEN_STATES:
            handshake = known[0]
        self._known[handshake.id] = (handshake, now)
