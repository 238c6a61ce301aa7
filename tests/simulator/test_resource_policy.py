"""Delegation by the organization's resource policy."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from partition_simulator.partitions import PARTITIONS, Side
from tests.simulator.conftest import Bench, code_of, member_of, reason_of, refusal

TAG_POLICY = json.dumps({"tags": {"project": {"tag_key": {"@@assign": "Project"}}}})


def document(side: Side, account_id: str, actions: Any, **more: Any) -> str:
    principal = {"AWS": f"arn:{PARTITIONS[side].name}:iam::{account_id}:root"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": actions, "Resource": "*", **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_a_member_makes_the_calls_that_the_resource_policy_names(organized: Bench, side: Side) -> None:
    account, member = member_of(organized, side)
    content = document(side, account, ["organizations:ListAccounts", "organizations:CreatePolicy"])
    organized.organizations(side).put_resource_policy(Content=content)
    assert len(member.list_accounts()["Accounts"]) == 2
    assert member.create_policy(Name="t", Description="", Type="TAG_POLICY", Content=TAG_POLICY)
    with pytest.raises(ClientError) as error:
        member.list_roots()
    assert code_of(error) == "AccessDeniedException"
    organized.organizations(side).delete_resource_policy()
    with pytest.raises(ClientError) as error:
        member.list_accounts()
    assert code_of(error) == "AccessDeniedException"


def test_a_condition_on_the_policy_type_holds_back_other_types(organized: Bench) -> None:
    account, member = member_of(organized, "govcloud")
    condition = {"StringLikeIfExists": {"organizations:PolicyType": ["TAG_POLICY"]}}
    content = document("govcloud", account, ["organizations:CreatePolicy", "organizations:List*"], Condition=condition)
    organized.organizations("govcloud").put_resource_policy(Content=content)
    assert member.list_policies(Filter="TAG_POLICY")["Policies"] == []
    for refused in (
        lambda: member.list_policies(Filter="SERVICE_CONTROL_POLICY"),
        lambda: member.create_policy(Name="s", Description="", Type="SERVICE_CONTROL_POLICY", Content="{}"),
    ):
        assert refusal(refused)[0] == "AccessDeniedException"


def test_resources_and_a_deny_hold_back_too(organized: Bench) -> None:
    client = organized.organizations("commercial")
    account, member = member_of(organized, "commercial")
    root = client.list_roots()["Roots"][0]
    unit = client.create_organizational_unit(ParentId=root["Id"], Name="A")["OrganizationalUnit"]
    allowed = json.loads(document("commercial", account, "organizations:ListChildren", Resource=unit["Arn"]))
    client.put_resource_policy(Content=json.dumps(allowed))
    assert member.list_children(ParentId=unit["Id"], ChildType="ACCOUNT")["Children"] == []
    with pytest.raises(ClientError) as error:
        member.list_children(ParentId=root["Id"], ChildType="ACCOUNT")
    assert code_of(error) == "AccessDeniedException"
    allowed["Statement"].append({**allowed["Statement"][0], "Effect": "Deny", "Resource": "*"})
    client.put_resource_policy(Content=json.dumps(allowed))
    with pytest.raises(ClientError) as error:
        member.list_children(ParentId=unit["Id"], ChildType="ACCOUNT")
    assert code_of(error) == "AccessDeniedException"


def test_another_member_and_another_organization_get_nothing_from_it(organized: Bench) -> None:
    account, _ = member_of(organized, "commercial")
    _, other = member_of(organized, "commercial")
    content = document("commercial", account, "organizations:ListAccounts")
    organized.organizations("commercial").put_resource_policy(Content=content)
    with pytest.raises(ClientError) as error:
        other.list_accounts()
    assert code_of(error) == "AccessDeniedException"
    with pytest.raises(ClientError) as error:
        organized.organizations("govcloud").describe_resource_policy()
    assert code_of(error) == "ResourcePolicyNotFoundException"


def test_a_resource_policy_is_described_tagged_replaced_and_deleted(organized: Bench) -> None:
    client = organized.organizations("govcloud")
    account, _ = member_of(organized, "govcloud")
    content = document("govcloud", account, "organizations:ListAccounts")
    made = client.put_resource_policy(Content=content, Tags=[{"Key": "a", "Value": "1"}])["ResourcePolicy"]
    summary = made["ResourcePolicySummary"]
    organization = client.describe_organization()["Organization"]
    assert summary["Arn"] == (
        f"arn:aws-us-gov:organizations::{organization['MasterAccountId']}:resourcepolicy/{organization['Id']}"
        f"/{summary['Id']}"
    )
    assert client.list_tags_for_resource(ResourceId=summary["Id"])["Tags"] == [{"Key": "a", "Value": "1"}]
    other = document("govcloud", account, "organizations:ListRoots")
    assert client.put_resource_policy(Content=other)["ResourcePolicy"]["ResourcePolicySummary"] == summary
    assert client.describe_resource_policy()["ResourcePolicy"]["Content"] == other
    client.delete_resource_policy()
    with pytest.raises(ClientError) as error:
        client.delete_resource_policy()
    assert code_of(error) == "ResourcePolicyNotFoundException"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Action": "organizations:MoveAccount"}, "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY"),
        ({"Action": "s3:GetObject"}, "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY"),
        ({"Resource": "arn:aws-us-gov:s3:::bucket"}, "UNSUPPORTED_RESOURCE_IN_RESOURCE_POLICY"),
        ({"Principal": {"AWS": "arn:aws:iam::111122223333:root"}}, "INVALID_PRINCIPAL"),
        ({"Principal": {"Service": "s3.amazonaws.com"}}, "INVALID_PRINCIPAL"),
        ({"Effect": "Maybe"}, "INVALID_RESOURCE_POLICY_JSON"),
        ({"NotAction": "organizations:ListRoots"}, "INVALID_RESOURCE_POLICY_JSON"),
        ({"Condition": {"StringEquals": {"aws:SourceIp": "10.0.0.0"}}}, "INVALID_RESOURCE_POLICY_JSON"),
        ({"Condition": {"StringEquals": "x"}}, "INVALID_RESOURCE_POLICY_JSON"),
    ],
)
def test_a_resource_policy_that_cannot_be_one_is_refused(organized: Bench, change: dict[str, Any], reason: str) -> None:
    content = document("govcloud", "111122223333", "organizations:ListAccounts", **change)
    with pytest.raises(ClientError) as error:
        organized.organizations("govcloud").put_resource_policy(Content=content)
    assert (code_of(error), reason_of(error)) == ("InvalidInputException", reason)


def test_text_that_is_no_json_is_refused(organized: Bench) -> None:
    with pytest.raises(ClientError) as error:
        organized.organizations("commercial").put_resource_policy(Content="{")
    assert reason_of(error) == "INVALID_RESOURCE_POLICY_JSON"
