from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_resources.plugin import (
    BOOL,
    DYNAMIC,
    NUMBER,
    STRING,
    UNKNOWN,
    ListOf,
    MapOf,
    ObjectOf,
    SetOf,
    TupleOf,
    Type,
    Typed,
)
from custom_resources.plugin.wire.values import EncodingError, decode, encode, type_of


@pytest.mark.parametrize(
    ("sent", "wire"),
    [
        (0, 0),
        (-1, -1),
        (2**63 - 1, 2**63 - 1),
        (2**63, "9223372036854775808"),
        (-(2**63) - 1, "-9223372036854775809"),
        (0.1, "0.1"),
        (2.0, 2),
        (Decimal("0.1"), "0.1"),
        (Decimal("3.00"), 3),
    ],
)
def test_numbers_travel_exactly(sent: Any, wire: Any) -> None:
    assert msgpack.unpackb(encode(sent, NUMBER)) == wire


@pytest.mark.parametrize(
    ("wire", "received"),
    [
        (7, 7),
        (0.5, Decimal("0.5")),
        (4.0, 4),
        ("0.1", Decimal("0.1")),
        ("12345678901234567890123", 12345678901234567890123),
    ],
)
def test_numbers_arrive_exactly(wire: Any, received: Any) -> None:
    found = decode(msgpack.packb(wire), NUMBER)
    assert found == received
    assert type(found) is type(received)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_numbers_that_are_none_are_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="finite"):
        encode(value, NUMBER)


@pytest.mark.parametrize("code", [0, 12])
def test_unknown_arrives_plain_and_refined(code: int) -> None:
    assert decode(msgpack.packb(msgpack.ExtType(code, b"\x81\x01\xc2")), STRING) is UNKNOWN


def test_unknown_leaves_as_extension_zero() -> None:
    assert encode(UNKNOWN, STRING) == b"\xd4\x00\x00"


def test_another_extension_is_refused() -> None:
    with pytest.raises(ValueError, match="extension 5"):
        decode(msgpack.packb(msgpack.ExtType(5, b"x")), STRING)


def test_a_dynamic_value_keeps_its_type() -> None:
    wire = msgpack.packb([b'["set","string"]', ["b", "a"]])
    found = decode(wire, DYNAMIC)
    assert found == Typed(SetOf(STRING), ["b", "a"])
    assert encode(found, DYNAMIC) == wire


@pytest.mark.parametrize("value", [None, UNKNOWN, Typed(STRING, None), Typed(STRING, UNKNOWN)])
def test_dynamic_null_and_unknown_come_back_as_they_were(value: Any) -> None:
    assert decode(encode(value, DYNAMIC), DYNAMIC) == value


def test_plain_python_values_get_the_type_that_hcl_would_give() -> None:
    assert type_of({"a": [1, "x", True, None]}) == ObjectOf({"a": TupleOf((NUMBER, STRING, BOOL, DYNAMIC))})


def test_missing_attributes_are_null() -> None:
    kind = ObjectOf({"a": STRING, "b": NUMBER})
    assert decode(encode({"a": "x"}, kind), kind) == {"a": "x", "b": None}


@pytest.mark.parametrize(
    ("value", "kind", "sentence"),
    [
        ({"a": 1}, ObjectOf({"a": STRING}), "a: must be text, not int"),
        ({"b": 1}, ObjectOf({"a": STRING}), "has attributes that the schema has not: b"),
        (["x", 2], ListOf(STRING), "1: must be text"),
        (True, NUMBER, "must be a number, not bool"),
        (1, BOOL, "must be true or false"),
        ("abc", ListOf(STRING), "must be a list, not str"),
        ([1], TupleOf((NUMBER, NUMBER)), "must be 2 elements"),
        ([], MapOf(STRING), "must be a mapping"),
    ],
)
def test_a_value_of_another_type_is_refused_with_its_path(value: Any, kind: Type, sentence: str) -> None:
    with pytest.raises(EncodingError, match=sentence):
        encode(value, kind)


def test_the_error_about_a_value_does_not_repeat_it() -> None:
    with pytest.raises(EncodingError) as raised:
        encode(["hunter2"], STRING)
    assert "hunter2" not in str(raised.value)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(_VALUES)
def test_any_dynamic_value_survives_the_journey(value: Any) -> None:
    found = decode(encode(value, DYNAMIC), DYNAMIC)
    assert found == (Typed(type_of(value), value) if type_of(value) != DYNAMIC else value)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_any_decimal_survives_the_journey(value: Decimal) -> None:
    assert decode(encode(value, NUMBER), NUMBER) == value
