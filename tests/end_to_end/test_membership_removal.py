"""Ending a membership by destroying it: only when that is declared, only this one, and only as AWS allows."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from custom_resources.engine.handshake_reasons import REMOVAL_REASONS
from partition_simulator import Fault
from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Folder
from tests.end_to_end.parties import govcloud_client
from tests.end_to_end.test_membership import MEMBERSHIP, membership

pytestmark = pytest.mark.terraform

CLAIM = "govpair:membership"


@pytest.fixture
def account_id(estate: SimulatedEstate) -> str:
    return estate.simulator.vend("log", "aws+log@example.gov").govcloud.account_id


@pytest.fixture
def applied(folder: Folder, account_id: str) -> Folder:
    """A folder with a membership that is to be ended when it is destroyed."""
    folder.write(membership(account_id, on_destroy="remove")).apply().succeeded()
    return folder


def members(estate: SimulatedEstate) -> list[str]:
    listed = govcloud_client(estate, "organizations", estate.govcloud).list_accounts()["Accounts"]
    return [account["Id"] for account in listed]


def tags(estate: SimulatedEstate, account_id: str) -> dict[str, str]:
    client = govcloud_client(estate, "organizations", estate.govcloud)
    return {tag["Key"]: tag["Value"] for tag in client.list_tags_for_resource(ResourceId=account_id)["Tags"]}


def test_destroying_removes_the_account_where_that_is_declared(
    applied: Folder, account_id: str, estate: SimulatedEstate
) -> None:
    assert set(tags(estate, account_id)) == {CLAIM}
    assert applied.state()[MEMBERSHIP]["tags"] is None  # the claim is no drift
    applied.plans_nothing()
    assert "will be ended" in applied.plan("-destroy").succeeded().words
    applied.destroy().succeeded()
    assert account_id not in members(estate)
    assert applied.state() == {}
    applied.apply().succeeded()
    applied.plans_nothing()


def leaves(estate: SimulatedEstate, account_id: str) -> None:
    """What a killed apply leaves behind: AWS has removed the account, and the state doesn't know."""
    govcloud_client(estate, "organizations", estate.govcloud).remove_account_from_organization(AccountId=account_id)


def test_a_removal_that_was_cut_short_is_finished_by_the_next_apply(
    applied: Folder, account_id: str, estate: SimulatedEstate
) -> None:
    leaves(estate, account_id)
    # Terraform 1.11 plans what is no longer declared before it reads it, so the plan of this one can't say so yet.
    applied.write("").apply().succeeded()
    assert applied.state() == {}
    applied.plans_nothing()


def test_a_destroy_that_was_cut_short_is_finished_by_the_next_one(
    applied: Folder, account_id: str, estate: SimulatedEstate
) -> None:
    leaves(estate, account_id)
    assert "has ended already" in applied.destroy().succeeded().words
    assert applied.state() == {}


def test_one_that_left_and_is_still_declared_is_an_error_and_not_invited_again(
    applied: Folder, account_id: str, estate: SimulatedEstate
) -> None:
    leaves(estate, account_id)
    before, invitations = applied.state(), estate.calls("InviteAccountToOrganization")
    assert applied.planned_actions() == {MEMBERSHIP: ["update"]}
    assert "this plan can't be applied" in applied.plan().succeeded().words
    assert "is not a member of the GovCloud organization" in applied.apply().failed().words
    assert applied.state() == before
    assert estate.calls("InviteAccountToOrganization") == invitations


def test_credentials_of_another_organization_do_not_pass_for_a_removal(
    applied: Folder, account_id: str, estate: SimulatedEstate
) -> None:
    leaves(estate, account_id)
    organizations = govcloud_client(estate, "organizations", estate.govcloud)
    organizations.delete_organization()
    organizations.create_organization(FeatureSet="ALL")
    applied.write("")
    assert "is not a member of the GovCloud organization" in applied.plan().failed().words
    assert set(applied.state()) == {MEMBERSHIP}


