"""Assuming a role: its trust policy always has its say, the caller's own policies unless the trust names the caller."""

from __future__ import annotations

from typing import Any

import pytest

from partition_simulator import Keys
from tests.simulator.authorization.conftest import add_user, refused, trust
from tests.simulator.conftest import Bench

ASSUME = {"Action": "sts:AssumeRole"}


def make_role(bench: Bench, principal: Any, **more: Any) -> str:
    """A role of the payer's commercial account."""
    iam = bench.client("iam", "commercial")
    made = iam.create_role(RoleName="target", AssumeRolePolicyDocument=trust(principal, **more))
    return str(made["Role"]["Arn"])


def assume(bench: Bench, keys: Keys, role: str, **more: Any) -> Any:
    return bench.sts("commercial", keys).assume_role(RoleArn=role, RoleSessionName="test", **more)


def test_naming_the_account_asks_for_a_policy_of_the_user_s(organized: Bench) -> None:
    user = add_user(organized, "commercial")
    role = make_role(organized, {"AWS": user.account_id})
    code, message = refused(assume, bench=organized, keys=user, role=role)
    assert code == "AccessDenied"
    assert message == (
        f"User: {user.arn} is not authorized to perform: sts:AssumeRole on resource: {role} because no identity-based "
        "policy allows the sts:AssumeRole action"
    )
    assert assume(organized, add_user(organized, "commercial", ASSUME, name="other"), role)


def test_naming_the_user_is_enough_in_its_account(organized: Bench) -> None:
    user = add_user(organized, "commercial")
    assert assume(organized, user, make_role(organized, {"AWS": user.arn}))
    assert refused(
        assume,
        bench=organized,
        keys=organized.payer.commercial,
        role="arn:aws:iam::" + user.account_id + ":role/target",
    )


def test_a_deny_of_the_user_s_wins_over_being_named(organized: Bench) -> None:
    user = add_user(organized, "commercial", {"Effect": "Deny", **ASSUME})
    role = make_role(organized, {"AWS": user.arn})
    assert refused(assume, bench=organized, keys=user, role=role)[1].endswith(
        "with an explicit deny in an identity-based policy"
    )


@pytest.mark.parametrize("statements", [[], [ASSUME]])
def test_another_account_needs_both(organized: Bench, statements: list[dict[str, Any]]) -> None:
    member = organized.sim.keys_for(organized.sim.vend("x", "x@example.gov").commercial.account_id)
    user = add_user(organized, "commercial", *statements, admin=member)
    role = make_role(organized, {"AWS": user.arn})
    if statements:
        assert assume(organized, user, role)
    else:
        assert refused(assume, bench=organized, keys=user, role=role)[0] == "AccessDenied"


def test_an_account_that_is_not_trusted_is_refused_without_a_reason(organized: Bench) -> None:
    role = make_role(organized, {"AWS": organized.payer.commercial.account_id})
    stranger = organized.sim.seed_management_pair("other", "other@example.gov").commercial
    told = refused(assume, bench=organized, keys=stranger, role=role)
    assert told == (
        "AccessDenied",
        f"User: {stranger.arn} is not authorized to perform: sts:AssumeRole on resource: {role}",
    )


def test_a_service_s_role_is_no_user_s(organized: Bench) -> None:
    role = make_role(organized, {"Service": "ec2.amazonaws.com"})
    assert refused(assume, bench=organized, keys=organized.payer.commercial, role=role)[0] == "AccessDenied"


def test_a_deny_in_the_trust_wins(organized: Bench) -> None:
    user = add_user(organized, "commercial", ASSUME)
    role = make_role(organized, {"AWS": user.arn})
    document = trust({"AWS": user.account_id}).replace("]}", ", " + trust({"AWS": "*"}, Effect="Deny").split("[", 1)[1])
    organized.client("iam", "commercial").update_assume_role_policy(RoleName="target", PolicyDocument=document)
    assert refused(assume, bench=organized, keys=user, role=role)[0] == "AccessDenied"


@pytest.mark.parametrize(
    ("condition", "arguments", "allowed"),
    [
        ({"StringEquals": {"sts:ExternalId": "secret"}}, {"ExternalId": "secret"}, True),
        ({"StringEquals": {"sts:ExternalId": "secret"}}, {}, False),
        ({"StringLike": {"sts:ExternalId": "s*t"}}, {"ExternalId": "secret"}, True),
        ({"StringLike": {"sts:RoleSessionName": "${aws:username}"}}, {}, False),
        ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, {}, False),
        ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}, {}, True),
        ({"Null": {"aws:MultiFactorAuthPresent": "true"}}, {}, True),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/administrator"}}, {}, True),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws-us-gov:iam::*:user/administrator"}}, {}, False),
    ],
)
def test_conditions_of_the_trust_are_looked_at(
    organized: Bench, condition: dict[str, Any], arguments: dict[str, Any], allowed: bool
) -> None:
    admin = organized.payer.commercial
    role = make_role(organized, {"AWS": admin.account_id}, Condition=condition)
    if allowed:
        assert assume(organized, admin, role, **arguments)
    else:
        assert refused(assume, bench=organized, keys=admin, role=role, **arguments)[0] == "AccessDenied"
