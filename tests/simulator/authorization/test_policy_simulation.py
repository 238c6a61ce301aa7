"""SimulatePrincipalPolicy answers what a call would be answered."""

from __future__ import annotations

from typing import Any

import pytest

from partition_simulator.partitions import PARTITIONS, Side
from tests.simulator.authorization.conftest import add_user, document, refused, trust
from tests.simulator.conftest import Bench


def decisions(answer: Any) -> list[tuple[str, str, str]]:
    return [(r["EvalActionName"], r["EvalResourceName"], r["EvalDecision"]) for r in answer["EvaluationResults"]]


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_each_action_is_asked_of_each_resource(organized: Bench, side: Side) -> None:
    logs = f"arn:{PARTITIONS[side].name}:s3:::logs/*"
    user = add_user(
        organized, side, {"Action": "s3:Get*", "Resource": logs}, {"Effect": "Deny", "Action": "s3:GetObjectAcl"}
    )
    answer = organized.client("iam", side).simulate_principal_policy(
        PolicySourceArn=user.arn,
        ActionNames=["s3:GetObject", "s3:GetObjectAcl"],
        ResourceArns=[logs.replace("*", "a"), logs.replace("logs/*", "other/a")],
    )
    assert [decision for _, _, decision in decisions(answer)] == [
        "allowed",
        "implicitDeny",
        "explicitDeny",
        "explicitDeny",
    ]


def test_a_condition_key_that_is_not_given_is_missing(organized: Bench) -> None:
    condition = {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    user = add_user(organized, "commercial", {"Action": "*", "Condition": condition})
    iam, asked = organized.client("iam", "commercial"), {"PolicySourceArn": user.arn, "ActionNames": ["iam:ListRoles"]}
    (result,) = iam.simulate_principal_policy(**asked)["EvaluationResults"]
    assert (result["EvalDecision"], result["MissingContextValues"]) == ("implicitDeny", ["aws:requestedregion"])
    entry = {"ContextKeyName": "aws:RequestedRegion", "ContextKeyValues": ["us-east-1"], "ContextKeyType": "string"}
    (result,) = iam.simulate_principal_policy(**asked, ContextEntries=[entry])["EvaluationResults"]
    assert (result["EvalDecision"], result["MissingContextValues"]) == ("allowed", [])


def test_more_policies_and_a_boundary_can_be_tried(organized: Bench) -> None:
    iam = organized.client("iam", "commercial")
    arn = iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust("*"))["Role"]["Arn"]
    answer = iam.simulate_principal_policy(
        PolicySourceArn=arn,
        ActionNames=["iam:ListRoles", "iam:ListUsers"],
        PolicyInputList=[document({"Action": "iam:*"})],
        PermissionsBoundaryPolicyInputList=[document({"Action": "iam:ListRoles"})],
    )
    assert [decision for _, _, decision in decisions(answer)] == ["allowed", "implicitDeny"]
    within = [
        r["PermissionsBoundaryDecisionDetail"]["AllowedByPermissionsBoundary"] for r in answer["EvaluationResults"]
    ]
    assert within == [True, False]


def test_the_organization_has_its_say(organized: Bench) -> None:
    organizations = organized.organizations("commercial")
    member = organized.sim.vend("x", "x@example.gov").commercial.account_id
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    content = document({"Effect": "Deny", "Action": "iam:CreateUser"})
    policy = organizations.create_policy(Name="p", Description="", Type="SERVICE_CONTROL_POLICY", Content=content)
    organizations.attach_policy(PolicyId=policy["Policy"]["PolicySummary"]["Id"], TargetId=member)
    keys = organized.sim.keys_for(member)
    answer = organized.client("iam", "commercial", keys).simulate_principal_policy(
        PolicySourceArn=keys.arn, ActionNames=["iam:CreateUser", "iam:ListUsers"]
    )
    assert [decision for _, _, decision in decisions(answer)] == ["explicitDeny", "allowed"]
    told = [r["OrganizationsDecisionDetail"]["AllowedByOrganizations"] for r in answer["EvaluationResults"]]
    assert told == [False, True]


def test_what_is_not_there_has_no_policies(organized: Bench) -> None:
    iam = organized.client("iam", "commercial")
    arn = f"arn:aws:iam::{organized.payer.commercial.account_id}:role/nobody"
    told = refused(iam.simulate_principal_policy, PolicySourceArn=arn, ActionNames=["iam:ListRoles"])
    assert told[0] == "NoSuchEntity"
