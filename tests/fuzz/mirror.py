"""A provider that makes exactly what was planned, for whichever schema: what goes wrong is the plugin's own doing."""

from __future__ import annotations

from typing import Any, ClassVar

from custom_resources.plugin import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    UNKNOWN,
    ListOf,
    MapOf,
    Provider,
    Resource,
    ResourceContext,
    Schema,
    SetOf,
    TupleOf,
    Typed,
    Values,
)
from custom_resources.plugin.types import ObjectOf, Type

_MADE: dict[Type, Any] = {STRING: "made", NUMBER: 7, BOOL: True, DYNAMIC: Typed(STRING, "made")}


def filled(value: Any, kind: Type) -> Any:
    """``value`` with something of the right type for whatever is unknown in it."""
    if isinstance(value, Typed):
        return Typed(value.type, filled(value.value, value.type))
    if value is None:
        return None
    if isinstance(kind, ObjectOf):
        given = dict.fromkeys(kind.attributes, UNKNOWN) if value is UNKNOWN else value
        return {name: filled(given.get(name), inner) for name, inner in kind.attributes.items()}
    if isinstance(kind, TupleOf):
        items = [UNKNOWN] * len(kind.elements) if value is UNKNOWN else value
        return [filled(item, inner) for item, inner in zip(items, kind.elements, strict=True)]
    if isinstance(kind, ListOf | SetOf):
        return [] if value is UNKNOWN else [filled(item, kind.element) for item in value]
    if isinstance(kind, MapOf):
        return {} if value is UNKNOWN else {key: filled(item, kind.element) for key, item in value.items()}
    return _MADE[kind] if value is UNKNOWN else value


class Mirror(Resource):
    """Makes what was planned."""

    name: ClassVar[str] = "thing"

    def create(self, planned: Values, ctx: ResourceContext) -> Values:
        """See the class."""
        done: Values = filled(planned, self.schema.value_type)
        return done

    def read(self, state: Values, ctx: ResourceContext) -> Values | None:
        """Nothing changes outside."""
        return state

    def update(self, prior: Values, planned: Values, ctx: ResourceContext) -> Values:
        """See the class."""
        done: Values = filled(planned, self.schema.value_type)
        return done

    def delete(self, prior: Values, ctx: ResourceContext) -> None:
        """Nothing is left behind."""

    def import_state(self, import_id: str, ctx: ResourceContext) -> Values:
        """Any id is known."""
        return {}


def mirror(schema: Schema) -> Provider:
    """A provider with one resource, ``mirror_thing``, of that schema."""
    resource = type("Mirror", (Mirror,), {"schema": schema})

    class MirrorProvider(Provider):
        name = "mirror"
        resources = (resource,)

    return MirrorProvider()
