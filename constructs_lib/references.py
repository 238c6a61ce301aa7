"""References into list and object attributes of a resource, such as ``organization.roots[0].id``."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar


class Addressable(Protocol):
    """What references are asked of: every Terraform resource of CDKTF has these."""

    def get_string_attribute(self, terraform_attribute: str) -> str:
        """The string attribute at that path, as a token."""


class ObjectReference:
    """A reference to an object inside a resource; subclasses have a property for each of its attributes."""

    def __init__(self, resource: Addressable, path: str) -> None:
        self._resource = resource
        self._path = path

    def string(self, name: str) -> str:
        """The string attribute ``name`` of the object, as a token."""
        return self._resource.get_string_attribute(f"{self._path}.{name}")

    def expression(self) -> str:
        """The whole object, as a token that only fits where Terraform takes an object."""
        return self._resource.get_string_attribute(self._path)


T = TypeVar("T", bound=ObjectReference)


class ListReference(Generic[T]):
    """A reference to a list of objects inside a resource."""

    def __init__(self, resource: Addressable, path: str, item: type[T]) -> None:
        self._resource = resource
        self._path = path
        self._item = item

    def __getitem__(self, index: int) -> T:
        """The object at that position."""
        return self._item(self._resource, f"{self._path}[{index}]")

    def strings(self, name: str) -> str:
        """The attribute ``name`` of every object, as a token of a list."""
        return self._resource.get_string_attribute(f"{self._path}[*].{name}")
