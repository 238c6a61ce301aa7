"""Values from the JSON form in which Terraform's state files hold them."""

from __future__ import annotations

import json
from typing import Any

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
from custom_resources.plugin.wire.values import decimal, number


def parse(data: bytes) -> Any:
    """JSON as Python data, numbers exact.

    :raises ValueError: when it is no JSON.
    """
    try:
        return json.loads(data, parse_float=decimal, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("JSON that is nested too deep") from None


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON's")


def from_json(raw: Any, kind: Type) -> Any:
    """Parsed JSON as a value of type ``kind``.

    Lenient where a state of another provider version may differ: attributes that the type doesn't have are dropped,
    missing ones are null, and primitive values are converted as Terraform itself converts them.

    :raises ValueError: when the data can't be of that type.
    """
    if raw is None:
        return None
    if kind == DYNAMIC:
        pair = _of(dict, raw)
        real = parse_type(pair.get("type"))
        return Typed(real, from_json(pair.get("value"), real))
    if kind == STRING:
        return _text(raw)
    if kind == NUMBER:
        return _number(raw)
    if kind == BOOL:
        return _truth(raw)
    if isinstance(kind, ListOf | SetOf):
        return [from_json(item, kind.element) for item in _of(list, raw)]
    if isinstance(kind, TupleOf):
        return [from_json(item, element) for item, element in zip(_of(list, raw), kind.elements, strict=True)]
    if isinstance(kind, MapOf):
        return {_text(key): from_json(item, kind.element) for key, item in _of(dict, raw).items()}
    assert isinstance(kind, ObjectOf)
    mapping = _of(dict, raw)
    return {name: from_json(mapping.get(name), inner) for name, inner in kind.attributes.items()}


def _of(wanted: type, raw: Any) -> Any:
    if not isinstance(raw, wanted):
        raise ValueError(f"expected a {wanted.__name__}, got a {type(raw).__name__}")
    return raw


def _text(raw: Any) -> str:
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, list | dict):
        raise ValueError("expected text, got a collection")
    text = str(raw)
    if not text.isascii():
        text.encode()  # half of a surrogate pair, which JSON can hold, is a UnicodeEncodeError: a ValueError
    return text


def _number(raw: Any) -> Any:
    if isinstance(raw, bool | list | dict):
        raise ValueError(f"expected a number, got a {type(raw).__name__}")
    return number(raw)


def _truth(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    if raw in ("true", "false"):
        return bool(raw == "true")
    raise ValueError("expected true or false")
