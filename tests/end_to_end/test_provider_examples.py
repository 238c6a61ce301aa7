"""Every example of the provider's reference runs as it stands, on the simulator, and plans empty afterwards."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from partition_simulator import Simulator, SimulatorSettings
from workbench.provider_reference import EXAMPLES
from workbench.terraform_binary import Terraform
from workbench.terraform_environment import terraform_environment

pytestmark = pytest.mark.terraform

#: The credentials' example takes two applies: tests/end_to_end/test_account_credentials_example.py.
FOLDERS = sorted(path.parent for path in EXAMPLES.rglob("main.tf") if path.parents[1].name != "ephemeral-resources")


@pytest.mark.parametrize("example", FOLDERS, ids=lambda path: str(path.relative_to(EXAMPLES)))
def test_an_example_applies_and_then_plans_no_changes(
    example: Path, terraform: Terraform, cli_config: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "example"
    shutil.copytree(example, folder)
    with Simulator(SimulatorSettings(creation_seconds=30, clock_scale=60)) as simulator:
        payer = simulator.seed_management_pair("management", "management@example.gov")
        simulator.create_organization(payer.commercial)
        simulator.create_organization(payer.govcloud)
        environment = terraform_environment(cli_config, simulator.aws_config(tmp_path / "aws"))

        def run(*command: str) -> None:
            done = subprocess.run(
                [terraform.path, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr

        run("fmt", "-check", "-diff")
        run("init", "-input=false", "-no-color")
        run("apply", "-input=false", "-no-color", "-auto-approve")
        run("plan", "-input=false", "-no-color", "-detailed-exitcode")
