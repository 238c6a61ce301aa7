"""A valid call of an operation: its input, and who makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.simulator.conformance.town import Town

Input = Callable[[Town], dict[str, Any]]


@dataclass(frozen=True)
class ValidCall:
    """``refused``: the error that a valid call gets on a side, where it can't be made there at all."""

    service: str
    operation: str
    input: Input
    who: str = "payer"
    refused: dict[str, str] = field(default_factory=dict)
