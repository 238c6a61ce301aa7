"""The invited account's half of joining: accepting, through the role that trusts the paired account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine import rules
from custom_resources.engine.calls import calling
from custom_resources.engine.checks import check
from custom_resources.engine.errors import EngineError, NotFound, Refused
from custom_resources.engine.handshake_reasons import HANDSHAKE_ERRORS
from custom_resources.engine.handshakes import (
    OPEN_STATES,
    describe_handshake,
    from_answer,
    newest,
    received_by,
    same_organization,
)
from custom_resources.engine.invitations import check_request
from custom_resources.engine.invited_account import become_invited, just_now, refuse_other_organization, role_arn_of
from custom_resources.engine.model import Handshake, MembershipRequest
from custom_resources.engine.organization import organization_of
from custom_resources.engine.permissions import INVITED, needs
from custom_resources.engine.polling import Deadline

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.session import AwsSession

_ALREADY = "HandshakeAlreadyInStateException"


def accept(
    estate: Estate,
    request: MembershipRequest,
    organization_id: str | None = None,
    timeout: float = 1200.0,
) -> Handshake:
    """Accept the open invitation as the invited account; returns it as AWS answers.

    organization_id: the only organization whose invitation is accepted; by default that of `govcloud_management`.
    Raises NotFound when there is no open invitation of it, Refused when the account is in another organization.
    """
    doing = f"accepting the invitation of GovCloud account {request.account_id}"
    check_request(request, doing)
    if organization_id is not None:
        check(doing, "organization_id", rules.organization_id, organization_id)
        estate.verify_for_acceptances()
    else:
        estate.verify_for_memberships()
        estate.verify_for_acceptances()
    deadline = estate.deadline(doing, timeout)
    if organization_id is None:
        organization_id = deadline.patiently(lambda: organization_of(estate, estate.govcloud_management)).id
    return accept_from(estate, request, organization_id, deadline)


def accept_from(estate: Estate, request: MembershipRequest, organization_id: str, deadline: Deadline) -> Handshake:
    """Become the invited account, find the invitation of exactly that organization, accept it."""
    session = become_invited(estate, request, deadline)
    handshake = deadline.until("look", lambda: _acceptable(session, organization_id, deadline))
    if handshake is None:
        others = [h for h in received_by(session, deadline) if h.state in OPEN_STATES]
        seen = ", ".join(f"{h.id} of organization {h.organization_id}" for h in others) or "none"
        raise NotFound(
            deadline.doing,
            f"GovCloud account {request.account_id} has no open invitation of organization {organization_id}; open "
            f"ones: {seen}. Only an invitation of the expected organization is accepted. Invite the account first.",
            govcloud_account_id=request.account_id,
        )
    if handshake.state == "ACCEPTED":
        return handshake
    return _accept(estate, session, request, handshake, deadline)


def accept_known(
    estate: Estate,
    request: MembershipRequest,
    handshake: Handshake,
    organization_id: str,
    deadline: Deadline,
    *,
    standalone_at: float | None = None,
) -> Handshake:
    """Become the invited account and accept the open invitation that its organization lists, or has just sent.

    One that does not name exactly that organization and that account, or that AWS does not show yet, is looked for as
    `accept_from` does. standalone_at: when the account itself said that it is in no organization (the pace's seconds).
    """
    if handshake.account_id == request.account_id and same_organization(handshake.organization_id, organization_id):
        session = become_invited(estate, request, deadline)
        try:
            return _accept(estate, session, request, handshake, deadline, standalone_at)
        except EngineError as error:
            if error.code != "HandshakeNotFoundException":
                raise
    return accept_from(estate, request, organization_id, deadline)


def accept_invitation(
    estate: Estate,
    handshake_id: str,
    request: MembershipRequest,
    organization_id: str | None = None,
    timeout: float = 1200.0,
) -> Handshake:
    """Accept exactly that invitation as the invited account; one that we accepted already is fine.

    organization_id: the organization that the invitation has to be of; any when None. Nothing else is ever accepted.
    Raises NotFound when the account has no such invitation, Refused when it has ended, is another organization's, or
    the account is in another organization.
    """
    doing = f"accepting invitation {handshake_id} as GovCloud account {request.account_id}"
    check(doing, "handshake_id", rules.handshake_id, handshake_id)
    check_request(request, doing)
    if organization_id is not None:
        check(doing, "organization_id", rules.organization_id, organization_id)
    estate.verify_for_acceptances()
    deadline = estate.deadline(doing, timeout)
    session = become_invited(estate, request, deadline)
    try:
        handshake = _received(session, handshake_id, request, deadline)
        if organization_id is not None and not same_organization(handshake.organization_id, organization_id):
            raise Refused(
                doing,
                f"Invitation {handshake.id} is of organization {handshake.organization_id}, expected was "
                f"{organization_id}. It is not accepted. If that is the organization to join, correct organization_id; "
                "else ask the expected organization for the id of its own invitation.",
                attribute="organization_id",
            )
        if handshake.state in OPEN_STATES:
            handshake = _accept(estate, session, request, handshake, deadline)
        if handshake.state != "ACCEPTED":
            raise _ended(handshake, doing)
        _check_joined(session, request, handshake, deadline)
    except EngineError as error:
        error.govcloud_account_id = error.govcloud_account_id or request.account_id
        raise
    estate.govcloud_paired.forget(role_arn_of(request, doing), request.external_id)
    return handshake


def read_received(estate: Estate, handshake_id: str, request: MembershipRequest) -> Handshake:
    """Return an invitation as the invited account sees it, without waiting for a role that is late.

    Raises NotFound, or Refused when the role cannot be assumed.
    """
    doing = f"reading invitation {handshake_id} as GovCloud account {request.account_id}"
    check(doing, "handshake_id", rules.handshake_id, handshake_id)
    check_request(request, doing)
    deadline = estate.short_deadline(doing)
    session = become_invited(estate, request, deadline, patience=0.0)
    return _received(session, handshake_id, request, deadline)


def _received(session: AwsSession, handshake_id: str, request: MembershipRequest, deadline: Deadline) -> Handshake:
    try:
        handshake = deadline.patiently(lambda: describe_handshake(session, handshake_id))
    except EngineError as error:
        if error.code == "AccessDeniedException":
            error.attribute = "handshake_id"
            error.detail += f" AWS says the same of an invitation that is not one of account {request.account_id}."
        raise
    if handshake is None:
        handshake = next((each for each in received_by(session, deadline) if each.id == handshake_id), None)
    if handshake is None:
        entry = HANDSHAKE_ERRORS["HandshakeNotFoundException"]
        raise NotFound(
            f"{deadline.doing}: {entry.title}",
            f"GovCloud account {request.account_id} sees no invitation {handshake_id} "
            f"(DescribeHandshake answers HandshakeNotFoundException). {entry.meaning} {entry.step}",
            attribute="handshake_id",
        )
    if handshake.action != "INVITE":
        raise Refused(
            deadline.doing,
            f"{handshake_id} is a handshake of the kind {handshake.action}, not an invitation (INVITE): nothing else "
            "is accepted here. Give the id of the invitation.",
            attribute="handshake_id",
        )
    return handshake


def _ended(handshake: Handshake, doing: str) -> EngineError:
    return Refused(
        f"{doing}: {HANDSHAKE_ERRORS['InvalidHandshakeTransitionException'].title}",
        f"Invitation {handshake.id} of organization {handshake.organization_id} is {handshake.state} (it was to expire "
        f"{handshake.expiration_timestamp}), and cannot be accepted any more. Ask that organization for a new "
        "invitation, and give its id as handshake_id.",
        reason=handshake.state,
        attribute="handshake_id",
    )


def _check_joined(session: AwsSession, request: MembershipRequest, handshake: Handshake, deadline: Deadline) -> None:
    """Raise Refused when the account is not in the organization although the invitation is accepted: it left since."""
    if not deadline.until(
        "look",
        lambda: (
            refuse_other_organization(session, request, handshake.organization_id, deadline) or None,
            f"invitation {handshake.id} is ACCEPTED, but the account is in no organization yet",
        ),
    ):
        raise Refused(
            deadline.doing,
            f"Invitation {handshake.id} was accepted, but GovCloud account {request.account_id} is in no organization "
            f"(DescribeOrganization, asked as the account, answers AWSOrganizationsNotInUseException): it left "
            f"{handshake.organization_id} since, or was removed. An invitation counts once: ask for another.",
            reason=handshake.state,
            attribute="handshake_id",
        )


@needs(INVITED, "organizations:AcceptHandshake", "iam:CreateServiceLinkedRole")
def _accept(
    estate: Estate,
    session: AwsSession,
    request: MembershipRequest,
    handshake: Handshake,
    deadline: Deadline,
    standalone_at: float | None = None,
) -> Handshake:
    if not just_now(standalone_at, deadline):
        refuse_other_organization(session, request, handshake.organization_id, deadline)

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
        if error.code != _ALREADY:
            raise
        now = deadline.patiently(lambda: describe_handshake(session, handshake.id)) or handshake
        if now.state in OPEN_STATES:
            raise  # it is not accepted, whatever the answer says
        return now
    estate.govcloud_paired.forget(role_arn_of(request, deadline.doing), request.external_id)
    return accepted


def _acceptable(session: AwsSession, organization_id: str, deadline: Deadline) -> tuple[Handshake | None, str]:
    received = received_by(session, deadline)
    expected = [handshake for handshake in received if same_organization(handshake.organization_id, organization_id)]
    best = newest(expected)
    usable = best is not None and (best.state in OPEN_STATES or best.state == "ACCEPTED")
    return (best if usable else None), f"no open invitation of organization {organization_id} listed yet"
