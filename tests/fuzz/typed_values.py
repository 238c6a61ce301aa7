"""Terraform types, values of them, and what Terraform would never send."""

from __future__ import annotations

import string
from decimal import Decimal
from typing import Any

import msgpack
from hypothesis import strategies as st

from custom_resources.plugin import BOOL, DYNAMIC, NUMBER, STRING, UNKNOWN, ListOf, MapOf, ObjectOf, SetOf, TupleOf
from custom_resources.plugin.types import Type, Typed

names = st.text(string.ascii_lowercase + "_", min_size=1, max_size=6)
primitives = st.sampled_from([STRING, NUMBER, BOOL])
#: Text that can be sent: no lone surrogates.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = (
    st.integers()
    | st.integers(-5, 5)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3)
    | st.sampled_from([0, -0.0, 0.1, 1e22, 5e-324, 2**63, -(2**63) - 1, Decimal("1E+40"), Decimal("-1E-40")])
)


def _composed(inner: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    attributes = st.dictionaries(names, inner, max_size=4)
    return st.one_of(
        st.builds(ListOf, inner),
        st.builds(SetOf, inner),
        st.builds(MapOf, inner),
        st.lists(inner, max_size=3).map(lambda kinds: TupleOf(tuple(kinds))),
        attributes.map(ObjectOf),
        attributes.flatmap(
            lambda found: st.sets(st.sampled_from(sorted(found)) if found else st.nothing()).map(
                lambda optional: ObjectOf(found, frozenset(optional))
            )
        ),
    )


types: st.SearchStrategy[Type] = st.recursive(primitives | st.just(DYNAMIC), _composed, max_leaves=6)


def values_of(kind: Type, *, unknown: bool = True) -> st.SearchStrategy[Any]:
    """Values of that type, null and unknown included."""
    absent: st.SearchStrategy[Any] = st.sampled_from([None, UNKNOWN]) if unknown else st.none()
    return absent | known_values_of(kind, unknown=unknown)


def known_values_of(kind: Type, *, unknown: bool) -> st.SearchStrategy[Any]:
    """Values of that type, known at least at their top."""
    if kind == STRING:
        return texts
    if kind == NUMBER:
        return numbers
    if kind == BOOL:
        return st.booleans()
    if kind == DYNAMIC:
        static = st.recursive(primitives, _composed, max_leaves=3)
        return static.flatmap(lambda real: values_of(real, unknown=unknown).map(lambda value: Typed(real, value)))
    if isinstance(kind, ListOf):
        return st.lists(values_of(kind.element, unknown=unknown), max_size=3)
    if isinstance(kind, SetOf):
        return st.lists(values_of(kind.element, unknown=unknown), max_size=3, unique_by=repr)
    if isinstance(kind, MapOf):
        return st.dictionaries(texts, values_of(kind.element, unknown=unknown), max_size=3)
    if isinstance(kind, TupleOf):
        return st.tuples(*(values_of(element, unknown=unknown) for element in kind.elements)).map(list)
    assert isinstance(kind, ObjectOf)
    inner = {name: values_of(element, unknown=unknown) for name, element in kind.attributes.items()}
    return st.fixed_dictionaries(inner)


# --- What nobody sends ---

_scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**64 - 1),
    st.floats(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
    st.sampled_from(["1e999999999", "1e-999999999", "nan", "inf", "-0", "0x1", "\u0661", " 1 ", "1_000", ""]),
    st.sampled_from([b'"string"', b'["list","number"]', b'["object",{"a":"bool"},["b"]]', b'["map"]', b"[[1]]", b"{"]),
    st.binary(max_size=10),
    st.builds(msgpack.ExtType, st.sampled_from([0, 0, 12, 12, 1, 5, 127]), st.binary(max_size=12)),
    st.sampled_from([msgpack.Timestamp(0, 0), msgpack.Timestamp(2**40, 5)]),
)


def _nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    keys = st.text(string.ascii_lowercase, max_size=3) | st.integers(-1, 3) | st.binary(max_size=2) | st.none()
    return st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)


#: Bytes that are MessagePack, of nothing that Terraform means.
messagepack = st.recursive(_scalars, _nested, max_leaves=12).map(lambda value: bytes(msgpack.packb(value)))


def bent(data: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Bytes of ``data``, some of them changed, put in, left out, or said twice."""

    def change(made: bytes) -> st.SearchStrategy[bytes]:
        places = st.integers(0, len(made))
        other = st.binary(max_size=3) | st.sampled_from([b"\xd4\x00\x00", b"\xc0", b"\xdf\xff\xff\xff\xff", b"\xc1"])
        return st.builds(lambda at, by, skip: made[:at] + by + made[at + skip :], places, other, st.integers(0, 4))

    return data.flatmap(change)
