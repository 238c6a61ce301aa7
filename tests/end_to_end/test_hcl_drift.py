"""What happened outside Terraform, and what failed inside: said as it is, and never taken for "gone"."""

from __future__ import annotations

import pytest

from partition_simulator import Fault
from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, block, pair

pytestmark = pytest.mark.terraform

PAIR, MEMBERSHIP = "govpair_account_pair.log", "govpair_membership.log"


def joined(**attributes: object) -> str:
    reference = {"account_id": Expression("govpair_account_pair.log.govcloud_account_id")}
    return pair("log") + block('resource "govpair_membership" "log"', reference | attributes)


@pytest.fixture
def applied(folder: Folder) -> Folder:
    """A folder in which one pair was made and joined."""
    folder.write(joined()).apply().succeeded()
    return folder


def close_outside(folder: Folder, estate: SimulatedEstate) -> str:
    """Close the pair as somebody in the console would; returns the configuration that was applied."""
    import boto3

    keys = estate.commercial
    client = boto3.client(
        "organizations",
        region_name="us-east-1",
        endpoint_url=estate.simulator.commercial.url,
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
    )
    client.close_account(AccountId=folder.state()[PAIR]["commercial_account_id"])
    estate.simulator.clock.advance(3600)
    return folder.resources


def test_a_pair_closed_elsewhere_is_warned_about_and_not_planned_anew(applied: Folder, estate: SimulatedEstate) -> None:
    close_outside(applied, estate)
    run = applied.plan().succeeded()
    assert 'Account pair "log" is SUSPENDED, though not declared closed' in run.words
    assert applied.planned_actions() == {}


def test_declaring_a_pair_closed_that_was_closed_elsewhere_closes_nothing_again(
    applied: Folder, estate: SimulatedEstate
) -> None:
    close_outside(applied, estate)
    estate.simulator.reset_calls()
    applied.write(pair("log", closed=True)).apply().succeeded()
    assert applied.state()[PAIR]["commercial_state"] == "SUSPENDED"
    assert estate.calls("CloseAccount") == 0
    applied.plans_nothing()


@pytest.mark.parametrize("code", ["AccountNotFoundException", "AccessDeniedException"])
def test_a_pair_that_cannot_be_read_is_an_error_and_stays_in_the_state(
    code: str, applied: Folder, estate: SimulatedEstate
) -> None:
    before = applied.state()
    estate.simulator.inject(Fault("organizations", "DescribeAccount", partition="commercial", code=code, times=50))
    run = applied.apply().failed()
    assert before[PAIR]["commercial_account_id"] in run.words
    estate.simulator.clear_faults()
    assert applied.state() == before
    assert estate.creations() == 1
    applied.plans_nothing()


def test_a_member_that_left_is_an_error_with_the_ways_out_and_is_not_invited_again(
    applied: Folder, estate: SimulatedEstate
) -> None:
    before = applied.state()
    estate.simulator.inject(
        Fault("organizations", "DescribeAccount", partition="govcloud", code="AccountNotFoundException", times=50)
    )
    run = applied.apply().failed()
    assert "is not a member of the GovCloud organization" in run.words
    assert "terraform state rm" in run.words
    estate.simulator.clear_faults()
    assert applied.state() == before
    assert estate.calls("InviteAccountToOrganization") == 1


def test_a_creation_that_fails_halfway_leaves_no_tainted_state_and_goes_on_with_the_next_apply(
    folder: Folder, estate: SimulatedEstate
) -> None:
    estate.simulator.inject(Fault("organizations", "MoveAccount", code="ConstraintViolationException"))
    declared = pair("log", parent_id=new_unit(estate))
    run = folder.write(declared).apply().failed()
    assert "Apply again" in run.words
    assert "import {" in run.output
    assert folder.state() == {}
    folder.apply().succeeded()
    assert "tainted" not in folder.state()[PAIR]
    assert estate.creations() == 1
    folder.plans_nothing()


def test_an_update_that_fails_halfway_keeps_what_was_done_and_taints_nothing(
    applied: Folder, estate: SimulatedEstate
) -> None:
    estate.simulator.inject(Fault("organizations", "MoveAccount", code="ConstraintViolationException"))
    unit = new_unit(estate)
    applied.write(pair("log", name="renamed", parent_id=unit)).apply().failed()
    halfway = applied.state()[PAIR]
    assert halfway["name"] == "renamed"
    assert halfway["parent_id"] != unit
    assert "tainted" not in halfway
    applied.apply().succeeded()
    assert applied.state()[PAIR]["parent_id"] == unit
    applied.plans_nothing()


