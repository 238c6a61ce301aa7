"""Taking up an account that exists: ours silently, another's only when asked to (rule 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine.creation_call import follow
from custom_resources.engine.errors import AlreadyExists, EngineError, NotFound, Refused
from custom_resources.engine.govcloud_half import govcloud_half
from custom_resources.engine.model import CLOSED_STATES, AccountPair, CreationRequest, PairRequest
from custom_resources.engine.organization import MemberAccount, tags_of
from custom_resources.engine.pair_completion import complete
from custom_resources.engine.parents import check_parent
from custom_resources.engine.polling import Deadline
from custom_resources.engine.requests import request_in_progress
from custom_resources.engine.rules import OWNER_MARKER

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

Found = MemberAccount | CreationRequest
"""What looking finds: the account itself, or a request that is making it."""


def adopt(
    estate: Estate,
    request: PairRequest,
    account: MemberAccount,
    deadline: Deadline,
    *,
    explicit: bool,
    sent: bool,
    govcloud_id: str | None = None,
) -> AccountPair:
    """Take up the account, and complete it as asked.

    explicit: `adopt_existing`. sent: this very operation sent the creation and lost the answer, so it is ours also
    without a marker, where none was sent. Raises AlreadyExists when it is not ours, Refused when it is closed or not a
    pair.
    """
    if account.state in CLOSED_STATES:
        raise Refused(
            deadline.doing,
            f"Account {account.id} has the email {account.email} and is {account.state}. AWS never frees a closed "
            "account's email. Ask AWS Support to reopen it (within 90 days), or declare another email.",
            attribute="email",
            reason=account.state,
            commercial_account_id=account.id,
        )
    govcloud_id = govcloud_id or _await_halves(estate, account, deadline)
    owner = _owner_of(estate, account, deadline, expected=sent and estate.creation_marker)
    if not _is_ours(estate, owner, sent) and not explicit:
        raise _not_ours(estate, account, govcloud_id, owner, deadline)
    parent = request.parent_id
    if parent is not None:  # before its tags and name are changed
        deadline.patiently(lambda: check_parent(estate.commercial, parent, deadline.doing))
    deadline.progress(f"{deadline.doing}: adopting account {account.id}, GovCloud account {govcloud_id}")
    return complete(estate, request, account.id, govcloud_id, deadline, adopted=True)


def _owner_of(estate: Estate, account: MemberAccount, deadline: Deadline, *, expected: bool) -> str | None:
    """Return the marker's value or None; where one is `expected`, look several times: listings may lag."""

    def look() -> tuple[str | None, str]:
        tags = deadline.patiently(lambda: tags_of(estate.commercial, account.id))
        return tags.get(OWNER_MARKER), f"account {account.id} shows no tag {OWNER_MARKER} yet"

    return deadline.until("look", look) if expected else look()[0]


def _is_ours(estate: Estate, owner: str | None, sent: bool) -> bool:
    """Whether the marker says so; without one, whether a creation without one was sent and its answer lost.

    A lost answer alone says nothing: somebody else may have made the account while we looked.
    """
    if owner is None:
        return sent and not estate.creation_marker
    return owner == estate.owner and (estate.creation_marker or sent)


def _await_halves(estate: Estate, account: MemberAccount, deadline: Deadline) -> str:
    """Return the GovCloud id; where the pair is still being made, follow its request first.

    Whether AWS lists an account (as PENDING_ACTIVATION) before its request has ended is unverified
    (claim: account-listed-before-success).
    """
    if account.state != "PENDING_ACTIVATION":
        try:
            return deadline.patiently(lambda: govcloud_half(estate, account.id)).account_id
        except NotFound:
            pass  # perhaps not yet: a request in progress tells
    running = deadline.patiently(lambda: request_in_progress(estate, account.name))
    if running is not None:
        done = follow(estate, running.id, deadline)
        if done.commercial_account_id == account.id and done.govcloud_account_id:
            return done.govcloud_account_id
    try:
        return deadline.patiently(lambda: govcloud_half(estate, account.id)).account_id
    except NotFound as error:
        raise Refused(
            deadline.doing,
            f"Account {account.id} has the email {account.email} but no GovCloud half ({error.detail}) An existing "
            "account cannot be made into a pair by API: declare another email.",
            attribute="email",
            commercial_account_id=account.id,
            code=error.code,
        ) from error


def _not_ours(
    estate: Estate, account: MemberAccount, govcloud_id: str | None, owner: str | None, deadline: Deadline
) -> EngineError:
    if not estate.creation_marker and owner in (None, estate.owner):
        whose = "and markers are switched off, so it cannot be told whether it is ours"
    elif owner is None:
        whose = f"and has no tag {OWNER_MARKER}, so it was not made by an interrupted creation of {estate.owner!r}"
    else:
        whose = f"and belongs to the owner {owner!r} (tag {OWNER_MARKER}), not to {estate.owner!r}"
    return AlreadyExists(
        deadline.doing,
        f"Commercial account {account.id} (named {account.name!r}, GovCloud account {govcloud_id or 'not told'}) has "
        f"the email {account.email} {whose}. Nothing was made or changed. Import it by its id {account.id}, or set "
        "adopt_existing = true to take it over as it is declared.",
        commercial_account_id=account.id,
        govcloud_account_id=govcloud_id,
        owner=owner,
        attribute="email",
    )
