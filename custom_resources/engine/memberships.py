"""Operations on memberships of GovCloud accounts in a GovCloud organization. What callers import.

Every function takes an open `Estate` first. `timeout` is in seconds; errors are `EngineError`s.
"""

from custom_resources.engine.acceptances import accept, accept_invitation, read_received
from custom_resources.engine.invitations import cancel_invitation, invite, read_invitation
from custom_resources.engine.joining import join
from custom_resources.engine.membership_changes import (
    claim_member,
    managed_organization,
    place_member,
    read_membership,
    remove_member,
    rename_member,
    tag_member,
)
from custom_resources.engine.refreshing import refresh_membership

__all__ = [
    "accept",
    "accept_invitation",
    "cancel_invitation",
    "claim_member",
    "invite",
    "join",
    "managed_organization",
    "place_member",
    "read_invitation",
    "read_membership",
    "read_received",
    "refresh_membership",
    "remove_member",
    "rename_member",
    "tag_member",
]
