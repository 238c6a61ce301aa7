"""Wildcards: `*` for any characters, `?` for exactly one.

Source: IAM User Guide, "IAM JSON policy elements: Resource" and "… Action". A `*` may also stand for colons and
slashes there; only in ARN conditions does each of an ARN's six parts match for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

Matcher = Callable[[str], bool]


def _always(_: str) -> bool:
    return True


def regular_expression(pattern: str) -> str:
    """The same pattern as a regular expression."""
    pieces = re.split(r"(\*+|\?)", pattern)
    return "".join(".*" if p[:1] == "*" else "." if p == "?" else re.escape(p) for p in pieces)


@lru_cache(maxsize=8192)
def matcher(pattern: str) -> Matcher:
    """Whether a text matches, upper and lower case told apart."""
    if pattern.strip("*") == "" and pattern:
        return _always
    if "*" not in pattern and "?" not in pattern:
        return pattern.__eq__
    full = re.compile(regular_expression(pattern), re.DOTALL).fullmatch
    return lambda text: full(text) is not None


@lru_cache(maxsize=8192)
def action_matcher(pattern: str) -> Matcher:
    """Whether an action in lower case matches; "the prefix and the action name are case insensitive"."""
    return matcher(pattern.lower())


def arn_matches(arn: str, pattern: str) -> bool:
    """Whether an ARN matches part by part, as ArnLike and ArnEquals have it."""
    if pattern == "*":
        return True
    parts, patterns = arn.split(":", 5), pattern.split(":", 5)
    return len(parts) == len(patterns) and all(matcher(p)(part) for part, p in zip(parts, patterns, strict=True))
