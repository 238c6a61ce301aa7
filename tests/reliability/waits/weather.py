"""What makes the engine wait: AWS slow, lagging, full, refusing for a while, or silent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from custom_resources.engine.rules import OWNER_MARKER
from partition_simulator import Fault
from tests.provider.ground import Ground
from tests.provider.host import Host
from tests.reliability.faults.scenarios import EMAIL, SCENARIOS, pair_and_membership

EVER = 10**6
Hook = Callable[[Ground], None]


@dataclass(frozen=True)
class Weather:
    """What AWS is like during the first apply.

    faults: there until it is over. before, after: what happens before and after it. late, hooks: faults that begin, and
    what happens, when a place calls for the first time. scenarios: those that it is tried with.
    """

    faults: tuple[Fault, ...] = ()
    before: Hook = lambda ground: None
    after: Hook = lambda ground: None
    late: Mapping[str, Fault] = field(default_factory=dict)
    hooks: Mapping[str, Hook] = field(default_factory=dict)
    scenarios: tuple[str, ...] = ()

    @property
    def old_news(self) -> bool:
        """Whether what AWS shows isn't what is, so that a state can't be held against it."""
        return any(fault.stale_seconds is not None for fault in (*self.faults, *self.late.values()))


def _stale(operation: str = "*", side: str | None = None) -> Fault:
    return Fault("*" if operation == "*" else "organizations", operation, stale_seconds=1e6, times=EVER, partition=side)  # type: ignore[arg-type]


def _refused(
    operation: str, code: str, times: int = 1, service: str = "organizations", reason: str | None = None
) -> Fault:
    return Fault(service, operation, code=code, times=times, reason=reason)


def _lost(operation: str) -> Fault:
    return Fault("organizations", operation, drop="after", times=1)


def _closings(ground: Ground) -> None:
    """Three others are being closed."""
    for number in range(3):
        ground.simulator.vend(f"closing{number}", f"aws+closing{number}@example.gov")
    _others(ground, "PENDING_CLOSURE")


def _closed(ground: Ground) -> None:
    _others(ground, "SUSPENDED")


def _others(ground: Ground, state: Any) -> None:
    for account in ground.simulator.world.accounts.values():
        if account.email.startswith("aws+closing"):
            account.state = state


def _make_it(ground: Ground) -> None:
    outcome = Host(ground.provider, ground.settings()).apply(pair_and_membership(ground))
    assert not outcome.errors, outcome.errors


def _unmarked(ground: Ground) -> None:
    _tags(ground).pop(OWNER_MARKER)


def _marked(ground: Ground) -> None:
    _tags(ground)[OWNER_MARKER] = "govpair"


def _tags(ground: Ground) -> dict[str, str]:
    account = ground.account(EMAIL)
    assert account is not None
    return ground.member(account.account_id).tags


CREATE, MOVE, CLOSE = "pair and membership: create", "pair and membership: update", "pair: close"
KEYS = "credentials: open"
PLACES = {"full": "ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED", "closings full": "CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED"}
FULL = "ConstraintViolationException"

WEATHERS: dict[str, Weather] = {
    "slow": Weather(scenarios=tuple(name for name in SCENARIOS if name != KEYS)),
    "roles are there": Weather(before=lambda ground: ground.simulator.clock.advance(120.0), scenarios=(KEYS,)),
    "nothing new is shown": Weather(
        (_stale(),),
        scenarios=(*(CREATE, MOVE, "membership: delete", "acceptance: create", "trail: create", "trail: update"),),
    ),
    "made before, the state is lost": Weather(before=_make_it, scenarios=(CREATE,)),
    "members are not shown": Weather((_stale("DescribeAccount", "govcloud"),), scenarios=(CREATE,)),
    "accounts are not shown": Weather((_stale("DescribeAccount", "commercial"),), scenarios=(CREATE,)),
    "the creation's answer is lost": Weather((_lost("CreateGovCloudAccount"),), scenarios=(CREATE,)),
    "... and accounts are not shown": Weather(
        (_lost("CreateGovCloudAccount"), _stale("DescribeAccount", "commercial")), scenarios=(CREATE,)
    ),
    "... and nothing new is shown": Weather(
        (_lost("CreateGovCloudAccount"), _stale(side="commercial")), scenarios=(CREATE,)
    ),
    "... and the marker is not shown": Weather(
        (_lost("CreateGovCloudAccount"),),
        after=_marked,
        hooks={"adoption._owner_of.look patiently": _unmarked},
        scenarios=(CREATE,),
    ),
    "no place for a creation": Weather(
        (_refused("CreateGovCloudAccount", FULL, reason=PLACES["full"]),), scenarios=(CREATE,)
    ),
    "creations refused for a while": Weather(
        (_refused("CreateGovCloudAccount", "ConcurrentModificationException"),), scenarios=(CREATE,)
    ),
    "creations without an answer": Weather(
        late={
            # The second look at what is in progress, with botocore's three attempts.
            "creation_queue.CreationQueue._look patiently": Fault(
                "organizations", "ListCreateAccountStatus", drop="before", times=3, skip=1
            )
        },
        scenarios=(CREATE,),
    ),
    "no creation is ever answered": Weather(
        (Fault("organizations", "CreateGovCloudAccount", drop="before", times=EVER),), scenarios=(CREATE,)
    ),
    "somebody ended the invitation": Weather(
        (_refused("CancelHandshake", "HandshakeAlreadyInStateException"),), scenarios=("invitation: delete",)
    ),
    "invited already, nobody knows how": Weather(
        (_refused("InviteAccountToOrganization", "DuplicateHandshakeException"),),
        scenarios=(CREATE, "invitation: create"),
    ),
    "the invitation is not known yet": Weather(
        (_refused("AcceptHandshake", "HandshakeNotFoundException"),),
        late={"invitations.send_invitation patiently": _stale("ListHandshakesForAccount")},
        scenarios=(CREATE,),
    ),
    "somebody accepted it": Weather(
        (_refused("AcceptHandshake", "HandshakeAlreadyInStateException"),), scenarios=(CREATE, "acceptance: create")
    ),
    "somebody moves it": Weather((_refused("MoveAccount", "DuplicateAccountException", 2),), scenarios=(MOVE,)),
    "three are being closed": Weather(before=_closings, after=_closed, scenarios=(CLOSE,)),
    "no place for a closing": Weather(
        (_refused("CloseAccount", FULL, reason=PLACES["closings full"]),), scenarios=(CLOSE,)
    ),
    "another closes it": Weather((_refused("CloseAccount", "ConflictException"),), scenarios=(CLOSE,)),
    "somebody deleted the trail": Weather(
        (_refused("DeleteTrail", "TrailNotFoundException", service="cloudtrail"),), scenarios=("trail: delete",)
    ),
    "the bucket's policy is not shown": Weather(
        (_refused("CreateTrail", "InsufficientS3BucketPolicyException", service="cloudtrail"),),
        scenarios=("trail: create",),
    ),
}
