"""Each command with exactly the policy that govpair makes for it, and with each permission taken out of it."""

from __future__ import annotations

import json
import re
import sys
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from custom_resources.engine.permissions import declared_permissions
from custom_resources.engine.verification.reads import is_read
from custom_resources.scripts.cli import COMMANDS
from custom_resources.scripts.needs import OF_STACKS, PRINCIPALS, command_needs, of_commands_alone
from partition_simulator.authorization.principals import many
from tests.scripts.conftest import Finished
from tests.scripts.policies.ground import EVERYTHING, SETS, Ground
from tests.scripts.policies.lines import LINES, Line

pytestmark = pytest.mark.deviates  # some lines are run without `Paths`, as AWS answered before 2026

NEEDS = command_needs()
_HALF = "account:GetGovCloudAccountInformation"
_LIST = "organizations:ListCreateAccountStatus"
_ANOTHER = "creation requests or CloudTrail's events tell the GovCloud account's id as well; its state is UNREADABLE"
_FIRST = "Account Management tells the GovCloud account's id first"
_STATE = "the GovCloud organization tells a half's state where Account Management doesn't; entering or closing shows it"
_LEAST = "the number that every organization may send is taken instead"
DONE_WITHOUT = {
    ("vend --join", "commercial", _HALF): _ANOTHER,
    ("status", "commercial", _HALF): _ANOTHER,
    ("access", "commercial", _HALF): _ANOTHER,
    ("access", "commercial", _LIST): _FIRST,
    ("access", "govcloud_management", "organizations:DescribeAccount"): _STATE,
    ("discover", "govcloud_management", "organizations:DescribeAccount"): _STATE,
    ("report", "govcloud_management", "organizations:DescribeAccount"): _STATE,
    ("close", "commercial", _LIST): _FIRST,
    ("close", "govcloud_management", "organizations:DescribeAccount"): _STATE,
    ("invite", "commercial", _LIST): _FIRST,
    ("accept", "commercial", _LIST): _FIRST,
    ("invite", "commercial", "organizations:DescribeAccount"): "an invitation by email isn't told apart then",
    ("estimate", "govcloud_management", "servicequotas:GetServiceQuota"): _LEAST,
    ("estimate", "govcloud_management", "servicequotas:ListServiceQuotas"): _LEAST,
}
"""Where a command ends as well without a permission that its policy has, and nothing names it: why."""
SINGLE = [
    pytest.param(command, principal, action, id=f"{command}-{principal}-{action}")
    for command, needs in NEEDS.items()
    for principal in PRINCIPALS
    for action in sorted(needs.actions(principal))
    if command in LINES and (command, principal, action) not in DONE_WITHOUT
]
VARYING = re.compile(
    r"\d{4}-\d\d-\d\dT[\d:]+Z|\b\d{12}\b|\bh-\w+|\bcar-\w+|\([\d.]+ s\)|\barn:aws[\w-]*:(iam|sts)::\S+"
)
"""Times, and ids that the simulator draws anew: two runs differ in them."""


def held(command: str) -> list[str]:
    """The principals that are held to the command's policy; a role that it needs nothing of stays as AWS made it."""
    return [name for name in PRINCIPALS if name in SETS or NEEDS[command].actions(name)]


def comparable(finished: Finished) -> str:
    """What two runs have alike: not times and ids, nor what `doctor` says of the very permissions that differ."""
    document = finished.document
    if document["command"] == "doctor":
        document["checks"] = [each for each in document["checks"] if not each["name"].endswith("_permissions")]
        document |= dict.fromkeys(("outcome", "exit_code", "healthy", "error", "next_step"))
    return VARYING.sub("…", json.dumps(document))


def holding(ground: Ground, command: str, without: tuple[str, str] = ("", "")) -> None:
    """Let every principal do what the command's policy allows, and nothing else."""
    for principal in held(command):
        left_out = {without[1]} if principal == without[0] else set()
        ground.hold(principal, ground.policy(principal, NEEDS[command].actions(principal) - left_out))


