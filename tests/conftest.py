"""Fixtures that more than one room's tests use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from partition_simulator.conformance.watch import watching
from workbench.aws_mirror import find_aws_mirror
from workbench.cli_config import write_cli_config
from workbench.errors import WorkbenchError
from workbench.oldest_terraform import find_or_install_oldest_terraform
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
def oldest_terraform() -> Terraform:
    """The oldest Terraform that the provider promises to run on."""
    try:
        return find_or_install_oldest_terraform()
    except WorkbenchError as problem:
        missing(str(problem))
        raise


@pytest.fixture(scope="session")
def aws_provider() -> Path | None:
    """The mirror folder of hashicorp/aws; None means that Terraform will ask the public registry."""
    return find_aws_mirror()


@pytest.fixture(scope="session")
def cli_config(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Terraform CLI configuration that finds this checkout's provider, in a folder of the test run's own."""
    return write_cli_config(tmp_path_factory.mktemp("cli-config") / "terraform.rc")


@pytest.fixture(autouse=True)
def conforming_answers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every answer of every simulator in this process is what botocore's models say, or the test fails.

    A test that makes the simulator answer otherwise on purpose is marked ``deviates``.
    """
    with watching() as deviations:
        yield
    if request.node.get_closest_marker("deviates") is None:
        assert not deviations, "answers that don't conform:\n" + "\n".join(deviations)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the tests counted of fuzzing; workers' properties come with their reports."""
    reports = [report for kind in ("passed", "failed", "") for report in terminalreporter.stats.get(kind, [])]
    lines = {value for report in reports for name, value in getattr(report, "user_properties", ()) if name == "fuzz"}
    for line in sorted(lines):
        terminalreporter.write_line(line)
