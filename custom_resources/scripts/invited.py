"""The GovCloud account that `invite` and `accept` are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine.errors import EngineError, NotFound
from custom_resources.scripts.lookup import find
from custom_resources.scripts.pair_options import PairOptions

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import Membership


def govcloud_account_of(estate: Estate, which: PairOptions) -> str:
    """Return the GovCloud account id: the one given, taken as it is, or that of the pair with the email or name.

    Raises NotFound when there is no such pair.
    """
    if which.account_id is not None:
        return which.account_id
    pair = find(estate, which)
    if pair is None:
        raise NotFound(
            "looking for the GovCloud account",
            f"There is no account pair {which.words} in the commercial organization. Give the GovCloud account's id "
            "with --account-id, or make the pair with `govpair vend`.",
        )
    return pair.govcloud_account_id


def membership_if_any(estate: Estate, account_id: str) -> Membership | None:
    """Return the membership, or None: not a member, or not to be told with these credentials."""
    from custom_resources.engine.memberships import read_membership

    try:
        return read_membership(estate, account_id)
    except EngineError as error:
        if error.code in ("AccessDenied", "AccessDeniedException", "AWSOrganizationsNotInUseException"):
            return None
        raise
