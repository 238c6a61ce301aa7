"""Terraform plugin protocol 6 for Python: write a provider as classes with schemas, serve it to real Terraform.

A provider subclasses :class:`Provider`, :class:`Resource`, :class:`DataSource`, :class:`EphemeralResource` and
:class:`Function`; :func:`serve` is its process's entry point and :class:`InProcessServer` serves it inside a test.
This package knows no cloud and no other part of the project.
"""

from custom_resources.plugin.contexts import Context, ResourceContext
from custom_resources.plugin.data_source import DataSource
from custom_resources.plugin.diagnostics import Diagnostic, Diagnostics, Path, ProviderError
from custom_resources.plugin.ephemeral import EphemeralResource, EphemeralResult
from custom_resources.plugin.function import Function, FunctionError, Parameter
from custom_resources.plugin.in_process import InProcessServer
from custom_resources.plugin.provider import Provider
from custom_resources.plugin.resource import Resource
from custom_resources.plugin.schema import AnyAttribute, Attribute, NestedAttribute, Schema, Validator, Values
from custom_resources.plugin.serve import serve
from custom_resources.plugin.stop import Stop
from custom_resources.plugin.timeouts import duration, parse_duration, timeout_of, timeouts
from custom_resources.plugin.types import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    Type,
    Typed,
)
from custom_resources.plugin.unknown import UNKNOWN, is_known

__all__ = [
    "BOOL",
    "DYNAMIC",
    "NUMBER",
    "STRING",
    "UNKNOWN",
    "AnyAttribute",
    "Attribute",
    "Context",
    "DataSource",
    "Diagnostic",
    "Diagnostics",
    "EphemeralResource",
    "EphemeralResult",
    "Function",
    "FunctionError",
    "InProcessServer",
    "ListOf",
    "MapOf",
    "NestedAttribute",
    "ObjectOf",
    "Parameter",
    "Path",
    "Provider",
    "ProviderError",
    "Resource",
    "ResourceContext",
    "Schema",
    "SetOf",
    "Stop",
    "TupleOf",
    "Type",
    "Typed",
    "Validator",
    "Values",
    "duration",
    "is_known",
    "parse_duration",
    "serve",
    "timeout_of",
    "timeouts",
]
