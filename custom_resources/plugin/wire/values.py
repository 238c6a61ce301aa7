"""Values between Python and Terraform's MessagePack encoding.

Rules of the encoding (Terraform's docs/plugin-protocol/object-wire-format.md): an unknown value is extension 0, or 12
when Terraform knows something about it; a dynamic value is a pair of type notation and value; numbers are integers,
floats, or decimal text when neither holds them exactly; sets and tuples are arrays; maps and objects are maps.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
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

_MOST_DIGITS = 4000
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


class EncodingError(ValueError):
    """A value doesn't have the type that the schema says; ``path`` is where."""

    def __init__(self, path: tuple[str | int, ...], problem: str) -> None:
        super().__init__(f"{'.'.join(str(step) for step in path) or 'the value'}: {problem}")
        self.path = path


def decode(data: bytes, kind: Type) -> Any:
    """The Python value that ``data``, of type ``kind``, stands for. Whole numbers are ``int``, others ``Decimal``.

    :raises ValueError: when the bytes aren't a value of that type.
    """
    try:
        return _from_wire(msgpack.unpackb(data, raw=False, strict_map_key=False, ext_hook=_extension), kind)
    except (TypeError, RecursionError, msgpack.UnpackException) as problem:
        # A map's key that can't be one; more nesting than anybody means; bytes that aren't MessagePack.
        raise ValueError(f"not a value in Terraform's encoding ({type(problem).__name__})") from None


def encode(value: Any, kind: Type) -> bytes:
    """``value`` as bytes of type ``kind``. Attributes missing from an object are null.

    :raises EncodingError: when the value isn't of that type.
    """
    return bytes(msgpack.packb(_to_wire(value, kind, ()), use_bin_type=True))


def number(value: int | float | str | Decimal) -> int | Decimal:
    """A number as ``int`` when it is whole, else as an exact ``Decimal``.

    A whole number of more digits than Python reads and writes as an ``int`` stays a ``Decimal`` too: with its exponent,
    ``1e999999999`` is short, and written out it would fill the memory.

    :raises ValueError: when it isn't a finite number.
    """
    if isinstance(value, int):
        return value
    exact = decimal(value)
    if not exact.is_finite():
        raise ValueError(f"{value!r} is not a finite number")
    if exact.adjusted() >= _MOST_DIGITS:
        return exact
    return int(exact) if exact == int(exact) else exact


def decimal(value: float | str | Decimal) -> Decimal:
    """The exact ``Decimal``. Text must be as Terraform writes numbers, which is less than Python takes for one.

    :raises ValueError: when the text isn't a number, or one with an exponent beyond everything.
    """
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise ValueError("a text that is not a number")
    try:
        return Decimal(value)
    except InvalidOperation:
        raise ValueError("a number with an exponent that is too large") from None


def _extension(code: int, data: bytes) -> Any:
    if code in (_UNKNOWN_CODE, _REFINED_UNKNOWN_CODE):
        return UNKNOWN
    raise ValueError(f"unexpected MessagePack extension {code}")


def _from_wire(value: Any, kind: Type) -> Any:
    if value is None or value is UNKNOWN:
        return value
    if kind == STRING:
        return _received(value, isinstance(value, str), "text")
    if kind == DYNAMIC:
        import json

        notation, inner = _received(value, isinstance(value, list) and len(value) == 2, "a pair of type and value")
        real = parse_type(json.loads(_received(notation, isinstance(notation, bytes | str), "a type")))
        return Typed(real, _from_wire(inner, real))
    if kind == NUMBER:
        return number(
            _received(value, isinstance(value, int | float | str) and not isinstance(value, bool), "a number")
        )
    if kind == BOOL:
        return _received(value, isinstance(value, bool), "true or false")
    if isinstance(kind, ListOf | SetOf):
        return [_from_wire(item, kind.element) for item in _received(value, isinstance(value, list), "a list")]
    if isinstance(kind, TupleOf):
        fits = isinstance(value, list) and len(value) == len(kind.elements)
        items = zip(_received(value, fits, f"{len(kind.elements)} elements"), kind.elements, strict=True)
        return [_from_wire(item, element) for item, element in items]
    mapping = _received(value, isinstance(value, dict), "a mapping")
    if isinstance(kind, MapOf):
        _received(value, all(isinstance(key, str) for key in mapping), "a mapping with keys of text")
        return {key: _from_wire(item, kind.element) for key, item in mapping.items()}
    assert isinstance(kind, ObjectOf)
    return {name: _from_wire(mapping.get(name), inner) for name, inner in kind.attributes.items()}


def _received(value: Any, fits: bool, wanted: str) -> Any:
    if not fits:
        raise ValueError(f"received a {type(value).__name__} where the schema has {wanted}")
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
    return str(_shortest(value) if isinstance(value, Decimal) else value)


def _shortest(value: Decimal) -> Decimal:
    """The same number without zeros at its end, so that equal numbers are equal bytes."""
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    kept = len(digits)
    while kept > 1 and digits[kept - 1] == 0:
        kept -= 1
    return Decimal((sign, digits[:kept], exponent + len(digits) - kept))


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
