"""An organization's invitations of one account: those sent to its id, and those sent to its root email address.

An invitation by email names no account (claim: invitation-lists-email). So whose it is, is asked of the account itself,
which lists what it received; where its role can't be assumed, of the commercial half, which has the same root email.
Both only where one is listed. That GovCloud takes the root email is unverified (claim: invitation-by-email).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from custom_resources.engine.errors import EngineError, Stopped
from custom_resources.engine.handshakes import OPEN_STATES, received_by
from custom_resources.engine.invited_account import invited_if_possible
from custom_resources.engine.model import Handshake, MembershipRequest
from custom_resources.engine.pair_reading import find_pair
from custom_resources.engine.polling import Deadline
from custom_resources.engine.rules import same_email

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate


def sent_to(estate: Estate, request: MembershipRequest, deadline: Deadline, *, fresh: bool = False) -> list[Handshake]:
    """Return the organization's invitations of the account, open and ended ones; all have its id.

    fresh: list them anew, in place of what was listed before in this process.
    """
    doubt = estate.invitations.doubt() if fresh else 0
    listed = estate.invitations.listed(estate.govcloud_management, deadline, doubt)
    found = [handshake for handshake in listed if handshake.account_id == request.account_id]
    by_email = [handshake for handshake in listed if handshake.email and handshake.state in OPEN_STATES | {"ACCEPTED"}]
    if by_email:
        theirs = _received(estate, request, deadline)
        email = _root_email(estate, request.account_id) if theirs is None else None
        found += [
            replace(handshake, account_id=request.account_id)
            for handshake in by_email
            if (theirs is not None and handshake.id in theirs) or (email and same_email(email, handshake.email))
        ]
    return found


def open_by_email(estate: Estate, deadline: Deadline) -> list[Handshake]:
    """Return the organization's open invitations that name an email address, whosoever it is."""
    listed = estate.invitations.listed(estate.govcloud_management, deadline)
    return [handshake for handshake in listed if handshake.email and handshake.state in OPEN_STATES]


def _received(estate: Estate, request: MembershipRequest, deadline: Deadline) -> set[str] | None:
    """The ids of what the account received; None where it can't be asked (yet)."""
    paired = estate.govcloud_paired
    if not paired.credential_set.configured and paired is not estate.govcloud_management:
        return None
    try:
        session = invited_if_possible(estate, request, deadline)
        return None if session is None else {handshake.id for handshake in received_by(session, deadline)}
    except Stopped:
        raise
    except EngineError:
        return None


def _root_email(estate: Estate, govcloud_account_id: str) -> str | None:
    """The pair's root email; None where the commercial side can't be asked, or has no such pair."""
    if not estate.commercial.credential_set.configured:
        return None
    try:
        pair = find_pair(estate, govcloud_account_id=govcloud_account_id)
    except Stopped:
        raise
    except EngineError:
        return None
    return pair.email if pair else None
