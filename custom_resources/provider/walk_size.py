"""How many things of a state one refresh asks for: told from one to the next, because Terraform tells one at a time."""

from __future__ import annotations

import threading

from custom_resources.plugin import ResourceContext

_SEEN_WITH = "seen_with"
"""Private state: how many of its kind a process had to do with when it last wrote this number, this one included."""


class WalkSize:
    """Counts the objects of one kind that one provider process has to do with, and what their states say of the last.

    Each keeps the count at its own turn, so the largest of any few is close to the number of all. It only chooses the
    cheaper calls, so it may be wrong. It is written only where it says too little, so that a refresh which finds
    nothing new leaves the state as it is, to the byte.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: set[str] = set()
        self._largest = 0

    def count(self, object_id: str, ctx: ResourceContext) -> int:
        """Count one more; returns how many there will be in all, as far as the states say, 0 if they don't."""
        said = ctx.private.get(_SEEN_WITH)
        with self._lock:
            self._ids.add(object_id)
            count = len(self._ids)
            self._largest = max(self._largest, said if isinstance(said, int) else 0)
            expected = self._largest
        if count > expected or not isinstance(said, int):
            ctx.private[_SEEN_WITH] = count
        return expected