def test_what_is_declared_counts_from_the_next_apply_on(
    folder: Folder, account_id: str, estate: SimulatedEstate
) -> None:
    folder.write(membership(account_id)).apply().succeeded()
    assert tags(estate, account_id) == {}
    folder.write(membership(account_id, on_destroy="remove", tags={"a": "b"})).apply().succeeded()
    assert set(tags(estate, account_id)) == {CLAIM, "a"}
    folder.plans_nothing()
    folder.write("").apply().succeeded()
    assert account_id not in members(estate)


@pytest.mark.parametrize("reason", sorted(REMOVAL_REASONS))
def test_a_refusal_is_named_and_leaves_the_membership_in_the_state(
    reason: str, applied: Folder, account_id: str, estate: SimulatedEstate
) -> None:
    before = applied.state()
    refusal = Fault(
        "organizations", "RemoveAccountFromOrganization", code="ConstraintViolationException", reason=reason
    )
    estate.simulator.inject(refusal)
    run = applied.destroy().failed()
    entry = REMOVAL_REASONS[reason]
    for text in (reason, account_id, entry.title, entry.meaning, entry.step, "The membership stays in the state."):
        assert " ".join(text.split()) in run.words
    assert applied.state() == before
    assert account_id in members(estate)
    applied.plans_nothing()
    applied.write(membership(account_id, on_destroy="keep")).apply().succeeded()
    applied.destroy().succeeded()
    assert account_id in members(estate)


def test_a_suspended_member_is_removed(applied: Folder, account_id: str, estate: SimulatedEstate) -> None:
    estate.simulator.world.accounts[account_id].state = "SUSPENDED"
    applied.apply().succeeded()
    assert applied.state()[MEMBERSHIP]["state"] == "SUSPENDED"
    applied.plans_nothing()
    applied.destroy().succeeded()
    assert account_id not in members(estate)


def test_one_that_has_ended_already_is_destroyed_without_a_removal(
    applied: Folder, account_id: str, estate: SimulatedEstate
) -> None:
    client = govcloud_client(estate, "organizations", estate.govcloud)
    client.remove_account_from_organization(AccountId=account_id)
    estate.simulator.reset_calls()
    applied.destroy("-refresh=false").succeeded()
    assert applied.state() == {}
    assert estate.calls("RemoveAccountFromOrganization") == 0


def with_deposed(folder: Folder, change: Callable[[dict[str, Any]], None]) -> None:
    """Put a deposed object beside the present one into the state, as an interrupted replacement leaves it."""
    path = folder.path / "terraform.tfstate"
    state = json.loads(path.read_text())
    (resource,) = state["resources"]
    deposed = copy.deepcopy(resource["instances"][0]) | {"deposed": "0badcafe"}
    change(deposed)
    resource["instances"].append(deposed)
    state["serial"] += 1
    path.write_text(json.dumps(state))


def other_claim(instance: dict[str, Any]) -> None:
    private = json.loads(base64.b64decode(instance["private"]))
    assert private["claim"]
    instance["private"] = base64.b64encode(json.dumps(private | {"claim": "older"}).encode()).decode()


def no_claim(instance: dict[str, Any]) -> None:
    del instance["private"]


def earlier_membership(instance: dict[str, Any]) -> None:
    instance["attributes"]["joined_timestamp"] = "2020-01-01T00:00:00Z"


@pytest.mark.parametrize("change", [other_claim, no_claim, earlier_membership])
def test_a_deposed_membership_never_evicts_the_live_one(
    change: Callable[[dict[str, Any]], None], applied: Folder, account_id: str, estate: SimulatedEstate
) -> None:
    before = applied.state()
    with_deposed(applied, change)
    # A refresh would bring the deposed object's timestamp up to date.
    run = applied.apply(*(["-refresh=false"] if change is earlier_membership else [])).succeeded()
    assert "was forgotten, not ended" in run.words
    assert account_id in members(estate)
    assert applied.state() == before
    assert "0badcafe" not in (applied.path / "terraform.tfstate").read_text()
    applied.plans_nothing()
    applied.destroy().succeeded()
    assert account_id not in members(estate)


@pytest.mark.parametrize("on_destroy", ["keep", "remove"])
def test_a_membership_that_another_state_took_over_is_not_ended(
    on_destroy: str, applied: Folder, account_id: str, estate: SimulatedEstate, new_folder: Callable[[], Folder]
) -> None:
    second = new_folder().write(membership(account_id, on_destroy=on_destroy))
    second.apply().succeeded()
    run = applied.destroy().succeeded()
    assert "has taken it over" in run.words
    assert account_id in members(estate)
    second.plans_nothing()
    second.destroy().succeeded()
    assert (account_id in members(estate)) is (on_destroy == "keep")


