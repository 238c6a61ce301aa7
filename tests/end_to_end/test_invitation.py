"""The life of an invitation in plain HCL, in the folder of a party that holds the organization and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from custom_resources.engine.memberships import accept_invitation
from custom_resources.engine.model import MembershipRequest
from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, block
from tests.end_to_end.parties import Parties, govcloud_client, invitation, two_parties

pytestmark = pytest.mark.terraform

INVITATION = "govpair_invitation.log"


@pytest.fixture
def parties(estate: SimulatedEstate, new_folder: Callable[[], Folder]) -> Parties:
    return two_parties(estate, new_folder)


def accepted_by_hand(parties: Parties, handshake_id: str) -> None:
    """What the account's party does without Terraform."""
    keys = parties.estate.simulator.keys_for(parties.account_id)
    parties.client(keys).accept_handshake(HandshakeId=handshake_id)


def test_the_whole_life_of_an_invitation(parties: Parties, new_folder: Callable[[], Folder]) -> None:
    folder = parties.theirs.write(invitation(parties.account_id, notes="Welcome", tags={"a": "b"}))
    folder.apply().succeeded()
    sent = folder.state()[INVITATION]
    assert sent["id"] == sent["handshake_id"]
    assert (sent["state"], sent["organization_id"]) == ("OPEN", parties.organization_id)
    assert sent["arn"].startswith("arn:aws-us-gov:organizations::")
    assert sent["requested_timestamp"] < sent["expiration_timestamp"]
    folder.plans_nothing()

    folder.write(invitation(parties.account_id, notes="Hello", tags={"a": "b"}))
    assert folder.planned_actions() == {INVITATION: ["update"]}
    assert "will be cancelled and sent anew" in folder.apply().succeeded().words
    again = folder.state()[INVITATION]
    assert again["id"] != sent["id"]
    assert (again["state"], again["notes"]) == ("OPEN", "Hello")
    assert parties.invitation_states() == ["CANCELED", "OPEN"]
    folder.plans_nothing()

    second = new_folder().write(folder.resources, folder.provider)
    second.run("import", INVITATION, again["id"]).succeeded()
    assert second.state()[INVITATION] == again | {"tags": None}  # AWS doesn't tell the tags of an invitation
    parties.estate.simulator.reset_calls()
    assert second.planned_actions("-refresh=false") == {INVITATION: ["update"]}
    second.apply("-refresh=false").succeeded()
    assert parties.estate.calls() == 0
    assert second.state()[INVITATION] == again
    second.plans_nothing()

    run = folder.destroy().succeeded()
    assert "will be cancelled" in run.words
    assert folder.state() == {}
    assert parties.invitation_states() == ["CANCELED", "CANCELED"]


def test_an_open_invitation_to_the_account_s_email_is_taken_up(
    folder: Folder, estate: SimulatedEstate, new_folder: Callable[[], Folder]
) -> None:
    pair = estate.simulator.vend("log", "aws+log@example.gov")
    client = govcloud_client(estate, "organizations", estate.govcloud)
    sent = client.invite_account_to_organization(Target={"Id": "aws+log@example.gov", "Type": "EMAIL"})["Handshake"]
    folder.write(invitation(pair.govcloud.account_id)).apply().succeeded()
    assert folder.state()[INVITATION]["id"] == sent["Id"]
    folder.plans_nothing()
    refused = new_folder().write(folder.resources).run("import", "-no-color", INVITATION, sent["Id"]).failed()
    assert "taken up by declaring" in refused.words
    folder.destroy().succeeded()
    assert client.describe_handshake(HandshakeId=sent["Id"])["Handshake"]["State"] == "CANCELED"


