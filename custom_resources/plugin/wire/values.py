"""Values between Python and Terraform's MessagePack encoding.

Rules of the encoding (Terraform's docs/plugin-protocol/object-wire-format.md): an unknown value is extension 0, or 12
when Terraform knows something about it; a dynamic value is a pair of type notation and value; numbers are integers,
floats, or decimal text when neither holds them exactly; sets and tuples are arrays; maps and objects are maps.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgpack

from custom_resources.plugin.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    Type,
    Typed,
    parse_type,
)
from custom_resources.plugin.unknown import UNKNOWN

_UNKNOWN_CODE = 0
_REFINED_UNKNOWN_CODE = 12
# One byte of content, which readers ignore: an extension without content has no short form.
_UNKNOWN_ON_WIRE = msgpack.ExtType(_UNKNOWN_CODE, b"\x00")


class EncodingError(ValueError):
    """A value doesn't have the type that the schema says; ``path`` is where."""

    def __init__(self, path: tuple[str | int, ...], problem: str) -> None:
        super().__init__(f"{'.'.join(str(step) for step in path) or 'the value'}: {problem}")
        self.path = path


def decode(data: bytes, kind: Type) -> Any:
    """The Python value that ``data``, of type ``kind``, stands for. Whole numbers are ``int``, others ``Decimal``.

    :raises ValueError: when the bytes aren't a value of that type.
    """
    return _from_wire(msgpack.unpackb(data, raw=False, strict_map_key=False, ext_hook=_extension), kind)


def encode(value: Any, kind: Type) -> bytes:
    """``value`` as bytes of type ``kind``. Attributes missing from an object are null.

    :raises EncodingError: when the value isn't of that type.
    """
    return bytes(msgpack.packb(_to_wire(value, kind, ()), use_bin_type=True))


def number(value: int | float | str | Decimal) -> int | Decimal:
    """A number as ``int`` when it is whole, else as an exact ``Decimal``."""
    exact = value if isinstance(value, int) else Decimal(value)
    if isinstance(exact, Decimal) and not exact.is_finite():
        raise ValueError(f"{value!r} is not a finite number")
    return int(exact) if exact == int(exact) else exact


def _extension(code: int, data: bytes) -> Any:
    if code in (_UNKNOWN_CODE, _REFINED_UNKNOWN_CODE):
        return UNKNOWN
    raise ValueError(f"unexpected MessagePack extension {code}")


def _from_wire(value: Any, kind: Type) -> Any:
    if value is None or value is UNKNOWN:
        return value
    if kind == DYNAMIC:
        import json

        notation, inner = value
        real = parse_type(json.loads(notation))
        return Typed(real, _from_wire(inner, real))
    if kind == NUMBER:
        return number(value)
    if isinstance(kind, ListOf | SetOf):
        return [_from_wire(item, kind.element) for item in value]
    if isinstance(kind, TupleOf):
        return [_from_wire(item, element) for item, element in zip(value, kind.elements, strict=True)]
    if isinstance(kind, MapOf):
        return {key: _from_wire(item, kind.element) for key, item in value.items()}
    if isinstance(kind, ObjectOf):
        return {name: _from_wire(value.get(name), inner) for name, inner in kind.attributes.items()}
    return value


def _to_wire(value: Any, kind: Type, path: tuple[str | int, ...]) -> Any:
    if value is None:
        return None
    if value is UNKNOWN:
        return _UNKNOWN_ON_WIRE
    if kind == DYNAMIC:
        typed = value if isinstance(value, Typed) else Typed(type_of(value), value)
        if typed.type == DYNAMIC:
            return _to_wire(typed.value, DYNAMIC, path)
        return [typed.type.to_json(), _to_wire(typed.value, typed.type, path)]
    if kind == STRING:
        return _checked(value, isinstance(value, str), path, "text")
    if kind == BOOL:
        return _checked(value, isinstance(value, bool), path, "true or false")
    if kind == NUMBER:
        _checked(value, isinstance(value, int | float | Decimal) and not isinstance(value, bool), path, "a number")
        return _number_to_wire(value, path)
    if isinstance(kind, ListOf | SetOf):
        items = _checked(value, isinstance(value, list | tuple | set | frozenset), path, "a list")
        return [_to_wire(item, kind.element, (*path, index)) for index, item in enumerate(items)]
    if isinstance(kind, TupleOf):
        fits = isinstance(value, list | tuple) and len(value) == len(kind.elements)
        items = zip(_checked(value, fits, path, f"{len(kind.elements)} elements"), kind.elements, strict=True)
        return [_to_wire(item, element, (*path, index)) for index, (item, element) in enumerate(items)]
    mapping = _checked(value, isinstance(value, Mapping), path, "a mapping")
    if isinstance(kind, MapOf):
        return {key: _to_wire(item, kind.element, (*path, key)) for key, item in mapping.items()}
    assert isinstance(kind, ObjectOf)
    surplus = sorted(set(mapping) - set(kind.attributes))
    if surplus:
        raise EncodingError(path, f"has attributes that the schema has not: {', '.join(surplus)}")
    return {name: _to_wire(mapping.get(name), inner, (*path, name)) for name, inner in kind.attributes.items()}


def _checked(value: Any, fits: bool, path: tuple[str | int, ...], wanted: str) -> Any:
    if not fits:
        # The value itself may be secret, so only its type is told.
        raise EncodingError(path, f"must be {wanted}, not {type(value).__name__}")
    return value


def _number_to_wire(value: int | float | Decimal, path: tuple[str | int, ...]) -> int | str:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise EncodingError(path, "must be a finite number")
        # repr is the shortest text that reads back as the same float: 0.1 stays the 0.1 that HCL means.
        value = Decimal(repr(value))
    value = number(value)
    if isinstance(value, int) and -(2**63) <= value < 2**63:
        return value
    return str(value)


def type_of(value: Any) -> Type:
    """The type that HCL would give to a plain Python value: lists are tuples, dicts are objects."""
    if isinstance(value, Typed):
        return value.type
    if value is None or value is UNKNOWN:
        return DYNAMIC
    if isinstance(value, bool):
        return BOOL
    if isinstance(value, int | float | Decimal):
        return NUMBER
    if isinstance(value, str):
        return STRING
    if isinstance(value, list | tuple | set | frozenset):
        return TupleOf(tuple(type_of(item) for item in value))
    if isinstance(value, Mapping):
        return ObjectOf({str(key): type_of(item) for key, item in value.items()})
    raise TypeError(f"Terraform has no type for {type(value).__name__}")
