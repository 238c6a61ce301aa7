"""How often this process has changed something: what was read before a change may not be so any more."""

from __future__ import annotations

import threading
from typing import Any

_WATCHED = frozenset({"organizations", "account"})
_READING = ("Describe", "Get", "List")


class Changes:
    """Counts the calls, of all clients that are watched, that may change an account or an organization. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.number = 0

    def watch(self, client: Any) -> None:
        """Count the client's changing calls from now on, when they are sent: one may take effect and fail."""
        if client.meta.service_model.service_name in _WATCHED:
            client.meta.events.register("before-call", self._called)

    def _called(self, model: Any, **_: Any) -> None:
        if not model.name.startswith(_READING):
            with self._lock:
                self.number += 1
