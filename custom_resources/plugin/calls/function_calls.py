"""Calls of provider functions."""

from __future__ import annotations

from typing import Any

from custom_resources.plugin.calls.answer import defect, read_value, value_message
from custom_resources.plugin.diagnostics import ProviderError
from custom_resources.plugin.function import Function, FunctionError
from custom_resources.plugin.session import Session
from custom_resources.plugin.types import Type
from custom_resources.plugin.wire.classes import CLASSES
from custom_resources.plugin.wire.schemas import write_function


def get_functions(session: Session, request: Any) -> Any:
    """The signatures of all functions."""
    response = CLASSES["GetFunctionsResponse"]()
    for function in session.provider.functions:
        write_function(response.functions.add(key=function.name).value, function)
    return response


def call_function(session: Session, request: Any) -> Any:
    """``Function.call``. A function has no diagnostics, only one error text."""
    response = CLASSES["CallFunctionResponse"]()
    try:
        function = session.function(request.name)
        types = _argument_types(function, len(request.arguments))
        arguments = [read_value(item, kind) for item, kind in zip(request.arguments, types, strict=True)]
        response.result.CopyFrom(value_message(function.call(*arguments), function.returns))
    except FunctionError as error:
        response.error.text = error.message
        if error.argument_index is not None:
            response.error.function_argument = error.argument_index
    except ProviderError as error:
        response.error.text = str(error)
    except Exception as error:
        response.error.text = str(defect(error, f"calling the function {request.name}", session.log))
    return response


def _argument_types(function: Function, count: int) -> list[Type]:
    types = [parameter.type for parameter in function.parameters]
    if function.variadic is not None:
        types += [function.variadic.type] * (count - len(types))
    return types
