"""What an operation needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Asked:
    """One action on one resource: its ARN, or ``*`` for an action that has none.

    owner: the account that the resource belongs to; None for the caller's own.
    """

    action: str
    resource: str = "*"
    owner: str | None = None


def tags_of(parameters: Mapping[str, Any]) -> dict[str, str]:
    """The tags that come with a request."""
    listed = parameters.get("Tags") or parameters.get("TagsList") or []
    return {tag["Key"]: tag.get("Value", "") for tag in listed if isinstance(tag, dict)}
