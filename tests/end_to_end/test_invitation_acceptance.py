"""Two parties in plain HCL, each in a folder of its own with credentials of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, block
from tests.end_to_end.parties import Parties, acceptance, invitation, two_parties

pytestmark = pytest.mark.terraform

INVITATION, ACCEPTANCE = "govpair_invitation.log", "govpair_invitation_acceptance.log"


@pytest.fixture
def parties(estate: SimulatedEstate, new_folder: Callable[[], Folder]) -> Parties:
    return two_parties(estate, new_folder)


@pytest.fixture
def sent(parties: Parties) -> str:
    """An invitation that the customer sent; its id, which the customer tells the reseller."""
    parties.theirs.write(invitation(parties.account_id)).apply().succeeded()
    return str(parties.theirs.state()[INVITATION]["handshake_id"])


def test_the_whole_life_of_an_acceptance(parties: Parties, sent: str, new_folder: Callable[[], Folder]) -> None:
    folder = parties.ours.write(acceptance(parties.account_id, sent, organization_id=parties.organization_id))
    folder.apply().succeeded()
    accepted = folder.state()[ACCEPTANCE]
    assert (accepted["id"], accepted["state"]) == (sent, "ACCEPTED")
    assert accepted["organization_id"] == parties.organization_id
    assert parties.is_member()
    parties.estate.simulator.reset_calls()
    folder.plans_nothing()
    assert parties.estate.calls() == 0  # an acceptance is final

    folder.write(acceptance(parties.account_id, sent, external_id="anything"))
    assert folder.planned_actions() == {ACCEPTANCE: ["update"]}
    folder.apply().succeeded()
    folder.plans_nothing()

    second = new_folder().write(folder.resources, folder.provider)
    second.run("import", ACCEPTANCE, f"{parties.account_id}/{sent}").succeeded()
    assert second.state()[ACCEPTANCE] == accepted | {"external_id": None}
    second.apply().succeeded()
    assert second.state() == folder.state()
    second.plans_nothing()

    run = folder.destroy().succeeded()
    assert "was forgotten" in run.words
    assert parties.is_member()


def test_the_organizations_party_governs_the_member_without_the_others_credentials(parties: Parties, sent: str) -> None:
    parties.ours.write(acceptance(parties.account_id, sent)).apply().succeeded()
    member = {"account_id": parties.account_id, "tags": {"Side": "customer"}, "on_destroy": "remove"}
    folder = parties.theirs
    folder.write(invitation(parties.account_id) + block('resource "govpair_membership" "log"', member))
    folder.apply().succeeded()
    state = folder.state()
    assert state[INVITATION]["state"] == "ACCEPTED"
    assert state["govpair_membership.log"]["organization_id"] == parties.organization_id
    assert state["govpair_membership.log"]["tags"] == {"Side": "customer"}
    folder.plans_nothing()
    folder.destroy().succeeded()
    assert not parties.is_member()


def test_an_invitation_of_another_organization_than_expected_is_not_accepted(parties: Parties, sent: str) -> None:
    run = parties.ours.write(acceptance(parties.account_id, sent, organization_id="o-expectedone")).apply().failed()
    assert "  organization_id = " in run.output
    assert f"is of organization {parties.organization_id}" in run.words
    assert parties.ours.state() == {}
    assert parties.estate.calls("AcceptHandshake") == 0


def test_a_member_of_another_organization_is_not_taken_out_of_it(
    parties: Parties, sent: str, new_folder: Callable[[], Folder]
) -> None:
    member = {"account_id": parties.account_id}
    own = new_folder().write(block('resource "govpair_membership" "log"', member))
    own.apply().succeeded()
    run = parties.ours.write(acceptance(parties.account_id, sent)).apply().failed()
    assert "another organization" in run.words
    assert own.state()["govpair_membership.log"]["organization_id"] in run.words
    own.plans_nothing()


def test_an_ended_invitation_is_refused_and_the_new_one_is_accepted_in_its_place(parties: Parties, sent: str) -> None:
    parties.client().cancel_handshake(HandshakeId=sent)
    run = parties.ours.write(acceptance(parties.account_id, sent)).apply().failed()
    assert "is CANCELED" in run.words
    assert "  handshake_id = " in run.output
    parties.theirs.apply(f"-replace={INVITATION}").succeeded()
    parties.ours.write(acceptance(parties.account_id, parties.theirs.state()[INVITATION]["id"])).apply().succeeded()
    parties.ours.plans_nothing()


def test_a_later_invitation_is_accepted_in_place(parties: Parties, sent: str) -> None:
    parties.ours.write(acceptance(parties.account_id, sent)).apply().succeeded()
    parties.client().remove_account_from_organization(AccountId=parties.account_id)
    parties.theirs.run("state", "rm", INVITATION).succeeded()
    parties.theirs.apply().succeeded()
    again = parties.theirs.state()[INVITATION]["id"]
    assert again != sent
    later = block('resource "terraform_data" "id"', {"input": again})
    parties.ours.write(later + acceptance(parties.account_id, Expression("terraform_data.id.output")))
    assert parties.ours.planned_actions()[ACCEPTANCE] == ["update"]
    parties.ours.apply().succeeded()
    assert parties.ours.state()[ACCEPTANCE]["id"] == again
    assert parties.is_member()
    parties.ours.plans_nothing()


def test_replacing_an_acceptance_changes_nothing(parties: Parties, sent: str) -> None:
    parties.ours.write(acceptance(parties.account_id, sent)).apply().succeeded()
    before = parties.ours.state()
    parties.ours.apply(f"-replace={ACCEPTANCE}").succeeded()
    assert parties.ours.state() == before
    assert parties.estate.calls("AcceptHandshake") == 1


def test_one_that_is_not_accepted_cannot_be_imported(parties: Parties, sent: str) -> None:
    parties.ours.write(acceptance(parties.account_id, sent))
    run = parties.ours.run("import", "-no-color", ACCEPTANCE, f"{parties.account_id}/{sent}").failed()
    assert "isn't accepted" in run.words


def test_another_organization_is_refused_at_plan_for_what_was_accepted(parties: Parties, sent: str) -> None:
    parties.ours.write(acceptance(parties.account_id, sent)).apply().succeeded()
    run = parties.ours.write(acceptance(parties.account_id, sent, organization_id="o-expectedone")).plan().failed()
    assert "  organization_id = " in run.output


def test_both_halves_in_one_folder_make_a_member(folder: Folder, estate: SimulatedEstate) -> None:
    account_id = estate.simulator.vend("log", "aws+log@example.gov").govcloud.account_id
    folder.write(
        invitation(account_id) + acceptance(account_id, Expression("govpair_invitation.log.handshake_id"))
    ).apply().succeeded()
    folder.apply().succeeded()  # the invitation is seen to be accepted
    assert folder.state()[INVITATION]["state"] == "ACCEPTED"
    folder.plans_nothing()
    folder.destroy().succeeded()


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("handshake_id", None),
        ("handshake_id", "h-" + "a" * 10_000),
        ("account_id", "22222222222\uff12"),
        ("organization_id", "o-govgovgov\u0261"),
        ("role_name", "has space"),
        ("role_arn", "arn:aws:iam::222222222222:role/x"),
        ("external_id", "x" * 10_000),
    ],
)
def test_bad_input_is_refused_before_any_call(parties: Parties, attribute: str, value: Any) -> None:
    parties.estate.simulator.reset_calls()
    given = {"account_id": parties.account_id, "handshake_id": "h-abcdefgh"} | {attribute: value}
    run = parties.ours.write(acceptance(**given)).plan().failed()
    assert f"  {attribute} = " in run.output, run.output
    assert parties.estate.calls() == 0
