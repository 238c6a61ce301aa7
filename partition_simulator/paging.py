"""Pages of a listing: NextToken, as Organizations and CloudTrail give and take it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TypeVar

from partition_simulator.context import Call

T = TypeVar("T")


def page(call: Call, items: Sequence[T], size: int) -> tuple[list[T], str | None]:
    """One page, and the token of the next one or None; ValueError for a token that no answer to this question gave."""
    token: str | None = call.parameters.get("NextToken")
    start = 0 if token is None else _start(call, token)
    end = start + size
    return list(items[start:end]), _token(call, end) if end < len(items) else None


def _token(call: Call, start: int) -> str:
    return f"{start}-{_seal(call, start)}"


def _start(call: Call, token: str) -> int:
    number = token.partition("-")[0]
    start = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    if token != _token(call, start):
        raise ValueError("a token of another operation, caller or filter, or of nobody")
    return start


def _seal(call: Call, start: int) -> str:
    """What makes a token one of this question's: "the value from a previous call of the operation" (botocore model)."""
    question = {name: value for name, value in call.parameters.items() if name not in ("NextToken", "MaxResults")}
    whole = [call.partition.name, call.principal.account_id, call.service, call.operation, question, start]
    return hashlib.sha256(json.dumps(whole, sort_keys=True, default=str).encode()).hexdigest()[:16]
