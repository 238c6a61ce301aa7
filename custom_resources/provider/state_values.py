"""Small conversions from the engine's values to those of a Terraform state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from custom_resources.plugin import UNKNOWN, Values


def known(value: Any) -> Any:
    """``value``, or None where it is unknown."""
    return None if value is UNKNOWN else value


def tags_state(actual: Mapping[str, str], declared: Values | None) -> Values | None:
    """Tags for the state. An object without tags has null or `{}`, whichever is declared: to AWS they are the same."""
    return dict(actual) or ({} if declared is not None else None)


def timestamp(moment: datetime | None) -> str | None:
    """A moment as Terraform shows it: RFC 3339 in UTC, to the second."""
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
