"""Names and types on the wire, against the output's shape: SDKs pass over what they don't know."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from botocore.model import OperationModel, Shape

_NAMESPACE = re.compile(r"^\{[^}]*\}")
_JSON_TYPES: dict[str, tuple[type, ...]] = {
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
}


def _is_a(shape: Shape, value: Any) -> bool:
    if shape.type_name == "timestamp":
        text = shape.serialization.get("timestampFormat", "unixTimestamp") != "unixTimestamp"
        return isinstance(value, str if text else int | float)
    wanted = _JSON_TYPES[shape.type_name]
    return isinstance(value, wanted) and (bool in wanted or not isinstance(value, bool))


def in_json(shape: Shape, value: Any, path: str) -> Iterator[str]:
    """Every member of a JSON value that the model doesn't know, that is null, or that is of another type."""
    if value is None:
        yield f"{path} is null; AWS leaves it out"
        return
    if not _is_a(shape, value):
        yield f"{path} is no {shape.type_name}: {value!r}"
        return
    if shape.type_name == "structure":
        members = {
            member.serialization.get("name", name): member
            for name, member in shape.members.items()  # type: ignore[attr-defined]
            if "location" not in member.serialization
        }
        for name, item in value.items():
            if name in members:
                yield from in_json(members[name], item, f"{path}.{name}")
            else:
                yield f"{path}.{name} isn't in the model"
    elif shape.type_name == "list":
        for index, item in enumerate(value):
            yield from in_json(shape.member, item, f"{path}[{index}]")  # type: ignore[attr-defined]
    elif shape.type_name == "map":
        for key, item in value.items():
            yield from in_json(shape.value, item, f"{path}[{key}]")  # type: ignore[attr-defined]


def json_answer(model: OperationModel, body: bytes) -> Iterator[str]:
    """A successful answer in JSON."""
    if model.output_shape is None:
        if body.strip() not in (b"", b"{}"):
            yield f"a body where the model has no output: {body[:80]!r}"
        return
    yield from in_json(model.output_shape, json.loads(body or b"{}"), "output")


def tag(element: ElementTree.Element) -> str:
    """An element's name without its namespace."""
    return _NAMESPACE.sub("", element.tag)


def in_xml(shape: Shape, element: ElementTree.Element, path: str) -> Iterator[str]:
    """Every element that the model doesn't know."""
    if shape.type_name == "structure":
        members = {}
        for name, member in shape.members.items():  # type: ignore[attr-defined]
            if "location" not in member.serialization:
                members[_element_name(member, name)] = member
        for child in element:
            name = tag(child)
            if name not in members:
                yield f"{path}.{name} isn't in the model"
            elif members[name].serialization.get("flattened") and members[name].type_name == "list":
                yield from in_xml(members[name].member, child, f"{path}.{name}")
            else:
                yield from in_xml(members[name], child, f"{path}.{name}")
    elif shape.type_name == "list":
        wanted = shape.member.serialization.get("name", "member")  # type: ignore[attr-defined]
        for index, child in enumerate(element):
            if tag(child) != wanted:
                yield f"{path} holds {tag(child)}, not {wanted}"
            yield from in_xml(shape.member, child, f"{path}[{index}]")  # type: ignore[attr-defined]
    elif shape.type_name != "map" and len(element):
        yield f"{path} is no {shape.type_name}, but holds {tag(element[0])}"


def _element_name(shape: Shape, name: str) -> str:
    if shape.type_name == "list" and shape.serialization.get("flattened"):
        inner = shape.member.serialization.get("name")  # type: ignore[attr-defined]
        if inner is not None:
            return str(inner)
    return str(shape.serialization.get("name", name))


def query_answer(model: OperationModel, body: bytes) -> Iterator[str]:
    """A successful answer of the query protocol: OPERATIONResponse holding OPERATIONResult and ResponseMetadata."""
    root = ElementTree.fromstring(body)
    if tag(root) != f"{model.name}Response":
        yield f"the root is {tag(root)}, not {model.name}Response"
    children = {tag(child): child for child in root}
    if "ResponseMetadata" not in children:
        yield "no ResponseMetadata"
    wrapper = model.output_shape.serialization.get("resultWrapper") if model.output_shape is not None else None
    for name, child in children.items():
        if name == wrapper and model.output_shape is not None:
            yield from in_xml(model.output_shape, child, "output")
        elif name != "ResponseMetadata":
            yield f"{name} isn't in the model"
    if wrapper is not None and wrapper not in children:
        yield f"no {wrapper}"


def xml_answer(model: OperationModel, body: bytes) -> Iterator[str]:
    """A successful answer of the rest-xml protocol, whose body is the payload member, if there is one."""
    shape: Shape | None = model.output_shape
    if shape is not None and "payload" in shape.serialization:
        shape = shape.members[shape.serialization["payload"]]  # type: ignore[attr-defined]
        if shape.type_name in ("blob", "string"):
            return
    if shape is None or not body:
        if body:
            yield f"a body where the model has no output: {body[:80]!r}"
        return
    root = ElementTree.fromstring(body)
    if tag(root) == "LocationConstraint":  # GetBucketLocation's root is its only member (botocore reads it specially)
        return
    yield from in_xml(shape, root, "output")
