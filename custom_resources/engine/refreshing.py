"""Reading anew what is known already: a refresh of many pairs and memberships, with as few calls as it takes.

Both sides' accounts come from their organization's `Directory`; ids that never change aren't asked for again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine import rules
from custom_resources.engine.checks import check
from custom_resources.engine.errors import EngineError, Stopped
from custom_resources.engine.govcloud_half import GovCloudHalf, govcloud_half
from custom_resources.engine.membership_changes import read_member
from custom_resources.engine.model import AccountPair, Membership
from custom_resources.engine.pair_reading import assemble, missing

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.polling import Deadline


def refresh_pair(
    estate: Estate,
    commercial_account_id: str,
    govcloud_account_id: str | None,
    *,
    parent_id: str | None = None,
    with_tags: bool = True,
    expected: int = 0,
) -> AccountPair:
    """Read a pair as `read_pair` does, together with others. Raises what that raises.

    govcloud_account_id, parent_id: as they were last seen; None where they aren't known. expected: how many pairs are
    read together, 0 if that isn't known. A pair's GovCloud id never
    changes, so it isn't asked for where it is known; its state then comes from the GovCloud organization, and only for
    an account that is no member there from GetGovCloudAccountInformation.
    """
    doing = f"reading the account pair of commercial account {commercial_account_id}"
    check(doing, "commercial_account_id", rules.account_id, commercial_account_id)
    deadline = estate.short_deadline(doing)
    account = estate.directory(estate.commercial).account(commercial_account_id, deadline, parent_id or "", expected)
    if account is None:
        raise deadline.patiently(lambda: missing(estate, doing, commercial_account_id))
    half = _member_half(estate, govcloud_account_id, deadline, expected) if govcloud_account_id else None
    if half is None:
        half = deadline.patiently(lambda: govcloud_half(estate, commercial_account_id, govcloud_account_id))
    found = half
    return deadline.patiently(lambda: assemble(estate, account, found, with_tags=with_tags))


def _member_half(estate: Estate, govcloud_account_id: str, deadline: Deadline, expected: int) -> GovCloudHalf | None:
    """The half as the GovCloud organization shows it; None where that tells nothing of it."""
    if not estate.govcloud_management.credential_set.configured:
        return None
    members = estate.directory(estate.govcloud_management)
    if not members.tells_of_pairs:
        return None
    try:
        member = members.account(govcloud_account_id, deadline, expected=expected)
    except Stopped:
        raise
    except EngineError:
        members.tells_of_pairs = False  # no organization yet, or not to be read: asked once, not for every pair
        return None
    members.count_pair(member is not None)
    return GovCloudHalf(member.id, member.state) if member is not None else None


def refresh_membership(
    estate: Estate,
    account_id: str,
    *,
    parent_id: str | None = None,
    with_tags: bool = True,
    with_handshake: bool = False,
    expected: int = 0,
) -> Membership | None:
    """Read a membership as `read_membership` does, together with others. Raises what that raises.

    parent_id: where it was last seen. expected: how many memberships are read together, 0 if that isn't known.
    """
    doing = f"reading the membership of GovCloud account {account_id}"
    check(doing, "account_id", rules.account_id, account_id)
    deadline = estate.short_deadline(doing)
    account = estate.directory(estate.govcloud_management).account(account_id, deadline, parent_id or "", expected)
    if account is None:
        return None
    return read_member(estate, account, deadline, with_tags=with_tags, with_handshake=with_handshake)