def new_unit(estate: SimulatedEstate) -> str:
    """The id of a new organizational unit of the commercial organization."""
    import boto3

    keys = estate.commercial
    client = boto3.client(
        "organizations",
        region_name="us-east-1",
        endpoint_url=estate.simulator.commercial.url,
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
    )
    root = client.list_roots()["Roots"][0]["Id"]
    return str(client.create_organizational_unit(ParentId=root, Name="Security")["OrganizationalUnit"]["Id"])


def test_eight_pairs_side_by_side_are_made_once_each_in_five_slots(folder: Folder, estate: SimulatedEstate) -> None:
    estate.simulator.clock.set_scale(600.0)
    folder.write("".join(pair(f"pair_{number}") for number in range(8))).apply().succeeded()
    assert len(folder.state()) == 8
    assert len({values["govcloud_account_id"] for values in folder.state().values()}) == 8
    assert estate.vended_pairs() == 8
    folder.plans_nothing()


def test_a_saved_plan_is_applied_as_it_was_planned(folder: Folder, estate: SimulatedEstate) -> None:
    folder.write(joined(tags={"a": "b"})).plan("-out=plan.bin").succeeded()
    assert estate.calls() == 0
    folder.run("apply", "-no-color", "plan.bin").succeeded()
    assert set(folder.state()) == {PAIR, MEMBERSHIP}


def test_a_membership_is_changed_in_place(applied: Folder, estate: SimulatedEstate) -> None:
    applied.write(joined(tags={"Side": "govcloud"}, invitation_notes="hello", role_name="Other"))
    assert applied.planned_actions() == {MEMBERSHIP: ["update"]}
    applied.apply().succeeded()
    assert applied.state()[MEMBERSHIP]["tags"] == {"Side": "govcloud"}
    applied.plans_nothing()


def test_a_refused_removal_leaves_the_membership_in_the_state_and_names_the_reason(
    applied: Folder, estate: SimulatedEstate
) -> None:
    applied.write(joined(on_destroy="remove")).apply().succeeded()
    estate.simulator.inject(
        Fault(
            "organizations",
            "RemoveAccountFromOrganization",
            code="ConstraintViolationException",
            reason="MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED",
        )
    )
    run = applied.write(pair("log")).apply().failed()
    assert "MEMBER_ACCOUNT_PAYMENT_INSTRUMENT_REQUIRED" in run.words
    assert 'on_destroy = "keep"' in run.words
    assert MEMBERSHIP in applied.state()


def test_a_wished_removal_takes_the_account_out_of_the_organization(applied: Folder, estate: SimulatedEstate) -> None:
    applied.write(joined(on_destroy="remove")).apply().succeeded()
    run = applied.write(pair("log")).apply()
    if run.code:  # AWS refuses what an account made by API lacks, and the simulator may do the same
        assert "ConstraintViolationException" in run.words
    else:
        assert set(applied.state()) == {PAIR}
    assert estate.calls("RemoveAccountFromOrganization") == 1


def test_a_pair_removed_from_the_organization_is_said_to_be_elsewhere_and_never_made_anew(
    folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(pair("log")).apply().succeeded()
    before = folder.state()
    account_id = before[PAIR]["commercial_account_id"]
    organizations = estate.commercial_organizations()
    organizations.close_account(AccountId=account_id)
    estate.simulator.clock.advance(3600)
    organizations.remove_account_from_organization(AccountId=account_id)
    for run in (folder.plan(), folder.apply()):
        words = run.failed().words
        assert f"Account {account_id} was made here" in words
        assert before[PAIR]["govcloud_account_id"] in words
        assert "not a member of this organization any more" in words
        assert "No new pair is planned in its place" in words
    assert folder.state() == before
    assert estate.creations() == 1
    # The way out that the error names.
    gone = f"removed {{\n  from = {PAIR}\n  lifecycle {{\n    destroy = false\n  }}\n}}\n"
    folder.write(gone).apply("-refresh=false").succeeded()
    assert folder.state() == {}
    assert estate.creations() == 1
