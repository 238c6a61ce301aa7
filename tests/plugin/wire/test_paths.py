from __future__ import annotations

from typing import Any

import pytest

from custom_resources.plugin import Diagnostic, Path
from custom_resources.plugin.wire.classes import CLASSES
from custom_resources.plugin.wire.paths import attribute_path, write_diagnostics
from tests.plugin.client import THING


def steps(message: Any) -> list[Any]:
    return [getattr(step, field.name) for step in message.steps for field, _ in step.ListFields()] if message else []


@pytest.mark.parametrize(
    ("path", "reached"),
    [
        (("label",), ["label"]),
        (("list", 0, "name"), ["list", 0, "name"]),
        (("map", "k", "size"), ["map", "k", "size"]),
        (("tags", "Team"), ["tags", "Team"]),
        (("set", 0, "name"), ["set"]),
        (("letters", 1), ["letters"]),
        (("nothing", "there"), []),
        (("list", "not an index"), ["list"]),
    ],
)
def test_a_path_goes_as_far_as_the_protocol_can(path: Path, reached: list[Any]) -> None:
    assert steps(attribute_path(path, THING)) == reached


def test_a_map_key_is_a_key_and_no_attribute() -> None:
    message = attribute_path(("map", "k", "size"), THING)
    assert [step.ListFields()[0][0].name for step in message.steps] == [
        "attribute_name",
        "element_key_string",
        "attribute_name",
    ]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ((), []),
        (("label",), ["label"]),
        (("list", 0), ["list", 0]),
        (("list", 0, "name"), ["list", 0]),
        (("single", "name"), ["single"]),
    ],
)
def test_a_diagnostic_points_at_what_terraform_can_find(path: Path, shown: list[Any]) -> None:
    response = CLASSES["DiagnosticsResponse"]()
    write_diagnostics(response.diagnostics, [Diagnostic("error", "s", "d", path)], THING)
    [message] = response.diagnostics
    assert steps(message.attribute) == shown
    assert message.HasField("attribute") == bool(shown)
