from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from custom_resources.plugin import BOOL, DYNAMIC, NUMBER, STRING, ListOf, MapOf, ObjectOf, SetOf, TupleOf, Type, Typed
from custom_resources.plugin.wire.json_state import from_json, parse


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("null", STRING, None),
        ('"x"', STRING, "x"),
        ("5", STRING, "5"),
        ("true", STRING, "true"),
        ("0.1", NUMBER, Decimal("0.1")),
        ('"7"', NUMBER, 7),
        ("1e3", NUMBER, 1000),
        ('"false"', BOOL, False),
        ('["a"]', SetOf(STRING), ["a"]),
        ("[1, true]", TupleOf((NUMBER, BOOL)), [1, True]),
        ('{"a": 1, "gone": 2}', ObjectOf({"a": NUMBER, "b": STRING}), {"a": 1, "b": None}),
        ('{"a": ["x"]}', MapOf(ListOf(STRING)), {"a": ["x"]}),
        ('{"type": ["list", "string"], "value": ["x"]}', DYNAMIC, Typed(ListOf(STRING), ["x"])),
    ],
)
def test_stored_values_are_read(text: str, kind: Type, value: Any) -> None:
    assert from_json(parse(text.encode()), kind) == value


@pytest.mark.parametrize(
    ("text", "kind"), [("[]", STRING), ('"maybe"', BOOL), ("{}", ListOf(STRING)), ("[]", ObjectOf({}))]
)
def test_values_of_another_type_are_refused(text: str, kind: Type) -> None:
    with pytest.raises(ValueError, match="expected"):
        from_json(parse(text.encode()), kind)
