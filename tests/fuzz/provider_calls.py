"""Calls to the provider that is shipped, with values that fit its schemas or don't."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from custom_resources.plugin import STRING, UNKNOWN, MapOf, NestedAttribute, Schema, SetOf
from custom_resources.plugin.planning import propose
from custom_resources.plugin.schema import AnyAttribute
from custom_resources.plugin.types import ListOf, Type
from custom_resources.plugin.wire.classes import CLASSES
from custom_resources.plugin.wire.messages import MESSAGES, RPCS
from custom_resources.plugin.wire.values import encode
from custom_resources.provider.provider import GovpairProvider
from tests.fuzz.typed_values import known_values_of, messagepack, numbers, texts
from tests.provider.bad_input import SAMPLES, SCHEMAS, good, sample
from tests.provider.host_rules import complete

RESOURCES = {what.split()[1]: schema for what, schema in SCHEMAS.items() if what.startswith("resource ")}
_KINDS = {"resource": "Resource", "data": "DataResource", "ephemeral": "EphemeralResource"}
_FUNCTIONS = {function.name: function for function in GovpairProvider.functions}
#: Calls that ask AWS nothing, so that they need no AWS.
_ALONE = sorted(
    path for path in RPCS if path.rpartition("/")[2].startswith(("Validate", "Get", "Upgrade", "Move", "Call"))
)

_odd_texts = texts | st.sampled_from(
    [
        "",
        "x" * 300,
        "aws:x",
        "{name}",
        "arn:aws:iam::111122223333:role/x",
        "0s",
        "999h",
        "r-",
        "*",
        "govpair:owner",
        "\x00",
    ]
)


def plausible(what: str, schema: Schema, *, state: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Configurations, or states, mostly of good values."""
    return st.fixed_dictionaries({name: _of(what, name, item, state) for name, item in schema.attributes.items()})


def configured(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """The least valid configuration of a resource, some attributes changed."""
    what, schema = f"resource {name}", RESOURCES[name]
    return _changed(what, schema, complete(schema, good(what)), state=False)


def stored(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """An object of that configuration as the state may have it, some attributes changed."""
    what, schema = f"resource {name}", RESOURCES[name]
    values = propose(schema, complete(schema, good(what)), None)
    for key, item in schema.attributes.items():
        if values[key] is UNKNOWN:
            kind = item.value_type
            values[key] = SAMPLES.get(key, "it") if kind == STRING else {} if isinstance(kind, MapOf) else None
    return _changed(what, schema, values, state=True)


def _changed(what: str, schema: Schema, base: dict[str, Any], *, state: bool) -> st.SearchStrategy[dict[str, Any]]:
    names = st.sets(st.sampled_from(sorted(schema.attributes)), max_size=3)
    return names.flatmap(
        lambda some: st.fixed_dictionaries(
            {name: _of(what, name, schema.attributes[name], state) for name in sorted(some)}
        ).map(lambda changed: {**base, **changed})
    )


def _of(what: str, name: str, attribute: AnyAttribute, state: bool) -> st.SearchStrategy[Any]:
    if not state and not (attribute.required or attribute.optional):
        return st.none()
    found: st.SearchStrategy[Any]
    if isinstance(attribute, NestedAttribute):
        one = st.fixed_dictionaries({key: _of(what, key, item, state) for key, item in attribute.attributes.items()})
        keys = st.sampled_from(["*", "organizations:ListAccounts", "k"])
        found = {
            "single": one,
            "map": st.dictionaries(keys, one, max_size=2),
        }.get(attribute.nesting, st.lists(one, max_size=2))
    else:
        found = _mostly_good(sample(what, name, attribute.type) if name in SAMPLES else None, attribute.type)
    absent = st.none() if state else st.none() | st.just(UNKNOWN)
    return st.one_of(found, found, absent) if not attribute.required else st.one_of(found, found, found, absent)


def _mostly_good(good: Any, kind: Type) -> st.SearchStrategy[Any]:
    inner = kind.element if isinstance(kind, ListOf | SetOf | MapOf) else None
    any_value: st.SearchStrategy[Any] = known_values_of(kind, unknown=False)
    if inner is not None and not isinstance(kind, MapOf):
        any_value = st.lists(_odd_texts | st.none(), max_size=3) if good and isinstance(good[0], str) else any_value
    elif isinstance(kind, MapOf):
        any_value = st.dictionaries(_odd_texts, _odd_texts | st.none(), max_size=3)
    elif isinstance(good, str):
        any_value = _odd_texts
    elif isinstance(good, int | float):
        any_value = numbers
    return any_value if good is None else st.one_of(st.just(good), st.just(good), any_value)


_private = st.sampled_from([b"", b"{}", b"[]", b"{", b'{"imported": true}', b'{"gone": 1}', b"\xff"])
_json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=6)
    | st.sampled_from(sorted(map(str, SAMPLES.values()))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3),
    max_leaves=5,
)


