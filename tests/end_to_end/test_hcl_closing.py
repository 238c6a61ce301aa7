"""Closing by `closed = true`: both halves followed, the closed account out of the way, nothing closed by accident."""

from __future__ import annotations

import pytest

from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, block, pair

pytestmark = pytest.mark.terraform

PAIR = "govpair_account_pair.log"


@pytest.fixture
def unit(estate: SimulatedEstate) -> str:
    """The organizational unit that the pair is made in."""
    return estate.new_unit("Workloads")


@pytest.fixture
def graveyard(estate: SimulatedEstate) -> str:
    """The organizational unit for closed accounts."""
    return estate.new_unit("Closed")


@pytest.fixture
def applied(folder: Folder, unit: str) -> Folder:
    """A folder in which one pair was made in the unit."""
    folder.write(pair("log", parent_id=unit)).apply().succeeded()
    return folder


def parent_at_aws(estate: SimulatedEstate, folder: Folder, address: str = PAIR) -> str:
    answer = estate.commercial_organizations().list_parents(ChildId=folder.state()[address]["id"])
    return str(answer["Parents"][0]["Id"])


def test_a_closed_account_leaves_its_unit_which_can_then_be_deleted(
    applied: Folder, estate: SimulatedEstate, unit: str, graveyard: str
) -> None:
    plan = applied.write(pair("log", parent_id=unit, closed=True, closed_accounts_parent_id=graveyard)).plan()
    assert "three accounts at a time" in plan.succeeded().words
    applied.apply().succeeded()
    closed = applied.state()[PAIR]
    assert closed["commercial_state"] == closed["govcloud_state"] == "SUSPENDED"
    assert parent_at_aws(estate, applied) == graveyard
    applied.plans_nothing()
    estate.commercial_organizations().delete_organizational_unit(OrganizationalUnitId=unit)
    applied.plans_nothing()  # also while the declaration still names the unit
    applied.write(pair("log", closed=True, closed_accounts_parent_id=graveyard)).apply().succeeded()
    assert applied.state()[PAIR]["parent_id"] == graveyard
    applied.plans_nothing()
    assert estate.calls("CloseAccount") == 1
    assert estate.calls("MoveAccount") == 2  # into its unit, and out of it


def test_a_pair_that_was_closed_before_can_still_be_moved(
    applied: Folder, estate: SimulatedEstate, unit: str, graveyard: str
) -> None:
    applied.write(pair("log", parent_id=unit, closed=True)).apply().succeeded()
    assert parent_at_aws(estate, applied) == unit
    applied.write(pair("log", parent_id=unit, closed=True, closed_accounts_parent_id=graveyard))
    assert applied.planned_actions() == {PAIR: ["update"]}
    applied.apply().succeeded()
    assert parent_at_aws(estate, applied) == graveyard
    applied.plans_nothing()


def test_a_closed_account_that_was_moved_elsewhere_shows_as_drift(
    applied: Folder, estate: SimulatedEstate, unit: str, graveyard: str
) -> None:
    declared = pair("log", parent_id=unit, closed=True, closed_accounts_parent_id=graveyard)
    applied.write(declared).apply().succeeded()
    account_id = applied.state()[PAIR]["id"]
    estate.commercial_organizations().move_account(
        AccountId=account_id, SourceParentId=graveyard, DestinationParentId=unit
    )
    assert applied.planned_actions() == {PAIR: ["update"]}
    assert "closed_accounts_parent_id" in applied.plan().words
    applied.apply().succeeded()
    assert parent_at_aws(estate, applied) == graveyard
    applied.plans_nothing()


def test_an_imported_closed_pair_is_not_moved_out_of_its_place(
    applied: Folder, estate: SimulatedEstate, unit: str, graveyard: str
) -> None:
    declared = pair("log", parent_id=unit, closed=True, closed_accounts_parent_id=graveyard)
    applied.write(declared).apply().succeeded()
    account_id = applied.state()[PAIR]["id"]
    applied.run("state", "rm", PAIR).succeeded()
    applied.run("import", PAIR, account_id).succeeded()
    estate.simulator.reset_calls()
    applied.apply().succeeded()
    assert parent_at_aws(estate, applied) == graveyard
    assert estate.calls("MoveAccount") == estate.calls("CloseAccount") == 0
    applied.plans_nothing()


def test_an_open_pair_stays_in_its_unit(applied: Folder, estate: SimulatedEstate, unit: str, graveyard: str) -> None:
    applied.write(pair("log", parent_id=unit, closed_accounts_parent_id=graveyard)).apply().succeeded()
    assert parent_at_aws(estate, applied) == unit
    applied.plans_nothing()


def test_nothing_is_closed_for_a_place_that_is_not_there(applied: Folder, estate: SimulatedEstate, unit: str) -> None:
    nowhere = "ou-ab12-99999999"
    run = applied.write(pair("log", parent_id=unit, closed=True, closed_accounts_parent_id=nowhere)).apply().failed()
    assert f"no root or organizational unit {nowhere}" in run.words
    assert "  closed_accounts_parent_id = " in run.output  # the line that Terraform points at
    assert estate.calls("CloseAccount") == 0
    assert estate.account_states() == {"ACTIVE"}


def test_a_closing_that_timed_out_is_followed_by_the_next_apply(
    applied: Folder, estate: SimulatedEstate, unit: str, graveyard: str
) -> None:
    declared = {"parent_id": unit, "closed": True, "closed_accounts_parent_id": graveyard}
    run = applied.write(pair("log", **declared, timeouts={"update": "10s"})).apply().failed()
    assert "PENDING_CLOSURE" in run.words
    assert "tainted" not in applied.state()[PAIR]
    applied.write(pair("log", **declared)).apply().succeeded()
    assert parent_at_aws(estate, applied) == graveyard
    assert estate.calls("CloseAccount") == 1
    applied.plans_nothing()


