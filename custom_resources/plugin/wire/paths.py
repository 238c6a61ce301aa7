"""Attribute paths and diagnostics as messages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from custom_resources.plugin.diagnostics import Diagnostic, Path
from custom_resources.plugin.types import ListOf, MapOf, ObjectOf, TupleOf, Type
from custom_resources.plugin.wire.classes import CLASSES

_SEVERITIES = {"error": 1, "warning": 2}


def attribute_path(path: Path, kind: Type | None) -> Any:
    """``path`` into a value of type ``kind`` as an ``AttributePath`` message.

    The steps end where the protocol can go no further: at a set, whose elements have no address, and at anything that
    the type doesn't have. The message then points at the closest thing that can be pointed at.
    """
    message = CLASSES["AttributePath"]()
    for step in path:
        if isinstance(kind, ObjectOf) and step in kind.attributes:
            message.steps.add(attribute_name=step)
            kind = kind.attributes[str(step)]
        elif isinstance(kind, MapOf) and isinstance(step, str):
            message.steps.add(element_key_string=step)
            kind = kind.element
        elif isinstance(kind, ListOf | TupleOf) and isinstance(step, int):
            message.steps.add(element_key_int=step)
            if isinstance(kind, TupleOf):
                kind = kind.elements[step] if step < len(kind.elements) else None
            else:
                kind = kind.element
        else:
            break
    return message


def _shown(path: Any) -> Any:
    """The part of an ``AttributePath`` message that Terraform finds in the user's file.

    That is an attribute, or one element of it. Given more steps, Terraform (1.11 to 1.14 were looked at) falls back on
    the first line of the whole block, so less is more precise. The summary has room for the whole path.
    """
    if len(path.steps) > 1:
        # A second step that is an attribute's name leads into a nested object.
        del path.steps[1 if path.steps[1].HasField("attribute_name") else 2 :]
    return path


def _sendable(text: str) -> str:
    """``text`` without what UTF-8 can't hold (a file name's stray bytes, say): an error must not fail to be told."""
    return str(text).encode(errors="replace").decode()


def write_diagnostics(target: Any, diagnostics: Iterable[Diagnostic], kind: Type | None) -> None:
    """Append ``diagnostics`` to the repeated field ``target``; ``kind`` is the type that their paths lead into."""
    for item in diagnostics:
        message = target.add(
            severity=_SEVERITIES[item.severity], summary=_sendable(item.summary), detail=_sendable(item.detail)
        )
        path = _shown(attribute_path(item.path, kind))
        if path.steps:
            message.attribute.CopyFrom(path)
