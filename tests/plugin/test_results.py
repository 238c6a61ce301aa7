from __future__ import annotations

from typing import Any

import pytest

from custom_resources.plugin import DYNAMIC, NUMBER, STRING, UNKNOWN, Attribute, Diagnostics, Schema, TupleOf, Typed
from custom_resources.plugin.results import conform
from custom_resources.plugin.types import Type

PAIR = TupleOf((STRING, NUMBER))


@pytest.mark.parametrize(
    ("kind", "planned", "result"),
    [
        (DYNAMIC, Typed(STRING, UNKNOWN), Typed(STRING, "made")),
        (DYNAMIC, Typed(PAIR, ["a", UNKNOWN]), Typed(PAIR, ["a", 1])),
        (PAIR, [UNKNOWN, 1], ["made", 1]),
    ],
)
def test_what_a_dynamic_value_or_a_tuple_left_open_may_be_anything(kind: Type, planned: Any, result: Any) -> None:
    schema, diagnostics = Schema({"it": Attribute(kind, "It.", computed=True)}), Diagnostics()
    assert conform(schema, {"it": planned}, {"it": result}, diagnostics, "a thing") == {"it": result}
    assert not len(diagnostics)


def test_what_it_did_not_leave_open_is_kept_with_a_warning() -> None:
    schema, diagnostics = Schema({"it": Attribute(PAIR, "It.", computed=True)}), Diagnostics()
    assert conform(schema, {"it": ["a", UNKNOWN]}, {"it": ["b", 1]}, diagnostics, "a thing") == {"it": ["a", 1]}
    assert [item.severity for item in diagnostics] == ["warning"]
