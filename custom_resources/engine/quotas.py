"""How much is left: creations in progress, accounts in the organization, closures. None where it can't be known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from custom_resources.engine.account_quota import account_quota
from custom_resources.engine.creation_progress import SLOTS
from custom_resources.engine.errors import EngineError, Stopped
from custom_resources.engine.handshakes import OPEN_STATES, from_answer
from custom_resources.engine.invitation_quota import invitations_left
from custom_resources.engine.pages import pages
from custom_resources.engine.permissions import needs
from custom_resources.engine.polling import Deadline
from custom_resources.engine.requests import iterate_requests

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

T = TypeVar("T")


@dataclass(frozen=True)
class Quotas:
    """What is used and what is allowed; None is unknown.

    accounts: members, closed ones among them as long as AWS lists them, open invitations and creations in progress:
    all count (Q). closures_in_30_days: AWS offers no way to read it. invitations_left: how many accounts the GovCloud
    organization may still invite now, at least; those that accept don't count.
    """

    creations_in_progress: int | None = None
    creations_at_once: int = SLOTS
    accounts: int | None = None
    account_quota: int | None = None
    closures_in_30_days: int | None = None
    closure_quota: int | None = None
    invitations_left: int | None = None

    @property
    def accounts_left(self) -> int | None:
        """How many accounts can still be made or invited."""
        if self.accounts is None or self.account_quota is None:
            return None
        return max(0, self.account_quota - self.accounts)


@dataclass(frozen=True)
class SeenQuotas:
    """The quotas as far as they could be read, and of each number that couldn't, by its name, why not."""

    quotas: Quotas
    unknown: Mapping[str, str] = field(default_factory=dict)


def see_quotas(estate: Estate, deadline: Deadline) -> SeenQuotas:
    """Read what can be read, each by itself: what isn't permitted or doesn't answer stays unknown. Raises Stopped only.

    The members' listing is paged: 20 a page and 8 pages a second (Q).
    """
    unknown: dict[str, str] = {}

    def known(name: str, look: Callable[[], T]) -> T | None:
        try:
            return look()
        except Stopped:
            raise
        except EngineError as error:
            unknown[name] = f"{error.detail.rstrip('.')}."
            return None

    running = known("creations_in_progress", lambda: creations_in_progress(estate, deadline))
    members = known("members", lambda: count_members(estate, deadline))
    invited = known("open_invitations", lambda: open_invitations(estate, deadline))
    allowed = known("account_quota", lambda: account_quota(estate.commercial, deadline))
    left = known("invitations_left", lambda: invitations_left(estate, deadline))
    used = members + invited + (running or 0) if members is not None and invited is not None else None
    quotas = Quotas(
        creations_in_progress=running,
        accounts=used,
        account_quota=allowed,
        closure_quota=closure_quota(members) if members is not None else None,
        invitations_left=left,
    )
    return SeenQuotas(quotas, unknown)


def closure_quota(members: int) -> int:
    """Return how many accounts may be closed in 30 days: the higher of 250 and 20 % of the members, 1,000 at most (Q).

    How AWS rounds is unverified: down (claim: closing-quota-rounding).
    """
    return min(1000, max(250, members // 5))


def creations_in_progress(estate: Estate, deadline: Deadline) -> int:
    """Return how many creations run now, whoever asked for them."""
    return deadline.patiently(lambda: sum(1 for _ in iterate_requests(estate, ["IN_PROGRESS"])))


def count_members(estate: Estate, deadline: Deadline) -> int:
    """Return how many accounts the commercial organization lists; 20 a page and 8 pages a second (Q).

    The listing is the one that the creations of this process look for their emails in.
    """
    return estate.accounts.number(estate, deadline)


@needs("commercial", "organizations:ListHandshakesForOrganization")
def open_invitations(estate: Estate, deadline: Deadline) -> int:
    """Return how many invitations of the commercial organization wait for an answer."""
    session = estate.commercial
    call = session.organizations().list_handshakes_for_organization
    doing = f"listing the invitations of the organization of {session.name}"
    found = pages(session, deadline, doing, call, "Handshakes", Filter={"ActionType": "INVITE"})
    return sum(1 for answer in found if from_answer(answer).state in OPEN_STATES)
