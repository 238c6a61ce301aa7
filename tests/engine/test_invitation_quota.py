"""How many invitations may still be sent today: known beforehand, refused before the act, learnt from AWS's refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from custom_resources.engine import invitation_quota
from custom_resources.engine.credentials import CredentialSet
from custom_resources.engine.errors import Refused
from custom_resources.engine.estate import Estate
from custom_resources.engine.invitation_quota import LEAST_A_DAY, counted
from custom_resources.engine.memberships import invite, join
from custom_resources.engine.model import Handshake, MembershipRequest
from custom_resources.engine.quotas import see_quotas
from tests.engine.conftest import Bench


@pytest.fixture
def bench(bench_with: Callable[..., Bench]) -> Bench:
    """A payer whose organizations may have so many accounts that the daily invitations are used up first."""
    return bench_with(account_quota=15)


def new_account(bench: Bench, name: str) -> str:
    return bench.simulator.vend(name, f"{name}@example.gov").govcloud.account_id


def invited(bench: Bench, number: int, *, cancelled: bool = True) -> list[str]:
    """So many invitations sent by others, and cancelled by them; returns their ids."""
    client, account_id = bench.client("govcloud"), new_account(bench, "target")
    found = []
    for _ in range(number):
        target = {"Id": account_id, "Type": "ACCOUNT"}
        found.append(client.invite_account_to_organization(Target=target)["Handshake"]["Id"])
        client.cancel_handshake(HandshakeId=found[-1])
    bench.simulator.reset_calls()
    return found


def left(bench: Bench, estate: Estate | None = None) -> int | None:
    estate = estate or bench.estate()
    return see_quotas(estate, estate.short_deadline("looking")).quotas.invitations_left


def account_quota(number: int | None) -> Callable[..., int | None]:
    return lambda session, deadline: number


def test_at_least_twenty_may_be_sent_and_those_that_were_accepted_do_not_count(bench: Bench, estate: Estate) -> None:
    assert left(bench) == LEAST_A_DAY
    join(estate, MembershipRequest(new_account(bench, "logs")))
    assert left(bench) == LEAST_A_DAY
    invited(bench, 3)
    assert left(bench) == LEAST_A_DAY - 3


def test_a_higher_account_quota_counts_where_it_can_be_read(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitation_quota, "account_quota", account_quota(50))
    invited(bench, 3)
    assert left(bench) == 47
    monkeypatch.setattr(invitation_quota, "account_quota", account_quota(10))
    assert left(bench) == LEAST_A_DAY - 3


def test_beyond_twenty_nobody_knows_where_the_quota_cannot_be_read(bench: Bench) -> None:
    invited(bench, LEAST_A_DAY)
    assert left(bench) is None


def test_without_the_organization_s_credentials_it_is_unknown_and_nothing_is_asked(bench: Bench) -> None:
    estate = bench.estate(govcloud_paired=CredentialSet("govcloud_paired"))
    seen = see_quotas(estate, estate.short_deadline("looking"))
    assert seen.quotas.invitations_left is None
    assert "govcloud_management" in seen.unknown["invitations_left"]
    assert not [name for name in bench.simulator.calls() if name.startswith("govcloud")]


def test_one_too_many_is_refused_before_it_is_sent(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitation_quota, "account_quota", account_quota(12))
    account_id = new_account(bench, "logs")
    invited(bench, LEAST_A_DAY)
    assert left(bench) == 0
    with pytest.raises(Refused, match="too many invitations were sent in 24 hours") as error:
        join(bench.estate(), MembershipRequest(account_id))
    assert "the higher of 20 and its account quota, 12" in error.value.detail
    assert error.value.reason == "HANDSHAKE_RATE_LIMIT_EXCEEDED"
    assert error.value.govcloud_account_id == account_id
    assert bench.calls("InviteAccountToOrganization") == 0


def test_where_aws_alone_knows_its_first_refusal_is_the_last_call(bench: Bench, estate: Estate) -> None:
    first, second = new_account(bench, "first"), new_account(bench, "second")
    invited(bench, LEAST_A_DAY)
    for account_id in (first, second, second):
        with pytest.raises(Refused, match="24 hours") as error:
            join(estate, MembershipRequest(account_id))
    assert "as AWS told by refusing one more" in error.value.detail
    assert bench.calls("InviteAccountToOrganization") == 1
    assert left(bench, estate) == 0


def test_a_day_later_invitations_are_sent_again(bench: Bench, estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    account_id = new_account(bench, "logs")
    invited(bench, LEAST_A_DAY)
    with pytest.raises(Refused):
        invite(estate, MembershipRequest(account_id))
    bench.simulator.clock.advance(25 * 3600)
    monkeypatch.setattr(invitation_quota, "utc_now", lambda: datetime.now(UTC) + timedelta(hours=25))
    assert invite(estate, MembershipRequest(account_id)).state == "OPEN"


def test_one_that_was_accepted_since_it_was_listed_makes_room(
    bench_with: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = bench_with(account_quota=40)
    monkeypatch.setattr(invitation_quota, "account_quota", account_quota(1))
    client, accounts = bench.client("govcloud"), [new_account(bench, f"n{number}") for number in range(LEAST_A_DAY + 1)]
    sent = [
        client.invite_account_to_organization(Target={"Id": account_id, "Type": "ACCOUNT"})["Handshake"]["Id"]
        for account_id in accounts[:LEAST_A_DAY]
    ]
    estate = bench.estate()
    with pytest.raises(Refused, match="20 of them are open"):
        join(estate, MembershipRequest(accounts[-1]))
    own = bench.client("govcloud", keys=bench.simulator.keys_for(accounts[0]))
    own.accept_handshake(HandshakeId=sent[0])
    assert join(estate, MembershipRequest(accounts[-1])).state == "ACTIVE"
    # One that is invited already joins, though the organization may invite nobody else.
    assert join(estate, MembershipRequest(accounts[1])).handshake_id == sent[1]


def test_only_the_last_24_hours_count_by_whichever_clock_is_ahead() -> None:
    now = datetime.now(UTC)
    hours = {"h-1": -25.0, "h-2": -1.0, "h-3": 0.0}
    sent = [
        Handshake(key, "", "EXPIRED", "111111111111", "o-x", now + timedelta(hours=shift))
        for key, shift in hours.items()
    ]
    assert [each.id for each in counted(reversed(sent))] == ["h-2", "h-3"]
    ahead = Handshake("h-4", "", "OPEN", "111111111111", "o-x", now + timedelta(hours=23.5))
    assert [each.id for each in counted([*sent, ahead])] == ["h-3", "h-4"]
