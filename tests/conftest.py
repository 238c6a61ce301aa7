"""Fixtures that more than one room's tests use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workbench.aws_mirror import find_aws_mirror
from workbench.cli_config import write_cli_config
from workbench.terraform_binary import Terraform, find_terraform


def missing(what: str) -> None:
    """Skip with a reason on a developer's machine; fail where CI=true, so that no green run hides a skipped part."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}; CI=true allows no skip")
    pytest.skip(what)


@pytest.fixture(scope="session")
def terraform() -> Terraform:
    """Real Terraform or OpenTofu."""
    found = find_terraform()
    if found is None:
        missing("no Terraform >= 1.8 or OpenTofu on this machine (run `make setup`)")
    assert found is not None
    return found


@pytest.fixture(scope="session")
def aws_provider() -> Path | None:
    """The mirror folder of hashicorp/aws; None means that Terraform will ask the public registry."""
    return find_aws_mirror()


@pytest.fixture(scope="session")
def cli_config(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Terraform CLI configuration that finds this checkout's provider, in a folder of the test run's own."""
    return write_cli_config(tmp_path_factory.mktemp("cli-config") / "terraform.rc")
