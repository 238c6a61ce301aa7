"""Options that commands share."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field

import pytest

from custom_resources.scripts.option_groups import OptionGroup, expand_groups


@dataclass(frozen=True)
class Colours(OptionGroup):
    front: str = "black"
    others: list[str] = field(default_factory=list)


def paint(colours: Colours, size: int = 1) -> int:
    """Paint."""
    return len(colours.front) * size + len(colours.others)


def clash(colours: Colours, front: str = "") -> int:
    return 0


def test_a_group_becomes_the_options_of_its_fields() -> None:
    expanded = expand_groups(paint)

    parameters = inspect.signature(expanded).parameters
    assert {name: parameter.default for name, parameter in parameters.items()} == {
        "front": "black",
        "others": [],
        "size": 1,
    }
    assert expanded.__annotations__ == {"front": str, "others": list[str], "size": int}
    assert expanded.__doc__ == "Paint."


def test_the_command_is_given_the_group() -> None:
    assert expand_groups(paint)(front="red", others=["x"], size=2) == 7


def test_two_options_of_one_name_are_a_defect() -> None:
    with pytest.raises(TypeError, match="front twice"):
        expand_groups(clash)
