"""CreateGovCloudAccount and CreateAccount: asked for now, done later, in both partitions."""

from __future__ import annotations

import re
from typing import Any

from partition_simulator import moto_bridge
from partition_simulator.context import Call
from partition_simulator.organizations import account_quota
from partition_simulator.organizations.exceptions import (
    ConstraintViolation,
    CreateAccountStatusNotFound,
    InvalidInput,
)
from partition_simulator.organizations.tags import read_tags
from partition_simulator.partitions import COMMERCIAL, GOVCLOUD
from partition_simulator.world.agenda import event
from partition_simulator.world.creation import CreationRequest
from partition_simulator.world.roles import vend_role
from partition_simulator.world.world import World

DEFAULT_ROLE_NAME = "OrganizationAccountAccessRole"
# botocore model, CreateGovCloudAccount, AccountName and Email: the finer rules that stand in the text only.
_GOVCLOUD_NAME = re.compile(r"[A-Za-z0-9.-]{1,50}")
_LOCAL_PART = re.compile(r"""(?!\.)[\x21-\x7e]+""")
_FORBIDDEN_IN_LOCAL_PART = set("\"'()<>[]:;,\\|%&")
_DOMAIN = re.compile(r"(?![-.])(?=.*\.)[A-Za-z0-9.-]+(?<![-.])")


def _check_email(email: str) -> None:
    local, _, domain = email.partition("@")
    if (
        _LOCAL_PART.fullmatch(local) is None
        or _FORBIDDEN_IN_LOCAL_PART.intersection(local)
        or _DOMAIN.fullmatch(domain) is None
    ):
        raise InvalidInput("INVALID_PATTERN", "You provided an email address that is not valid. (email)")


def start(call: Call, parameters: dict[str, Any], govcloud: bool) -> CreationRequest:
    """Accept a request, or refuse it for what can be seen at once."""
    world, management = call.world, call.account
    _check_email(parameters["Email"])
    if govcloud and _GOVCLOUD_NAME.fullmatch(parameters["AccountName"]) is None:
        raise InvalidInput("INVALID_PATTERN", "You provided an account name that is not valid. (accountName)")
    role_name = parameters.get("RoleName") or DEFAULT_ROLE_NAME
    if role_name.startswith("AWSServiceRoleFor"):
        raise InvalidInput("INVALID_ROLE_NAME", "You provided a role name that isn't valid.")
    tags = read_tags(parameters.get("Tags"))
    pair = world.pair_of(management.account_id)
    if govcloud and pair is None:
        raise ConstraintViolation(
            "MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED",
            "The management account must have an associated account in the AWS GovCloud (US-West) Region.",
        )
    moto_bridge.organization_of(management).check_initialized(call.now)
    _check_limits(world, management.account_id)
    request = CreationRequest(
        world.ids.creation_request(),
        management.account_id,
        parameters["Email"],
        parameters["AccountName"],
        role_name,
        govcloud,
        tags,
        call.now,
    )
    if call.fault is not None and call.fault.reason is not None:
        request.failure = call.fault.reason
    elif any(r.state == "IN_PROGRESS" and r.email.lower() == request.email.lower() for r in world.creations.values()):
        # "You already submitted a request with the same information" (botocore model, FailureReason).
        request.failure = "CONCURRENT_ACCOUNT_MODIFICATION"
    world.creations[request.request_id] = request
    world.agenda.at(call.now + world.settings.creation_seconds, finish, request)
    return request


def _check_limits(world: World, management_id: str) -> None:
    """The two limits of the botocore model's ConstraintViolationException.

    That requests in progress don't count against the account quota until they end, and then fail with
    ACCOUNT_LIMIT_EXCEEDED, is unverified (claim: quota-at-call-and-at-end).
    """
    running = sum(
        r.state == "IN_PROGRESS" for r in world.creations.values() if r.management_account_id == management_id
    )
    if running >= world.settings.creations_in_progress:
        raise ConstraintViolation(
            "ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED",
            "You attempted to exceed the number of accounts that can be in progress at a time.",
        )
    if account_quota.is_used_up(world, management_id):
        raise ConstraintViolation(
            "ACCOUNT_NUMBER_LIMIT_EXCEEDED", "You have exceeded the allowed number of AWS accounts."
        )


@event
def finish(world: World, request: CreationRequest, at: float) -> None:
    """The end of a request: both accounts, both roles, the commercial membership; or a failure reason."""
    if request.state != "IN_PROGRESS":
        return
    request.completed = at
    management = world.accounts[request.management_account_id]
    if request.failure is None and world.account_with_email(COMMERCIAL, request.email) is not None:
        request.failure = "EMAIL_ALREADY_EXISTS"
    if request.failure is None and request.govcloud and world.account_with_email(GOVCLOUD, request.email) is not None:
        request.failure = "GOVCLOUD_ACCOUNT_ALREADY_EXISTS"
    if request.failure is None and account_quota.is_used_up(world, management.account_id):
        request.failure = "ACCOUNT_LIMIT_EXCEEDED"
    if request.failure is None and world.memberships.get(management.account_id) != management.account_id:
        request.failure = "INTERNAL_FAILURE"
    if request.failure is not None:
        request.state = "FAILED"
        return
    account = world.new_account(COMMERCIAL, request.name, request.email, at, vended=True)
    moto_bridge.organization_of(management).admit(world, account, "CREATED", at, dict(request.tags))
    # "Organizations clones the company name and address information" (botocore model, CreateAccount). That the GovCloud
    # half gets none of it is unverified (claim: contact-cloned).
    account.contact = dict(management.contact)
    usable = at + world.settings.role_delay_seconds
    vend_role(account, request.role_name, trusted=management, usable_at=usable)
    request.account = account
    if request.govcloud:
        # Both halves share one root email (botocore model). The name is taken to be shared too:
        # unverified (claim: pair-shares-name).
        govcloud = world.new_account(GOVCLOUD, request.name, request.email, at, vended=True)
        world.pair(account, govcloud)
        payer = world.pair_of(management.account_id)
        if payer is None:
            raise AssertionError("a GovCloud request was accepted from an account without a pair")
        vend_role(govcloud, request.role_name, trusted=payer.govcloud, usable_at=usable)
        request.govcloud_account = govcloud
    request.state = "SUCCEEDED"


def find(call: Call, request_id: str) -> CreationRequest:
    """A request of the caller's organization."""
    request = call.world.creations.get(request_id)
    if request is None or request.management_account_id != call.management_account_id:
        raise CreateAccountStatusNotFound
    return request


def listed(call: Call, states: list[str] | None) -> list[CreationRequest]:
    """The organization's requests in these states (all without any), newest first.

    The order is unverified (claim: requests-newest-first).
    """
    return [
        request
        for request in reversed(call.world.creations.values())
        if request.management_account_id == call.management_account_id and (not states or request.state in states)
    ]
