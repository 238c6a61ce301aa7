"""Policy variables, such as ``${aws:username}``, and patterns that have some.

Source: IAM User Guide, "IAM policy elements: Variables and tags". Documents of version 2008-10-17 have none.
"""

from __future__ import annotations

import re

from partition_simulator.authorization.patterns import regular_expression
from partition_simulator.authorization.question import Keys

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_WRITTEN = re.compile(r"(?P<key>[^,\s]+)\s*(?:,\s*'(?P<default>[^']*)')?")


def has_variables(text: str) -> bool:
    """Whether anything is to be replaced."""
    return "${" in text


def value_of(name: str, keys: Keys) -> str | None:
    """What a variable stands for; None when the request doesn't have it, and no default is written."""
    if name in ("*", "?", "$"):
        return name
    written = _WRITTEN.fullmatch(name.strip())
    if written is None:
        return None
    values = keys(written["key"].lower())
    return values[0] if values is not None and len(values) == 1 else written["default"]


def expanded(text: str, keys: Keys) -> str | None:
    """The text with its variables replaced; None when one of them has no value."""
    pieces = _VARIABLE.split(text)
    for index in range(1, len(pieces), 2):
        value = value_of(pieces[index], keys)
        if value is None:
            return None
        pieces[index] = value
    return "".join(pieces)


def matches(text: str, pattern: str, keys: Keys) -> bool:
    """Whether a text matches a pattern with variables. What a variable stands for is no pattern itself."""
    pieces = _VARIABLE.split(pattern)
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            pieces[index] = regular_expression(piece)
            continue
        value = value_of(piece, keys)
        if value is None:
            return False
        pieces[index] = re.escape(value)
    return re.fullmatch("".join(pieces), text, re.DOTALL) is not None
