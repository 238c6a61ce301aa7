"""Credentials for a member account in the provider block of hashicorp/aws, and what happens before the account exists.

Terraform runs in an environment that has credentials of its own, those of the management account: hashicorp/aws falls
back on them when it is given none. No test may see them used for anything but to say whose they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from custom_resources.plugin import InProcessServer
from custom_resources.provider.provider import GovpairProvider
from tests.conftest import missing
from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import SOURCE, Expression, Folder, Run, block, pair, shell_environment
from workbench.terraform_binary import Terraform

pytestmark = pytest.mark.terraform

PAIR, MARK = "govpair_account_pair.log", "aws_iam_role.mark"
REGIONS = {"commercial": "us-east-1", "govcloud": "us-gov-west-1"}
GOVCLOUD_ID = Expression("govpair_account_pair.log.govcloud_account_id")
EMAIL = Expression("govpair_account_pair.log.email")
EPHEMERAL = (1, 10)
ONE = "ephemeral.govpair_account_credentials.log"


@dataclass
class Stack:
    """A folder in which both providers work: ours from this process, the other as the real thing."""

    folder: Folder
    estate: SimulatedEstate

    def write(
        self, credentials: dict[str, Any], allowed: str, *before: str, side: str = "govcloud", use: str = ONE
    ) -> Stack:
        """The credentials, a provider block of hashicorp/aws that uses them, and an IAM role to make with it."""
        url = getattr(self.estate.simulator, side).url
        self.folder.write(
            "".join(before)
            + block('ephemeral "govpair_account_credentials" "log"', credentials)
            + f"""provider "aws" {{
  region              = "{REGIONS[side]}"
  access_key          = {use}.access_key_id
  secret_key          = {use}.secret_access_key
  token               = {use}.session_token
  allowed_account_ids = {allowed}
  endpoints {{
    iam = "{url}"
    sts = "{url}"
  }}
}}
resource "aws_iam_role" "mark" {{
  name               = "mark"
  assume_role_policy = jsonencode({{ Version = "2012-10-17", Statement = [] }})
}}
"""
        )
        if not (self.folder.path / ".terraform").exists():
            self.folder.run("init", "-no-color").succeeded()
        return self

    def refused(self, run: Run) -> str:
        """The words of a run that failed before hashicorp/aws read or changed anything."""
        words = run.failed().words
        assert sum(number for name, number in self.estate.simulator.calls().items() if " iam." in name) == 0
        return words


@pytest.fixture
def stack(estate: SimulatedEstate, terraform: Terraform, cli_config: Path, tmp_path: Path) -> Iterator[Stack]:
    if terraform.version < EPHEMERAL:
        missing("ephemeral resources need Terraform 1.10")
    with InProcessServer(GovpairProvider(pace=estate.pace), SOURCE) as server:
        environment = shell_environment(
            TF_REATTACH_PROVIDERS=server.reattach,
            TF_CLI_CONFIG_FILE=str(cli_config),
            AWS_ACCESS_KEY_ID=estate.govcloud.access_key_id,
            AWS_SECRET_ACCESS_KEY=estate.govcloud.secret_access_key,
        )
        yield Stack(Folder(tmp_path, terraform.path, environment, estate.provider_block()), estate)


@pytest.mark.parametrize(("side", "by"), [("govcloud", "account_id"), ("commercial", "email")])
def test_the_whole_life_of_credentials_for_hashicorp_aws_inside_an_account_that_exists(
    side: str, by: str, stack: Stack
) -> None:
    made = stack.estate.simulator.vend("log", "aws+log@example.gov")
    account_id = (made.govcloud if side == "govcloud" else made.commercial).account_id
    given: dict[str, Any] = {"account_id": account_id} if by == "account_id" else {"email": "aws+log@example.gov"}
    if by == "email":
        given["side"] = side
    stack.write(given, f'["{account_id}"]', side=side).folder.apply().succeeded()
    assert f":iam::{account_id}:role/mark" in stack.folder.state()[MARK]["arn"]
    stack.folder.plans_nothing()
    stack.write(given | {"session_name": "other"}, f'["{account_id}"]', side=side).folder.apply().succeeded()
    stack.folder.plans_nothing()
    stored = (stack.folder.path / "terraform.tfstate").read_text()
    assert "secret_access_key" not in stored
    assert "ASIA" not in stored
    stack.folder.destroy().succeeded()


def test_a_pair_that_is_not_made_yet_is_our_error_at_plan_and_works_once_it_is(stack: Stack) -> None:
    stack.write({"email": EMAIL}, '["123456789012"]', pair("log"))
    words = stack.refused(stack.folder.apply())
    assert "no account pair with the email aws+log@example.gov" in words
    assert "terraform apply -target=ADDRESS" in words
    assert stack.estate.creations() == 0
    stack.folder.apply(f"-target={PAIR}").succeeded()
    account_id = stack.folder.state()[PAIR]["govcloud_account_id"]
    stack.write({"email": EMAIL}, f'["{account_id}"]', pair("log")).folder.apply().succeeded()
    assert f":iam::{account_id}:role/mark" in stack.folder.state()[MARK]["arn"]
    stack.folder.plans_nothing()


def test_a_literal_list_of_allowed_accounts_stops_the_environment_s_credentials(stack: Stack) -> None:
    stack.write({"account_id": GOVCLOUD_ID}, '["123456789012"]', pair("log"))
    assert "AWS account ID not allowed" in stack.refused(stack.folder.plan())


def test_for_each_over_an_account_id_that_is_not_known_is_terraform_s_error_at_plan(stack: Stack) -> None:
    each = {"for_each": Expression(f"toset([{GOVCLOUD_ID}])"), "account_id": Expression("each.key")}
    stack.write(each, "null", pair("log"), use=f"{ONE}[{GOVCLOUD_ID}]")
    assert "Invalid for_each argument" in stack.refused(stack.folder.plan())


def test_no_access_is_our_error_with_the_reason(stack: Stack) -> None:
    made = stack.estate.simulator.vend("log", "aws+log@example.gov")
    account_id = made.govcloud.account_id
    words = stack.refused(
        stack.write({"account_id": account_id, "role_name": "Absent"}, f'["{account_id}"]').folder.plan()
    )
    assert "Neither credential set may assume the role" in words
    words = stack.refused(
        stack.write({"account_id": account_id, "role_name": "Absent", "side": "govcloud"}, "null").folder.plan()
    )
    assert "AssumeRole answered AccessDenied" in words
    assert "trusts only" in words


def test_what_cannot_be_meant_is_refused_without_a_call(
    terraform: Terraform, folder: Folder, estate: SimulatedEstate
) -> None:
    if terraform.version < EPHEMERAL:
        missing("ephemeral resources need Terraform 1.10")
    wrong: dict[str, Any] = {
        "account_id": "12",
        "side": "china",
        "role_arn": "admin",
        "duration_seconds": 60,
        "policy": "{",
        "session_name": "a b",
        "email": "aws+log@example.gov",
    }
    for name, value in wrong.items():
        given = {"account_id": "123456789012"} | {name: value}
        run = folder.write(block('ephemeral "govpair_account_credentials" "log"', given)).plan().failed()
        assert f"  {'account_id' if name == 'email' else name} = " in run.output
    assert estate.calls() == 0
