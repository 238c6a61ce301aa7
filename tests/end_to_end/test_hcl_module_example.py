"""examples/hcl-module: a plain Terraform module, made, changed, and forgotten."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from partition_simulator import Simulator, SimulatorSettings
from tests.end_to_end.hcl import Folder, shell_environment
from workbench.paths import PROJECT
from workbench.terraform_binary import Terraform

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(300)]

EXAMPLE = PROJECT / "examples" / "hcl-module"


def test_the_module_makes_pairs_changes_a_tag_and_forgets_them(
    terraform: Terraform, cli_config: Path, tmp_path: Path
) -> None:
    path = tmp_path / "module"
    shutil.copytree(EXAMPLE, path)
    with Simulator(SimulatorSettings(creation_seconds=0)) as simulator:
        payer = simulator.seed_management_pair()
        simulator.create_organization(payer.commercial)
        simulator.create_organization(payer.govcloud)
        environment = shell_environment(TF_CLI_CONFIG_FILE=str(cli_config), **simulator.aws_config(tmp_path / "aws"))
        folder = Folder(path, terraform.path, environment, "")
        assert folder.run("fmt", "-check", "-recursive", "-diff").code == 0
        folder.run("init", "-input=false", "-no-color").succeeded()
        folder.apply().succeeded()
        folder.plans_nothing()
        shown = folder.run("output", "-no-color", "account_ids").succeeded().output
        assert "app-prod" in shown
        assert "app-test" in shown

        main = path / "main.tf"
        text = main.read_text()
        assert '"production"' in text
        main.write_text(text.replace('"production"', '"live"'))
        assert folder.planned_actions() == {
            'module.workloads.govpair_account_pair.this["app-prod"]': ["update"],
            'module.workloads.govpair_membership.this["app-prod"]': ["update"],
        }
        folder.apply().succeeded()
        folder.plans_nothing()

        # Destroying forgets: the accounts live on.
        folder.destroy().succeeded()
        assert folder.state() == {}
