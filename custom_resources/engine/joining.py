"""Joining a GovCloud organization: a state machine whose only memory is AWS, so that it resumes at every step.

look (member? invitation?) -> invite -> accept as the invited account -> member -> parent -> tags -> name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine.acceptances import accept_from
from custom_resources.engine.errors import EngineError, Refused
from custom_resources.engine.handshakes import OPEN_STATES, newest
from custom_resources.engine.invitable import refuse_uninvitable
from custom_resources.engine.invitations import check_request, send_invitation
from custom_resources.engine.invited_account import invited_if_possible, refuse_other_organization
from custom_resources.engine.membership_changes import read_member
from custom_resources.engine.model import CLOSED_STATES, Handshake, Membership, MembershipRequest
from custom_resources.engine.organization import (
    MemberAccount,
    change_tags,
    describe_account,
    move_account,
    organization_of,
)
from custom_resources.engine.parents import check_parent
from custom_resources.engine.polling import POLLS, Deadline
from custom_resources.engine.renaming import rename_account
from custom_resources.engine.sent_invitations import sent_to

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

_RESUME = "Nothing is lost: running again goes on from there."

_GONE_MEANWHILE = frozenset({"HandshakeNotFoundException", "InvalidHandshakeTransitionException"})


def join(estate: Estate, request: MembershipRequest, timeout: float = 1200.0) -> Membership:
    """Make the GovCloud account a member of the organization of `govcloud_management`, placed, tagged and named.

    A member already, and the organization's management account itself, are fine. An invitation that was declined,
    cancelled or has expired is sent anew. Raises Refused when the account is in another organization.
    """
    doing = f"joining GovCloud account {request.account_id}"
    check_request(request, doing)
    estate.verify_for_memberships()
    deadline = estate.deadline(doing, timeout, _RESUME)
    session = estate.govcloud_management
    organization = deadline.patiently(lambda: organization_of(estate, session))
    try:
        member, handshake = _become_member(estate, request, organization.id, deadline)
        if member.state in CLOSED_STATES:
            raise Refused(
                doing,
                f"GovCloud account {request.account_id} is a member of organization {organization.id} but is "
                f"{member.state}. A closed account cannot be governed: reopen the commercial half (AWS Support, "
                "within 90 days), or remove the membership.",
                reason=member.state,
                attribute="account_id",
            )
        if request.parent_id is not None:
            deadline.progress(f"{doing}: placing it below {request.parent_id}")
            move_account(session, deadline, request.account_id, request.parent_id)
        if request.tags:
            change_tags(session, deadline, request.account_id, request.tags, {})
        if request.name is not None and request.name != member.name:
            rename_account(session, deadline, request.account_id, request.name)
        return deadline.patiently(lambda: read_member(estate, request.account_id, handshake, True, True)) or _lost(
            request
        )
    except EngineError as error:
        error.govcloud_account_id = error.govcloud_account_id or request.account_id
        raise


def _lost(request: MembershipRequest) -> Membership:
    raise Refused(
        f"joining GovCloud account {request.account_id}", "It joined, and left again at once. Look who removed it."
    )


def _become_member(
    estate: Estate, request: MembershipRequest, organization_id: str, deadline: Deadline
) -> tuple[MemberAccount, Handshake | None]:
    looks, handshake, refusal = 0, None, None
    while True:
        member = _described(estate, request.account_id, deadline)
        if member is not None:
            return member, handshake
        handshake = newest(sent_to(estate, request, deadline))
        try:
            # before the first change
            estate.verify_for_acceptances()
            _check_place(estate, request, deadline)
            if _needs_invitation(handshake, looks) and not _ours_already(estate, request, organization_id, deadline):
                before = f" (invitation {handshake.id} is {handshake.state})" if handshake else ""
                deadline.progress(f"{deadline.doing}: inviting it{before}")
                handshake = send_invitation(estate, request, deadline)
            if handshake is not None and handshake.state in OPEN_STATES:
                deadline.progress(f"{deadline.doing}: invitation {handshake.id} is {handshake.state}; accepting it")
                handshake = accept_from(estate, request, organization_id, deadline)
        except EngineError as error:
            if error.reason == "ALREADY_IN_AN_ORGANIZATION":
                refusal = error  # ours, where the first look lagged; or another's
            elif error.code in _GONE_MEANWHILE:
                handshake = None  # it expired, or somebody ended it between our two looks: look again
            else:
                raise
        member = deadline.until("look", lambda: (_described(estate, request.account_id, deadline), "not a member yet"))
        if member is not None:
            return member, handshake
        if refusal is not None:
            raise refusal
        state = f"invitation {handshake.id} is {handshake.state}" if handshake else "there is no open invitation"
        deadline.wait(POLLS["membership"].delay(looks), f"{state}, but the account is not a member yet")
        looks += 1


def _check_place(estate: Estate, request: MembershipRequest, deadline: Deadline) -> None:
    parent, session = request.parent_id, estate.govcloud_management
    if parent is not None:
        deadline.patiently(lambda: check_parent(session, parent, deadline.doing))


def _needs_invitation(handshake: Handshake | None, looks: int) -> bool:
    """Whether no invitation is open. An ACCEPTED one counts at first: the listing of members may lag.

    Later it is that of an earlier membership, which has ended since.
    """
    if handshake is None or handshake.state not in OPEN_STATES | {"ACCEPTED"}:
        return True
    return handshake.state == "ACCEPTED" and looks > 0


def _ours_already(estate: Estate, request: MembershipRequest, organization_id: str, deadline: Deadline) -> bool:
    """Whether the account itself says that it is in the organization; raises Refused when it says another one.

    So no invitation is left open behind a refusal. Where its role cannot be assumed yet, the commercial side is asked
    whether it can join at all; and the account is asked again before it accepts.
    """
    session = invited_if_possible(estate, request, deadline)
    if session is None:
        refuse_uninvitable(estate, request.account_id, deadline)
        return False
    return refuse_other_organization(session, request, organization_id, deadline)


def _described(estate: Estate, account_id: str, deadline: Deadline) -> MemberAccount | None:
    return deadline.patiently(lambda: describe_account(estate.govcloud_management, account_id))
