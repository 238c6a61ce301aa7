"""Terraform's types, as far as the bindings need them: checking Python values, and the shape HCL output asks for.

CDKTF checks nothing at run time for pure-Python bindings, so a wrong value would first show in `terraform validate`,
far from the line that wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class Type:
    """A Terraform type.

    Attributes:
        hcl: CDKTF's two words for it in HCL output, (``type``, ``storageClassType``).
    """

    hcl: tuple[str, str] = ("any", "")

    def problems(self, value: Any, path: str) -> Iterator[str]:
        """One sentence for everything that is wrong with a value; ``path`` names the value in it."""
        raise NotImplementedError


def is_expression(value: object) -> bool:
    """Whether the value is only known to Terraform: a CDKTF token, or a string with ``${`` in it."""
    if isinstance(value, str):
        return "${" in value
    return hasattr(value, "resolve") and hasattr(value, "creation_stack")


@dataclass(frozen=True)
class Primitive(Type):
    """string, number or bool."""

    name: str

    @property
    def hcl(self) -> tuple[str, str]:  # type: ignore[override]  # a property here, a constant elsewhere
        """As in Type."""
        return "simple", {"bool": "boolean"}.get(self.name, self.name)

    def problems(self, value: Any, path: str) -> Iterator[str]:
        """As in Type."""
        accepted: dict[str, tuple[type, ...]] = {"string": (str,), "number": (int, float), "bool": (bool,)}
        good = isinstance(value, accepted[self.name]) and (self.name == "bool" or not isinstance(value, bool))
        if not good and not is_expression(value):
            yield f"{path} must be a {self.name}, not {_kind(value)}"


STRING, NUMBER, BOOL = Primitive("string"), Primitive("number"), Primitive("bool")


@dataclass(frozen=True)
class ListOf(Type):
    """A list, or a set: HCL writes both as a list."""

    item: Type
    block: bool = False

    @property
    def hcl(self) -> tuple[str, str]:  # type: ignore[override]
        """As in Type."""
        if self.block:
            return "list", "objectList"
        if isinstance(self.item, Primitive):
            return "list", f"{self.item.hcl[1]}List"
        return "any", ""

    def problems(self, value: Any, path: str) -> Iterator[str]:
        """As in Type."""
        if is_expression(value):
            return
        if isinstance(value, (str, bytes)) or not isinstance(value, Sequence):
            yield f"{path} must be a list, not {_kind(value)}"
            return
        for index, item in enumerate(value):
            yield from self.item.problems(item, f"{path}[{index}]")


@dataclass(frozen=True)
class MapOf(Type):
    """A map from strings to values of one type."""

    item: Type
    hcl = ("map", "stringMap")

    def problems(self, value: Any, path: str) -> Iterator[str]:
        """As in Type."""
        if is_expression(value):
            return
        if not isinstance(value, Mapping):
            yield f"{path} must be a map, not {_kind(value)}"
            return
        for key, item in value.items():
            yield from STRING.problems(key, f"the key {key!r} of {path}")
            yield from self.item.problems(item, f"{path}[{key!r}]")


@dataclass(frozen=True)
class ObjectOf(Type):
    """An object: named attributes, some of them required."""

    attributes: Mapping[str, Type]
    required: frozenset[str] = frozenset()

    def problems(self, value: Any, path: str) -> Iterator[str]:
        """As in Type."""
        if is_expression(value):
            return
        if not isinstance(value, Mapping):
            yield f"{path} must be an object, not {_kind(value)}"
            return
        for name in sorted(self.required):
            if value.get(name) is None:
                yield f"{path}.{name} is required"
        for name, item in value.items():
            known = self.attributes.get(name)
            if known is None:
                yield f"{path} has no attribute {name!r}; it has: {', '.join(sorted(self.attributes))}"
            elif item is not None:
                yield from known.problems(item, f"{path}.{name}")


def without_nulls(value: Any) -> Any:
    """The value less everything that is None: an absent argument, to Terraform, and a crash to CDKTF's JSON writer."""
    if isinstance(value, Mapping):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [without_nulls(item) for item in value if item is not None]
    return value


def hcl_form(type_: Type, value: Any) -> dict[str, Any]:
    """A value as CDKTF's HCL writer wants it; without this an HCL synthesis writes empty blocks."""
    kind, storage = type_.hcl
    block = isinstance(type_, ListOf) and type_.block
    if isinstance(type_, ListOf) and block and isinstance(type_.item, ObjectOf) and isinstance(value, list):
        attributes = type_.item.attributes
        value = [{name: hcl_form(attributes[name], item) for name, item in entry.items()} for entry in value]
    else:
        value = _hcl_text(value)
    return {"value": value, "type": kind, "storageClassType": storage, "isBlock": block}


def _hcl_text(value: Any) -> Any:
    """The value with its texts escaped as they stand between quotes in HCL, expressions in them left alone.

    CDKTF's HCL writer puts texts with ``${`` between quotes as they are, and in others minds quotes only. It leaves
    escaped ones alone. https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
    """
    if isinstance(value, Mapping):
        return {key: _hcl_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_hcl_text(item) for item in value]
    if not isinstance(value, str):
        return value
    written, position = [], 0
    while position < len(value):
        if value.startswith(("$${", "%%{"), position):
            step = value[position : position + 3]
        elif value.startswith(("${", "%{"), position):
            step = _expression(value, position)
        else:
            step = value[position]
            written.append(_ESCAPED.get(step, step))
            position += 1
            continue
        written.append(step)
        position += len(step)
    return "".join(written)


_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _expression(text: str, start: int) -> str:
    """The ``${…}`` that begins there, to the brace that closes it."""
    depth = 0
    for position in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        if depth == 0 and text[position] == "}":
            return text[start : position + 1]
    return text[start:]


def _kind(value: object) -> str:
    return f"{type(value).__name__} {value!r}" if isinstance(value, (str, int, float)) else type(value).__name__
