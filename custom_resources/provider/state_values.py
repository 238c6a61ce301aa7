"""Small conversions between the engine's values, those of a Terraform state, and words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from custom_resources.plugin import UNKNOWN, Values


def account_of(values: Values) -> str:
    """The account that a resource is about, to be named in a message before it is known, too."""
    account_id = values.get("account_id")
    return account_id if isinstance(account_id, str) else "(not known yet)"


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
