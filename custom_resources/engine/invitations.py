"""The two halves of joining: inviting (the organization's) and accepting (the invited account's)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from custom_resources.engine import rules
from custom_resources.engine.calls import calling
from custom_resources.engine.checks import check, check_tags
from custom_resources.engine.errors import EngineError, NotFound, Refused
from custom_resources.engine.estate import SHORT
from custom_resources.engine.handshakes import (
    OPEN_STATES,
    from_answer,
    newest,
    received_by,
    same_organization,
    sent_to,
)
from custom_resources.engine.invited_account import become_invited, role_arn_of
from custom_resources.engine.model import Handshake, MembershipRequest
from custom_resources.engine.organization import describe_account, organization_of
from custom_resources.engine.permissions import INVITED, needs
from custom_resources.engine.polling import Deadline

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.session import AwsSession


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
    check_tags(doing, request.tags, marker=False)


def invite(estate: Estate, request: MembershipRequest, timeout: float = SHORT) -> Handshake:
    """Invite the account, or return the invitation that is open already."""
    doing = f"inviting GovCloud account {request.account_id}"
    check_request(request, doing)
    estate.verify_for_memberships()
    deadline = estate.deadline(doing, timeout)
    known = newest(deadline.patiently(lambda: sent_to(estate.govcloud_management, request.account_id)))
    return known if known is not None and known.state in OPEN_STATES else send_invitation(estate, request, deadline)


@needs("govcloud_management", "organizations:InviteAccountToOrganization")
def send_invitation(estate: Estate, request: MembershipRequest, deadline: Deadline) -> Handshake:
    """Send the invitation. DuplicateHandshake is resolved by looking: listings may lag.

    No tags on the invitation: it may be open already, from an earlier run with other tags, and refused tags would sink
    it. The member is tagged after joining instead, by the one way that updates use too.
    """
    session = estate.govcloud_management
    arguments: dict[str, Any] = {"Target": {"Id": request.account_id, "Type": "ACCOUNT"}}
    if request.notes:
        arguments["Notes"] = request.notes

    def call() -> Handshake:
        with calling(f"inviting GovCloud account {request.account_id}", session):
            answer = session.organizations().invite_account_to_organization(**arguments)
        return from_answer(answer["Handshake"])

    deadline.heed_stop("the account is not invited yet")
    try:
        return deadline.patiently(call)
    except EngineError as error:
        if error.code != "DuplicateHandshakeException":
            raise _explained(estate, request, error) from error.__cause__
        duplicate = error
    opened = deadline.until(
        "look", lambda: (_open_one(estate, request.account_id, deadline), "AWS says it is invited; not listed yet")
    )
    if opened is None:
        raise duplicate
    return opened


def _open_one(estate: Estate, account_id: str, deadline: Deadline) -> Handshake | None:
    found = newest(deadline.patiently(lambda: sent_to(estate.govcloud_management, account_id)))
    return found if found is not None and found.state in OPEN_STATES else None


def _explained(estate: Estate, request: MembershipRequest, error: EngineError) -> EngineError:
    """Say so when the id is a commercial one: the easiest mistake, and AWS's answer does not tell."""
    error.govcloud_account_id = error.govcloud_account_id or request.account_id
    if not isinstance(error, Refused | NotFound) or not estate.commercial.credential_set.configured:
        return error
    try:
        commercial = describe_account(estate.commercial, request.account_id)
    except EngineError:
        return error
    if commercial is not None:
        error.detail += (
            f"\nAccount {request.account_id} is a commercial account ({commercial.email}): an account joins an "
            "organization of its own partition only. Give the id of its GovCloud half."
        )
        error.attribute = "account_id"
    return error


def accept(
    estate: Estate,
    request: MembershipRequest,
    organization_id: str | None = None,
    timeout: float = 1200.0,
) -> Handshake:
    """Accept the open invitation as the invited account; returns it as AWS answers.

    organization_id: the only organization whose invitation is accepted; by default that of `govcloud_management`.
    Raises NotFound when there is no open invitation of it.
    """
    doing = f"accepting the invitation of GovCloud account {request.account_id}"
    check_request(request, doing)
    if organization_id is not None:
        check(doing, "organization_id", rules.organization_id, organization_id)
        estate.verify("govcloud_paired")
    else:
        estate.verify_for_memberships()
    deadline = estate.deadline(doing, timeout)
    if organization_id is None:
        organization_id = deadline.patiently(lambda: organization_of(estate, estate.govcloud_management)).id
    return accept_from(estate, request, organization_id, deadline)


@needs(INVITED, "organizations:AcceptHandshake", "iam:CreateServiceLinkedRole")
def accept_from(estate: Estate, request: MembershipRequest, organization_id: str, deadline: Deadline) -> Handshake:
    """Become the invited account, find the invitation of exactly that organization, accept it."""
    session = become_invited(estate, request, deadline)
    handshake = deadline.until("look", lambda: _acceptable(session, organization_id, deadline))
    if handshake is None:
        others = [h for h in deadline.patiently(lambda: received_by(session)) if h.state in OPEN_STATES]
        seen = ", ".join(f"{h.id} of organization {h.organization_id}" for h in others) or "none"
        raise NotFound(
            deadline.doing,
            f"GovCloud account {request.account_id} has no open invitation of organization {organization_id}; open "
            f"ones: {seen}. Only an invitation of the expected organization is accepted. Invite the account first.",
            govcloud_account_id=request.account_id,
        )
    if handshake.state == "ACCEPTED":
        return handshake

    def call() -> Handshake:
        with calling(f"accepting invitation {handshake.id} as GovCloud account {request.account_id}", session):
            answer = session.organizations().accept_handshake(HandshakeId=handshake.id)
        return from_answer(answer["Handshake"])

    deadline.heed_stop(f"invitation {handshake.id} is {handshake.state}")
    try:
        accepted = deadline.patiently(call)
    except EngineError as error:
        error.govcloud_account_id = error.govcloud_account_id or request.account_id
        # Our own call whose answer was lost, or another helper of ours: it is accepted, which the caller verifies.
        if error.code == "HandshakeAlreadyInStateException":
            return handshake
        raise
    estate.govcloud_paired.forget(role_arn_of(request, deadline.doing), request.external_id)
    return accepted


def _acceptable(session: AwsSession, organization_id: str, deadline: Deadline) -> tuple[Handshake | None, str]:
    received = deadline.patiently(lambda: received_by(session))
    expected = [handshake for handshake in received if same_organization(handshake.organization_id, organization_id)]
    best = newest(expected)
    usable = best is not None and (best.state in OPEN_STATES or best.state == "ACCEPTED")
    return (best if usable else None), f"no open invitation of organization {organization_id} listed yet"