@pytest.mark.parametrize("command", LINES)
def test_a_command_asks_for_all_that_it_declares_and_nothing_else(ground: Ground, command: str) -> None:
    for principal in held(command):
        ground.hold(principal, [EVERYTHING])
    for line in LINES[command]:
        ground.run(line)

    needs = NEEDS[command]
    asked = {(who, action) for who, action, _ in ground.seen}
    assert asked == {(who, action) for who in PRINCIPALS for action in needs.actions(who)}
    unused = {
        (who, action, resource)
        for who in PRINCIPALS
        for statement in ground.policy(who, needs.actions(who))
        for action in many(statement["Action"])
        for resource in many(statement["Resource"])
        if not any(fnmatchcase(one, resource) for by, what, one in ground.seen if (by, what) == (who, action))
    }
    # The payer's own GovCloud account is entered by nobody, having no such role.
    own = ("commercial", _HALF, f"arn:aws:account::{ground.ids.commercial_account_id}:account")
    assert unused == ({own} if command == "access" else set())


@pytest.mark.parametrize("command", LINES)
def test_a_command_does_with_exactly_its_policy_what_an_administrator_does(
    ground: Ground, made: tuple[Ground, bytes], command: str
) -> None:
    expected = [ground.run(line, as_admin=True) for line in LINES[command]]
    ground.restore(made[1])
    holding(ground, command)

    for line, by_admin in zip(LINES[command], expected, strict=True):
        finished = ground.run(line)
        assert comparable(finished) == comparable(by_admin), line


@pytest.mark.parametrize(("command", "principal", "action"), SINGLE)
def test_without_one_permission_a_command_says_which_is_missing(
    ground: Ground, command: str, principal: str, action: str
) -> None:
    holding(ground, command, without=(principal, action))

    assert any(action in finished.out + finished.err for finished in map(ground.run, LINES[command]))


@pytest.mark.parametrize(("command", "principal", "action"), DONE_WITHOUT)
def test_where_nothing_names_it_the_command_ends_as_well(
    ground: Ground, made: tuple[Ground, bytes], command: str, principal: str, action: str
) -> None:
    holding(ground, command)
    codes = [ground.run(line).code for line in LINES[command]]
    ground.restore(made[1])
    holding(ground, command, without=(principal, action))
    without = [ground.run(line) for line in LINES[command]]

    assert [finished.code for finished in without] == codes
    assert not any(action in finished.out + finished.err for finished in without)


def test_every_permission_of_a_command_is_declared_beside_a_call() -> None:
    declared = declared_permissions()
    of = {principal: principal for principal in PRINCIPALS} | dict.fromkeys(
        ("govcloud_member", "commercial_member"), "member"
    )
    strangers = {
        (command, principal, action)
        for command, needs in NEEDS.items()
        for principal in PRINCIPALS
        for action in needs.actions(principal) - set(declared[of[principal]])
        if command not in {"verify-aws", *OF_STACKS}  # which ask about claims, or are hashicorp/aws
    }
    assert strangers == set()


def test_every_command_that_asks_aws_is_run_here() -> None:
    """Those that run Terraform: tests/end_to_end/stack_policies."""
    assert set(NEEDS) == {*LINES, *OF_STACKS, "verify-aws", "terraform plan", "terraform apply"}
    assert {line.words.split()[0] for lines in LINES.values() for line in lines} <= {key.split()[0] for key in NEEDS}


def test_a_command_says_what_it_asks_aws_for_or_asks_nothing() -> None:
    """A new one needs a `NEEDS` and lines in `lines.py`; with everything allowed, `ground.seen` tells what it asks."""
    silent = {
        command.__name__ for command, _ in COMMANDS if getattr(sys.modules[command.__module__], "NEEDS", None) is None
    }
    assert silent == {"policies", "provider", "schema", "simulate", "version"} | OF_STACKS


def test_the_provider_may_need_all_that_the_engine_declares() -> None:
    for name in PRINCIPALS:
        declared = declared_permissions()["member" if name.endswith("_member") else name]
        assert NEEDS["terraform apply"].actions(name) == set(declared) - of_commands_alone(name)
        assert NEEDS["terraform plan"].actions(name) == set(filter(is_read, declared)) - of_commands_alone(name)


def test_verify_aws_sees_with_its_policy_what_an_administrator_sees(
    ground: Ground, made: tuple[Ground, bytes], tmp_path: Path
) -> None:
    by_admin = ground.run(Line(f"verify-aws --file {tmp_path}/1.json"), as_admin=True).document
    ground.restore(made[1])
    for principal in SETS:
        ground.hold(principal, ground.policy(principal, NEEDS["verify-aws"].actions(principal)))
    held = ground.run(Line(f"verify-aws --file {tmp_path}/2.json")).document

    assert held["outcome"] == by_admin["outcome"] == "done"
    assert held["confirmed"] == by_admin["confirmed"]