def test_an_accepted_invitation_stays_and_destroying_it_ends_no_membership(parties: Parties) -> None:
    folder = parties.theirs.write(invitation(parties.account_id, tags={"a": "b"}))
    folder.apply().succeeded()
    accepted_by_hand(parties, folder.state()[INVITATION]["id"])
    folder.apply().succeeded()
    assert folder.state()[INVITATION]["state"] == "ACCEPTED"
    folder.plans_nothing()
    tags = parties.client().list_tags_for_resource(ResourceId=parties.account_id)["Tags"]
    assert tags == [{"Key": "a", "Value": "b"}]
    # AWS forgets it after 30 days, and nothing is planned in its place.
    parties.estate.simulator.clock.advance(40 * 86400)
    parties.estate.simulator.reset_calls()
    folder.plans_nothing()
    assert parties.estate.calls("DescribeHandshake") == 0
    run = folder.destroy().succeeded()
    assert f"the account stays in organization {parties.organization_id}" in run.words
    assert parties.is_member()


@pytest.mark.parametrize("end", ["DECLINED", "CANCELED", "EXPIRED"])
def test_one_that_has_ended_is_shown_so_and_sent_anew_by_replacing_it(parties: Parties, end: str) -> None:
    folder = parties.theirs.write(invitation(parties.account_id))
    folder.apply().succeeded()
    handshake_id = folder.state()[INVITATION]["id"]
    if end == "DECLINED":
        keys = parties.estate.simulator.keys_for(parties.account_id)
        parties.client(keys).decline_handshake(HandshakeId=handshake_id)
    elif end == "CANCELED":
        parties.client().cancel_handshake(HandshakeId=handshake_id)
    else:
        parties.estate.simulator.clock.advance(16 * 86400)
    run = folder.apply().succeeded()
    assert f"is {end}" in run.words
    assert "terraform apply -replace" in run.words
    assert folder.state()[INVITATION]["state"] == end
    folder.plans_nothing()
    assert parties.invitation_states() == [end]
    folder.apply(f"-replace={INVITATION}").succeeded()
    assert folder.state()[INVITATION]["state"] == "OPEN"
    assert parties.invitation_states() == [end, "OPEN"]
    folder.plans_nothing()


def test_one_that_aws_has_forgotten_without_it_being_accepted_is_planned_anew(parties: Parties) -> None:
    folder = parties.theirs.write(invitation(parties.account_id))
    folder.apply().succeeded()
    parties.estate.simulator.clock.advance(60 * 86400)
    assert folder.planned_actions() == {INVITATION: ["create"]}
    folder.apply().succeeded()
    folder.plans_nothing()


def test_one_that_aws_has_forgotten_after_it_was_accepted_unseen_shows_as_accepted(parties: Parties) -> None:
    folder = parties.theirs.write(invitation(parties.account_id))
    folder.apply().succeeded()
    accepted_by_hand(parties, folder.state()[INVITATION]["id"])
    parties.estate.simulator.clock.advance(60 * 86400)
    folder.plans_nothing()
    folder.apply("-refresh-only").succeeded()
    assert folder.state()[INVITATION]["state"] == "ACCEPTED"


def test_credentials_of_another_organization_plan_nothing(parties: Parties) -> None:
    folder = parties.theirs.write(invitation(parties.account_id))
    folder.apply().succeeded()
    before = folder.state()
    other = parties.estate.provider_block()
    folder.write(folder.resources, other).plan().failed()
    parties.estate.simulator.clock.advance(60 * 86400)
    assert "of another organization" in folder.plan().failed().words
    assert folder.state() == before


def test_replacing_by_creating_first_leaves_the_open_invitation_open(parties: Parties) -> None:
    lifecycle = "  lifecycle {\n    create_before_destroy = true\n  }\n}\n"
    folder = parties.theirs.write(invitation(parties.account_id).replace("}\n", lifecycle))
    folder.apply().succeeded()
    before = folder.state()
    run = folder.apply(f"-replace={INVITATION}").succeeded()
    assert "isn't cancelled" in run.words
    assert folder.state() == before
    assert parties.invitation_states() == ["OPEN"]
    folder.plans_nothing()


def test_an_invitation_that_is_open_already_is_used_and_its_other_notes_are_said(parties: Parties) -> None:
    target = {"Id": parties.account_id, "Type": "ACCOUNT"}
    by_hand = parties.client().invite_account_to_organization(Target=target, Notes="by hand")["Handshake"]["Id"]
    folder = parties.theirs.write(invitation(parties.account_id, notes="declared"))
    run = folder.apply().succeeded()
    assert "was invited already" in run.words
    assert folder.state()[INVITATION]["id"] == by_hand
    folder.plans_nothing()
    assert parties.invitation_states() == ["OPEN"]


