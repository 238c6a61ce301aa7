"""Policies that name principals or resources that aren't in their partition."""

from __future__ import annotations

import json
from typing import Any

import pytest

from partition_simulator.partitions import PARTITIONS, Side
from tests.simulator.authorization.conftest import document, refused, trust
from tests.simulator.conftest import Bench, refusal

OTHER: dict[Side, Side] = {"commercial": "govcloud", "govcloud": "commercial"}
SIDES: list[Side] = ["commercial", "govcloud"]


def invalid_principals(bench: Bench, side: Side) -> list[Any]:
    """Principals that can't stand in a policy of this side."""
    here, there = bench.payer.side(side).account_id, bench.payer.side(OTHER[side]).account_id
    mine, others = PARTITIONS[side].name, PARTITIONS[OTHER[side]].name
    return [
        {"AWS": there},
        {"AWS": f"arn:{others}:iam::{there}:root"},
        {"AWS": f"arn:{mine}:iam::{there}:root"},
        {"AWS": f"arn:{others}:iam::{here}:user/administrator"},
        {"AWS": "999999999999"},
        {"AWS": f"arn:{mine}:iam::{here}:user/nobody"},
        {"AWS": f"arn:{mine}:iam::{here}:role/nobody"},
        {"AWS": [here, f"arn:{mine}:iam::{here}:user/*"]},
        {"Service": "cloudtrail"},
        {"Federated": f"arn:{others}:iam::{here}:saml-provider/x"},
    ]


@pytest.mark.parametrize("side", SIDES)
def test_a_trust_policy_that_names_nobody_is_refused(organized: Bench, side: Side) -> None:
    iam, payer = organized.client("iam", side), organized.payer.side(side)
    iam.create_role(RoleName="kept", AssumeRolePolicyDocument=trust({"AWS": payer.account_id}))
    for principal in invalid_principals(organized, side):
        code, message = refused(iam.create_role, RoleName="new", AssumeRolePolicyDocument=trust(principal))
        assert code == "MalformedPolicyDocument", principal
        assert message.startswith("Invalid principal in policy: ")
        told = refused(iam.update_assume_role_policy, RoleName="kept", PolicyDocument=trust(principal))
        assert told[0] == "MalformedPolicyDocument"
    assert "new" not in [role["RoleName"] for role in iam.list_roles()["Roles"]]


@pytest.mark.parametrize("side", SIDES)
def test_a_trust_policy_that_names_somebody_is_taken(organized: Bench, side: Side) -> None:
    iam, payer, partition = organized.client("iam", side), organized.payer.side(side), PARTITIONS[side].name
    member = organized.sim.vend("x", "x@example.gov")
    account_id = (member.commercial if side == "commercial" else member.govcloud).account_id
    for number, principal in enumerate(
        [
            "*",
            {"AWS": "*"},
            {"AWS": [payer.arn, account_id, f"arn:{partition}:iam::{account_id}:root"]},
            {"AWS": f"arn:{partition}:iam::{account_id}:role/OrganizationAccountAccessRole"},
            {"Service": ["cloudtrail.amazonaws.com", "config.amazonaws.com"]},
            {"Federated": "cognito-identity.amazonaws.com"},
        ]
    ):
        assert iam.create_role(RoleName=f"r{number}", AssumeRolePolicyDocument=trust(principal))


@pytest.mark.parametrize("side", SIDES)
def test_a_bucket_policy_that_names_nobody_is_refused(organized: Bench, side: Side) -> None:
    s3, partition = organized.client("s3", side), PARTITIONS[side].name
    region = {"CreateBucketConfiguration": {"LocationConstraint": "us-gov-west-1"}} if side == "govcloud" else {}
    s3.create_bucket(Bucket="logs", **region)

    def policy(principal: Any, arn: str) -> str:
        statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": arn}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    for principal in invalid_principals(organized, side):
        wrong = policy(principal, f"arn:{partition}:s3:::logs/*")
        assert refused(s3.put_bucket_policy, Bucket="logs", Policy=wrong)[0] == "MalformedPolicy", principal
    elsewhere = policy("*", f"arn:{PARTITIONS[OTHER[side]].name}:s3:::logs/*")
    assert refused(s3.put_bucket_policy, Bucket="logs", Policy=elsewhere) == (
        "MalformedPolicy",
        "Policy has invalid resource",
    )
    s3.put_bucket_policy(Bucket="logs", Policy=policy("*", f"arn:{partition}:s3:::logs/*"))


@pytest.mark.parametrize("side", SIDES)
def test_an_identity_policy_about_the_other_partition_is_refused(organized: Bench, side: Side) -> None:
    iam, other = organized.client("iam", side), PARTITIONS[OTHER[side]].name
    wrong = document({"Action": "s3:*", "Resource": f"arn:{other}:s3:::logs/*"})
    sentence = f'Partition "{other}" is not valid for resource "arn:{other}:s3:::logs/*".'
    told = ("MalformedPolicyDocument", sentence)
    assert refused(iam.create_policy, PolicyName="p", PolicyDocument=wrong) == told
    user = {"UserName": "administrator", "PolicyName": "p"}
    assert refused(iam.put_user_policy, **user, PolicyDocument=wrong) == told
    for right in ("*", f"arn:{PARTITIONS[side].name}:s3:::logs/*", "arn:*:s3:::logs/*"):
        iam.put_user_policy(**user, PolicyDocument=document({"Action": "s3:*", "Resource": right}))


def test_a_policy_that_is_nested_too_deeply_to_read_is_malformed(organized: Bench) -> None:
    deep = '{"a":' * 3000 + "1" + "}" * 3000
    iam, s3 = organized.client("iam", "govcloud"), organized.client("s3", "commercial")
    s3.create_bucket(Bucket="logs")
    for code, ask in (
        ("MalformedPolicyDocument", lambda: iam.create_role(RoleName="deep", AssumeRolePolicyDocument=deep)),
        ("MalformedPolicy", lambda: s3.put_bucket_policy(Bucket="logs", Policy=deep)),
    ):
        assert refusal(ask)[0] == code
