"""Terraform's type system, as far as attributes, parameters and results need it.

Each type knows its JSON notation, the one that schemas and dynamic values carry on the wire: a string for a primitive
type (``"string"``), a two-element list for the others (``["list", "string"]``, ``["object", {"a": "bool"}]``).

Values of these types in Python: ``str``, ``bool``, ``int``/``float``/``Decimal``, ``list`` (lists, sets and tuples),
``dict`` (maps and objects), :class:`Typed` for a dynamic value, ``None`` for null and ``UNKNOWN``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Type:
    """A Terraform type. Use the constants and the ``…Of`` classes, never this class itself."""

    def notation(self) -> Any:
        """The type in Terraform's JSON notation, as Python data."""
        raise NotImplementedError

    def to_json(self) -> bytes:
        """The type in Terraform's JSON notation, as the wire carries it."""
        return json.dumps(self.notation(), separators=(",", ":")).encode()


@dataclass(frozen=True)
class Primitive(Type):
    """A type without parts; ``name`` is its JSON notation."""

    name: str

    def notation(self) -> str:
        """See :meth:`Type.notation`."""
        return self.name


@dataclass(frozen=True)
class ListOf(Type):
    """An ordered list of elements of one type."""

    element: Type

    def notation(self) -> list[Any]:
        """See :meth:`Type.notation`."""
        return ["list", self.element.notation()]


@dataclass(frozen=True)
class SetOf(Type):
    """A set of elements of one type. In Python its value is a list, in the order in which it arrived."""

    element: Type

    def notation(self) -> list[Any]:
        """See :meth:`Type.notation`."""
        return ["set", self.element.notation()]


@dataclass(frozen=True)
class MapOf(Type):
    """A mapping from strings to elements of one type."""

    element: Type

    def notation(self) -> list[Any]:
        """See :meth:`Type.notation`."""
        return ["map", self.element.notation()]


@dataclass(frozen=True)
class TupleOf(Type):
    """A fixed number of elements, each of its own type. Occurs in dynamic values: HCL's ``[1, "a"]`` is one."""

    elements: tuple[Type, ...]

    def notation(self) -> list[Any]:
        """See :meth:`Type.notation`."""
        return ["tuple", [element.notation() for element in self.elements]]


@dataclass(frozen=True)
class ObjectOf(Type):
    """A fixed set of named attributes, each of its own type. ``optional`` names those a caller may leave out."""

    attributes: Mapping[str, Type]
    optional: frozenset[str] = field(default=frozenset())

    def notation(self) -> list[Any]:
        """See :meth:`Type.notation`."""
        attributes = {name: kind.notation() for name, kind in self.attributes.items()}
        if self.optional:
            return ["object", attributes, sorted(self.optional)]
        return ["object", attributes]

    def __hash__(self) -> int:
        return hash((tuple(sorted(self.attributes)), self.optional))


STRING = Primitive("string")
NUMBER = Primitive("number")
BOOL = Primitive("bool")
#: Any type at all; the value says which. In Python such a value is a :class:`Typed`.
DYNAMIC = Primitive("dynamic")


@dataclass(frozen=True)
class Typed:
    """A dynamic value together with the type it arrived with, which has to go back unchanged."""

    type: Type
    value: Any


_PRIMITIVES = {kind.name: kind for kind in (STRING, NUMBER, BOOL, DYNAMIC)}
_COLLECTIONS: dict[str, type[ListOf] | type[SetOf] | type[MapOf]] = {"list": ListOf, "set": SetOf, "map": MapOf}


#: More levels than anybody nests; fewer than Python's stack has room for, many times over.
_DEEPEST = 100


def parse_type(notation: Any) -> Type:
    """The type that a JSON notation (as Python data) describes.

    :raises ValueError: when the notation describes no type of Terraform's.
    """
    return _parsed(notation, _DEEPEST)


def _parsed(notation: Any, levels: int) -> Type:
    if levels == 0:
        raise ValueError(f"not a Terraform type: more than {_DEEPEST} levels")
    match notation:
        case str() if notation in _PRIMITIVES:
            return _PRIMITIVES[notation]
        case [str() as kind, inner] if kind in _COLLECTIONS:
            return _COLLECTIONS[kind](_parsed(inner, levels - 1))
        case ["tuple", list() as elements]:
            return TupleOf(tuple(_parsed(element, levels - 1) for element in elements))
        case ["object", dict() as attributes, *rest]:
            parsed = {_name(name): _parsed(inner, levels - 1) for name, inner in attributes.items()}
            match rest:
                case []:
                    return ObjectOf(parsed)
                case [list() as optional] if all(isinstance(name, str) and name in parsed for name in optional):
                    return ObjectOf(parsed, frozenset(optional))
    raise ValueError("not a Terraform type")


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise ValueError(f"not a Terraform type: a {type(name).__name__} as an attribute's name")
    return name
