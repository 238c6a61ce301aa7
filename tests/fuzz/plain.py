"""Inputs as plain JSON and back, so that a file can hold any of them and a person can read it."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

from custom_resources.plugin import UNKNOWN, Typed
from custom_resources.plugin.types import parse_type

_MARK = "?"
"""The key of what JSON has no form for: ``{"?": "decimal", "of": "0.1"}``."""


def to_plain(value: Any) -> Any:
    """``value`` as JSON has it."""
    if value is UNKNOWN:
        return {_MARK: "unknown"}
    if isinstance(value, bytes):
        return {_MARK: "bytes", "of": value.decode("latin-1")}
    if isinstance(value, Decimal):
        return {_MARK: "decimal", "of": str(value)}
    if isinstance(value, float) and not math.isfinite(value):
        return {_MARK: "float", "of": repr(value)}
    if isinstance(value, Typed):
        return {_MARK: "typed", "type": value.type.notation(), "of": to_plain(value.value)}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        if _MARK not in value and all(isinstance(key, str) for key in value):
            return {key: to_plain(item) for key, item in value.items()}
        return {_MARK: "dict", "of": [[to_plain(key), to_plain(item)] for key, item in value.items()]}
    return value


def from_plain(value: Any) -> Any:
    """What :func:`to_plain` was given; tuples come back as lists."""
    if isinstance(value, list):
        return [from_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    if _MARK not in value:
        return {key: from_plain(item) for key, item in value.items()}
    content: Any = value.get("of")
    match value[_MARK]:
        case "unknown":
            return UNKNOWN
        case "bytes":
            return content.encode("latin-1")
        case "decimal":
            return Decimal(content)
        case "float":
            return float(content)
        case "typed":
            return Typed(parse_type(value["type"]), from_plain(content))
        case "dict":
            return {from_plain(key): from_plain(item) for key, item in content}
    raise ValueError(f"unknown mark {value[_MARK]!r}")
