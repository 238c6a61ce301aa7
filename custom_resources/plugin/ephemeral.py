"""The base class of ephemeral resources: values that exist during one run and are never stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from custom_resources.plugin.contexts import Context
from custom_resources.plugin.schema import Schema, Values


@dataclass(frozen=True)
class EphemeralResult:
    """What opening gives. ``renew_at`` (aware of its time zone) asks Terraform to call ``renew`` about then."""

    values: Values
    private: dict[str, Any] | None = None
    renew_at: datetime | None = None


class EphemeralResource:
    """An ephemeral resource. A new instance, made without arguments, serves each request; ``private`` is the memory."""

    #: Without the provider's name.
    name: ClassVar[str]
    schema: ClassVar[Schema]

    def validate(self, config: Values, ctx: Context) -> None:
        """Check relations between attributes. ``config`` may hold UNKNOWN."""

    def open(self, config: Values, ctx: Context) -> EphemeralResult:
        """Make the values."""
        raise NotImplementedError

    def renew(self, private: dict[str, Any] | None, ctx: Context) -> tuple[dict[str, Any] | None, datetime | None]:
        """Lengthen the values' life; the values themselves can't change. Returns ``(private, next renew_at)``."""
        return private, None

    def close(self, private: dict[str, Any] | None, ctx: Context) -> None:
        """Take the values back, where that is possible."""
