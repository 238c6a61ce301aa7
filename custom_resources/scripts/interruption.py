"""Ctrl-C, SIGTERM and a closed terminal while a command works: heard within a second, whatever it is waiting for."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Generic, TypeVar

T = TypeVar("T")

GRACE_SECONDS = 0.7
"""How long work may take to end by itself once it is asked to. A call in flight may take longer: it is left behind,
which is safe, because nothing that it does is remembered anywhere but in AWS."""

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""SIGHUP comes when the terminal is closed."""


class Interrupted(Exception):
    """The work was asked to stop, and did not end by itself in time."""


class _Work(threading.Thread, Generic[T]):
    """Work in a thread that does not keep the process alive, with its result or its error."""

    def __init__(self, work: Callable[[], T]) -> None:
        super().__init__(name="govpair-work", daemon=True)
        self._work = work
        self.result: T | None = None
        self.error: BaseException | None = None
        self.done = False

    def run(self) -> None:
        """Run the work."""
        try:
            self.result = self._work()
        except BaseException as error:  # handed on to the main thread
            self.error = error
        self.done = True


def run_interruptibly(work: Callable[[], T], stop: threading.Event, grace: float | None = GRACE_SECONDS) -> T:
    """Run the work and return its result, or raise its error; `SIGNALS` set `stop`.

    grace: seconds that the work may take to end by itself after a stop; None waits for as long as it takes.

    A thread does the work, because a name look-up or a call to an endpoint that does not answer would keep the main
    thread from hearing anything.

    Raises:
        Interrupted: `stop` was set, and the work is still busy after `grace`.
    """
    thread: _Work[T] = _Work(work)
    with stop_on_signals(stop):
        thread.start()
        stopped_at = None
        while thread.is_alive():
            thread.join(0.05)
            if stop.is_set() and grace is not None:
                stopped_at = stopped_at or time.monotonic()
                if time.monotonic() - stopped_at > grace and thread.is_alive():
                    raise Interrupted
    if thread.error is not None:
        raise thread.error
    return thread.result  # type: ignore[return-value]  # done without an error: it has its result


@contextmanager
def stop_on_signals(stop: threading.Event) -> Iterator[None]:
    """Let `SIGNALS` set `stop` meanwhile, instead of what they do else. A SIGHUP that is ignored (`nohup`) stays so."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may; a caller in another one sets `stop` itself
        return

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop.set()

    heard = [
        number for number in SIGNALS if number != signal.SIGHUP or signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN
    ]
    before: dict[int, Any] = {number: signal.signal(number, on_signal) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
