"""Schemas and function signatures as messages."""

from __future__ import annotations

from typing import Any

from custom_resources.plugin.function import Function, Parameter
from custom_resources.plugin.schema import AnyAttribute, NestedAttribute, Schema
from custom_resources.plugin.wire.classes import CLASSES

_MARKDOWN = 1
_NESTINGS = {"single": 1, "list": 2, "set": 3, "map": 4}


def write_schema(target: Any, schema: Schema) -> None:
    """Fill the ``Schema`` message ``target``."""
    target.version = schema.version
    target.block.version = schema.version
    target.block.description = schema.description
    target.block.description_kind = _MARKDOWN
    for name in sorted(schema.attributes):
        _write_attribute(target.block.attributes.add(), name, schema.attributes[name])


def _write_attribute(target: Any, name: str, attribute: AnyAttribute) -> None:
    target.name = name
    target.description = attribute.description
    target.description_kind = _MARKDOWN
    target.required = attribute.required
    target.optional = attribute.optional
    target.computed = attribute.computed
    target.sensitive = attribute.sensitive
    target.write_only = attribute.write_only
    target.deprecated = bool(attribute.deprecated)
    if isinstance(attribute, NestedAttribute):
        target.nested_type.nesting = _NESTINGS[attribute.nesting]
        for inner in sorted(attribute.attributes):
            _write_attribute(target.nested_type.attributes.add(), inner, attribute.attributes[inner])
    else:
        target.type = attribute.type.to_json()


def write_function(target: Any, function: type[Function]) -> None:
    """Fill the ``Function`` message ``target``."""
    for parameter in function.parameters:
        _write_parameter(target.parameters.add(), parameter)
    if function.variadic is not None:
        _write_parameter(target.variadic_parameter, function.variadic)
    # "return" is a word of Python's, so the field can't be written as an attribute.
    getattr(target, "return").CopyFrom(CLASSES["Return"](type=function.returns.to_json()))
    target.summary = function.summary
    target.description = function.description
    target.description_kind = _MARKDOWN
    target.deprecation_message = function.deprecated


def _write_parameter(target: Any, parameter: Parameter) -> None:
    target.name = parameter.name
    target.type = parameter.type.to_json()
    target.allow_null_value = parameter.allow_null
    target.allow_unknown_values = parameter.allow_unknown
    target.description = parameter.description
    target.description_kind = _MARKDOWN
