"""The life of a membership in plain HCL, from wherever it finds the account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from partition_simulator import Fault
from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, block
from tests.end_to_end.parties import govcloud_client

pytestmark = pytest.mark.terraform

MEMBERSHIP = "govpair_membership.log"


def membership(account_id: Any, **attributes: Any) -> str:
    """A membership as HCL."""
    return block('resource "govpair_membership" "log"', {"account_id": account_id, **attributes})


@pytest.fixture
def account_id(estate: SimulatedEstate) -> str:
    """A GovCloud account that is in no organization yet."""
    return estate.simulator.vend("log", "aws+log@example.gov").govcloud.account_id


@pytest.fixture
def organizations(estate: SimulatedEstate) -> Any:
    """A plain client, as the organization's management account."""
    return govcloud_client(estate, "organizations", estate.govcloud)


def units(organizations: Any, *names: str) -> list[str]:
    root = organizations.list_roots()["Roots"][0]["Id"]
    made = [organizations.create_organizational_unit(ParentId=root, Name=name) for name in names]
    return [unit["OrganizationalUnit"]["Id"] for unit in made]


def handshake_states(organizations: Any) -> list[str]:
    return [handshake["State"] for handshake in organizations.list_handshakes_for_organization()["Handshakes"]]


def test_an_account_that_was_invited_by_its_email_joins_by_that_invitation(
    folder: Folder, account_id: str, organizations: Any, estate: SimulatedEstate
) -> None:
    target = {"Id": "aws+log@example.gov", "Type": "EMAIL"}
    sent = organizations.invite_account_to_organization(Target=target)["Handshake"]
    estate.simulator.reset_calls()
    folder.write(membership(account_id)).apply().succeeded()
    assert folder.state()[MEMBERSHIP]["handshake_id"] == sent["Id"]
    assert estate.calls("InviteAccountToOrganization") == 0
    folder.plans_nothing()


def test_the_whole_life_of_a_membership(
    folder: Folder, account_id: str, organizations: Any, new_folder: Callable[[], Folder]
) -> None:
    security, workloads = units(organizations, "Security", "Workloads")
    folder.write(membership(account_id, parent_id=security, tags={"a": "b"}, invitation_notes="Welcome"))
    folder.apply().succeeded()
    joined = folder.state()[MEMBERSHIP]
    assert joined["id"] == account_id
    assert (joined["state"], joined["joined_method"], joined["parent_id"]) == ("ACTIVE", "INVITED", security)
    assert joined["handshake_id"].startswith("h-")
    folder.plans_nothing()

    folder.write(membership(account_id, parent_id=workloads, tags={"c": ""}, invitation_notes="Welcome"))
    assert folder.planned_actions() == {MEMBERSHIP: ["update"]}
    folder.apply().succeeded()
    changed = folder.state()[MEMBERSHIP]
    assert changed == joined | {"parent_id": workloads, "tags": {"c": ""}, "tags_all": {"c": ""}}
    folder.plans_nothing()

    folder.write(
        membership(account_id, parent_id=workloads, name="Log Archive", tags={"c": ""}, invitation_notes="Welcome")
    )
    assert folder.planned_actions() == {MEMBERSHIP: ["update"]}
    folder.apply().succeeded()
    folder.plans_nothing()
    changed |= {"name": "Log Archive"}
    assert folder.state()[MEMBERSHIP] == changed

    second = new_folder().write(folder.resources)
    second.run("import", MEMBERSHIP, account_id).succeeded()
    assert second.state()[MEMBERSHIP] == changed | {"invitation_notes": None}
    second.apply().succeeded()
    assert second.state()[MEMBERSHIP] == changed
    second.plans_nothing()

    assert "was forgotten, not ended" in folder.destroy().succeeded().words
    assert folder.state() == {}
    assert organizations.describe_account(AccountId=account_id)["Account"]["State"] == "ACTIVE"