def test_one_accepted_while_it_is_cancelled_is_said_to_be_accepted(parties: Parties) -> None:
    folder = parties.theirs.write(invitation(parties.account_id))
    folder.apply().succeeded()
    accepted_by_hand(parties, folder.state()[INVITATION]["id"])
    run = folder.destroy("-refresh=false").succeeded()
    assert "was accepted before it could be cancelled" in run.words
    assert parties.is_member()


def test_a_member_is_not_invited_again(parties: Parties) -> None:
    folder = parties.theirs.write(invitation(parties.account_id))
    folder.apply().succeeded()
    accepted_by_hand(parties, folder.state()[INVITATION]["id"])
    folder.run("state", "rm", INVITATION).succeeded()
    run = folder.apply().succeeded()
    assert "is a member already" in run.words
    folder.plans_nothing()
    folder.run("state", "rm", INVITATION).succeeded()
    parties.estate.simulator.clock.advance(40 * 86400)
    run = folder.apply().failed()
    assert "is a member already" in run.words
    assert parties.estate.calls("InviteAccountToOrganization") == 1


def test_bad_input_is_refused_before_any_call(parties: Parties) -> None:
    parties.estate.simulator.reset_calls()
    bad: list[tuple[str, Any]] = [
        ("account_id", "1" * 10_000),
        ("account_id", "11111111111\uff12"),
        ("account_id", None),
        ("notes", "x" * 10_000),
        ("tags", {"aws:x": "y"}),
    ]
    for attribute, value in bad:
        given = {"account_id": parties.account_id} | {attribute: value}
        run = parties.theirs.write(invitation(**given)).plan().failed()
        assert f"  {attribute} = " in run.output, run.output
    assert parties.estate.calls() == 0


@pytest.mark.parametrize("kind", ["commercial", "closed"])
def test_an_account_that_cannot_join_is_refused_at_its_id(parties: Parties, kind: str) -> None:
    simulator = parties.estate.simulator
    pair = simulator.vend("other", "aws+other@example.gov")
    if kind == "closed":
        pair.govcloud.state = "SUSPENDED"
    account_id = pair.commercial.account_id if kind == "commercial" else pair.govcloud.account_id
    run = parties.theirs.write(invitation(account_id)).apply().failed()
    assert "  account_id = " in run.output
    assert "partition" in run.words
    assert parties.theirs.state() == {}
    assert parties.invitation_states() == []


def test_an_account_id_that_is_not_known_yet_is_fine_and_a_changed_one_is_refused(parties: Parties) -> None:
    later = block('resource "terraform_data" "id"', {"input": parties.account_id})
    unknown = block('resource "govpair_invitation" "log"', {"account_id": Expression("terraform_data.id.output")})
    parties.theirs.write(later + unknown).apply().succeeded()
    parties.theirs.plans_nothing()
    run = parties.theirs.write(later + invitation("123456789012")).plan().failed()
    assert "another account_id is another invitation" in run.words


def test_the_engine_s_own_acceptance_goes_with_it(parties: Parties) -> None:
    from custom_resources.engine.credentials import CredentialSet
    from custom_resources.engine.estate import Estate

    folder = parties.theirs.write(invitation(parties.account_id))
    folder.apply().succeeded()
    sent = folder.state()[INVITATION]["id"]
    estate = parties.estate
    url = estate.simulator.govcloud.url
    paired = CredentialSet(
        "govcloud_paired",
        access_key=estate.govcloud.access_key_id,
        secret_key=estate.govcloud.secret_access_key,
        endpoints=dict.fromkeys(("organizations", "account", "sts"), url),
    )
    opened = Estate.open(CredentialSet("commercial"), paired)
    assert accept_invitation(opened, sent, MembershipRequest(parties.account_id)).state == "ACCEPTED"
