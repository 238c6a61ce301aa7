"""The effective policy: inheritance from the root down, as the user guide's examples have it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from partition_simulator.organizations.effective_policy import merge
from partition_simulator.partitions import Side
from tests.simulator.conftest import Bench, code_of, member_of

CONTROL = "@@operators_allowed_for_child_policies"


def tags(**members: Any) -> dict[str, Any]:
    return {"tags": {"project": members}}


def merged(*levels: list[dict[str, Any]]) -> Any:
    return merge(levels).get("tags", {}).get("project")


TWO = tags(tag_key={"@@assign": "Project"}, tag_value={"@@assign": ["Development", "Support"]})


def test_a_child_s_assignment_takes_the_parent_s_place() -> None:
    assert merged([TWO], [tags(tag_value={"@@assign": ["Sandbox"]})]) == {
        "tag_key": "Project",
        "tag_value": ["Sandbox"],
    }


def test_a_child_adds_to_what_it_inherits_and_takes_from_it() -> None:
    child = tags(tag_value={"@@append": ["Marketing"]}, enforced_for={"@@append": ["s3:bucket"]})
    grandchild = tags(tag_value={"@@remove": ["Development"]}, enforced_for={"@@remove": ["s3:bucket"]})
    assert merged([TWO], [child])["tag_value"] == ["Development", "Support", "Marketing"]
    assert merged([TWO], [child], [grandchild]) == {"tag_key": "Project", "tag_value": ["Support", "Marketing"]}


def test_a_parent_holds_back_the_operators_that_it_does_not_allow() -> None:
    parent = tags(
        tag_key={CONTROL: ["@@none"], "@@assign": "Project"},
        tag_value={CONTROL: ["@@append"], "@@assign": ["Maintenance"]},
    )
    child = tags(
        tag_key={"@@assign": "PROJECT"},
        tag_value={"@@assign": ["x"], "@@append": ["Research"], CONTROL: ["@@all"]},
    )
    wish = tags(tag_value={"@@assign": ["y"]})
    assert merged([parent], [child], [wish]) == {"tag_key": "Project", "tag_value": ["Maintenance", "Research"]}


def test_controls_of_one_level_are_intersected() -> None:
    first = tags(tag_value={CONTROL: ["@@append"], "@@assign": ["Maintenance"]})
    second = tags(tag_value={CONTROL: ["@@append", "@@remove"]})
    child = tags(tag_value={"@@append": ["more"], "@@remove": ["Maintenance"]})
    assert merged([first, second], [child])["tag_value"] == ["Maintenance", "more"]


def test_the_policy_attached_first_decides_on_its_level() -> None:
    first = tags(tag_key={"@@assign": "PROJECT"}, tag_value={"@@append": ["Maintenance"]})
    assert merged([first, tags(tag_key={"@@assign": "project"}, tag_value={"@@append": ["Escalations"]})]) == {
        "tag_key": "PROJECT",
        "tag_value": ["Maintenance", "Escalations"],
    }


def test_a_closed_container_takes_no_new_children() -> None:
    parent = {"plans": {CONTROL: ["@@none"], "a": {"regions": {"@@assign": ["us-gov-west-1"]}}}}
    child = {"plans": {"b": {"regions": {"@@assign": ["us-gov-east-1"]}}}}
    assert merge([[parent], [child]]) == {"plans": {"a": {"regions": ["us-gov-west-1"]}}}


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_a_member_reads_its_own_effective_policy_and_the_management_account_any(organized: Bench, side: Side) -> None:
    client = organized.organizations(side)
    account, member = member_of(organized, side)
    other, _ = member_of(organized, side)
    root = client.list_roots()["Roots"][0]["Id"]
    with pytest.raises(ClientError) as error:
        member.describe_effective_policy(PolicyType="TAG_POLICY")
    assert code_of(error) == "EffectivePolicyNotFoundException"
    client.enable_policy_type(RootId=root, PolicyType="TAG_POLICY")
    for name, document, target in (
        ("root", TWO, root),
        ("own", tags(tag_value={"@@remove": ["Support"]}), account),
    ):
        made = client.create_policy(Name=name, Description="", Type="TAG_POLICY", Content=json.dumps(document))
        client.attach_policy(PolicyId=made["Policy"]["PolicySummary"]["Id"], TargetId=target)
    policy = member.describe_effective_policy(PolicyType="TAG_POLICY")["EffectivePolicy"]
    assert json.loads(policy["PolicyContent"]) == tags(tag_key="Project", tag_value=["Development"])
    assert (policy["TargetId"], policy["PolicyType"]) == (account, "TAG_POLICY")
    assert client.describe_effective_policy(PolicyType="TAG_POLICY", TargetId=account)["EffectivePolicy"] == policy
    with pytest.raises(ClientError) as error:
        member.describe_effective_policy(PolicyType="TAG_POLICY", TargetId=other)
    assert code_of(error) == "AccessDeniedException"
    with pytest.raises(ClientError) as error:
        client.describe_effective_policy(PolicyType="TAG_POLICY", TargetId="000000000000")
    assert code_of(error) == "TargetNotFoundException"
