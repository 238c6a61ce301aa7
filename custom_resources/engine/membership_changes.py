"""Reading a membership truthfully, and changing it in place: name, parent, tags, removal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from custom_resources.engine import rules
from custom_resources.engine.calls import calling
from custom_resources.engine.checks import check, check_tags
from custom_resources.engine.errors import EngineError, Refused
from custom_resources.engine.estate import SHORT
from custom_resources.engine.handshakes import newest
from custom_resources.engine.model import Handshake, Membership
from custom_resources.engine.organization import (
    MemberAccount,
    change_tags,
    describe_account,
    move_account,
    organization_id_in,
    organization_of,
    parent_of,
    tags_of,
)
from custom_resources.engine.permissions import needs
from custom_resources.engine.polling import Deadline
from custom_resources.engine.renaming import rename_account

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate


def read_membership(
    estate: Estate, account_id: str, with_tags: bool = True, with_handshake: bool = False
) -> Membership | None:
    """Return the membership, also of a suspended member; None when the organization has no such member.

    `handshake_id` is looked up only `with_handshake` (it never changes, and the listing is long); then it is that of
    the latest invitation by its id, or None once AWS no longer lists it (30 days).
    """
    doing = f"reading the membership of GovCloud account {account_id}"
    check(doing, "account_id", rules.account_id, account_id)
    session, deadline = estate.govcloud_management, estate.short_deadline(doing)
    account = deadline.patiently(lambda: describe_account(session, account_id))
    if account is None:
        return None
    return read_member(estate, account, deadline, with_tags=with_tags, with_handshake=with_handshake)


def read_member(
    estate: Estate, account: MemberAccount, deadline: Deadline, *, with_tags: bool, with_handshake: bool
) -> Membership:
    """Read what the member's record doesn't tell, as far as it is asked for; see `read_membership`."""
    session, handshake = estate.govcloud_management, None
    if with_handshake and account.joined_method == "INVITED":
        listed = estate.invitations.listed(session, deadline)
        handshake = newest(each for each in listed if each.account_id == account.id)
    tags = deadline.patiently(lambda: tags_of(session, account.id)) if with_tags else {}
    return membership_of(estate, account, handshake, tags, deadline)


def membership_of(
    estate: Estate, account: MemberAccount, handshake: Handshake | None, tags: Mapping[str, str], deadline: Deadline
) -> Membership:
    """Put together what was read of a member; `tags` may have the claim among them."""
    session = estate.govcloud_management
    return Membership(
        account_id=account.id,
        organization_id=organization_id_in(account.arn),
        arn=account.arn,
        state=account.state,
        parent_id=account.parent_id or deadline.patiently(lambda: parent_of(session, account.id)),
        tags={key: value for key, value in tags.items() if key != rules.MEMBERSHIP_CLAIM},
        handshake_id=handshake.id if handshake else None,
        joined_method=account.joined_method,
        joined_timestamp=account.joined_timestamp,
        claim=tags.get(rules.MEMBERSHIP_CLAIM),
        name=account.name,
    )


def managed_organization(estate: Estate) -> str:
    """Return the id of the organization whose memberships these credentials read and change."""
    deadline = estate.short_deadline("reading the GovCloud organization")
    return deadline.patiently(lambda: organization_of(estate, estate.govcloud_management)).id


def place_member(estate: Estate, account_id: str, parent_id: str, timeout: float = SHORT) -> None:
    """Put the member below a root or organizational unit of the GovCloud organization."""
    doing = f"placing GovCloud account {account_id} below {parent_id}"
    check(doing, "parent_id", rules.parent_id, parent_id)
    check(doing, "account_id", rules.account_id, account_id)
    estate.verify_for_memberships()
    move_account(estate.govcloud_management, estate.deadline(doing, timeout), account_id, parent_id)


def rename_member(estate: Estate, account_id: str, name: str, timeout: float = SHORT) -> None:
    """Rename the GovCloud account, and wait until its organization shows the new name; its pair's name stays."""
    doing = f"renaming GovCloud account {account_id} to {name}"
    check(doing, "name", rules.account_name, name)
    check(doing, "account_id", rules.account_id, account_id)
    estate.verify_for_memberships()
    rename_account(estate.govcloud_management, estate.deadline(doing, timeout), account_id, name)


def tag_member(
    estate: Estate,
    account_id: str,
    desired: Mapping[str, str],
    previous: Mapping[str, str] | None,
    timeout: float = SHORT,
) -> None:
    """Make the member's managed tags `desired`; `previous` are those managed until now. Others' tags stay.

    None for `previous`: all that the account has, but govpair's own.
    """
    doing = f"tagging GovCloud account {account_id}"
    check_tags(doing, desired, marker=False)
    check(doing, "account_id", rules.account_id, account_id)
    estate.verify_for_memberships()
    change_tags(estate.govcloud_management, estate.deadline(doing, timeout), account_id, desired, previous)


def claim_member(estate: Estate, account_id: str, claim: str, timeout: float = SHORT) -> None:
    """Mark the member as managed by the declaration `claim`, whoever managed it until now.

    It is a tag, which AWS drops when the account leaves: a later membership of the account is not claimed.
    """
    doing = f"claiming the membership of GovCloud account {account_id}"
    check(doing, "account_id", rules.account_id, account_id)
    estate.verify_for_memberships()
    deadline = estate.deadline(doing, timeout)
    # Whichever claim it has, this one takes its place: nothing to look up.
    change_tags(estate.govcloud_management, deadline, account_id, {rules.MEMBERSHIP_CLAIM: claim}, {}, {})


@needs("govcloud_management", "organizations:RemoveAccountFromOrganization")
def remove_member(estate: Estate, account_id: str, timeout: float = SHORT) -> None:
    """Remove the account from the GovCloud organization, a suspended one too; no member any more is fine.

    AWS's refusal (an account made by API may lack what a standalone account needs) raises Refused with the reason.
    Whether a vended GovCloud account can leave at all is unverified (claim: vended-govcloud-can-leave).
    """
    doing = f"removing GovCloud account {account_id} from its organization"
    check(doing, "account_id", rules.account_id, account_id)
    estate.verify_for_memberships()
    session, deadline = estate.govcloud_management, estate.deadline(doing, timeout)
    organization = deadline.patiently(lambda: organization_of(estate, session))
    if account_id == organization.management_account_id:
        raise Refused(
            doing,
            f"{account_id} is the management account of organization {organization.id}: it cannot leave while the "
            "organization exists. Let it stay.",
        )

    def call() -> None:
        with calling(doing, session):
            session.organizations().remove_account_from_organization(AccountId=account_id)

    if deadline.patiently(lambda: describe_account(session, account_id)) is None:
        return
    deadline.heed_stop("nothing was sent yet")
    refused = None
    try:
        deadline.patiently(call)
    except EngineError as error:
        error.govcloud_account_id = account_id
        if error.code != "AccountNotFoundException":  # our own call whose answer was lost, or another's
            raise
        refused = error
    gone = deadline.until(
        "look",
        lambda: (
            True if deadline.patiently(lambda: describe_account(session, account_id)) is None else None,
            "still listed as a member",
        ),
    )
    if refused is not None and not gone:
        raise refused  # AWS says that it is no member, and shows it as one
