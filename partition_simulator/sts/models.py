"""Role sessions.

Corrected against moto 5.2.5, where AssumeRole works for roles and accounts that don't exist, in any partition.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from moto.iam.models import Role
from moto.sts.models import STSBackend

from partition_simulator import moto_bridge
from partition_simulator.context import Call
from partition_simulator.sts.exceptions import AccessDenied, ValidationError
from partition_simulator.world.keys import AccessKey, Principal

_ROLE_ARN = re.compile(r"arn:(?P<partition>[a-z-]+):iam::(?P<account>\d{12}):role(?P<path>/(?:[^/]+/)*)(?P<name>[^/]+)")
# IAM User Guide, role chaining: a session got by a role session lasts an hour at most. STS's sentence is unverified
# (claim: chained-session-sentence).
CHAINED_MAXIMUM = 3600


@dataclass(frozen=True)
class RoleSession:
    """A session that was granted. ``expires`` is on a client's own clock (see VirtualClock.unscaled)."""

    key: AccessKey
    expires: float


class SimulatedStsBackend(STSBackend):
    """moto's backend, kept for what the simulator leaves to it."""


def assume_role(call: Call, role_arn: str, session_name: str, seconds: int, session: tuple[str, ...]) -> RoleSession:
    """AssumeRole, for a caller that may (see ``authorization``); ``session`` are the session's policies.

    That a role ARN of the other partition is answered with AccessDenied is unverified (claim: role-of-other-partition).
    """
    caller, world = call.principal, call.world
    role = usable_role(call, role_arn)
    if role is None:
        raise AccessDenied(caller.arn, role_arn)
    if caller.role_arn is not None and seconds > CHAINED_MAXIMUM:
        raise ValidationError(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
        )
    if seconds > int(role.max_session_duration or 3600):
        raise ValidationError("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    principal = Principal(
        call.partition,
        role.account_id,
        f"arn:{call.partition.name}:sts::{role.account_id}:assumed-role/{role.name}/{session_name}",
        f"{role.id}:{session_name}",
        role.arn,
        session,
    )
    expires = world.clock.unscaled() + seconds
    world.keys.forget_expired(world.clock.unscaled() - 3600)
    key = AccessKey(
        world.ids.access_key_id("ASIA"), world.ids.secret_access_key(), principal, world.ids.session_token(), expires
    )
    return RoleSession(world.keys.add(key), expires)


def usable_role(call: Call, role_arn: str) -> Role | None:
    """The role with this ARN, if it is in this partition, its account is active, and it is usable by now."""
    found = _ROLE_ARN.fullmatch(role_arn)
    if found is None or found["partition"] != call.partition.name:
        return None
    account = call.world.accounts.get(found["account"])
    if account is None or account.partition != call.partition or account.state in ("SUSPENDED", "CLOSED"):
        return None
    if account.vended and call.now < account.roles_usable_at:
        return None
    roles = moto_bridge.iam_of(account).get_roles()
    return next((role for role in roles if role.arn == role_arn), None)