def _dynamic(what: str, schema: Schema, *, state: bool) -> st.SearchStrategy[dict[str, bytes]]:
    fitting = plausible(what, schema, state=state).map(lambda values: encode(values, schema.value_type))
    return st.one_of(
        fitting.map(lambda data: {"msgpack": data}),
        fitting.map(lambda data: {"msgpack": data}),
        messagepack.map(lambda data: {"msgpack": data}),
        _json_values.map(lambda value: {"json": json.dumps(value).encode()}),
        st.just({}),
    )


def _raw(schema: Schema) -> st.SearchStrategy[bytes]:
    keys = st.sampled_from([*schema.attributes, "govcloud_id", "x"])
    values = _json_values | keys.flatmap(lambda key: st.just(SAMPLES.get(key, "it")))
    text = st.dictionaries(keys, values, max_size=8).map(lambda found: json.dumps(found).encode())
    return text | text | _json_values.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=12)


@st.composite
def calls(draw: st.DrawFn) -> dict[str, Any]:
    """A call as plain data: its path, and the fields of its message."""
    path = draw(st.sampled_from(_ALONE))
    name, message = path.rpartition("/")[2], MESSAGES[RPCS[path][0]]
    kind = next((kind for kind, word in _KINDS.items() if word in name), "resource")
    what = draw(st.sampled_from([each for each in SCHEMAS if each.startswith(f"{kind} ")]))
    if name in ("ValidateProviderConfig", "ConfigureProvider"):
        what = "provider"
    schema, type_name = SCHEMAS[what], what.rpartition(" ")[2]
    fields: dict[str, Any] = {}
    for field in message:
        match field:
            case "type_name" | "target_type_name":
                fields[field] = draw(st.sampled_from([type_name] * 15 + ["govpair_moon"]))
            case "config" | "current_state":
                fields[field] = draw(_dynamic(what, schema, state=field != "config"))
            case "raw_state" | "source_state":
                fields[field] = {"json": draw(_raw(schema))}
            case "version" | "source_schema_version":
                fields[field] = draw(st.sampled_from([0, 1, 1, 2, -1, 2**62]))
            case "source_type_name":
                fields[field] = draw(st.sampled_from(["aws_organizations_account", type_name, "", "x"]))
            case "source_provider_address":
                fields[field] = draw(st.sampled_from(["registry.terraform.io/hashicorp/aws", "", "x"]))
            case "client_capabilities":
                fields[field] = {"write_only_attributes_allowed": draw(st.booleans())}
            case "name":
                fields[field] = draw(st.sampled_from([*_FUNCTIONS, "moon"]))
            case "arguments":
                fields[field] = draw(st.lists(_argument(draw, fields["name"]), max_size=4))
            case _ if message[field][1].lstrip("?") == "bytes":
                fields[field] = draw(_private)
            case _:
                fields[field] = draw(st.text(max_size=5)) if message[field][1] == "string" else {}
    return {"call": path, "fields": fields}


def _argument(draw: st.DrawFn, name: str) -> st.SearchStrategy[dict[str, bytes]]:
    function = _FUNCTIONS.get(name)
    if function is None:
        return messagepack.map(lambda data: {"msgpack": data})
    kinds = [parameter.type for parameter in function.parameters] or [function.returns]
    kind = draw(st.sampled_from(kinds))
    good = st.sampled_from([value for value in SAMPLES.values() if isinstance(value, str)])
    fitting = _odd_texts | good if kind.notation() == "string" else known_values_of(kind, unknown=False)
    return (fitting.map(lambda value: {"msgpack": encode(value, kind)})) | messagepack.map(
        lambda data: {"msgpack": data}
    )


def as_message(case: dict[str, Any]) -> Any:
    """The request's message."""
    return CLASSES[RPCS[case["call"]][0]](**case["fields"])
