"""Operations on memberships of GovCloud accounts in a GovCloud organization. What callers import.

Every function takes an open `Estate` first. `timeout` is in seconds; errors are `EngineError`s.
"""

from custom_resources.engine.invitations import accept, invite
from custom_resources.engine.joining import join
from custom_resources.engine.membership_changes import place_member, read_membership, remove_member, tag_member

__all__ = ["accept", "invite", "join", "place_member", "read_membership", "remove_member", "tag_member"]
