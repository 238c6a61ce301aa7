"""A CloudTrail trail in a member account: put in place and verified, read truthfully, deleted on request.

A trail of the name asked for that is there already is taken over: two trails of one name cannot be, and an interrupted
creation leaves just that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from custom_resources.engine import rules, trail_rules
from custom_resources.engine.checks import check
from custom_resources.engine.errors import EngineError, Refused
from custom_resources.engine.estate import SHORT
from custom_resources.engine.member_role import SET_OF_SIDE, MemberRole
from custom_resources.engine.member_session import await_member_session, member_session
from custom_resources.engine.polling import Deadline, Poll
from custom_resources.engine.trail_calls import TrailCalls, may_pass
from custom_resources.engine.trail_model import PutTrail, Trail, TrailRequest, default_region

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate

_SETTLING = Poll(2, 1.8, 20, looks=4)
"""How often a bucket, policy or key that may have been made a moment ago is tried: about 12 s in all."""


def put_trail(estate: Estate, request: TrailRequest, timeout: float) -> PutTrail:
    """Make the trail, or bring one of that name into line; log or not, tag it, and look whether AWS shows all that.

    Waits for the role, within the timeout. Raises Refused naming what AWS refuses, TimedOut, Stopped.
    """
    doing = f"putting trail {request.name} in place in {request.role.side} account {request.role.account_id}"
    request.check(doing)
    estate.verify(SET_OF_SIDE[request.role.side])
    deadline = estate.deadline(doing, timeout, "Run again to go on: what is done stays, and is found.")
    session = await_member_session(estate, request.role, deadline)
    calls = TrailCalls(session, request.role.account_id, request.region or default_region(request.role))
    found = _find(calls, request, deadline)
    existed = found is not None
    if found is None:
        found = _create(calls, request, deadline)
        existed = False
    calls = calls.at(found.home_region)
    changes = differences(found, request) if existed else ()
    _bring_into_line(calls, found, request, deadline)
    return PutTrail(_verified(calls, request, deadline), existed, changes)


def read_trail(estate: Estate, role: MemberRole, name: str, region: str | None = None) -> Trail | None:
    """Return the trail as it is, or None when the account has none of that name, as far as the region shows."""
    doing = f"reading trail {name} of {role.side} account {role.account_id}"
    role.check(doing)
    check(doing, "name", trail_rules.trail_name, name)
    estate.verify(SET_OF_SIDE[role.side])
    deadline = estate.short_deadline(doing)
    calls = TrailCalls(member_session(estate, role, deadline), role.account_id, region or default_region(role))
    return deadline.patiently(lambda: _look(calls, name))


def claim_trail(estate: Estate, role: MemberRole, trail: Trail, claim: str, timeout: float = SHORT) -> None:
    """Mark the trail as managed by the declaration `claim`, whoever managed it until now: by a tag, gone with it."""
    doing = f"claiming trail {trail.arn}"
    role.check(doing)
    estate.verify(SET_OF_SIDE[role.side])
    deadline = estate.deadline(doing, timeout)
    calls = TrailCalls(member_session(estate, role, deadline), role.account_id, trail.home_region)
    deadline.heed_stop("the trail is not claimed yet")
    deadline.patiently(lambda: calls.tag(trail.arn, {rules.TRAIL_CLAIM: claim}, {}))


def delete_trail(
    estate: Estate, role: MemberRole, name: str, region: str | None = None, timeout: float = SHORT
) -> None:
    """Delete the trail; its log files stay in the bucket. No such trail is fine."""
    doing = f"deleting trail {name} of {role.side} account {role.account_id}"
    check(doing, "account_id", rules.account_id, role.account_id)
    estate.verify(SET_OF_SIDE[role.side])
    deadline = estate.deadline(doing, timeout)
    calls = TrailCalls(member_session(estate, role, deadline), role.account_id, region or default_region(role))
    found = deadline.patiently(lambda: _look(calls, name))
    if found is None:
        return
    deadline.heed_stop("nothing was sent yet")
    try:
        deadline.patiently(lambda: calls.at(found.home_region).delete(found.arn))
    except EngineError as error:
        if error.code != "TrailNotFoundException" or deadline.patiently(lambda: calls.find(name)) is not None:
            raise  # one that is still listed is not believed to be gone


def differences(found: Trail, request: TrailRequest) -> tuple[str, ...]:
    """Say in words what is different from what is declared, attribute by attribute."""
    pairs = [
        (name, value, asdict(request.settings)[name])
        for name, value in asdict(found.settings).items()
        if value != asdict(request.settings)[name]
    ]
    if found.logging != request.logging:
        pairs.append(("logging", found.logging, request.logging))
    if dict(found.tags) != dict(request.tags):
        pairs.append(("tags", dict(found.tags), dict(request.tags)))
    return tuple(f"{name} was {_said(was)}, declared is {_said(declared)}" for name, was, declared in pairs)


def _said(value: object) -> str:
    return "not set" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _look(calls: TrailCalls, name: str) -> Trail | None:
    shown = calls.find(name)
    if shown is None:
        return None
    try:
        return calls.at(shown.get("HomeRegion") or calls.region).read(shown)
    except EngineError as error:
        if error.code in ("TrailNotFoundException", "ResourceNotFoundException") and calls.find(name) is None:
            return None  # deleted in between; one that is still listed is not believed to be gone
        raise


def _find(calls: TrailCalls, request: TrailRequest, deadline: Deadline) -> Trail | None:
    found = deadline.patiently(lambda: _look(calls, request.name))
    if found is not None and request.region and found.home_region != request.region:
        raise Refused(
            deadline.doing,
            f"Account {found.account_id} has a multi-region trail {found.name} already, at home in "
            f'{found.home_region} ({found.arn}). Give region = "{found.home_region}" to take it over, or another name.',
            attribute="region",
        )
    return found


def _create(calls: TrailCalls, request: TrailRequest, deadline: Deadline) -> Trail:
    def create() -> None:
        calls.create(request.name, request.settings, request.tags)

    try:
        _settling(create, deadline)
    except EngineError as error:
        if error.code != "TrailAlreadyExistsException":
            raise
        # Our own call whose answer was lost, or another's in between: to be seen, else the name is taken elsewhere.
        if (found := _find(calls, request, deadline)) is None:
            raise
        return found
    made = deadline.until("look", lambda: (deadline.patiently(lambda: _look(calls, request.name)), "not listed yet"))
    if made is None:
        raise Refused(
            deadline.doing, "CreateTrail succeeded, but the trail is not listed. Run again, which looks first."
        )
    return made


def _bring_into_line(calls: TrailCalls, found: Trail, request: TrailRequest, deadline: Deadline) -> None:
    if found.settings != request.settings:
        _settling(lambda: calls.update(found.arn, request.settings), deadline)
    if dict(found.tags) != dict(request.tags):
        deadline.heed_stop("the settings are as declared, the tags are not yet")
        deadline.patiently(lambda: calls.tag(found.arn, request.tags, found.tags))
    if found.logging != request.logging:
        deadline.heed_stop("all is as declared, except for the logging")
        deadline.patiently(lambda: calls.log(found.arn, request.logging))


def _settling(call: Callable[[], None], deadline: Deadline) -> None:
    """Call, and a few times more while a bucket or policy may not have reached CloudTrail yet."""
    looks = 0
    while True:
        deadline.heed_stop("nothing was sent yet" if not looks else "CloudTrail refuses so far")
        try:
            deadline.patiently(call)
            return
        except EngineError as error:
            looks += 1
            if not may_pass(error) or looks >= (_SETTLING.looks or 1):
                raise
            deadline.wait(_SETTLING.delay(looks - 1), error.detail)


def _verified(calls: TrailCalls, request: TrailRequest, deadline: Deadline) -> Trail:
    """Look until AWS shows the trail as declared; raises Refused with what it shows instead."""
    last: list[str] = ["the trail is not listed"]

    def look() -> tuple[Trail | None, str]:
        found = deadline.patiently(lambda: _look(calls, request.name))
        if found is not None:
            last[:] = differences(found, request)
            if not last:
                return found, ""
        return None, "; ".join(last)

    verified = deadline.until("look", look)
    if verified is None:
        raise Refused(
            deadline.doing,
            f"Every call succeeded, but AWS still shows something else: {'; '.join(last)}. Run again; it looks first.",
        )
    return verified
