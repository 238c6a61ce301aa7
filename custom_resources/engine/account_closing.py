"""Closing a pair: one CloseAccount closes both halves (M), and both are followed to SUSPENDED."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from custom_resources.engine import rules
from custom_resources.engine.calls import calling
from custom_resources.engine.checks import check
from custom_resources.engine.errors import EngineError, Refused, Transient
from custom_resources.engine.govcloud_half import govcloud_half
from custom_resources.engine.model import CLOSED_STATES, UNREADABLE, AccountPair
from custom_resources.engine.organization import describe_account
from custom_resources.engine.pair_changes import place_pair
from custom_resources.engine.pair_reading import read_pair
from custom_resources.engine.pairing import refuse_other_pair
from custom_resources.engine.parents import check_parent
from custom_resources.engine.permissions import needs
from custom_resources.engine.polling import POLLS, Deadline
from custom_resources.engine.quotas import closure_quota
from custom_resources.engine.reasons import SLOT_REASONS
from custom_resources.engine.tree import all_accounts

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

_ENDED = frozenset({"SUSPENDED", "CLOSED"})

CLOSINGS_AT_ONCE = 3
"""Closings that an organization may have in progress (Organizations quotas page)."""

MOVE_ATTRIBUTE = "closed_accounts_parent_id"
"""The attribute that an error about `move_to` names."""


class _Full(Exception):
    """AWS has no place for another closing just now."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def close_pair(
    estate: Estate,
    commercial_account_id: str,
    timeout: float = 1200.0,
    known_govcloud_id: str | None = None,
    move_to: str | None = None,
    closed_already: bool = False,
) -> AccountPair:
    """Close both halves and follow them to SUSPENDED; a pair closed already is fine, one being closed is awaited.

    move_to: the root or organizational unit that the closed commercial account then goes to, so that its own can be
    deleted; it must exist before anything is closed. closed_already: the caller saw it closed, so nothing is sent, and
    Refused is raised when it is open again. Waiting for one of AWS's places for closings does not count
    against `timeout`. The GovCloud half's state may be UNREADABLE in the answer, when no permitted call tells it after
    the closing.
    """
    doing = f"closing the account pair of commercial account {commercial_account_id}"
    check(doing, "commercial_account_id", rules.account_id, commercial_account_id)
    if move_to is not None:
        check(doing, MOVE_ATTRIBUTE, rules.parent_id, move_to)
    estate.verify_for_pairs()
    deadline = estate.deadline(doing, timeout, "Nothing was sent yet; run again to close it.")
    refuse_other_pair(estate, deadline)
    if estate.commercial.identity().account_id == commercial_account_id:
        raise Refused(
            doing,
            f"{commercial_account_id} is the management account of the organization, which CloseAccount does not take. "
            "Let it stay open; to end the whole organization, close its members first, then this account in the "
            "console.",
        )
    pair = read_pair(estate, commercial_account_id, with_tags=False, known_govcloud_id=known_govcloud_id)
    answered = ""
    try:
        if move_to is not None:
            parent = move_to
            deadline.patiently(lambda: check_parent(estate.commercial, parent, doing, MOVE_ATTRIBUTE))
        if pair.commercial_state not in CLOSED_STATES:
            if closed_already:
                raise Refused(
                    doing,
                    f"Commercial account {commercial_account_id} was closed when this was planned, and is "
                    f"{pair.commercial_state} again: somebody had AWS Support reopen it. Nothing was closed. Plan "
                    "again, and look whether it is to be closed once more.",
                    attribute="closed",
                )
            _await_place(estate, deadline)
            deadline.heed_stop("nothing was sent yet")
            answered = _close(estate, commercial_account_id, deadline)
        deadline.resume = "The closing goes on in AWS; run again to follow it."
        closed = _follow(estate, pair, deadline, answered)
        if move_to is None:
            return closed
        deadline.progress(f"{doing}: moving the closed account {commercial_account_id} to {move_to}")
        place_pair(
            estate, commercial_account_id, move_to, max(1.0, deadline.seconds - deadline.elapsed), MOVE_ATTRIBUTE
        )
        return replace(closed, parent_id=move_to)
    except EngineError as error:
        raise error.with_ids(pair.commercial_account_id, pair.govcloud_account_id) from error.__cause__


