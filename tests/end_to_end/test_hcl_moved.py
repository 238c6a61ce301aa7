"""`moved` from hashicorp/aws's `aws_organizations_account`, the real one, to `govpair_account_pair`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from custom_resources.plugin import InProcessServer
from custom_resources.provider.provider import GovpairProvider
from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import SOURCE, Folder, block, pair, shell_environment
from workbench.terraform_binary import Terraform

pytestmark = pytest.mark.terraform

THEIRS, OURS = "aws_organizations_account.log", "govpair_account_pair.log"
MOVED = f"moved {{\n  from = {THEIRS}\n  to   = {OURS}\n}}\n"


@pytest.fixture
def both(estate: SimulatedEstate, terraform: Terraform, cli_config: Path, tmp_path: Path) -> Iterator[Folder]:
    """A folder with both providers, hashicorp/aws as the process that users have."""
    estate.simulator.clock.set_scale(60.0)  # hashicorp/aws waits by the wall clock
    with InProcessServer(GovpairProvider(pace=estate.pace), SOURCE) as server:
        environment = shell_environment(TF_REATTACH_PROVIDERS=server.reattach, TF_CLI_CONFIG_FILE=str(cli_config))
        folder = Folder(tmp_path, terraform.path, environment, estate.provider_block())
        (tmp_path / "versions_override.tf").write_text(
            'terraform {\n  required_providers {\n    aws = {\n      source  = "hashicorp/aws"\n'
            '      version = ">= 5.100, < 7.0"\n    }\n  }\n}\n'
        )
        url, keys = estate.simulator.commercial.url, estate.commercial
        services = ("organizations", "sts", "iam", "account")
        endpoints = "".join(f'    {service} = "{url}"\n' for service in services)
        (tmp_path / "aws.tf").write_text(
            'provider "aws" {\n  region = "us-east-1"\n'
            f'  access_key = "{keys.access_key_id}"\n  secret_key = "{keys.secret_access_key}"\n'
            f"  endpoints {{\n{endpoints}  }}\n}}\n"
        )
        yield folder


def theirs(**attributes: object) -> str:
    values = {"name": "log", "email": "aws+log@example.gov"} | attributes
    return block('resource "aws_organizations_account" "log"', values)


def made_by_them(folder: Folder, **attributes: object) -> str:
    """Apply their resource; returns the account's id."""
    folder.write(theirs(**attributes)).run("init", "-no-color").succeeded()
    folder.apply().succeeded()
    return str(folder.state()[THEIRS]["id"])


def test_a_pair_made_by_hashicorp_aws_is_taken_over_without_touching_it(both: Folder, estate: SimulatedEstate) -> None:
    account_id = made_by_them(
        both, create_govcloud=True, role_name="Ops", tags={"CostCenter": "100"}, close_on_deletion=True
    )
    govcloud_id = both.state()[THEIRS]["govcloud_id"]
    estate.simulator.reset_calls()
    both.write(pair("log", role_name="Ops", tags={"CostCenter": "100"}) + MOVED)
    plan = both.plan().succeeded()
    assert f"{THEIRS} has moved to {OURS}" in plan.words
    assert "0 to add, 0 to change, 0 to destroy" in plan.words
    assert f"close_on_deletion of account {account_id}" in plan.words
    both.apply().succeeded()
    moved = both.state()[OURS]
    assert (moved["id"], moved["govcloud_account_id"]) == (account_id, govcloud_id)
    assert moved["govcloud_role_arn"] == f"arn:aws-us-gov:iam::{govcloud_id}:role/Ops"
    assert moved["tags"] == moved["tags_all"] == {"CostCenter": "100"}
    assert both.state().keys() == {OURS}
    both.write(pair("log", role_name="Ops", tags={"CostCenter": "100"})).plans_nothing()
    changing = {
        "TagResource",
        "UntagResource",
        "MoveAccount",
        "PutAccountName",
        "CloseAccount",
        "CreateGovCloudAccount",
    }
    assert not [name for name in estate.simulator.calls() if name.rsplit(".", 1)[1] in changing]


def test_the_govcloud_id_that_an_import_into_hashicorp_aws_lost_is_filled_in(
    both: Folder, estate: SimulatedEstate
) -> None:
    vended = estate.simulator.vend(name="log", email="aws+log@example.gov")
    both.write(theirs(create_govcloud=True))
    both.run("init", "-no-color").succeeded()
    both.run("import", THEIRS, vended.commercial.account_id).succeeded()
    assert not both.state()[THEIRS]["govcloud_id"]
    both.write(pair("log", role_name="Ops", tags={"New": "2"}) + MOVED)  # changed in the configuration meanwhile
    assert "0 to add, 1 to change, 0 to destroy" in both.plan().succeeded().words
    both.apply().succeeded()
    moved = both.state()[OURS]
    assert moved["govcloud_account_id"] == vended.govcloud.account_id
    assert moved["govcloud_role_arn"].endswith("/Ops")
    assert moved["tags_all"] == {"New": "2"}
    both.plans_nothing()
    assert estate.creations() == 0


def test_one_of_several_is_taken_over_by_its_key(both: Folder, estate: SimulatedEstate) -> None:
    names = ("log", "app")
    several = (
        'resource "aws_organizations_account" "all" {\n  for_each = toset(["log", "app"])\n  name = each.key\n'
        '  email = "aws+${each.key}@example.gov"\n  create_govcloud = true\n}\n'
    )
    both.write(several).run("init", "-no-color").succeeded()
    both.apply().succeeded()
    moves = "".join(
        f'moved {{\n  from = aws_organizations_account.all["{name}"]\n  to   = govpair_account_pair.{name}\n}}\n'
        for name in names
    )
    both.write("".join(pair(name) for name in names) + moves)
    assert "0 to add, 0 to change, 0 to destroy" in both.plan().succeeded().words
    both.apply().succeeded()
    assert both.state().keys() == {f"govpair_account_pair.{name}" for name in names}


def test_an_account_that_is_no_half_of_a_pair_is_refused_by_its_id(both: Folder, estate: SimulatedEstate) -> None:
    request = estate.commercial_organizations().create_account(Email="aws+log@example.gov", AccountName="log")
    estate.simulator.clock.advance(3600)
    request_id = request["CreateAccountStatus"]["Id"]
    status = estate.commercial_organizations().describe_create_account_status(CreateAccountRequestId=request_id)
    account_id = status["CreateAccountStatus"]["AccountId"]
    both.write(theirs()).run("init", "-no-color").succeeded()
    both.run("import", THEIRS, account_id).succeeded()
    before = (both.path / "terraform.tfstate").read_text()
    both.write(pair("log") + MOVED)
    for run in (both.plan(), both.apply()):
        assert f"Account {account_id} was moved here from aws_organizations_account" in run.failed().words
    assert "not read yet" in both.plan("-refresh=false").failed().words
    assert json.loads((both.path / "terraform.tfstate").read_text()) == json.loads(before)
    assert estate.creations() == 0


def test_another_resource_type_is_refused(both: Folder, estate: SimulatedEstate) -> None:
    root = estate.commercial_organizations().list_roots()["Roots"][0]["Id"]
    unit = 'resource "aws_organizations_organizational_unit" "log"'
    both.write(block(unit, {"name": "Logs", "parent_id": root})).run("init", "-no-color").succeeded()
    both.apply().succeeded()
    both.write(pair("log") + MOVED.replace("aws_organizations_account", "aws_organizations_organizational_unit"))
    assert "can't become an account pair" in both.plan().failed().words
    assert estate.creations() == 0
