from __future__ import annotations

from typing import Any

import pytest

from custom_resources.plugin import NUMBER, STRING, UNKNOWN, Attribute, Diagnostics, NestedAttribute, Schema
from custom_resources.plugin.changes import refuse_immutable_changes, replacing_paths
from custom_resources.plugin.planning import propose, with_defaults
from custom_resources.plugin.schema import Nesting

SCHEMA = Schema(
    {
        "name": Attribute(STRING, "", required=True, immutable="Make another."),
        "note": Attribute(STRING, "", optional=True),
        "size": Attribute(NUMBER, "", optional=True, computed=True, default=1),
        "place": Attribute(STRING, "", optional=True, computed=True),
        "id": Attribute(STRING, "", computed=True),
        "etag": Attribute(STRING, "", computed=True, keep=False),
        "secret": Attribute(STRING, "", optional=True, write_only=True),
        "kind": Attribute(STRING, "", optional=True, requires_replace=True),
    }
)
PRIOR = {
    "name": "n",
    "note": None,
    "size": 1,
    "place": "here",
    "id": "1",
    "etag": "e",
    "secret": None,
    "kind": "k",
}


def config(**values: Any) -> dict[str, Any]:
    return {**dict.fromkeys(SCHEMA.attributes), "name": "n", "kind": "k", **values}


def test_a_create_has_defaults_and_unknowns() -> None:
    planned = propose(SCHEMA, config(secret="s"), None)
    assert planned == {
        **config(),
        "size": 1,
        "place": UNKNOWN,
        "id": UNKNOWN,
        "etag": UNKNOWN,
    }


def test_nothing_is_unknown_when_nothing_changes() -> None:
    assert propose(SCHEMA, config(secret="another"), PRIOR) == PRIOR


def test_a_change_makes_only_the_volatile_unknown() -> None:
    assert propose(SCHEMA, config(note="new"), PRIOR) == {**PRIOR, "note": "new", "etag": UNKNOWN}


def test_a_default_comes_back_when_the_configuration_is_removed() -> None:
    assert propose(SCHEMA, config(), {**PRIOR, "size": 5})["size"] == 1


def test_an_unknown_configuration_is_an_unknown_plan() -> None:
    assert propose(SCHEMA, config(place=UNKNOWN), PRIOR)["place"] is UNKNOWN


def test_a_computed_null_stays_null_on_an_update() -> None:
    assert propose(SCHEMA, config(note="new"), {**PRIOR, "place": None})["place"] is None


INNER = {
    "name": Attribute(STRING, "", required=True),
    "serial": Attribute(STRING, "", computed=True),
}


@pytest.mark.parametrize(
    ("nesting", "prior", "configured", "planned"),
    [
        ("single", {"name": "a", "serial": "1"}, {"name": "b"}, {"name": "b", "serial": "1"}),
        (
            "list",
            [{"name": "a", "serial": "1"}],
            [{"name": "a"}, {"name": "b"}],
            [{"name": "a", "serial": "1"}, {"name": "b", "serial": UNKNOWN}],
        ),
        (
            "map",
            {"x": {"name": "a", "serial": "1"}},
            {"x": {"name": "a"}, "y": {"name": "b"}},
            {"x": {"name": "a", "serial": "1"}, "y": {"name": "b", "serial": UNKNOWN}},
        ),
        (
            "set",
            [{"name": "a", "serial": "1"}, {"name": "b", "serial": "2"}],
            [{"name": "c"}, {"name": "b"}],
            [{"name": "c", "serial": UNKNOWN}, {"name": "b", "serial": "2"}],
        ),
        ("list", None, None, None),
        ("set", [{"name": "a", "serial": "1"}], UNKNOWN, UNKNOWN),
    ],
)
def test_nested_objects_keep_what_is_theirs(nesting: Nesting, prior: Any, configured: Any, planned: Any) -> None:
    schema = Schema({"n": NestedAttribute(nesting, INNER, "", optional=True)})
    assert propose(schema, {"n": configured}, {"n": prior}) == {"n": planned}


def test_sets_in_another_order_are_no_change() -> None:
    schema = Schema(
        {
            "n": NestedAttribute("set", INNER, "", optional=True),
            "etag": Attribute(STRING, "", computed=True, keep=False),
        }
    )
    prior = {"n": [{"name": "a", "serial": "1"}, {"name": "b", "serial": "2"}], "etag": "e"}
    assert propose(schema, {"n": [{"name": "b"}, {"name": "a"}]}, prior)["etag"] == "e"


@pytest.mark.parametrize(
    ("prior", "planned", "refused"),
    [("n", "m", True), ("n", None, True), ("n", "n", False), (None, "n", False), ("n", UNKNOWN, False)],
)
def test_only_a_known_change_of_a_known_value_is_refused(prior: Any, planned: Any, refused: bool) -> None:
    diagnostics = Diagnostics()
    refuse_immutable_changes(SCHEMA, {**PRIOR, "name": prior}, {**PRIOR, "name": planned}, diagnostics)
    assert [item.path for item in diagnostics] == ([("name",)] if refused else [])


def test_a_replacing_change_is_named() -> None:
    assert replacing_paths(SCHEMA, PRIOR, {**PRIOR, "kind": "other"}) == [("kind",)]


def test_defaults_are_filled_in_for_data_sources() -> None:
    assert with_defaults(SCHEMA, config(note="x"))["size"] == 1
