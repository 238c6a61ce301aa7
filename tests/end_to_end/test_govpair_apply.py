"""`govpair plan`, `apply` and `destroy` with real Terraform on the simulator: a fresh estate to its end, and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from partition_simulator import Simulator, SimulatorSettings
from tests.end_to_end.company import company
from tests.end_to_end.hcl import shell_environment
from workbench.paths import PROJECT
from workbench.terraform_binary import Terraform

pytestmark = [pytest.mark.terraform, pytest.mark.timeout(400)]


class Operator:
    """A person with a shell, an organization file, and `govpair`."""

    def __init__(self, folder: Path, simulator: Simulator, environment: dict[str, str]) -> None:
        self.folder, self.simulator, self.environment = folder, simulator, environment
        self.file = folder / "organization.yaml"
        self.file.write_text(company("app-one", "app-two"))

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command."""
        return subprocess.Popen(
            [sys.executable, "-m", "custom_resources", *arguments],
            cwd=self.folder,
            env=self.environment,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        """Run a command to its end; its document."""
        process = self.start(*arguments, "--json")
        out, err = process.communicate(timeout=200)
        assert process.returncode == code, err + out
        assert "Traceback" not in err
        found: dict[str, Any] = json.loads(out)
        return found

    def accounts(self, name: str) -> int:
        """How many accounts of that email there are, in both partitions."""
        accounts = self.simulator.state()["accounts"].values()
        return sum(account["email"] == f"aws+{name}@example.gov" for account in accounts)


@pytest.fixture
def operator(terraform: Terraform, cli_config: Path, tmp_path: Path) -> Iterator[Operator]:
    with Simulator(SimulatorSettings(creation_seconds=1)) as simulator:
        simulator.seed_management_pair()
        environment = shell_environment(
            TF_CLI_CONFIG_FILE=str(cli_config),
            GOVPAIR_TERRAFORM=str(terraform.path),
            GOVPAIR_STATE_DIR=str(tmp_path),
            PYTHONPATH=os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
            **simulator.aws_config(tmp_path / "aws"),
        )
        yield Operator(tmp_path, simulator, environment)


def test_an_estate_is_planned_applied_enlarged_interrupted_and_destroyed(operator: Operator) -> None:
    fresh = operator.run("plan", "--organization", str(operator.file))
    assert [(one["stack"], one["state"]) for one in fresh["stacks"]] == [
        ("commercial", "planned"),
        ("account-pairs", "declared"),
        ("govcloud-agency", "declared"),
    ]
    assert fresh["new_pairs"] == 2
    assert {check["name"] for check in fresh["not_ready"]} >= {"commercial_organization", "govcloud_organization"}

    made = operator.run("apply", "--yes")
    assert [one["outcome"] for one in made["stacks"]] == ["applied"] * 3
    assert {(one["name"], one["state"]) for one in made["pairs"]} == {("app-one", "placed"), ("app-two", "placed")}
    assert all(one["commercial_account_id"] and one["govcloud_account_id"] for one in made["pairs"])

    again = operator.run("plan")
    assert {one["state"] for one in again["stacks"]} == {"no_changes"}
    assert (again["new_pairs"], again["not_ready"]) == (0, [])

    # Two more are declared, and one of them is made by itself, joined too.
    operator.file.write_text(company("app-one", "app-two", "app-three", "app-four"))
    more = operator.run("plan", "--organization", str(operator.file))
    assert [one["state"] for one in more["stacks"]] == ["no_changes", "planned", "declared"]
    only = operator.run("apply", "--yes", "--target-pair", "app-three")
    assert [(one["name"], one["state"]) for one in only["pairs"]] == [("app-three", "placed")]
    assert (operator.accounts("app-three"), operator.accounts("app-four")) == (2, 0)

    # Ctrl-C in the middle of a creation: Terraform ends in order, and the same command makes no second pair.
    process = operator.start("apply", "--yes", "--json")
    assert process.stderr is not None
    line = next(line for line in process.stderr if "app-four: creating" in line)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=100)
    assert process.returncode == 3, line + err
    assert json.loads(out)["outcome"] == "resumable"
    assert "please wait" in err
    resumed = operator.run("apply", "--yes")
    assert {one["state"] for one in resumed["pairs"]} == {"placed"}
    assert operator.accounts("app-four") == 2

    ended = operator.run("destroy", "--yes")
    assert [(one["stack"], one["outcome"]) for one in ended["stacks"]] == [
        ("govcloud-agency", "destroyed"),
        ("account-pairs", "destroyed"),
        ("commercial", "kept"),
    ]
    assert {one["state"] for one in ended["pairs"]} == {"forgotten"}
    states = {account["state"] for account in operator.simulator.state()["accounts"].values()}
    assert states == {"ACTIVE"}
