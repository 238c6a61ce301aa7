"""Going through the objects nested in a value, always the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from custom_resources.plugin.diagnostics import Path
from custom_resources.plugin.schema import AnyAttribute, NestedAttribute


def nested_objects(attribute: NestedAttribute, value: Any, path: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The known objects inside a nested attribute's value, each with its path.

    A set's elements have no address in the protocol, so their path is the set's own.
    """
    if attribute.nesting == "single":
        candidates: list[tuple[Path, Any]] = [(path, value)]
    elif attribute.nesting == "map" and isinstance(value, dict):
        candidates = [((*path, key), item) for key, item in value.items()]
    elif attribute.nesting == "list" and isinstance(value, list):
        candidates = [((*path, index), item) for index, item in enumerate(value)]
    elif attribute.nesting == "set" and isinstance(value, list):
        candidates = [(path, item) for item in value]
    else:
        candidates = []
    for where, item in candidates:
        if isinstance(item, dict):
            yield where, item


def attributes_in(
    attributes: Mapping[str, AnyAttribute], values: Mapping[str, Any], path: Path = ()
) -> Iterator[tuple[Path, AnyAttribute, Any]]:
    """Every attribute at every depth, as ``(path, attribute, value)``; outer ones before what is inside them."""
    for name, attribute in attributes.items():
        value = values.get(name)
        yield (*path, name), attribute, value
        if isinstance(attribute, NestedAttribute):
            for where, item in nested_objects(attribute, value, (*path, name)):
                yield from attributes_in(attribute.attributes, item, where)


def map_nested(attribute: NestedAttribute, value: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """``value`` with ``change`` applied to each object of the nested attribute."""
    if attribute.nesting == "single":
        return change(value) if isinstance(value, dict) else value
    if attribute.nesting == "map" and isinstance(value, dict):
        return {key: change(item) if isinstance(item, dict) else item for key, item in value.items()}
    if isinstance(value, list):
        return [change(item) if isinstance(item, dict) else item for item in value]
    return value


def without_write_only(attributes: Mapping[str, AnyAttribute], values: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of ``values`` with every write-only value null: they may stand in neither plan nor state."""
    cleaned = dict(values)
    for name, attribute in attributes.items():
        if name not in cleaned:
            continue
        if attribute.write_only:
            cleaned[name] = None
        elif isinstance(attribute, NestedAttribute):
            cleaned[name] = map_nested(attribute, cleaned[name], partial(without_write_only, attribute.attributes))
    return cleaned
