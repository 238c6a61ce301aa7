"""A YAML file with positions, so that every complaint about it names its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import ConstructorError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from constructs_lib.organizational_unit_tree import Location

_MOST_BY_ALIASES = 100_000
"""Values beyond one for each character of the text: without aliases a file can't have as many."""


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong in an organization file; line and column count from 1.

    Attributes:
        line: Of the file.
        column: Of the line.
        key: What leads to it from the top of the file, such as ``account_pairs[0].email``.
        sentence: What is wrong, and what was expected.
        path: The file, where it is an included one.
    """

    line: int
    column: int
    key: str
    sentence: str
    path: Path | None = None


class OrganizationFileError(ValueError):
    """An organization file that cannot be used; its text is one line for each complaint, ``FILE:LINE:COLUMN: …``."""

    def __init__(self, path: Path, complaints: list[Complaint]) -> None:
        self.path = path
        self.complaints = sorted(
            complaints, key=lambda each: (str(each.path or ""), each.line, each.column, each.key, each.sentence)
        )
        super().__init__(
            "\n".join(
                f"{each.path or path}:{each.line}:{each.column}: "
                + (f"{each.key}: " if each.key else "")
                + each.sentence
                for each in self.complaints
            )
        )


@dataclass(frozen=True)
class YamlFile:
    """A file that was read.

    Attributes:
        path: Where it is.
        positions: What is in it as ruamel.yaml has it, with lines and columns.
        data: The same as plain Python values.
    """

    path: Path
    positions: Any
    data: Any

    @classmethod
    def read(cls, path: Path) -> YamlFile:
        """Read the file.

        Raises:
            OrganizationFileError: It cannot be read, or is no YAML.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as problem:
            sentence = f"It cannot be read: {problem.strerror}."
            raise OrganizationFileError(path, [Complaint(1, 1, "", sentence)]) from None
        except UnicodeDecodeError as problem:
            # The bytes before the bad one are good UTF-8.
            good = problem.object[: problem.start].decode()
            line, column = good.count("\n") + 1, len(good) - (good.rfind("\n") + 1) + 1
            raise OrganizationFileError(path, [Complaint(line, column, "", "It is no UTF-8 text.")]) from None
        try:
            yaml = YAML(typ="rt")
            yaml.Constructor = _Constructor
            yaml.preserve_quotes = True  # for those who write the file again
            positions = yaml.load(text)
            return cls(path, positions, _plain(positions, count(len(text) + _MOST_BY_ALIASES, -1)))
        except MarkedYAMLError as problem:
            raise OrganizationFileError(path, [_broken(problem)]) from None
        except (YAMLError, RecursionError) as problem:
            detail = "nested too deep" if isinstance(problem, RecursionError) else " ".join(str(problem).split())
            raise OrganizationFileError(path, [Complaint(1, 1, "", f"It is no valid YAML: {detail}.")]) from None

    def complaint(self, location: Location, sentence: str, *, included: bool = False) -> Complaint:
        """The sentence about what the keys and indexes lead to, with its place."""
        beside, own = self._beside(location)
        if beside is not None and own:
            return beside.complaint(own, sentence, included=True)
        # What is wrong with an unknown key, an organizational unit's name and a ready-made policy is the key itself.
        about_key = sentence.startswith("Unknown key") or location[-2:-1] == ("ready_made",)
        line, column = _position(self.positions, location, about_key or "organizational_units" in location)
        return Complaint(line + 1, column + 1, written(location), sentence, self.path if included else None)

    def _beside(self, location: Location) -> tuple[YamlFile | None, Location]:
        """The file that a ``file`` on the way names, and what leads on in it: JSON can be read as YAML."""
        value = self.data
        for depth, part in enumerate(location):
            if part == "file" and isinstance(value, Mapping) and isinstance(value.get(part), str):
                try:
                    return YamlFile.read(self.path.parent / value[part]), location[depth + 1 :]
                except (OrganizationFileError, ValueError):
                    break
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                break
        return None, ()


def written(location: Location) -> str:
    """``customers[1].account_pairs[0]``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")


class _Constructor(RoundTripConstructor):
    """Says where a value is that isn't what its tag, or its look, says: ``!!int x``, ``2012-99-99``."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (YAMLError, RecursionError):
            raise
        except Exception as problem:
            kind = str(node.tag).rpartition(":")[2]
            raise ConstructorError(None, None, f"no value of the kind {kind!r}", node.start_mark) from problem


def _plain(value: Any, left: Iterator[int]) -> Any:
    """YAML's round-trip objects as plain Python ones; scalars keep their values.

    ``left``: counts how many more there may be. Aliases of aliases may stand for more values than any memory holds.
    """
    if next(left) == 0:
        raise YAMLError("by its aliases it stands for far more values than are written in it")
    if isinstance(value, Mapping):
        return {key: _plain(item, left) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, left) for item in value]
    if isinstance(value, date):
        return value.isoformat()  # Version: 2012-10-17 without quotes is a date to YAML
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


def _position(node: Any, location: Location, at_key: bool) -> tuple[int, int]:
    """Line and column, from 0, of what the location leads to, or of the last part of the way that is there."""
    # A value with a tag of its own has a place that nobody filled in.
    line, column = (node.lc.line or 0, node.lc.col or 0) if hasattr(node, "lc") else (0, 0)
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
