"""Progress on standard error: one live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from custom_resources.scripts.answer import say


@contextmanager
def progress_shown(command: str) -> Iterator[Callable[[str], None]]:
    """Give a function that shows what is going on. On the way out the terminal is as it was (cursor shown again)."""
    if not sys.stderr.isatty():
        yield lambda text: say(f"govpair {command}: {text}")
        return
    from rich.console import Console
    from rich.text import Text

    status = Console(stderr=True).status(Text(f"govpair {command}"))

    def show(text: str) -> None:
        with suppress(OSError):  # the terminal was closed; the work ends by its SIGHUP
            status.update(Text(text))

    status.start()
    try:
        yield show
    finally:
        with suppress(OSError):
            status.stop()
