"""Which service and resource control policies bear on an account.

Source: Organizations User Guide, "SCP evaluation" and "RCP evaluation": each level from the root through the OUs to the
account must allow; the management account isn't affected.
"""

from __future__ import annotations

from typing import Literal

from partition_simulator import moto_bridge
from partition_simulator.authorization.decision import Levels
from partition_simulator.authorization.policies import policies
from partition_simulator.world.world import World

Kind = Literal["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"]


def levels(world: World, account_id: str, kind: Kind) -> Levels:
    """The policies of a kind for an account, level by level; empty where they don't bear on it."""
    management = world.memberships.get(account_id)
    if management is None or management == account_id:
        return ()
    organization = moto_bridge.organization_of(world.accounts[management])
    if not any(entry["Type"] == kind for entry in organization.ou[0].policy_types):  # type: ignore[attr-defined]
        return ()
    # AWS's own policies of these two types allow everything.
    if all(policy.aws_managed for policy in organization.policies if policy.type == kind):
        return ()
    return tuple(
        policies(tuple(policy.content for policy in node.attached_policies if policy.type == kind))
        for node in organization.way_to(account_id)
    )
