"""Invitations into a GovCloud organization, from both ends."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from partition_simulator import SimulatorSettings
from partition_simulator.partitions import Side
from tests.simulator.conftest import Bench, code_of, reason_of, refusal

DAY = 86400


@pytest.fixture
def invited(organized: Bench) -> str:
    """Id of a standalone GovCloud account."""
    return organized.sim.vend("log-archive", "log@example.gov").govcloud.account_id


def invite(bench: Bench, account_id: str, **more: Any) -> dict[str, Any]:
    """Send an invitation; the handshake."""
    client = bench.organizations("govcloud")
    answer = client.invite_account_to_organization(Target={"Id": account_id, "Type": "ACCOUNT"}, **more)
    return dict(answer["Handshake"])


def guest(bench: Bench, account_id: str) -> Any:
    """An Organizations client with the invited account's credentials, got through the role."""
    return bench.organizations("govcloud", bench.assume("govcloud", account_id))


def test_an_invitation_says_who_invites_whom(organized: Bench, invited: str) -> None:
    handshake = invite(organized, invited, Notes="welcome")
    manager = organized.payer.govcloud.account_id
    organization = organized.organizations("govcloud").describe_organization()["Organization"]["Id"]
    prefix = f"arn:aws-us-gov:organizations::{manager}:handshake/{organization}/invite/"
    assert handshake["Arn"] == prefix + handshake["Id"]
    assert (handshake["State"], handshake["Action"]) == ("OPEN", "INVITE")
    assert {(p["Type"], p["Id"]) for p in handshake["Parties"]} == {
        ("ORGANIZATION", organization),
        ("ACCOUNT", invited),
    }
    assert {"Type": "NOTES", "Value": "welcome"} in handshake["Resources"]
    lifetime = handshake["ExpirationTimestamp"] - handshake["RequestedTimestamp"]
    assert lifetime.days == 15


def test_the_invited_account_accepts_and_joins_at_the_root_with_the_invitations_tags(
    organized: Bench, invited: str
) -> None:
    handshake = invite(organized, invited, Tags=[{"Key": "Team", "Value": "platform"}])
    accepted = guest(organized, invited).accept_handshake(HandshakeId=handshake["Id"])["Handshake"]
    assert accepted["State"] == "ACCEPTED"
    client = organized.organizations("govcloud")
    account = client.describe_account(AccountId=invited)["Account"]
    assert account["JoinedMethod"] == "INVITED"
    assert account["Arn"].startswith("arn:aws-us-gov:organizations::")
    root = client.list_roots()["Roots"][0]["Id"]
    assert client.list_parents(ChildId=invited)["Parents"][0]["Id"] == root
    assert client.list_tags_for_resource(ResourceId=invited)["Tags"] == [{"Key": "Team", "Value": "platform"}]


def test_joining_leaves_the_service_linked_role(organized: Bench, invited: str) -> None:
    handshake = invite(organized, invited)
    session = organized.assume("govcloud", invited)
    organized.organizations("govcloud", session).accept_handshake(HandshakeId=handshake["Id"])
    role = organized.client("iam", "govcloud", session).get_role(RoleName="AWSServiceRoleForOrganizations")["Role"]
    assert role["Arn"].startswith(f"arn:aws-us-gov:iam::{invited}:role/aws-service-role/")


def test_nobody_accepts_for_another_account(organized: Bench, invited: str) -> None:
    handshake = invite(organized, invited)
    other = organized.sim.vend("other", "other@example.gov").govcloud.account_id
    for client in (organized.organizations("govcloud"), guest(organized, other)):
        with pytest.raises(ClientError) as error:
            client.accept_handshake(HandshakeId=handshake["Id"])
        assert code_of(error) == "AccessDeniedException"
    assert organized.organizations("govcloud").describe_handshake(HandshakeId=handshake["Id"])["Handshake"][
        "State"
    ] == ("OPEN")


