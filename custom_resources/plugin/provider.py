"""The base class of providers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from custom_resources.plugin.contexts import Context
from custom_resources.plugin.data_source import DataSource
from custom_resources.plugin.ephemeral import EphemeralResource
from custom_resources.plugin.function import Function
from custom_resources.plugin.resource import Resource
from custom_resources.plugin.schema import Schema, Values


class Provider:
    """A provider: its own schema and the types that it offers."""

    #: The prefix of every type name: ``toy`` has resources ``toy_…``.
    name: ClassVar[str]
    version: ClassVar[str] = "0.0.0"
    schema: ClassVar[Schema] = Schema({})
    resources: ClassVar[Sequence[type[Resource]]] = ()
    data_sources: ClassVar[Sequence[type[DataSource]]] = ()
    ephemeral_resources: ClassVar[Sequence[type[EphemeralResource]]] = ()
    functions: ClassVar[Sequence[type[Function]]] = ()

    def validate(self, config: Values, ctx: Context) -> None:
        """Check relations between the provider's attributes. ``config`` may hold UNKNOWN."""

    def configure(self, config: Values, ctx: Context) -> Any:
        """Prepare for work; what this returns is every later handler's ``ctx.provider_data``.

        ``config`` may hold UNKNOWN while planning. It is called once for every alias and walk.
        """
        return None
