from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from custom_resources.plugin import DYNAMIC, NUMBER, STRING, UNKNOWN, ListOf, MapOf, ObjectOf, SetOf, Type, Typed
from custom_resources.plugin.compare import same


@pytest.mark.parametrize(
    ("left", "right", "kind", "expected"),
    [
        (["a", "b"], ["b", "a"], SetOf(STRING), True),
        (["a", "b"], ["b", "a"], ListOf(STRING), False),
        (["a", "a"], ["a"], SetOf(STRING), False),
        ([["a", "b"]], [["b", "a"]], ListOf(SetOf(STRING)), True),
        (0.1, Decimal("0.1"), NUMBER, True),
        (1, 1.0, NUMBER, True),
        ({"a": "x", "b": "y"}, {"b": "y", "a": "x"}, MapOf(STRING), True),
        ({"a": "x"}, {"a": "x", "b": None}, ObjectOf({"a": STRING, "b": STRING}), True),
        ({"a": None}, {}, MapOf(STRING), False),
        (None, [], ListOf(STRING), False),
        (UNKNOWN, UNKNOWN, STRING, True),
        (UNKNOWN, None, STRING, False),
        (Typed(SetOf(STRING), ["a", "b"]), Typed(SetOf(STRING), ["b", "a"]), DYNAMIC, True),
        (Typed(STRING, "1"), Typed(NUMBER, 1), DYNAMIC, False),
    ],
)
def test_values_are_the_same_as_terraform_sees_them(left: Any, right: Any, kind: Type, expected: bool) -> None:
    assert same(left, right, kind) is expected
    assert same(right, left, kind) is expected
