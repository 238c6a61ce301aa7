"""Becoming a member account through its role, on either side: once, or waiting until AWS lets us in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from custom_resources.engine.errors import EngineError, Refused, TimedOut, WrongCredentials
from custom_resources.engine.member_role import SET_OF_SIDE, MemberRole, Side
from custom_resources.engine.permissions import needs

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.polling import Deadline
    from custom_resources.engine.session import AwsSession

MEMBER = "member"
"""The role assumed in a member account: a principal, not a credential set (see `permissions.needs`)."""


_TRUSTS = {
    "commercial": "the commercial management account",
    "govcloud": "the GovCloud account paired with the commercial management account",
}


def trusted_session(estate: Estate, side: Side) -> AwsSession:
    """Return the session of the credential set that roles on this side trust."""
    return estate.commercial if side == "commercial" else estate.govcloud_paired


@needs(("commercial", "govcloud_paired"), "sts:AssumeRole")
def member_session(estate: Estate, role: MemberRole, deadline: Deadline) -> AwsSession:
    """Return a session in the account; the set's own account needs no role. Asks once: AWS's no is final here.

    Raises Refused with what AWS said, whom the role trusts, and the ways out.
    """
    role.check(deadline.doing)
    own = trusted_session(estate, role.side)
    if role.role_arn is None and own.identity().account_id == role.account_id:
        return own
    session = own.assumed(role.arn, role.external_id)
    try:
        who = deadline.patiently(session.identity)
    except EngineError as error:
        if not error.denied:
            raise
        raise Refused(
            deadline.doing,
            f"{error.detail}\n{explanation(estate, role)}",
            reason=error.reason,
            code=error.code,
            attribute="account_id",
        ) from error
    if who.account_id != role.account_id:
        raise WrongCredentials(
            deadline.doing, f"{role.arn} led to account {who.account_id} ({who.arn}), not to {role.account_id}."
        )
    return session


def await_member_session(estate: Estate, role: MemberRole, deadline: Deadline) -> AwsSession:
    """Return a session in the account as soon as the role can be assumed ("created" is not "usable").

    Raises TimedOut with the reason seen last, whom the role trusts, and the ways out; Stopped when asked to.
    """
    last: list[str] = []

    def look() -> tuple[AwsSession | None, str]:
        try:
            return member_session(estate, role, deadline), ""
        except Refused as error:
            if not error.denied:
                raise
            last[:] = [error.detail.split("\n")[0]]
            return None, f"role {role.arn} cannot be assumed yet: {last[0]}"

    try:
        session = deadline.until("role", look)
    except TimedOut as error:
        if last:
            error.attribute = "account_id"
            error.detail += f"\n{explanation(estate, role)}"
        raise
    assert session is not None  # the table sets no bound on the looks
    return session


def await_access(estate: Estate, roles: Sequence[MemberRole], timeout: float) -> None:
    """Wait until every one of the roles can really be assumed; what was found out before counts for nothing."""
    ids = ", ".join(role.account_id for role in roles)
    deadline = estate.deadline(f"waiting for access to account {ids}", timeout, "Run again to go on waiting.")
    for role in roles:
        role.check(deadline.doing)
    for role in roles:
        trusted_session(estate, role.side).forget(role.arn, role.external_id)
        try:
            await_member_session(estate, role, deadline)
        except EngineError as error:
            if error.attribute == "account_id":
                error.attribute = f"{role.side}_account_id"
            raise


def explanation(estate: Estate, role: MemberRole) -> str:
    """Say who asked, whom the role trusts, and what can be done; never raises an EngineError."""
    name = SET_OF_SIDE[role.side]
    try:
        who = f"account {trusted_session(estate, role.side).identity().account_id} (credential set {name})"
    except EngineError:
        who = f"credential set {name}"
    external = "with the external id given" if role.external_id else "without an external id"
    return (
        f"{who[:1].upper()}{who[1:]} asked for {role.arn}, {external}. STS says the same of a role that does not "
        "exist, of one that is not usable yet (up to about seven minutes after the account was made), of one that does "
        "not trust the caller, and of a closed account. A role made with the account trusts only "
        f"{_TRUSTS[role.side]}: look at the credentials of `{name}`, the role's name or ARN, its external id, and that "
        f"{role.account_id} is an open account on the {role.side} side."
    )
