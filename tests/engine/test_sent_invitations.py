"""Invitations that were sent to an account's root email address in place of its id."""

from __future__ import annotations

import pytest

from custom_resources.engine.credentials import CredentialSet
from custom_resources.engine.errors import EngineError, Stopped
from custom_resources.engine.estate import Estate
from custom_resources.engine.memberships import accept, invite, join
from custom_resources.engine.model import AccountPair, MembershipRequest
from tests.engine.conftest import Bench


@pytest.fixture
def pair(bench: Bench, estate: Estate) -> AccountPair:
    return bench.vend("logs", estate)


def by_email(bench: Bench, email: str = "logs@example.gov") -> str:
    """Invite as somebody in the console does; returns the invitation's id."""
    client = bench.client("govcloud")
    made = client.invite_account_to_organization(Target={"Id": email, "Type": "EMAIL"})["Handshake"]
    assert {party["Type"] for party in made["Parties"]} == {"ORGANIZATION", "EMAIL"}
    bench.simulator.reset_calls()
    return str(made["Id"])


def nobody(bench: Bench) -> CredentialSet:
    return bench.keys("govcloud_paired", access_key="AKIANOBODY", secret_key="x")


def test_an_account_joins_by_the_invitation_to_its_email(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    invitation = by_email(bench)
    membership = join(estate, MembershipRequest(pair.govcloud_account_id))
    assert (membership.state, membership.handshake_id) == ("ACTIVE", invitation)
    assert bench.calls("InviteAccountToOrganization") == 0


def test_while_the_role_is_late_the_pair_s_email_tells_whose_it_is(
    bench: Bench, estate: Estate, pair: AccountPair
) -> None:
    invitation = by_email(bench)
    bench.fault("AssumeRole", service="sts", code="AccessDenied", status=403, times=2)
    assert join(estate, MembershipRequest(pair.govcloud_account_id)).handshake_id == invitation
    assert bench.calls("InviteAccountToOrganization") == 0


def test_inviting_gives_the_invitation_to_the_email_with_the_account_s_id(bench: Bench, pair: AccountPair) -> None:
    invitation = by_email(bench)
    management = bench.keys("govcloud_management")
    estate = bench.estate(govcloud_paired=nobody(bench), govcloud_management=management)
    found = invite(estate, MembershipRequest(pair.govcloud_account_id))
    assert (found.id, found.account_id, found.email) == (invitation, pair.govcloud_account_id, "logs@example.gov")
    assert bench.calls("InviteAccountToOrganization") == 0


def test_where_nobody_can_tell_whose_it_is_the_refusal_names_the_invitations_by_email(
    bench: Bench, pair: AccountPair
) -> None:
    invitation = by_email(bench)
    estate = bench.estate(
        commercial=CredentialSet("commercial"),
        govcloud_paired=CredentialSet("govcloud_paired"),
        govcloud_management=bench.keys("govcloud_management"),
    )
    with pytest.raises(EngineError, match=f"{invitation} to logs@example.gov") as error:
        invite(estate, MembershipRequest(pair.govcloud_account_id))
    assert error.value.code == "DuplicateHandshakeException"


def test_an_invitation_to_another_s_email_is_not_taken_for_the_account_s(
    bench: Bench, estate: Estate, pair: AccountPair
) -> None:
    other = bench.vend("audit", estate)
    invitation = by_email(bench, "audit@example.gov")
    assert join(estate, MembershipRequest(pair.govcloud_account_id)).handshake_id != invitation
    assert bench.calls("InviteAccountToOrganization") == 1
    assert accept(estate, MembershipRequest(other.govcloud_account_id)).id == invitation


def test_without_an_invitation_by_email_nobody_is_asked_whose_it_is(
    bench: Bench, estate: Estate, pair: AccountPair
) -> None:
    bench.simulator.reset_calls()
    invite(bench.estate(), MembershipRequest(pair.govcloud_account_id))
    assert bench.calls("AssumeRole") == 0
    assert bench.calls("ListCreateAccountStatus") == 1  # whether the pair is closed, not whose invitation it is


def test_a_stop_while_it_is_found_out_whose_an_invitation_is_ends_the_joining(
    bench: Bench, estate: Estate, pair: AccountPair
) -> None:
    by_email(bench)
    bench.pace.stop_when = lambda pace: bench.calls("AssumeRole") > 0
    with pytest.raises(Stopped):
        join(estate, MembershipRequest(pair.govcloud_account_id))
    assert bench.calls("DescribeAccount") == bench.calls("AcceptHandshake") == 0
