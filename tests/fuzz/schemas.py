"""Schemas of any kind, described in plain JSON; configurations and states that Terraform could have for them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from custom_resources.plugin import DYNAMIC, Attribute, ListOf, MapOf, NestedAttribute, Schema, SetOf, TupleOf, Type
from custom_resources.plugin.schema import AnyAttribute
from custom_resources.plugin.types import ObjectOf, parse_type
from tests.fuzz.typed_values import known_values_of, names, primitives, values_of

#: Flags by the word that stands for them in a description.
FLAGS: dict[str, dict[str, Any]] = {
    "required": {"required": True},
    "optional": {"optional": True},
    "computed": {"computed": True},
    "volatile": {"computed": True, "keep": False},
    "either": {"optional": True, "computed": True},
    "either volatile": {"optional": True, "computed": True, "keep": False},
    "write-only": {"optional": True, "write_only": True},
    "replacing": {"optional": True, "requires_replace": True},
}

# Terraform allows DYNAMIC only where nothing else is around it.
_whole = st.recursive(
    primitives,
    lambda inner: st.builds(ListOf, inner) | st.builds(SetOf, inner) | st.builds(MapOf, inner),
    max_leaves=3,
)
_objects = st.dictionaries(names, primitives, min_size=1, max_size=2).map(ObjectOf)
_kinds: st.SearchStrategy[Type] = (
    _whole | st.just(DYNAMIC) | _objects | st.lists(primitives, max_size=2).map(tuple).map(TupleOf)
)
_plain_modes = st.sampled_from(sorted(FLAGS))


@st.composite
def _with_default(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(primitives)
    return {
        "type": kind.notation(),
        "mode": "default",
        "default": draw(known_values_of(kind, unknown=False)),
    }


def _plain(kind: st.SearchStrategy[Type]) -> st.SearchStrategy[Any]:
    return st.builds(lambda kind, mode: {"type": kind.notation(), "mode": mode}, kind, _plain_modes) | _with_default()


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def without_write_only_in_sets(found: dict[str, Any]) -> dict[str, Any]:
        # Terraform refuses a schema with write-only values inside a set, or dynamic ones in a collection.
        if found["nesting"] == "set":
            _everywhere(found, "write-only", "optional")
        return found

    return st.fixed_dictionaries(
        {
            "nesting": st.sampled_from(["single", "list", "set", "map"]),
            "mode": st.sampled_from(["required", "optional", "either", "computed"]),
            "attributes": st.dictionaries(names, inner, min_size=1, max_size=3),
        }
    ).map(without_write_only_in_sets)


def _everywhere(described: dict[str, Any], mode: str, instead: str) -> None:
    for inner in described["attributes"].values():
        if inner["mode"] == mode:
            inner["mode"] = instead
        if "attributes" in inner:
            _everywhere(inner, mode, instead)


_inner = st.recursive(_plain(_whole), _nested, max_leaves=4)
#: Descriptions of schemas: attribute name to description.
descriptions = st.dictionaries(names, _plain(_kinds) | _nested(_inner), min_size=1, max_size=5)


def schema_of(described: dict[str, Any]) -> Schema:
    """The schema that is described."""
    return Schema({name: _attribute(found) for name, found in described.items()}, "Anything.")


def _attribute(described: dict[str, Any]) -> AnyAttribute:
    flags = FLAGS.get(described["mode"]) or {"optional": True, "computed": True, "default": described["default"]}
    if "nesting" in described:
        inner = {name: _attribute(found) for name, found in described["attributes"].items()}
        return NestedAttribute(described["nesting"], inner, "Some.", **flags)
    return Attribute(parse_type(described["type"]), "One.", **flags)


def configurations(schema: Schema, *, unknown: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """What a user may write."""
    return _objects_of(schema.attributes, unknown=unknown, state=False)


def states(schema: Schema) -> st.SearchStrategy[dict[str, Any]]:
    """What may be stored: known, and nothing write-only."""
    return _objects_of(schema.attributes, unknown=False, state=True)


def _objects_of(attributes: Any, *, unknown: bool, state: bool) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {name: _values_of(attribute, unknown=unknown, state=state) for name, attribute in attributes.items()}
    )


def _values_of(attribute: AnyAttribute, *, unknown: bool, state: bool) -> st.SearchStrategy[Any]:
    if attribute.write_only if state else not (attribute.required or attribute.optional):
        return st.none()
    if not isinstance(attribute, NestedAttribute):
        known = known_values_of(attribute.type, unknown=unknown)
        absent = values_of(attribute.type, unknown=unknown)
        return known if attribute.required else absent
    element = _objects_of(attribute.attributes, unknown=unknown, state=state)
    if attribute.nesting == "single":
        found: st.SearchStrategy[Any] = element
    elif attribute.nesting == "map":
        found = st.dictionaries(names, element, max_size=3)
    else:
        found = st.lists(element, max_size=3)
    return found if attribute.required else st.none() | found
