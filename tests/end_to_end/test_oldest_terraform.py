"""Terraform 1.8, the oldest that the provider promises to run on: nothing relies on a newer one that doesn't say so.

What later ones have (ephemeral resources, 1.10) is offered to every Terraform; an older one doesn't see it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Expression, Folder, block, pair, shell_environment
from workbench.provider_reference import EXAMPLES
from workbench.terraform_binary import MINIMUM, Terraform

pytestmark = pytest.mark.terraform

PAIR, MEMBERSHIP, ALIAS = (f"govpair_{name}.log" for name in ("account_pair", "membership", "account_alias"))
LATER = "ephemeral-resources"
"""Examples of what a later Terraform has; each says so in its `required_version`."""


def joined(**tags: str) -> str:
    """A pair, what is made of its GovCloud half, its data source, and a function."""
    govcloud_id = Expression("govpair_account_pair.log.govcloud_account_id")
    return (
        pair("log", tags=tags)
        + block('resource "govpair_membership" "log"', {"account_id": govcloud_id, "tags": tags})
        + block('resource "govpair_account_alias" "log"', {"account_id": govcloud_id, "alias": "example-log"})
        + block('data "govpair_account_pair" "log"', {"email": Expression("govpair_account_pair.log.email")})
        + block(
            'output "role"', {"value": Expression(f'provider::govpair::role_arn({govcloud_id}, "Ops", "aws-us-gov")')}
        )
    )


@pytest.fixture(scope="session")
def terraform(oldest_terraform: Terraform) -> Terraform:
    """What `folder`, `new_folder` and `process_folder` run here."""
    return oldest_terraform


def test_it_is_the_version_that_is_promised(terraform: Terraform) -> None:
    assert terraform.version[:2] == MINIMUM


def test_it_installs_and_starts_the_provider_as_a_process(process_folder: Folder, estate: SimulatedEstate) -> None:
    estate.simulator.clock.set_scale(60.0)
    process_folder.write(joined(CostCenter="100")).run("init", "-no-color").succeeded()
    process_folder.apply().succeeded()
    outputs = json.loads(process_folder.run("output", "-json").succeeded().output)
    govcloud_id = process_folder.state()[PAIR]["govcloud_account_id"]
    assert outputs["role"]["value"] == f"arn:aws-us-gov:iam::{govcloud_id}:role/Ops"
    process_folder.plans_nothing()


def test_a_whole_life(folder: Folder, new_folder: Callable[[], Folder], estate: SimulatedEstate) -> None:
    folder.write(joined(CostCenter="100")).apply().succeeded()
    made = folder.state()
    folder.plans_nothing()

    folder.write(joined(CostCenter="200"))
    # The data source depends on the pair, so it is read after the pair's change.
    assert folder.planned_actions() == {PAIR: ["update"], MEMBERSHIP: ["update"], f"data.{PAIR}": ["read"]}
    folder.apply().succeeded()
    folder.plans_nothing()

    second = new_folder().write(joined(CostCenter="200"))
    imports = {PAIR: "id", MEMBERSHIP: "account_id", ALIAS: "account_id"}
    for address, by in imports.items():
        second.run("import", "-no-color", address, made[address][by]).succeeded()
    assert second.planned_actions() == {}
    assert {address: second.state()[address] for address in imports} == {
        address: folder.state()[address] for address in imports
    }

    assert "was forgotten, not closed" in folder.destroy().succeeded().words
    assert (estate.creations(), estate.calls("CloseAccount")) == (1, 0)


@pytest.mark.parametrize("how", ["replace", "taint", "renamed"])
def test_a_replacement_is_refused(how: str, folder: Folder, estate: SimulatedEstate) -> None:
    folder.write(pair("log")).apply().succeeded()
    if how == "taint":
        folder.run("taint", PAIR).succeeded()
    if how == "renamed":
        folder.write(pair("log").replace('"govpair_account_pair" "log"', '"govpair_account_pair" "other"'))
    assert "can't be replaced" in folder.apply(*(["-replace", PAIR] if how == "replace" else [])).failed().words
    assert (estate.creations(), estate.calls("CloseAccount")) == (1, 0)


EXAMPLE_FOLDERS = sorted(path.parent for path in EXAMPLES.rglob("main.tf"))


@pytest.mark.parametrize("example", EXAMPLE_FOLDERS, ids=lambda path: str(path.relative_to(EXAMPLES)))
def test_an_example_is_valid_there_or_says_what_it_needs(
    example: Path, terraform: Terraform, cli_config: Path, tmp_path: Path
) -> None:
    path = tmp_path / "example"
    shutil.copytree(example, path)
    folder = Folder(path, terraform.path, shell_environment(TF_CLI_CONFIG_FILE=str(cli_config)), "")
    run = folder.run("init", "-no-color")
    if example.parent.name == LATER:
        assert "required_version" in run.failed().words or "Unsupported Terraform Core version" in run.words
        return
    run.succeeded()
    folder.run("validate", "-no-color").succeeded()
