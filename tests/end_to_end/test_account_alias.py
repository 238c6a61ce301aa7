"""Aliases of member accounts, by one provider, through each account's role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest

from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, block, pair

pytestmark = pytest.mark.terraform

ALIAS = "govpair_account_alias.log"
HOSTS = {"commercial": "signin.aws.amazon.com", "govcloud": "signin.amazonaws-us-gov.com"}
CHANGES = ("CreateAccountAlias", "DeleteAccountAlias")


def by_hand(estate: SimulatedEstate, account_id: str) -> Any:
    """IAM as somebody else uses it, in a member account."""
    keys = estate.simulator.keys_for(account_id)
    side = (
        "commercial" if account_id in {one["commercial"] for one in estate.simulator.state()["pairs"]} else "govcloud"
    )
    return boto3.client(
        "iam",
        region_name="us-east-1" if side == "commercial" else "us-gov-west-1",
        endpoint_url=getattr(estate.simulator, side).url,
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
    )


def aliases(estate: SimulatedEstate, account_id: str) -> list[str]:
    return list(by_hand(estate, account_id).list_account_aliases()["AccountAliases"])


def alias(account_id: str, label: str = "log", **attributes: Any) -> str:
    values = {"account_id": account_id, "alias": "example-log"} | attributes
    return block(f'resource "govpair_account_alias" "{label}"', values)


@pytest.fixture
def account_id(estate: SimulatedEstate) -> str:
    """A GovCloud account."""
    made = estate.simulator.vend("log", "aws+log@example.gov")
    return str(made.govcloud.account_id)


@pytest.mark.parametrize("side", ["govcloud", "commercial"])
def test_the_whole_life_of_an_alias(
    side: str, estate: SimulatedEstate, folder: Folder, new_folder: Callable[[], Folder]
) -> None:
    made = estate.simulator.vend("log", "aws+log@example.gov")
    account_id = getattr(made, side).account_id
    given = {} if side == "govcloud" else {"side": "commercial"}

    folder.write(alias(account_id, **given)).apply().succeeded()
    assert folder.state()[ALIAS]["sign_in_url"] == f"https://example-log.{HOSTS[side]}/console/"
    assert aliases(estate, account_id) == ["example-log"]
    folder.plans_nothing()

    changed = alias(account_id, alias="example-new", on_destroy="delete", **given)
    folder.write(changed)
    assert folder.planned_actions() == {ALIAS: ["update"]}
    folder.apply().succeeded()
    assert folder.state()[ALIAS]["sign_in_url"] == f"https://example-new.{HOSTS[side]}/console/"
    assert aliases(estate, account_id) == ["example-new"]
    folder.plans_nothing()

    second = new_folder().write(alias(account_id, alias="example-new", **given))
    second.run("import", ALIAS, str(account_id)).succeeded()
    assert second.state()[ALIAS] == folder.state()[ALIAS] | {"on_destroy": "keep"}
    second.plans_nothing()
    run = second.destroy().succeeded()
    assert f"The alias of account {account_id} was forgotten, not deleted" in run.words
    assert aliases(estate, account_id) == ["example-new"]

    run = folder.destroy().succeeded()
    assert "was forgotten" not in run.words
    assert aliases(estate, account_id) == []


def test_a_pair_and_the_aliases_of_both_halves_are_made_in_one_apply(folder: Folder, estate: SimulatedEstate) -> None:
    declared = pair("log")
    for side in HOSTS:
        reference = Expression(f"govpair_account_pair.log.{side}_account_id")
        declared += block(
            f'resource "govpair_account_alias" "{side}"',
            {"account_id": reference, "side": side, "alias": "example-log"},
        )
    folder.write(declared).apply().succeeded()
    folder.plans_nothing()
    (made,) = [one for one in estate.simulator.state()["pairs"] if one["govcloud"] != estate.govcloud.account_id]
    assert [aliases(estate, made[side]) for side in HOSTS] == [["example-log"]] * 2


def test_what_is_changed_by_hand_shows_as_drift_and_is_put_right(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(alias(account_id)).apply().succeeded()
    by_hand(estate, account_id).create_account_alias(AccountAlias="by-hand")
    run = folder.plan().succeeded()
    assert '"by-hand" -> "example-log"' in run.words
    folder.apply().succeeded()
    assert aliases(estate, account_id) == ["example-log"]
    folder.plans_nothing()


def test_an_alias_deleted_by_hand_is_warned_about_and_given_again_in_place(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(alias(account_id)).apply().succeeded()
    by_hand(estate, account_id).delete_account_alias(AccountAlias="example-log")
    run = folder.plan().succeeded()
    assert f"The alias of account {account_id} doesn't exist any more" in run.words
    assert folder.planned_actions() == {ALIAS: ["update"]}
    folder.apply().succeeded()
    assert aliases(estate, account_id) == ["example-log"]
    folder.plans_nothing()


def test_an_alias_that_is_there_is_taken_up_and_another_one_is_imported_first(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    by_hand(estate, account_id).create_account_alias(AccountAlias="theirs")
    estate.simulator.reset_calls()
    run = folder.write(alias(account_id)).apply().failed()
    assert "has the alias theirs already" in run.words
    assert f'id = "govcloud/{account_id}"' in run.words
    assert "  alias " in run.output
    assert folder.state() == {}
    assert [estate.calls(operation) for operation in CHANGES] == [0, 0]

    run = folder.write(alias(account_id, alias="theirs")).apply().succeeded()
    assert "was there already and was taken up" in run.words
    folder.plans_nothing()
    folder.run("state", "rm", ALIAS).succeeded()

    brought_in = f'import {{\n  to = {ALIAS}\n  id = "govcloud/{account_id}"\n}}\n'
    folder.write(brought_in + alias(account_id))
    assert '"theirs" -> "example-log"' in folder.plan().succeeded().words
    folder.apply().succeeded()
    assert aliases(estate, account_id) == ["example-log"]
    folder.plans_nothing()


def test_an_alias_of_another_account_is_refused_at_its_attribute_and_leaves_no_state(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    other = estate.simulator.vend("other", "aws+other@example.gov").govcloud.account_id
    by_hand(estate, other).create_account_alias(AccountAlias="example-log")
    run = folder.write(alias(account_id)).apply().failed()
    assert "the alias is taken" in run.words
    assert "import" not in run.words
    assert "  alias " in run.output
    assert folder.state() == {}


def test_one_alias_of_two_accounts_is_refused_at_plan(account_id: str, folder: Folder, estate: SimulatedEstate) -> None:
    other = estate.simulator.vend("other", "aws+other@example.gov").govcloud.account_id
    estate.simulator.reset_calls()
    run = folder.write(alias(account_id) + alias(other, "other")).plan().failed()
    assert "is planned for account" in run.words
    assert estate.calls() == 0


@pytest.mark.parametrize("how", ["replace", "taint", "renamed"])
def test_a_replacement_deletes_nothing_and_makes_nothing_and_says_why(
    how: str, account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(alias(account_id, on_destroy="delete")).apply().succeeded()
    estate.simulator.reset_calls()
    if how == "taint":
        folder.run("taint", ALIAS).succeeded()
    if how == "renamed":
        folder.write(alias(account_id, "other", on_destroy="delete"))
    run = folder.apply(*(["-replace", ALIAS] if how == "replace" else [])).failed()
    assert "can't be replaced or made twice" in run.words
    assert [estate.calls(operation) for operation in CHANGES] == [0, 0]


def test_a_lost_answer_and_a_stop_halfway_end_well(account_id: str, folder: Folder, estate: SimulatedEstate) -> None:
    from partition_simulator import Fault

    estate.simulator.inject(Fault("iam", "CreateAccountAlias", drop="after"))
    folder.write(alias(account_id)).apply().succeeded()
    folder.plans_nothing()
    folder.write(alias(account_id, alias="example-new"))
    estate.simulator.inject(Fault("iam", "CreateAccountAlias", code="LimitExceeded", status=409))
    folder.apply().failed()
    assert folder.state()[ALIAS]["alias"] == "example-log"
    folder.apply().succeeded()
    folder.plans_nothing()


def test_an_alias_that_cannot_be_read_stays_in_the_state_with_the_ways_out(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(alias(account_id)).apply().succeeded()
    before = folder.state()
    commercial = next(one["commercial"] for one in estate.simulator.state()["pairs"] if one["govcloud"] == account_id)
    estate.commercial_organizations().close_account(AccountId=commercial)
    estate.simulator.clock.advance(3600)
    run = folder.plan().failed()
    assert "closed account" in run.words
    assert "terraform state rm" in run.words
    assert folder.state() == before


def test_what_cannot_be_meant_is_refused_without_a_call(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    estate.simulator.reset_calls()
    for name, value in {
        "alias": "a--b",
        "role_arn": f"arn:aws:iam::{account_id}:role/x",
        "side": "china",
        "on_destroy": "destroy",
    }.items():
        run = folder.write(alias(account_id, **{name: value})).plan().failed()
        assert f"  {name} " in run.output
    assert estate.calls() == 0


def test_another_account_or_side_is_refused_at_plan(account_id: str, folder: Folder) -> None:
    folder.write(alias(account_id)).apply().succeeded()
    assert "means another account" in folder.write(alias("123456789012")).plan().failed().words
    assert "means another account" in folder.write(alias(account_id, side="commercial")).plan().failed().words


def test_importing_what_is_not_there_or_badly_named_is_an_error(account_id: str, folder: Folder) -> None:
    folder.write(alias(account_id))
    assert "Invalid import id" in folder.run("import", "-no-color", ALIAS, "example-log").failed().words
    assert "non-existent" in folder.run("import", "-no-color", ALIAS, account_id).failed().words
