"""Looking for a pair by what is known of it, also while it is being made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine.errors import NotFound
from custom_resources.scripts.pair_options import PairOptions

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import AccountPair, CreationRequest
    from custom_resources.scripts.declared import ManagementPair


def find(estate: Estate, which: PairOptions) -> AccountPair | None:
    """Find the pair; an id is taken for a commercial one first, then for a GovCloud one. None when there is none."""
    from custom_resources.engine.account_pairs import find_pair

    if which.account_id is None:
        return find_pair(estate, email=which.email, name=None if which.email else which.name)
    return find_pair(estate, account_id=which.account_id) or find_pair(estate, govcloud_account_id=which.account_id)


def being_made(estate: Estate, which: PairOptions) -> CreationRequest | None:
    """Return the request in progress that makes the pair, or None.

    AWS tells no email of a request. So a pair asked for by its email is recognised by the name of the account that
    Organizations lists for it, or else not at all.
    """
    from custom_resources.engine.account_pairs import creation_requests

    running = creation_requests(estate, ["IN_PROGRESS"])
    if not running:
        return None
    name = which.name or _name_of(estate, which)
    return next((request for request in running if name is not None and request.name == name), None)


def may_be_making(estate: Estate, which: PairOptions) -> list[CreationRequest]:
    """Return the requests in progress of which one may make the pair with the email asked for: AWS doesn't tell."""
    from custom_resources.engine.account_pairs import creation_requests

    return creation_requests(estate, ["IN_PROGRESS"]) if which.email is not None else []


def _name_of(estate: Estate, which: PairOptions) -> str | None:
    """Return the name of an account that exists but isn't finished."""
    from custom_resources.engine.organization import describe_account
    from custom_resources.engine.pair_reading import account_by_email

    if which.email is not None:
        account = account_by_email(estate, which.email)
    else:
        assert which.account_id is not None
        account = describe_account(estate.commercial, which.account_id)
    return account.name if account is not None and account.state == "PENDING_ACTIVATION" else None


def newest_failure(estate: Estate, which: PairOptions) -> CreationRequest | None:
    """Return the newest failed request with the name asked for, to explain why there is no pair."""
    from custom_resources.engine.requests import newest_failure

    return newest_failure(estate, which.name) if which.name is not None else None


def management_role(estate: Estate, pair: ManagementPair) -> str:
    """Return the ARN of the role in the GovCloud account that manages a customer's organization.

    Raises NotFound when that pair isn't made yet.
    """
    from custom_resources.engine.account_pairs import find_pair
    from custom_resources.engine.member_role import MemberRole

    estate.verify("commercial")
    found = find_pair(estate, email=pair.email)
    if found is None:
        raise NotFound(
            f"looking for the management pair {pair.name} ({pair.email})",
            "It is not in the commercial organization, so the customer's GovCloud organization can't be reached by "
            f"the role in it. Make it first: govpair vend --name {pair.name} --email {pair.email}",
        )
    return MemberRole("govcloud", found.govcloud_account_id, pair.role_name).arn
