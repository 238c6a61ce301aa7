"""The customary ``timeouts`` attribute: how long each operation may take."""

from __future__ import annotations

import re
from typing import Any

from custom_resources.plugin.schema import Attribute, NestedAttribute, Values
from custom_resources.plugin.types import STRING
from custom_resources.plugin.unknown import UNKNOWN

# Go's time.ParseDuration notation, as every Terraform provider takes it: decimal numbers each with a unit.
_UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_PART = r"(?:[0-9]+(?:\.[0-9]+)?)(?:ns|us|µs|ms|s|m|h)"
_DURATION = re.compile(rf"(?:{_PART})+")
_LONGEST = 8760 * 3600.0
_PARTS = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ns|us|µs|ms|s|m|h)")

#: The defaults that :func:`timeout_of` falls back on are written into the attribute's description and kept here.
_DEFAULT_KEY = "timeouts"


def parse_duration(text: str) -> float:
    """Seconds in a Go duration such as ``1h30m`` or ``90s``.

    :raises ValueError: when it isn't one.
    """
    if not _DURATION.fullmatch(text):
        raise ValueError(f"{text!r} is not a duration")
    return sum(float(number) * _UNITS[unit] for number, unit in _PARTS.findall(text))


def duration(value: Any) -> str | None:
    """Validator: a Go duration above zero, and of a year at most."""
    seen = value if len(value) <= 80 else f"{value[:77]}..."
    try:
        seconds = parse_duration(value)
    except ValueError:
        return f'"{seen}" is not a duration. Write a number and a unit, such as "90s", "20m" or "1h30m".'
    if seconds <= 0:
        return f'"{seen}" is no time at all. Give a duration above zero, such as "20m".'
    if seconds > _LONGEST:
        return f'"{seen}" is longer than a year. Give a duration that somebody can wait for, such as "2h".'
    return None


def timeouts(**defaults: str) -> NestedAttribute:
    """The ``timeouts`` attribute with one optional duration per operation: ``timeouts(create="60m", update="20m")``.

    :raises ValueError: when a default isn't a duration.
    """
    for text in defaults.values():
        parse_duration(text)
    attributes = {
        operation: Attribute(
            STRING,
            f'How long {operation} may take, such as "90s" or "1h30m". Default: "{text}".',
            optional=True,
            validators=(duration,),
        )
        for operation, text in defaults.items()
    }
    return NestedAttribute("single", attributes, "How long each operation may take.", optional=True)


def timeout_of(values: Values, operation: str, default: str | float = 1200.0) -> float:
    """Seconds that ``operation`` may take by ``values["timeouts"]``; ``default`` (seconds or a duration) when unset."""
    chosen = values.get(_DEFAULT_KEY)
    text = chosen.get(operation) if isinstance(chosen, dict) else None
    if text is None or text is UNKNOWN:
        return parse_duration(default) if isinstance(default, str) else default
    return parse_duration(text)
