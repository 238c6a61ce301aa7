"""Every refusal about an invitation or a departure has a title, a sentence with the ids and a next step of its own."""

from __future__ import annotations

from collections import Counter

import pytest

from custom_resources.engine.errors import EngineError
from custom_resources.engine.estate import Estate
from custom_resources.engine.handshake_reasons import (
    HANDSHAKE_ERRORS,
    HANDSHAKE_REASONS,
    INVITATION_INPUT_REASONS,
    REMOVAL_REASONS,
)
from custom_resources.engine.memberships import join, remove_member
from custom_resources.engine.model import MembershipRequest
from custom_resources.engine.reasons import (
    TRANSIENT_REASONS,
    FailureReason,
)
from tests.engine.conftest import PLAIN, Bench

CONSTRAINT, LIMIT = "HandshakeConstraintViolationException", "ConstraintViolationException"
RESOLVED_BY_LOOKING = {"HandshakeAlreadyInStateException", "HandshakeNotFoundException"}
GONE_ON = {"InvalidHandshakeTransitionException"}


def says(error: EngineError, entry: FailureReason, account_id: str) -> None:
    """The title names the object and what is wrong; the detail what AWS said, what it means and what to do."""
    assert error.title.endswith(f": {entry.title}")
    assert account_id in error.title
    assert entry.meaning in error.detail
    assert entry.step in error.detail
    assert f"answered {error.code}" in error.detail
    assert error.attribute == entry.attribute


def test_no_two_have_the_same_next_step_or_title() -> None:
    tables = (HANDSHAKE_REASONS, HANDSHAKE_ERRORS, INVITATION_INPUT_REASONS, REMOVAL_REASONS)
    entries = [entry for table in tables for entry in table.values()]
    for texts in ([entry.step for entry in entries], [entry.title for entry in entries]):
        assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_every_reason_that_aws_has_for_an_invitation_is_there() -> None:
    shape = PLAIN.get_service_model("organizations").shape_for(f"{CONSTRAINT}Reason")
    assert set(HANDSHAKE_REASONS) == set(shape.enum)  # type: ignore[attr-defined]


@pytest.mark.parametrize("reason", sorted(set(HANDSHAKE_REASONS) - TRANSIENT_REASONS))
def test_a_refused_invitation_is_explained(bench: Bench, estate: Estate, reason: str) -> None:
    request = MembershipRequest(bench.simulator.vend("logs", "logs@example.gov").govcloud.account_id)
    bench.fault("InviteAccountToOrganization", code=CONSTRAINT, reason=reason, times=99)
    with pytest.raises(EngineError) as error:
        join(estate, request)
    says(error.value, HANDSHAKE_REASONS[reason], request.account_id)
    assert error.value.reason == reason


@pytest.mark.parametrize("reason", ["ACCOUNT_NUMBER_LIMIT_EXCEEDED", "HANDSHAKE_RATE_LIMIT_EXCEEDED"])
def test_a_limit_that_an_invitation_meets_is_explained_alike(bench: Bench, estate: Estate, reason: str) -> None:
    request = MembershipRequest(bench.simulator.vend("logs", "logs@example.gov").govcloud.account_id)
    bench.fault("InviteAccountToOrganization", code=LIMIT, reason=reason)
    with pytest.raises(EngineError) as error:
        join(estate, request)
    says(error.value, HANDSHAKE_REASONS[reason], request.account_id)


@pytest.mark.parametrize("reason", sorted(INVITATION_INPUT_REASONS))
def test_an_account_that_cannot_be_invited_is_explained(bench: Bench, estate: Estate, reason: str) -> None:
    request = MembershipRequest(bench.simulator.vend("logs", "logs@example.gov").govcloud.account_id)
    bench.fault("InviteAccountToOrganization", code="InvalidInputException", reason=reason)
    with pytest.raises(EngineError) as error:
        join(estate, request)
    says(error.value, INVITATION_INPUT_REASONS[reason], request.account_id)


@pytest.mark.parametrize("code", sorted(set(HANDSHAKE_ERRORS) - RESOLVED_BY_LOOKING - GONE_ON))
def test_an_error_without_a_reason_is_explained(bench: Bench, estate: Estate, code: str) -> None:
    request = MembershipRequest(bench.simulator.vend("logs", "logs@example.gov").govcloud.account_id)
    inviting = code in ("DuplicateHandshakeException", "AccountOwnerNotVerifiedException")
    bench.fault("InviteAccountToOrganization" if inviting else "AcceptHandshake", code=code, times=99)
    with pytest.raises(EngineError) as error:
        join(estate, request)
    says(error.value, HANDSHAKE_ERRORS[code], request.account_id)


@pytest.mark.parametrize("reason", sorted(REMOVAL_REASONS))
def test_a_refused_removal_is_explained(bench: Bench, estate: Estate, reason: str) -> None:
    vended = bench.simulator.vend("logs", "logs@example.gov", join=bench.payer.govcloud).govcloud.account_id
    bench.fault("RemoveAccountFromOrganization", code=LIMIT, reason=reason)
    with pytest.raises(EngineError) as error:
        remove_member(estate, vended)
    says(error.value, REMOVAL_REASONS[reason], vended)
    assert error.value.govcloud_account_id == vended


def test_a_removed_management_account_is_explained(bench: Bench, estate: Estate) -> None:
    vended = bench.simulator.vend("logs", "logs@example.gov", join=bench.payer.govcloud).govcloud.account_id
    bench.fault("RemoveAccountFromOrganization", code="MasterCannotLeaveOrganizationException")
    with pytest.raises(EngineError) as error:
        remove_member(estate, vended)
    says(error.value, HANDSHAKE_ERRORS["MasterCannotLeaveOrganizationException"], vended)


def test_what_passes_by_itself_is_named_when_it_does_not_pass_in_time(bench: Bench, estate: Estate) -> None:
    request = MembershipRequest(bench.simulator.vend("logs", "logs@example.gov").govcloud.account_id)
    reason = "ORGANIZATION_MEMBERSHIP_CHANGE_RATE_LIMIT_EXCEEDED"
    bench.fault("AcceptHandshake", code=CONSTRAINT, reason=reason, times=999)
    with pytest.raises(EngineError, match=reason) as error:
        join(estate, request, timeout=300)
    assert HANDSHAKE_REASONS[reason].step in error.value.detail
