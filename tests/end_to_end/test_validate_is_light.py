"""What a provider process imports for `terraform validate`, told by Python's own record of its imports."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.watched import run
from workbench.cli_config import write_cli_config
from workbench.provider_reference import EXAMPLES
from workbench.terraform_binary import Terraform
from workbench.terraform_environment import terraform_environment

pytestmark = pytest.mark.terraform

HEAVY = ("botocore", "boto3", "urllib3", "pydantic", "moto")
FOLDERS = ("resources/account_pair", "resources/membership", "data-sources/readiness", "functions/role_arn")


def imported(record: str) -> set[str]:
    """The modules that `-X importtime` wrote down."""
    return {line.rpartition("|")[2].strip() for line in record.splitlines() if line.startswith("import time:")}


@pytest.mark.parametrize("example", FOLDERS)
def test_validate_imports_no_aws_client(example: str, terraform: Terraform, tmp_path: Path) -> None:
    config, record = write_cli_config(tmp_path / "terraform.rc"), tmp_path / "imports"
    (launcher,) = (tmp_path / "plugins").rglob("terraform-provider-govpair_v*")
    plain = launcher.read_text()
    told = plain.replace(" -I ", " -I -X importtime ").replace('"$@"', f"\"$@\" 2>>'{record}'")
    assert told.count(str(record)) == told.count("importtime") == 1
    launcher.write_text(told)
    folder = tmp_path / "example"
    shutil.copytree(EXAMPLES / example, folder)
    environment = terraform_environment(config, {})
    for command in (["init", "-input=false"], ["validate"]):
        done = run([str(terraform.path), *command, "-no-color"], folder, environment)
        assert done.code == 0, done.output
    modules = imported(record.read_text())
    assert {"custom_resources.provider.provider", "custom_resources.plugin.service"} <= modules
    assert not {name for name in modules if name.split(".")[0] in HEAVY}
