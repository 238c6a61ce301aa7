"""Between `govpair_membership`'s values and the engine's model of a membership."""

from __future__ import annotations

from typing import Any

from custom_resources.engine.model import Membership, MembershipRequest
from custom_resources.plugin import UNKNOWN, Values
from custom_resources.provider.default_tags import split_tags
from custom_resources.provider.membership_schema import SCHEMA
from custom_resources.provider.state_values import known, timestamp


def membership_request(planned: Values) -> MembershipRequest:
    """What the engine is asked to join for a plan."""
    return MembershipRequest(
        account_id=planned["account_id"],
        role_name=planned["role_name"],
        role_arn=planned["role_arn"],
        external_id=planned["external_id"],
        parent_id=known(planned["parent_id"]),
        tags=planned["tags_all"],
        notes=planned["invitation_notes"],
        name=known(planned["name"]),
    )


def membership_state(membership: Membership, declared: Values, default_tags: Any = None) -> Values:
    """The state of a membership as AWS has it now.

    Args:
        membership: the membership, as the engine read it.
        declared: planned values or earlier state: what AWS never gives back is kept from there, and the invitation's
            id, which AWS gives back for 30 days only.
        default_tags: the provider's.
    """
    state: Values = {name: known(declared.get(name)) for name in SCHEMA.attributes}
    state.update(
        account_id=membership.account_id,
        parent_id=membership.parent_id or state["parent_id"],
        name=membership.name or state["name"],
        **split_tags(membership.tags, state, default_tags),
        id=membership.account_id,
        organization_id=membership.organization_id,
        arn=membership.arn,
        state=membership.state,
        handshake_id=state["handshake_id"] or membership.handshake_id,
        joined_method=membership.joined_method,
        joined_timestamp=timestamp(membership.joined_timestamp),
    )
    return state


def applied_state(membership: Membership, planned: Values) -> Values:
    """The state after an apply: what was planned as it was planned (Terraform insists), the rest from AWS."""
    known_values = {name: value for name, value in planned.items() if value is not UNKNOWN}
    return membership_state(membership, planned) | known_values


def another_one(membership: Membership, state: Values) -> str | None:
    """Why the membership that AWS shows isn't the one in the state, or None when it is."""
    if membership.organization_id != state["organization_id"]:
        return f"the account is in organization {membership.organization_id} now"
    joined = timestamp(membership.joined_timestamp)
    if joined != state["joined_timestamp"]:
        return f"it is another membership, since {joined}; this one began {state['joined_timestamp']}"
    return None


def this_one(state: Values) -> str:
    """What tells this membership from an earlier one of the same account."""
    return f"account {state['id']}, since {state['joined_timestamp']}"