def _await_place(estate: Estate, deadline: Deadline) -> None:
    """Look at the quotas of closings before one is sent, as far as AWS tells them: three at once are counted.

    The closings of the last 30 days can't be read (aws-facts.md): the quota is named, the use reported as unknown.
    """
    looks = 0
    while True:
        pending, members = [], 0
        for account in all_accounts(estate.commercial, deadline):
            members += 1
            if account.state == "PENDING_CLOSURE":
                pending.append(account.id)
        deadline.progress(
            f"{deadline.doing}: {len(pending)} of {CLOSINGS_AT_ONCE} closings at once in use; in 30 days AWS closes at "
            f"most {closure_quota(members)} accounts of this organization, of which it doesn't tell how many are used"
        )
        if len(pending) < CLOSINGS_AT_ONCE:
            return
        seen = f"{len(pending)} accounts are being closed ({', '.join(pending)}), and AWS closes {CLOSINGS_AT_ONCE}"
        deadline.wait(POLLS["closing"].delay(looks), f"{seen} at once", queue=True)
        looks += 1


@needs("commercial", "organizations:CloseAccount")
def _close(estate: Estate, account_id: str, deadline: Deadline) -> str:
    """Close the account; returns AWS's word that it was closed already, where it said so."""

    def call() -> None:
        try:
            with calling(deadline.doing, estate.commercial):
                estate.commercial.organizations().close_account(AccountId=account_id)
        except Transient as error:
            if error.reason in SLOT_REASONS:
                raise _Full(str(error.reason)) from error
            raise

    looks = 0
    while True:
        deadline.resume = "If AWS took the closing, it goes on there; run again: it looks first."
        try:
            deadline.patiently(call)
            return ""
        except _Full as error:  # somebody else's closing came first: wait in the queue
            deadline.resume = "Nothing was closed yet; run again to close it."
            deadline.wait(POLLS["closing"].delay(looks), f"AWS answers {error.reason}", queue=True)
            looks += 1
        except EngineError as error:
            if error.code == "AccountAlreadyClosedException":
                return error.detail
            if error.code != "ConflictException":
                raise
            # M: a conflicting request is running, perhaps the closing itself: the state tells.
            account = deadline.patiently(lambda: describe_account(estate.commercial, account_id))
            if account is not None and account.state in CLOSED_STATES:
                return ""
            deadline.wait(POLLS["closing"].delay(looks), f"AWS answers {error.code}: {error.detail}")
            looks += 1


def _follow(estate: Estate, pair: AccountPair, deadline: Deadline, answered: str) -> AccountPair:
    """Wait until both halves are closed. answered: what AWS said of the closing, for whoever waits in vain."""
    ids = (pair.commercial_account_id, pair.govcloud_account_id)

    def look() -> tuple[AccountPair | None, str]:
        now = deadline.patiently(
            lambda: read_pair(estate, ids[0], with_tags=True, known_govcloud_id=ids[1]),
        )
        seen = (
            f"commercial account {ids[0]} is {now.commercial_state}, GovCloud account {ids[1]} is {now.govcloud_state}"
        )
        seen += f"; {answered.rstrip('.')}" if answered else ""
        # M says that both halves close together; an unreadable half cannot be waited for.
        done = now.commercial_state in _ENDED and now.govcloud_state in _ENDED | {UNREADABLE}
        return (now if done else None), seen

    closed = deadline.until("closing", look)
    assert closed is not None  # the "closing" poll has no bound on looks
    if closed.govcloud_state == UNREADABLE:
        why = govcloud_half(estate, *ids).why
        deadline.progress(
            f"{deadline.doing}: GovCloud account {ids[1]} closes with it; its state cannot be read ({why})"
        )
    return closed
