"""A decision that depends on what isn't simulated is a clear 400, not a guess."""

from __future__ import annotations

import pytest

from tests.simulator.authorization.conftest import add_user, refused
from tests.simulator.conftest import Bench


@pytest.mark.parametrize("key", ["aws:SourceIp", "aws:TokenIssueTime", "iam:ResourceTag/team", "aws:NoSuchKey"])
def test_a_condition_key_that_is_not_simulated_is_named(organized: Bench, key: str) -> None:
    condition = {"StringLike": {key: "*"}}
    iam = organized.client("iam", "govcloud", add_user(organized, "govcloud", {"Action": "*", "Condition": condition}))
    code, message = refused(iam.list_users)
    assert code == "PolicyNotSimulated"
    assert f"the condition key '{key.lower()}'" in message


def test_a_key_of_another_service_is_not_in_the_request(organized: Bench) -> None:
    condition = {"StringNotLike": {"ec2:InstanceType": "t3.*"}}
    iam = organized.client(
        "iam", "commercial", add_user(organized, "commercial", {"Action": "*", "Condition": condition})
    )
    assert iam.list_users()["Users"]


def test_a_deny_that_can_not_be_told_refuses(organized: Bench) -> None:
    denied = {"Effect": "Deny", "Action": "iam:*", "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}
    user = add_user(organized, "commercial", {"Action": "*"}, denied)
    assert refused(organized.client("iam", "commercial", user).list_users)[0] == "PolicyNotSimulated"
    assert organized.organizations("commercial", user).list_roots()["Roots"]