def test_a_membership_that_began_anew_in_another_way_is_not_ended(
    applied: Folder, account_id: str, estate: SimulatedEstate
) -> None:
    client = govcloud_client(estate, "organizations", estate.govcloud)
    client.remove_account_from_organization(AccountId=account_id)
    estate.simulator.clock.advance(86400)
    target = {"Id": account_id, "Type": "ACCOUNT"}
    handshake = client.invite_account_to_organization(Target=target)["Handshake"]
    keys = estate.simulator.keys_for(account_id)
    govcloud_client(estate, "organizations", keys).accept_handshake(HandshakeId=handshake["Id"])
    assert "another membership" in applied.destroy("-refresh=false").succeeded().words
    assert account_id in members(estate)


def test_without_tags_no_membership_is_ended_and_the_plan_says_so(
    folder: Folder, account_id: str, estate: SimulatedEstate
) -> None:
    marked, unmarked = folder.provider, f"creation_marker = false\n{folder.provider}"
    run = folder.write(membership(account_id, on_destroy="remove"), unmarked).plan().failed()
    assert "creation_marker = false leaves out" in run.words
    assert "  on_destroy = " in run.output
    assert estate.calls() == 0
    folder.write(membership(account_id)).apply().succeeded()
    assert tags(estate, account_id) == {}
    folder.write(membership(account_id, on_destroy="remove"), marked).apply().succeeded()
    folder.destroy().succeeded()
    assert account_id not in members(estate)


def test_a_membership_whose_claim_was_removed_by_hand_is_not_ended(
    applied: Folder, account_id: str, estate: SimulatedEstate
) -> None:
    client = govcloud_client(estate, "organizations", estate.govcloud)
    client.untag_resource(ResourceId=account_id, TagKeys=[CLAIM])
    run = applied.destroy().succeeded()
    assert f"its tag {CLAIM} is gone" in run.words
    assert account_id in members(estate)


def test_one_without_tags_cannot_take_over_what_another_state_may_end(
    applied: Folder, account_id: str, estate: SimulatedEstate, new_folder: Callable[[], Folder]
) -> None:
    second = new_folder()
    second.write(membership(account_id), f"creation_marker = false\n{second.provider}")
    assert "is claimed by another declaration" in second.apply().failed().words
    assert second.state() == {}
    client = govcloud_client(estate, "organizations", estate.govcloud)
    client.untag_resource(ResourceId=account_id, TagKeys=[CLAIM])  # the way out that was named
    second.apply().succeeded()
    applied.destroy().succeeded()
    assert account_id in members(estate)


def test_a_claim_that_is_refused_names_the_way_out(folder: Folder, account_id: str, estate: SimulatedEstate) -> None:
    estate.simulator.inject(Fault("organizations", "TagResource", code="AccessDeniedException"))
    run = folder.write(membership(account_id, on_destroy="remove")).apply().failed()
    assert 'on_destroy = "keep" needs none' in run.words
    assert "  on_destroy = " in run.output
    assert folder.state() == {}
    folder.apply().succeeded()
    folder.plans_nothing()


def test_a_new_address_that_imports_what_the_old_one_would_end_is_refused_and_a_moved_block_is_fine(
    applied: Folder, account_id: str, estate: SimulatedEstate
) -> None:
    renamed = membership(account_id, on_destroy="remove").replace('"log"', '"renamed"')
    brought_in = f'import {{\n  to = govpair_membership.renamed\n  id = "{account_id}"\n}}\n'
    run = applied.write(renamed + brought_in).apply().failed()
    assert "is ended and kept in one plan" in run.words
    assert "`moved` block" in run.words
    assert account_id in members(estate)
    moved = "moved {\n  from = govpair_membership.log\n  to = govpair_membership.renamed\n}\n"
    applied.write(renamed + moved).apply().succeeded()
    applied.plans_nothing()
    assert account_id in members(estate)
    assert estate.calls("RemoveAccountFromOrganization") == 0
