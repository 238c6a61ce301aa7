"""What condition keys tell of an account's place in its organization, and of tags."""

from __future__ import annotations

from partition_simulator import moto_bridge
from partition_simulator.authorization.actions.organizations import organization_path
from partition_simulator.context import Call
from partition_simulator.world.keys import Principal
from partition_simulator.world.world import World


def organization_id(world: World, account_id: str) -> tuple[str, ...] | None:
    """The organization that an account belongs to."""
    management = world.memberships.get(account_id)
    if management is None:
        return None
    return (moto_bridge.organization_of(world.accounts[management]).organization.id,)


def paths(world: World, account_id: str) -> tuple[str, ...] | None:
    """Where an account stands: ``o-…/r-…/ou-…/``."""
    management = world.memberships.get(account_id)
    if management is None:
        return None
    organization = moto_bridge.organization_of(world.accounts[management])
    nodes = [node.id for node in organization.way_to(account_id)[:-1]]
    return ("/".join([organization.organization.id, *nodes]) + "/",)


def principal_tags(world: World, principal: Principal) -> dict[str, str]:
    """The tags of a user or role, by lower-case key."""
    iam = moto_bridge.iam_of(world.accounts[principal.account_id])
    if principal.role_arn is not None:
        role = iam.roles.get(principal.user_id.partition(":")[0])
        return {} if role is None else {tag["Key"].lower(): tag["Value"] for tag in role.tags}
    return {tag["Key"].lower(): tag["Value"] for tag in iam.tagger.list_tags_for_resource(principal.arn)["Tags"]}


def policy_type(call: Call) -> tuple[str, ...] | None:
    """The type of the policy that a call to Organizations is about."""
    for name in ("Type", "PolicyType", "Filter"):
        given = call.parameters.get(name)
        if isinstance(given, str):
            return (given,)
    path, policy_id = organization_path(call), call.parameters.get("PolicyId")
    if path is None or policy_id is None:
        return None
    organization = moto_bridge.organization_of(call.world.accounts[path.management])
    found = next((policy for policy in organization.policies if policy.id == policy_id), None)
    return None if found is None else (found.type,)
