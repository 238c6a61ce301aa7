"""Schemas: the attributes that a provider, resource, data source or ephemeral resource has.

Only attributes exist here, plain and nested; blocks are left out, because nested attributes do all that they do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from custom_resources.plugin.types import ListOf, MapOf, ObjectOf, SetOf, Type

#: Attribute name to value: ``None``, ``UNKNOWN``, ``str``, ``bool``, ``int``, ``float``, ``Decimal``, ``list``,
#: ``dict``; a :class:`Typed` where the type is dynamic.
Values = dict[str, Any]
#: Gets a known value that isn't null; returns the sentence that says what is wrong with it, or ``None``.
Validator = Callable[[Any], str | None]
Nesting = Literal["single", "list", "set", "map"]


@dataclass(frozen=True)
class Flags:
    """What plain and nested attributes have in common. ``required``, ``optional`` or ``computed`` must be set."""

    required: bool = False
    optional: bool = False
    computed: bool = False
    sensitive: bool = False
    #: Only in the configuration, never in plan or state (Terraform 1.11 and later).
    write_only: bool = False
    #: Non-empty: using the attribute is warned about with this sentence.
    deprecated: str = ""
    #: For optional and computed attributes: what is planned when the configuration is null.
    default: Any = None
    #: For computed attributes: keep the prior value on an update. Otherwise unknown as soon as something else changes.
    keep: bool = True
    validators: Sequence[Validator] = ()
    #: Non-empty: changing a known prior value is refused at plan with this sentence, which says the way to do it.
    immutable: str = ""
    #: A change makes Terraform plan a replacement.
    requires_replace: bool = False

    def check_flags(self) -> None:
        """Refuse combinations that Terraform, or common sense, refuses.

        :raises ValueError: naming the combination.
        """
        if not (self.required or self.optional or self.computed):
            raise ValueError("an attribute must be required, optional or computed")
        if self.required and (self.optional or self.computed):
            raise ValueError("a required attribute can be neither optional nor computed")
        if self.default is not None and not (self.optional and self.computed):
            raise ValueError("an attribute with a default must be optional and computed")
        if self.write_only and self.computed:
            raise ValueError("a write-only attribute cannot be computed")


@dataclass(frozen=True)
class _AttributeFields:
    type: Type
    description: str


@dataclass(frozen=True)
class _NestedFields:
    nesting: Nesting
    attributes: Mapping[str, Attribute | NestedAttribute]
    description: str


@dataclass(frozen=True)
class Attribute(Flags, _AttributeFields):
    """A plain attribute: ``Attribute(STRING, "One sentence.", required=True)``."""

    def __post_init__(self) -> None:
        self.check_flags()

    @property
    def value_type(self) -> Type:
        """The type of the attribute's value."""
        return self.type


@dataclass(frozen=True)
class NestedAttribute(Flags, _NestedFields):
    """An attribute with attributes: one object, or a list, set or map of objects."""

    def __post_init__(self) -> None:
        self.check_flags()

    @cached_property
    def object_type(self) -> ObjectOf:
        """The type of one nested object."""
        return ObjectOf({name: attribute.value_type for name, attribute in self.attributes.items()})

    @cached_property
    def value_type(self) -> Type:
        """The type of the attribute's value."""
        if self.nesting == "single":
            return self.object_type
        collection = {"list": ListOf, "set": SetOf, "map": MapOf}[self.nesting]
        return collection(self.object_type)


AnyAttribute = Attribute | NestedAttribute


@dataclass(frozen=True)
class Schema:
    """The attributes of one thing. Raise ``version`` whenever stored states of the older form need an upgrade."""

    attributes: Mapping[str, AnyAttribute]
    description: str = ""
    version: int = 0

    @cached_property
    def value_type(self) -> ObjectOf:
        """The object type of a whole state or configuration."""
        return ObjectOf({name: attribute.value_type for name, attribute in self.attributes.items()})
