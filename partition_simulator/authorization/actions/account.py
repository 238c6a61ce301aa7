"""Account Management: an account for itself, or one of its organization's."""

from __future__ import annotations

from partition_simulator.authorization.actions.asked import Asked
from partition_simulator.authorization.actions.organizations import organization_path
from partition_simulator.context import Call


def asked(call: Call) -> list[Asked]:
    """What a call needs: the action is called like the operation."""
    action = f"account:{call.operation}"
    partition, account_id = call.partition.name, call.principal.account_id
    other = call.parameters.get("AccountId") or call.parameters.get("StandardAccountId")
    path = organization_path(call)
    if other is None or path is None:
        return [Asked(action, f"arn:{partition}:account::{account_id}:account")]
    return [Asked(action, f"arn:{partition}:account::{path.management}:account/{path.organization}/{other}")]
