"""The life of a pair and its membership, in plain HCL."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, block, pair

pytestmark = pytest.mark.terraform

PAIR, MEMBERSHIP = "govpair_account_pair.log", "govpair_membership.log"

JOINED = pair("log", tags={"CostCenter": "100"}) + block(
    'resource "govpair_membership" "log"',
    {"account_id": Expression("govpair_account_pair.log.govcloud_account_id"), "tags": {"Side": "govcloud"}},
)


@pytest.fixture
def applied(folder: Folder) -> Folder:
    """A folder in which one pair was made and joined."""
    folder.write(JOINED).apply().succeeded()
    return folder


def test_apply_makes_and_joins_a_pair_and_the_second_plan_is_empty(applied: Folder, estate: SimulatedEstate) -> None:
    state = applied.state()
    made, joined = state[PAIR], state[MEMBERSHIP]
    assert made["commercial_state"] == made["govcloud_state"] == joined["state"] == "ACTIVE"
    assert made["id"] == made["commercial_account_id"] != made["govcloud_account_id"]
    assert made["govcloud_role_arn"] == (
        f"arn:aws-us-gov:iam::{made['govcloud_account_id']}:role/OrganizationAccountAccessRole"
    )
    assert joined["account_id"] == joined["id"] == made["govcloud_account_id"]
    assert made["joined_method"] == "CREATED"
    assert made["tags"] == {"CostCenter": "100"}
    assert joined["tags"] == {"Side": "govcloud"}
    assert estate.creations() == 1
    applied.plans_nothing()


def test_the_whole_life_of_a_pair(folder: Folder, new_folder: Callable[[], Folder], estate: SimulatedEstate) -> None:
    folder.write(pair("log", tags={"CostCenter": "100"})).apply().succeeded()
    made = folder.state()[PAIR]
    folder.plans_nothing()

    changed = pair("log", name="Log Archive", tags={"Owner": ""}, parent_id=estate.new_unit())
    folder.write(changed)
    assert folder.planned_actions() == {PAIR: ["update"]}
    folder.apply().succeeded()
    assert folder.state()[PAIR]["id"] == made["id"]
    folder.plans_nothing()

    second = new_folder().write(changed)
    second.run("import", PAIR, made["id"]).succeeded()
    assert second.state() == folder.state()
    second.plans_nothing()

    assert "was forgotten, not closed" in folder.destroy().succeeded().words
    assert estate.account_states() == {"ACTIVE"}
    assert (estate.creations(), estate.calls("CloseAccount")) == (1, 0)


@pytest.mark.parametrize("by", ["commercial_account_id", "email"])
def test_importing_a_pair_restores_both_ids_with_an_empty_plan(
    by: str, applied: Folder, new_folder: Callable[[], Folder]
) -> None:
    made = applied.state()
    second = new_folder().write(JOINED)
    second.run("import", PAIR, made[PAIR][by]).succeeded()
    second.run("import", MEMBERSHIP, made[MEMBERSHIP]["id"]).succeeded()
    imported = second.state()
    assert imported == made
    second.plans_nothing()


def test_an_import_takes_what_aws_never_gives_back_from_the_configuration_without_a_call(
    folder: Folder, new_folder: Callable[[], Folder], estate: SimulatedEstate
) -> None:
    declared = pair("log", role_name="Ops", iam_user_access_to_billing="DENY", timeouts={"create": "2h"})
    folder.write(declared).apply().succeeded()
    made = folder.state()[PAIR]
    second = new_folder().write(declared)
    second.run("import", PAIR, made["id"]).succeeded()
    assert second.planned_actions() == {PAIR: ["update"]}
    estate.simulator.reset_calls()
    second.apply("-refresh=false").succeeded()
    assert estate.calls() == 0
    assert second.state()[PAIR] == made
    second.plans_nothing()


def test_an_import_id_that_says_what_aws_never_gives_back_leaves_no_change(
    folder: Folder, new_folder: Callable[[], Folder]
) -> None:
    declared = pair("log", role_name="Ops", iam_user_access_to_billing="DENY")
    folder.write(declared).apply().succeeded()
    made = folder.state()[PAIR]
    second = new_folder().write(declared)
    second.run("import", PAIR, f"{made['id']},iam_user_access_to_billing=DENY,role_name=Ops").succeeded()
    second.plans_nothing()
    assert second.state()[PAIR] == made


def test_once_plans_have_agreed_with_an_import_another_role_is_refused_as_ever(
    applied: Folder, new_folder: Callable[[], Folder]
) -> None:
    second = new_folder().write(JOINED)
    second.run("import", PAIR, applied.state()[PAIR]["id"]).succeeded()
    second.run("import", MEMBERSHIP, applied.state()[MEMBERSHIP]["id"]).succeeded()
    for _ in range(2):
        second.apply().succeeded()
    assert (
        "role name can't be changed"
        in second.write(JOINED.replace("  name = ", '  role_name = "Other"\n  name = ', 1)).plan().failed().words
    )


def test_destroy_keeps_the_accounts_and_says_so(applied: Folder, estate: SimulatedEstate) -> None:
    made = applied.state()[PAIR]
    run = applied.destroy().succeeded()
    assert 'Account pair "log" was forgotten, not closed' in run.words
    for account in (made["commercial_account_id"], made["govcloud_account_id"]):
        assert account in run.words
    assert applied.state() == {}
    assert estate.calls("CloseAccount") == estate.calls("RemoveAccountFromOrganization") == 0
    assert estate.account_states() == {"ACTIVE"}
    applied.apply().succeeded()  # and finds them again: the marker is ours
    assert applied.state()[PAIR] == made
    assert estate.creations() == 1


def test_name_tags_and_unit_are_changed_in_place(applied: Folder, estate: SimulatedEstate) -> None:
    before = applied.state()[PAIR]
    applied.write(pair("log", name="Log Archive", tags={"Owner": "", "CostCenter": "200"}))
    assert applied.planned_actions()[PAIR] == ["update"]
    applied.apply().succeeded()
    after = applied.state()[PAIR]
    tags = {"Owner": "", "CostCenter": "200"}
    assert after == before | {"name": "Log Archive", "tags": tags, "tags_all": tags}
    applied.plans_nothing()
    assert estate.creations() == 1


def test_tags_changed_elsewhere_show_as_drift_and_the_marker_does_not(applied: Folder) -> None:
    applied.write(pair("log", tags={"CostCenter": "100", "Temporary": "yes"})).apply().succeeded()
    applied.write(pair("log", tags={"CostCenter": "100"}))
    run = applied.plan().succeeded()
    assert "Temporary" in run.words
    assert "govpair:owner" not in run.words


def test_closing_is_a_change_in_place_and_reopening_is_refused(applied: Folder, estate: SimulatedEstate) -> None:
    applied.write(pair("log", tags={"CostCenter": "100"}, closed=True))
    plan = applied.plan().succeeded()
    assert 'Account pair "log" will be closed' in plan.words
    applied.apply().succeeded()
    closed = applied.state()[PAIR]
    assert closed["commercial_state"] == closed["govcloud_state"] == "SUSPENDED"
    assert estate.calls("CloseAccount") == 1
    applied.plans_nothing()
    applied.write(pair("log", tags={"CostCenter": "100"}))
    assert "can't be reopened here" in applied.plan().failed().words


def test_a_pair_cannot_be_created_closed(folder: Folder, estate: SimulatedEstate) -> None:
    run = folder.write(pair("log", closed=True)).plan().failed()
    assert "can't be created closed" in run.words
    assert estate.calls() == 0


def test_another_s_account_is_not_taken_over_unless_it_is_said(folder: Folder, estate: SimulatedEstate) -> None:
    estate.simulator.vend(name="log", email="aws+log@example.gov")
    run = folder.write(pair("log")).apply().failed()
    assert "import {" in run.output
    assert "to = govpair_account_pair.log" in run.words
    assert folder.state() == {}
    folder.write(pair("log", adopt_existing=True)).apply().succeeded()
    assert folder.state()[PAIR]["govcloud_account_id"]
    assert estate.creations() == 0
    folder.plans_nothing()


def test_a_plan_of_eleven_new_pairs_is_refused_before_any_call(folder: Folder, estate: SimulatedEstate) -> None:
    folder.write("\n".join(pair(f"pair_{number}") for number in range(11)))
    for run in (folder.plan().failed(), folder.apply().failed()):
        assert "max_new_pairs is 10" in run.words
    assert estate.calls() == 0
    assert folder.state() == {}


def test_a_plan_of_ten_new_pairs_is_allowed_and_makes_no_call(folder: Folder, estate: SimulatedEstate) -> None:
    folder.write("\n".join(pair(f"pair_{number}") for number in range(10))).plan().succeeded()
    assert estate.calls() == 0


def test_two_new_pairs_with_one_email_are_refused_before_any_call(folder: Folder, estate: SimulatedEstate) -> None:
    folder.write(pair("one", email="aws+x@example.gov") + pair("two", email="AWS+x@example.gov"))
    assert "Two new account pairs have the email address" in folder.plan().failed().words
    assert estate.calls() == 0
