"""The small Terraform itself: it would notice, and it keeps the state as Terraform does."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from custom_resources.plugin import (
    STRING,
    UNKNOWN,
    Attribute,
    Provider,
    ProviderError,
    Resource,
    ResourceContext,
    Schema,
    SetOf,
    Values,
)
from tests.provider.host import Host, Reference
from tests.provider.host_rules import CoreComplaint, check_applied, check_plan, complete

ONE, TWO = "toy_thing.one", "toy_thing.two"
SCHEMA = Schema(
    {
        "name": Attribute(STRING, "Its name.", required=True),
        "size": Attribute(STRING, "Its size.", optional=True, computed=True),
        "id": Attribute(STRING, "Its id.", computed=True),
    }
)


class Thing(Resource):
    """Behaves as ``MOOD`` says."""

    name: ClassVar[str] = "thing"
    schema: ClassVar[Schema] = SCHEMA
    MOOD: ClassVar[set[str]] = set()

    def plan(self, prior: Values | None, planned: Values, ctx: ResourceContext) -> Values:
        return planned | {"name": "another"} if "plans another" in self.MOOD else planned

    def create(self, planned: Values, ctx: ResourceContext) -> Values:
        state = planned | {"id": "1", "size": "small" if planned["size"] is UNKNOWN else planned["size"]}
        if "saves and fails" in self.MOOD:
            ctx.save(state)
        if {"fails", "saves and fails"} & self.MOOD:
            raise ProviderError("It failed", "As asked.")
        return state | ({"name": "another"} if "applies another" in self.MOOD else {})

    def read(self, state: Values, ctx: ResourceContext) -> Values | None:
        return None if "is gone" in self.MOOD else state | ({"size": "drifted"} if "drifts" in self.MOOD else {})

    def update(self, prior: Values, planned: Values, ctx: ResourceContext) -> Values:
        if "saves and fails" in self.MOOD:
            ctx.save(planned)
        if {"fails", "saves and fails"} & self.MOOD:
            raise ProviderError("It failed", "As asked.")
        return planned

    def delete(self, prior: Values, ctx: ResourceContext) -> None:
        if "fails" in self.MOOD:
            raise ProviderError("It failed", "As asked.")


class Toy(Provider):
    """Offers things."""

    name = "toy"
    resources = (Thing,)


@pytest.fixture
def mood() -> set[str]:
    Thing.MOOD.clear()
    return Thing.MOOD


@pytest.fixture
def host(mood: set[str]) -> Host:
    return Host(Toy, {})


def declared(**more: Any) -> dict[str, dict[str, Any]]:
    return {ONE: {"name": "a", **more}}


def test_what_was_applied_needs_no_change(host: Host) -> None:
    assert host.apply(declared()).errors == []
    assert host.values(ONE) == {"name": "a", "size": "small", "id": "1"}
    assert host.plan(declared()).empty


def test_drift_makes_a_plan_that_is_not_empty(host: Host, mood: set[str]) -> None:
    host.apply(declared(size="big"))
    mood.add("drifts")
    assert host.plan(declared(size="big")).actions == {ONE: "update"}
    assert host.plan(declared(size="big"), refresh=False).empty


def test_what_is_gone_is_planned_anew(host: Host, mood: set[str]) -> None:
    host.apply(declared())
    mood.add("is gone")
    assert host.plan(declared()).actions == {ONE: "create"}


def test_what_is_not_declared_any_more_is_destroyed_and_stays_if_that_fails(host: Host, mood: set[str]) -> None:
    host.apply(declared())
    mood.add("fails")
    assert host.destroy().errors
    assert set(host.state) == {ONE}
    mood.clear()
    assert host.destroy().errors == []
    assert host.state == {}


def test_a_failed_creation_leaves_nothing_and_its_dependents_wait(host: Host, mood: set[str]) -> None:
    mood.add("fails")
    outcome = host.apply(declared() | {TWO: {"name": Reference(ONE, "id")}})
    assert [item.address for item in outcome.errors] == [ONE]
    assert host.state == {}
    mood.clear()
    assert host.apply(declared() | {TWO: {"name": Reference(ONE, "id")}}).errors == []
    assert host.values(TWO)["name"] == "1"


def test_a_creation_that_fails_with_a_state_is_tainted_and_then_replaced(host: Host, mood: set[str]) -> None:
    mood.add("saves and fails")
    host.apply(declared())
    assert host.state[ONE].tainted
    mood.clear()
    assert host.plan(declared()).actions == {ONE: "replace"}
    assert host.apply(declared()).errors == []
    assert not host.state[ONE].tainted


def test_a_failed_update_keeps_what_was_saved_and_is_not_tainted(host: Host, mood: set[str]) -> None:
    host.apply(declared())
    mood.add("fails")
    host.apply(declared(size="big"))
    assert host.values(ONE)["size"] == "small"
    mood.add("saves and fails")
    host.apply(declared(size="big"))
    assert host.values(ONE)["size"] == "big"
    assert not host.state[ONE].tainted


@pytest.mark.parametrize("bad", ["plans another", "applies another"])
def test_a_provider_that_changes_what_is_configured_is_complained_of(bad: str, host: Host, mood: set[str]) -> None:
    mood.add(bad)
    with pytest.raises(CoreComplaint):
        host.apply(declared())


def test_terraform_s_rules_of_plans() -> None:
    config = complete(SCHEMA, {"name": "a"})
    prior = config | {"size": "small", "id": "1"}
    check_plan(SCHEMA, prior, config, prior)
    check_plan(SCHEMA, None, config, config | {"size": UNKNOWN, "id": UNKNOWN})
    check_plan(SCHEMA, prior | {"name": "A"}, config, prior | {"name": "A"})
    with pytest.raises(CoreComplaint):
        check_plan(SCHEMA, prior, config, prior | {"name": "b"})
    with pytest.raises(CoreComplaint):
        check_plan(SCHEMA, None, config | {"size": "big"}, config | {"size": "small"})


def test_terraform_s_rules_of_results() -> None:
    planned = {"name": "a", "size": UNKNOWN, "id": UNKNOWN}
    check_applied(SCHEMA, planned, {"name": "a", "size": None, "id": "1"})
    for wrong in ({"name": "b", "size": None, "id": "1"}, {"name": "a", "size": UNKNOWN, "id": "1"}):
        with pytest.raises(CoreComplaint):
            check_applied(SCHEMA, planned, wrong)


def test_a_set_has_each_element_once() -> None:
    schema = Schema({"names": Attribute(SetOf(STRING), "Names.", optional=True)})
    assert complete(schema, {"names": ["a", "b", "a"]}) == {"names": ["a", "b"]}
