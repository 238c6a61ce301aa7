"""From a commercial account to its GovCloud half: id and state, by every way that AWS offers (rule 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from custom_resources.engine.calls import calling
from custom_resources.engine.errors import EngineError, NotFound, Refused, Transient, Unreachable, WrongCredentials
from custom_resources.engine.model import UNREADABLE
from custom_resources.engine.organization import describe_account
from custom_resources.engine.permissions import needs
from custom_resources.engine.requests import request_for_account

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate


@dataclass(frozen=True)
class GovCloudHalf:
    """The GovCloud account of a pair. `why` says why the state is UNREADABLE, where it is."""

    account_id: str
    state: str
    why: str = ""


@needs("commercial", "account:GetGovCloudAccountInformation")
def ask_account_management(estate: Estate, commercial_account_id: str) -> GovCloudHalf:
    """Ask GetGovCloudAccountInformation; raises what AWS answers (NotFound: the account has no GovCloud half)."""
    session = estate.commercial
    # The management account must leave its own id out (M).
    own = session.identity().account_id == commercial_account_id
    with calling(f"reading the GovCloud half of commercial account {commercial_account_id}", session):
        if own:
            answer = session.account().get_gov_cloud_account_information()
        else:
            answer = session.account().get_gov_cloud_account_information(StandardAccountId=commercial_account_id)
    return GovCloudHalf(answer["GovCloudAccountId"], answer["AccountState"])


def govcloud_half(estate: Estate, commercial_account_id: str, known_id: str | None = None) -> GovCloudHalf:
    """Return the GovCloud half: from Account Management, else from the creation request, else the id given.

    Where only the id is known, the state comes from the GovCloud organization when the account is a member of it,
    else it is `UNREADABLE`. Raises Refused (with the ways out) when no way tells the id; NotFound when there is none.
    """
    try:
        return ask_account_management(estate, commercial_account_id)
    except (WrongCredentials, Unreachable):
        raise
    except EngineError as error:
        if isinstance(error, Transient) and error.code != "ResourceUnavailableException":
            raise  # a rate limit says nothing about the half: the caller waits it out
        refusal = error
    made_by = None
    if not known_id:
        made_by = request_for_account(estate, commercial_account_id=commercial_account_id)
    account_id = known_id or (made_by.govcloud_account_id if made_by else None)
    if account_id:
        return GovCloudHalf(account_id, state_in_organization(estate, account_id) or UNREADABLE, refusal.detail)
    if isinstance(refusal, NotFound | Transient):
        raise refusal
    raise Refused(
        f"reading the GovCloud half of commercial account {commercial_account_id}",
        f"{refusal.detail}\nThe GovCloud account id could not be told in another way either: no creation request of "
        "this organization names it. Ways out: enable trusted access for account.amazonaws.com in the commercial "
        "organization (all features) and allow account:GetGovCloudAccountInformation.",
        reason=refusal.reason,
        code=refusal.code,
        commercial_account_id=commercial_account_id,
    ) from refusal


def state_in_organization(estate: Estate, govcloud_account_id: str) -> str | None:
    """Return the state that the GovCloud organization shows for its member, or None; never raises an EngineError."""
    if not estate.govcloud_management.credential_set.configured:
        return None
    try:
        member = describe_account(estate.govcloud_management, govcloud_account_id)
    except EngineError:
        return None  # not a member, no organization yet, not permitted: all mean that nothing is known from here
    return member.state if member else None
