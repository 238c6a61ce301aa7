"""Which resource may end a membership: the one that claimed it last.

Terraform doesn't tell a provider whether an object that goes away is a deposed one, or was taken over by another
resource or another state that manages the same account now. So a resource with `on_destroy = "remove"` marks the member
in AWS with a claim that only its own private state knows, and a delete ends only what nobody else has claimed.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from custom_resources.engine.errors import EngineError
from custom_resources.plugin import ResourceContext, Values
from custom_resources.provider.settings import settings_of
from custom_resources.provider.state_values import timestamp

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import Membership

_CLAIM = "claim"
"""Private state: this object's claim."""


def claim_if_needed(
    estate: Estate, account_id: str, planned: Values, ctx: ResourceContext, present: str | None, timeout: float
) -> None:
    """Claim a membership that this object may end, and one that another object has claimed (`present`)."""
    from custom_resources.engine.memberships import claim_member

    own = ctx.private.setdefault(_CLAIM, uuid.uuid4().hex)
    if not settings_of(ctx).creation_marker or present == own:
        return
    if planned["on_destroy"] != "remove" and present is None:
        return
    try:
        claim_member(estate, account_id, own, timeout)
    except EngineError as error:
        error.attribute = "on_destroy"
        error.detail += (
            "\nThe claim is a tag (govpair:membership). Where tags can't be set, creation_marker = false in the "
            "provider block leaves it out: then nothing but this plan keeps two resources from managing one membership."
        )
        raise


def superseded(membership: Membership, prior: Values, ctx: ResourceContext) -> str | None:
    """Why the membership that AWS shows isn't this object's to end, or None when it is."""
    if membership.organization_id != prior["organization_id"]:
        return f"the account is in organization {membership.organization_id} now"
    joined = timestamp(membership.joined_timestamp)
    if joined != prior["joined_timestamp"]:
        return f"it is another membership, since {joined}; this one began {prior['joined_timestamp']}"
    if membership.claim is not None and membership.claim != ctx.private.get(_CLAIM):
        return "another resource, in this state or another one, has taken it over (tag govpair:membership)"
    return None
