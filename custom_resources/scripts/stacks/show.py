"""How the work is shown while it goes on: the live screen on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from custom_resources.scripts.answer import say
from custom_resources.scripts.stacks.progress_log import ProgressLog
from custom_resources.scripts.stacks.rows import Rows
from custom_resources.scripts.stacks.screen import Screen

_LOOK_SECONDS = 0.2
_FRAMES_A_SECOND = 5


@contextmanager
def shown(rows: Rows, log: ProgressLog, *, transient: bool = False) -> Iterator[Callable[[str], None]]:
    """Show the rows until the work is over, the last frame staying unless it is `transient`.

    Gives a function that shows a message.

    On a terminal the screen is drawn by a thread of its own; elsewhere `rows` say each change themselves.
    """
    over = threading.Event()

    def follow() -> None:
        while not over.wait(_LOOK_SECONDS):
            for message in log.new_messages():
                rows.message(message)

    follower = threading.Thread(target=follow, name="provider progress", daemon=True)
    follower.start()
    try:
        if sys.stderr.isatty():
            with _live(rows, transient) as tell:
                yield tell
        else:
            yield say
    finally:
        over.set()
        follower.join()


@contextmanager
def _live(rows: Rows, transient: bool) -> Iterator[Callable[[str], None]]:
    from rich.console import Console
    from rich.live import Live

    screen = Screen(rows)

    def tell(message: str) -> None:
        screen.message = message

    live = Live(
        screen,
        console=Console(stderr=True),
        refresh_per_second=_FRAMES_A_SECOND,
        redirect_stdout=False,
        transient=transient,
    )
    with suppress(OSError):  # the terminal may be closed at any time; the work ends by its SIGHUP
        live.start(refresh=True)
    try:
        yield tell
    finally:
        with suppress(OSError):
            live.stop()
