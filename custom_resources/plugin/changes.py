"""What a planned change means for attributes that can't change in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from custom_resources.plugin.compare import same
from custom_resources.plugin.diagnostics import Diagnostics, Path, dotted
from custom_resources.plugin.schema import AnyAttribute, NestedAttribute, Schema, Values
from custom_resources.plugin.unknown import UNKNOWN


def refuse_immutable_changes(schema: Schema, prior: Values, planned: Values, diagnostics: Diagnostics) -> None:
    """Add an error for each immutable attribute that has a known value and would get another.

    A prior null may be filled in (as after an import of what the API never gives back). An unknown planned value is
    let through: Terraform plans again, with the value known, before it applies.
    """
    for path, attribute, before, after in _changed(schema.attributes, prior, planned):
        if attribute.immutable and before is not None and after is not UNKNOWN:
            diagnostics.error(f'The attribute "{dotted(path)}" cannot be changed', attribute.immutable, path)


def replacing_paths(schema: Schema, prior: Values, planned: Values) -> list[Path]:
    """Paths of the changes that need a new object."""
    return [path for path, attribute, _, _ in _changed(schema.attributes, prior, planned) if attribute.requires_replace]


def _changed(
    attributes: Mapping[str, AnyAttribute], prior: Mapping[str, Any], planned: Mapping[str, Any], path: Path = ()
) -> Iterator[tuple[Path, AnyAttribute, Any, Any]]:
    for name, attribute in attributes.items():
        before, after = prior.get(name), planned.get(name)
        if same(before, after, attribute.value_type):
            continue
        yield (*path, name), attribute, before, after
        if isinstance(attribute, NestedAttribute):
            for step, old, new in _pairs(attribute, before, after):
                yield from _changed(attribute.attributes, old, new, (*path, name, *step))


def _pairs(attribute: NestedAttribute, before: Any, after: Any) -> Iterator[tuple[Path, Any, Any]]:
    """Objects that are the same object before and after. A set's have no address, so none of theirs."""
    if attribute.nesting == "single" and isinstance(before, dict) and isinstance(after, dict):
        yield (), before, after
    elif attribute.nesting == "list" and isinstance(before, list) and isinstance(after, list):
        for index, (old, new) in enumerate(zip(before, after, strict=False)):
            if isinstance(old, dict) and isinstance(new, dict):
                yield (index,), old, new
    elif attribute.nesting == "map" and isinstance(before, dict) and isinstance(after, dict):
        for key in before.keys() & after.keys():
            if isinstance(before[key], dict) and isinstance(after[key], dict):
                yield (key,), before[key], after[key]
