"""Whether two values are the same to Terraform: sets without order, numbers by value, missing attributes as null."""

from __future__ import annotations

from typing import Any

from custom_resources.plugin.types import ListOf, MapOf, ObjectOf, SetOf, TupleOf, Type, Typed
from custom_resources.plugin.wire.values import encode


def same(left: Any, right: Any, kind: Type) -> bool:
    """Whether ``left`` and ``right``, both of type ``kind``, are the same value. UNKNOWN is the same as UNKNOWN."""
    # Most comparisons are of equal values, and equal Python values are the same to Terraform too.
    if left == right:
        return True
    return encode(_canonical(left, kind), kind) == encode(_canonical(right, kind), kind)


def _canonical(value: Any, kind: Type) -> Any:
    if isinstance(value, Typed):
        return Typed(value.type, _canonical(value.value, value.type))
    if isinstance(kind, SetOf) and isinstance(value, list | tuple | set | frozenset):
        items = [_canonical(item, kind.element) for item in value]
        return sorted(items, key=lambda item: encode(item, kind.element))
    if isinstance(kind, ListOf) and isinstance(value, list | tuple):
        return [_canonical(item, kind.element) for item in value]
    if isinstance(kind, TupleOf) and isinstance(value, list | tuple):
        return [_canonical(item, inner) for item, inner in zip(value, kind.elements, strict=True)]
    if isinstance(kind, MapOf) and isinstance(value, dict):
        return {key: _canonical(value[key], kind.element) for key in sorted(value)}
    if isinstance(kind, ObjectOf) and isinstance(value, dict):
        return {
            name: _canonical(item, kind.attributes[name]) for name, item in value.items() if name in kind.attributes
        }
    return value
