"""What AWS checks on the server: the constraints that botocore's models state and botocore itself doesn't enforce."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from botocore.model import Shape

Kind = Literal["required", "pattern", "enum", "min_length", "max_length", "min_value", "max_value"]

# The models' patterns are Java's. Python's re has no Unicode property classes; these sets stand for those in use.
_PROPERTIES = {
    r"\p{L}": r"\w",
    r"\p{N}": r"\d",
    r"\p{Z}": " \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
}


@dataclass(frozen=True)
class Violation:
    """One broken constraint: which member, its value, what kind, and the words AWS's validators use for it."""

    path: str
    value: Any
    kind: Kind
    constraint: str

    def __str__(self) -> str:
        shown = "null" if self.value is None else f"'{self.value}'"
        return f"Value {shown} at '{self.path}' failed to satisfy constraint: {self.constraint}"


@functools.lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    flags = re.ASCII
    for name, characters in _PROPERTIES.items():
        if name in pattern:
            pattern = pattern.replace(name, characters)
            flags = re.UNICODE
    return re.compile(pattern.removeprefix("^").removesuffix("$"), flags)


def violations(shape: Shape | None, value: Any, path: str = "") -> Iterator[Violation]:
    """Every constraint of a model's shape that a parsed value breaks; members are named ``tags[0].key``."""
    if shape is None or value is None:
        return
    kind, metadata = shape.type_name, shape.metadata
    if kind == "structure":
        for name in metadata.get("required", ()):
            if value.get(name) is None:
                yield Violation(_join(path, name), None, "required", "Member must not be null")
        for name, member in shape.members.items():  # type: ignore[attr-defined]
            if value.get(name) is not None:
                yield from violations(member, value[name], _join(path, name))
    elif kind in ("list", "map", "string"):
        yield from _length(metadata, value, path)
        if kind == "list":
            for index, item in enumerate(value):
                yield from violations(shape.member, item, f"{path}[{index}]")  # type: ignore[attr-defined]
        elif kind == "map":
            for key, item in value.items():
                yield from violations(shape.key, key, f"{path} key")  # type: ignore[attr-defined]
                yield from violations(shape.value, item, f"{path}[{key}]")  # type: ignore[attr-defined]
        else:
            yield from _text(metadata, value, path)
    elif kind in ("integer", "long", "float", "double"):
        yield from _range(metadata, value, path)


def _join(path: str, name: str) -> str:
    name = name[0].lower() + name[1:]
    return f"{path}.{name}" if path else name


def _length(metadata: dict[str, Any], value: Any, path: str) -> Iterator[Violation]:
    at_least, at_most = metadata.get("min"), metadata.get("max")
    if at_least is not None and len(value) < at_least:
        yield Violation(path, value, "min_length", f"Member must have length greater than or equal to {at_least}")
    if at_most is not None and len(value) > at_most:
        yield Violation(path, value, "max_length", f"Member must have length less than or equal to {at_most}")


def _text(metadata: dict[str, Any], value: str, path: str) -> Iterator[Violation]:
    pattern, allowed = metadata.get("pattern"), metadata.get("enum")
    if pattern is not None and _compiled(pattern).fullmatch(value) is None:
        yield Violation(path, value, "pattern", f"Member must satisfy regular expression pattern: {pattern}")
    if allowed and value not in allowed:
        yield Violation(path, value, "enum", f"Member must satisfy enum value set: [{', '.join(allowed)}]")


def _range(metadata: dict[str, Any], value: float, path: str) -> Iterator[Violation]:
    at_least, at_most = metadata.get("min"), metadata.get("max")
    if at_least is not None and value < at_least:
        yield Violation(path, value, "min_value", f"Member must have value greater than or equal to {at_least}")
    if at_most is not None and value > at_most:
        yield Violation(path, value, "max_value", f"Member must have value less than or equal to {at_most}")