@pytest.mark.parametrize("before", ["OPEN", "DECLINED", "CANCELED", "EXPIRED", "ACCEPTED", "member"])
def test_a_joining_goes_on_from_whatever_was_there_before(
    before: str, folder: Folder, account_id: str, organizations: Any, estate: SimulatedEstate
) -> None:
    target = {"Id": account_id, "Type": "ACCOUNT"}
    handshake_id = organizations.invite_account_to_organization(Target=target)["Handshake"]["Id"]
    invited = govcloud_client(estate, "organizations", estate.simulator.keys_for(account_id))
    if before == "DECLINED":
        invited.decline_handshake(HandshakeId=handshake_id)
    elif before == "CANCELED":
        organizations.cancel_handshake(HandshakeId=handshake_id)
    elif before == "EXPIRED":
        estate.simulator.clock.advance(16 * 86400)
    elif before in ("ACCEPTED", "member"):
        invited.accept_handshake(HandshakeId=handshake_id)
    if before == "ACCEPTED":  # and the organization doesn't show the member yet
        missing = Fault("organizations", "DescribeAccount", "govcloud", code="AccountNotFoundException", times=2)
        estate.simulator.inject(missing)
    estate.simulator.reset_calls()
    folder.write(membership(account_id)).apply().succeeded()
    assert folder.state()[MEMBERSHIP]["state"] == "ACTIVE"
    ended = before in ("DECLINED", "CANCELED", "EXPIRED")
    assert handshake_states(organizations) == ([before, "ACCEPTED"] if ended else ["ACCEPTED"])
    assert estate.calls("InviteAccountToOrganization") == (1 if ended else 0)
    folder.plans_nothing()


@pytest.mark.parametrize("operation", ["InviteAccountToOrganization", "AcceptHandshake", "MoveAccount", "TagResource"])
def test_a_failure_at_every_step_leaves_no_state_and_the_next_apply_goes_on(
    operation: str, folder: Folder, account_id: str, organizations: Any, estate: SimulatedEstate
) -> None:
    (unit,) = units(organizations, "Security")
    folder.write(membership(account_id, parent_id=unit, tags={"a": "b"}))
    estate.simulator.inject(Fault("organizations", operation, "govcloud", code="AccessDeniedException"))
    assert f"organizations:{operation}" in folder.apply().failed().words
    assert folder.state() == {}
    folder.apply().succeeded()
    folder.plans_nothing()
    assert handshake_states(organizations) == ["ACCEPTED"]
    assert folder.state()[MEMBERSHIP]["parent_id"] == unit


def test_a_member_of_another_organization_is_refused_and_left_where_it_is(
    folder: Folder, account_id: str, organizations: Any, estate: SimulatedEstate
) -> None:
    simulator = estate.simulator
    other = simulator.seed_management_pair("other", "other@example.gov").govcloud
    theirs = simulator.create_organization(other)
    others = govcloud_client(estate, "organizations", other)
    handshake = others.invite_account_to_organization(Target={"Id": account_id, "Type": "ACCOUNT"})["Handshake"]
    govcloud_client(estate, "organizations", simulator.keys_for(account_id)).accept_handshake(
        HandshakeId=handshake["Id"]
    )
    run = folder.write(membership(account_id)).apply().failed()
    assert "the account is in another organization" in run.words
    assert f"GovCloud account {account_id} is in organization {theirs}" in run.words
    assert f"account {other.account_id} manages it" in run.words
    assert "  account_id = " in run.output
    assert folder.state() == {}
    assert handshake_states(organizations) == []
    assert others.describe_account(AccountId=account_id)["Account"]["State"] == "ACTIVE"


def test_the_management_account_is_a_member_and_cannot_be_removed(folder: Folder, estate: SimulatedEstate) -> None:
    account_id = estate.govcloud.account_id
    folder.write(membership(account_id, on_destroy="remove")).apply().succeeded()
    folder.plans_nothing()
    assert estate.calls("InviteAccountToOrganization") == 0
    run = folder.destroy().failed()
    assert "management account" in run.words
    assert "stays in the state" in run.words
    assert set(folder.state()) == {MEMBERSHIP}


