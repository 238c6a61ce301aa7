"""Bad input for every attribute of everything that the provider offers, made from the schemas.

A new resource, data source or ephemeral resource is covered as soon as it is registered. It needs a row in ``SAMPLES``
for each attribute name that nothing had before, and one in ``NEEDED`` where more is needed than its required
attributes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from custom_resources.engine.session import AwsSession
from custom_resources.plugin import BOOL, STRING, UNKNOWN, Attribute, MapOf, NestedAttribute, Schema, Values
from custom_resources.plugin.planning import propose
from custom_resources.plugin.types import ListOf, SetOf
from custom_resources.provider.provider import GovpairProvider
from tests.provider.bad_input import (
    ACCOUNT,
    ATTRIBUTES,
    BOTOCORE,
    KNOWN_IN_PLAN,
    NEEDED,
    ONE_OF,
    RESOURCES,
    SAMPLES,
    SCHEMAS,
    Steps,
    bad_values,
    errors,
    good,
    put,
    sample,
    validated,
)
from tests.provider.ground import Ground, ground
from tests.provider.host import Host
from tests.provider.host_rules import CoreComplaint, check_plan, complete
from tests.provider.walk import Stored, Walk


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
