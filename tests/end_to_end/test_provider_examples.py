"""Every example in docs/provider/ runs as it stands, on the simulator, and plans empty afterwards.

So does every line of its `terraform import`s, with the ids that the example has made.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from partition_simulator import Simulator, SimulatorSettings
from tests.pages.blocks import blocks
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

        def run(*command: str) -> str:
            done = subprocess.run(
                [terraform.path, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
            return done.stdout

        run("fmt", "-check", "-diff")
        run("init", "-input=false", "-no-color")
        run("apply", "-input=false", "-no-color", "-auto-approve")
        run("plan", "-input=false", "-no-color", "-detailed-exitcode")
        _imports(f"docs/provider/{example.relative_to(EXAMPLES)}.md", run)


def _imports(page: str, run: Callable[..., str]) -> None:
    """Each `terraform import` of the page, after the resource was forgotten, with ids from the state."""
    commands = [
        line.split()
        for block in blocks(page, section="Import")
        for line in block.text.splitlines()
        if not line.startswith("#")
    ]
    resources = json.loads(run("show", "-json"))["values"]["root_module"].get("resources", [])
    values = {name: value for each in resources for name, value in each["values"].items() if value}
    for program, verb, address, given in commands:
        assert (program, verb) == ("terraform", "import")
        real = given.replace("111122223333", values["commercial_account_id"])
        real = re.sub("444455556666|222222222222", values["govcloud_account_id"], real)
        real = real.replace("h-examplehandshake", values.get("handshake_id", ""))
        assert real != given or "@" in given
        run("state", "rm", address)
        run("import", "-input=false", "-no-color", address, real)
