"""Options that several commands share, as dataclasses: a parameter of such a type becomes the options of its fields."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, get_type_hints


class OptionGroup:
    """Base of a dataclass whose fields are options: `name: Annotated[type, typer.Option(…)] = default`."""


def expand_groups(command: Callable[..., int]) -> Callable[..., int]:
    """Return the command as typer understands it: each parameter that is an `OptionGroup` replaced by its fields.

    Raises:
        TypeError: two of the command's options have the same name; a defect of the command.
    """
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, type[OptionGroup]] = {}
    parameters: dict[str, inspect.Parameter] = {}
    for name, parameter in inspect.signature(command).parameters.items():
        kind = hints[name]
        expanded = [_keyword(name, parameter.default, kind)]
        if isinstance(kind, type) and issubclass(kind, OptionGroup):
            groups[name] = kind
            expanded = _options_of(kind)
        for option in expanded:
            if option.name in parameters:
                raise TypeError(f"{command.__name__} has the option {option.name} twice")
            parameters[option.name] = option

    @functools.wraps(command)
    def run(**values: Any) -> int:
        for name, group in groups.items():
            values[name] = group(**{field.name: values.pop(field.name) for field in _fields(group)})
        return command(**values)

    run.__signature__ = inspect.Signature(list(parameters.values()))  # type: ignore[attr-defined]
    run.__annotations__ = {name: option.annotation for name, option in parameters.items()}
    return run


def _fields(group: type[OptionGroup]) -> tuple[Field[Any], ...]:
    assert is_dataclass(group)
    return fields(group)


def _options_of(group: type[OptionGroup]) -> list[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [_keyword(field.name, _default_of(field), hints[field.name]) for field in _fields(group)]


def _default_of(field: Field[Any]) -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else inspect.Parameter.empty


def _keyword(name: str, default: Any, annotation: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