def test_a_second_open_invitation_is_a_duplicate(organized: Bench, invited: str) -> None:
    invite(organized, invited)
    with pytest.raises(ClientError) as error:
        invite(organized, invited)
    assert code_of(error) == "DuplicateHandshakeException"


def test_a_member_is_not_invited_again(organized: Bench, invited: str) -> None:
    guest(organized, invited).accept_handshake(HandshakeId=invite(organized, invited)["Id"])
    with pytest.raises(ClientError) as error:
        invite(organized, invited)
    assert (code_of(error), reason_of(error)) == ("HandshakeConstraintViolationException", "ALREADY_IN_AN_ORGANIZATION")


def test_a_member_of_another_organization_cannot_accept(organized: Bench, invited: str) -> None:
    customer = organized.sim.seed_management_pair("customer", "customer@example.gov").govcloud
    organized.sim.create_organization(customer)
    theirs = organized.organizations("govcloud", customer).invite_account_to_organization(
        Target={"Id": invited, "Type": "ACCOUNT"}
    )["Handshake"]["Id"]
    client = guest(organized, invited)
    client.accept_handshake(HandshakeId=theirs)
    ours = invite(organized, invited)["Id"]
    with pytest.raises(ClientError) as error:
        client.accept_handshake(HandshakeId=ours)
    assert reason_of(error) == "ALREADY_IN_AN_ORGANIZATION"


def test_an_account_of_the_other_partition_is_not_invited(organized: Bench) -> None:
    commercial = organized.sim.vend("x", "x@example.gov").commercial.account_id
    with pytest.raises(ClientError) as error:
        invite(organized, commercial)
    assert reason_of(error) == "ORGANIZATION_FROM_DIFFERENT_SELLER_OF_RECORD"


def test_an_invitation_can_go_to_the_email(organized: Bench, invited: str) -> None:
    client = organized.organizations("govcloud")
    answer = client.invite_account_to_organization(Target={"Id": "log@example.gov", "Type": "EMAIL"})
    accepted = guest(organized, invited).accept_handshake(HandshakeId=answer["Handshake"]["Id"])
    assert accepted["Handshake"]["State"] == "ACCEPTED"


@pytest.mark.parametrize(
    ("end", "state"),
    [("decline_handshake", "DECLINED"), ("cancel_handshake", "CANCELED"), (None, "EXPIRED")],
)
def test_an_ended_invitation_cannot_be_accepted_but_a_new_one_can_be_sent(
    organized: Bench, invited: str, end: str | None, state: str
) -> None:
    handshake = invite(organized, invited)["Id"]
    if end == "decline_handshake":
        guest(organized, invited).decline_handshake(HandshakeId=handshake)
    elif end == "cancel_handshake":
        organized.organizations("govcloud").cancel_handshake(HandshakeId=handshake)
    else:
        organized.sim.clock.advance(15 * DAY)
    client = guest(organized, invited)
    assert client.describe_handshake(HandshakeId=handshake)["Handshake"]["State"] == state
    with pytest.raises(ClientError) as error:
        client.accept_handshake(HandshakeId=handshake)
    assert code_of(error) == "InvalidHandshakeTransitionException"
    again = invite(organized, invited)["Id"]
    assert client.accept_handshake(HandshakeId=again)["Handshake"]["State"] == "ACCEPTED"


def test_accepting_twice_says_that_it_is_accepted(organized: Bench, invited: str) -> None:
    handshake = invite(organized, invited)["Id"]
    client = guest(organized, invited)
    client.accept_handshake(HandshakeId=handshake)
    with pytest.raises(ClientError) as error:
        client.accept_handshake(HandshakeId=handshake)
    assert code_of(error) == "HandshakeAlreadyInStateException"


def test_an_invitation_just_before_its_end_can_be_accepted(organized: Bench, invited: str) -> None:
    handshake = invite(organized, invited)["Id"]
    organized.sim.clock.advance(15 * DAY - 1)
    assert guest(organized, invited).accept_handshake(HandshakeId=handshake)["Handshake"]["State"] == "ACCEPTED"


