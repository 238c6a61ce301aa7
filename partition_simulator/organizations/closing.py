"""The ways out: closing an account, removing it, leaving."""

from __future__ import annotations

from partition_simulator import moto_bridge
from partition_simulator.context import Call
from partition_simulator.organizations.exceptions import (
    AccountAlreadyClosed,
    Conflict,
    ConstraintViolation,
    MasterCannotLeave,
)
from partition_simulator.organizations.member import Member
from partition_simulator.organizations.models import SimulatedOrganizationsBackend
from partition_simulator.world.account import Account
from partition_simulator.world.agenda import event
from partition_simulator.world.handshake import DAY
from partition_simulator.world.world import World

# Organizations quotas page: three closes at once; per 30 days the higher of 250 or 20 % of the members, at most 1,000.
CLOSES_AT_ONCE = 3
# A suspended account can be reopened for 90 days, then it is closed for good (botocore model, CloseAccount).
REOPENABLE_FOR = 90 * DAY
# botocore model, ConstraintViolationException: WAIT_PERIOD_ACTIVE; invited accounts don't wait.
WAIT_BEFORE_LEAVING = 4 * DAY


def start(call: Call, organization: SimulatedOrganizationsBackend, account_id: str) -> None:
    """CloseAccount: PENDING_CLOSURE at once, SUSPENDED later, then both halves of a pair."""
    world = call.world
    if organization.organization.feature_set != "ALL":
        raise ConstraintViolation(
            "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE", "The organization must be configured to support all features."
        )
    account = organization.member(account_id).account
    if account_id == organization.account_id:
        raise ConstraintViolation("CANNOT_CLOSE_MANAGEMENT_ACCOUNT", "You can't close the management account.")
    if account.state in ("SUSPENDED", "CLOSED"):
        raise AccountAlreadyClosed
    if account.state == "PENDING_CLOSURE":
        raise Conflict("The account is being closed.")
    _check_quotas(call, organization)
    account.state = "PENDING_CLOSURE"
    world.closings.append((organization.account_id, call.now))
    world.agenda.at(call.now + world.settings.closing_seconds, suspend, account)


def _check_quotas(call: Call, organization: SimulatedOrganizationsBackend) -> None:
    world = call.world
    if sum(member.account.state == "PENDING_CLOSURE" for member in organization.accounts) >= CLOSES_AT_ONCE:
        raise ConstraintViolation(
            "CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED",
            "You attempted to exceed the number of accounts that you can close at a time.",
        )
    recent = sum(m == organization.account_id and at > call.now - 30 * DAY for m, at in world.closings)
    if recent >= min(1000, max(250, len(organization.accounts) // 5)):
        raise ConstraintViolation(
            "CLOSE_ACCOUNT_QUOTA_EXCEEDED", "You have exceeded close account quota for the past 30 days."
        )


@event
def suspend(world: World, account: Account, at: float) -> None:
    """Closing the commercial account closes its GovCloud account too (botocore model, CloseAccount).

    That the GovCloud half changes at the same moment, without PENDING_CLOSURE, is unverified
    (claim: closing-govcloud-at-once).
    """
    pair = world.pair_of(account.account_id)
    for half in [account] if pair is None else [pair.commercial, pair.govcloud]:
        half.state, half.closed_at = "SUSPENDED", at
        world.agenda.at(at + REOPENABLE_FOR, end, half)


@event
def end(world: World, account: Account, at: float) -> None:
    """The account is closed for good, unless it was reopened, and a commercial one leaves its organization.

    Organizations user guide, "Closing a member account": it is shown for up to 90 days. A GovCloud account stays a
    member, suspended, until it is removed (GovCloud user guide, "Closing an AWS GovCloud (US) account").
    """
    if account.state != "SUSPENDED" or not _is_over(account, at):
        return
    manager = world.memberships.get(account.account_id)
    if manager is None:
        account.state = "CLOSED"
    elif account.partition.side == "commercial":
        account.state = "CLOSED"
        moto_bridge.organization_of(world.accounts[manager]).expel(world, account.account_id)


def _is_over(account: Account, now: float) -> bool:
    """Whether the 90 days in which AWS Support reopens an account are over; they begin anew with each closing."""
    return account.closed_at is not None and now >= account.closed_at + REOPENABLE_FOR


def reopen(world: World, account: Account, now: float) -> None:
    """What AWS Support does on request, with both halves of a pair (GovCloud user guide, "Reopening …").

    ValueError when there is nothing to reopen, or the 90 days are over. Its roles, keys and memberships are as before.
    """
    pair = world.pair_of(account.account_id)
    halves = [account] if pair is None else [pair.commercial, pair.govcloud]
    for half in halves:
        if half.state != "SUSPENDED" or _is_over(half, now):
            raise ValueError(
                f"account {half.account_id} is {half.state}: only what closed in the last 90 days is reopened"
            )
    for half in halves:
        half.state, half.closed_at = "ACTIVE", None


def remove(call: Call, organization: SimulatedOrganizationsBackend, account_id: str) -> None:
    """RemoveAccountFromOrganization, by the management account."""
    member = organization.member(account_id)
    _check_departure(call, organization, member)
    _depart(call, organization, member)


def leave(call: Call, organization: SimulatedOrganizationsBackend) -> None:
    """LeaveOrganization, by the member itself."""
    member = organization.member(call.principal.account_id)
    _check_departure(call, organization, member)
    _depart(call, organization, member)


def _depart(call: Call, organization: SimulatedOrganizationsBackend, member: Member) -> None:
    organization.expel(call.world, member.id)
    if _is_over(member.account, call.now):
        member.account.state = "CLOSED"


def _check_departure(call: Call, organization: SimulatedOrganizationsBackend, member: Member) -> None:
    """Conditions of both ways out (botocore models of both operations)."""
    if member.id == organization.account_id:
        raise MasterCannotLeave
    if organization.delegates_to(member.id):
        raise ConstraintViolation(
            "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
            "You attempted to remove an account that is registered as a delegated administrator.",
        )
    account = member.account
    # A suspended account lacks nothing that could still be asked of it; it can be removed (GovCloud user guide).
    if not account.vended or account.state in ("SUSPENDED", "CLOSED"):
        return
    if member.joined_method == "CREATED" and call.now < account.created + WAIT_BEFORE_LEAVING:
        raise ConstraintViolation(
            "WAIT_PERIOD_ACTIVE", "You must wait until at least four days after the account was created."
        )
    settings = call.world.settings
    can_leave = {"commercial": settings.commercial_members_can_leave, "govcloud": settings.govcloud_members_can_leave}
    if not can_leave[account.partition.side]:
        raise ConstraintViolation(
            "MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED",
            "To complete this operation with this member account, you first must associate a valid payment instrument.",
        )