def test_one_that_left_is_not_invited_again_by_itself(folder: Folder, account_id: str, organizations: Any) -> None:
    folder.write(membership(account_id)).apply().succeeded()
    before = folder.state()
    organizations.remove_account_from_organization(AccountId=account_id)
    run = folder.apply().failed()
    assert "is not a member of the GovCloud organization" in run.words
    assert folder.state() == before
    folder.run("state", "rm", MEMBERSHIP).succeeded()
    folder.apply().succeeded()
    assert handshake_states(organizations) == ["ACCEPTED", "ACCEPTED"]
    folder.plans_nothing()


def test_an_account_id_known_only_at_apply_is_fine(folder: Folder, account_id: str) -> None:
    later = block('resource "terraform_data" "id"', {"input": account_id})
    folder.write(later + membership(Expression("terraform_data.id.output"))).apply().succeeded()
    folder.plans_nothing()


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("account_id", None),
        ("account_id", "2" * 10_000),
        ("account_id", "22222222222\uff12"),
        ("role_name", "x" * 10_000),
        ("role_arn", "arn:aws:iam::222222222222:role/x"),
        ("external_id", "x" * 10_000),
        ("parent_id", "ou-ab12-cd34ef5\u0435"),
        ("tags", {"k": "x" * 10_000}),
        ("tags", {"govpair:membership": "me"}),
        ("invitation_notes", "x" * 10_000),
        ("on_destroy", "r\u0435move"),
    ],
)
def test_bad_input_is_refused_before_any_call(
    folder: Folder, estate: SimulatedEstate, attribute: str, value: Any
) -> None:
    given = {"account_id": "222222222222"} | {attribute: value}
    run = folder.write(membership(**given)).plan().failed()
    assert f"  {attribute} = " in run.output, run.output
    assert estate.calls() == 0


def test_a_unit_of_the_other_organization_is_refused_before_the_account_is_invited(
    folder: Folder, estate: SimulatedEstate, account_id: str, organizations: Any
) -> None:
    run = folder.write(membership(account_id, parent_id="r-zz99")).apply().failed()
    assert "the GovCloud organization has no root or organizational unit r-zz99" in run.words
    assert "  parent_id " in run.output
    assert folder.state() == {}
    assert handshake_states(organizations) == []


@pytest.mark.parametrize(
    ("kind", "says"),
    [("commercial", "is a commercial account"), ("closed", "both halves"), ("closed pair", "both halves")],
)
def test_an_account_that_cannot_join_is_refused_at_its_id(
    folder: Folder, estate: SimulatedEstate, organizations: Any, kind: str, says: str
) -> None:
    pair = estate.simulator.vend("other", "aws+other@example.gov")
    if kind.startswith("closed"):
        pair.govcloud.state = "SUSPENDED"
    if kind == "closed pair":
        pair.commercial.state = "SUSPENDED"
    account_id = pair.commercial.account_id if kind == "commercial" else pair.govcloud.account_id
    run = folder.write(membership(account_id)).apply().failed()
    assert says in run.words
    assert "  account_id = " in run.output
    assert folder.state() == {}
    assert handshake_states(organizations) == []


@pytest.mark.parametrize("declared", [None, "log"])
def test_a_name_changed_by_hand_is_shown_by_the_next_plan(
    declared: str | None, folder: Folder, account_id: str, estate: SimulatedEstate
) -> None:
    folder.write(membership(account_id, name=declared)).apply().succeeded()
    account = govcloud_client(estate, "account", estate.govcloud)
    account.put_account_name(AccountId=account_id, AccountName="by-hand")
    run = folder.plan().succeeded()
    assert "by-hand" in run.words
    if declared is None:
        assert folder.planned_actions() == {}
        folder.apply().succeeded()
        assert folder.state()[MEMBERSHIP]["name"] == "by-hand"
        assert "by-hand" not in folder.plan().succeeded().words
    else:
        assert folder.planned_actions() == {MEMBERSHIP: ["update"]}
        folder.apply().succeeded()
        assert folder.state()[MEMBERSHIP]["name"] == "log"
    folder.plans_nothing()
