"""Joining a GovCloud organization, resumably."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from botocore.client import BaseClient

from custom_resources.engine.account_pairs import close_pair
from custom_resources.engine.errors import Invalid, NotFound, Refused, Stopped, WrongCredentials
from custom_resources.engine.estate import Estate
from custom_resources.engine.memberships import (
    accept,
    invite,
    join,
    read_membership,
)
from custom_resources.engine.model import AccountPair, Handshake, MembershipRequest
from custom_resources.engine.polling import Deadline
from custom_resources.engine.sent_invitations import sent_to
from partition_simulator import Keys
from tests.engine.conftest import Bench, handshakes

FIFTEEN_DAYS = 15 * 86400


@pytest.fixture
def pair(bench: Bench, estate: Estate) -> AccountPair:
    return bench.vend("logs", estate)


@pytest.fixture
def request_(pair: AccountPair) -> MembershipRequest:
    return MembershipRequest(pair.govcloud_account_id)


def member_keys(bench: Bench, request: MembershipRequest) -> Keys:
    return bench.simulator.keys_for(request.account_id)


def foreign_organization(bench: Bench) -> Keys:
    """Another agency's GovCloud organization."""
    other = bench.simulator.seed_management_pair(name="other", email="other@example.gov").govcloud
    bench.client("govcloud", keys=other).create_organization(FeatureSet="ALL")
    return other


