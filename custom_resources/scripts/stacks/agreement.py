"""The one question before anything is changed."""

from __future__ import annotations

import os
import select
import sys
import threading

from custom_resources.scripts.answer import say
from custom_resources.scripts.confirmation import at_terminal
from custom_resources.scripts.exit_codes import ExitCode
from custom_resources.scripts.stacks.errors import StacksError, StackStopped


def require_terminal(command: str, *, yes: bool) -> None:
    """Refuse, before anything is looked at, to ask where nobody can answer.

    Raises:
        StacksError: as wrong usage.
    """
    if not yes and not at_terminal():
        raise StacksError(
            "wrong usage",
            f"--yes: govpair {command} asks before it changes anything, and standard input is no terminal.",
            f"`govpair plan` shows what would be done; `govpair {command} --yes` does it without a question.",
            ExitCode.USAGE,
        )


def agree(question: str, stop: threading.Event) -> None:
    """Ask, and go on only when exactly `yes` is typed.

    Raises:
        StacksError: something else was typed. StackStopped: a stop was asked for. Nothing was changed.
    """
    say(question)
    say("Type yes to go on, anything else to stop:")
    while not stop.is_set():
        if select.select([sys.stdin], [], [], 0.2)[0]:
            # Not through Python's buffer: what it holds back would not be seen by the next look.
            answer = os.read(sys.stdin.fileno(), 1024).decode(errors="replace")
            if answer.strip() == "yes":
                return
            raise StacksError("stopped", "It was not confirmed with yes. Nothing was changed.")
    raise StackStopped("stopped", "Stopped as asked. Nothing was changed.")
