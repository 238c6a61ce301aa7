"""Bad input for every attribute of everything that the provider offers, made from the schemas.

A new resource, data source or ephemeral resource is covered as soon as it is registered. It needs a row in ``SAMPLES``
for each attribute name that nothing had before, and one in ``NEEDED`` where more is needed than its required
attributes.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from custom_resources.engine.session import AwsSession
from custom_resources.plugin import BOOL, NUMBER, STRING, UNKNOWN, Attribute, MapOf, NestedAttribute, Schema, Values
from custom_resources.plugin.calls.answer import value_message
from custom_resources.plugin.planning import propose
from custom_resources.plugin.types import ListOf, SetOf, Type
from custom_resources.plugin.wire.messages import RPCS
from custom_resources.provider.provider import GovpairProvider
from tests.provider.ground import Ground, ground
from tests.provider.host import Host
from tests.provider.host_rules import CoreComplaint, check_plan, complete
from tests.provider.walk import Said, Stored, Walk

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
    return SAMPLES[name] if name in SAMPLES or kind != BOOL else True


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


@pytest.fixture(autouse=True)
def no_calls(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call to AWS is a defect of the provider, except in tests on the simulator."""

    def refuse(*args: Any, **more: Any) -> Any:
        raise AssertionError("AWS was called")

    if "simulated" not in request.fixturenames:
        monkeypatch.setattr(AwsSession, "client", refuse)


@pytest.fixture
def simulated() -> Iterator[Ground]:
    with ground() as found:
        yield found


def _id(value: Any) -> str:
    return value if isinstance(value, str) else ".".join(map(str, value)) if isinstance(value, tuple) else ""


EVERY_ATTRIBUTE = pytest.mark.parametrize(("what", "path", "attribute"), ATTRIBUTES, ids=_id)


@pytest.mark.parametrize("what", SCHEMAS)
def test_the_least_configuration_is_valid(what: str) -> None:
    assert validated(what, good(what)) == []


@EVERY_ATTRIBUTE
def test_a_good_value_is_valid(what: str, path: Steps, attribute: Attribute) -> None:
    """Else the bad ones below would prove nothing."""
    assert errors(validated(what, put(what, path, sample(what, str(path[-1]), attribute.type, path)))) == []


@EVERY_ATTRIBUTE
def test_a_bad_value_is_an_error_on_its_attribute(what: str, path: Steps, attribute: Attribute) -> None:
    for value in bad_values(what, path, attribute):
        found = errors(validated(what, put(what, path, value)))
        shown = repr(value)[:80]
        assert found, f"{what} takes {path} = {shown}"
        assert {item.path[:1] for item in found} == {path[:1]}, (shown, found)
        assert all(len(item.summary) < 300 and len(item.detail) < 1500 for item in found), "the whole value is repeated"


def test_every_attribute_but_switches_has_bad_values() -> None:
    without = {
        str(path[-1]) for what, path, item in ATTRIBUTES if item.type != BOOL and not list(bad_values(what, path, item))
    }
    assert without == BOTOCORE


@EVERY_ATTRIBUTE
def test_an_unknown_value_is_no_error(what: str, path: Steps, attribute: Attribute) -> None:
    values: list[Any] = [UNKNOWN]
    if isinstance(attribute.type, SetOf | ListOf):
        values.append([UNKNOWN])
    if isinstance(attribute.type, MapOf):
        values.append({"k": UNKNOWN})
    for value in values:
        config = put(what, path, value)
        assert errors(validated(what, config)) == []
        if what in RESOURCES and (what, path) not in KNOWN_IN_PLAN:
            planned(what, config)


@EVERY_ATTRIBUTE
def test_null_is_an_error_only_where_a_value_is_required(what: str, path: Steps, attribute: Attribute) -> None:
    config = put(what, path, None)
    found = errors(validated(what, config))
    if attribute.required:
        assert {item.path[:1] for item in found} == {path[:1]}
        return
    if path[-1] in ("access_key", "secret_key"):
        assert [item.summary for item in found] == ["Incomplete credentials"]
    elif not any(path[0] in others for others in ONE_OF.get(what, ())):
        assert found == []
        if what in RESOURCES:
            planned(what, config)


