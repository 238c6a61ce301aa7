"""Asking a resource for the identity of values that may be incomplete."""

from __future__ import annotations

from custom_resources.plugin.resource import Resource
from custom_resources.plugin.schema import Values


def identity_of(resource: Resource, values: Values) -> str | None:
    """``Resource.identity``, where an unknown, null or empty answer means that there is none (yet)."""
    identity = resource.identity(values)
    return identity if isinstance(identity, str) and identity else None
