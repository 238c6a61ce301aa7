"""What can't be taken back is confirmed by a person at a terminal, who types a name; no option stands in for that."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import typer

from custom_resources.scripts.answer import Answer, Problem, say
from custom_resources.scripts.exit_codes import ExitCode


def at_terminal() -> bool:
    """Whether somebody can type an answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def read_line() -> str:
    """Read what is typed."""
    return sys.stdin.readline()


def confirmed_by_name(option: str, question: str, name: str) -> bool:
    """Ask, and say whether exactly the name was typed.

    Raises:
        typer.BadParameter: nobody can be asked. Nothing was changed.
    """
    if not at_terminal():
        raise typer.BadParameter(
            "must be confirmed by a person at a terminal, and standard input is none. Nothing was changed.",
            param_hint=option,
        )
    say(question)
    say(f"Type {name} to go on, anything else to stop:")
    return read_line().strip() == name


def not_confirmed(name: str, known: Mapping[str, Any]) -> Answer:
    """The answer when something else was typed: asked rightly, and not done."""
    problem = Problem("stopped", f"It was not confirmed with {name}. Nothing was changed.")
    return Answer(known, "", ExitCode.FAILED, problem, f"To go on, run it again and type exactly: {name}")
