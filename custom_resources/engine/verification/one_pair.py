"""Making one real pair and letting it join, through the engine's own operations, with every step timed.

The only part of verifying that changes something. Times are seconds on the estate's pace; None is "not seen".
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from custom_resources.engine.account_pairs import create_pair, find_pair
from custom_resources.engine.creation_events import iterate_creation_events
from custom_resources.engine.errors import EngineError, Refused, Stopped, TimedOut
from custom_resources.engine.invited_account import ROLE_PATIENCE
from custom_resources.engine.member_role import MemberRole, Side
from custom_resources.engine.member_session import member_session, trusted_session
from custom_resources.engine.memberships import accept, invite, read_membership
from custom_resources.engine.model import AccountPair, MembershipRequest, PairRequest
from custom_resources.engine.organization import list_accounts
from custom_resources.engine.pair_reading import account_by_email
from custom_resources.engine.rules import same_email

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.polling import Deadline
    from custom_resources.engine.verification.recording import Recorder

LISTED_SECONDS, EVENT_SECONDS, JOIN_SECONDS = 300.0, 1200.0, 1800.0
SIDES: tuple[Side, ...] = ("commercial", "govcloud")


@dataclass
class OnePair:
    """What was seen of one pair. Filled in as it goes on, so that an error leaves what was seen before.

    states: of the creation request, each with the seconds since the call. created: seconds until SUCCEEDED. listed,
    event_seen, role_assumable: seconds since then. invited, accepted, member: seconds each of these took.
    """

    email: str
    name: str
    role_name: str
    states: list[tuple[str, float]] = field(default_factory=list)
    commercial_account_id: str = ""
    govcloud_account_id: str = ""
    created: float | None = None
    looked_while_in_progress: bool = False
    listed_while_in_progress: bool = False
    listed: float | None = None
    event_seen: float | None = None
    event_looked_for: bool = False
    role_assumable: dict[str, float | None] = field(default_factory=dict)
    invited: float | None = None
    accepted: float | None = None
    accepted_state: str = ""
    member: float | None = None
    joined_parent: str | None = None
    joined_method: str = ""


def make_one_pair(estate: Estate, recorder: Recorder, seen: OnePair, timeout: float) -> None:
    """Create the pair, look for it, assume its roles, invite, accept. Fills in `seen`.

    Raises Refused, before anything is changed, when there is an account with that email already: nothing would be
    timed. Whatever comes after the creation raises with both ids; the pair is an ordinary one from then on.
    """
    doing = f"making the pair {seen.name} ({seen.email}) to verify AWS"
    if find_pair(estate, email=seen.email) is not None:
        raise Refused(
            doing,
            f"There is an account pair with the email {seen.email} already. Nothing was changed. Give the email and "
            "name of a new one.",
        )
    began = estate.pace.now()
    watching = _Watching(estate, seen)
    request = PairRequest(seen.email, seen.name, role_name=seen.role_name)
    pair, adopted = create_pair(watching.estate, request, False, timeout)
    if adopted:
        raise Refused(doing, f"{seen.email} was made by somebody else meanwhile; nothing was timed.")
    seen.commercial_account_id, seen.govcloud_account_id = pair.commercial_account_id, pair.govcloud_account_id
    ended = _read_states(recorder, seen, began)
    try:
        _look_into_the_listing(estate, seen, ended, doing)
        _assume_roles(estate, seen, pair, ended)
        _let_it_join(estate, seen, pair)
        _look_for_its_event(estate, seen, ended, doing)  # last: it may take a quarter of an hour
    except EngineError as error:
        error.commercial_account_id = error.commercial_account_id or pair.commercial_account_id
        error.govcloud_account_id = error.govcloud_account_id or pair.govcloud_account_id
        raise


class _Watching:
    """Looks into ListAccounts once, at the first report of progress that comes while the request is IN_PROGRESS."""

    def __init__(self, estate: Estate, seen: OnePair) -> None:
        self._plain, self._seen = estate, seen
        self.estate = estate.with_pace(estate.pace, self._progress)

    def _progress(self, text: str) -> None:
        self._plain.progress(text)
        if "IN_PROGRESS" not in text or self._seen.looked_while_in_progress:
            return
        self._seen.looked_while_in_progress = True
        try:
            self._seen.listed_while_in_progress = account_by_email(self._plain, self._seen.email) is not None
        except EngineError:
            self._seen.looked_while_in_progress = False


def _read_states(recorder: Recorder, seen: OnePair, began: float) -> float:
    """Read the states of the request out of the answers; returns when it was first seen to have ended."""
    called = began
    for answer in recorder.answers:
        if answer.action == "organizations:CreateGovCloudAccount" and answer.ok:
            called = answer.began
        status = answer.parsed.get("CreateAccountStatus", {})
        if answer.began < began or status.get("AccountName") != seen.name:
            continue
        at = answer.began + answer.seconds - called
        if not seen.states or seen.states[-1][0] != status.get("State"):
            seen.states.append((str(status.get("State")), at))
        if status.get("State") == "SUCCEEDED" and seen.created is None:
            seen.created = at
    return called + (seen.created or 0.0)


def _look_into_the_listing(estate: Estate, seen: OnePair, ended: float, doing: str) -> None:
    def listed() -> bool:
        accounts = list_accounts(estate.commercial)
        return any(same_email(each.email, seen.email) and each.state == "ACTIVE" for each in accounts)

    seen.listed = _wait_for(estate.deadline(f"{doing}: looking for it in ListAccounts", LISTED_SECONDS), listed, ended)


def _look_for_its_event(estate: Estate, seen: OnePair, ended: float, doing: str) -> None:
    def event() -> bool:
        return any(each.commercial_account_id == seen.commercial_account_id for each in iterate_creation_events(estate))

    seen.event_looked_for = True
    seen.event_seen = _wait_for(estate.deadline(f"{doing}: looking for its event", EVENT_SECONDS), event, ended)


def _wait_for(deadline: Deadline, look: Callable[[], bool], since: float) -> float | None:
    """Seconds since then until it is seen; None where the time is over, or AWS doesn't let us look."""
    try:
        deadline.until("membership", lambda: (deadline.patiently(look) or None, "not seen yet"))
    except Stopped:
        raise
    except EngineError:
        return None
    return deadline.pace.now() - since


