"""Handshakes as the two parties see them, and which of them is the one that matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from custom_resources.engine.calls import calling
from custom_resources.engine.errors import EngineError
from custom_resources.engine.model import Handshake
from custom_resources.engine.pages import pages
from custom_resources.engine.permissions import BOTH_MANAGEMENT, INVITED, needs

if TYPE_CHECKING:
    from custom_resources.engine.polling import Deadline
    from custom_resources.engine.session import AwsSession

OPEN_STATES = frozenset({"REQUESTED", "OPEN"})
"""States in which an invitation can be accepted (M: HandshakeState)."""

ENDED_STATES = frozenset({"DECLINED", "CANCELED", "EXPIRED"})
"""States after which a new invitation is needed; listed for 30 days more (Organizations quotas page)."""


def from_answer(answer: Mapping[str, Any]) -> Handshake:
    """Read a Handshake. The parties are the organization and the account (or the email that was invited)."""
    parties = {party["Type"]: party["Id"] for party in answer.get("Parties", [])}
    for resource in answer.get("Resources", []):
        parties.setdefault(resource.get("Type"), resource.get("Value", ""))
    notes = [resource.get("Value", "") for resource in answer.get("Resources", []) if resource.get("Type") == "NOTES"]
    return Handshake(
        id=answer["Id"],
        arn=answer.get("Arn", ""),
        state=answer.get("State", ""),
        account_id=parties.get("ACCOUNT", ""),
        email=parties.get("EMAIL", ""),
        organization_id=parties.get("ORGANIZATION", ""),
        requested_timestamp=answer.get("RequestedTimestamp"),
        expiration_timestamp=answer.get("ExpirationTimestamp"),
        notes=notes[0] if notes else "",
        action=answer.get("Action", "INVITE"),
    )


def same_organization(one: str, other: str) -> bool:
    """Compare organization ids; parties of a handshake are shown with and without the o-.

    Which, and when, is unverified (claim: invitation-party-ids).
    """
    return bool(one) and one.removeprefix("o-") == other.removeprefix("o-")


_INVITATIONS = {"ActionType": "INVITE"}


@needs(BOTH_MANAGEMENT, "organizations:ListHandshakesForOrganization")
def sent_by(session: AwsSession, deadline: Deadline) -> Iterator[Handshake]:
    """Yield the organization's invitations, open and ended ones. `InvitationBook` is the way to them: it lists once."""
    call = session.organizations().list_handshakes_for_organization
    doing = f"listing the invitations of the organization of {session.name}"
    return map(from_answer, pages(session, deadline, doing, call, "Handshakes", Filter=_INVITATIONS))


@needs(INVITED, "organizations:ListHandshakesForAccount")
def received_by(session: AwsSession, deadline: Deadline) -> list[Handshake]:
    """Return the invitations that the session's own account has received."""
    call = session.organizations().list_handshakes_for_account
    doing = f"listing the invitations of the account of {session.name}"
    return [from_answer(each) for each in pages(session, deadline, doing, call, "Handshakes", Filter=_INVITATIONS)]


@needs(("govcloud_management", INVITED), "organizations:DescribeHandshake")
def describe_handshake(session: AwsSession, handshake_id: str) -> Handshake | None:
    """Return the invitation as one of its two parties sees it; None when AWS does not know it (any more)."""
    try:
        with calling(f"reading invitation {handshake_id}", session):
            answer = session.organizations().describe_handshake(HandshakeId=handshake_id)
    except EngineError as error:
        if error.code == "HandshakeNotFoundException":
            return None
        raise
    return from_answer(answer["Handshake"])


def newest(handshakes: Iterable[Handshake]) -> Handshake | None:
    """Return the invitation that counts: an open one, else an accepted one, else the latest that ended."""

    def rank(handshake: Handshake) -> tuple[int, float]:
        order = 2 if handshake.state in OPEN_STATES else 1 if handshake.state == "ACCEPTED" else 0
        when = handshake.requested_timestamp
        return order, when.timestamp() if when else 0.0

    return max(handshakes, key=rank, default=None)
