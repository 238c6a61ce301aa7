"""How many accounts count against an organization's quota."""

from __future__ import annotations

from partition_simulator.world.world import World


def counted(world: World, management_account_id: str) -> int:
    """Members, closed ones included until they are gone, and invitations that nobody answered yet.

    Source: Organizations quotas page, "Maximum number of accounts".
    """
    pending = sum(
        handshake.state == "OPEN"
        for handshake in world.handshakes.values()
        if handshake.management_account_id == management_account_id
    )
    return len(world.members(management_account_id)) + pending


def is_used_up(world: World, management_account_id: str) -> bool:
    """Whether one more account is one too many."""
    return counted(world, management_account_id) >= world.settings.account_quota
