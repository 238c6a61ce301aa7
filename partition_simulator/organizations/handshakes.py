"""Invitations: sent by a management account, answered by the invited account."""

from __future__ import annotations

from typing import Any

from partition_simulator import moto_bridge
from partition_simulator.context import Call
from partition_simulator.organizations import account_quota
from partition_simulator.organizations.exceptions import (
    AccessDenied,
    DuplicateHandshake,
    HandshakeAlreadyInState,
    HandshakeConstraintViolation,
    HandshakeNotFound,
    InvalidHandshakeTransition,
    InvalidInput,
)
from partition_simulator.organizations.models import SimulatedOrganizationsBackend
from partition_simulator.organizations.tags import read_tags
from partition_simulator.world.account import Account
from partition_simulator.world.agenda import event
from partition_simulator.world.handshake import DAY, Handshake, HandshakeState
from partition_simulator.world.world import World

# Organizations quotas page: "Either 20 or the maximum number of accounts allowed in your organization".
LEAST_ATTEMPTS_A_DAY = 20


def _target(call: Call, target: dict[str, str]) -> Account:
    """The invited account. How AWS answers for one that doesn't exist is unverified (claim: invitation-of-nobody)."""
    world = call.world
    if target["Type"] == "EMAIL":
        account = world.account_with_email(call.partition, target["Id"])
    elif target["Type"] == "ACCOUNT":
        account = world.accounts.get(target["Id"])
    else:
        raise InvalidInput("INVALID_PARTY_TYPE_TARGET", "You specified the wrong type of entity as a party.")
    if account is None:
        raise InvalidInput("TARGET_NOT_SUPPORTED", "You can't perform the specified operation on that target entity.")
    if account.partition != call.partition:
        # The reason's sentence in the botocore model speaks of partitions.
        raise HandshakeConstraintViolation(
            "ORGANIZATION_FROM_DIFFERENT_SELLER_OF_RECORD",
            "You can only join an organization that operates in the same AWS partition as your account.",
        )
    return account


def invite(call: Call, organization: SimulatedOrganizationsBackend, parameters: dict[str, Any]) -> Handshake:
    """InviteAccountToOrganization."""
    organization.check_initialized(call.now)
    world, target = call.world, parameters["Target"]
    account = _target(call, target)
    tags = read_tags(parameters.get("Tags"))
    if world.memberships.get(account.account_id) == call.account.account_id:
        raise _already_in()
    for other in world.handshakes.values():
        if (
            other.state == "OPEN"
            and other.account_id == account.account_id
            and other.management_account_id == call.account.account_id
        ):
            raise DuplicateHandshake
    if account.state != "ACTIVE":
        raise InvalidInput("TARGET_NOT_SUPPORTED", "You can't perform the specified operation on that target entity.")
    _check_limits(call)
    handshake = Handshake(
        world.ids.handshake(),
        call.partition,
        organization.organization.id,
        call.account.account_id,
        call.account.email,
        call.account.name,
        "EMAIL" if target["Type"] == "EMAIL" else "ACCOUNT",
        target["Id"],
        account.account_id,
        parameters.get("Notes", ""),
        tags,
        call.now,
    )
    world.handshakes[handshake.handshake_id] = handshake
    world.agenda.at(handshake.expires, expire, handshake)
    return handshake


def _check_limits(call: Call) -> None:
    """The account quota, and so many attempts in 24 hours, of which accepted ones don't count (quotas page)."""
    world, management_id = call.world, call.account.account_id
    if account_quota.is_used_up(world, management_id):
        raise HandshakeConstraintViolation(
            "ACCOUNT_NUMBER_LIMIT_EXCEEDED", "You have exceeded the allowed number of AWS accounts."
        )
    attempts = sum(
        handshake.management_account_id == management_id
        and handshake.requested > call.now - DAY
        and handshake.state != "ACCEPTED"
        for handshake in world.handshakes.values()
    )
    if attempts >= max(LEAST_ATTEMPTS_A_DAY, world.settings.account_quota):
        raise HandshakeConstraintViolation(
            "HANDSHAKE_RATE_LIMIT_EXCEEDED",
            "You attempted to exceed the number of handshakes that you can send in one day.",
        )


@event
def expire(world: World, handshake: Handshake, at: float) -> None:
    """Nobody answered in time."""
    if handshake.state == "OPEN":
        handshake.end("EXPIRED", at)


def _already_in() -> HandshakeConstraintViolation:
    return HandshakeConstraintViolation(
        "ALREADY_IN_AN_ORGANIZATION", "The invited account is already a member of an organization."
    )


def find(call: Call, handshake_id: str) -> Handshake:
    """A handshake that the caller's account is a party of."""
    handshake = call.world.handshakes.get(handshake_id)
    if handshake is None or not handshake.readable(call.now):
        raise HandshakeNotFound
    if call.principal.account_id not in (handshake.account_id, handshake.management_account_id):
        raise AccessDenied
    return handshake


def _open(handshake: Handshake, wanted: HandshakeState) -> None:
    if handshake.state == wanted:
        raise HandshakeAlreadyInState(wanted)
    if handshake.state != "OPEN":
        raise InvalidHandshakeTransition(handshake.state, wanted)


def accept(call: Call, handshake_id: str) -> Handshake:
    """AcceptHandshake: the invited account joins the organization's root, with the invitation's tags."""
    handshake = find(call, handshake_id)
    if call.principal.account_id != handshake.account_id:
        raise AccessDenied
    _open(handshake, "ACCEPTED")
    if call.management_account_id is not None:
        raise _already_in()
    management = call.world.accounts[handshake.management_account_id]
    organization = moto_bridge.organization_of(management)
    organization.admit(call.world, call.account, "INVITED", call.now, dict(handshake.tags))
    handshake.end("ACCEPTED", call.now)
    return handshake


def decline(call: Call, handshake_id: str) -> Handshake:
    """DeclineHandshake: the invited account's refusal."""
    handshake = find(call, handshake_id)
    if call.principal.account_id != handshake.account_id:
        raise AccessDenied
    _open(handshake, "DECLINED")
    handshake.end("DECLINED", call.now)
    return handshake


def cancel(call: Call, handshake_id: str) -> Handshake:
    """CancelHandshake: the sender's withdrawal."""
    handshake = find(call, handshake_id)
    if call.principal.account_id != handshake.management_account_id:
        raise AccessDenied
    _open(handshake, "CANCELED")
    handshake.end("CANCELED", call.now)
    return handshake


def _wanted(handshake: Handshake, call: Call, chosen: dict[str, str] | None) -> bool:
    """``Filter``: only INVITE handshakes are simulated, and they have no parent."""
    chosen = chosen or {}
    return (
        handshake.readable(call.now)
        and chosen.get("ActionType", "INVITE") == "INVITE"
        and "ParentHandshakeId" not in chosen
    )


def received(call: Call, chosen: dict[str, str] | None) -> list[Handshake]:
    """ListHandshakesForAccount."""
    return [
        handshake
        for handshake in call.world.handshakes.values()
        if handshake.account_id == call.principal.account_id and _wanted(handshake, call, chosen)
    ]


def sent(call: Call, chosen: dict[str, str] | None) -> list[Handshake]:
    """ListHandshakesForOrganization."""
    return [
        handshake
        for handshake in call.world.handshakes.values()
        if handshake.management_account_id == call.management_account_id and _wanted(handshake, call, chosen)
    ]
