"""Values on the wire: what is encoded comes back the same; bytes are a value or a ValueError, never anything else."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from custom_resources.plugin.compare import same
from custom_resources.plugin.types import Type, parse_type
from custom_resources.plugin.wire import json_state
from custom_resources.plugin.wire.values import decode, encode
from tests.fuzz.fuzzing import Fuzz
from tests.fuzz.typed_values import bent, messagepack, types, values_of

_VALUES = types.flatmap(
    lambda kind: st.fixed_dictionaries({"type": st.just(kind.notation()), "value": values_of(kind)})
)


def there_and_back(case: Any) -> str:
    kind, value = parse_type(case["type"]), case["value"]
    assert parse_type(json.loads(kind.to_json())) == kind
    wire = encode(value, kind)
    found = decode(wire, kind)
    assert same(found, value, kind)
    assert encode(found, kind) == encode(decode(encode(found, kind), kind), kind)
    return str(case["type"] if isinstance(case["type"], str) else case["type"][0])


def test_values_come_back_as_they_left(fuzz: Fuzz) -> None:
    fuzz.run("codec-values", _VALUES, there_and_back, examples=120)


def _encoded(kind: Type) -> st.SearchStrategy[bytes]:
    return values_of(kind).map(lambda value: encode(value, kind))


_BYTES = types.flatmap(
    lambda kind: st.fixed_dictionaries(
        {
            "type": st.just(kind.notation()),
            "bytes": messagepack | bent(_encoded(kind)) | bent(messagepack) | st.binary(max_size=40),
        }
    )
)


def read_or_refused(case: Any) -> str:
    kind = parse_type(case["type"])
    try:
        value = decode(case["bytes"], kind)
    except ValueError as refused:
        return f"refused: {type(refused).__name__}"
    assert same(decode(encode(value, kind), kind), value, kind)
    return "read"


def test_bytes_are_a_value_of_the_type_or_a_value_error(fuzz: Fuzz) -> None:
    fuzz.run("codec-bytes", _BYTES, read_or_refused, examples=250)


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(["string", "1e999999999", "true", "nan"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc", max_size=2) | st.sampled_from(["type", "value"]), inner, max_size=4)
    ),
    max_leaves=12,
).map(json.dumps)
_STATES = st.fixed_dictionaries(
    {
        "type": types.map(lambda kind: kind.notation()),
        "text": (_JSON | st.text(max_size=20)).map(lambda text: text.encode(errors="surrogatepass"))
        | bent(_JSON.map(str.encode))
        | st.binary(max_size=20)
        | st.sampled_from([b"[" * 50_000, b'{"a":' * 50_000, b"1e999999999", b"9" * 6000, b'"' + b"9" * 6000 + b'"']),
    }
)


def state_read_or_refused(case: Any) -> str:
    kind = parse_type(case["type"])
    try:
        value = json_state.from_json(json_state.parse(case["text"]), kind)
    except ValueError as refused:
        return f"refused: {type(refused).__name__}"
    assert same(decode(encode(value, kind), kind), value, kind)
    return "read"


def test_stored_json_is_a_value_of_the_type_or_a_value_error(fuzz: Fuzz) -> None:
    fuzz.run("codec-states", _STATES, state_read_or_refused, examples=200)


_NOTATIONS: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(["string", "number", "bool", "dynamic", "list", "tuple", "object", "map", "set", "", None, 1, {}]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("ab", max_size=1), inner, max_size=2)
        | st.tuples(st.sampled_from(["list", "set", "map", "tuple", "object"]), inner).map(list)
        | st.tuples(st.just("object"), st.dictionaries(st.text("ab", max_size=1), inner, max_size=2), inner).map(list)
    ),
    max_leaves=8,
)


def notation_read_or_refused(case: Any) -> str:
    try:
        kind = parse_type(case)
    except ValueError:
        return "refused"
    assert parse_type(json.loads(kind.to_json())) == kind
    hash(kind)
    return "read"


def test_a_notation_is_a_type_or_a_value_error(fuzz: Fuzz) -> None:
    fuzz.run("codec-types", _NOTATIONS, notation_read_or_refused, examples=200)
