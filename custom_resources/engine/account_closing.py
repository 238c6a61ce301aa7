"""Closing a pair: one CloseAccount closes both halves (M), and both are followed to SUSPENDED."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine import rules
from custom_resources.engine.calls import calling
from custom_resources.engine.checks import check
from custom_resources.engine.errors import EngineError, Refused
from custom_resources.engine.govcloud_half import govcloud_half
from custom_resources.engine.model import CLOSED_STATES, UNREADABLE, AccountPair
from custom_resources.engine.organization import describe_account
from custom_resources.engine.pair_reading import read_pair
from custom_resources.engine.permissions import needs
from custom_resources.engine.polling import POLLS, Deadline

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

_ENDED = frozenset({"SUSPENDED", "CLOSED"})


def close_pair(
    estate: Estate, commercial_account_id: str, timeout: float = 1200.0, known_govcloud_id: str | None = None
) -> AccountPair:
    """Close both halves and follow them to SUSPENDED; a pair closed already is fine, one being closed is awaited.

    The GovCloud half's state may be UNREADABLE in the answer, when no permitted call tells it after the closing.
    """
    doing = f"closing the account pair of commercial account {commercial_account_id}"
    check(doing, "commercial_account_id", rules.account_id, commercial_account_id)
    estate.verify_for_pairs()
    deadline = estate.deadline(doing, timeout, "The closing goes on in AWS; running again follows it.")
    if estate.commercial.identity().account_id == commercial_account_id:
        raise Refused(doing, f"{commercial_account_id} is the management account, which cannot be closed this way.")
    pair = read_pair(estate, commercial_account_id, with_tags=False, known_govcloud_id=known_govcloud_id)
    try:
        if pair.commercial_state not in CLOSED_STATES:
            deadline.heed_stop("nothing was sent yet")
            _close(estate, commercial_account_id, deadline)
        return _follow(estate, pair, deadline)
    except EngineError as error:
        raise error.with_ids(pair.commercial_account_id, pair.govcloud_account_id) from error.__cause__


@needs("commercial", "organizations:CloseAccount")
def _close(estate: Estate, account_id: str, deadline: Deadline) -> None:
    def call() -> None:
        with calling(deadline.doing, estate.commercial):
            estate.commercial.organizations().close_account(AccountId=account_id)

    looks = 0
    while True:
        try:
            return deadline.patiently(call)
        except EngineError as error:
            if error.code == "AccountAlreadyClosedException":
                return None
            if error.code != "ConflictException":
                raise
            # M: a conflicting request is running, perhaps the closing itself: the state tells.
            account = deadline.patiently(lambda: describe_account(estate.commercial, account_id))
            if account is not None and account.state in CLOSED_STATES:
                return None
            deadline.wait(POLLS["closing"].delay(looks), f"AWS answers {error.code}: {error.detail}")
            looks += 1


def _follow(estate: Estate, pair: AccountPair, deadline: Deadline) -> AccountPair:
    ids = (pair.commercial_account_id, pair.govcloud_account_id)

    def look() -> tuple[AccountPair | None, str]:
        now = deadline.patiently(
            lambda: read_pair(estate, ids[0], with_tags=True, known_govcloud_id=ids[1]),
        )
        seen = (
            f"commercial account {ids[0]} is {now.commercial_state}, GovCloud account {ids[1]} is {now.govcloud_state}"
        )
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
