"""The invited account's half: exactly that invitation, of the expected organization, through the role."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from custom_resources.engine.credentials import CredentialSet
from custom_resources.engine.errors import EngineError, Invalid, NotFound, Refused
from custom_resources.engine.estate import Estate
from custom_resources.engine.handshakes import describe_handshake
from custom_resources.engine.memberships import accept_invitation, cancel_invitation, invite, read_received
from custom_resources.engine.memberships import remove_member as remove
from custom_resources.engine.model import Handshake, MembershipRequest
from partition_simulator import Keys
from tests.engine.conftest import Bench

NO_SUCH = "h-00000000"


@pytest.fixture
def customer(bench: Bench) -> Keys:
    """Another party, with a GovCloud organization of its own."""
    keys = bench.simulator.seed_management_pair("customer", "customer@example.gov").govcloud
    bench.simulator.create_organization(keys)
    return keys


@pytest.fixture
def theirs(bench: Bench, customer: Keys) -> Estate:
    """What the organization's party holds: only its own management account."""
    return bench.estate(
        govcloud_paired=CredentialSet("govcloud_paired"),
        govcloud_management=bench.keys("govcloud_management", customer),
    )


@pytest.fixture
def request_(bench: Bench) -> MembershipRequest:
    return MembershipRequest(bench.simulator.vend("logs", "logs@example.gov").govcloud.account_id)


@pytest.fixture
def sent(theirs: Estate, request_: MembershipRequest) -> Handshake:
    return invite(theirs, request_)


def test_the_two_halves_of_two_parties_make_a_member(
    bench: Bench, estate: Estate, request_: MembershipRequest, sent: Handshake, customer: Keys
) -> None:
    accepted = accept_invitation(estate, sent.id, request_, sent.organization_id)
    assert (accepted.id, accepted.state) == (sent.id, "ACCEPTED")
    member = bench.client("govcloud", keys=customer).describe_account(AccountId=request_.account_id)["Account"]
    assert member["JoinedMethod"] == "INVITED"


def test_accepting_again_is_fine_and_changes_nothing(
    bench: Bench, estate: Estate, request_: MembershipRequest, sent: Handshake
) -> None:
    accept_invitation(estate, sent.id, request_)
    assert accept_invitation(estate, sent.id, request_).state == "ACCEPTED"
    assert bench.calls("AcceptHandshake") == 1


def test_an_acceptance_whose_answer_was_lost_is_done(
    bench: Bench, estate: Estate, request_: MembershipRequest, sent: Handshake
) -> None:
    bench.fault("AcceptHandshake", drop="after")
    assert accept_invitation(estate, sent.id, request_).state == "ACCEPTED"


def test_an_invitation_of_another_organization_than_expected_is_not_accepted(
    bench: Bench, estate: Estate, request_: MembershipRequest, sent: Handshake
) -> None:
    with pytest.raises(Refused, match=f"{sent.id} is of organization {sent.organization_id}") as error:
        accept_invitation(estate, sent.id, request_, "o-expectedone")
    assert error.value.attribute == "organization_id"
    assert bench.calls("AcceptHandshake") == 0


def test_a_member_of_another_organization_is_not_taken_out_of_it(
    bench: Bench, estate: Estate, request_: MembershipRequest, sent: Handshake
) -> None:
    ours = invite(estate, request_)
    accept_invitation(estate, ours.id, request_)
    with pytest.raises(Refused, match="another organization") as error:
        accept_invitation(estate, sent.id, request_)
    assert error.value.reason == "ALREADY_IN_AN_ORGANIZATION"
    assert ours.organization_id in error.value.detail
    assert bench.calls("AcceptHandshake") == 1


def test_the_management_account_of_an_organization_is_named_as_one(bench: Bench, theirs: Estate) -> None:
    request = MembershipRequest(bench.payer.govcloud.account_id)
    sent = invite(theirs, request)
    with pytest.raises(Refused, match="manages it"):
        accept_invitation(bench.estate(), sent.id, request)


@pytest.mark.parametrize("end", ["DECLINED", "CANCELED", "EXPIRED"])
def test_an_invitation_that_has_ended_is_refused_with_its_state(
    bench: Bench, estate: Estate, theirs: Estate, request_: MembershipRequest, sent: Handshake, end: str
) -> None:
    if end == "DECLINED":
        keys = bench.simulator.keys_for(request_.account_id)
        bench.client("govcloud", keys=keys).decline_handshake(HandshakeId=sent.id)
    elif end == "CANCELED":
        cancel_invitation(theirs, sent.id)
    else:
        bench.simulator.clock.advance(16 * 86400)
    with pytest.raises(Refused, match=f"is {end}") as error:
        accept_invitation(estate, sent.id, request_)
    assert error.value.attribute == "handshake_id"
    assert bench.calls("AcceptHandshake") == 0


