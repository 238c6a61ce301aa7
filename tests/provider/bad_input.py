"""Good and bad values for every attribute of everything that the provider offers, made from the schemas."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from custom_resources.plugin import BOOL, NUMBER, STRING, Attribute, MapOf, NestedAttribute, Schema, Values
from custom_resources.plugin.calls.answer import value_message
from custom_resources.plugin.types import ListOf, SetOf, Type
from custom_resources.plugin.wire.messages import RPCS
from custom_resources.provider.provider import GovpairProvider
from tests.provider.host_rules import complete
from tests.provider.walk import Said, Walk

Steps = tuple[str | int, ...]
LONG = "x" * 10_000

ACCOUNT = "123456789012"
#: A good value for each attribute that can be configured, by its name.
SAMPLES: dict[str, Any] = {
    **dict.fromkeys(["account_id", "commercial_account_id", "govcloud_account_id"], ACCOUNT),
    **{name: [ACCOUNT] for name in ("commercial_account_ids", "govcloud_account_ids")},
    **dict.fromkeys(["parent_id", "closed_accounts_parent_id"], "r-ab12"),
    **dict.fromkeys(["create", "update", "delete"], "90m"),
    **{name: {"CostCenter": "100"} for name in ("tags", "default_tags")},
    **dict.fromkeys(["notes", "invitation_notes"], "welcome"),
    "access_key": "AKIAFAKEFAKEFAKEFAKE",
    "alias": "example-log",
    "burst": 5,
    "duration_seconds": 3600,
    "email": "aws+a@example.gov",
    "endpoints": {"sts": "http://127.0.0.1:1"},
    "external_id": "customer-7",
    "handshake_id": "h-abcdefgh",
    "iam_user_access_to_billing": "DENY",
    "kms_key_id": "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "max_new_pairs": 5,
    "name": "log-archive",
    "name_pattern": "log-*",
    "on_destroy": "keep",
    "organization_id": "o-abcdefghij",
    "owner": "platform-team",
    "pairs": 5,
    "per_second": 0.5,
    "policy": '{"Version": "2012-10-17"}',
    "profile": "commercial",
    "region": "us-gov-west-1",
    "role_arn": f"arn:aws-us-gov:iam::{ACCOUNT}:role/Landing",
    "role_name": "Landing",
    "s3_bucket_name": "log-archive-bucket",
    "s3_key_prefix": "trails",
    "secret_key": "FakeSecretFakeSecret",
    "session_name": "somebody",
    "side": "govcloud",
    "states": ["SUCCEEDED"],
    "token": "FakeSessionToken",
}
#: Where the required attributes alone aren't enough.
NEEDED: dict[str, Values] = {
    "resource govpair_account_access": {"govcloud_account_id": ACCOUNT},
    "data govpair_account_pair": {"email": SAMPLES["email"]},
    "ephemeral govpair_account_credentials": {"account_id": ACCOUNT},
}
#: Of which only one may be given.
ONE_OF: dict[str, list[set[str]]] = {
    "resource govpair_account_access": [{"commercial_account_id", "govcloud_account_id"}],
    "data govpair_account_pair": [{"email", "name", "commercial_account_id", "govcloud_account_id"}],
    "ephemeral govpair_account_credentials": [{"account_id", "email"}, {"role_name", "role_arn"}],
}
#: May not be unknown in a plan, each for a reason that its error gives.
KNOWN_IN_PLAN = {("resource govpair_account_pair", (name,)) for name in ("email", "closed")}
#: Of other values than the sample of that name.
OTHERWISE: dict[tuple[str, str], Any] = {
    ("data govpair_account_pairs", "states"): ["ACTIVE"],
}
#: What AWS itself takes in any script.
ANY_SCRIPT = {"notes", "invitation_notes", "tags", "default_tags", "name_pattern", "policy", "s3_key_prefix"}
#: Of maps that don't take any key.
KEYS = {"rates": "*"}
#: Handed to botocore as they are, which knows better what may be in them.
BOTOCORE = {"profile", "access_key", "secret_key", "token"}
#: Ids that their owners make up.
MADE_UP = {"external_id"}

_WALK = {"resource": "ValidateResourceConfig", "data": "ValidateDataResourceConfig"}
_WALK["ephemeral"] = "ValidateEphemeralResourceConfig"


def schemas() -> dict[str, Schema]:
    """Every schema by its kind and name: ``resource govpair_account_pair``."""
    offered: tuple[tuple[str, Any], ...] = (
        ("resource", GovpairProvider.resources),
        ("data", GovpairProvider.data_sources),
        ("ephemeral", GovpairProvider.ephemeral_resources),
    )
    found = {f"{kind} govpair_{item.name}": item.schema for kind, items in offered for item in items}
    return {"provider": GovpairProvider.schema, **found}


SCHEMAS = schemas()
RESOURCES = [what for what in SCHEMAS if what.startswith("resource ")]


def configurable(attributes: Any, path: Steps = ()) -> Iterator[tuple[Steps, Attribute]]:
    """The paths of all plain attributes that a configuration may set, also inside nested ones."""
    for name, attribute in attributes.items():
        if not (attribute.required or attribute.optional):
            continue
        if isinstance(attribute, NestedAttribute):
            inner: Steps = (
                () if attribute.nesting == "single" else (KEYS.get(name, "k"),) if attribute.nesting == "map" else (0,)
            )
            yield from configurable(attribute.attributes, (*path, name, *inner))
        else:
            yield (*path, name), attribute


ATTRIBUTES = [
    (what, path, attribute) for what, schema in SCHEMAS.items() for path, attribute in configurable(schema.attributes)
]


def sample(what: str, name: str, kind: Type, path: Steps = ()) -> Any:
    if (what, path[:1], name) == ("provider", ("commercial",), "region"):
        return "us-east-1"
    if (what, name) in OTHERWISE:
        return OTHERWISE[what, name]
    if kind == BOOL and name not in SAMPLES:
        return True
    assert name in SAMPLES, f"give `{name}` of {what} a good value: SAMPLES in tests/provider/bad_input.py"
    return SAMPLES[name]


def good(what: str) -> Values:
    """The least configuration that is valid."""
    required = {
        name: sample(what, name, item.value_type) for name, item in SCHEMAS[what].attributes.items() if item.required
    }
    return {**required, **NEEDED.get(what, {})}


def put(what: str, path: Steps, value: Any) -> Values:
    """The least valid configuration with ``value`` at ``path``, and whatever else that takes."""
    config = good(what)
    _put(what, SCHEMAS[what].attributes, config, path, value)
    if path[-1] in ("access_key", "secret_key", "token"):
        config[str(path[0])] = {name: SAMPLES[name] for name in ("access_key", "secret_key")} | config[str(path[0])]
    for others in ONE_OF.get(what, ()):
        if path[0] in others:
            config = {name: item for name, item in config.items() if name == path[0] or name not in others}
    if path == ("recursive",):
        config["parent_id"] = SAMPLES["parent_id"]
    return config


def _put(what: str, attributes: Any, config: Any, path: Steps, value: Any) -> None:
    name, rest = str(path[0]), path[1:]
    if not rest:
        config[name] = value
        return
    inner = attributes[name].attributes
    config[name] = {key: sample(what, key, item.value_type) for key, item in inner.items() if item.required}
    target, below = config[name], rest
    if isinstance(rest[0], int):
        config[name], below = [target], rest[1:]
    elif rest[0] == KEYS.get(name, "k"):
        config[name], below = {rest[0]: target}, rest[1:]
    _put(what, inner, target, below, value)


def validated(what: str, config: Values) -> list[Said]:
    """What `terraform validate` says; a defect of the provider raises."""
    if what == "provider":
        return Walk(GovpairProvider(), config, configured=False).said
    kind, _, type_name = what.partition(" ")
    walk = Walk(GovpairProvider(), {}, configured=False)
    message = value_message(complete(SCHEMAS[what], config), SCHEMAS[what].value_type)
    assert f"/tfplugin6.Provider/{_WALK[kind]}" in RPCS
    walk.try_call(what, _WALK[kind], type_name=type_name, config=message)
    return walk.said


def errors(said: list[Said]) -> list[Said]:
    return [item for item in said if item.severity == "error"]


def lookalike(text: str) -> str:
    """The same to the eye, or nearly: the first letter or digit in full width, or Cyrillic."""
    cyrillic = dict(zip("aceopxy", "\u0430\u0441\u0435\u043e\u0440\u0445\u0443", strict=True))
    for index, character in enumerate(text):
        if character.isalnum():
            return text[:index] + cyrillic.get(character, chr(ord(character) + 0xFEE0)) + text[index + 1 :]
    raise ValueError(text)


def bad_texts(name: str, value: str) -> Iterator[str]:
    if name not in BOTOCORE:
        yield LONG
        yield value + LONG
    if name in BOTOCORE or name in ANY_SCRIPT:
        return
    yield from (lookalike(value), f"{value}\n", f"{value}\0", f"{value}\u200b", "")
    if (name.endswith(("_id", "_ids", "_arn")) or name in ("email", "owner")) and name not in MADE_UP:
        yield from (f" {value}", f"{value} ", value[:-1] if name.endswith(("_id", "_ids")) else f"{value}é")
    if name.endswith(("_id", "_ids")) and name not in MADE_UP:
        yield from ("0", value + value, value.replace("-", "_") if "-" in value else value + "a")
        yield "o-abcdefghijk" if name != "organization_id" else "r-ab12"


def bad_values(what: str, path: Steps, attribute: Attribute) -> Iterator[Any]:
    name, kind = str(path[-1]), attribute.type
    value = sample(what, name, kind, path)
    if kind == STRING:
        yield from bad_texts(name, value)
    elif kind == NUMBER:
        yield from (-1, 0 if name == "per_second" else Decimal("1.5"), 10**30)
    elif isinstance(kind, SetOf | ListOf):
        yield [None]
        yield [*value, None]
        if kind.element == STRING:
            yield from ([text] for text in bad_texts(name, value[0]))
    elif isinstance(kind, MapOf):
        key, content = next(iter(value.items()))
        if name == "endpoints":
            yield from ({key: bad} for bad in ("http://[", "http://a:99999999", "http://\u0430.example", "sts", ""))
            yield from ({LONG: content}, {key: LONG}, {key: None}, {"\u0455ts": content})
            return
        yield from ({"": content}, {LONG: content}, {key: LONG}, {key: None}, {key + "\n": content})
