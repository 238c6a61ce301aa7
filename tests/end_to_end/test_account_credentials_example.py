"""The documented use of `govpair_account_credentials`, as it stands but for the account's id, which is made up there.

It is the example in docs/provider/ephemeral-resources/.

The environment has credentials of its own, those of the GovCloud management account, where hashicorp/aws finds them.
"""

from __future__ import annotations

import configparser
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from partition_simulator import Simulator, SimulatorSettings
from tests.conftest import missing
from workbench.provider_reference import EXAMPLES
from workbench.terraform_binary import Terraform
from workbench.terraform_environment import terraform_environment

pytestmark = pytest.mark.terraform

MADE_UP, PAIR = "222222222222", "govpair_account_pair.audit"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(SimulatorSettings(creation_seconds=30, clock_scale=60)) as running:
        payer = running.seed_management_pair("management", "aws+management@example.gov")
        running.create_organization(payer.commercial)
        running.create_organization(payer.govcloud)
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLES / "ephemeral-resources" / "account_credentials", tmp_path / "example")


@pytest.fixture
def run(simulator: Simulator, folder: Path, terraform: Terraform, cli_config: Path, tmp_path: Path) -> Run:
    """Terraform in the folder; the profile `default` is the GovCloud management account's."""
    if terraform.version < (1, 10):
        missing("ephemeral resources need Terraform 1.10")
    variables = simulator.aws_config(tmp_path / "aws")
    for variable, section in (("AWS_CONFIG_FILE", "profile govcloud"), ("AWS_SHARED_CREDENTIALS_FILE", "govcloud")):
        path = Path(variables[variable])
        file = configparser.ConfigParser()
        file.read(path)
        file["default"] = dict(file[section])
        with path.open("w") as opened:
            file.write(opened)
    environment = terraform_environment(cli_config, variables)

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [terraform.path, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )

    made = run("init", "-input=false", "-no-color")
    assert made.returncode == 0, made.stdout + made.stderr
    return run


def iam_calls(simulator: Simulator) -> int:
    return sum(number for name, number in simulator.calls().items() if " iam." in name)


def words(run: subprocess.CompletedProcess[str]) -> str:
    return " ".join((run.stdout + run.stderr).replace("│", " ").split())


def test_the_example_never_takes_the_environment_s_credentials_and_works_in_the_account(
    run: Run, simulator: Simulator, folder: Path
) -> None:
    assert run("fmt", "-check", "-diff").returncode == 0

    first = run("plan", "-input=false", "-no-color")
    assert first.returncode == 1
    assert "no account pair with the email aws+security-audit@example.gov" in words(first)
    assert "terraform apply -target=ADDRESS" in words(first)
    assert iam_calls(simulator) == 0

    made = run("apply", "-input=false", "-no-color", "-auto-approve", f"-target={PAIR}")
    assert made.returncode == 0, words(made)
    wrong = run("plan", "-input=false", "-no-color")  # with the id that is made up in the example
    assert "AWS account ID not allowed" in words(wrong)
    assert iam_calls(simulator) == 0

    shown = json.loads(run("show", "-json").stdout)["values"]["root_module"]["resources"]
    (account_id,) = [each["values"]["govcloud_account_id"] for each in shown if each["address"] == PAIR]
    main = folder / "main.tf"
    main.write_text(main.read_text().replace(MADE_UP, account_id))
    applied = run("apply", "-input=false", "-no-color", "-auto-approve")
    assert applied.returncode == 0, words(applied)
    again = run("plan", "-input=false", "-no-color", "-detailed-exitcode")
    assert again.returncode == 0, words(again)

    state = (folder / "terraform.tfstate").read_text()
    assert f"arn:aws-us-gov:iam::{account_id}:role/auditor" in state
    assert f"arn:aws-us-gov:sts::{account_id}:assumed-role/OrganizationAccountAccessRole/govpair" in state
    assert "secret_access_key" not in state
