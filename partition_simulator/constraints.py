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
    """One broken constraint: which member, what kind, and the sentence AWS's validators use for it."""

    path: str
    kind: Kind
    constraint: str


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
    metadata = shape.metadata
    if shape.type_name == "structure":
        for name in metadata.get("required", ()):
            if value.get(name) is None:
                yield Violation(_join(path, name), "required", "Member must not be null")
        for name, member in shape.members.items():  # type: ignore[attr-defined]
            yield from violations(member, value.get(name), _join(path, name))
    elif shape.type_name == "list":
        yield from _length(metadata, len(value), path)
        for index, item in enumerate(value):
            yield from violations(shape.member, item, f"{path}[{index}]")  # type: ignore[attr-defined]
    elif shape.type_name == "string":
        yield from _length(metadata, len(value), path)
        if "pattern" in metadata and _compiled(metadata["pattern"]).fullmatch(value) is None:
            pattern = metadata["pattern"]
            yield Violation(path, "pattern", f"Member must satisfy regular expression pattern: {pattern}")
        if metadata.get("enum") and value not in metadata["enum"]:
            yield Violation(path, "enum", f"Member must satisfy enum value set: [{', '.join(metadata['enum'])}]")
    elif shape.type_name in ("integer", "long"):
        if "min" in metadata and int(value) < metadata["min"]:
            yield Violation(path, "min_value", f"Member must have value greater than or equal to {metadata['min']}")
        if "max" in metadata and int(value) > metadata["max"]:
            yield Violation(path, "max_value", f"Member must have value less than or equal to {metadata['max']}")


def _join(path: str, name: str) -> str:
    name = name[0].lower() + name[1:]
    return f"{path}.{name}" if path else name


def _length(metadata: dict[str, Any], length: int, path: str) -> Iterator[Violation]:
    if "min" in metadata and length < metadata["min"]:
        constraint = f"Member must have length greater than or equal to {metadata['min']}"
        yield Violation(path, "min_length", constraint)
    if "max" in metadata and length > metadata["max"]:
        yield Violation(path, "max_length", f"Member must have length less than or equal to {metadata['max']}")
