"""How many invitations the GovCloud organization may still send today, seen before one is sent.

Q: in 24 hours the higher of 20 and the account quota; those that were accepted do not count
(claim: invitations-a-day). The account quota may be unreadable in GovCloud (claim: account-quota-not-in-govcloud): then
AWS's first refusal tells, for the rest of the process.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from custom_resources.engine.account_quota import account_quota
from custom_resources.engine.errors import EngineError, Refused, Stopped, WrongCredentials
from custom_resources.engine.handshake_reasons import HANDSHAKE_REASONS
from custom_resources.engine.handshakes import OPEN_STATES
from custom_resources.engine.model import Handshake, MembershipRequest
from custom_resources.engine.polling import Deadline

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

LEAST_A_DAY = 20
"""Invitations in 24 hours that every organization may send (Q)."""

USED_UP = "HANDSHAKE_RATE_LIMIT_EXCEEDED"
"""AWS's reason when there are too many, and ours (M: HandshakeConstraintViolationException)."""

_DAY = timedelta(hours=24)


@dataclass
class InvitationLimit:
    """How many may be sent in 24 hours; None where that is unknown, `LEAST_A_DAY` at least. `source` says who told."""

    daily: int | None = None
    source: str = ""
    asked: bool = False


def utc_now() -> datetime:
    """Return the time by this machine's clock, which AWS's check of signatures keeps within minutes of its own."""
    return datetime.now(UTC)


def counted(handshakes: Iterable[Handshake]) -> list[Handshake]:
    """Return the invitations of the last 24 hours that count: all but the accepted ones, the oldest first."""
    found = [each for each in handshakes if each.requested_timestamp is not None and each.state != "ACCEPTED"]
    found.sort(key=_sent)
    now = max(utc_now(), _sent(found[-1])) if found else utc_now()
    return [each for each in found if _sent(each) > now - _DAY]


def invitations_left(estate: Estate, deadline: Deadline) -> int | None:
    """Return how many invitations may be sent now, at least; None where nobody can tell that any may.

    Raises what the listing of invitations raises; a quota that cannot be read leaves the documented minimum.
    """
    session, book = estate.govcloud_management, estate.invitations
    if not session.credential_set.configured:
        raise WrongCredentials(
            deadline.doing, "The credential set govcloud_management is not given, which lists the invitations."
        )
    sent = len(counted(book.listed(session, deadline, book.doubt())))
    daily = _limit(estate, deadline).daily
    if daily is None:
        return LEAST_A_DAY - sent if sent < LEAST_A_DAY else None
    return max(0, daily - sent)


def refuse_when_used_up(estate: Estate, request: MembershipRequest, deadline: Deadline) -> None:
    """Raise Refused when one more invitation is one too many, as far as that can be known; makes mostly no call."""
    session, book = estate.govcloud_management, estate.invitations
    if len(counted(book.listed(session, deadline))) < LEAST_A_DAY:
        return
    limit = _limit(estate, deadline)
    if limit.daily is None or len(counted(book.listed(session, deadline))) < limit.daily:
        return
    # Some may have been accepted since they were listed.
    sent = counted(book.listed(session, deadline, book.doubt()))
    if len(sent) < limit.daily or any(each.account_id == request.account_id for each in sent if _open(each)):
        return  # an invitation that is open already is AWS's to name
    entry, opened = HANDSHAKE_REASONS[USED_UP], [each for each in sent if _open(each)]
    raise Refused(
        f"inviting GovCloud account {request.account_id}: {entry.title}",
        f"The organization has sent {len(sent)} invitations since {_sent(sent[0]):%Y-%m-%d %H:%M} UTC that were not "
        f"accepted ({len(opened)} of them are open), and may send {limit.daily} in 24 hours ({limit.source}). Account "
        f"{request.account_id} was not invited. The next may be sent at {_sent(sent[0]) + _DAY:%Y-%m-%d %H:%M} UTC, or "
        f"as soon as an open one is accepted. {entry.step}",
        reason=USED_UP,
        govcloud_account_id=request.account_id,
    )


def learn_used_up(estate: Estate, deadline: Deadline) -> None:
    """Take AWS's refusal for what it says: as many as there are now are all that may be sent."""
    limit = estate.invitation_limit
    if limit.daily is not None:
        return
    book = estate.invitations
    sent = len(counted(book.listed(estate.govcloud_management, deadline, book.doubt())))
    if sent >= LEAST_A_DAY:
        limit.daily, limit.source, limit.asked = sent, "as AWS told by refusing one more", True


def _limit(estate: Estate, deadline: Deadline) -> InvitationLimit:
    """Ask Service Quotas once per process."""
    limit = estate.invitation_limit
    if limit.asked:
        return limit
    try:
        quota = account_quota(estate.govcloud_management, deadline)
    except Stopped:
        raise
    except EngineError:
        quota = None
    limit.asked = True
    if quota is not None:
        limit.daily = max(LEAST_A_DAY, quota)
        limit.source = f"the higher of {LEAST_A_DAY} and its account quota, {quota}"
    return limit


def _open(handshake: Handshake) -> bool:
    return handshake.state in OPEN_STATES


def _sent(handshake: Handshake) -> datetime:
    moment = handshake.requested_timestamp
    assert moment is not None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
