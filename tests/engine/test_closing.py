"""Closing a pair: one call, both halves followed to SUSPENDED."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from custom_resources.engine.account_pairs import close_pair
from custom_resources.engine.errors import EngineError, Refused, Stopped, TimedOut
from custom_resources.engine.estate import Estate
from custom_resources.engine.govcloud_half import govcloud_half
from custom_resources.engine.memberships import join
from custom_resources.engine.model import UNREADABLE, AccountPair, MembershipRequest
from tests.engine.conftest import TRUSTED_ACCESS, Bench, SimulatedPace


@pytest.fixture
def pair(bench: Bench, estate: Estate) -> AccountPair:
    return bench.vend("logs", estate)


def test_closing_ends_with_both_halves_suspended(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    closed = close_pair(estate, pair.commercial_account_id)
    assert (closed.commercial_state, closed.govcloud_state) == ("SUSPENDED", "SUSPENDED")
    assert bench.calls("CloseAccount") == 1


def test_closing_ends_too_where_a_closed_account_shows_as_closed(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(state_of_closed="CLOSED")
    estate = bench.estate()
    closed = close_pair(estate, bench.vend("logs", estate).commercial_account_id)
    assert (closed.commercial_state, closed.govcloud_state) == ("CLOSED", "CLOSED")


def test_a_closed_pair_is_closed_without_a_call(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    close_pair(estate, pair.commercial_account_id)
    close_pair(estate, pair.commercial_account_id)
    assert bench.calls("CloseAccount") == 1


def test_a_stopped_closing_is_followed_by_the_next_run(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    bench.pace.stop_when = lambda pace: bench.calls("CloseAccount") == 1
    with pytest.raises(Stopped, match="PENDING_CLOSURE") as error:
        close_pair(estate, pair.commercial_account_id)
    assert error.value.govcloud_account_id == pair.govcloud_account_id
    bench.pace.stop_when = lambda pace: False
    assert close_pair(estate, pair.commercial_account_id).govcloud_state == "SUSPENDED"
    assert bench.calls("CloseAccount") == 1


def test_a_closing_whose_answer_was_lost_is_followed(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    bench.fault("CloseAccount", drop="after")
    assert close_pair(estate, pair.commercial_account_id).commercial_state == "SUSPENDED"


def test_a_closing_that_takes_too_long_says_both_states(estate: Estate, pair: AccountPair) -> None:
    with pytest.raises(TimedOut) as error:
        close_pair(estate, pair.commercial_account_id, timeout=20)
    assert f"commercial account {pair.commercial_account_id} is PENDING_CLOSURE" in error.value.detail
    assert f"GovCloud account {pair.govcloud_account_id} is ACTIVE" in error.value.detail
    assert "The closing goes on in AWS; run again to follow it." in error.value.detail


def test_a_closing_that_gave_up_before_it_was_sent_does_not_say_that_it_goes_on(
    bench: Bench, estate: Estate, pair: AccountPair
) -> None:
    bench.fault("ListAccounts", code="ConcurrentModificationException", times=100)
    with pytest.raises(TimedOut, match=r"Nothing was sent yet; run again to close it\.") as error:
        close_pair(estate, pair.commercial_account_id, timeout=20)
    assert "goes on in AWS" not in error.value.detail
    assert bench.calls("CloseAccount") == 0


def test_a_time_out_while_asking_for_the_half_is_not_taken_for_an_unreadable_half(
    estate: Estate, pair: AccountPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: object) -> None:
        raise TimedOut("asking", "Gave up after 1 s.")

    monkeypatch.setattr("custom_resources.engine.govcloud_half.ask_account_management", asked)
    with pytest.raises(TimedOut):
        govcloud_half(estate, pair.commercial_account_id, pair.govcloud_account_id)


def test_too_many_closings_at_once_are_waited_out(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    bench.fault(
        "CloseAccount", code="ConstraintViolationException", reason="CLOSE_ACCOUNT_REQUESTS_LIMIT_EXCEEDED", times=3
    )
    assert close_pair(estate, pair.commercial_account_id).commercial_state == "SUSPENDED"


def test_a_used_up_quota_is_named(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    bench.fault("CloseAccount", code="ConstraintViolationException", reason="CLOSE_ACCOUNT_QUOTA_EXCEEDED")
    with pytest.raises(Refused, match="30 days") as error:
        close_pair(estate, pair.commercial_account_id)
    assert error.value.reason == "CLOSE_ACCOUNT_QUOTA_EXCEEDED"


def test_a_conflict_is_resolved_by_looking(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    bench.fault("CloseAccount", code="ConflictException", times=2)
    assert close_pair(estate, pair.commercial_account_id).commercial_state == "SUSPENDED"


def test_a_conflict_with_another_s_closing_ends_with_one_look(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    def close_beside(pace: SimulatedPace) -> None:
        if len(pace.waits) == 1:
            bench.simulator.clear_faults()
            bench.client("commercial").close_account(AccountId=pair.commercial_account_id)
            bench.fault("CloseAccount", code="ConflictException", times=1000)

    bench.fault("CloseAccount", code="ConflictException")
    bench.pace.waits.clear()
    bench.pace.on_wait = close_beside
    assert close_pair(estate, pair.commercial_account_id).commercial_state == "SUSPENDED"
    assert bench.calls("CloseAccount") == 3  # ours, the other's, and ours again


def test_a_conflict_asks_about_the_commercial_half_only(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    bench.client("commercial").disable_aws_service_access(ServicePrincipal=TRUSTED_ACCESS)
    bench.fault("ListCreateAccountStatus", code="AccessDeniedException", times=1000)
    bench.fault("LookupEvents", service="cloudtrail", code="AccessDeniedException", times=1000)
    bench.fault("CloseAccount", code="ConflictException")
    closed = close_pair(estate, pair.commercial_account_id, known_govcloud_id=pair.govcloud_account_id)
    assert closed.commercial_state == "SUSPENDED"


def test_the_management_account_is_not_closed(bench: Bench, estate: Estate) -> None:
    with pytest.raises(Refused, match="management account"):
        close_pair(estate, bench.payer.commercial.account_id)
    assert bench.calls("CloseAccount") == 0


def test_the_govcloud_state_comes_from_its_organization_where_account_management_is_denied(
    bench: Bench, estate: Estate, pair: AccountPair
) -> None:
    join(estate, MembershipRequest(pair.govcloud_account_id))
    bench.client("commercial").disable_aws_service_access(ServicePrincipal=TRUSTED_ACCESS)
    assert close_pair(estate, pair.commercial_account_id).govcloud_state == "SUSPENDED"


def test_an_unreadable_govcloud_half_is_said_and_not_waited_for(
    bench: Bench, estate: Estate, pair: AccountPair
) -> None:
    bench.client("commercial").disable_aws_service_access(ServicePrincipal=TRUSTED_ACCESS)
    closed = close_pair(estate, pair.commercial_account_id)
    assert (closed.commercial_state, closed.govcloud_state) == ("SUSPENDED", UNREADABLE)
    assert any("its state cannot be read" in line for line in bench.lines)


def test_a_pair_that_aws_says_is_closed_already_is_followed(
    bench: Bench, estate: Estate, pair: AccountPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_pair(estate, pair.commercial_account_id)
    monkeypatch.setattr("custom_resources.engine.account_closing.CLOSED_STATES", frozenset())  # as if read too early
    assert close_pair(estate, pair.commercial_account_id).commercial_state == "SUSPENDED"
    assert bench.calls("CloseAccount") == 2


def test_the_govcloud_half_is_followed_when_it_closes_later(
    bench: Bench, estate: Estate, pair: AccountPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = iter([("ACTIVE", "ACTIVE"), ("SUSPENDED", "ACTIVE"), ("SUSPENDED", "ACTIVE"), ("SUSPENDED", "SUSPENDED")])

    def read(*given: object, **more: object) -> AccountPair:
        commercial, govcloud = next(states)
        return replace(pair, commercial_state=commercial, govcloud_state=govcloud)

    monkeypatch.setattr("custom_resources.engine.account_closing.read_pair", read)
    assert close_pair(estate, pair.commercial_account_id).govcloud_state == "SUSPENDED"


def test_the_quota_is_looked_at_before_anything_is_sent(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    client = bench.client("commercial")
    for number in range(3):
        client.close_account(
            AccountId=bench.simulator.vend(f"old{number}", f"old{number}@example.gov").commercial.account_id
        )
    bench.simulator.reset_calls()
    close_pair(estate, pair.commercial_account_id, timeout=75)  # 60 s of closing; the queue doesn't count
    assert bench.calls("CloseAccount") == 1  # the fourth at once was not tried
    assert any("3 accounts are being closed" in line for line in bench.lines)
    assert any("at most 250 accounts of this organization, of which it doesn't tell" in line for line in bench.lines)


def test_a_closed_account_is_moved_to_its_place(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    unit = bench.unit("commercial", "Closed")
    assert close_pair(estate, pair.commercial_account_id, move_to=unit).parent_id == unit
    (parent,) = bench.client("commercial").list_parents(ChildId=pair.commercial_account_id)["Parents"]
    assert parent["Id"] == unit


@pytest.mark.parametrize("place", ["ou-ab12-99999999", "nowhere"])
def test_a_place_that_is_not_there_closes_nothing(bench: Bench, estate: Estate, pair: AccountPair, place: str) -> None:
    with pytest.raises(EngineError, match=place) as error:
        close_pair(estate, pair.commercial_account_id, move_to=place)
    assert error.value.attribute == "closed_accounts_parent_id"
    assert bench.calls("CloseAccount") == 0


def test_a_pair_that_was_reopened_meanwhile_is_not_closed_by_somebody_who_saw_it_closed(
    bench: Bench, estate: Estate, pair: AccountPair
) -> None:
    with pytest.raises(Refused, match="somebody had AWS Support reopen it") as error:
        close_pair(estate, pair.commercial_account_id, closed_already=True)
    assert error.value.attribute == "closed"
    assert bench.calls("CloseAccount") == 0
    close_pair(estate, pair.commercial_account_id)
    assert close_pair(estate, pair.commercial_account_id, closed_already=True).commercial_state == "SUSPENDED"
