"""What a configuration is checked for before any handler sees it."""

from __future__ import annotations

from typing import Any

import pytest

from custom_resources.plugin import STRING, UNKNOWN, Attribute, Diagnostics, NestedAttribute, Schema
from custom_resources.plugin.validation import validate

SCHEMA = Schema(
    {
        "id": Attribute(STRING, "Required.", required=True),
        "parts": NestedAttribute(
            "list", {"name": Attribute(STRING, "Required.", required=True)}, "Optional.", optional=True
        ),
    }
)


def problems(config: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    diagnostics = Diagnostics()
    validate(SCHEMA, config, diagnostics)
    return [(diagnostic.path, diagnostic.summary) for diagnostic in diagnostics]


@pytest.mark.parametrize("parts", [None, UNKNOWN, [], [{"name": "a"}], [{"name": UNKNOWN}]])
def test_required_values_that_are_there_or_not_known_yet_are_fine(parts: Any) -> None:
    assert problems({"id": "x", "parts": parts}) == problems({"id": UNKNOWN, "parts": parts}) == []


def test_null_for_a_required_attribute_is_refused_at_every_depth() -> None:
    """Terraform lets it through: to its decoder, null is a value that was given."""
    assert problems({"id": None, "parts": [{"name": "a"}, {"name": None}]}) == [
        (("id",), '"id" is required'),
        (("parts", 1, "name"), '"parts[1].name" is required'),
    ]