def _assume_roles(estate: Estate, seen: OnePair, pair: AccountPair, ended: float) -> None:
    """Try both sides in turn, so that neither's time has the other's wait in it."""
    ids = {"commercial": pair.commercial_account_id, "govcloud": pair.govcloud_account_id}
    roles = [MemberRole(side, ids[side], role_name=seen.role_name) for side in SIDES]
    deadline = estate.deadline(f"assuming the role {seen.role_name} on both sides", ROLE_PATIENCE)
    seen.role_assumable = dict.fromkeys(SIDES)
    for role in roles:
        trusted_session(estate, role.side).forget(role.arn)

    def look() -> tuple[bool | None, str]:
        for role in roles:
            if seen.role_assumable[role.side] is None and _assumable(estate, role, deadline):
                seen.role_assumable[role.side] = estate.pace.now() - ended
        late = [side for side, at in seen.role_assumable.items() if at is None]
        return (None if late else True), f"not assumable yet: {', '.join(late)}"

    with suppress(TimedOut):  # what is missing then is what was seen
        deadline.until("role", look)


def _assumable(estate: Estate, role: MemberRole, deadline: Deadline) -> bool:
    try:
        member_session(estate, role, deadline)
    except Refused:
        return False
    return True


def _let_it_join(estate: Estate, seen: OnePair, pair: AccountPair) -> None:
    request = MembershipRequest(pair.govcloud_account_id, role_name=seen.role_name)
    began = estate.pace.now()
    invite(estate, request)
    seen.invited = estate.pace.now() - began
    began = estate.pace.now()
    seen.accepted_state = accept(estate, request, timeout=JOIN_SECONDS).state
    accepted = estate.pace.now()
    seen.accepted = accepted - began

    def member() -> bool:
        return read_membership(estate, pair.govcloud_account_id) is not None

    deadline = estate.deadline(f"waiting for the membership of {pair.govcloud_account_id}", LISTED_SECONDS)
    seen.member = _wait_for(deadline, member, accepted)
    membership = read_membership(estate, pair.govcloud_account_id)
    if membership is not None:
        seen.joined_parent, seen.joined_method = membership.parent_id, membership.joined_method
