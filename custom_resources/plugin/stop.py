"""How a long operation hears that the user pressed Ctrl-C."""

from __future__ import annotations

import threading


class Stop:
    """Set once, when Terraform asks the provider to stop; operations look at it and end by themselves."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def is_set(self) -> bool:
        """Whether a stop was asked for."""
        return self._event.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait ``seconds``, less when a stop is asked for meanwhile. True if a stop was asked for."""
        return self._event.wait(max(0.0, seconds))

    def set(self) -> None:
        """Ask for the stop. Wakes every :meth:`wait` at once."""
        self._event.set()