@pytest.mark.parametrize("what", SCHEMAS)
def test_what_is_nested_may_be_null_unknown_and_empty(what: str) -> None:
    for name, attribute in SCHEMAS[what].attributes.items():
        if not isinstance(attribute, NestedAttribute) or not attribute.optional:
            continue
        empties: list[Any] = [None, UNKNOWN, {} if attribute.nesting in ("single", "map") else []]
        for value in empties:
            config = {**good(what), name: value}
            assert errors(validated(what, config)) == []
            if what in RESOURCES:
                planned(what, config)
            elif what == "provider":
                Walk(GovpairProvider(), config)


def test_a_null_among_the_roles_to_assume_is_an_error_on_them() -> None:
    role = {"role_arn": SAMPLES["role_arn"]}
    for roles in ([None], [role, None]):
        found = errors(Walk(GovpairProvider(), {"commercial": {"assume_role": roles}}).said)
        assert {item.path[:1] for item in found} == {("commercial",)}


@EVERY_ATTRIBUTE
def test_duplicates_in_a_set_are_no_error(what: str, path: Steps, attribute: Attribute) -> None:
    """Terraform takes them out before a provider sees them; a program that calls the provider itself may not."""
    if isinstance(attribute.type, SetOf):
        value = sample(what, str(path[-1]), attribute.type)
        assert errors(validated(what, put(what, path, value + value))) == []


def planned(what: str, config: Values, prior: Stored | None = None) -> None:
    """Plan a new object and a change of a stored one, by Terraform's rules; no error, no call."""
    address = f"{what.split()[1]}.it"
    schema = SCHEMAS[what]
    for before in (None, stored(what)):
        walk = Walk(GovpairProvider(), {"owner": SAMPLES["owner"]})
        whole = complete(schema, config)
        # An id or email of another object is refused for a stored one, and that is tested elsewhere.
        if before is not None and any(whole[name] is not UNKNOWN for name in _immutable(schema, whole)):
            continue
        try:
            walk.planned(address, whole, before)
        except CoreComplaint:
            raise
        except Exception as error:
            raise AssertionError(f"{walk.said}") from error


def _immutable(schema: Schema, config: Values) -> list[str]:
    return [name for name, item in schema.attributes.items() if item.immutable and config[name] != _at_rest(name)]


def _at_rest(name: str) -> Any:
    return SAMPLES.get(name, "it")


def stored(what: str) -> Stored:
    """An object as the state may have it: every attribute that can have a value has one."""
    schema = SCHEMAS[what]
    values = propose(schema, complete(schema, good(what)), None)
    for name, item in schema.attributes.items():
        if values[name] is UNKNOWN:
            kind = item.value_type
            values[name] = _at_rest(name) if kind == STRING else {} if isinstance(kind, MapOf) else None
    check_plan(schema, None, complete(schema, good(what)), propose(schema, complete(schema, good(what)), None))
    return Walk(GovpairProvider(), {}).stored(f"{what.split()[1]}.it", values, b"")


TAKING_AN_ACCOUNT = [
    (what, name)
    for what in RESOURCES
    for name in ("account_id", "govcloud_account_id")
    if name in good(what) and (SCHEMAS[what].attributes[name].required or name in NEEDED.get(what, {}))
]


@pytest.mark.parametrize(("what", "name"), TAKING_AN_ACCOUNT, ids=_id)
@pytest.mark.parametrize("whose", ["a closed account", "the commercial half", "nobody"])
def test_an_account_that_it_cannot_be_is_an_error_and_changes_nothing(
    what: str, name: str, whose: str, simulated: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only AWS can tell these apart from good ids, so it is asked; but nothing is changed, and nothing stored."""
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda self, context: 0)
    pair = simulated.simulator.vend("a", "aws+a@example.gov")
    if whose == "a closed account":
        simulated.close(pair)
    ids = {"a closed account": pair.govcloud.account_id, "the commercial half": pair.commercial.account_id}
    account_id = ids.get(whose, ACCOUNT)
    simulated.simulator.reset_calls()
    host = Host(simulated.provider, simulated.settings())
    outcome = host.apply({f"{what.split()[1]}.it": {**good(what), name: account_id}})
    (error,) = outcome.errors
    assert error.path[:1] in [(name,), ("handshake_id",)], error
    assert account_id in error.summary + error.detail
    assert host.state == {}
    # That an account doesn't exist, only the answer to an invitation tells.
    invited = [call for call in simulated.changes() if call.endswith("InviteAccountToOrganization")]
    assert simulated.changes() == (invited if whose == "nobody" else [])
    assert simulated.simulator.world.handshakes == {}
    assert simulated.simulator.state()["handshakes"] == []
