"""Progress over many accounts: a bar on a terminal once it takes longer than a second, plain lines elsewhere."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from custom_resources.scripts.answer import say

BEGINS_AFTER = 1.0
"""Seconds: what is over sooner shows no bar."""


class Lines:
    """Plain lines: what goes on, and which account is finished."""

    def __init__(self, command: str) -> None:
        self._command, self._total, self._done = command, 0, 0
        self._lock = threading.Lock()

    def __call__(self, text: str) -> None:
        """Show what goes on."""
        say(f"govpair {self._command}: {text}")

    def begin(self, total: int) -> None:
        """So many accounts there are."""
        self._total = total

    def step(self, text: str) -> None:
        """One more is finished."""
        with self._lock:
            self._done += 1
            say(f"govpair {self._command}: {self._done} of {self._total}: {text}")

    def end(self) -> None:
        """Leave the terminal as it was."""


class Bar(Lines):
    """The same as a bar on a terminal, with what went on last below it."""

    def __init__(self, command: str) -> None:
        super().__init__(command)
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
        from rich.table import Column

        self._bar = Progress(
            TextColumn(f"govpair {command}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[last]}", markup=False, table_column=Column(no_wrap=True, ratio=1)),
            console=Console(stderr=True),
            transient=True,
            expand=True,
        )
        self._task = self._bar.add_task("", total=None, last="")  # how many is not known yet
        self._ended = False
        self._timer = threading.Timer(BEGINS_AFTER, self._start)
        self._timer.daemon = True
        self._timer.start()

    def __call__(self, text: str) -> None:
        """Show what goes on."""
        self._update(last=text)

    def begin(self, total: int) -> None:
        """So many accounts there are."""
        self._update(total=total)

    def step(self, text: str) -> None:
        """One more is finished."""
        self._update(advance=1, last=text)

    def end(self) -> None:
        """Take the bar away; the cursor is shown again."""
        with self._lock:
            self._ended = True
            self._timer.cancel()
            with suppress(OSError):
                self._bar.stop()

    def _start(self) -> None:
        with self._lock, suppress(OSError):
            if not self._ended:
                self._bar.start()

    def _update(self, **fields: Any) -> None:
        with suppress(OSError):  # the terminal was closed; the work ends by its SIGHUP
            self._bar.update(self._task, **fields)


@contextmanager
def bar_shown(command: str) -> Iterator[Lines]:
    """Give a bar, or plain lines. On the way out the terminal is as it was."""
    shown = Bar(command) if sys.stderr.isatty() else Lines(command)
    try:
        yield shown
    finally:
        shown.end()