def test_an_account_joins_by_an_invitation_that_it_accepts_itself(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    membership = join(estate, request_)
    organization = bench.client("govcloud").describe_organization()["Organization"]
    assert membership.organization_id == organization["Id"]
    assert membership.state == "ACTIVE"
    assert membership.joined_method == "INVITED"
    assert membership.arn.startswith("arn:aws-us-gov:organizations::")
    assert (membership.handshake_id or "").startswith("h-")
    assert handshakes(bench) == ["ACCEPTED"]


def test_the_member_ends_below_its_organizational_unit_with_its_tags(
    bench: Bench, estate: Estate, pair: AccountPair
) -> None:
    unit = bench.unit("govcloud")
    membership = join(estate, MembershipRequest(pair.govcloud_account_id, parent_id=unit, tags={"a": "b"}))
    assert membership.parent_id == unit
    assert membership.tags == {"a": "b"}


def test_the_notes_reach_the_invitation(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    invite(estate, MembershipRequest(pair.govcloud_account_id, notes="welcome"))
    assert "welcome" in str(bench.client("govcloud").list_handshakes_for_organization()["Handshakes"])


def test_a_member_is_not_invited_again(bench: Bench, estate: Estate, request_: MembershipRequest) -> None:
    first = join(estate, request_)
    assert join(estate, request_) == first
    assert bench.calls("InviteAccountToOrganization") == 1


def test_an_open_invitation_is_taken_up(bench: Bench, estate: Estate, request_: MembershipRequest) -> None:
    handshake = invite(estate, request_)
    assert join(estate, request_).handshake_id == handshake.id
    assert bench.calls("InviteAccountToOrganization") == 1


def test_inviting_twice_gives_the_same_invitation(estate: Estate, request_: MembershipRequest) -> None:
    assert invite(estate, request_) == invite(estate, request_)


def test_an_invitation_that_the_listing_does_not_show_yet_is_found_by_looking(
    bench: Bench, estate: Estate, request_: MembershipRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    handshake, looks = invite(estate, request_), iter(range(100))

    def lagging(
        estate: Estate, request: MembershipRequest, deadline: Deadline, *, fresh: bool = False
    ) -> list[Handshake]:
        return [] if next(looks) < 3 else sent_to(estate, request, deadline, fresh=fresh)

    monkeypatch.setattr("custom_resources.engine.joining.sent_to", lagging)
    monkeypatch.setattr("custom_resources.engine.invitations.sent_to", lagging)
    assert join(bench.estate(), request_).handshake_id == handshake.id
    assert next(looks) > 3
    assert handshakes(bench) == ["ACCEPTED"]


@pytest.mark.parametrize("end", ["DECLINED", "CANCELED", "EXPIRED"])
def test_an_invitation_that_has_ended_is_sent_anew(
    bench: Bench, estate: Estate, request_: MembershipRequest, end: str
) -> None:
    handshake = invite(estate, request_)
    if end == "DECLINED":
        bench.client("govcloud", keys=member_keys(bench, request_)).decline_handshake(HandshakeId=handshake.id)
    elif end == "CANCELED":
        bench.client("govcloud").cancel_handshake(HandshakeId=handshake.id)
    else:
        bench.simulator.clock.advance(FIFTEEN_DAYS + 60)
    assert handshakes(bench) == [end]
    assert join(estate, request_).state == "ACTIVE"
    assert handshakes(bench) == sorted(["ACCEPTED", end])


def test_an_invitation_that_ends_while_it_is_accepted_is_sent_anew(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    bench.fault("AcceptHandshake", code="InvalidHandshakeTransitionException")
    assert join(estate, request_).state == "ACTIVE"


def test_an_acceptance_whose_answer_was_lost_is_resolved_by_looking(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    bench.fault("AcceptHandshake", drop="after")
    assert join(estate, request_).state == "ACTIVE"
    assert handshakes(bench) == ["ACCEPTED"]


def test_an_invitation_whose_answer_was_lost_is_resolved_by_looking(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    bench.fault("InviteAccountToOrganization", drop="after")
    assert join(estate, request_).state == "ACTIVE"
    assert handshakes(bench) == ["ACCEPTED"]


def test_a_stopped_joining_is_resumed(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(role_delay_seconds=300)
    pair = bench.vend("logs")
    bench.pace.stop_when = lambda pace: any("cannot be assumed yet" in line for line in bench.lines)
    with pytest.raises(Stopped, match="cannot be assumed yet") as error:
        join(bench.estate(), MembershipRequest(pair.govcloud_account_id))
    assert error.value.govcloud_account_id == pair.govcloud_account_id
    assert handshakes(bench) == []  # nobody is invited before somebody can accept
    bench.pace.stop_when = lambda pace: False
    assert join(bench.estate(), MembershipRequest(pair.govcloud_account_id)).state == "ACTIVE"
    assert handshakes(bench) == ["ACCEPTED"]


def test_a_role_that_is_late_is_waited_for(bench_with: Callable[..., Bench]) -> None:
    bench = bench_with(role_delay_seconds=420)
    pair = bench.vend("logs")
    assert join(bench.estate(), MembershipRequest(pair.govcloud_account_id)).state == "ACTIVE"
    assert sum(bench.pace.waits) > 420


def test_a_role_that_never_comes_says_who_is_trusted(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    with pytest.raises(Refused, match="trusts only the GovCloud account paired") as error:
        join(estate, MembershipRequest(pair.govcloud_account_id, role_name="Wrong"))
    assert "role/Wrong" in error.value.detail
    assert bench.payer.govcloud.account_id in error.value.detail
    assert 900 <= sum(bench.pace.waits) < 1200
    assert handshakes(bench) == []


def test_the_wrong_paired_account_is_told_apart(bench: Bench, pair: AccountPair) -> None:
    other = bench.simulator.seed_management_pair(name="other", email="other@example.gov").govcloud
    estate = bench.estate(
        govcloud_paired=bench.keys("govcloud_paired", other), govcloud_management=bench.keys("govcloud_management")
    )
    before = sum(bench.pace.waits)
    with pytest.raises(WrongCredentials, match=f"is account {bench.payer.govcloud.account_id}, because AWS says"):
        join(estate, MembershipRequest(pair.govcloud_account_id))
    assert handshakes(bench) == []
    assert sum(bench.pace.waits) - before < 5


def test_a_customers_organization_invites_and_the_paired_account_accepts(bench: Bench, pair: AccountPair) -> None:
    customer = foreign_organization(bench)
    management = bench.keys("govcloud_management", customer)
    membership = join(bench.estate(govcloud_management=management), MembershipRequest(pair.govcloud_account_id))
    organization = bench.client("govcloud", keys=customer).describe_organization()["Organization"]
    assert membership.organization_id == organization["Id"]


def test_a_role_given_by_its_arn_is_used(bench: Bench, estate: Estate) -> None:
    pair = bench.vend("tools", estate, role_name="Deployer")
    arn = f"arn:aws-us-gov:iam::{pair.govcloud_account_id}:role/Deployer"
    assert join(estate, MembershipRequest(pair.govcloud_account_id, role_arn=arn)).state == "ACTIVE"


@pytest.mark.parametrize(
    ("given", "attribute"),
    [
        ({"account_id": "12"}, "account_id"),
        ({"role_name": "a/b"}, "role_name"),
        ({"role_arn": "arn:aws:iam::123456789012:role/Deployer"}, "role_arn"),
        ({"role_arn": "arn:aws-us-gov:iam::999988887777:role/Deployer"}, "role_arn"),
        ({"role_arn": "Deployer"}, "role_arn"),
        ({"parent_id": "somewhere"}, "parent_id"),
        ({"notes": "x" * 1025}, "invitation_notes"),
        ({"tags": {"aws:x": ""}}, "tags"),
        ({"name": "a<b"}, "name"),
    ],
)
def test_a_bad_request_is_refused_before_any_call(
    bench: Bench, estate: Estate, given: dict[str, object], attribute: str
) -> None:
    with pytest.raises(Invalid) as error:
        join(estate, MembershipRequest(**({"account_id": "123456789012"} | given)))  # type: ignore[arg-type]
    assert error.value.attribute == attribute
    assert not bench.simulator.calls()


def test_a_commercial_id_is_recognised(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    with pytest.raises(Refused, match="is a commercial account") as error:
        join(estate, MembershipRequest(pair.commercial_account_id))
    assert error.value.attribute == "account_id"


def test_the_management_account_is_a_member_already(bench: Bench, estate: Estate) -> None:
    membership = join(estate, MembershipRequest(bench.payer.govcloud.account_id))
    assert membership.account_id == bench.payer.govcloud.account_id
    assert bench.calls("InviteAccountToOrganization") == 0


def test_an_invitation_of_another_organization_is_never_accepted(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    foreign = foreign_organization(bench)
    bench.client("govcloud", keys=foreign).invite_account_to_organization(
        Target={"Id": request_.account_id, "Type": "ACCOUNT"}
    )
    with pytest.raises(NotFound, match="Only an invitation of the expected organization"):
        accept(estate, request_)
    assert bench.calls("AcceptHandshake") == 0
    join(estate, request_)
    assert handshakes(bench) == ["ACCEPTED"]


def test_an_account_in_another_organization_is_refused(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    other = bench.estate(govcloud_management=bench.keys("govcloud_management", foreign_organization(bench)))
    theirs = join(other, request_)
    with pytest.raises(Refused, match="another organization") as error:
        join(estate, request_)
    assert error.value.reason == "ALREADY_IN_AN_ORGANIZATION"
    assert f"is in organization {theirs.organization_id}" in error.value.detail
    assert handshakes(bench) == []  # and no invitation stays behind
    assert read_membership(other, request_.account_id) == replace(theirs, handshake_id=None)


@pytest.mark.parametrize("moment", ["InviteAccountToOrganization", "AcceptHandshake"])
def test_another_organization_that_was_first_is_named_at_once_with_what_is_left(
    moment: str, bench: Bench, estate: Estate, request_: MembershipRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was in no organization when it was asked; between that and our call it has joined another one."""
    other = bench.estate(govcloud_management=bench.keys("govcloud_management", foreign_organization(bench)))
    theirs: list[str] = []
    any_client: Any = BaseClient
    make = any_client._make_api_call

    def late(client: BaseClient, operation: str, parameters: Any) -> Any:
        if operation == moment and not theirs:
            theirs.append("")  # theirs passes
            theirs[0] = join(other, request_).organization_id
        return make(client, operation, parameters)

    monkeypatch.setattr(any_client, "_make_api_call", late)
    before = sum(bench.pace.waits)
    with pytest.raises(Refused, match="another organization") as error:
        join(estate, request_)
    assert f"is in organization {theirs[0]}" in error.value.detail
    assert "is still open: it expires" in error.value.detail
    assert sum(bench.pace.waits) - before < 5


def test_an_invitation_that_another_apply_has_accepted_meanwhile_is_found(
    bench: Bench, estate: Estate, request_: MembershipRequest
) -> None:
    """Two applies have looked, both invite: AWS refuses ours, and theirs is accepted before we look for it."""
    sent: list[str] = []

    def joined_meanwhile(pace: Any) -> None:
        if not sent:
            sent.append("")
            join(bench.estate(), request_)

    bench.fault("InviteAccountToOrganization", code="DuplicateHandshakeException")
    bench.pace.on_wait = joined_meanwhile
    assert join(estate, request_).state == "ACTIVE"
    assert handshakes(bench) == ["ACCEPTED"]
    assert bench.calls("InviteAccountToOrganization") == 2


def test_already_in_an_organization_is_fine_where_it_is_ours(
    bench: Bench, estate: Estate, request_: MembershipRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(estate, request_)
    # The first look lags, and the invitation has dropped out of the listing.
    bench.fault("DescribeAccount", partition="govcloud", code="AccountNotFoundException")
    monkeypatch.setattr("custom_resources.engine.joining.sent_to", lambda *_, fresh: [])
    assert join(bench.estate(), request_).state == "ACTIVE"
    assert bench.calls("InviteAccountToOrganization") == 1  # the account itself says where it is
    # Nor can the account be asked, because its role cannot be assumed yet.
    bench.fault("DescribeAccount", partition="govcloud", code="AccountNotFoundException")
    bench.fault("AssumeRole", service="sts", code="AccessDenied", status=403)
    assert join(bench.estate(), request_).state == "ACTIVE"
    assert bench.calls("InviteAccountToOrganization") == 1  # it is waited for, and asked


def test_the_paired_account_itself_joins_without_a_role(bench: Bench) -> None:
    paired = bench.simulator.seed_management_pair(name="reseller", email="reseller@example.gov").govcloud
    estate = bench.estate(
        govcloud_paired=bench.keys("govcloud_paired", paired), govcloud_management=bench.keys("govcloud_management")
    )
    assert join(estate, MembershipRequest(paired.account_id)).state == "ACTIVE"
    assert bench.calls("AssumeRole") == 0


def test_passing_refusals_are_waited_out(bench: Bench, estate: Estate, request_: MembershipRequest) -> None:
    bench.fault("InviteAccountToOrganization", code="FinalizingOrganizationException", times=5)
    bench.fault("AcceptHandshake", code="ConcurrentModificationException", times=2)
    assert join(estate, request_).state == "ACTIVE"


def test_a_used_up_number_of_invitations_is_named(bench: Bench, estate: Estate, request_: MembershipRequest) -> None:
    bench.fault(
        "InviteAccountToOrganization",
        code="HandshakeConstraintViolationException",
        reason="HANDSHAKE_RATE_LIMIT_EXCEEDED",
    )
    with pytest.raises(Refused, match="24 hours"):
        join(estate, request_)


def test_a_closed_member_is_not_called_joined(
    bench: Bench, estate: Estate, pair: AccountPair, request_: MembershipRequest
) -> None:
    join(estate, request_)
    close_pair(estate, pair.commercial_account_id)
    with pytest.raises(Refused, match="SUSPENDED"):
        join(estate, request_)


@pytest.mark.parametrize("side", ["commercial", "nobody"])
def test_a_parent_of_another_organization_is_refused_before_the_account_is_invited(
    side: str, bench: Bench, estate: Estate, pair: AccountPair
) -> None:
    parent = bench.unit("commercial") if side == "commercial" else "ou-ab12-cd34ef56"
    with pytest.raises(NotFound, match="the GovCloud organization has no root or organizational unit") as error:
        join(estate, MembershipRequest(pair.govcloud_account_id, parent_id=parent))
    assert error.value.attribute == "parent_id"
    assert handshakes(bench) == []


def test_a_joining_that_failed_to_place_is_resumed(bench: Bench, estate: Estate, pair: AccountPair) -> None:
    request = MembershipRequest(pair.govcloud_account_id, parent_id=bench.unit("govcloud"))
    bench.fault("MoveAccount", code="AccessDeniedException")
    with pytest.raises(Refused):
        join(estate, request)
    assert join(estate, request).parent_id == request.parent_id
    assert handshakes(bench) == ["ACCEPTED"]


def test_accepting_twice_is_fine(estate: Estate, request_: MembershipRequest) -> None:
    invite(estate, request_)
    first = accept(estate, request_)
    assert accept(estate, request_).id == first.id
