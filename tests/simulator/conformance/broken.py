"""Valid inputs, each with one constraint of the model broken."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

from botocore.model import Shape

Step = str | int
Path = tuple[Step, ...]

# Texts that some pattern forbids; the first that breaks the one at hand is taken.
_FORBIDDEN = ("!", "\u00ac", " ", "\u0001", "\n", "_", "a", "")


def breakages(shape: Shape | None, valid: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Kind of constraint, the member's name, and the input.

    Members that a path is made of are left alone, and those in a header or the query aren't left out: the request would
    mean another operation.
    """
    if shape is None:
        return
    for kind, path, value in _walk(shape, valid, ()):
        member = shape.members.get(str(path[0]))  # type: ignore[attr-defined]
        location = member.serialization.get("location") if member is not None else None
        if location == "uri" or (location is not None and kind == "required"):
            continue
        yield kind, ".".join(map(str, path)), _replaced(valid, path, value)


_GONE = object()


def _replaced(valid: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    changed: Any = copy.deepcopy(valid)
    at = changed
    for step in path[:-1]:
        at = at[step]
    if value is _GONE:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return dict(changed)


def _walk(shape: Shape, value: Any, path: Path) -> Iterator[tuple[str, Path, Any]]:
    """Broken values for everything in a valid value, and for the members that it leaves out."""
    if shape.type_name == "structure":
        if not isinstance(value, dict):
            return
        for name in shape.metadata.get("required", ()):
            if name in value:
                yield "required", (*path, name), _GONE
        for name, member in shape.members.items():  # type: ignore[attr-defined]
            yield from _walk(member, value.get(name), (*path, name))
    elif shape.type_name == "list":
        yield from _lengths(shape.metadata, value, path, lambda number: [value[0]] * number if value else None)
        if value:
            yield from _walk(shape.member, value[0], (*path, 0))  # type: ignore[attr-defined]
    elif shape.type_name == "string":
        yield from _texts(shape, value, path)
    elif shape.type_name in ("integer", "long"):
        at_least, at_most = shape.metadata.get("min"), shape.metadata.get("max")
        if at_least is not None:
            yield "min_value", path, int(at_least) - 1
        if at_most is not None:
            yield "max_value", path, int(at_most) + 1


def _lengths(metadata: dict[str, Any], value: Any, path: Path, make: Any) -> Iterator[tuple[str, Path, Any]]:
    for kind, limit, number in (("min_length", metadata.get("min"), -1), ("max_length", metadata.get("max"), 1)):
        if limit is None or limit + number < 0 or limit > 200_000:
            continue
        broken = make(limit + number)
        if broken is not None:
            yield kind, path, broken


def _texts(shape: Shape, value: Any, path: Path) -> Iterator[tuple[str, Path, Any]]:
    metadata = shape.metadata
    last = str(value)[-1:] or "a"
    yield from _lengths(metadata, value, path, lambda number: (str(value or "") + last * number)[:number])
    if metadata.get("enum"):
        yield "enum", path, "NO_SUCH_VALUE"
    pattern = metadata.get("pattern")
    if pattern is None:
        return
    # Unicode's properties, as far as ASCII goes, which is all that is tried.
    for name, some in ((r"\p{L}", "a-zA-Z"), (r"\p{N}", "0-9"), (r"\p{Z}", " ")):
        pattern = pattern.replace(name, some)
    anchored = re.compile(pattern.removeprefix("^").removesuffix("$"), re.ASCII)
    for text in _FORBIDDEN:
        tried = text * int(metadata.get("min", 1) or 1)
        if len(tried) >= metadata.get("min", 0) and anchored.fullmatch(tried) is None:
            yield "pattern", path, tried
            return
