"""What `govpair wait` waits for. Each look asks AWS anew; a time-out or Ctrl-C loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine.errors import CreationFailed, EngineError, NotFound
from custom_resources.engine.polling import Deadline
from custom_resources.engine.reasons import failure_reason
from custom_resources.scripts.lookup import being_made, find, newest_failure
from custom_resources.scripts.pair_options import PairOptions

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import AccountPair, CreationRequest, Membership
    from custom_resources.engine.session import AwsSession


def until_created(estate: Estate, which: PairOptions, deadline: Deadline) -> AccountPair:
    """Wait until the pair is made.

    Raises NotFound when AWS shows neither the pair nor, after several looks, a request in progress that could be
    making it; CreationFailed when the request failed.
    """
    followed: CreationRequest | None = None
    unseen = 0

    def look() -> tuple[AccountPair | None, str]:
        nonlocal followed, unseen
        running = deadline.patiently(lambda: being_made(estate, which))
        if running is not None:
            followed, unseen = running, 0
            return None, f"creation request {running.id} is {running.state}"
        pair = deadline.patiently(lambda: find(estate, which))
        if pair is not None:
            return pair, ""
        if followed is not None:
            _check_outcome(estate, followed, deadline)
        unseen += 1
        if unseen > _patience(estate, which, deadline):
            raise _nothing(estate, which, deadline)
        return None, f"no pair {which.words} yet"

    pair = deadline.until("creation", look)
    assert pair is not None  # the "creation" poll has no bound on looks
    return pair


def _patience(estate: Estate, which: PairOptions, deadline: Deadline) -> float:
    """How many looks that show nothing to bear with: listings lag, and requests tell no email."""
    from custom_resources.engine.account_pairs import creation_requests

    unknown = which.name is None and deadline.patiently(lambda: creation_requests(estate, ["IN_PROGRESS"]))
    return float("inf") if unknown else 3


def _check_outcome(estate: Estate, followed: CreationRequest, deadline: Deadline) -> None:
    from custom_resources.engine.requests import describe_request

    done = deadline.patiently(lambda: describe_request(estate, followed.id))
    if done.state == "FAILED":
        raise _failed(deadline, done)


def _failed(deadline: Deadline, done: CreationRequest) -> EngineError:
    entry = failure_reason(done.failure_reason)
    return CreationFailed(
        deadline.doing,
        f"Creation request {done.id} for {done.name} failed with {done.failure_reason}. {entry.meaning} {entry.step}",
        reason=done.failure_reason,
        attribute=entry.attribute,
    )


def _nothing(estate: Estate, which: PairOptions, deadline: Deadline) -> EngineError:
    failed = deadline.patiently(lambda: newest_failure(estate, which))
    if failed is not None:
        return _failed(deadline, failed)
    return NotFound(
        deadline.doing,
        f"There is no account pair {which.words} in the commercial organization, and no request in progress that could "
        "be making it. `govpair vend` makes one.",
    )


def until_assumable(sessions: dict[str, tuple[AwsSession, str]], deadline: Deadline) -> None:
    """Wait until every role can be assumed. `sessions`: side to the credentials that assume, and the role's ARN.

    "Created" is not "usable": a new role takes minutes (aws-facts). A role that trusts somebody else looks the same
    as one that is late, so the time-out says whom it must trust.
    """
    for side, (session, role_arn) in sessions.items():
        deadline.progress(f"{deadline.doing}: assuming {role_arn}")
        _until_one_assumable(side, session, role_arn, deadline)


def _until_one_assumable(side: str, session: AwsSession, role_arn: str, deadline: Deadline) -> None:
    who, assumed = session.identity().account_id, session.assumed(role_arn)

    def look() -> tuple[bool | None, str]:
        try:
            deadline.patiently(assumed.identity)
        except EngineError as error:
            if not error.denied:
                raise
            return None, (
                f"the {side} role {role_arn} can't be assumed yet; it must trust account {who}, and the credentials of "
                "that account need sts:AssumeRole on it"
            )
        return True, ""

    deadline.until("role", look)


def until_joined(estate: Estate, govcloud_account_id: str, deadline: Deadline) -> Membership:
    """Wait until the GovCloud account is a member of the GovCloud organization; whoever invites and accepts."""
    from custom_resources.engine.memberships import read_membership
    from custom_resources.scripts.invited import with_invitation

    def look() -> tuple[Membership | None, str]:
        return read_membership(estate, govcloud_account_id), f"GovCloud account {govcloud_account_id} is not a member"

    membership = deadline.until("membership", look)
    assert membership is not None  # the "membership" poll has no bound on looks
    return deadline.patiently(lambda: with_invitation(estate, membership))
