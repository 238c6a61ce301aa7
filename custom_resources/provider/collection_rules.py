"""Rules for sets and lists of values, made from the rules for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Rule = Callable[[Any], str | None]


def each(rule: Rule) -> Rule:
    """A rule for a collection: none of its elements is null, and each obeys ``rule``; the first problem is told."""

    def check(values: Sequence[Any]) -> str | None:
        for value in values:
            problem = "An element is null: leave it out." if value is None else rule(value)
            if problem:
                return problem
        return None

    return check
