"""Running somebody else's command: signals are passed on, and its exit status is told."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from types import FrameType

_PASSED_ON = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class NotStarted(Exception):
    """The command could not be started; the text says why."""


def run_child(command: Sequence[str], environment: Mapping[str, str], *, output_is_taken: bool = False) -> int:
    """Run the command until it ends and return its exit status; one ended by a signal has 128 and its number.

    Ctrl-C at a terminal reaches the command by itself, so it is not sent a second time. output_is_taken: standard
    output is ours; the command's goes to standard error.

    Raises:
        NotStarted: there is no such command, or it may not be run.
    """
    running: subprocess.Popen[bytes] | None = None

    def on_signal(number: int, frame: FrameType | None) -> None:
        at_terminal = number == signal.SIGINT and sys.stdin is not None and sys.stdin.isatty()
        if running is not None and not at_terminal:
            running.send_signal(number)

    before = {number: signal.getsignal(number) for number in _PASSED_ON}
    for number in _PASSED_ON:
        if before[number] is not signal.SIG_IGN:
            signal.signal(number, on_signal)
    try:
        running = subprocess.Popen(list(command), env=dict(environment), stdout=sys.stderr if output_is_taken else None)
        status = running.wait()
    except OSError as error:
        raise NotStarted(f"{command[0]} can't be run: {error.strerror or error}") from error
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return status if status >= 0 else 128 - status
