"""Terraform types as Python source: the annotation of an argument, and the run-time check of it."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from constructs_lib.bindings_generator.schema import Field

_ANNOTATIONS = {"string": "str", "number": "float", "bool": "bool"}
_CHECKS = {"string": "STRING", "number": "NUMBER", "bool": "BOOL"}


@dataclass
class NestedClasses:
    """The classes that one binding needs for its nested objects, in the order in which they must be written.

    Attributes:
        typed_dicts: Class name: the object's fields, for arguments.
        references: Class name: the object's fields, for what can be referred to.
    """

    typed_dicts: dict[str, list[Field]] = field(default_factory=dict)
    references: dict[str, list[Field]] = field(default_factory=dict)

    def annotation(self, type_: Any, name: str) -> str:
        """The annotation of an argument of that type; ``name`` is for the TypedDict, should one be needed."""
        if isinstance(type_, str):
            return _ANNOTATIONS[type_]
        kind, inner = type_
        if kind in ("list", "set"):
            return f"Sequence[{self.annotation(inner, name)}]"
        if kind == "map":
            return f"Mapping[str, {self.annotation(inner, name)}]"
        members = object_fields(inner)
        for member in members:
            self.annotation(member.type, name + pascal(member.name))
        self.typed_dicts[name] = members
        return name

    def reference(self, type_: Any, name: str) -> str | None:
        """The class of a reference to an object or a list of objects; None for every other type."""
        if isinstance(type_, str) or type_[0] == "map":
            return None
        kind, inner = type_
        if kind in ("list", "set"):
            item = self.reference(inner, name)
            return f"ListReference[{item}]" if kind == "list" and item and "[" not in item else None
        members = object_fields(inner)
        for member in members:
            self.reference(member.type, name + pascal(member.name))
        self.references[name + "Reference"] = members
        return name + "Reference"


def check(type_: Any, block: bool = False) -> str:
    """The expression that makes the run-time check of a type (see constructs_lib/terraform_types.py)."""
    if isinstance(type_, str):
        return _CHECKS[type_]
    kind, inner = type_
    if kind in ("list", "set"):
        return f"ListOf({check(inner)}{', block=True' if block else ''})"
    if kind == "map":
        return f"MapOf({check(inner)})"
    members = [member for member in object_fields(inner) if member.argument]
    inner = ", ".join(f'"{each.name}": {check(each.type, each.block)}' for each in members)
    required = ", ".join(f'"{each.name}"' for each in members if each.required)
    return f"ObjectOf({{{inner}}}" + (f", frozenset({{{required}}}))" if required else ")")


def object_fields(attributes: Mapping[str, Any]) -> list[Field]:
    """The members of an object type, which may be Fields already or bare types.

    Without those that Python's syntax has no place for: `and`, in the filter of a bucket's lifecycle rule.
    """
    return [
        each if isinstance(each, Field) else Field(name, each, "", required=False)
        for name, each in sorted(attributes.items())
        if not keyword.iskeyword(name)
    ]


def pascal(name: str) -> str:
    """``aws_organizations_organization`` as ``AwsOrganizationsOrganization``."""
    return "".join(part.capitalize() for part in name.split("_"))
