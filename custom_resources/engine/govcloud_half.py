"""From a commercial account to its GovCloud half: id and state, by every way that AWS offers (rule 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from custom_resources.engine.calls import calling
from custom_resources.engine.errors import (
    EngineError,
    NotFound,
    Refused,
    TimedOut,
    Transient,
    Unreachable,
    WrongCredentials,
)
from custom_resources.engine.journal import Journal
from custom_resources.engine.model import UNREADABLE
from custom_resources.engine.organization import describe_account
from custom_resources.engine.permissions import needs

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


def govcloud_half(
    estate: Estate, commercial_account_id: str, known_id: str | None = None, journal: Journal | None = None
) -> GovCloudHalf:
    """Return the GovCloud half: from Account Management, else the id given, else what the journal of creations tells.

    Where only the id is known, the state comes from the GovCloud organization when the account is a member of it,
    else it is `UNREADABLE`. Raises Refused (with the ways out) when no way tells the id; NotFound when there is none.
    `journal`: one for many accounts, so that its listings are read once.
    """
    try:
        return ask_account_management(estate, commercial_account_id)
    except (WrongCredentials, Unreachable, TimedOut):
        raise  # none of them says anything about the half
    except EngineError as error:
        if isinstance(error, Transient) and error.code != "ResourceUnavailableException":
            raise  # a rate limit says nothing about the half: the caller waits it out
        refusal = error
    journal = journal or Journal(estate)
    # Where AWS says that there is no half, only a request that has just ended may know better.
    events = not isinstance(refusal, NotFound)
    account_id = known_id or journal.govcloud_id(commercial_account_id, events=events)
    if account_id:
        return GovCloudHalf(account_id, state_in_organization(estate, account_id) or UNREADABLE, refusal.detail)
    if isinstance(refusal, NotFound | Transient):
        raise refusal
    others = "; ".join(journal.refusals) or (
        "no creation request of this organization, and no CreateAccountResult event of the last 90 days, names it"
    )
    raise Refused(
        f"reading the GovCloud half of commercial account {commercial_account_id}",
        f"{refusal.detail}\nThe GovCloud account id could not be told in another way either: {others.rstrip('.')}. "
        "Ways out: enable trusted access for account.amazonaws.com in the commercial organization (all features) and "
        "allow account:GetGovCloudAccountInformation; or give the id by hand, importing COMMERCIAL_ID/GOVCLOUD_ID.",
        reason=refusal.reason,
        code=refusal.code,
        commercial_account_id=commercial_account_id,
    ) from refusal


def state_in_organization(estate: Estate, govcloud_account_id: str) -> str | None:
    """Return the state that the GovCloud organization shows for its member, or None; raises TimedOut only."""
    if not estate.govcloud_management.credential_set.configured:
        return None
    try:
        member = describe_account(estate.govcloud_management, govcloud_account_id)
    except TimedOut:
        raise
    except EngineError:
        return None  # not a member, no organization yet, not permitted: all mean that nothing is known from here
    return member.state if member else None
