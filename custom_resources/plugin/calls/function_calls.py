"""Calls of provider functions."""

from __future__ import annotations

from typing import Any

from custom_resources.plugin.calls.answer import defect, read_value, value_message
from custom_resources.plugin.diagnostics import ProviderError
from custom_resources.plugin.function import Function, FunctionError, Parameter
from custom_resources.plugin.session import Session, UnknownType
from custom_resources.plugin.unknown import is_known
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
        parameters = _parameters(function, len(request.arguments))
        arguments = [
            _argument(index, item, parameter)
            for index, (item, parameter) in enumerate(zip(request.arguments, parameters, strict=True))
        ]
        response.result.CopyFrom(value_message(function.call(*arguments), function.returns))
    except FunctionError as error:
        response.error.text = error.message
        if error.argument_index is not None:
            response.error.function_argument = error.argument_index
    except (ProviderError, UnknownType) as error:
        response.error.text = str(error)
    except Exception as error:
        response.error.text = str(defect(error, f"calling the function {request.name}", session.log))
    return response


def _parameters(function: Function, count: int) -> list[Parameter]:
    """The parameter of each argument. Terraform counts them too, but a program that calls the provider may not."""
    parameters = list(function.parameters)
    if function.variadic is not None:
        parameters += [function.variadic] * (count - len(parameters))
    if len(parameters) != count:
        raise FunctionError(f"{function.name} takes {len(parameters)} arguments, not {count}.")
    return parameters


def _argument(index: int, message: Any, parameter: Parameter) -> Any:
    value = read_value(message, parameter.type)
    if value is None and not parameter.allow_null:
        raise FunctionError(f"{parameter.name} must not be null.", index)
    if not parameter.allow_unknown and not is_known(value):
        raise FunctionError(f"{parameter.name} must be known.", index)
    return value
