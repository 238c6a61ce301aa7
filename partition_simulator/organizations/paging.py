"""NextToken and MaxResults, as in every List operation of Organizations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from partition_simulator.organizations.exceptions import InvalidInput

T = TypeVar("T")

# "MaxResults": 1 to 20 in the botocore model; without it AWS chooses, and 20 is the most it may choose.
PAGE_SIZE = 20


def page(items: Sequence[T], next_token: str | None, max_results: int | None) -> tuple[list[T], str | None]:
    """One page, and the token of the next one or None."""
    start = 0
    if next_token is not None:
        prefix, _, offset = next_token.partition("-")
        if prefix != "page" or not offset.isdecimal():
            raise InvalidInput("INVALID_NEXT_TOKEN", "The pagination token is invalid.")
        start = int(offset)
    end = start + (max_results or PAGE_SIZE)
    return list(items[start:end]), f"page-{end}" if end < len(items) else None