def test_five_pairs_closed_at_once_wait_for_aws_s_three_places(folder: Folder, estate: SimulatedEstate) -> None:
    estate.simulator.clock.set_scale(120.0)
    labels = [f"pair_{number}" for number in range(5)]
    folder.write("".join(pair(label) for label in labels)).apply().succeeded()
    folder.write("".join(pair(label, closed=True) for label in labels)).apply().succeeded()
    assert {values["govcloud_state"] for values in folder.state().values()} == {"SUSPENDED"}
    folder.plans_nothing()


def test_a_closed_pair_is_neither_replaced_nor_closed_again(applied: Folder, estate: SimulatedEstate) -> None:
    unit = applied.state()[PAIR]["parent_id"]
    applied.write(pair("log", parent_id=unit, closed=True)).apply().succeeded()
    assert "can't be replaced" in applied.apply(f"-replace={PAIR}").failed().words
    applied.destroy().succeeded()
    assert applied.state() == {}
    assert estate.calls("CloseAccount") == estate.creations() == 1
    run = applied.write(pair("log", parent_id=unit)).apply().failed()
    assert "AWS never frees a closed" in run.words
    assert estate.creations() == 1


def reopen(estate: SimulatedEstate, folder: Folder) -> None:
    """What AWS Support does on request."""
    estate.simulator.reopen(folder.state()[PAIR]["commercial_account_id"])


def test_a_pair_that_aws_support_reopened_is_closed_again_only_by_a_new_wish(
    applied: Folder, estate: SimulatedEstate, unit: str, graveyard: str
) -> None:
    closed = pair("log", parent_id=unit, closed=True, closed_accounts_parent_id=graveyard)
    applied.write(closed).apply().succeeded()
    reopen(estate, applied)
    assert estate.calls("CloseAccount") == 1
    again = 'Account pair "log" was closed and is ACTIVE again'
    assert again in applied.plan().failed().words
    assert again in applied.apply().failed().words
    applied.apply("-refresh-only").succeeded()  # stores that it is open, and changes no wish
    assert again in applied.apply().failed().words
    assert again in applied.plan("-refresh=false").failed().words
    assert estate.calls("CloseAccount") == 1

    applied.write(pair("log", parent_id=unit, closed=False, closed_accounts_parent_id=graveyard)).apply().succeeded()
    assert applied.state()[PAIR]["closed"] is False
    assert parent_at_aws(estate, applied) == unit
    applied.plans_nothing()
    assert estate.calls("CloseAccount") == 1
    assert "will be closed" in applied.write(closed).apply().succeeded().words
    assert estate.calls("CloseAccount") == 2
    assert applied.state()[PAIR]["commercial_state"] == "SUSPENDED"
    applied.plans_nothing()


def test_a_saved_plan_does_not_close_what_was_reopened_since(applied: Folder, estate: SimulatedEstate) -> None:
    estate.commercial_organizations().close_account(AccountId=applied.state()[PAIR]["id"])
    estate.simulator.clock.advance(3600)
    estate.simulator.reset_calls()
    applied.write(applied.resources.replace("}\n", "  closed = true\n}\n")).plan("-out=plan.bin").succeeded()
    reopen(estate, applied)
    run = applied.run("apply", "-no-color", "plan.bin").failed()
    assert "somebody had AWS Support reopen it" in run.words
    assert estate.calls("CloseAccount") == 0
    assert estate.account_states() == {"ACTIVE"}


def test_a_closed_pair_that_left_the_organization_stays_known_without_an_error(
    applied: Folder, estate: SimulatedEstate, unit: str
) -> None:
    declared = pair("log", parent_id=unit, closed=True)
    applied.write(declared).apply().succeeded()
    before = applied.state()[PAIR]
    estate.simulator.clock.advance(91 * 86400)
    run = applied.plan().succeeded()
    assert 'Account pair "log" is closed and has left the organization' in run.words
    assert applied.planned_actions() == {}
    applied.apply().succeeded()
    after = applied.state()[PAIR]
    assert after == before | {"commercial_state": "CLOSED", "govcloud_state": "CLOSED"}
    applied.plans_nothing()
    assert "can't be replaced" in applied.plan(f"-replace={PAIR}").failed().words
    run = applied.write(pair("log", parent_id=unit, closed=True, tags={"a": "b"})).plan().failed()
    assert "closed for good: its tags can't be changed" in run.words
    applied.write(declared, f'{applied.provider}\n  default_tags = {{ New = "1" }}').plans_nothing()

    # The ways out that the warning names.
    applied.write("").apply().succeeded()
    assert applied.state() == {}
    assert estate.creations() == estate.calls("CloseAccount") == 1


def test_a_membership_of_a_closed_pair_is_refused_at_plan_on_its_account(
    applied: Folder, estate: SimulatedEstate, unit: str
) -> None:
    closed = pair("log", parent_id=unit, closed=True)
    applied.write(closed).apply().succeeded()
    estate.simulator.reset_calls()
    for half, words in (("govcloud", "which is closed (SUSPENDED)"), ("commercial", "Give its GovCloud account")):
        reference = Expression(f"{PAIR}.{half}_account_id")
        member = block('resource "govpair_membership" "log"', {"account_id": reference})
        run = applied.write(closed + member).apply().failed()
        assert words in run.words
        assert "  account_id = " in run.output
    literal = block('resource "govpair_membership" "log"', {"account_id": applied.state()[PAIR]["govcloud_account_id"]})
    assert "belongs to a closed pair" in applied.write(literal).apply("-target=govpair_membership.log").failed().words
    assert estate.calls("InviteAccountToOrganization") == 0
    applied.write(closed).plans_nothing()
