"""The provider's default tags and the resources' own: one set of tags at AWS, each of its changes shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, block, pair

pytestmark = pytest.mark.terraform

PAIR = "govpair_account_pair.log"


@pytest.fixture
def declare(folder: Folder) -> Callable[..., Folder]:
    """Writes one pair with these tags under a provider with those default tags."""
    return lambda defaults, **pair_attributes: write(folder, defaults, **pair_attributes)


def write(folder: Folder, defaults: str, **attributes: Any) -> Folder:
    sets = folder.provider.split("  default_tags")[0].rstrip()
    return folder.write(pair("log", **attributes), f"{sets}\n  default_tags = {defaults}")


def tag_by_hand(estate: SimulatedEstate, folder: Folder, put: dict[str, str], *gone: str) -> None:
    client, account_id = estate.commercial_organizations(), folder.state()[PAIR]["id"]
    if put:
        client.tag_resource(ResourceId=account_id, Tags=[{"Key": key, "Value": put[key]} for key in put])
    if gone:
        client.untag_resource(ResourceId=account_id, TagKeys=list(gone))


def tags_at_aws(estate: SimulatedEstate, folder: Folder) -> dict[str, str]:
    answer = estate.commercial_organizations().list_tags_for_resource(ResourceId=folder.state()[PAIR]["id"])
    return {tag["Key"]: tag["Value"] for tag in answer["Tags"]}


def test_default_tags_are_set_and_the_resource_s_own_win(
    declare: Callable[..., Folder], estate: SimulatedEstate, new_folder: Callable[[], Folder]
) -> None:
    folder = declare('{ Team = "platform", Env = "prod" }', tags={"Env": "test", "CostCenter": "100"})
    folder.apply().succeeded()
    made = folder.state()[PAIR]
    assert made["tags"] == {"Env": "test", "CostCenter": "100"}
    assert made["tags_all"] == {"Team": "platform", "Env": "test", "CostCenter": "100"}
    assert tags_at_aws(estate, folder) == made["tags_all"] | {"govpair:owner": "govpair"}
    folder.plans_nothing()
    second = write(new_folder(), '{ Team = "platform", Env = "prod" }', tags={"Env": "test", "CostCenter": "100"})
    second.run("import", PAIR, made["id"]).succeeded()
    assert second.state()[PAIR] == made
    second.plans_nothing()


def test_changed_default_tags_are_changed_in_place(declare: Callable[..., Folder], estate: SimulatedEstate) -> None:
    declare('{ Team = "platform", Old = "yes" }').apply().succeeded()
    folder = declare('{ Team = "security", Env = "" }')
    assert folder.planned_actions() == {PAIR: ["update"]}
    folder.apply().succeeded()
    assert folder.state()[PAIR]["tags"] is None
    assert folder.state()[PAIR]["tags_all"] == {"Team": "security", "Env": ""}
    assert tags_at_aws(estate, folder) == {"Team": "security", "Env": "", "govpair:owner": "govpair"}
    folder.plans_nothing()
    folder = declare("null")
    folder.apply().succeeded()
    assert tags_at_aws(estate, folder) == {"govpair:owner": "govpair"}
    folder.plans_nothing()


def test_a_tag_that_moves_between_default_and_own_makes_no_call(
    declare: Callable[..., Folder], estate: SimulatedEstate
) -> None:
    declare('{ Team = "platform" }').apply().succeeded()
    for folder in (
        declare("{}", tags={"Team": "platform"}),
        declare('{ Team = "platform" }', tags={"Team": "platform"}),
        declare('{ Team = "platform" }'),
    ):
        folder.apply().succeeded()
        folder.plans_nothing()
    assert estate.calls("TagResource") == estate.calls("UntagResource") == 0


@pytest.mark.parametrize(
    ("put", "gone"),
    [
        ({"Team": "by-hand"}, []),  # a default one
        ({"CostCenter": "by-hand"}, []),  # one of its own
        ({"Temporary": "by-hand"}, []),  # nobody's
        ({}, ["Team"]),
        ({}, ["CostCenter"]),
        ({}, ["Team", "CostCenter"]),
    ],
)
def test_tags_changed_by_hand_are_shown_and_put_right(
    put: dict[str, str], gone: list[str], declare: Callable[..., Folder], estate: SimulatedEstate
) -> None:
    folder = declare('{ Team = "platform" }', tags={"CostCenter": "100"})
    folder.apply().succeeded()
    before = folder.state()
    tag_by_hand(estate, folder, put, *gone)
    plan = folder.plan().succeeded()
    assert "1 to change" in plan.words
    assert all(key in plan.words for key in [*put, *gone])
    folder.apply("-refresh-only").succeeded()  # what is in the state by then must not look declared
    assert "1 to change" in folder.plan().words
    folder.apply().succeeded()
    assert folder.state() == before
    assert tags_at_aws(estate, folder) == before[PAIR]["tags_all"] | {"govpair:owner": "govpair"}
    folder.plans_nothing()


def test_default_tags_may_be_known_only_at_apply(folder: Folder) -> None:
    later = 'resource "terraform_data" "team" {\n  input = "platform"\n}\n'
    sets = folder.provider
    for defaults in ("{ Team = terraform_data.team.output }", "terraform_data.team.output == null ? {} : { A = 1 }"):
        folder.write(later + pair("log", tags={"A": "1"}), f"{sets}\n  default_tags = {defaults}").apply().succeeded()
        folder.plans_nothing()
    assert folder.state()[PAIR]["tags_all"] == {"A": "1"}


def test_a_tag_known_only_at_apply_is_set(folder: Folder) -> None:
    later = 'resource "terraform_data" "team" {\n  input = "platform"\n}\n'
    folder.write(later + pair("log", tags=Expression("{ Team = terraform_data.team.output }"))).apply().succeeded()
    assert folder.state()[PAIR]["tags_all"] == {"Team": "platform"}
    folder.plans_nothing()


def test_too_many_tags_in_all_are_refused_before_any_call(
    declare: Callable[..., Folder], estate: SimulatedEstate
) -> None:
    folder = declare('{ for n in range(25) : "d${n}" => "v" }', tags={f"t{n}": "v" for n in range(25)})
    assert "too many tags" in folder.plan().failed().words
    assert estate.calls() == 0


@pytest.mark.parametrize("defaults", ['{ "govpair:owner" = "x" }', '{ "aws:x" = "y" }', '{ "" = "y" }', "{ a = null }"])
def test_default_tags_that_no_account_can_have_are_refused(
    defaults: str, declare: Callable[..., Folder], estate: SimulatedEstate
) -> None:
    assert "default_tags" in declare(defaults).plan().failed().words
    assert estate.calls() == 0


def test_a_membership_has_the_default_tags_too(folder: Folder, estate: SimulatedEstate) -> None:
    address, sets = "govpair_membership.log", folder.provider
    reference = {"account_id": Expression("govpair_account_pair.log.govcloud_account_id")}

    def declare(defaults: str, **attributes: Any) -> Folder:
        member = block('resource "govpair_membership" "log"', reference | attributes)
        return folder.write(pair("log") + member, f"{sets}\n  default_tags = {defaults}")

    declare('{ Team = "platform", Env = "prod" }', tags={"Env": "test"}).apply().succeeded()
    made = folder.state()[address]
    assert made["tags"] == {"Env": "test"}
    assert made["tags_all"] == {"Team": "platform", "Env": "test"}
    assert folder.state()[PAIR]["tags_all"] == {"Team": "platform", "Env": "prod"}
    folder.plans_nothing()
    folder.run("state", "rm", address).succeeded()
    folder.run("import", address, made["id"]).succeeded()
    assert folder.state()[address]["tags_all"] == made["tags_all"]
    folder.plans_nothing()
    declare('{ Team = "security" }').apply().succeeded()
    assert folder.state()[address]["tags_all"] == {"Team": "security"}
    assert folder.state()[address]["tags"] is None
    folder.plans_nothing()


def test_the_first_declared_tags_take_off_what_was_there_and_the_next_plan_is_empty(
    folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(pair("log")).apply().succeeded()
    made = folder.state()["govpair_account_pair.log"]["id"]
    client = estate.commercial_organizations()
    client.tag_resource(ResourceId=made, Tags=[{"Key": "Stray", "Value": "by hand"}])
    folder.plans_nothing()  # no tags are declared: none are looked after
    run = folder.write(pair("log", tags={"Stage": "test"})).apply().succeeded()
    assert "gets its first declared tags" in run.words
    tags = {tag["Key"]: tag["Value"] for tag in client.list_tags_for_resource(ResourceId=made)["Tags"]}
    assert tags == {"Stage": "test", "govpair:owner": "govpair"}
    folder.plans_nothing()
