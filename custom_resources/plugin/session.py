"""What the provider remembers during one walk of Terraform's.

Terraform connects anew for each provider alias in each walk (validate, plan, apply): in the ordinary way of running by
starting a process for it, in reattach mode by one more connection to the same process. So the memory belongs to the
connection: two aliases never share it, and nothing leaks from one run into the next.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any, TypeVar

from custom_resources.plugin.contexts import Context, ResourceContext
from custom_resources.plugin.data_source import DataSource
from custom_resources.plugin.ephemeral import EphemeralResource
from custom_resources.plugin.function import Function
from custom_resources.plugin.guard import Guard
from custom_resources.plugin.logs import PROVIDER
from custom_resources.plugin.provider import Provider
from custom_resources.plugin.resource import Resource
from custom_resources.plugin.schema import Values
from custom_resources.plugin.stop import Stop

_Served = TypeVar("_Served", Resource, DataSource, EphemeralResource)


class UnknownType(LookupError):
    """Terraform asked for a type that this provider doesn't have."""


class Session:
    """One connection: the provider, what ``configure`` returned, the stop flag and the replacement guard."""

    def __init__(self, provider: Provider, log: logging.Logger | None = None) -> None:
        self.provider = provider
        self.provider_data: Any = None
        self.stop = Stop()
        self.guard = Guard()
        self.log = log or logging.getLogger(PROVIDER)

    def context(self) -> Context:
        """A fresh context for a handler of anything but a managed resource."""
        return Context(provider_data=self.provider_data, stop=self.stop, log=self.log)

    def resource_context(self, config: Values | None = None, private: bytes = b"") -> ResourceContext:
        """A fresh context for a managed resource's handler; ``private`` as Terraform kept it."""
        return ResourceContext(
            provider_data=self.provider_data,
            stop=self.stop,
            log=self.log,
            config=config,
            private=read_private(private),
        )

    def resource(self, type_name: str) -> Resource:
        """A new instance of the resource class for a full type name such as ``toy_thing``."""
        return self._find(self.provider.resources, type_name)()

    def data_source(self, type_name: str) -> DataSource:
        """A new instance of the data source class for a full type name."""
        return self._find(self.provider.data_sources, type_name)()

    def ephemeral_resource(self, type_name: str) -> EphemeralResource:
        """A new instance of the ephemeral resource class for a full type name."""
        return self._find(self.provider.ephemeral_resources, type_name)()

    def function(self, name: str) -> Function:
        """A new instance of the function of that name."""
        for function in self.provider.functions:
            if function.name == name:
                return function()
        raise UnknownType(f"the provider {self.provider.name} has no function {name}")

    def type_name(self, name: str) -> str:
        """The full type name: ``toy_thing`` for ``thing``."""
        return f"{self.provider.name}_{name}"

    def _find(self, classes: Sequence[type[_Served]], type_name: str) -> type[_Served]:
        for candidate in classes:
            if self.type_name(candidate.name) == type_name:
                return candidate
        raise UnknownType(f"the provider {self.provider.name} has no type {type_name}")


def read_private(data: bytes) -> dict[str, Any]:
    """Private data as the handlers see it. What isn't ours (after a move from another provider) counts as none."""
    try:
        found = json.loads(data) if data else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def write_private(private: dict[str, Any] | None) -> bytes:
    """Private data as Terraform keeps it."""
    return json.dumps(private, separators=(",", ":"), sort_keys=True).encode() if private else b""
