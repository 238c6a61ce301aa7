"""What a command has to say at its end, for people and for programs."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

from custom_resources.scripts.exit_codes import ExitCode

SAME_COMMAND = "Run the same command again: it goes on from there and does nothing twice."


@dataclass(frozen=True)
class Problem:
    """Why a command did not do all that was asked: one clear line, in the engine's words where it has some."""

    title: str
    detail: str
    reason: str | None = None
    code: str | None = None
    attribute: str | None = None
    commercial_account_id: str | None = None
    govcloud_account_id: str | None = None

    @property
    def line(self) -> str:
        """The problem as one line."""
        return " ".join(f"{self.title}: {self.detail}".split())


@dataclass(frozen=True)
class Answer:
    """A command's end.

    document: the fields of the JSON document beside the common ones. text: the same for people, on standard output;
    may be empty. problem and next_step go to standard error.
    """

    document: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    exit_code: ExitCode = ExitCode.DONE
    problem: Problem | None = None
    next_step: str = ""


def give(command: str, answer: Answer, *, as_json: bool) -> int:
    """Print the answer and return its exit code.

    The JSON document always has `command`, `outcome`, `exit_code`, `error` (null or an object) and `next_step`.
    """
    if as_json:
        document = {
            "command": command,
            "outcome": answer.exit_code.outcome,
            "exit_code": int(answer.exit_code),
            **answer.document,
            "error": vars(answer.problem) if answer.problem else None,
            "next_step": answer.next_step or None,
        }
        print_out(json.dumps(document, indent=2, default=str))
    elif answer.text:
        print_out(answer.text)
    if answer.problem is not None:
        name = f"govpair {command}".strip()
        line, word = answer.problem.line, "stopped" if answer.exit_code is ExitCode.RESUMABLE else "error"
        say(f"{name}: {line}" if answer.problem.title == "stopped" else f"{name}: {word}: {line}")  # the word once
    if answer.next_step and not as_json:
        say(answer.next_step)
    return int(answer.exit_code)


def print_out(text: str) -> None:
    """Write to standard output, at once: a reader may be waiting at the other end of a pipe."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        _silence(sys.stdout)  # the terminal was closed


def say(text: str) -> None:
    """Write a line to standard error. Where nobody reads it any more (a closed terminal), nothing is said."""
    try:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except OSError:
        _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    """Lead the stream nowhere: what is left in its buffer would make an error at the end of the process."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
