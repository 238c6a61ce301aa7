"""The organization's half of joining: inviting, looking at an invitation, cancelling it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from custom_resources.engine import rules
from custom_resources.engine.calls import calling
from custom_resources.engine.checks import check, check_tags
from custom_resources.engine.errors import EngineError, Refused
from custom_resources.engine.estate import SHORT
from custom_resources.engine.handshakes import OPEN_STATES, describe_handshake, from_answer, newest
from custom_resources.engine.invitable import refuse_uninvitable
from custom_resources.engine.invitation_quota import USED_UP, learn_used_up, refuse_when_used_up
from custom_resources.engine.invited_account import role_arn_of
from custom_resources.engine.model import Handshake, MembershipRequest
from custom_resources.engine.organization import as_aws, describe_account, organization_of
from custom_resources.engine.permissions import needs
from custom_resources.engine.polling import Deadline
from custom_resources.engine.sent_invitations import open_by_email, sent_to

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

MEMBER_ALREADY = "MEMBER_ALREADY"
"""Reason of ours: there is nothing to invite."""

_ENDED = frozenset(
    {"HandshakeNotFoundException", "HandshakeAlreadyInStateException", "InvalidHandshakeTransitionException"}
)


def check_request(request: MembershipRequest, doing: str) -> None:
    """Check a membership request against every rule, before any call."""
    check(doing, "account_id", rules.account_id, request.account_id)
    if request.role_arn is None:
        check(doing, "role_name", rules.role_name, request.role_name)
    role_arn_of(request, doing)
    if request.parent_id is not None:
        check(doing, "parent_id", rules.parent_id, request.parent_id)
    if request.notes is not None:
        check(doing, "invitation_notes", rules.invitation_notes, request.notes)
    if request.name is not None:
        check(doing, "name", rules.account_name, request.name)
    check_tags(doing, request.tags, marker=False)


def invite(estate: Estate, request: MembershipRequest, timeout: float = SHORT, *, with_tags: bool = False) -> Handshake:
    """Invite the account, or return the invitation that is open already; a member's is the one that it accepted.

    with_tags: let the invitation carry the request's tags, which AWS sets when the account joins.
    Raises Refused for a member whose invitation AWS no longer lists (30 days), or which needed none.
    """
    doing = f"inviting GovCloud account {request.account_id}"
    check_request(request, doing)
    estate.verify_for_invitations()
    deadline = estate.deadline(doing, timeout)
    session = estate.govcloud_management
    member = deadline.patiently(lambda: describe_account(session, request.account_id))
    found = _latest(estate, request, deadline, member=member is not None)
    if found is not None:
        return found
    if member is not None:
        organization = deadline.patiently(lambda: organization_of(estate, session))
        raise Refused(
            f"{doing}: it is a member already",
            f"GovCloud account {request.account_id} is in organization {organization.id} ({member.state}, "
            f"{member.joined_method} {member.joined_timestamp}), and AWS lists no invitation of it. Nothing is left to "
            "invite: leave the invitation out, and manage the membership instead.",
            reason=MEMBER_ALREADY,
            attribute="account_id",
            govcloud_account_id=request.account_id,
        )
    refuse_uninvitable(estate, request.account_id, deadline)
    return send_invitation(estate, request, deadline, with_tags=with_tags)[0]


def _latest(estate: Estate, request: MembershipRequest, deadline: Deadline, *, member: bool) -> Handshake | None:
    """The invitation that a member accepted, or that is open for another; others may have changed it meanwhile."""
    if member:

        def accepted(*, fresh: bool) -> Handshake | None:
            known = sent_to(estate, request, deadline, fresh=fresh)
            return newest(handshake for handshake in known if handshake.state == "ACCEPTED")

        return accepted(fresh=False) or accepted(fresh=True)
    found = newest(each for each in sent_to(estate, request, deadline) if each.state in OPEN_STATES)
    if found is None:
        return None
    now = deadline.patiently(lambda: describe_handshake(estate.govcloud_management, found.id))
    if now is None:
        return None
    estate.invitations.learn(now, deadline)
    return replace(now, account_id=request.account_id) if now.state in OPEN_STATES else None


def read_invitation(estate: Estate, handshake_id: str) -> Handshake | None:
    """Return an invitation of this organization; None when AWS does not know it (30 days after it has ended).

    Raises Refused when the credentials are not those of the organization that sent it.
    """
    doing = f"reading invitation {handshake_id}"
    check(doing, "handshake_id", rules.handshake_id, handshake_id)
    deadline = estate.short_deadline(doing)
    return _described_or_listed(estate, handshake_id, deadline)


def _described_or_listed(estate: Estate, handshake_id: str, deadline: Deadline) -> Handshake | None:
    """None only where neither the call for the invitation nor a new listing shows it."""
    found = deadline.patiently(lambda: describe_handshake(estate.govcloud_management, handshake_id))
    if found is None:
        listed = estate.invitations.listed(estate.govcloud_management, deadline, estate.invitations.doubt())
        found = next((each for each in listed if each.id == handshake_id), None)
    return found


@needs("govcloud_management", "organizations:CancelHandshake")
def cancel_invitation(estate: Estate, handshake_id: str, timeout: float = SHORT) -> Handshake | None:
    """Cancel an open invitation; returns it as it is afterwards: one that has ended otherwise stays as it is.

    Returns None when AWS does not know it any more.
    """
    doing = f"cancelling invitation {handshake_id}"
    check(doing, "handshake_id", rules.handshake_id, handshake_id)
    estate.verify_for_invitations()
    session, deadline = estate.govcloud_management, estate.deadline(doing, timeout)

    def call() -> Handshake:
        with calling(doing, session):
            answer = session.organizations().cancel_handshake(HandshakeId=handshake_id)
        return from_answer(answer["Handshake"])

    deadline.heed_stop("nothing was sent yet")
    try:
        left: Handshake | None = deadline.patiently(call)
    except EngineError as error:
        if error.code not in _ENDED:
            raise
        left = _described_or_listed(estate, handshake_id, deadline)
        if left is not None and left.state in OPEN_STATES:
            raise  # it has not ended, whatever the answer says
    if left is not None:
        estate.invitations.learn(left, deadline)
    return left


@needs("govcloud_management", "organizations:InviteAccountToOrganization")
def send_invitation(
    estate: Estate, request: MembershipRequest, deadline: Deadline, *, with_tags: bool = False
) -> tuple[Handshake, bool]:
    """Send the invitation; returns it and whether it is of this call. DuplicateHandshake is resolved by looking.

    A joining puts no tags on it: it may be open already, from an earlier run with other tags, and refused tags would
    sink it. The member is tagged after joining instead, by the one way that updates use too.
    """
    session = estate.govcloud_management
    arguments: dict[str, Any] = {"Target": {"Id": request.account_id, "Type": "ACCOUNT"}}
    if request.notes:
        arguments["Notes"] = request.notes
    if with_tags and request.tags:
        arguments["Tags"] = as_aws(request.tags)

    def call() -> Handshake:
        with calling(f"inviting GovCloud account {request.account_id}", session):
            answer = session.organizations().invite_account_to_organization(**arguments)
        return from_answer(answer["Handshake"])

    before = {known.id for known in sent_to(estate, request, deadline)}
    refuse_when_used_up(estate, request, deadline)
    deadline.heed_stop("the account is not invited yet")
    try:
        sent = deadline.patiently(call)
        estate.invitations.learn(sent, deadline)
        return sent, True
    except EngineError as error:
        if error.code != "DuplicateHandshakeException":
            if error.reason == USED_UP:
                learn_used_up(estate, deadline)
            error.govcloud_account_id = error.govcloud_account_id or request.account_id
            raise
        duplicate = error
    opened = deadline.until(
        "look", lambda: (_sent_by_another(estate, request, before, deadline), "AWS says it is invited; not listed yet")
    )
    if opened is not None:
        return opened, False
    if strangers := open_by_email(estate, deadline):
        duplicate.detail += (
            "\nOpen invitations that name an email address only: "
            + ", ".join(f"{each.id} to {each.email}" for each in strangers)
            + f". If one of them is account {request.account_id}'s, accept it as that account, or cancel it and run "
            "again; it is told apart by itself with the credential set `commercial`, or `govcloud_paired`."
        )
    raise duplicate


def _sent_by_another(
    estate: Estate, request: MembershipRequest, before: set[str], deadline: Deadline
) -> Handshake | None:
    """The invitation that was open: it still is, or whoever sent it (another apply) has had it accepted by now."""
    found = newest(sent_to(estate, request, deadline, fresh=True))
    if found is None or found.state in OPEN_STATES:
        return found
    return found if found.state == "ACCEPTED" and found.id not in before else None
