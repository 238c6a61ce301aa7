"""Reading an organization file: YAML with positions, so that every complaint names its line."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from constructs_lib.organization_checks import cross_checks
from constructs_lib.organization_file import MODELS, OrganizationFile, ResellerFile
from constructs_lib.organization_governance_checks import governance_checks
from constructs_lib.organizational_unit_tree import Location


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong in an organization file; line and column count from 1."""

    line: int
    column: int
    key: str
    sentence: str


class OrganizationFileError(ValueError):
    """An organization file that cannot be used; its text is one line for each complaint, ``FILE:LINE:COLUMN: …``."""

    def __init__(self, path: Path, complaints: list[Complaint]) -> None:
        self.path = path
        self.complaints = sorted(complaints, key=lambda each: (each.line, each.column, each.key))
        super().__init__(
            "\n".join(
                f"{path}:{each.line}:{each.column}: " + (f"{each.key}: " if each.key else "") + each.sentence
                for each in self.complaints
            )
        )


def read_organization(path: Path) -> OrganizationFile | ResellerFile:
    """The organization file at that path.

    Raises:
        OrganizationFileError: It cannot be read, is no YAML, or breaks a rule; every complaint is in it.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise OrganizationFileError(path, [Complaint(1, 1, "", f"It cannot be read: {problem.strerror}.")]) from None
    except UnicodeDecodeError as problem:
        # The bytes before the bad one are good UTF-8.
        good = problem.object[: problem.start].decode()
        line, column = good.count("\n") + 1, len(good) - (good.rfind("\n") + 1) + 1
        raise OrganizationFileError(path, [Complaint(line, column, "", "It is no UTF-8 text.")]) from None
    try:
        positions = YAML(typ="rt").load(text)
        data = _plain(positions)
    except MarkedYAMLError as problem:
        raise OrganizationFileError(path, [_broken(problem)]) from None
    except (YAMLError, RecursionError) as problem:
        detail = "nested too deep" if isinstance(problem, RecursionError) else " ".join(str(problem).split())
        raise OrganizationFileError(path, [Complaint(1, 1, "", f"It is no valid YAML: {detail}.")]) from None
    if not isinstance(data, Mapping):
        expected = "a mapping with the keys " + ", ".join(OrganizationFile.model_fields)
        raise OrganizationFileError(path, [Complaint(1, 1, "", f"Expected {expected}.")])
    wrong = list(cross_checks(data))
    organization: OrganizationFile | ResellerFile | None = None
    # Chosen here: pydantic's own choice by model would stand in the location of every complaint.
    model = MODELS.get(str(data.get("model")), OrganizationFile)
    try:
        organization = model.model_validate(data, context={"folder": path.parent})
        if not wrong:
            wrong = list(governance_checks(organization))
    except ValidationError as problem:
        wrong += [(tuple(each["loc"]), _sentence(each, model)) for each in problem.errors()]
    if wrong or organization is None:
        raise OrganizationFileError(path, [_placed(positions, location, text) for location, text in wrong])
    return organization


def _plain(value: Any) -> Any:
    """YAML's round-trip objects as plain Python ones; scalars keep their values."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            # ruamel has its own boolean (an int) and its own kinds of text and numbers.
            return bool(value) if type(value).__name__ == "ScalarBoolean" else kind(value)
    return value


def _broken(problem: MarkedYAMLError) -> Complaint:
    mark = problem.problem_mark or problem.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = " ".join(str(problem.problem or problem.context).split())
    if said.startswith("but "):
        said = f"{problem.context}, {said}"
    elif "end of stream" in said and problem.context and problem.context_mark:
        # Where an unclosed quote or bracket is missed is mostly not where it was opened.
        said += f" ({problem.context} that begins in line {problem.context_mark.line + 1})"
    return Complaint(line, column, "", f"It is no valid YAML: {said}.")


def _placed(positions: Any, location: Location, sentence: str) -> Complaint:
    # What is wrong with an unknown key, an organizational unit's name and a ready-made policy is the key itself.
    at_key = (
        sentence.startswith("Unknown key") or "organizational_units" in location or location[-2:-1] == ("ready_made",)
    )
    line, column = _position(positions, location, at_key)
    key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    return Complaint(line + 1, column + 1, key, sentence)


def _position(node: Any, location: Location, at_key: bool) -> tuple[int, int]:
    """Line and column, from 0, of what the location leads to, or of the last part of the way that is there."""
    line, column = (node.lc.line, node.lc.col) if hasattr(node, "lc") else (0, 0)
    for depth, part in enumerate(location):
        places = getattr(getattr(node, "lc", None), "data", None) or {}
        if part not in places:
            break
        place = places[part]
        last = depth == len(location) - 1
        # For a mapping: line and column of the key, then of the value; for a list, of the item.
        line, column = (place[0], place[1]) if len(place) < 4 or (last and at_key) else (place[2], place[3])
        node = node[part]
    return line, column


def _sentence(error: ErrorDetails, model: type[BaseModel]) -> str:
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
