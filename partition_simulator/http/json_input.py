"""Whether a request in JSON can be read at all: an object, with members of the model's types.

moto takes whatever it finds, and then fails inside. AWS answers SerializationException; its wording is unverified
(claim: unreadable-body).
"""

from __future__ import annotations

import json
from typing import Any

from botocore.model import OperationModel, Shape

_KINDS: dict[str, tuple[type, ...]] = {
    "structure": (dict,),
    "map": (dict,),
    "list": (list,),
    "string": (str,),
    "blob": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "timestamp": (int, float, str),
}


def unreadable(model: OperationModel, body: bytes) -> str | None:
    """What keeps a body from being read, or None."""
    try:
        value = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        return "The body is no JSON."
    if model.input_shape is None:  # botocore has no model of an empty input; an object is sent all the same
        return None if isinstance(value, dict) else "the body is no structure."
    return _problem(model.input_shape, value, "the body")


def _is_half(value: Any) -> bool:
    """Whether a text holds half of a pair of surrogates, which no encoding can carry on."""
    return isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value)


def _problem(shape: Shape, value: Any, path: str) -> str | None:
    kinds = _KINDS[shape.type_name]
    fits = isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool)) and not _is_half(value)
    if not fits:
        return f"{path} is no {shape.type_name}."
    parts: list[tuple[Shape, Any, str]] = []
    if shape.type_name == "structure":
        members = shape.members  # type: ignore[attr-defined]
        parts = [(m, value[name], name) for name, m in members.items() if value.get(name) is not None]
    elif shape.type_name == "list":
        parts = [(shape.member, item, f"{path}[{index}]") for index, item in enumerate(value)]  # type: ignore[attr-defined]
    elif shape.type_name == "map":
        parts = [(shape.value, item, f"{path}[{key!r}]") for key, item in value.items()]  # type: ignore[attr-defined]
    return next((found for part in parts if (found := _problem(*part)) is not None), None)
