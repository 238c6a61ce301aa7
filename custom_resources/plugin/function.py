"""The base class of provider functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from custom_resources.plugin.types import Type


class FunctionError(Exception):
    """Ends a function with a message for the user; ``argument_index`` (from 0) points at the argument to blame."""

    def __init__(self, message: str, argument_index: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.argument_index = argument_index


@dataclass(frozen=True)
class Parameter:
    """One parameter. Without ``allow_null``/``allow_unknown`` Terraform itself keeps such arguments away."""

    name: str
    type: Type
    description: str = ""
    allow_null: bool = False
    allow_unknown: bool = False


class Function:
    """A function, called in HCL as ``provider::PROVIDER::NAME(…)``. It must be pure: no API, no clock."""

    name: ClassVar[str]
    parameters: ClassVar[Sequence[Parameter]] = ()
    #: Takes any number of further arguments.
    variadic: ClassVar[Parameter | None] = None
    returns: ClassVar[Type]
    summary: ClassVar[str] = ""
    description: ClassVar[str] = ""
    deprecated: ClassVar[str] = ""

    def call(self, *args: Any) -> Any:
        """The result for these arguments; raise :class:`FunctionError` for bad ones."""
        raise NotImplementedError
