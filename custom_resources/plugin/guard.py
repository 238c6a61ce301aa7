"""The guard against replacements: an identity that the state has is never planned as a new object.

Terraform doesn't tell a provider that it plans a replacement. What a provider can see, within one walk (one connection
of Terraform's, see :mod:`session`), is this: the object's stored state passes through UpgradeResourceState, before
everything else and also under ``-refresh=false``; later a plan without prior state arrives for the same identity.
That covers ``-replace``, tainted objects, a changed address without ``moved``, and a read that answered "gone".

Resources are walked in parallel, so for two different addresses the plan of the new one may come before the state of
the old one. Hence the second half: identities planned as new are remembered as well, and refused when their state
turns up in a plan later, or when they are planned as new once more.
"""

from __future__ import annotations

import threading
from typing import Literal

Verdict = Literal["fine", "replacement", "duplicate"]


class Guard:
    """The identities of one walk. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stored: set[tuple[str, str]] = set()
        self._new: set[tuple[str, str]] = set()

    def saw_stored(self, resource: str, identity: str | None) -> None:
        """The state has an object of this identity."""
        if identity is not None:
            with self._lock:
                self._stored.add((resource, identity))

    def deleted(self, resource: str, identity: str | None) -> None:
        """The object of this identity was deleted in this walk."""
        if identity is not None:
            with self._lock:
                self._stored.discard((resource, identity))

    def planning_new(self, resource: str, identity: str | None) -> Verdict:
        """Whether an object of this identity may be planned without prior state. Remembers that it was, if so."""
        if identity is None:
            return "fine"
        key = (resource, identity)
        with self._lock:
            if key in self._stored:
                return "replacement"
            if key in self._new:
                return "duplicate"
            self._new.add(key)
            return "fine"

    def planning_stored(self, resource: str, identity: str | None) -> Verdict:
        """Whether a stored object of this identity may be planned: not after a new one was."""
        if identity is None:
            return "fine"
        with self._lock:
            self._stored.add((resource, identity))
            return "replacement" if (resource, identity) in self._new else "fine"
