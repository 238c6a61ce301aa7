"""Roles made of the policies and trust policies that govpair writes, assumed by a user who may do nothing else."""

from __future__ import annotations

import json

import pytest

from custom_resources.engine.policies.trust import trust_policy
from custom_resources.scripts.needs import command_needs
from tests.scripts.policies.ground import SETS, Ground
from tests.scripts.policies.lines import Line

pytestmark = pytest.mark.usefixtures("ground")
VEND = "vend --owner us --email aws+new@example.gov --name new --join"


def roles(ground: Ground, trusted: str) -> dict[str, str]:
    """A role for each set, which trusts the set's user of that name; the user may only assume it."""
    made = {}
    for name, side in SETS.items():
        iam, user = ground.bench.client("iam", side, ground.admins[name]), ground.users[name]
        who = user.arn.replace(f"user/{name}", trusted.format(name=name))
        trust = trust_policy(ground.places()[name], [who], None)
        policy = {
            "Version": "2012-10-17",
            "Statement": ground.policy(name, command_needs()["vend --join"].actions(name)),
        }
        arn = iam.create_role(RoleName="govpair", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        document = iam.create_policy(PolicyName="govpair", PolicyDocument=json.dumps(policy))["Policy"]["Arn"]
        iam.attach_role_policy(RoleName="govpair", PolicyArn=document)
        ground.hold(name, [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": arn}])
        made[name] = str(arn)
    return made


def options(made: dict[str, str]) -> str:
    return " ".join(f"--{name.replace('_', '-')}-role-arn {arn}" for name, arn in made.items())


def test_roles_of_the_written_policies_make_and_join_a_pair(ground: Ground) -> None:
    finished = ground.run(Line(f"{VEND} {options(roles(ground, 'user/{name}'))}"))

    assert finished.code == 0, finished.err
    assert finished.document["membership"]["state"] == "ACTIVE"


def test_a_role_lets_nobody_in_but_whom_it_trusts(ground: Ground) -> None:
    finished = ground.run(Line(f"{VEND} {options(roles(ground, 'user/administrator'))}"))

    assert finished.code == 1
    assert "sts:AssumeRole" in finished.err