def test_one_accepted_long_ago_by_an_account_that_left_is_not_called_joined(
    bench: Bench, estate: Estate, theirs: Estate, request_: MembershipRequest, sent: Handshake
) -> None:
    accept_invitation(estate, sent.id, request_)
    remove(theirs, request_.account_id)
    with pytest.raises(Refused, match="left") as error:
        accept_invitation(estate, sent.id, request_)
    assert error.value.attribute == "handshake_id"


def test_an_unknown_invitation_is_named(bench: Bench, estate: Estate, request_: MembershipRequest) -> None:
    with pytest.raises(NotFound, match="no such invitation") as error:
        accept_invitation(estate, NO_SUCH, request_)
    assert request_.account_id in error.value.detail
    assert "HandshakeNotFoundException" in error.value.detail


def test_an_invitation_that_the_account_lists_is_accepted_though_one_call_does_not_know_it(
    bench: Bench, estate: Estate, request_: MembershipRequest, sent: Handshake
) -> None:
    bench.fault("DescribeHandshake", code="HandshakeNotFoundException")
    assert accept_invitation(estate, sent.id, request_).state == "ACCEPTED"


def test_an_invitation_that_stays_open_is_not_called_ended(
    bench: Bench, estate: Estate, request_: MembershipRequest, sent: Handshake
) -> None:
    bench.fault("AcceptHandshake", code="HandshakeAlreadyInStateException", times=5)
    with pytest.raises(EngineError, match="HandshakeAlreadyInStateException"):
        accept_invitation(estate, sent.id, request_)


def test_an_invitation_of_another_account_is_refused(
    bench: Bench, estate: Estate, request_: MembershipRequest, sent: Handshake
) -> None:
    other = MembershipRequest(bench.simulator.vend("other", "other@example.gov").govcloud.account_id)
    with pytest.raises(Refused, match="not one of account") as error:
        accept_invitation(estate, sent.id, other)
    assert error.value.attribute == "handshake_id"
    assert bench.calls("AcceptHandshake") == 0


def test_a_handshake_of_another_kind_is_never_accepted(
    bench: Bench, estate: Estate, request_: MembershipRequest, sent: Handshake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_kind(*given: object) -> Handshake:
        found = describe_handshake(*given)  # type: ignore[arg-type]
        assert found is not None
        return Handshake(**(vars(found) | {"action": "TRANSFER_RESPONSIBILITY"}))

    monkeypatch.setattr("custom_resources.engine.acceptances.describe_handshake", other_kind)
    with pytest.raises(Refused, match="TRANSFER_RESPONSIBILITY"):
        accept_invitation(estate, sent.id, request_)
    assert bench.calls("AcceptHandshake") == 0


def test_a_role_that_is_late_is_waited_for_and_one_that_only_reads_does_not_wait(
    bench_with: Callable[..., Bench],
) -> None:
    bench = bench_with(role_delay_seconds=400)
    estate = bench.estate()
    request = MembershipRequest(bench.simulator.vend("logs", "logs@example.gov").govcloud.account_id)
    sent = invite(estate, request)
    with pytest.raises(Refused, match="cannot assume"):
        read_received(estate, sent.id, request)
    assert sum(bench.pace.waits) < 1  # for a rate at most
    with pytest.raises(Refused, match=r"Gave up after 100 s, of which \d+ s were for the role") as error:
        accept_invitation(estate, sent.id, request, timeout=100)
    assert "Run again, or allow more time. Last seen: Account" in error.value.detail
    assert accept_invitation(estate, sent.id, request).state == "ACCEPTED"
    assert sum(bench.pace.waits) >= 400
    assert read_received(estate, sent.id, request).state == "ACCEPTED"


def test_a_role_that_may_not_look_at_its_own_organization_accepts_nothing(
    bench: Bench, estate: Estate, request_: MembershipRequest, sent: Handshake
) -> None:
    bench.fault("DescribeOrganization", account=request_.account_id, code="AccessDeniedException", times=9)
    with pytest.raises(EngineError, match="organizations:DescribeOrganization") as error:
        accept_invitation(estate, sent.id, request_)
    assert error.value.govcloud_account_id == request_.account_id
    assert bench.calls("AcceptHandshake") == 0


@pytest.mark.parametrize(
    ("handshake_id", "organization_id", "changes", "attribute"),
    [
        ("h-short", None, {}, "handshake_id"),
        (NO_SUCH, "o-SHORT", {}, "organization_id"),
        (NO_SUCH, None, {"role_name": "a/b"}, "role_name"),
        (NO_SUCH, None, {"role_arn": "arn:aws:iam::123456789012:role/x"}, "role_arn"),
        (NO_SUCH, None, {"account_id": "1"}, "account_id"),
    ],
)
def test_bad_input_is_refused_before_any_call(
    bench: Bench,
    estate: Estate,
    handshake_id: str,
    organization_id: str | None,
    changes: dict[str, str],
    attribute: str,
) -> None:
    bad = MembershipRequest(**({"account_id": "123456789012"} | changes))  # type: ignore[arg-type]
    with pytest.raises(Invalid) as error:
        accept_invitation(estate, handshake_id, bad, organization_id)
    assert error.value.attribute == attribute
    assert not bench.simulator.calls()
