"""What can't be taken back is confirmed by a person at a terminal, who types a name; no option stands in for that."""

from __future__ import annotations

import sys

import typer

from custom_resources.scripts.answer import say


def at_terminal() -> bool:
    """Whether somebody can type an answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def read_line() -> str:
    """Read what is typed."""
    return sys.stdin.readline()


def confirm_by_name(option: str, question: str, name: str) -> None:
    """Ask, and go on only when exactly the name is typed.

    Raises:
        typer.BadParameter: nobody can be asked, or something else was typed. Nothing was changed.
    """
    if not at_terminal():
        raise typer.BadParameter(
            "must be confirmed by a person at a terminal, and standard input is none. Nothing was changed.",
            param_hint=option,
        )
    say(question)
    say(f"Type {name} to go on, anything else to stop:")
    if read_line().strip() != name:
        raise typer.BadParameter(f"was not confirmed with {name}. Nothing was changed.", param_hint=option)
