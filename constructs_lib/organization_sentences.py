"""What pydantic finds wrong in an organization file, in this project's words."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from constructs_lib.organization_file import MODELS
from constructs_lib.organizational_unit_tree import Location


def sentence_of(error: ErrorDetails, model: type[BaseModel]) -> str:
    """A pydantic error in this project's words."""
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    match kind:
        case "rule":
            return str(context["sentence"])
        case "missing":
            return "It is required and missing."
        case "extra_forbidden":
            return _unknown(error["loc"], model)
        case "string_type" if type(given) is int and error["loc"][-1] == "account_id":
            # A leading zero is lost when digits are read as a number.
            return f'Expected text, not a number: write it in quotes, "{given:012d}".'
        case "string_type" if isinstance(given, (int, float)):
            return f'Expected text, not {_shown(given)}: write it in quotes, "{_shown(given)}".'
        case "string_type":
            return f"Expected text, not {_shown(given)}."
        case "literal_error" if error["loc"] == ("model",):
            return f"Expected {' or '.join(MODELS)}, not {_shown(given)}."
        case "literal_error":
            return f"Expected {str(context['expected']).replace(chr(39), '')}, not {_shown(given)}."
        case "bool_type":
            return f"Expected true or false, not {_shown(given)}."
        case "int_type" | "int_from_float":
            return f"Expected a whole number, not {_shown(given)}."
        case "dict_type" | "model_type":
            return f"Expected a mapping, not {_shown(given)}."
        case "list_type":
            return f"Expected a list, not {_shown(given)}."
        case "greater_than_equal":
            return f"Expected at least {context['ge']}, not {_shown(given)}."
        case "less_than_equal":
            return f"Expected at most {context['le']}, not {_shown(given)}."
        case "string_too_short":
            return "It must not be empty."
        case "string_too_long":
            return f"Expected at most {context['max_length']} characters."
        case _:
            return f"{error['msg']}."


def _unknown(location: Location, model: type[BaseModel]) -> str:
    part = model
    for key in location[:-1]:
        # A position in a list, and a key of a mapping that may have any, lead to no other part.
        if isinstance(key, str) and key in part.model_fields:
            part = _part(part.model_fields[key].annotation) or part
    known = list(part.model_fields)
    close = difflib.get_close_matches(str(location[-1]), known, 1)
    return "Unknown key; " + (f"did you mean {close[0]}?" if close else f"expected one of: {', '.join(known)}.")


def _part(annotation: Any) -> type[BaseModel] | None:
    """The part in an annotation such as ``list[AccountPairPart]`` or ``LogArchivePart | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((part for each in get_args(annotation) if (part := _part(each))), None)


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, (int, float)):
        return str(value)
    return repr(value) if isinstance(value, str) else "a value with a tag"
