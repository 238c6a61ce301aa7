"""The base class of data sources."""

from __future__ import annotations

from typing import ClassVar

from custom_resources.plugin.contexts import Context
from custom_resources.plugin.schema import Schema, Values


class DataSource:
    """A data source. A new instance, made without arguments, serves each request."""

    #: Without the provider's name.
    name: ClassVar[str]
    schema: ClassVar[Schema]

    def validate(self, config: Values, ctx: Context) -> None:
        """Check relations between attributes. ``config`` may hold UNKNOWN."""

    def read(self, config: Values, ctx: Context) -> Values:
        """Return the configured values as they are, and the computed ones."""
        raise NotImplementedError
