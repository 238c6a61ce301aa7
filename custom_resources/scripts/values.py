"""Values of options: AWS's rules as checks of the command line, tags, and durations. Wrong ones: exit code 2."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import typer

from custom_resources.engine import rules

_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?", re.ASCII)


def obeying(rule: rules.Rule) -> Callable[[Any], Any]:
    """A check of one option by one of the engine's rules, before any call; an option left out is fine."""

    def check(value: Any) -> Any:
        if value is not None and (problem := rule(value)):
            raise typer.BadParameter(problem)
        return value

    return check


def each_obeying(rule: rules.Rule) -> Callable[[Any], Any]:
    """A check of every value of one repeatable option."""

    def check(values: Any) -> Any:
        for value in values or ():
            obeying(rule)(value)
        return values

    return check


def tags_of(values: Sequence[str], limit: int = rules.MAX_TAGS) -> dict[str, str]:
    """Read `KEY=VALUE` options; the first `=` divides, the value may be empty.

    Raises:
        typer.BadParameter: no `=`, a key given twice, or against AWS's rules for tags.
    """
    tags: dict[str, str] = {}
    for value in values:
        key, equals, content = value.partition("=")
        if not equals:
            raise typer.BadParameter(f"{value!r} is not KEY=VALUE.")
        if key in tags:
            raise typer.BadParameter(f"The tag {key!r} is given twice.")
        tags[key] = content
    if problem := rules.tags(tags, limit):
        raise typer.BadParameter(problem)
    return tags


def check_tags(values: list[str] | None) -> list[str] | None:
    """Check tags where they are given, so that the error names the option."""
    tags_of(values or [])
    return values


def seconds_of(duration: str) -> float:
    """Read a duration such as `90s`, `20m` or `1h30m`, or plain seconds.

    Raises:
        typer.BadParameter: it is none, or not longer than nothing.
    """
    match = _DURATION.fullmatch(f"{duration}s" if re.fullmatch(r"[0-9]+(\.[0-9]+)?", duration) else duration)
    if match is None or not duration:
        raise typer.BadParameter(f"{duration!r} is not a duration such as 90s, 20m or 1h30m.")
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    total = hours * 3600 + minutes * 60 + seconds
    if total <= 0:
        raise typer.BadParameter("The duration must be longer than nothing.")
    return total


def check_duration(duration: str) -> str:
    """Check a duration where it is given, so that the error names the option."""
    seconds_of(duration)
    return duration
