"""Joining a GovCloud organization: a state machine whose only memory is AWS, so that it resumes at every step.

look (the account's own word, else the organization's; invitation?) -> invite -> accept as the invited account
-> member -> parent -> tags -> name. The way without surprises takes AssumeRole, DescribeOrganization in the account,
InviteAccountToOrganization, AcceptHandshake, DescribeAccount, and MoveAccount where the account gets a place.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from custom_resources.engine.acceptances import accept_known
from custom_resources.engine.errors import EngineError, Refused
from custom_resources.engine.handshakes import ENDED_STATES, OPEN_STATES, newest
from custom_resources.engine.invitable import refuse_uninvitable
from custom_resources.engine.invitations import check_request, send_invitation
from custom_resources.engine.invited_account import (
    become_invited,
    invited_if_possible,
    just_now,
    refuse_other_organization,
)
from custom_resources.engine.membership_changes import membership_of
from custom_resources.engine.model import CLOSED_STATES, Handshake, Membership, MembershipRequest
from custom_resources.engine.organization import (
    MemberAccount,
    change_tags,
    describe_account,
    move_account,
    organization_of,
    tags_of,
)
from custom_resources.engine.parents import check_parent_once
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
    joining = _Joining(estate, request, organization.id, deadline)
    try:
        member, handshake = joining.run()
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
            move_account(session, deadline, request.account_id, request.parent_id, member.parent_id)
            member = replace(member, parent_id=request.parent_id)
        # A new member has the tags of its invitation, and none where that is ours.
        tags = {} if joining.untagged else deadline.patiently(lambda: tags_of(session, request.account_id))
        if request.tags:
            change_tags(session, deadline, request.account_id, request.tags, {}, tags)
        if request.name is not None and request.name != member.name:
            rename_account(session, deadline, request.account_id, request.name)
            member = replace(member, name=request.name)
        return membership_of(estate, member, handshake, {**tags, **request.tags}, deadline)
    except EngineError as error:
        error.govcloud_account_id = error.govcloud_account_id or request.account_id
        raise


class _Joining:
    """One account on its way in.

    untagged: it has joined by an invitation that was sent here, without tags. assumable: whether its role can be
    assumed, as far as this look has shown. standalone_at: the pace's seconds at
    which the account itself said that it is in no organization.
    """

    def __init__(self, estate: Estate, request: MembershipRequest, organization_id: str, deadline: Deadline) -> None:
        self.estate, self.request, self.organization_id, self.deadline = estate, request, organization_id, deadline
        self.untagged, self.assumable, self.told_assumable = False, True, False
        self.standalone_at: float | None = None

    def run(self) -> tuple[MemberAccount, Handshake | None]:
        """Go on until the organization shows the member; returns it and the invitation that it accepted."""
        looks, deadline = 0, self.deadline
        while True:
            self.assumable, self.standalone_at = True, None
            known = sent_to(self.estate, self.request, deadline, fresh=looks > 0)
            handshake, gone, refusal = newest(known), "", None
            if looks > 0 or not self._says_standalone(handshake):
                member = self._described()
                if member is not None:
                    return member, newest(each for each in known if each.state not in ENDED_STATES)
            try:
                handshake = self._go_on(handshake, looks)
            except EngineError as error:
                if error.reason == "ALREADY_IN_AN_ORGANIZATION":
                    self._refuse_elsewhere()
                    refusal = error  # ours, where the first look lagged; or another's, where the account cannot say
                elif error.code in _GONE_MEANWHILE:
                    # It expired, or somebody ended it between our two looks: look again.
                    handshake, gone = None, error.code
                else:
                    raise
            member = self._described() if gone else deadline.until("look", self._shown)
            if member is not None:
                return member, handshake
            if refusal is not None:
                raise refusal
            state = f"invitation {handshake.id} is {handshake.state}" if handshake else "there is no open invitation"
            state += f" (accepting it, AWS answers {gone})" if gone else ""
            deadline.wait(POLLS["membership"].delay(looks), f"{state}, but the account is not a member yet")
            looks += 1

    def _go_on(self, handshake: Handshake | None, looks: int) -> Handshake | None:
        """Invite the account where no invitation is open, and accept the open one."""
        estate, request, deadline = self.estate, self.request, self.deadline
        # before the first change
        estate.verify_for_acceptances()
        if request.parent_id is not None:
            check_parent_once(estate, estate.govcloud_management, request.parent_id, deadline)
        if _needs_invitation(handshake, looks) and not self._ours_already():
            before = f" (invitation {handshake.id} is {handshake.state})" if handshake else ""
            deadline.progress(f"{deadline.doing}: inviting it{before}")
            handshake, self.untagged = send_invitation(estate, request, deadline)
        if handshake is not None and handshake.state in OPEN_STATES:
            deadline.progress(f"{deadline.doing}: invitation {handshake.id} is {handshake.state}; accepting it")
            handshake = accept_known(
                estate, request, handshake, self.organization_id, deadline, standalone_at=self.standalone_at
            )
            estate.invitations.learn(handshake, deadline)
        return handshake

    def _says_standalone(self, handshake: Handshake | None) -> bool:
        """Whether the account itself says that it is in no organization: then it need not be looked for in ours.

        False where it cannot be asked, too. Raises Refused when it says that it is in another one.
        """
        paired = self.estate.govcloud_paired
        if handshake is not None and handshake.state == "ACCEPTED":
            return False  # a member, most likely
        if not paired.credential_set.configured and paired is not self.estate.govcloud_management:
            return False
        try:
            return self._asked() is False
        except Refused as error:
            if error.reason == "ALREADY_IN_AN_ORGANIZATION":
                raise
            return False  # its role may not say; the organization can

    def _ours_already(self) -> bool:
        """Whether the account itself says that it is in the organization; raises Refused when it says another one.

        So no invitation is left open behind a refusal. Where its role cannot be assumed yet, the commercial side is
        asked whether it can join at all, and the role is waited for: an account that nobody can be is not invited.
        """
        if just_now(self.standalone_at, self.deadline):
            return False
        ours = self._asked() if self.assumable else None
        if ours is None:
            refuse_uninvitable(self.estate, self.request.account_id, self.deadline)
            become_invited(self.estate, self.request, self.deadline)  # which tells that it can be, after a wait
            self.assumable = self.told_assumable = True
            ours = self._asked()
        return bool(ours)

    def _refuse_elsewhere(self) -> None:
        """Ask the account where it is, since AWS says that it is somewhere: another organization may have been first.

        Raises Refused with that organization and, where our invitation is still open, what becomes of it.
        """
        try:
            self._asked()
        except Refused as error:
            if error.reason != "ALREADY_IN_AN_ORGANIZATION":
                return  # its role may not say
            left = newest(sent_to(self.estate, self.request, self.deadline))
            if left is not None and left.state in OPEN_STATES:
                error.detail += (
                    f" Invitation {left.id} of organization {self.organization_id} is still open: it expires "
                    f"{left.expiration_timestamp}, or that organization cancels it (CancelHandshake)."
                )
            raise

    def _asked(self) -> bool | None:
        session = invited_if_possible(self.estate, self.request, self.deadline)
        if session is None:
            self.assumable = False
            return None
        if not self.told_assumable:
            self.told_assumable = True
            self.deadline.progress(f"{self.deadline.doing}: its role can be assumed")
        ours = refuse_other_organization(session, self.request, self.organization_id, self.deadline)
        self.standalone_at = None if ours else self.deadline.pace.now()
        return ours

    def _described(self) -> MemberAccount | None:
        session, account_id = self.estate.govcloud_management, self.request.account_id
        return self.deadline.patiently(lambda: describe_account(session, account_id))

    def _shown(self) -> tuple[MemberAccount | None, str]:
        return self._described(), "not a member yet"


def _needs_invitation(handshake: Handshake | None, looks: int) -> bool:
    """Whether no invitation is open. An ACCEPTED one counts at first: the listing of members may lag.

    Later it is that of an earlier membership, which has ended since.
    """
    if handshake is None or handshake.state not in OPEN_STATES | {"ACCEPTED"}:
        return True
    return handshake.state == "ACCEPTED" and looks > 0