def test_only_the_sender_cancels_and_only_the_invited_declines(organized: Bench, invited: str) -> None:
    handshake = invite(organized, invited)["Id"]
    with pytest.raises(ClientError) as error:
        guest(organized, invited).cancel_handshake(HandshakeId=handshake)
    assert code_of(error) == "AccessDeniedException"
    with pytest.raises(ClientError) as error:
        organized.organizations("govcloud").decline_handshake(HandshakeId=handshake)
    assert code_of(error) == "AccessDeniedException"


def test_both_ends_list_it_and_forget_it_thirty_days_after_its_end(organized: Bench, invited: str) -> None:
    handshake = invite(organized, invited)["Id"]
    organized.organizations("govcloud").cancel_handshake(HandshakeId=handshake)

    def listed() -> list[list[str]]:
        ours = organized.organizations("govcloud").list_handshakes_for_organization()["Handshakes"]
        theirs = guest(organized, invited).list_handshakes_for_account()["Handshakes"]
        return [[h["Id"] for h in ours], [h["Id"] for h in theirs]]

    organized.sim.clock.advance(30 * DAY - 1)
    assert listed() == [[handshake], [handshake]]
    organized.sim.clock.advance(1)
    assert listed() == [[], []]
    with pytest.raises(ClientError) as error:
        organized.organizations("govcloud").describe_handshake(HandshakeId=handshake)
    assert code_of(error) == "HandshakeNotFoundException"


def test_handshakes_are_filtered_and_paged(organized: Bench) -> None:
    for number in range(3):
        pair = organized.sim.vend(f"a{number}", f"a{number}@example.gov")
        invite(organized, pair.govcloud.account_id)
    client = organized.organizations("govcloud")
    first = client.list_handshakes_for_organization(Filter={"ActionType": "INVITE"}, MaxResults=2)
    assert len(first["Handshakes"]) == 2
    second = client.list_handshakes_for_organization(
        Filter={"ActionType": "INVITE"}, MaxResults=2, NextToken=first["NextToken"]
    )
    assert len(second["Handshakes"]) == 1
    assert "NextToken" not in second
    assert client.list_handshakes_for_organization(Filter={"ActionType": "ENABLE_ALL_FEATURES"})["Handshakes"] == []


class TestInvitationsADay:
    @pytest.fixture
    def settings(self) -> SimulatorSettings:
        return SimulatorSettings(clock_scale=0, account_quota=10)

    @pytest.mark.parametrize("side", ["commercial", "govcloud"])
    def test_twenty_attempts_a_day_and_accepted_ones_do_not_count(self, organized: Bench, side: Side) -> None:
        client = organized.organizations(side)
        other = organized.sim.seed_management_pair("other", "other@example.gov").side(side)

        def invite() -> str:
            return client.invite_account_to_organization(Target={"Id": other.account_id, "Type": "ACCOUNT"})[
                "Handshake"
            ]["Id"]

        for _ in range(19):
            client.cancel_handshake(HandshakeId=invite())
        accepted = invite()
        organized.organizations(side, other).accept_handshake(HandshakeId=accepted)
        organized.organizations(side, other).leave_organization()
        client.cancel_handshake(HandshakeId=invite())
        assert refusal(invite) == ("HandshakeConstraintViolationException", "HANDSHAKE_RATE_LIMIT_EXCEEDED")
        organized.sim.clock.advance(DAY)
        assert invite()

    def test_more_invitations_than_there_are_places_are_refused(self, organized: Bench) -> None:
        client = organized.organizations("govcloud")
        accounts = [
            organized.sim.seed_management_pair(f"o{n}", f"o{n}@example.gov").govcloud.account_id for n in range(10)
        ]
        for account in accounts[:9]:
            client.invite_account_to_organization(Target={"Id": account, "Type": "ACCOUNT"})
        assert refusal(
            lambda: client.invite_account_to_organization(Target={"Id": accounts[9], "Type": "ACCOUNT"})
        ) == ("HandshakeConstraintViolationException", "ACCOUNT_NUMBER_LIMIT_EXCEEDED")
