"""Roles in member accounts, on either side: assumed, awaited with the reason seen last, and their keys handed on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from custom_resources.engine.errors import Invalid, NotFound, Refused, Stopped, TimedOut
from custom_resources.engine.member_credentials import (
    SessionOptions,
    account_of_pair,
    issue_credentials,
)
from custom_resources.engine.member_role import MemberRole, Side, side_of_arn
from custom_resources.engine.member_session import await_access, member_session
from custom_resources.engine.model import AccountPair
from tests.engine.conftest import Bench

LATE = 400.0


def role_of(pair: AccountPair, side: Side, **more: str) -> MemberRole:
    return MemberRole(side, pair.commercial_account_id if side == "commercial" else pair.govcloud_account_id, **more)


@pytest.fixture
def late(bench_with: Callable[..., Bench]) -> Bench:
    """Roles become usable only a while after the accounts are made."""
    return bench_with(role_delay_seconds=LATE)


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_access_is_waited_for_until_the_role_can_be_assumed(late: Bench, side: Side) -> None:
    pair = late.vend("log")
    began = late.pace.now()
    await_access(late.estate(), [role_of(pair, side)], 3600)
    assert late.pace.now() - began <= LATE + 20
    assert late.pace.now() - began > 0
    assert any("cannot be assumed yet" in line for line in late.lines)


def test_both_sides_are_waited_for(late: Bench) -> None:
    pair = late.vend("log")
    await_access(late.estate(), [role_of(pair, "commercial"), role_of(pair, "govcloud")], 3600)
    for side in ("commercial", "govcloud"):
        assert late.simulator.calls()[f"{side} sts.AssumeRole"] >= 1


def test_a_time_out_says_the_reason_seen_last_and_the_ways_out(bench: Bench) -> None:
    pair = bench.vend("log")
    with pytest.raises(TimedOut) as raised:
        await_access(bench.estate(), [role_of(pair, "govcloud", role_name="Absent")], 60)
    for expected in (
        "Gave up after 60 s",
        "AssumeRole answered AccessDenied",
        "Absent",
        "govcloud_paired",
        "role's name",
    ):
        assert expected in raised.value.detail
    assert bench.payer.govcloud.account_id in raised.value.detail


def test_a_stop_is_heard_while_waiting_for_access(bench: Bench) -> None:
    pair = bench.vend("log")
    bench.pace.stop_when = lambda pace: len(pace.waits) > 2
    bench.pace.waits.clear()
    with pytest.raises(Stopped, match="cannot be assumed yet"):
        await_access(bench.estate(), [role_of(pair, "govcloud", role_name="Absent")], 6000)


def test_access_that_was_there_before_counts_for_nothing(bench: Bench) -> None:
    pair, estate = bench.vend("log"), bench.estate()
    role = role_of(pair, "govcloud")
    await_access(estate, [role], 60)
    bench.client("commercial").close_account(AccountId=pair.commercial_account_id)
    bench.simulator.clock.advance(3600)
    with pytest.raises(TimedOut):
        await_access(estate, [role], 60)


def test_the_paired_account_itself_needs_no_role(bench: Bench) -> None:
    estate = bench.estate()
    role = MemberRole("govcloud", bench.payer.govcloud.account_id)
    assert member_session(estate, role, estate.short_deadline("testing")) is estate.govcloud_paired
    assert bench.calls("AssumeRole") == 0


@pytest.mark.parametrize(
    ("role", "attribute"),
    [
        (MemberRole("govcloud", "12"), "account_id"),
        (MemberRole("govcloud", "123456789012", role_name="a b"), "role_name"),
        (MemberRole("govcloud", "123456789012", role_arn="arn:aws:iam::123456789012:role/x"), "role_arn"),
        (MemberRole("commercial", "123456789012", role_arn="arn:aws-us-gov:iam::123456789012:role/x"), "role_arn"),
        (MemberRole("govcloud", "123456789012", role_arn="arn:aws-us-gov:iam::999999999999:role/x"), "role_arn"),
        (MemberRole("govcloud", "123456789012", role_arn="admin"), "role_arn"),
    ],
)
def test_a_role_that_cannot_be_meant_is_refused_before_any_call(bench: Bench, role: MemberRole, attribute: str) -> None:
    for operation in (
        lambda: await_access(bench.estate(), [role], 60),
        lambda: issue_credentials(bench.estate(), role, SessionOptions()),
    ):
        with pytest.raises(Invalid) as raised:
            operation()
        assert raised.value.attribute == attribute
    assert sum(bench.simulator.calls().values()) == 0


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_credentials_are_those_of_the_account_and_do_not_show(bench: Bench, side: Side) -> None:
    role = role_of(bench.vend("log"), side)
    options = SessionOptions("ticket-42", 900, '{"Version":"2012-10-17","Statement":[]}')
    keys = issue_credentials(bench.estate(), role, options)
    assert (keys.account_id, keys.side) == (role.account_id, side)
    assert keys.secret_access_key not in repr(keys)
    assert keys.session_token not in repr(keys)
    left = keys.expiration.timestamp() - bench.simulator.clock.unscaled()
    assert 890 < left <= 900


def test_credentials_are_refused_at_once_with_the_ways_out(bench: Bench) -> None:
    role = role_of(bench.vend("log"), "govcloud", role_name="Absent")
    bench.pace.waits.clear()
    with pytest.raises(Refused, match="trust the caller") as raised:
        issue_credentials(bench.estate(), role, SessionOptions())
    assert raised.value.code == "AccessDenied"
    assert bench.pace.waits == []


def test_a_session_longer_than_the_role_allows_is_refused_at_its_attribute(bench: Bench) -> None:
    role = role_of(bench.vend("log"), "govcloud")
    with pytest.raises(Refused) as raised:
        issue_credentials(bench.estate(), role, SessionOptions(duration_seconds=7200))
    assert raised.value.attribute == "duration_seconds"


def test_the_account_of_a_pair_is_found_by_email_and_a_pair_that_is_not_made_is_said(bench: Bench) -> None:
    pair, estate = bench.vend("log"), bench.estate()
    assert account_of_pair(estate, pair.email, "govcloud") == pair.govcloud_account_id
    assert account_of_pair(estate, pair.email, "commercial") == pair.commercial_account_id
    with pytest.raises(NotFound, match="not made yet") as raised:
        account_of_pair(estate, "absent@example.gov", "govcloud")
    assert raised.value.attribute == "email"


def test_a_role_s_side_is_its_partition() -> None:
    assert side_of_arn("arn:aws:iam::123456789012:role/x") == "commercial"
    assert side_of_arn("arn:aws-us-gov:iam::123456789012:role/x") == "govcloud"
    assert side_of_arn("arn:aws-cn:iam::123456789012:role/x") is None
    assert side_of_arn("x") is None
