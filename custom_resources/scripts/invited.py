"""The GovCloud account that `invite` and `accept` are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from custom_resources.engine.errors import EngineError, NotFound, TimedOut
from custom_resources.scripts.lookup import find
from custom_resources.scripts.many import no_such_pair
from custom_resources.scripts.pair_options import PairOptions
from custom_resources.scripts.subjects import Subject

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import Membership


def govcloud_account_of(estate: Estate, which: PairOptions) -> str:
    """Return the GovCloud account id: the one given, taken as it is, or that of the pair with the email or name.

    Raises NotFound when there is no such pair.
    """
    if which.account_id is not None:
        return which.account_id
    pair = find(estate, which)
    if pair is None:
        raise NotFound(
            "looking for the GovCloud account",
            f"There is no account pair {which.words} in the commercial organization. Give the GovCloud account's id "
            "with --account-id, or make the pair with `govpair vend`.",
        )
    return pair.govcloud_account_id


def govcloud_account_of_many(estate: Estate, subject: Subject) -> str:
    """Return the GovCloud account id of one of many. Raises NotFound when there is no such pair."""
    if subject.which.account_id is not None:
        return subject.which.account_id
    pair = subject.pair(estate)
    if pair is None:
        raise no_such_pair(subject, "looking for the GovCloud account")
    return pair.govcloud_account_id


def _invitation(entry: Mapping[str, Any]) -> object:
    if entry["membership"]:
        return "member already"
    return f"{entry['handshake']['id']} {entry['handshake']['state']}" if entry["handshake"] else ""


INVITED_COLUMNS: Mapping[str, Callable[[Mapping[str, Any]], object]] = {
    "GOVCLOUD": lambda entry: entry["account_id"],
    "INVITATION": _invitation,
}
"""Columns of tables about many invited accounts."""


def membership_if_any(estate: Estate, account_id: str) -> Membership | None:
    """Return the membership, or None: not a member, or not to be told with these credentials."""
    from custom_resources.engine.memberships import read_membership

    try:
        found = read_membership(estate, account_id)
    except EngineError as error:
        if error.denied:
            _pass_over(estate, f"whether GovCloud account {account_id} is a member already", error)
        elif error.code != "AWSOrganizationsNotInUseException":
            raise
        return None
    return found and with_invitation(estate, found)


def with_invitation(estate: Estate, membership: Membership) -> Membership:
    """Return the membership with the id of its invitation, where AWS still lists it and lets us list."""
    from custom_resources.engine.memberships import read_membership

    try:
        return read_membership(estate, membership.account_id, with_handshake=True) or membership
    except EngineError as error:
        if error.denied:
            _pass_over(estate, f"by which invitation GovCloud account {membership.account_id} joined", error)
            return membership
        raise


def _pass_over(estate: Estate, what: str, error: EngineError) -> None:
    estate.progress(f"it can't be told {what}: {error.detail}")


def require_invitation(estate: Estate, account_id: str, timeout: float) -> None:
    """Look into the organization for an invitation of the account before waiting for a role; needs its credentials.

    Raises NotFound when several looks, or those of `timeout` seconds, show none: listings may lag.
    """
    from custom_resources.engine.handshakes import OPEN_STATES, newest
    from custom_resources.engine.model import MembershipRequest
    from custom_resources.engine.sent_invitations import open_by_email, sent_to

    doing = f"looking for the invitation of GovCloud account {account_id}"
    deadline = estate.deadline(doing, timeout)
    last = "none is listed"

    def look() -> tuple[bool | None, str]:
        nonlocal last
        found = newest(sent_to(estate, MembershipRequest(account_id), deadline, fresh=True))
        if found is not None and found.state in OPEN_STATES | {"ACCEPTED"}:
            return True, ""
        if open_by_email(estate, deadline):
            return True, ""  # perhaps its own: the account will see
        last = f"invitation {found.id} is {found.state}" if found is not None else "none is listed"
        return None, f"no open invitation yet: {last}"

    try:
        seen = deadline.until("look", look)
    except TimedOut:
        seen = None
    except EngineError as error:
        if not error.denied:
            raise
        _pass_over(estate, f"whether GovCloud account {account_id} is invited", error)
        return  # the invited account will see
    if not seen:
        raise NotFound(
            doing,
            f"The organization has no open invitation of it ({last}). Nothing was tried as the account. Invite first: "
            f"govpair invite --account-id {account_id}",
            govcloud_account_id=account_id,
        )
